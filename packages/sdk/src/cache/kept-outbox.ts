import type { KeptOutbox, StoredEntry } from './cache.ts';
import { answerOf, type OutboxRecord, type StateRecord } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';
import type { SchemaVersion } from './schema-version.ts';

/** Reads the outbox; OutboxStore writes it. */
export function loadOutbox(handle: DatabaseHandle, schema: SchemaVersion): Promise<KeptOutbox> {
  return handle.read(['outbox', 'meta'], async (tx) => {
    const [records, state] = await Promise.all([
      answerOf(tx.objectStore('outbox').getAll()) as Promise<OutboxRecord[]>,
      answerOf(tx.objectStore('meta').get('state')) as Promise<StateRecord | undefined>,
    ]);
    return { database: state?.database ?? '', entries: records.map(({ schema: version, ...entry }): StoredEntry => ({ ...entry, n: entry.n!, change: schema.change(entry.change, version) })) };
  });
}
