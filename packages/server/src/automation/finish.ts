import type { RecordStore } from '../records/record-store.ts';
import { automate } from './automate.ts';

/**
 * Ends what a transaction does with records: writes what is left, has whoever listens told once it is committed, and does what clocks and rules ask for in
 * answer. Everything that writes records for someone ends with it.
 */
export async function finish(store: RecordStore): Promise<void> {
  await store.tell();
  if (store.changes.length > 0) await automate(store.access, store.changes);
}
