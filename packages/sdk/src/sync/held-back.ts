import type { StoredEntry } from '../cache/cache.ts';
import { namedRecords, recordOf } from './named-records.ts';
import { keyOf, type Outbox } from './outbox.ts';

/** What a waiting change waits for in the outbox itself. */
export type HeldBack =
  /** It is not on disk yet. */
  | { readonly why: 'disk' }
  /** An earlier change of the same record. */
  | { readonly why: 'earlier'; readonly key: string }
  /** An unsent create that it names: the record as `table/id`. */
  | { readonly why: 'create'; readonly record: string }
  /** Another change of its group that was parked, or is being sent. */
  | { readonly why: 'group' };

/** Why waiting changes are not among those that Outbox.ready() answers, by key. */
export function heldBack(outbox: Outbox, atomic: boolean): ReadonlyMap<string, HeldBack> {
  const { entries } = outbox;
  const unborn = new Set(entries.filter((e) => e.change.op === 'create').map((e) => recordOf(e.change)));
  /** The last change under way of each record, among those looked at. */
  const under = new Map<string, string>();
  const held = new Map<string, HeldBack>();
  const seen = new Set<StoredEntry>();
  for (const entry of entries) {
    if (seen.has(entry)) continue;
    const unit = atomic ? outbox.together(entry) : [entry];
    const born = new Set(unit.filter((e) => e.change.op === 'create').map((e) => recordOf(e.change)));
    const why = unit.map((e) => obstacle(e, unborn, born, under)).find((w) => w !== undefined) ?? (unit.some((e) => e.state !== 'waiting') ? { why: 'group' as const } : undefined);
    for (const e of unit) {
      seen.add(e);
      if (why && e.state === 'waiting') held.set(keyOf(e.change), why);
      if (e.state === 'waiting' || e.state === 'sending') under.set(recordOf(e.change), keyOf(e.change));
    }
  }
  return held;
}

function obstacle({ n, change }: StoredEntry, unborn: ReadonlySet<string>, born: ReadonlySet<string>, under: ReadonlyMap<string, string>): HeldBack | undefined {
  if (n < 0) return { why: 'disk' };
  const key = under.get(recordOf(change));
  if (key !== undefined) return { why: 'earlier', key };
  const record = [recordOf(change), ...namedRecords(change)].find((r) => unborn.has(r) && !born.has(r));
  return record === undefined ? undefined : { why: 'create', record };
}
