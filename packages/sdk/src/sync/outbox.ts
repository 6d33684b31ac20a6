import type { StoredEntry } from '../cache/cache.ts';
import type { Change, Entity } from '../schema/index.ts';
import type { Store } from '../store/store.ts';
import { without } from './bring-up.ts';
import { isKept, keyOf, moves, recordOf } from './entry-key.ts';
import { forgetIn, idsIn, namedRecords, renameIn, requiredRecords, resolveIn, unsentBlobsIn } from './named-records.ts';
import { OutboxCounts } from './outbox-counts.ts';
import { EntryIndex, type Slot, before } from './outbox-index.ts';
import { inSendOrder } from './send-order.ts';

/** Refused and conflicting changes no longer show on the record; one whose outcome is unknown does, marked. */
const shows = ({ state }: Pick<StoredEntry, 'state'>): boolean => state !== 'refused' && state !== 'conflict';

/** So many keys of entries that went are remembered, so that news that was overtaken does not bring one back. */
const remembered = 5000;

/**
 * All changes that no backend has confirmed, oldest first, as every tab sees them. Keeps the store's overlays in step.
 * What one entry costs does not grow with how many wait: everything is found by key, record, group or id.
 */
export class Outbox {
  readonly #store: Store;
  readonly #entityOf: (table: string) => Entity | undefined;
  readonly #changed: () => void;
  readonly #slots = new Map<string, Slot>();
  /** By table, then by record. */
  readonly #records = new Map<string, EntryIndex>();
  readonly #groups = new EntryIndex();
  /** By the ids that changes name. Made when it is asked for first: only new ids and lost creates need it. */
  #ids: EntryIndex | undefined;
  readonly #blobs = new EntryIndex();
  readonly #counts = new OutboxCounts();
  readonly #gone = new Set<string>();
  #order: Slot[] = [];
  #sorted = true;
  #dead = 0;
  #came = 0;
  #lastPlace = 0;
  #entries: readonly StoredEntry[] | undefined = [];
  /** The database in which stands what counts as kept (Cache.database): of another one it says nothing that it is not there. */
  database: string | undefined;

  constructor(store: Store, entityOf: (table: string) => Entity | undefined, changed: () => void) {
    this.#store = store;
    this.#entityOf = entityOf;
    this.#changed = changed;
  }

