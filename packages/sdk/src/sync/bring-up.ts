import type { StoredEntry } from '../cache/cache.ts';
import { type AnyRow, type Change, type Entity, mergeFields, sameValue } from '../schema/index.ts';
import { keyOf, recordOf } from './entry-key.ts';

/** A change as it is over a row of others; or that a person has to choose. */
export function mergeInto(e: Entity, entry: StoredEntry, theirs: AnyRow): StoredEntry {
  const { change } = entry;
  const { patch, conflicts, overwrote } = mergeFields(e, change.patch, change.base, theirs);
  if (conflicts.length > 0) return { ...entry, state: 'conflict', fields: conflicts, theirs };
  // What theirs says too stays said, over what its author saw. Theirs may be older than that, where the page that sends did not hear of what went before; or it is
  // expected of a change that goes before this one, and may be refused.
  const said = Object.keys(change.patch).filter((f) => !(f in patch) && sameValue(change.patch[f], theirs[f]));
  // Values covered by the field's policy stay in `base`, so that a backend that merges by base reports them.
  const kept = new Set([...said, ...overwrote.map((c) => c.field)]);
  const full = { ...patch, ...Object.fromEntries(said.map((f) => [f, change.patch[f]])) };
  const base = Object.fromEntries(Object.keys(full).map((f) => [f, kept.has(f) ? change.base[f] : (theirs[f] ?? null)]));
  return { ...entry, change: { ...change, patch: full, base, ...(theirs.version === undefined ? {} : { baseVersion: theirs.version }) } };
}

/** A change over what those before it in the same call will leave of a row; or that a person has to choose. */
function mergeAfter(e: Entity, entry: StoredEntry, expected: AnyRow, row: AnyRow): StoredEntry {
  const { change } = entry;
  if (change.baseVersion === expected.version && Object.entries(change.base).every(([field, value]) => sameValue(value, expected[field]))) return entry;
  const next = mergeInto(e, entry, expected);
  return next.state === 'conflict' ? { ...next, fields: next.fields!.map((f) => ({ ...f, theirs: row[f.field] ?? null })), theirs: row } : next;
}

/** What may be sent as it is now, and what waits for a person from now on. The rest waits for what goes first. */
export interface BroughtUp {
  readonly ready: readonly StoredEntry[];
  readonly parked: readonly StoredEntry[];
}

/** Why the rest of a group stays out of which one change cannot go. */
export const heldWithGroup: NonNullable<StoredEntry['reason']> = { code: 'group_failed', message: 'Not sent, because another change of the same group waits for a decision.', problems: [] };

/**
 * Brings edits up to rows that changed since their authors saw them, and to what goes before them in the same call.
 * @param batch in the order of sending
 * @param atomic of a group nothing goes unless all of it does
 * @param held the record as the store holds it, where it does
 */
export function bringUp(batch: readonly StoredEntry[], atomic: boolean, held: (change: Change) => { readonly entity: Entity; readonly row: AnyRow } | undefined): BroughtUp {
  const ready: StoredEntry[] = [];
  const parked: StoredEntry[] = [];
  /** How records will stand when what goes before is stored. */
  const expected = new Map<string, AnyRow>();
  /** Records of which something was left out. */
  const closed = new Set<string>();
  for (const unit of unitsOf(batch, atomic)) {
    const after = new Map<string, AnyRow>();
    let late = unit.some(({ change }) => closed.has(recordOf(change)));
    const next = late ? [] : unit.map((entry): StoredEntry => {
      const { change } = entry;
      const known = change.op === 'update' ? held(change) : undefined;
      if (known?.row.version === undefined) return entry;
      const record = recordOf(change);
      const before = after.get(record) ?? expected.get(record);
      const merged = before ? mergeAfter(known.entity, entry, before, known.row) : known.row.version === change.baseVersion ? entry : mergeInto(known.entity, entry, known.row);
      if (merged.state !== 'conflict') after.set(record, { ...(before ?? known.row), ...merged.change.patch });
      // Whether a person has to choose is known when it is known what became of what goes first.
      else if (expected.has(record)) late = true;
      return merged;
    });
    if (late) for (const { change } of unit) closed.add(recordOf(change));
    else if (next.some((e) => e.state === 'conflict')) {
      parked.push(...next.map((e): StoredEntry => (e.state === 'conflict' ? e : { ...unit[next.indexOf(e)]!, state: 'refused', reason: heldWithGroup })));
    } else {
      ready.push(...next);
      for (const [record, row] of after) expected.set(record, row);
    }
  }
  return { ready, parked };
}

function unitsOf(batch: readonly StoredEntry[], atomic: boolean): readonly (readonly StoredEntry[])[] {
  const units = new Map<unknown, StoredEntry[]>();
  for (const entry of batch) {
    const unit = (atomic ? entry.change.group : undefined) ?? entry;
    const known = units.get(unit);
    if (known) known.push(entry);
    else units.set(unit, [entry]);
  }
  return [...units.values()];
}

/**
 * What of a batch stands on changes that were taken back: later ones of their records and of what hangs together with those, as they are without them.
 * @param batch as it was before it was brought up
 */
export function standingOn(batch: readonly StoredEntry[], taken: ReadonlySet<string>, atomic: boolean): readonly StoredEntry[] {
  const closed = new Set<string>();
  const waits = new Map<string, StoredEntry>();
  for (const unit of unitsOf(batch, atomic)) {
    if (!unit.some(({ change }) => taken.has(keyOf(change)) || closed.has(recordOf(change)))) continue;
    for (const e of unit) {
      closed.add(recordOf(e.change));
      waits.set(keyOf(e.change), e);
    }
  }
  for (const gone of batch.filter((e) => taken.has(keyOf(e.change)))) {
    const all = [...waits.values()].filter((e) => recordOf(e.change) === recordOf(gone.change));
    for (const e of without(gone.change, all.slice(all.findIndex((e) => keyOf(e.change) === keyOf(gone.change)) + 1))) waits.set(keyOf(e.change), e);
  }
  return [...waits.values()].filter((e) => !taken.has(keyOf(e.change)));
}

/** Later changes of a record that were made on top of one that is taken back: they stand on what was before it. Answers those that differ. */
export function without(gone: Change, later: readonly StoredEntry[]): readonly StoredEntry[] {
  const rebased: StoredEntry[] = [];
  const open = new Set(Object.keys(gone.patch));
  for (const e of later) {
    const base = { ...e.change.base };
    let touched = false;
    for (const field of Object.keys(base)) {
      if (!open.has(field)) continue;
      if (sameValue(base[field], gone.patch[field])) {
        base[field] = gone.base[field] ?? null;
        touched = true;
      }
      open.delete(field);
    }
    if (touched) rebased.push({ ...e, change: { ...e.change, base } });
  }
  return rebased;
}
