import type { SyncParts } from './sync-context.ts';

/**
 * The database was emptied under the page (site data cleared): what this page still holds is written to it again, rows by the page that leads.
 * Answers whether it heard meanwhile of what other pages wrote there.
 */
export async function refill({ context, outbox, local, isKept, keyOf }: SyncParts): Promise<boolean> {
  local.puller.restore();
  const { database } = context.cache();
  // The one that leads may not have heard yet of what others wrote. That it was sent these may not have heard: where that would send it twice they mark it.
  // At once: this page may lead before they are on disk.
  const isSure = context.leads() || context.adapter.capabilities.idempotency;
  if (!isSure) outbox.put(outbox.entries.filter((e) => isKept(e) && e.state === 'waiting').map((e) => ({ ...e, state: 'sending' })));
  try {
    const kept = outbox.entries.filter(isKept);
    const ns = await context.cache().putBack(kept);
    outbox.database = database;
    // Some may have been sent meanwhile: they go from the disk again.
    const placed = kept.flatMap((e, i) => {
      const entry = outbox.find(keyOf(e.change));
      return entry ? [{ ...entry, n: ns[i]! }] : [];
    });
    const gone = ns.filter((n) => !placed.some((e) => e.n === n));
    outbox.put(placed);
    if (gone.length > 0) await (context.leads() ? context.cache().settle(gone, [], []) : Promise.all(gone.map((n) => context.cache().withdraw([n]))));
    context.tell({ type: 'entries', entries: placed });
    const put = new Set(placed.map((e) => keyOf(e.change)));
    return outbox.entries.some((e) => isKept(e) && !put.has(keyOf(e.change)));
  } catch (error) {
    context.storageFailed(error);
    return false;
  }
}
