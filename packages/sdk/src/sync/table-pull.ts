import type { PullPage } from '../adapter/index.ts';
import type { TableWrite } from '../cache/cache.ts';
import { VinculoError } from '../errors.ts';
import type { AnyRow } from '../schema/index.ts';
import type { Table } from '../store/table.ts';
import { Holding } from './holding.ts';
import { missing, Sweep } from './missing-rows.ts';
import { pageInScope } from './page-in-scope.ts';
import type { Scopes } from './scopes.ts';
import type { SyncContext } from './sync-context.ts';
import { applyPage, fillDisk, firstPage, keepsBeside, lookUp, stagePage, type TableReading } from './take-page.ts';

/** Rows a pull asks for at a time. */
const pageSize = 1000;

const lostRowsPart = (): Promise<typeof import('./lost-rows.ts')> => import('./lost-rows.ts');

/** Rows of a whole reading that is gathered in memory, with when each was asked for. */
type Gathered = Map<string, { readonly row: AnyRow; readonly asked: number }>;

/** Brings one table from the backend into cache and store, and keeps it up. */
export class TablePull implements TableReading {
  readonly table: Table;
  readonly holding: Holding;
  /** See TableReading. */
  on: string | undefined;
  gathers = false;
  staged: Promise<boolean> = Promise.resolve(true);
  readonly #context: SyncContext;
  readonly #scopes: Scopes;
  readonly #sweep: Sweep;
  #running: Promise<void> | undefined;
  #again = false;
  /** The next pull reads everything and compares. */
  #compares = false;
  /** The disk lacks what is in memory. */
  #bare = false;
  /** Rows of which a whole new reading and what is known otherwise say different things, and of which the backend was not asked yet. */
  readonly #unsure = new Set<string>();
  /** Where it stood before it was to be read from the beginning: by that alone the backend can tell that it was restored since. */
  #since: string | null = null;
  #closed = false;

  constructor(table: Table, context: SyncContext, scopes: Scopes) {
    this.table = table;
    this.#context = context;
    this.#scopes = scopes;
    this.holding = new Holding(table, context, scopes);
    // A removal that nobody told of is seen then, although nothing else changes.
    this.#sweep = new Sweep(context, scopes, this, () => context.leads() && void this.pull());
  }

  get #keepsBeside(): boolean {
    return keepsBeside(this.#context);
  }

  /** Reads the cache again: pages of another tab were missed. */
  rehydrate(): void {
    this.on = undefined;
    this.#dropGathered();
    void this.holding.reread();
  }

  /** The next pull reads from the beginning. */
  rewind(): void {
    this.#since ??= this.holding.cursor;
    this.holding.cursor = null;
    this.#compares = true;
  }

  /** The database was emptied under the page: what is in memory whole is written anew, all else is pulled anew. */
  restore(): void {
    const { table, holding } = this;
    const { cursor } = holding;
    this.on = undefined;
    holding.emptied();
    if (table.whole) holding.cursor = cursor;
    this.#bare = true;
    if (this.#context.leads()) void this.pull();
  }

  /** What was gathered of a whole new reading may not stand on disk, or went with what came after: it does not go on in the middle. */
  #dropGathered(): void {
    if (this.holding.anew !== undefined && !this.table.whole) this.#bare = true;
    this.holding.anew = undefined;
    this.gathers = false;
  }

