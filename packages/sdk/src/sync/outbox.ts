import type { StoredEntry } from '../cache/cache.ts';
import { type Change, entityNamed, type Entity, sameValue } from '../schema/index.ts';
import type { Store } from '../store/store.ts';

export const keyOf = (change: Change): string => `${change.key[0]}#${change.key[1]}`;

/** Whether the cache holds it, so that it has to be told of what becomes of it. */
export const isKept = (entry: StoredEntry): boolean => entry.n > 0 && Number.isInteger(entry.n);

const recordOf = (change: Change): string => `${change.table}/${change.id}`;

/** Refused and conflicting changes no longer show on the record; one whose outcome is unknown does, marked. */
const shows = (e: StoredEntry): boolean => e.state !== 'refused' && e.state !== 'conflict';
const moves = (e: StoredEntry): boolean => e.state === 'waiting' || e.state === 'sending';

/** All changes that no backend has confirmed, oldest first, as every tab sees them. Keeps the store's overlays in step. */
export class Outbox {
  entries: readonly StoredEntry[] = [];
  readonly #store: Store;
  readonly #entityOf: (table: string) => Entity | undefined;
  readonly #changed: () => void;

  constructor(store: Store, entityOf: (table: string) => Entity | undefined, changed: () => void) {
    this.#store = store;
    this.#entityOf = entityOf;
    this.#changed = changed;
  }

  /** As a person counts: what was done in one batch is one change. */
  get waiting(): number {
    return countUnits(this.entries.filter(moves));
  }

  get parked(): number {
    return countUnits(this.entries.filter((e) => !moves(e)));
  }

  find(key: string): StoredEntry | undefined {
    return this.entries.find((e) => keyOf(e.change) === key);
  }

  /** Adds entries that are new, and replaces those that are known. */
  put(entries: readonly StoredEntry[]): void {
    const next = [...this.entries];
    for (const entry of entries) {
      const at = next.findIndex((e) => keyOf(e.change) === keyOf(entry.change));
      if (at < 0) next.push(entry);
      else next[at] = entry;
    }
    // Without a place yet: after all that have one, in the order they came.
    const place = (e: StoredEntry): number => (e.n < 0 ? Infinity : e.n);
    next.sort((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0));
    this.#set(next, entries);
  }

  /** Takes entries out whose changes will not be sent: the records show what the backend has. */
  drop(keys: readonly string[]): void {
    const gone = this.entries.filter((e) => keys.includes(keyOf(e.change)));
    this.#set(this.entries.filter((e) => !gone.includes(e)), gone);
  }

  /** Takes an entry out without touching the overlay; answers which changes stay over its record. */
  settle(key: string): readonly Change[] {
    const entry = this.find(key);
    this.entries = this.entries.filter((e) => e !== entry);
    this.#changed();
    return entry ? this.over(entry.change.table, entry.change.id) : [];
  }

  /** Changes that show over a record, oldest first. */
  over(table: string, id: string): readonly Change[] {
    return this.entries.filter((e) => shows(e) && e.change.table === table && e.change.id === id).map((e) => e.change);
  }

  /** Gives a record the id its backend minted, in all that waits. */
  rename(table: string, from: string, to: string): readonly StoredEntry[] {
    const renamed: StoredEntry[] = [];
    this.entries = this.entries.map((entry) => {
      const change = renameIn(entry.change, table, from, to);
      if (change === entry.change) return entry;
      const next = { ...entry, change };
      renamed.push(next);
      return next;
    });
    for (const { change } of renamed) this.#overlay(change.table, change.id);
    return renamed;
  }

