import type { Progress } from '../cache/cache.ts';
import type { AnyRow } from '../schema/index.ts';
import type { Need } from '../store/reader.ts';
import { sameRow, sameState, type Table } from '../store/table.ts';
import { type AskedRows, mostIdle, NeededRows } from './needed-rows.ts';
import type { HeldScope, Scopes } from './scopes.ts';
import type { SyncContext } from './sync-context.ts';

/** How long a table that is needed in parts only stays in memory whole after somebody needed all of it, in milliseconds. */
const patience = 30_000;

/** What a second look at the disk brought. */
export interface Reread {
  /** Rows that were touched since what was asked for, and are not on disk or stand there otherwise. */
  readonly newer: readonly string[];
  /** How far the rows reach that stand there; undefined when it could not be read, or holds nothing any more: what is in memory is what it was. */
  readonly cursor: string | null | undefined;
}

/**
 * What of one table is in memory, and how far it was read. Tables that a client holds whole are there whole. Of those that grow without bound, where a cache on
 * disk holds all rows, only the parts and rows are there that somebody needs; all else is on disk alone.
 */
export class Holding {
  readonly table: Table;
  /** Where the next pull goes on. */
  cursor: string | null = null;
  /** Where a whole new reading goes on that is gathered on disk. */
  anew: string | undefined;
  /** What is on disk is being read into memory. */
  loading = false;
  /** What is held of the table, where that is not all. */
  readonly scope: HeldScope | undefined;
  /** What is on disk, or in memory, was read as this page would: not of another scope. */
  isOwn: boolean;
  /** When rows were last taken in that a pull brought, in ticks of the store. */
  takenAt = 0;
  /** The disk lacked what is in memory when it was looked at: what another tab reads from the beginning to fill it tells no removal. */
  isAhead = false;
  readonly #scopes: Scopes;
  readonly #context: SyncContext;
  readonly #needed: NeededRows;
  #kept = false;
  #users = 0;
  #known: Promise<void> | undefined;
  /** How often what is in memory was read again, and the last time. */
  #rereads = 0;
  #rereading: Promise<void> = Promise.resolve();
  /** When it ended, in ticks of the store. */
  #lookedAt = 0;
  #hydrated: Promise<void> | undefined;
  /** The disk was looked at. */
  #began = false;
  #callOff: (() => void) | undefined;

  constructor(table: Table, context: SyncContext, scopes: Scopes) {
    this.table = table;
    this.#context = context;
    this.#scopes = scopes;
    this.#needed = new NeededRows(table, (asked) => this.#read(() => this.#loadAsked(asked)));
    this.scope = scopes.of(table.entity.name);
    this.isOwn = !this.scope;
  }

  /** Every row the backend holds for this user is on disk, or in memory. */
  get kept(): boolean {
    return this.#kept;
  }

  set kept(kept) {
    const isNews = kept !== this.#kept;
    this.#kept = kept;
    // What is in memory of it is all that a question is about, or is not.
    if (isNews && !this.everything) this.#context.store.standing(this.table);
  }

