import type { AnyRow } from '@vinculo/sdk/schema';
import { tableNamed } from '../database/table.ts';
import type { RecordStore } from '../records/record-store.ts';

/** The row that a reference names, read without a lock. */
export async function named(store: RecordStore, name: string, id: unknown): Promise<AnyRow | undefined> {
  if (typeof id !== 'string') return undefined;
  const table = tableNamed(name);
  await store.rows.learnRules(table, [id]);
  return store.rows.rules(table, id);
}

/** The team of the queue that a record is in. */
export async function teamOfQueue(store: RecordStore, row: AnyRow): Promise<string | undefined> {
  const queue = await named(store, 'queue', row['queueId']);
  return typeof queue?.['teamId'] === 'string' ? queue['teamId'] : undefined;
}
