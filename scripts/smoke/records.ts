import type { Adapter } from '@vinculo/sdk/adapter';
import type { AnyRow } from '@vinculo/sdk/schema';

/** The change log of a record, oldest first: the one place where a change that arrived twice cannot hide. */
export async function historyOf(adapter: Adapter, recordId: string): Promise<readonly AnyRow[]> {
  const { rows } = await adapter.query!({ table: 'historyEntry', where: { recordId }, orderBy: ['at', 'id'], limit: 100 });
  return rows;
}

/** The fields that each write of a record changed after it was made, oldest first. */
export async function editsOf(adapter: Adapter, recordId: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const history = await historyOf(adapter, recordId);
  // A history row of an update holds the fields as they became.
  return history.filter(({ op }) => op === 'update').map(({ after }) => after as Readonly<Record<string, unknown>>);
}

export async function recordOf(adapter: Adapter, table: string, id: string): Promise<AnyRow | undefined> {
  return (await adapter.get!(table, [id]))[0];
}