  /** Rows may be on disk alone. */
  get #spills(): boolean {
    const { adapter, mode, storageBroken } = this.#context;
    return mode === 'disk' && !storageBroken() && this.table.entity.residency === 'query' && adapter.capabilities.pull !== 'page' && !this.#forgetsFields;
  }

  /** Some fields are never on disk. */
  get #forgetsFields(): boolean {
    return this.#context.mode === 'disk' && Object.values(this.table.entity.fields).some((field) => field.cache !== 'disk');
  }

  /** All rows belong into memory. */
  get everything(): boolean {
    return this.#hydrated !== undefined || !this.#spills;
  }

  /** Parts and rows that are in memory because somebody needs them, or did. */
  get held(): { readonly parts: number; readonly ids: number } {
    const { parts, ids } = this.#needed;
    return { parts: [...parts].length, ids: [...ids].length };
  }

  /** Fulfilled when it is known how far the table was read, and what belongs into memory whole is there. */
  known(): Promise<void> {
    if (this.#known && !this.#hydrated && !this.#spills) {
      // The disk went: what stood there alone is read again.
      this.emptied();
      this.#hydrated = Promise.resolve();
    }
    if (this.everything) return this.hydrate();
    return (this.#known ??= this.#read(async () => {
      this.#began = true;
      const { cursor, whole, anew } = await this.#context.cache().progress(this.table.entity.name);
      [this.cursor, this.anew, this.kept] = [cursor, anew, this.kept || whole];
      this.reached(cursor);
    }));
  }

  /** Puts all that the cache holds of the table into the store, once. */
  hydrate(): Promise<void> {
    return (this.#hydrated ??= this.#read(() => this.#loadAll()));
  }

  async #loadAll(): Promise<void> {
    this.#began = true;
    const { store, cache } = this.#context;
    const { table } = this;
    // Answers sort in what is a good part of what they hold in one go. The last rows come together with the word that these are all.
    let rows: AnyRow[] = [];
    let taken = 0;
    // Where nothing is known but what was read just now, nobody told of anything.
    const confirm = (): void => this.#takeIn(table.size === taken ? rows : this.#untouched(rows));
    this.loading = true;
    const from = this.cursor;
    const progress = await cache().loadTable(table.entity.name, (some) => {
      if (rows.length * 4 < taken) {
        for (const row of some) rows.push(row);
        return;
      }
      confirm();
      taken += rows.length;
      rows = [...some];
    });
    this.loading = false;
    this.anew = progress.anew;
    // What was told of meanwhile is newer.
    if (this.cursor === from) this.reached(progress.cursor);
    // Of rows that lack fields nothing tells what they were: all are read again.
    this.cursor = this.#forgetsFields ? null : progress.cursor;
    this.kept ||= progress.whole;
    table.whole ||= this.kept;
    store.step(() => {
      confirm();
      if (table.whole) {
        store.standing(table);
      }
    });
  }

  /** Of rows that stand on disk those that nobody told of, nor of their removal: that is newer. */
  #untouched(rows: readonly AnyRow[]): readonly AnyRow[] {
    return rows.filter((row) => this.table.touchedAt(row.id) === 0);
  }

  #takeIn(rows: readonly AnyRow[]): void {
    this.#context.store.confirm(this.table.entity, rows, [], 'read');
  }

  async #read(work: () => Promise<void>): Promise<void> {
    try {
      await this.#context.opened();
      await work();
    } catch (error) {
      this.#context.storageFailed(error);
    } finally {
      this.loading = false;
    }
  }

  /** Takes note of which scope the rows are that were read up to a cursor. */
  reached(cursor: string | null): void {
    if (cursor === null) return;
    const isOwn = this.#scopes.isOwn(this.table.entity.name, cursor);
    if (isOwn === this.isOwn) return;
    this.isOwn = isOwn;
    this.#context.store.standing(this.table);
  }

  /** A part of the rows is held, and the backend answers what is about the rest. */
  get isPart(): boolean {
    const { query, aggregate } = this.#context.adapter.capabilities;
    return this.scope !== undefined && query && aggregate;
  }

  /** A row outside of what is held, which the backend gave as an answer to a question: pulls say nothing of it, and questions are asked again. */
  isBeside(id: string): boolean {
    const row = this.isPart ? this.table.confirmed(id) : undefined;
    return row !== undefined && !this.scope!.holds(row);
  }

  /** How rows that are pulled or read from disk come to live answers: what is new in a part is not new to what the backend counts. */
  get origin(): 'read' | 'write' {
    return this.table.whole && !this.isPart ? 'write' : 'read';
  }

  /** Of what a pull, here or in another tab, brought: what belongs into memory. */
  concerning(rows: readonly AnyRow[], removed: readonly string[]): { readonly rows: readonly AnyRow[]; readonly removed: readonly string[] } {
    return this.everything ? { rows, removed } : this.#needed.concerning(rows, removed);
  }

  /** Rows are needed until what is answered is called. */
  want(need: Need): () => void {
    const release = need === 'all' || this.everything ? this.#wantAll() : this.#wantSome(need);
    let wanted = true;
    return () => {
      if (!wanted) return;
      wanted = false;
      release();
    };
  }

  #wantAll(): () => void {
    this.#users++;
    this.#callOff?.();
    void this.hydrate();
    return () => {
      this.#users--;
      if (this.#users === 0 && this.#spills) this.#callOff = this.#context.host.after(patience, () => this.#shrink());
    };
  }

  #wantSome(need: Exclude<Need, 'all'>): () => void {
    const release = this.#needed.want(need);
    return () => {
      release();
      if (!this.everything && this.table.size > mostIdle) this.#forget(this.#needed.trim());
    };
  }

  async #loadAsked(asked: AskedRows): Promise<void> {
    await this.known();
    this.#needed.begin(asked);
    const { parts, ids, passed } = asked;
    if (this.everything) return;
    const { table } = this;
    const cache = this.#context.cache();
    let found: readonly (readonly AnyRow[])[];
    let began: number;
    do {
      began = this.#rereads;
      found = await Promise.all([...[...parts].map((part) => cache.loadPart(table.entity.name, part)), ids.size > 0 ? cache.get(table.entity.name, [...ids]) : []]);
      // What is read again meanwhile does not see these rows, which may be those of an older reading.
    } while (began !== this.#rereads);
    this.#needed.came(asked);
    this.#context.store.step(() => {
      this.#takeIn(this.#untouched(found.flat().filter((row) => !passed.has(row.id))));
      this.#context.store.standing(table);
    });
  }

  /** Whether all of these rows are in memory that there are. */
  has(need: Need): boolean {
    if (this.table.whole) return true;
    if (need === 'all' || this.everything || !this.kept) return false;
    return this.#needed.has(need);
  }

  /** All rows are needed no longer: those that nobody needs go, if they are many. */
  #shrink(): void {
    const { table } = this;
    const ids = [...table.confirmedIds()];
    if (this.#users > 0 || !this.#spills || ids.length <= mostIdle) return;
    this.#hydrated = undefined;
    table.whole = false;
    // Whoever asks for them from now on has them read again.
    this.#needed.unload();
    this.#forget(ids);
  }

  #forget(ids: readonly string[]): void {
    const { table } = this;
    // What the backend answered may be among them.
    if (this.isPart && this.#context.store.asksBackend(table.entity)) return;
    this.#context.store.forget(table.entity, ids.filter((id) => !this.#needed.holds(id) && !table.unwritten.has(id)));
  }

  /**
   * Reads again what is in memory: pages of another tab were missed, or a whole new reading took the place of the old one.
   * @param since what was touched after this tick is newer than the disk; where it is not given, what is touched from now on
   */
  async reread(since?: number): Promise<Reread> {
    // What was not begun to be read will hold it.
    if (!this.#began) return { newer: [], cursor: this.cursor };
    this.#rereads++;
    const now = this.#context.store.tick;
    const newer: string[] = [];
    let cursor: string | null | undefined;
    const passed = new Set<string>();
    // One after the other: what an earlier one read must not come into memory after a later one looked there.
    const before = this.#rereading;
    await (this.#rereading = this.#read(async () => {
      await before;
      await this.#hydrated;
      const { store, cache } = this.#context;
      const { table } = this;
      const { name } = table.entity;
      // What the look before this one found there, or did not find, is not newer than this.
      const asked = since ?? Math.max(now, this.#lookedAt);
      const held = new Set<string>();
      const { cursor: from, anew } = this;
      let progress: Progress;
      this.#needed.watch(passed);
      const take = (found: readonly AnyRow[]): void => {
        for (const { id } of found) held.delete(id);
        // That the disk says the same is no news of the row: what is read of it later is not older for that. What it never holds is no difference.
        const same = this.#forgetsFields ? sameState : sameRow;
        const news = found.filter((row) => !passed.has(row.id) && !same(table.confirmed(row.id), row));
        const { rows, all } = store.sift(table.entity, { rows: news, removed: [], asked: () => asked });
        if (!all) {
          const taken = new Set(rows);
          newer.push(...news.filter((row) => !taken.has(row)).map((row) => row.id));
        }
        store.confirm(table.entity, rows, [], this.isPart ? 'read' : 'write');
      };
      // As the backend is known to have them: an own change may show a row in another part.
      for (const id of table.confirmedIds()) if (!this.isBeside(id)) held.add(id);
      if (this.everything) {
        // Not asked for by itself: how far another reading reached, that took its place since, or none, says nothing of these rows.
        progress = await cache().loadTable(name, take);
      } else {
        for (const part of this.#needed.parts) take(await cache().loadPart(name, part));
        // Rows that left a part that is needed are in memory too. And what is known to be gone may be there again: that is not read when its part is looked at.
        const gone = [...table.ids].filter((id) => table.touchedAt(id) > 0 && !table.confirmed(id));
        take(await cache().get(name, [...new Set([...this.#needed.ids, ...held, ...gone])]));
        progress = await cache().progress(name);
      }
      const { whole } = progress;
      // A disk that was emptied, and is being filled again, is not the truth.
      const bare = this.kept && !whole;
      this.isAhead = bare;
      if (bare) held.clear();
      else cursor = progress.cursor;
      this.kept ||= whole;
      // A lead that was lost may have pulled further than it could write; what another tab told meanwhile is newer.
      if (this.cursor === from && !bare && whole) this.reached(progress.cursor);
      if (this.cursor === from && !bare && !this.#forgetsFields) {
        this.cursor = progress.cursor;
        // Begun meanwhile, a whole new reading took the place of the one that was found.
        if (this.anew === anew) this.anew = progress.anew;
      }
      // What was told of while the disk was read may not stand in it yet, and is newer.
      const { removed } = store.sift(table.entity, { rows: [], removed: [...held], asked: () => asked });
      const notThere = [...held].filter((id) => table.touchedAt(id) > asked);
      for (const id of notThere) table.unwritten.add(id);
      newer.push(...notThere);
      store.confirm(table.entity, [], removed, this.isPart ? 'read' : 'write');
      this.#lookedAt = store.tick;
    }).finally(() => this.#needed.unwatch(passed)));
    return { newer, cursor };
  }

  /** Fulfilled when what is being read again is there. */
  async settled(): Promise<void> {
    let seen: Promise<void>;
    do await (seen = this.#rereading);
    while (seen !== this.#rereading);
  }

  /** The disk holds nothing any more. What is in memory stays. */
  emptied(): void {
    this.cursor = null;
    this.anew = undefined;
    this.kept = this.table.whole;
  }
}
