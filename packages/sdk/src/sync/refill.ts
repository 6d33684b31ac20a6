import type { SyncParts } from './sync-context.ts';

/** The database was emptied under the page (site data cleared): what this page still holds is written to it again. The page that leads does it for all. */
export async function refill({ context, outbox, local, isKept, keyOf }: SyncParts): Promise<void> {
  local.puller.restore();
  if (!context.leads()) return;
  try {
    const kept = outbox.entries.filter(isKept);
    // What was added since stands there.
    const there = new Set((await context.cache().loadOutbox()).map((e) => keyOf(e.change)));
    const lost = kept.filter((e) => !there.has(keyOf(e.change)));
    const ns = await context.cache().append(lost.map((e) => e.change));
    // Some may have been sent meanwhile: they are not put back, and go from the disk again.
    const placed = lost.flatMap((e, i) => {
      const entry = outbox.find(keyOf(e.change));
      return entry ? [{ ...entry, n: ns[i]! }] : [];
    });
    const gone = ns.filter((n) => !placed.some((e) => e.n === n));
    outbox.put(placed);
    await context.cache().update(placed.filter((e) => e.state !== 'waiting'));
    if (gone.length > 0) await context.cache().settle(gone, [], []);
    context.tell({ type: 'entries', entries: placed });
  } catch (error) {
    context.storageFailed(error);
  }
}
