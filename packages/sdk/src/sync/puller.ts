import type { PullPage } from '../adapter/index.ts';
import type { TableWrite } from '../cache/cache.ts';
import { VinculoError } from '../errors.ts';
import type { AnyRow } from '../schema/index.ts';
import { MomentIndex } from '../store/moment-index.ts';
import type { Need } from '../store/reader.ts';
import { sameRow, type Table } from '../store/table.ts';
import { Holding } from './holding.ts';
import type { Scopes } from './scopes.ts';
import type { SyncContext } from './sync-context.ts';
import { writeRows } from './write-rows.ts';

/** Rows a pull asks for at a time. */
const pageSize = 1000;
/** Backends that do not tell of removals are asked for all ids this often, in milliseconds. */
const sweepEvery = 60_000;
/** No database: what began before the disk was emptied says no more how far it reaches. */
const nowhere = '';
/** Rows written at a time when all of a table is written anew. */
const rowsAtOnce = 2000;

const lostRowsPart = (): Promise<typeof import('./lost-rows.ts')> => import('./lost-rows.ts');

interface TableSync {
  readonly holding: Holding;
  running: Promise<void> | undefined;
  again: boolean;
  sweptAt: number;
  /** The next pull reads everything and compares. */
  compares: boolean;
  /** The disk lacks what is in memory. */
  bare: boolean;
  /** The database in which what is known of the disk stands (Cache.database); undefined until something is read for it. */
  on: string | undefined;
  /** What a whole new reading brought stands on disk, or is on its way there, and memory has the old one. */
  gathers: boolean;
  /** Where it stood before it was to be read from the beginning: by that alone the backend can tell that it was restored since. */
  since: string | null;
  /** A look at all ids is planned. */
  callOffSweep: (() => void) | undefined;
}

/** Rows of a whole reading that is gathered in memory, with when each was asked for. */
type Gathered = Map<string, { readonly row: AnyRow; readonly asked: number }>;

/** Brings whole tables from the backend into cache and store, and keeps them up. */
export class Puller {
  readonly #context: SyncContext;
  readonly #scopes: Scopes;
  readonly #tables = new Map<Table, TableSync>();
  #closed = false;

  constructor(context: SyncContext, scopes: Scopes) {
    this.#context = context;
    this.#scopes = scopes;
  }