  #set(entries: readonly StoredEntry[], touched: readonly StoredEntry[]): void {
    this.entries = entries;
    for (const { change } of touched) this.#overlay(change.table, change.id);
    this.#changed();
  }

  #overlay(table: string, id: string): void {
    const e = this.#entityOf(table);
    if (e) this.#store.overlay(e, id, this.over(table, id));
  }

  /** A place after all that are there, for what the cache does not hold: a broken number, so that the next kept one comes after it. */
  placeInPage(): number {
    const last = this.entries.reduce((most, e) => Math.max(most, e.n), 0);
    return last + 2 ** -20;
  }

  /** An entry and, where it belongs to a group, all of that group. */
  together(entry: StoredEntry): readonly StoredEntry[] {
    return entry.change.group === undefined ? [entry] : this.entries.filter((e) => e.change.group === entry.change.group);
  }

  /**
   * What may be sent now, in order: first in first out per record, and a change waits for an unsent create that it names.
   * What has no place yet is not durable yet, and waits for that too. Entries of one group come together where the backend is atomic. A parked create holds back what builds on it; other parked changes hold back nothing.
   */
  ready(limit: number, atomic: boolean, except: ReadonlySet<string> = new Set()): readonly StoredEntry[] {
    const blocked = new Set<string>();
    const unborn = new Set(this.entries.filter((e) => e.change.op === 'create').map((e) => recordOf(e.change)));
    const out: StoredEntry[] = [];
    const seen = new Set<string>();
    for (const entry of this.entries) {
      if (seen.has(keyOf(entry.change))) continue;
      const { group } = entry.change;
      const unit = group === undefined || !atomic ? [entry] : this.entries.filter((e) => e.change.group === group);
      const born = new Set(unit.filter((e) => e.change.op === 'create').map((e) => recordOf(e.change)));
      const there = (record: string): boolean => !unborn.has(record) || born.has(record);
      const free = unit.every(({ n, state, change }) =>
        n > 0 && state === 'waiting' && !blocked.has(recordOf(change)) && there(recordOf(change)) && namedRecords(change).every(there));
      for (const e of unit) {
        seen.add(keyOf(e.change));
        if (moves(e)) blocked.add(recordOf(e.change));
      }
      if (!free || unit.some((e) => except.has(keyOf(e.change)))) continue;
      if (out.length > 0 && out.length + unit.length > limit) break;
      out.push(...unit);
    }
    return out;
  }

  /** Entries that make no sense without this one: later changes of a record it creates, and records that name it. */
  dependants(entry: StoredEntry): readonly StoredEntry[] {
    if (entry.change.op !== 'create') return [];
    const lost = new Set([recordOf(entry.change)]);
    const out: StoredEntry[] = [];
    for (const e of this.entries) {
      if (e === entry) continue;
      if (lost.has(recordOf(e.change))) out.push(e);
      else if (requiredRecords(e.change).some((r) => lost.has(r))) {
        out.push(e);
        if (e.change.op === 'create') lost.add(recordOf(e.change));
      }
    }
    return out;
  }

  /** Later waiting changes of the same record were made on top of this one; taken back, they stand on what was before it. */
  rebaseAfter(entry: StoredEntry): readonly StoredEntry[] {
    const { change } = entry;
    const later = this.entries.filter((e) => e !== entry && e.n > entry.n && moves(e) && recordOf(e.change) === recordOf(change));
    const rebased: StoredEntry[] = [];
    const open = new Set(Object.keys(change.patch));
    for (const e of later) {
      const base = { ...e.change.base };
      let touched = false;
      for (const field of Object.keys(base)) {
        if (!open.has(field)) continue;
        if (sameValue(base[field], change.patch[field])) {
          base[field] = change.base[field] ?? null;
          touched = true;
        }
        open.delete(field);
      }
      if (touched) rebased.push({ ...e, change: { ...e.change, base } });
    }
    return rebased;
  }
}

function countUnits(entries: readonly StoredEntry[]): number {
  return new Set(entries.map((e) => e.change.group ?? keyOf(e.change))).size;
}

/** Records that a change names by reference fields or by table and recordId. */
function namedRecords(change: Change): string[] {
  const e = entityNamed(change.table);
  const out: string[] = [];
  for (const [name, value] of Object.entries(change.patch)) {
    if (typeof value !== 'string') continue;
    const target = name === 'recordId' ? change.patch['table'] : e?.fields[name]?.ref?.table;
    if (typeof target === 'string') out.push(`${target}/${value}`);
  }
  return out;
}

/** Of those, the ones it cannot do without. */
function requiredRecords(change: Change): string[] {
  const e = entityNamed(change.table);
  return namedRecords({ ...change, patch: Object.fromEntries(Object.entries(change.patch).filter(([name]) => name === 'table' || e?.fields[name]?.presence === 'required')) });
}

function renameIn(change: Change, table: string, from: string, to: string): Change {
  const e = entityNamed(change.table);
  const names = (field: string): boolean => e?.fields[field]?.ref?.table === table || (field === 'recordId' && (change.patch['table'] ?? table) === table);
  const rename = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    Object.entries(values).some(([f, v]) => v === from && names(f)) ? Object.fromEntries(Object.entries(values).map(([f, v]) => [f, v === from && names(f) ? to : v])) : values;
  const id = change.table === table && change.id === from ? to : change.id;
  const patch = rename(change.patch);
  const base = rename(change.base);
  return id === change.id && patch === change.patch && base === change.base ? change : { ...change, id, patch, base };
}