  /** A new reading is gathered in memory. */
  #compareAnew(): void {
    this.holding.anew = undefined;
    this.gathers = false;
    this.#compares = this.#again = true;
  }

  /** Pulls until nothing more comes. A call while one runs makes it run once more. */
  pull(): Promise<void> {
    if (this.#running) this.#again = true;
    else this.#running = this.#pullAll();
    return this.#running;
  }

  async #pullAll(): Promise<void> {
    try {
      await this.#context.opened();
      await this.holding.known();
      do {
        this.#again = false;
        await this.#pullOnce();
      } while (this.#again && !this.#closed);
    } catch (error) {
      if (!this.#closed) {
        const { table } = this;
        table.error = error instanceof VinculoError ? error : new VinculoError('fault', `Reading ${table.entity.pluralLabel.en.toLowerCase()} failed: ${String(error)}`, { cause: error });
        table.fresh = false;
        this.#context.store.standing(table);
      }
    } finally {
      // In the same step as the last look at `again`: a call in between would be lost.
      this.#running = undefined;
    }
  }

  /** Sees at first whether the disk holds what memory does: it may have been emptied, or what was to be written there refused. Answers the database that was looked at. */
  async #look(): Promise<string> {
    const { table, holding } = this;
    if (this.on !== undefined) return this.on;
    const cache = this.#context.cache();
    const on = (this.on = cache.database);
    if (holding.kept && this.#keepsBeside && !(await cache.progress(table.entity.name)).whole) this.#bare = true;
    return on;
  }

  async #pullOnce(): Promise<void> {
    const { store, adapter, connection } = this.#context;
    const { table, holding } = this;
    const began = store.tick;
    const kind = `pull ${table.entity.name}`;
    const on = await this.#look();
    // Where the page that led before wrote rows of which this one heard nothing, the disk says how far: from the beginning no removal is told.
    await holding.settled();
    if (on !== this.on) return void (this.#again = true);
    // An emptied disk gets what is in memory whole; all else is read anew for it.
    const anew = this.#bare && !table.whole && this.#keepsBeside;
    if (this.#bare && table.whole && this.#keepsBeside) fillDisk(this.#context, this);
    // What cannot be read now is lacking there still.
    this.#bare = anew;
    // A whole new reading is gathered beside the old one, which serves until it is complete: on disk, or here.
    let gathered: Gathered | undefined = !anew && (adapter.capabilities.pull === 'page' || this.#compares) ? new Map() : undefined;
    let staged = anew || (!gathered && holding.anew !== undefined);
    this.staged = Promise.resolve(true);
    let first = anew;
    const startAgain = (): void => {
      this.#dropGathered();
      this.#bare ||= anew;
      this.#again = true;
    };
    let cursor = gathered || anew ? null : (holding.anew ?? holding.cursor);
    const since = this.#since;
    let restoredTo = since === null ? undefined : (await connection.call(kind, (signal) => this.#scopes.pull(table.entity.name, since, 1, signal))).restoredTo;
    // Where to begin again, when a page may have held something newer than what was confirmed meanwhile.
    let resume: { readonly cursor: string | null } | undefined;
    let page: PullPage;
    do {
      const asked = store.tick;
      const from = cursor;
      page = await connection.call(kind, (signal) => this.#scopes.pull(table.entity.name, from, pageSize, signal));
      if (this.#closed) return;
      // The disk was emptied meanwhile, and what was read so far went with it.
      if (this.on !== on) return startAgain();
      // While the old rows still stand. Before the last page counts, so that a page that ends here finds them again.
      restoredTo ??= page.restoredTo;
      if (restoredTo !== undefined && !page.more) {
        // Hardly ever needed: it is loaded when it is.
        const { lostRows } = await lostRowsPart();
        const lost = await lostRows(this.#context, table, restoredTo);
        // What is sent again stands on what was restored, not on what still shows.
        this.#context.store.confirm(table.entity, lost.flatMap(({ theirs }) => theirs ?? []), [], holding.origin);
        await this.#context.park(lost);
      }
      if (page.reset) {
        first = staged = this.#keepsBeside;
        gathered = staged ? undefined : new Map();
      }
      cursor = page.cursor;
      if (from === null && !gathered && !staged) {
        const whole = await firstPage(this.#context, this, page);
        if (!whole) return this.#compareAnew();
        page = whole;
      }
      if (holding.scope) page = await pageInScope(this.#context, holding, page, gathered !== undefined || staged);
      if (this.#closed) return;
      if (gathered) {
        for (const row of page.rows) gathered.set(row.id, { row, asked });
        for (const id of [...page.deleted, ...page.movedOut]) gathered.delete(id);
      } else if (staged) {
        const { all, written } = await stagePage(this.#context, this, page, asked, first);
        if (!all) resume ??= { cursor: first ? null : from };
        first = false;
        if (anew) this.#bare = false;
        if (!this.#keepsBeside) return this.#compareAnew();
        // It went with the disk that was emptied, or another tab leads by now and reads for itself: what is in memory is the old one still.
        if (this.on !== on) return startAgain();
        if (!written) return void (this.gathers = false);
      } else {
        const kept: string | null = resume ? resume.cursor : cursor;
        const all = await applyPage(this.#context, this, page, () => asked, { cursor: kept, ...(page.more ? {} : { whole: true }) });
        if (!all) resume ??= { cursor: from };
      }
    } while (page.more);
    if (gathered) {
      const rows = gathered;
      // Of another scope more may be on disk than what is to be held.
      const gone = missing(holding, rows, holding.isOwn);
      if (!holding.everything) for (const id of await this.#context.cache().ids(table.entity.name)) if (!rows.has(id)) gone.add(id);
      const asked = (id: string): number => rows.get(id)?.asked ?? began;
      this.#compares = false;
      if (!(await applyPage(this.#context, this, { rows: [...rows.values()].map((x) => x.row), deleted: [], movedOut: [...gone] }, asked, { cursor, whole: true }))) resume = { cursor: null };
    }
    if (staged) {
      const { newer, cursor: there } = await holding.reread(began);
      this.gathers = false;
      if (there !== cursor) {
        // The disk was emptied, or went, before memory had the new reading from there: what is in memory is the old one, and reaches as far as that did.
        return this.#keepsBeside ? startAgain() : this.#compareAnew();
      }
      for (const id of newer) this.#unsure.add(id);
    }
    // Own new records that it lacks may have come and gone by then: the answer to their creation, when it comes, is older.
    if (gathered || staged) store.confirm(table.entity, [], [...table.overlaid].filter((id) => !table.confirmed(id)), holding.origin);
    // Where that fails, they are asked for with the next pull: its cursor goes past them.
    if (!(await lookUp(this.#context, this, [...this.#unsure]))) resume = { cursor: null };
    this.#unsure.clear();
    holding.cursor = resume ? resume.cursor : cursor;
    if (!resume) holding.reached(cursor);
    if (resume) this.#again = true;
    // From the beginning no removal is told.
    if (resume?.cursor === null) this.#compares = true;
    this.#since = null;
    for (const [id, { at }] of table.replaced) if (at < began) table.replaced.delete(id);
    await this.#sweep.look();
    holding.kept = true;
    this.#complete();
  }

  /** All of it was read, by this or another tab. */
  #complete(): void {
    const { table, holding } = this;
    if (holding.everything && !table.whole) {
      table.whole = true;
      table.fresh = false;
    }
    if (table.fresh && !table.error) return;
    table.fresh = true;
    table.error = undefined;
    this.#context.store.standing(table);
  }

  /** Puts rows that this or another tab pulled into the store. */
  take(write: TableWrite): void {
    const { table, holding } = this;
    if (write.anew) {
      if (!write.anew.last) return;
      this.#bare = false;
      if (write.cursor !== undefined) holding.cursor = write.cursor;
      void this.#turn();
      return;
    }
    if (write.cursor !== undefined) {
      holding.cursor = write.cursor;
      // What another tab holds of the table moves by other rules.
      if (write.whole || !this.#scopes.isOwn(write.table, write.cursor)) holding.reached(write.cursor);
    }
    // Read from the beginning by another tab, which knows nothing of what answers brought here: no removal of that is told.
    const isAhead = holding.isAhead || (!holding.kept && !this.#context.leads() && table.unwritten.size > 0);
    if (write.whole) holding.kept = true;
    const { left = [] } = write;
    const { rows, removed } = holding.concerning(write.rows, [...write.removed, ...left.filter((id) => !holding.isBeside(id))]);
    this.#context.store.confirm(table.entity, rows, removed, holding.origin);
    holding.takenAt = this.#context.store.tick;
    if (write.whole && isAhead) {
      holding.isAhead = false;
      void this.#turn();
    }
    if (write.whole && !holding.loading) this.#complete();
  }

  /** Another tab finished a whole reading on disk, and told how far it reaches: it comes from there. */
  async #turn(): Promise<void> {
    const { cursor } = await this.holding.reread();
    if (this.#closed) return;
    if (cursor !== undefined) return void (this.holding.kept && this.#complete());
    // Memory never got what the cursor stands for.
    this.rewind();
    if (this.#context.leads()) void this.pull();
  }

  /** Fulfilled when nothing is under way any more. */
  close(): Promise<void> {
    this.#closed = true;
    this.#sweep.close();
    return this.#running ?? Promise.resolve();
  }
}
