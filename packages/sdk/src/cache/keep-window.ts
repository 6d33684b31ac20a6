import type { KeptWindow } from '../store/reader.ts';
import { answerOf, type WindowRecord } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';
import type { SchemaVersion } from './schema-version.ts';

/** Windows kept at the most; those not written for the longest time go. */
const mostWindows = 100;

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
