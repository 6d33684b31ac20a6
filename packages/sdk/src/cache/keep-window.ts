import type { KeptWindow } from '../store/reader.ts';
import type { TableWrite } from './cache.ts';
import { answerOf, type WindowRecord } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';
import type { SchemaVersion } from './schema-version.ts';
import { isErased } from './table-writer.ts';

/** Windows kept at the most; those not written for the longest time go. */
const mostWindows = 100;
/** Who takes out more rows than this has all windows go, and looks into none. */
const mostSought = 100;

/** Keeps a window; any page may. */
export async function keepWindow(handle: DatabaseHandle, schema: SchemaVersion, name: string, window: KeptWindow): Promise<void> {
  const record: WindowRecord = { name, schema: schema.current, at: Date.now(), text: JSON.stringify(window) };
  await handle.write(['windows'], 'relaxed', async (tx) => {
    const windows = tx.objectStore('windows');
    windows.put(record);
    const over = (await answerOf(windows.count())) - mostWindows;
    if (over <= 0) return;
    for (const key of await answerOf(windows.index('at').getAllKeys(null, over))) windows.delete(key);
  }, false);
}

/** What writes take from sight: rows by id, or so much that no window may stay; undefined for nothing. Who is erased may stand in windows of other tables too. */
export function hiddenBy(writes: readonly TableWrite[]): readonly string[] | 'all' | undefined {
  const ids = writes.flatMap((w) => w.removed);
  if (ids.length > mostSought || writes.some((w) => w.anew?.last || w.rows.some(isErased))) return 'all';
  return ids.length > 0 ? ids : undefined;
}

/** Takes out the windows that name rows, inside a transaction over windows. */
export async function dropWindows(tx: IDBTransaction, naming: readonly string[] | 'all'): Promise<void> {
  const windows = tx.objectStore('windows');
  if (naming === 'all') return void windows.clear();
  const texts = naming.map((id) => JSON.stringify(id));
  // Only windows stand in this store.
  for (const { name, text } of (await answerOf(windows.getAll())) as WindowRecord[]) if (texts.some((id) => text.includes(id))) windows.delete(name);
}