  #sync(table: Table): TableSync {
    const known = this.#tables.get(table);
    if (known) return known;
    const sync: TableSync = { holding: new Holding(table, this.#context, this.#scopes), running: undefined, again: false, sweptAt: this.#context.host.now(), compares: false, bare: false, on: undefined, gathers: false, since: null, callOffSweep: undefined };
    table.momentIndex = (field, rows) => new MomentIndex(field, rows);
    this.#tables.set(table, sync);
    return sync;
  }

  /** Tables that were ever asked for. */
  get tables(): Iterable<Table> {
    return this.#tables.keys();
  }

  /** What of a table is in memory; undefined when nobody asked for it yet. */
  holding(table: Table): Holding | undefined {
    return this.#tables.get(table)?.holding;
  }

  /** Rows are to be in memory, as far as they are on disk, until what is answered is called. */
  want(table: Table, need: Need): () => void {
    return this.#sync(table).holding.want(need);
  }

  /** Fulfilled when it is known how far a table was read. */
  known(table: Table): Promise<void> {
    return this.#sync(table).holding.known();
  }

  /** Whether all of these rows are in memory that there are. */
  has(table: Table, need: Need): boolean {
    return this.#tables.get(table)?.holding.has(need) ?? table.whole;
  }

  /** Rows are being read from disk. */
  loads(table: Table, need: Need): boolean {
    const holding = this.#tables.get(table)?.holding;
    return holding !== undefined && (holding.loading || (need !== 'all' && holding.kept && !holding.has(need)));
  }

  /** What is on its way was read for another time of leading: it is looked at the disk again before anything more is written there. */
  lookAgain(): void {
    for (const sync of this.#tables.values()) sync.on = undefined;
  }

  /** Reads the cache again: pages of another tab were missed. */
  rehydrate(): void {
    for (const [table, sync] of this.#tables) {
      sync.on = undefined;
      this.#dropGathered(table, sync);
      void sync.holding.reread();
    }
  }

  /** Tables that could not be read are read again. */
  retry(): void {
    for (const table of this.#tables.keys()) if (table.error) void this.pull(table);
  }

  /** The disk went: tables that stood there alone are pulled into memory. */
  fallBack(): void {
    for (const [table, { holding }] of this.#tables) if (holding.everything && !table.whole) void this.pull(table);
  }

  /** See SyncContext. */
  gathers(table: Table): boolean {
    const sync = this.#tables.get(table);
    return sync !== undefined && (sync.gathers || sync.holding.anew !== undefined);
  }

  /** The next pull of a table reads it from the beginning. */
  rewind(table: Table): void {
    const sync = this.#tables.get(table);
    if (!sync) return;
    sync.since ??= sync.holding.cursor;
    sync.holding.cursor = null;
    sync.compares = true;
  }

  /** The database was emptied under the page: what is in memory whole is written anew, all else is pulled anew. */
  restore(): void {
    for (const [table, sync] of this.#tables) {
      const { holding } = sync;
      const { cursor } = holding;
      sync.on = undefined;
      holding.emptied();
      if (table.whole) holding.cursor = cursor;
      sync.bare = true;
      if (this.#context.leads()) void this.pull(table);
    }
  }

  /** What was gathered of a whole new reading may not stand on disk, or went with what came after: it does not go on in the middle. */
  #dropGathered(table: Table, sync: TableSync): void {
    if (sync.holding.anew !== undefined && !table.whole) sync.bare = true;
    sync.holding.anew = undefined;
    sync.gathers = false;
  }

  /** Writes a table to an emptied disk as it is in memory. */
  #fill(table: Table, sync: TableSync): void {
    const { holding, on } = sync;
    const { cursor } = holding;
    // What was gathered there goes with this.
    holding.anew = undefined;
    sync.gathers = false;
    const rows = [...table.confirmedIds()].map((id) => table.confirmed(id)!);
    for (let at = 0; at === 0 || at < rows.length; at += rowsAtOnce) {
      const last = at + rowsAtOnce >= rows.length;
      void this.#write({ table: table.entity.name, rows: rows.slice(at, at + rowsAtOnce), removed: [], on: on ?? nowhere, anew: { first: at === 0, last }, ...(last && cursor !== null ? { cursor } : {}) });
    }
  }

  /** Pulls a table until nothing more comes. A call while one runs makes it run once more. */
  pull(table: Table): Promise<void> {
    const sync = this.#sync(table);
    if (sync.running) {
      sync.again = true;
      return sync.running;
    }
    sync.running = this.#pullAll(table, sync);
    return sync.running;
  }

  async #pullAll(table: Table, sync: TableSync): Promise<void> {
    try {
      await this.#context.opened();
      await sync.holding.known();
      do {
        sync.again = false;
        await this.#pullOnce(table, sync);
      } while (sync.again && !this.#closed);
    } catch (error) {
      if (!this.#closed) {
        table.error = error instanceof VinculoError ? error : new VinculoError('fault', `Reading ${table.entity.pluralLabel.en.toLowerCase()} failed: ${String(error)}`, { cause: error });
        table.fresh = false;
        this.#context.store.standing(table);
      }
    } finally {
      // In the same step as the last look at `again`: a call in between would be lost.
      sync.running = undefined;
    }
  }

  /** Sees at first whether the disk holds what memory does: it may have been emptied, or what was to be written there refused. Answers the database that was looked at. */
  async #look(table: Table, sync: TableSync): Promise<string> {
    if (sync.on !== undefined) return sync.on;
    const cache = this.#context.cache();
    const on = (sync.on = cache.database);
    if (table.whole && this.#keepsBeside() && !(await cache.progress(table.entity.name)).whole) sync.bare = true;
    return on;
  }

  async #pullOnce(table: Table, sync: TableSync): Promise<void> {
    const { store, adapter, connection } = this.#context;
    const { holding } = sync;
    const began = store.tick;
    const on = await this.#look(table, sync);
    if (on !== sync.on) return void (sync.again = true);
    // An emptied disk gets what is in memory whole; all else is read anew for it.
    const anew = sync.bare && !table.whole && this.#keepsBeside();
    if (sync.bare && table.whole && this.#keepsBeside()) this.#fill(table, sync);
    sync.bare = false;
    // A whole new reading is gathered beside the old one, which serves until it is complete: on disk, or here.
    let gathered: Gathered | undefined = !anew && (adapter.capabilities.pull === 'page' || sync.compares) ? new Map() : undefined;
    let staged = anew || (!gathered && holding.anew !== undefined);
    let first = anew;
    const startAgain = (): void => {
      this.#dropGathered(table, sync);
      sync.bare ||= anew;
      sync.again = true;
    };
    let cursor = gathered || anew ? null : (holding.anew ?? holding.cursor);
    const isFirst = cursor === null;
    const { since } = sync;
    let restoredTo = since === null ? undefined : (await connection.call((signal) => this.#scopes.pull(table.entity.name, since, 1, signal))).restoredTo;
    // Where to begin again, when a page may have held something newer than what was confirmed meanwhile.
    let resume: { readonly cursor: string | null } | undefined;
    let page: PullPage;
    do {
      const asked = store.tick;
      const from = cursor;
      page = await connection.call((signal) => this.#scopes.pull(table.entity.name, from, pageSize, signal));
      if (this.#closed) return;
      // The disk was emptied meanwhile, and what was read so far went with it.
      if (sync.on !== on) return startAgain();
      // While the old rows still stand. Before the last page counts, so that a page that ends here finds them again.
      restoredTo ??= page.restoredTo;
      if (restoredTo !== undefined && !page.more) {
        // Hardly ever needed: it is loaded when it is.
        const { lostRows } = await lostRowsPart();
        await this.#context.park(await lostRows(this.#context, table, restoredTo));
      }
      if (page.reset) {
        first = staged = this.#keepsBeside();
        gathered = staged ? undefined : new Map();
      }
      cursor = page.cursor;
      if (holding.scope) page = await this.#parted(holding, page, gathered !== undefined || staged);
      if (this.#closed) return;
      if (gathered) {
        for (const row of page.rows) gathered.set(row.id, { row, asked });
        for (const id of [...page.deleted, ...page.movedOut]) gathered.delete(id);
      } else if (staged) {
        const { all, written } = await this.#stage(sync, page, asked, first);
        if (!all) resume ??= { cursor: first ? null : from };
        first = false;
        if (!this.#keepsBeside()) return this.#compareAnew(sync);
        // It went with the disk that was emptied, or another tab leads by now and reads for itself: what is in memory is the old one still.
        if (sync.on !== on) return startAgain();
        if (!written) return void (sync.gathers = false);
      } else {
        const kept: string | null = resume ? resume.cursor : cursor;
        const all = await this.#apply(holding, page, () => asked, { cursor: kept, ...(page.more ? {} : { whole: true }) });
        if (!all) resume ??= { cursor: from };
      }
    } while (page.more);
    if (gathered) {
      const rows = gathered;
      // Of another scope more may be on disk than what is to be held.
      const gone = missing(holding, rows, holding.isOwn);
      if (!holding.everything) for (const id of await this.#context.cache().ids(table.entity.name)) if (!rows.has(id)) gone.add(id);
      const asked = (id: string): number => rows.get(id)?.asked ?? began;
      sync.compares = false;
      if (!(await this.#apply(holding, { rows: [...rows.values()].map((x) => x.row), deleted: [], movedOut: [...gone] }, asked, { cursor, whole: true }))) resume = { cursor: null };
    }
    // What answers and single readings brought before may be gone by then, and from the beginning no removal is told.
    if (isFirst && !gathered && !staged) {
      const unsure = [...table.unwritten].filter((id) => table.confirmed(id) !== undefined && !holding.isBeside(id));
      if (!(await this.#lookUp(holding, unsure))) resume = { cursor: null };
    }
    if (staged) {
      const { newer, cursor: there } = await holding.reread(began);
      sync.gathers = false;
      if (there !== cursor) {
        // The disk was emptied, or went, before memory had the new reading from there: what is in memory is the old one, and reaches as far as that did.
        return this.#keepsBeside() ? startAgain() : this.#compareAnew(sync);
      }
      if (!(await this.#lookUp(holding, newer))) resume = { cursor: null };
    }
    holding.cursor = resume ? resume.cursor : cursor;
    if (!resume) holding.reached(cursor);
    if (resume) sync.again = true;
    // From the beginning no removal is told.
    if (resume?.cursor === null) sync.compares = true;
    sync.since = null;
    for (const [id, { at }] of table.replaced) if (at < began) table.replaced.delete(id);
    await this.#sweep(sync);
    holding.kept = true;
    if (holding.everything && !table.whole) {
      table.whole = true;
      table.fresh = false;
    }
    if (!table.fresh || table.error) {
      table.fresh = true;
      table.error = undefined;
      store.standing(table);
    }
  }

  /**
   * What of a page concerns the scope of a table: rows outside of it count as moved out, unless memory holds them, which learns what they are now.
   * @param whole the page is of a whole new reading
   */
  async #parted({ table, scope, everything }: Holding, page: PullPage, whole: boolean): Promise<PullPage> {
    const { adapter, connection, store } = this.#context;
    const holds = scope!.holds;
    const isHere = (id: string): boolean => table.confirmed(id) !== undefined || table.unwritten.has(id);
    const last = [...new Map(page.rows.map((row) => [row.id, row])).values()];
    const rows = last.filter((row) => holds(row) || (!whole && isHere(row.id)));
    // Nobody has to be told of what nobody has.
    const isNews = (id: string): boolean => whole || !everything || isHere(id);
    const out = [...page.movedOut, ...last.filter((row) => !holds(row) && (whole || !isHere(row.id))).map((row) => row.id)].filter(isNews);
    // Rows that moved out may stand in answers of the backend, which go on showing them: as they are now.
    const shown = whole || !adapter.get || !store.asksBackend(table.entity) ? [] : out.filter((id) => holdsRow(table, id, holds));
    if (shown.length === 0) return { ...page, rows, movedOut: out };
    const found = await connection.call((signal) => adapter.get!(table.entity.name, shown, signal));
    const known = new Set(found.map((row) => row.id));
    return { ...page, rows: [...rows, ...found], movedOut: out.filter((id) => !known.has(id)) };
  }

  /** Asks for rows that a whole new reading says are gone, or otherwise, but which were touched meanwhile. Answers false when that did not settle it. */
  async #lookUp(holding: Holding, ids: readonly string[]): Promise<boolean> {
    const { adapter, connection, store } = this.#context;
    if (ids.length === 0) return true;
    if (!adapter.get) return false;
    const asked = store.tick;
    const rows = await connection.call((signal) => adapter.get!(holding.table.entity.name, ids, signal));
    const found = new Set(rows.map((row) => row.id));
    return this.#apply(holding, { rows, deleted: ids.filter((id) => !found.has(id)), movedOut: [] }, () => asked, { cursor: null });
  }

  /** A whole new reading can stand on disk beside the old one. */
  #keepsBeside(): boolean {
    return this.#context.mode === 'disk' && !this.#context.storageBroken();
  }

  /** The disk went while a new reading was gathered there: it is gathered in memory. */
  #compareAnew(sync: TableSync): void {
    sync.holding.anew = undefined;
    sync.gathers = false;
    sync.compares = sync.again = true;
  }

  /** Keeps a page of a whole new reading on disk. Answers `all: false` when it held what was touched after it was asked for, `written: false` when the last one could not be written. */
  async #stage(sync: TableSync, page: PullPage, asked: number, first: boolean): Promise<{ readonly all: boolean; readonly written: boolean }> {
    const { holding, on } = sync;
    const { table } = holding;
    const last = !page.more;
    const { adapter, connection, store } = this.#context;
    const fresh = new Map<string, number>();
    const touched = (id: string): boolean => table.touchedAt(id) > (fresh.get(id) ?? asked);
    // The cursor of this page goes past rows that came to be known otherwise meanwhile: what they are now is asked before it does.
    const unsure = page.rows.filter((row) => touched(row.id)).map((row) => row.id);
    const now = store.tick;
    const found = unsure.length > 0 && adapter.get ? await connection.call((signal) => adapter.get!(table.entity.name, unsure, signal)) : [];
    if (adapter.get) for (const id of unsure) fresh.set(id, now);
    const read = new Map(found.map((row) => [row.id, row]));
    // In place of what may be older stands what is known.
    const rows = page.rows.flatMap((row) => (touched(row.id) ? (table.confirmed(row.id) ?? []) : fresh.has(row.id) ? (read.get(row.id) ?? []) : row));
    const removed = [...page.deleted, ...page.movedOut];
    const all = !page.rows.some((row) => touched(row.id)) && !removed.some(touched);
    const write: TableWrite = { table: table.entity.name, rows, removed, cursor: page.cursor, anew: { first, last }, on: on ?? nowhere };
    sync.gathers = true;
    const written = last ? await writeRows(this.#context, write) : (await this.#write(write), true);
    holding.anew = last ? undefined : page.cursor;
    return { all, written };
  }

  /**
   * Applies what a page holds, but for rows that were touched after it was asked for: which of the two is newer cannot be told.
   * @param asked the store's tick when a row was asked for
   * @returns false when a row was left out
   */
  async #apply(holding: Holding, { rows, deleted, movedOut }: Pick<PullPage, 'rows' | 'deleted' | 'movedOut'>, asked: (id: string) => number, progress: { cursor: string | null; whole?: true }): Promise<boolean> {
    const { table, partial } = holding;
    const { unwritten } = table;
    const removed = [...deleted, ...movedOut];
    const left = new Set(movedOut);
    // The same row with the fields that the disk lacked.
    const filled = partial.size === 0 ? [] : rows.filter((r) => partial.has(r.id) && table.touchedAt(r.id) <= asked(r.id) && sameRow(table.confirmed(r.id), r));
    const taken = this.#context.store.sift(table.entity, { rows, removed, asked });
    // What is known here by another way is no news to the store, but to the cache and the other tabs.
    const known = unwritten.size === 0 ? [] : rows.filter((r) => unwritten.has(r.id) && sameRow(table.confirmed(r.id), r));
    const gone = unwritten.size === 0 ? [] : removed.filter((id) => unwritten.has(id) && !table.confirmed(id));
    // What is on disk alone is removed there.
    const onDisk = holding.everything ? [] : removed.filter((id) => table.touchedAt(id) === 0);
    const all = [...taken.removed, ...gone, ...onDisk];
    const { on } = this.#sync(table);
    const write: TableWrite = {
      table: table.entity.name, on: (this.#keepsBeside() ? on : undefined) ?? nowhere,
      rows: [...taken.rows, ...known, ...filled],
      removed: all.filter((id) => !left.has(id)),
      ...(left.size > 0 ? { left: all.filter((id) => left.has(id)) } : {}),
      ...(progress.cursor === null || !taken.all ? {} : { cursor: progress.cursor }),
      ...(progress.whole ? { whole: true } : {}),
    };
    for (const { id } of write.rows) {
      unwritten.delete(id);
      partial.delete(id);
    }
    for (const id of all) unwritten.delete(id);
    // The store first: between a reading and its taking there must be no gap for a confirmation.
    this.take(write);
    await this.#write(write);
    return taken.all;
  }

  /** Has rows written, and told to the other tabs when they are. Fulfilled when there is room for more. */
  #write(write: TableWrite): Promise<void> {
    void writeRows(this.#context, write);
    return this.#context.cache().room();
  }

  /** Puts rows that this or another tab pulled into the store. */
  take(write: TableWrite): void {
    const table = [...this.#tables.keys()].find((t) => t.entity.name === write.table);
    if (!table) return;
    const sync = this.#sync(table);
    const { holding } = sync;
    if (write.anew) {
      if (!write.anew.last) return;
      sync.bare = false;
      if (write.cursor !== undefined) holding.cursor = write.cursor;
      void this.#turn(table, holding);
      return;
    }
    if (write.cursor !== undefined) {
      holding.cursor = write.cursor;
      // What another tab holds of the table moves by other rules.
      if (write.whole || !this.#scopes.isOwn(write.table, write.cursor)) holding.reached(write.cursor);
    }
    if (write.whole) holding.kept = true;
    const { left = [] } = write;
    const { rows, removed } = holding.concerning(write.rows, [...write.removed, ...left.filter((id) => !holding.isBeside(id))]);
    this.#context.store.confirm(table.entity, rows, removed, holding.origin);
    holding.takenAt = this.#context.store.tick;
    if (!write.whole || holding.loading) return;
    if (holding.everything && !table.whole) {
      table.whole = true;
      table.fresh = false;
    }
    if (table.fresh) return;
    table.fresh = true;
    table.error = undefined;
    this.#context.store.standing(table);
  }

  /** Another tab finished a whole new reading on disk, and told how far it reaches: it comes from there. */
  async #turn(table: Table, holding: Holding): Promise<void> {
    const { cursor } = await holding.reread();
    if (cursor !== undefined || this.#closed) return;
    // Memory never got what the cursor stands for.
    this.rewind(table);
    if (this.#context.leads()) void this.pull(table);
  }

  /** No disk holds these rows: known here, they would be no news to the pull that is to bring them there. */
  doubt({ table: name, rows, removed, left = [] }: TableWrite): void {
    const table = [...this.#tables.keys()].find((t) => t.entity.name === name);
    if (!table) return;
    for (const { id } of rows) table.unwritten.add(id);
    for (const id of [...removed, ...left]) table.unwritten.add(id);
  }

  async #sweep(sync: TableSync): Promise<void> {
    const { holding } = sync;
    const { table } = holding;
    const { adapter, connection, store, host, cache } = this.#context;
    const { tombstones, pull, partial } = adapter.capabilities;
    if (tombstones || pull === 'page' || !adapter.digest) return;
    const due = holding.kept ? sync.sweptAt + sweepEvery - host.now() : 0;
    // A clock may be set back meanwhile.
    if (due > 0 && due <= sweepEvery) {
      // A removal that nobody told of is seen then, although nothing else changes.
      sync.callOffSweep ??= host.after(due, () => {
        sync.callOffSweep = undefined;
        if (this.#context.leads()) void this.pull(table);
      });
      return;
    }
    const asked = store.tick;
    const ids = new Set(await connection.call((signal) => this.#scopes.digest(table.entity.name, signal)));
    sync.sweptAt = host.now();
    const gone = missing(holding, ids, partial);
    if (!holding.everything) for (const id of await cache().ids(table.entity.name)) if (!ids.has(id)) gone.add(id);
    if (!(await this.#apply(holding, { rows: [], deleted: partial ? [] : [...gone], movedOut: partial ? [...gone] : [] }, () => asked, { cursor: holding.cursor }))) sync.sweptAt = 0;
  }

  /** Fulfilled when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const sync of this.#tables.values()) sync.callOffSweep?.();
    await Promise.all([...this.#tables.values()].map((sync) => sync.running ?? Promise.resolve()));
  }
}

/**
 * Ids that stand in the store, or may stand in the cache alone, and are not among those of the backend.
 * @param ofScope only those that are held are named
 */
function missing(holding: Holding, ids: { has(id: string): boolean }, ofScope: boolean): Set<string> {
  const { table } = holding;
  return new Set([...table.confirmedIds(), ...table.unwritten].filter((id) => !ids.has(id) && (!ofScope || table.unwritten.has(id) || !holding.isBeside(id))));
}

function holdsRow(table: Table, id: string, holds: (row: AnyRow) => boolean): boolean {
  const row = table.confirmed(id);
  return row !== undefined && holds(row);
}
