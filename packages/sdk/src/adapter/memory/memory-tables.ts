import type { AnyRow } from '../../schema/index.ts';

/** One row or the mark of one that is gone, with its place in the sequence of all writes. */
export interface Entry {
  readonly id: string;
  /** undefined: removed. */
  readonly row: AnyRow | undefined;
  readonly seq: number;
  /** Milliseconds of the write. */
  readonly at: number;
}

/** What rows of a table are before anyone wrote one: nothing, or what an outside store holds. */
export type LoadRows = (table: string) => Promise<readonly AnyRow[]>;

/** All rows of a backend that lives in memory, in the order they were written. Takes a whole transaction back when it fails. */
export class MemoryTables {
  /** Cursors of another epoch mean nothing here. */
  epoch: string;
  /** When the last row was written that was there as this epoch began, where that began with a restore. */
  restoredTo: string | undefined;
  seq = 0;
  readonly #now: () => number;
  readonly #tables = new Map<string, Map<string, Entry>>();
  readonly #loading = new Map<string, Promise<void>>();
  readonly #loadedAt = new Map<string, number>();
  readonly #listeners = new Set<(tables: readonly string[]) => void>();
  #load: LoadRows | undefined;
  #undo: (() => void)[] | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(now: () => number, epoch: string, load?: LoadRows) {
    this.#now = now;
    this.epoch = epoch;
    this.#load = load;
  }

  now(): number {
    return this.#now();
  }

  isoNow(): string {
    return new Date(this.#now()).toISOString();
  }

  /** Where rows come from that were there before. Call it before the first row is asked for. */
  attach(load: LoadRows): void {
    this.#load = load;
  }

  get attached(): boolean {
    return this.#load !== undefined;
  }

  /** Runs `job` alone: no other job sees what it has half done. */
  exclusive<T>(job: () => Promise<T>): Promise<T> {
    const run = this.#last.then(job, job);
    this.#last = run.catch(() => undefined);
    return run;
  }

  /** Brings a table into memory, once. */
  async ready(...tables: readonly string[]): Promise<void> {
    const load = this.#load;
    if (!load) return;
    await Promise.all(tables.map((table) => {
      const under = this.#loading.get(table) ?? this.#bringIn(table, load);
      this.#loading.set(table, under);
      return under;
    }));
  }

  async #bringIn(table: string, load: LoadRows): Promise<void> {
    const rows = await load(table);
    const seq = ++this.seq;
    this.#loadedAt.set(table, seq);
    const held = this.#table(table);
    for (const row of rows) if (!held.has(row.id)) held.set(row.id, { id: row.id, row, seq, at: Date.parse(row.updatedAt ?? '') || 0 });
  }

  /** The place in the sequence up to which the outside store knows a table. */
  loadedAt(table: string): number {
    return this.#loadedAt.get(table) ?? 0;
  }

  #table(name: string): Map<string, Entry> {
    return this.#tables.get(name) ?? this.#tables.set(name, new Map()).get(name)!;
  }

  row(table: string, id: string): AnyRow | undefined {
    return this.#table(table).get(id)?.row;
  }

  *rows(table: string): Generator<AnyRow> {
    for (const entry of this.#table(table).values()) if (entry.row) yield entry.row;
  }

  /** Rows and removals, whoever wrote them, in no order. */
  entries(table: string): IterableIterator<Entry> {
    return this.#table(table).values();
  }

  /** Stores a row whole and gives it a version. */
  put(table: string, row: AnyRow, versioned = true): AnyRow {
    const seq = ++this.seq;
    const { version: _old, ...rest } = row;
    const stored: AnyRow = versioned ? { ...rest, version: `${this.epoch}.${seq}` } : rest;
    this.#set(table, { id: row.id, row: stored, seq, at: this.#now() });
    return stored;
  }

  drop(table: string, id: string): void {
    this.#set(table, { id, row: undefined, seq: ++this.seq, at: this.#now() });
  }

  /** All rows as they stand; what is answered brings them back, and begins an epoch. */
  snapshot(): (epoch: string) => void {
    const kept = new Map([...this.#tables].map(([name, entries]) => [name, new Map(entries)]));
    return (epoch) => {
      const names = new Set([...this.#tables.keys(), ...kept.keys()]);
      this.#tables.clear();
      for (const [name, entries] of kept) this.#tables.set(name, new Map(entries));
      this.epoch = epoch;
      this.restoredTo = [...kept.values()].flatMap((entries) => [...entries.values()]).map((x) => x.row?.updatedAt ?? '').reduce((a, b) => (a > b ? a : b), '');
      for (const name of names) this.#changed.add(name);
      this.#tell();
    };
  }

  /** Makes pulls look at a row again although nothing in it changed: rights did. */
  touch(table: string, id: string): void {
    const entry = this.#table(table).get(id);
    if (entry) this.#set(table, { ...entry, seq: ++this.seq, at: this.#now() });
  }

  #set(table: string, entry: Entry): void {
    const held = this.#table(table);
    const before = held.get(entry.id);
    this.#undo?.push(() => void (before ? held.set(entry.id, before) : held.delete(entry.id)));
    held.set(entry.id, entry);
    this.#changed.add(table);
    if (!this.#undo) this.#tell();
  }

  readonly #changed = new Set<string>();

  /** All that `job` writes stays, or, when it throws, none of it. May be nested: the inner one gives up only its own part. */
  transaction<T>(job: () => T): T {
    const outer = this.#undo;
    const own: (() => void)[] = [];
    this.#undo = own;
    try {
      const result = job();
      outer?.push(...own);
      return result;
    } catch (error) {
      for (const undo of own.reverse()) undo();
      throw error;
    } finally {
      this.#undo = outer;
      if (!outer) this.#tell();
    }
  }

  /** The same for a job that awaits. Must run inside exclusive(). */
  async asyncTransaction<T>(job: () => Promise<T>): Promise<T> {
    const own: (() => void)[] = [];
    this.#undo = own;
    try {
      return await job();
    } catch (error) {
      for (const undo of own.reverse()) undo();
      throw error;
    } finally {
      this.#undo = undefined;
      this.#tell();
    }
  }

  #tell(): void {
    const tables = [...this.#changed];
    this.#changed.clear();
    if (tables.length > 0) for (const listener of this.#listeners) listener(tables);
  }

  /** Calls `listener` with the tables of each transaction until unsubscribed. */
  listen(listener: (tables: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
