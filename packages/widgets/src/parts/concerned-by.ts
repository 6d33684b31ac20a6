import type { AnyRow } from '@vinculo/sdk';

/** A record that an activity concerns. */
export interface Concerned {
  readonly table: string;
  readonly recordId: string;
}

type Fields = readonly (readonly [table: 'account' | 'contact', field: string])[];

const ofWork: Fields = [['account', 'accountId'], ['contact', 'contactId']];
/** The fields by which records name their customer. */
const customerFields: Readonly<Record<string, Fields>> = { deal: ofWork, ticket: ofWork, lead: [['account', 'convertedAccountId'], ['contact', 'convertedContactId']] };

/** Whom an activity about a record concerns: that record, and of a deal, a ticket or a converted lead its customer too. */
export function concernedBy({ table, id }: { readonly table: string; readonly id: string }, record: AnyRow | undefined): readonly Concerned[] {
  const named = (customerFields[table] ?? []).flatMap(([customer, field]): Concerned[] => {
    const recordId = record?.[field];
    return typeof recordId === 'string' ? [{ table: customer, recordId }] : [];
  });
  return [{ table, recordId: id }, ...named];
}