  /** The same list until something changed. */
  get entries(): readonly StoredEntry[] {
    return (this.#entries ??= this.#inOrder().map((s) => s.entry));
  }

  /** How many changes wait, see OutboxCounts. */
  get waiting(): number {
    return this.#counts.waiting;
  }

  /** How many changes wait for a person. */
  get parked(): number {
    return this.#counts.parked;
  }

  find(key: string): StoredEntry | undefined {
    return this.#slots.get(key)?.entry;
  }

  /** Whether an entry went, so that news of it is old. */
  isOver(key: string): boolean {
    return this.#gone.has(key);
  }

  /** Whoever wrote it may not have heard yet which ids the backend gave. */
  #asNamedNow(entry: StoredEntry): StoredEntry {
    const change = resolveIn(entry.change, (table, id) => this.#store.resolve(table, id));
    return change === entry.change ? entry : { ...entry, change };
  }

  /** Adds entries that are new, and replaces those that are known, but for what is older than what is known. */
  put(entries: readonly StoredEntry[]): void {
    // What was written together is seen together.
    this.#store.step(() => this.#putAll(entries));
    this.#tell();
  }

  #putAll(entries: readonly StoredEntry[]): void {
    const touched: Change[] = [];
    for (const given of entries) {
      const entry = this.#store.renamed ? this.#asNamedNow(given) : given;
      const key = keyOf(entry.change);
      const known = this.#slots.get(key);
      if (this.#gone.has(key) || (known && (known.entry.rev ?? 0) > (entry.rev ?? 0))) continue;
      if (known) {
        const { change, state } = known.entry;
        this.#replace(known, entry);
        // On its way a change looks the same, but its place may be another among several of a record.
        if (change === entry.change && shows(entry) === shows({ state }) && this.#recordsIn(change.table).alone(change.id)) continue;
        if (change !== entry.change) touched.push(change);
      } else {
        this.#insert(key, entry);
        // Without a place it comes after all that has one, and after all that came before it.
        if (entry.n < 0 && shows(entry)) {
          const e = this.#entityOf(entry.change.table);
          if (e) this.#store.layer(e, entry.change);
          continue;
        }
      }
      touched.push(entry.change);
    }
    this.#showAll(touched);
  }

  #recordsIn(table: string): EntryIndex {
    return this.#records.get(table) ?? this.#records.set(table, new EntryIndex()).get(table)!;
  }

  /** Takes entries out whose changes will not be sent: the records show what the backend has. */
  drop(keys: readonly string[]): void {
    this.#show(keys.flatMap((key) => this.#take(key)?.entry.change ?? []));
  }

  /** Puts back what was dropped too soon. */
  restore(entries: readonly StoredEntry[]): void {
    for (const { change } of entries) this.#gone.delete(keyOf(change));
    this.put(entries);
  }

  /** Takes entries out without touching the overlay. */
  settle(keys: readonly string[]): void {
    for (const key of keys) this.#take(key);
    this.#tell();
  }

  /** Lets the store show what lies over a record. */
  show(table: string, id: string): void {
    const e = this.#entityOf(table);
    if (e) this.#store.overlay(e, id, this.over(table, id));
  }

  /** Changes that show over a record, oldest first. */
  over(table: string, id: string): readonly Change[] {
    const changes: Change[] = [];
    for (const { entry } of this.#recordsIn(table).of(id)) if (shows(entry)) changes.push(entry.change);
    return changes;
  }

  /** Entries of one record, oldest first. */
  of(table: string, id: string): readonly StoredEntry[] {
    return this.#recordsIn(table).of(id).map((s) => s.entry);
  }

  /** Gives a record the id its backend minted, in all that waits. What lies over the record itself is for the caller to say. */
  rename(table: string, from: string, to: string): readonly StoredEntry[] {
    const renamed: StoredEntry[] = [];
    for (const slot of this.#byId().of(from)) {
      const change = renameIn(slot.entry.change, table, from, to);
      if (change === slot.entry.change) continue;
      const next = { ...slot.entry, change };
      this.#replace(slot, next);
      renamed.push(next);
    }
    this.#show(renamed.map((e) => e.change).filter((c) => c.table !== table || c.id !== to));
    return renamed;
  }

  /** The record of a change, and those that it names. */
  records(change: Change): readonly string[] {
    return [recordOf(change), ...namedRecords(change)];
  }

  /** What new changes of this page stand on and other pages wrote: what waits of their records, and of those they name. */
  under(entries: readonly StoredEntry[]): readonly StoredEntry[] {
    const found = entries.flatMap(({ change }) => this.records(change).flatMap((record) => {
      const slash = record.indexOf('/');
      return this.of(record.slice(0, slash), record.slice(slash + 1)).filter((e) => e.change.key[0] !== change.key[0] && e.state === 'waiting' && isKept(e));
    }));
    return [...new Set(found)];
  }

  /** Whether any change names a file that no backend has yet. */
  get namesBlobs(): boolean {
    return this.#blobs.size > 0;
  }

  /** Files no backend has yet that changes name. */
  get unsentBlobs(): readonly string[] {
    return this.#blobs.names();
  }

  /** Entries that name such a file, oldest first. */
  naming(blobId: string): readonly StoredEntry[] {
    return this.#blobs.of(blobId).map((s) => s.entry);
  }

  /** A place after all that are there, for what the cache does not hold: a broken number, so that the next kept one comes after it. */
  placeInPage(): number {
    return this.#lastPlace + 2 ** -20;
  }

  /** An entry and, where it belongs to a group, all of that group. */
  together(entry: StoredEntry): readonly StoredEntry[] {
    return entry.change.group === undefined ? [entry] : this.#groups.of(entry.change.group).map((s) => s.entry);
  }

  /** What may be sent now, in order: see inSendOrder. */
  ready(limit: number, atomic: boolean, runs: boolean, except: ReadonlySet<string> = new Set()): readonly StoredEntry[] {
    return inSendOrder({
      slots: this.#inOrder(),
      groupOf: (group) => this.#groups.of(group),
      entriesOf: (table, id) => this.of(table, id),
      isUnborn: (record) => this.#counts.isUnborn(record),
    }, limit, atomic, runs, except);
  }

  /** Entries that make no sense without this one: later changes of a record it creates, and records that name it. */
  dependants(entry: StoredEntry): readonly StoredEntry[] {
    if (entry.change.op !== 'create') return [];
    const out = new Set<StoredEntry>();
    const lost = [entry.change];
    for (let create = lost.shift(); create; create = lost.shift()) {
      for (const { entry: e } of this.#byId().of(create.id)) {
        if (e === entry || out.has(e)) continue;
        const ownRecord = recordOf(e.change) === recordOf(create);
        if (!ownRecord && !requiredRecords(e.change).includes(recordOf(create))) continue;
        out.add(e);
        if (!ownRecord && e.change.op === 'create') lost.push(e.change);
      }
    }
    return [...out];
  }

  /** Waiting changes that name a record which this one was to create, and that can be without it: as they are then. */
  forgetting({ change: { op, table, id } }: StoredEntry): readonly StoredEntry[] {
    if (op !== 'create') return [];
    return this.#byId().of(id).flatMap(({ entry }): StoredEntry[] => {
      const change = forgetIn(entry.change, table, id);
      return change === entry.change || entry.state !== 'waiting' ? [] : [{ ...entry, change }];
    });
  }

