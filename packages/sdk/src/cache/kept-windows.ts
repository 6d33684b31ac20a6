import type { KeptWindow } from '../store/reader.ts';
import { answerOf, type WindowRecord } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';
import type { SchemaVersion } from './schema-version.ts';

export async function loadWindow(handle: DatabaseHandle, schema: SchemaVersion, name: string): Promise<KeptWindow | undefined> {
  const record = await handle.read(['windows'], (tx) => answerOf(tx.objectStore('windows').get(name)) as Promise<WindowRecord | undefined>);
  // Written by keepWindow. One of another schema is asked for anew soon enough.
  return record?.schema === schema.current ? (JSON.parse(record.text) as KeptWindow) : undefined;
}
