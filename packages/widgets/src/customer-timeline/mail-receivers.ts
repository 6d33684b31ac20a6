import { addressOf, type CustomerPeople } from './customer-people.ts';

/** Somebody a mail can be sent to. */
export interface Receiver {
  /** Table, slash, id. */
  readonly value: string;
  readonly name: string;
  readonly address: string;
}

/** A mail to more, copies counted, is no mail of a person any more: the reference server sends to no more than 20. */
export const mostReceivers = 20;

/** Whom one can write to from a timeline: the customer's people and the account itself, or the lead, where they have an address. */
export function receiversOf({ contacts, account, lead }: CustomerPeople): readonly Receiver[] {
  const of = (table: string, rows: readonly { readonly id: string; readonly name?: unknown; readonly emails?: unknown }[]): Receiver[] => rows.flatMap((row) => {
    const address = addressOf(row);
    return address === undefined ? [] : [{ value: `${table}/${row.id}`, name: String(row.name ?? address), address }];
  });
  return [...of('contact', contacts), ...of('account', account ? [account] : []), ...of('lead', lead ? [lead] : [])].slice(0, mostReceivers);
}
