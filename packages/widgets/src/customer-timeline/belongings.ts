import type { TimelineSubject } from './timeline-types.ts';

/** Whose items a timeline shows, as conditions on the tables that they come from. */
export interface Belongings {
  /** Tells one from another. */
  readonly key: string;
  /** On orders, deals and tickets; undefined where there is no customer to have them. */
  readonly customer: object | undefined;
  /** On the history. */
  readonly history: object;
  /** On activity links, with the deals and tickets that are known. `width`: how many records these are. `isScattered`: records of several tables, so that one activity may come by several links. */
  readonly links: (deals: readonly string[], tickets: readonly string[]) => { readonly where: object; readonly width: number; readonly isScattered: boolean };
}

/** Of one record alone. */
export function belongingsOfRecord({ table, id }: TimelineSubject): Belongings {
  const own = { table, recordId: id };
  return {
    key: `${table} ${id}`, history: own, links: () => ({ where: own, width: 1, isScattered: false }),
    customer: table === 'account' || table === 'contact' ? { [`${table}Id`]: id } : undefined,
  };
}
