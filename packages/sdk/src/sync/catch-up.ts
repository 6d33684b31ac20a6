import { isKept, keyOf } from './outbox.ts';
import type { SyncParts } from './sync-context.ts';

/** Brings outbox and ids to what is on disk: news of another tab may have been missed, or it ended between writing and telling. */
export async function catchUp({ context, outbox, writing }: SyncParts): Promise<void> {
  if (context.mode !== 'disk' || context.storageBroken()) return;
  // What gets its place while the disk is read may not be in the reading.
  const known = outbox.entries.filter(isKept).map((e) => keyOf(e.change));
  try {
    for (const { table, from, to } of await context.cache().loadAliases()) {
      context.store.alias(table, from, to);
      outbox.rename(table, from, to);
    }
    const kept = await context.cache().loadOutbox();
    const there = new Set(kept.map((e) => keyOf(e.change)));
    writing.vanished(known.filter((key) => !there.has(key)));
    outbox.put(kept);
    for (const entry of kept) writing.answerParked(entry);
  } catch (error) {
    context.storageFailed(error);
  }
}
