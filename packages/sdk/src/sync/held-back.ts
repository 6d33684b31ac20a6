import type { StoredEntry } from '../cache/cache.ts';
import type { Change } from '../schema/index.ts';
import type { Outbox } from './outbox.ts';

/** What a waiting change waits for in the outbox itself. */
export type HeldBack =
  /** It is not on disk yet. */
  | { readonly why: 'disk' }
  /** An earlier change of the same record. */
  | { readonly why: 'earlier'; readonly change: Change }
  /** An unsent create that it names: the record as `table/id`. */
  | { readonly why: 'create'; readonly record: string }
  /** A file that it names. */
  | { readonly why: 'upload'; readonly record: string }
  /** Another change of its group that was parked, or is being sent. */
  | { readonly why: 'group' };

const recordOf = (outbox: Outbox, { change }: StoredEntry): string => outbox.records(change)[0]!;

/** Why waiting changes are not among those that Outbox.ready() answers. Loaded on demand: imports nothing that pages load first, so that bundlers need not cut that in two. */
export function heldBack(outbox: Outbox, atomic: boolean): ReadonlyMap<StoredEntry, HeldBack> {
  const { entries } = outbox;
  const born = (list: readonly StoredEntry[]): ReadonlySet<string> => new Set(list.filter((e) => e.change.op === 'create').map((e) => recordOf(outbox, e)));
  const unborn = born(entries);
  const files = new Map(outbox.unsentBlobs.flatMap((blob) => outbox.naming(blob).map((e) => [e, blob])));
  /** The last change under way of each record, among those looked at. */
  const under = new Map<string, Change>();
  const held = new Map<StoredEntry, HeldBack>();
  const seen = new Set<StoredEntry>();
  for (const entry of entries) {
    if (seen.has(entry)) continue;
    const unit = atomic ? outbox.together(entry) : [entry];
    const own = born(unit);
    const obstacle = (e: StoredEntry): HeldBack | undefined => {
      const { n, change } = e;
      if (n < 0) return { why: 'disk' };
      const records = outbox.records(change);
      const earlier = under.get(records[0]!);
      if (earlier) return { why: 'earlier', change: earlier };
      const file = files.get(e);
      if (file !== undefined) return { why: 'upload', record: `blob/${file}` };
      const record = records.find((r) => unborn.has(r) && !own.has(r));
      return record === undefined ? undefined : { why: 'create', record };
    };
    const why = unit.map(obstacle).find((w) => w !== undefined) ?? (unit.some((e) => e.state !== 'waiting') ? { why: 'group' as const } : undefined);
    for (const e of unit) {
      seen.add(e);
      if (why && e.state === 'waiting') held.set(e, why);
      if (e.state === 'waiting' || e.state === 'sending') under.set(recordOf(outbox, e), e.change);
    }
  }
  return held;
}
