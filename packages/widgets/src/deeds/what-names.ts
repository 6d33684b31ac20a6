import type { Vinculo, VinculoError } from '@vinculo/sdk';
import { holdersOf } from '@vinculo/sdk/references';

/** So many rows of a table name a record. */
export interface Naming {
  readonly table: string;
  readonly count: number;
}

/**
 * What names a record, and would name another once it is merged: so many rows of each table, those with most first. Only what this sign-in may see is counted.
 * @throws OfflineError
 */
export async function whatNames(crm: Vinculo, table: string, id: string): Promise<readonly Naming[]> {
  const served = crm.description.snapshot?.tables;
  const counts = new Map<string, number>();
  await Promise.all(holdersOf(table).filter((holder) => !served || served[holder.table]).map(async ({ table: holder, field, where }) => {
    const count = await countOf(crm, holder, { ...where, [field]: id });
    if (count > 0) counts.set(holder, (counts.get(holder) ?? 0) + count);
  }));
  return [...counts].map(([name, count]) => ({ table: name, count })).toSorted((a, b) => b.count - a.count);
}

async function countOf(crm: Vinculo, table: string, where: Readonly<Record<string, unknown>>): Promise<number> {
  try {
    const { groups } = await crm.collection(table).aggregate({ where, measures: { count: { op: 'count' } } }).once();
    return Number(groups[0]?.values['count'] ?? 0);
  } catch (error) {
    // A table that may not be looked at is not counted.
    if ((error as VinculoError).code === 'offline') throw error;
    return 0;
  }
}