  /** Later waiting changes of the same record, as they are without this one. */
  rebaseAfter(entry: StoredEntry): readonly StoredEntry[] {
    const { change } = entry;
    const all = this.of(change.table, change.id);
    return without(change, all.slice(all.indexOf(entry) + 1).filter(moves));
  }

  #inOrder(): Slot[] {
    if (this.#dead > this.#order.length / 2) {
      this.#order = this.#order.filter((s) => !s.gone);
      this.#dead = 0;
    }
    if (!this.#sorted) this.#order.sort(before);
    this.#sorted = true;
    return this.#dead > 0 ? this.#order.filter((s) => !s.gone) : this.#order;
  }

  #insert(key: string, entry: StoredEntry): void {
    const slot: Slot = { entry, came: ++this.#came, gone: false };
    this.#slots.set(key, slot);
    const last = this.#order.at(-1);
    if (last && before(last, slot) > 0) this.#sorted = false;
    this.#order.push(slot);
    this.#list(slot);
  }

  #replace(slot: Slot, entry: StoredEntry): void {
    const { change, state, n } = slot.entry;
    // Whatever got its place may stand among others now.
    if (n !== entry.n) this.#sorted = false;
    if (change === entry.change && state === entry.state) {
      slot.entry = entry;
      this.#lastPlace = Math.max(this.#lastPlace, entry.n);
      return;
    }
    this.#unlist(slot);
    slot.entry = entry;
    this.#list(slot);
  }

  #take(key: string): Slot | undefined {
    this.#gone.add(key);
    if (this.#gone.size > remembered) for (const oldest of this.#gone) {
      this.#gone.delete(oldest);
      break;
    }
    const slot = this.#slots.get(key);
    if (!slot) return undefined;
    this.#slots.delete(key);
    this.#unlist(slot);
    slot.gone = true;
    this.#dead++;
    return slot;
  }

  #list(slot: Slot): void {
    const { entry } = slot;
    this.#lastPlace = Math.max(this.#lastPlace, entry.n);
    this.#recordsIn(entry.change.table).add(entry.change.id, slot);
    if (entry.change.group !== undefined) this.#groups.add(entry.change.group, slot);
    if (this.#ids) for (const id of idsIn(entry.change)) this.#ids.add(id, slot);
    for (const id of unsentBlobsIn(entry.change)) this.#blobs.add(id, slot);
    this.#counts.count(entry, 1);
  }

  #unlist(slot: Slot): void {
    const { entry } = slot;
    this.#recordsIn(entry.change.table).delete(entry.change.id, slot);
    if (entry.change.group !== undefined) this.#groups.delete(entry.change.group, slot);
    if (this.#ids) for (const id of idsIn(entry.change)) this.#ids.delete(id, slot);
    for (const id of unsentBlobsIn(entry.change)) this.#blobs.delete(id, slot);
    this.#counts.count(entry, -1);
  }

  #byId(): EntryIndex {
    if (!this.#ids) {
      this.#ids = new EntryIndex();
      for (const slot of this.#slots.values()) for (const id of idsIn(slot.entry.change)) this.#ids.add(id, slot);
    }
    return this.#ids;
  }

  #show(changes: readonly Change[]): void {
    this.#store.step(() => this.#showAll(changes));
    this.#tell();
  }

  #showAll(changes: readonly Change[]): void {
    if (changes.length > 0) for (const { table, id } of new Map(changes.map((change) => [recordOf(change), change])).values()) this.show(table, id);
  }

  #tell(): void {
    this.#entries = undefined;
    this.#changed();
  }
}
