import { Dexie } from './dexie.ts';
import type { Alias, StoredEntry } from './cache.ts';
import { answerOf, databaseName, type OutboxRecord, type StateRecord } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';

export { browserDiskHost as Before } from './disk-host.ts';

/**
 * Takes what waits in the outbox of format 1 over into this database, then deletes that one. Confirmed rows are pulled anew. Cut at any point, it goes on
 * where it was: what was taken over is noted in the transaction that takes it.
 */
export async function drainOlderFormat(handle: DatabaseHandle, source: string, identity: string): Promise<void> {
  const name = databaseName(source, identity, 1);
  const old = await new Dexie(name).open();
  const raw = old.backendDB();
  // A page that still has the old version open ends its use of it when it hears that the database goes.
  old.on('versionchange', () => old.close());
  let entries: readonly StoredEntry[] = [];
  let aliases: readonly Alias[] = [];
  if (raw.objectStoreNames.contains('outbox') && raw.objectStoreNames.contains('aliases')) {
    const tx = raw.transaction(['outbox', 'aliases'], 'readonly');
    // Format 1 wrote both as they are here.
    [entries, aliases] = await Promise.all([answerOf(tx.objectStore('outbox').getAll()) as Promise<StoredEntry[]>, answerOf(tx.objectStore('aliases').getAll()) as Promise<Alias[]>]);
  }
  old.close();
  await handle.write(['outbox', 'aliases', 'meta'], 'strict', async (tx, admitted) => {
    const state = await admitted;
    for (const alias of aliases) tx.objectStore('aliases').put(alias);
    const left = entries.filter((e) => e.n > state.drained);
    for (const { n: _, ...entry } of left) tx.objectStore('outbox').add({ ...entry, schema: 1 } satisfies OutboxRecord);
    await answerOf(tx.objectStore('meta').put({ ...state, drained: left.at(-1)?.n ?? state.drained } satisfies StateRecord));
  });
  await Dexie.delete(name);
}
