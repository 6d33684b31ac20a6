import type { StoredEntry } from '../cache/cache.ts';
import type { SyncParts } from './sync-context.ts';

/** Reads all of the disk again: news was missed. */
export async function readAgain(parts: SyncParts): Promise<void> {
  await catchUp(parts);
  parts.local.puller.rehydrate();
}

/** Brings outbox and ids to what is on disk: news of another tab may have been missed, or it ended between writing and telling. */
export async function catchUp(parts: SyncParts): Promise<void> {
  const { context, outbox, writing, isKept, keyOf } = parts;
  // Also where nothing may be written any more: other tabs go on.
  if (context.mode !== 'disk') return;
  // What gets its place while the disk is read may not be in the reading.
  const known = outbox.entries.filter(isKept).map((e) => keyOf(e.change));
  const { database } = outbox;
  const cache = context.cache();
  try {
    // The ids first: of an entry that is settled between the two readings the new id may be missing, never the entry itself be there beside it.
    const [aliases, { database: read, entries: kept }] = await Promise.all([cache.loadAliases(), cache.loadOutbox()]);
    // Given up meanwhile, with all that stood there.
    if (context.cache() !== cache) return;
    for (const { table, from, to } of aliases) context.store.alias(table, from, to);
    const there = new Set(kept.map((e) => keyOf(e.change)));
    // What a database lacks that was emptied goes there again; it was not sent, nor taken back.
    if (read === database) writing.vanished(known.filter((key) => !there.has(key)));
    takeIn(parts, kept);
    for (const { table, from, to } of aliases) {
      if (outbox.rename(table, from, to).length === 0) continue;
      outbox.show(table, from);
      outbox.show(table, to);
    }
    for (const entry of kept) writing.answerParked(entry);
    context.push();
    // What became of them was told by a tab that could not write it.
    const over = context.leads() ? kept.filter((e) => outbox.isOver(keyOf(e.change))) : [];
    if (over.length === 0) return;
    context.tellWhen(cache.settle(over.map((e) => e.n), [], []).then(() => ({ type: 'over', keys: over.map((e) => keyOf(e.change)) }), (error: unknown) => {
      context.storageFailed(error);
      return undefined;
    }));
  } catch (error) {
    context.storageFailed(error);
  }
}

/** Puts entries into the outbox that other pages know. Whoever leads sends them all: of one on disk that it does not send, and that bears the mark, nobody knows whether it arrived. */
export function takeIn({ context, outbox, pusher, isKept, keyOf }: SyncParts, entries: readonly StoredEntry[]): void {
  const known = ({ change }: StoredEntry): StoredEntry | undefined => outbox.find(keyOf(change));
  const marked = context.leads() ? entries.filter((e) => e.state === 'sending' && isKept(e) && known(e)?.state !== 'sending') : [];
  // It waits here, so that this page has not sent it.
  const over = new Set(marked.filter((e) => known(e)?.state === 'waiting' && (known(e)!.rev ?? 0) >= (e.rev ?? 0)));
  outbox.put(over.size > 0 ? entries.filter((e) => !over.has(e)) : entries);
  if (marked.length > over.size) void pusher.inherit(marked.flatMap((e) => known(e) ?? []));
}
