import type { StoredEntry } from '../cache/cache.ts';
import type { SyncParts } from './sync-context.ts';

/** The database was emptied under the page (site data cleared): what this page still holds is written to it again, rows by the page that leads. */
export async function refill({ context, outbox, local, isKept, keyOf }: SyncParts): Promise<void> {
  local.puller.restore();
  const { database } = context.cache();
  // The one that leads may not have heard yet of what others wrote. That it was sent these may not have heard: where that would send it twice they mark it.
  const isSure = context.leads() || context.adapter.capabilities.idempotency;
  const kept = outbox.entries.filter(isKept).map((e): StoredEntry => (isSure || e.state !== 'waiting' ? e : { ...e, state: 'sending' }));
  // At once: this page may lead before they are on disk.
  if (!isSure) outbox.put(kept);
  try {
    const ns = await context.cache().putBack(kept);
    outbox.database = database;
    // Some may have been sent meanwhile: they go from the disk again.
    const placed = kept.flatMap((e, i) => {
      const entry = outbox.find(keyOf(e.change));
      return entry ? [{ ...entry, n: ns[i]! }] : [];
    });
    const gone = ns.filter((n) => !placed.some((e) => e.n === n));
    outbox.put(placed);
    if (gone.length > 0) await (context.leads() ? context.cache().settle(gone, [], []) : context.cache().withdraw(gone));
    context.tell({ type: 'entries', entries: placed });
  } catch (error) {
    context.storageFailed(error);
  }
}
