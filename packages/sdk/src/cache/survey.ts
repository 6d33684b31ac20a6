import type { Survey, TableOnDisk } from './cache.ts';
import { answerOf, type StateRecord, type TableRecord } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';
import { progressOf } from './table-reader.ts';

export { browserDiskHost as Before } from './disk-host.ts';

/** Counts what stands in the database, without reading rows. */
export async function survey(handle: DatabaseHandle): Promise<Survey> {
  const counted = await handle.read(['progress', 'runs', 'outbox', 'windows', 'meta'], async (tx) => {
    const leaves = tx.objectStore('runs');
    // Requests of one transaction are answered in order: all are made at once.
    const [state, outbox, windows, records] = await Promise.all([
      answerOf(tx.objectStore('meta').get('state')) as Promise<StateRecord | undefined>,
      answerOf(tx.objectStore('outbox').count()),
      answerOf(tx.objectStore('windows').count()),
      answerOf(tx.objectStore('progress').getAll()) as Promise<TableRecord[]>,
    ]);
    const tables = await Promise.all(records.map(async (record): Promise<TableOnDisk> => ({
      table: record.table, ...progressOf(record), runs: record.runs.length,
      leaves: await answerOf(leaves.count(IDBKeyRange.bound([record.table], [record.table, []]))),
      rows: record.runs[0]?.count ?? 0, beside: record.runs.slice(1).reduce((sum, run) => sum + run.count, 0),
    })));
    return { tables, outbox, windows, lead: state?.fence ?? 0, schema: state?.schema ?? 0 };
  });
  const { usage, quota } = (await globalThis.navigator?.storage?.estimate?.()) ?? {};
  return { ...counted, ...(usage === undefined ? {} : { usage }), ...(quota === undefined ? {} : { quota }) };
}
