import type { Affiliation, Classification, Relationship } from './card-rows.ts';

/** A record that this one is tied to. */
export interface CardTie {
  readonly table: string;
  readonly id: string;
  /** The kind of the relationship; `affiliation`: an account that a person works for, or did. */
  readonly kind: string;
  /** The relationship is said of the other one: it reports to this one. */
  readonly isReversed: boolean;
  /** As what, of an affiliation. */
  readonly role?: string;
  /** Until when, of one that has ended. */
  readonly to?: string;
}

/** Relationships from both ends, and the accounts of a person beside the one it belongs to. */
export function tiesOf(id: string | undefined, relations: readonly Relationship[], affiliations: readonly Affiliation[], accountId: string | null | undefined): readonly CardTie[] {
  const related = relations.map((row): CardTie => (row.fromId === id ? { table: row.toTable, id: row.toId, kind: row.kind, isReversed: false } : { table: row.fromTable, id: row.fromId, kind: row.kind, isReversed: row.kind !== 'householdMember' }));
  const others = affiliations.filter((row) => row.accountId !== accountId).map((row): CardTie => ({ table: 'account', id: row.accountId, kind: 'affiliation', isReversed: false, ...(row.role ? { role: row.role } : {}), ...(row.to ? { to: row.to } : {}) }));
  return [...related, ...others].sort((a, b) => (sorted(a) < sorted(b) ? -1 : 1));
}

const sorted = ({ kind, isReversed, to, id }: CardTie): string => `${kind === 'affiliation' ? 1 : 0} ${kind} ${isReversed} ${to ? 1 : 0} ${id}`;

/** A class as it stands now. */
export type CardClass = Pick<Classification, 'scheme' | 'value' | 'to' | 'byId'>;

/** Of each scheme the class that holds today: the one that began last. */
export function classesOf(rows: readonly Classification[], now: Date): readonly CardClass[] {
  const today = now.toISOString().slice(0, 10);
  const newest = new Map<string, Classification>();
  for (const row of rows) {
    if ((row.from && row.from > today) || (row.to && row.to < today)) continue;
    const known = newest.get(row.scheme);
    if (!known || (row.from ?? '') > (known.from ?? '')) newest.set(row.scheme, row);
  }
  return [...newest.values()].sort((a, b) => (a.scheme < b.scheme ? -1 : 1));
}
