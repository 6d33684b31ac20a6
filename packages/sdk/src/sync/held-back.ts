import type { StoredEntry } from '../cache/cache.ts';
import type { Change } from '../schema/index.ts';
import type { Outbox } from './outbox.ts';

/** What a waiting change waits for in the outbox itself. */
export type HeldBack =
  /** It is not on disk yet. */
  | { readonly why: 'disk' }
  /** An earlier change of the same record, with which it cannot travel. */
  | { readonly why: 'earlier'; readonly change: Change }
  /** An unsent create that it names: the record as `table/id`. */
  | { readonly why: 'create'; readonly record: string }
  /** A file that it names. */
  | { readonly why: 'upload'; readonly record: string }
  /** Another change of its group that was parked, or is being sent. */
  | { readonly why: 'group' };

const recordOf = (outbox: Outbox, { change }: StoredEntry): string => outbox.records(change)[0]!;

/** Why waiting changes are not among those that Outbox.ready() answers. Loaded on demand: imports nothing that pages load first, so that bundlers need not cut that in two. */
export function heldBack(outbox: Outbox, atomic: boolean, runs: boolean): ReadonlyMap<StoredEntry, HeldBack> {
  const { entries } = outbox;
  const born = (list: readonly StoredEntry[]): ReadonlySet<string> => new Set(list.filter((e) => e.change.op === 'create').map((e) => recordOf(outbox, e)));
  const unborn = born(entries);
  const files = new Map(outbox.unsentBlobs.flatMap((blob) => outbox.naming(blob).map((e) => [e, blob])));
  /** The last change under way of each record, among those looked at, and whether more may come with it. */
  const under = new Map<string, { readonly change: Change; readonly open: boolean }>();
  /** Records whose create is parked, among those looked at. */
  const lost = new Set<string>();
  const held = new Map<StoredEntry, HeldBack>();
  const seen = new Set<StoredEntry>();
  for (const entry of entries) {
    if (seen.has(entry)) continue;
    const unit = atomic ? outbox.together(entry) : [entry];
    const own = born(unit);
    /** It waits for a create that comes later: of a record that the backend lost. */
    const ahead = (e: StoredEntry): boolean => {
      const record = recordOf(outbox, e);
      return e.change.op === 'update' && unborn.has(record) && !own.has(record) && !outbox.of(e.change.table, e.change.id).some(({ state, change }) => change.op === 'remove' && (state === 'waiting' || state === 'sending'));
    };
    const obstacle = (e: StoredEntry): HeldBack | undefined => {
      const { n, change } = e;
      if (n < 0) return { why: 'disk' };
      const records = outbox.records(change);
      const earlier = under.get(records[0]!);
      if (earlier && (!earlier.open || change.op === 'create')) return { why: 'earlier', change: earlier.change };
      const file = files.get(e);
      if (file !== undefined) return { why: 'upload', record: `blob/${file}` };
      const record = records.find((r, i) => (i === 0 && !ahead(e) ? lost : unborn).has(r) && !own.has(r));
      return record === undefined ? undefined : { why: 'create', record };
    };
    const why = unit.map(obstacle).find((w) => w !== undefined) ?? (unit.some((e) => e.state !== 'waiting') ? { why: 'group' as const } : undefined);
    for (const e of unit) {
      seen.add(e);
      if (why && e.state === 'waiting') held.set(e, why);
      const record = recordOf(outbox, e);
      if ((e.state === 'waiting' || e.state === 'sending') && !ahead(e)) under.set(record, { change: e.change, open: runs && !why && e.change.op === 'update' && under.get(record)?.open !== false });
      else if (e.change.op === 'create') lost.add(record);
    }
  }
  return held;
}
