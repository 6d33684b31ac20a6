import type { AnyRow } from '@vinculo/sdk';

/** A record that an activity concerns. */
export interface Concerned {
  readonly table: string;
  readonly recordId: string;
}

/** Whom an activity about a record concerns: that record, and of a deal or a ticket its customer too. */
export function concernedBy({ table, id }: { readonly table: string; readonly id: string }, record: AnyRow | undefined): readonly Concerned[] {
  const own = { table, recordId: id };
  if (table !== 'deal' && table !== 'ticket') return [own];
  const named = (['account', 'contact'] as const).flatMap((customer): Concerned[] => {
    const recordId = record?.[`${customer}Id`];
    return typeof recordId === 'string' ? [{ table: customer, recordId }] : [];
  });
  return [own, ...named];
}
