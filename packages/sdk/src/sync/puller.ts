import type { PullPage } from '../adapter/index.ts';
import type { TableWrite } from '../cache/cache.ts';
import { VinculoError } from '../errors.ts';
import type { AnyRow } from '../schema/index.ts';
import { sameRow, type Table } from '../store/table.ts';
import type { SyncContext } from './sync-context.ts';

/** Rows a pull asks for at a time. */
const pageSize = 1000;
/** Backends that do not tell of removals are asked for all ids this often, in milliseconds. */
const sweepEvery = 60_000;

interface TableSync {
  cursor: string | null;
  /** What the cache holds is in the store. */
  hydrated: Promise<void> | undefined;
  loading: boolean;
  running: Promise<void> | undefined;
  again: boolean;
  sweptAt: number;
}

/** Brings whole tables from the backend into cache and store, and keeps them up. */
export class Puller {
  readonly #context: SyncContext;
  readonly #tables = new Map<Table, TableSync>();
  #closed = false;

  constructor(context: SyncContext) {
    this.#context = context;
  }

  #sync(table: Table): TableSync {
    return this.#tables.get(table) ?? this.#tables.set(table, { cursor: null, hydrated: undefined, loading: false, running: undefined, again: false, sweptAt: this.#context.host.now() }).get(table)!;
  }

  /** Tables that were ever asked for. */
  get tables(): Iterable<Table> {
    return this.#tables.keys();
  }

  /** Puts what the cache holds of a table into the store, once. */
  hydrate(table: Table): Promise<void> {
    const sync = this.#sync(table);
    return (sync.hydrated ??= this.#load(table, sync));
  }

  async #load(table: Table, sync: TableSync): Promise<void> {
    // The last slice comes together with the word that these are all.
    let last: readonly AnyRow[] = [];
    // A row that anyone told of, or told the removal of, is newer.
    const confirm = (): void => this.#context.store.confirm(table.entity, last.filter((r) => table.touchedAt(r.id) === 0), [], 'read');
    sync.loading = true;
    try {
      const { cursor, whole } = await this.#context.cache().loadTable(table.entity.name, (rows) => {
        confirm();
        last = rows;
      });
      sync.cursor = cursor;
      sync.loading = false;
      table.whole ||= whole;
      confirm();
      if (whole) this.#context.store.standing(table);
    } catch (error) {
      this.#context.storageFailed(error);
    } finally {
      sync.loading = false;
    }
  }

  /** What the cache holds is being read. */
  loads(table: Table): boolean {
    return this.#tables.get(table)?.loading ?? false;
  }

  /** Reads the cache again: pages of another tab were missed. */
  rehydrate(): void {
    for (const [table, sync] of this.#tables) {
      if (!sync.hydrated) continue;
      sync.hydrated = (async () => {
        const { store } = this.#context;
        const asked = store.tick;
        const found: AnyRow[] = [];
        await this.#context.cache().loadTable(table.entity.name, (some) => void found.push(...some));
        const ids = new Set(found.map((r) => r.id));
        // What was told of while the cache was read may not stand in it yet, and is newer.
        const { rows, removed } = store.sift(table.entity, { rows: found, removed: [...table.confirmedIds()].filter((id) => !ids.has(id)), asked: () => asked });
        store.confirm(table.entity, rows, removed, 'write');
      })().catch(this.#context.storageFailed);
    }
  }

  /** The next pull of a table reads it from the beginning. */
  rewind(table: Table): void {
    const sync = this.#tables.get(table);
    if (sync) sync.cursor = null;
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
      await this.hydrate(table);
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

  async #pullOnce(table: Table, sync: TableSync): Promise<void> {
    const scope = { table: table.entity.name };
    const began = this.#context.store.tick;
    const whole = this.#context.adapter.capabilities.pull === 'page';
    // A whole new reading is gathered beside the old one, which serves until it is complete.
    let anew: Map<string, { readonly row: AnyRow; readonly asked: number }> | undefined = whole ? new Map() : undefined;
    let cursor = whole ? null : sync.cursor;
    // Where to begin again, when a page may have held something newer than what was confirmed meanwhile.
    let resume: { readonly cursor: string | null } | undefined;
    let page: PullPage;
    do {
      const asked = this.#context.store.tick;
      const from = cursor;
      page = await this.#context.connection.call((signal) => this.#context.adapter.pull(scope, from, pageSize, signal));
      if (this.#closed) return;
      if (page.reset) anew = new Map();
      cursor = page.cursor;
      if (anew) {
        for (const row of page.rows) anew.set(row.id, { row, asked });
        for (const id of [...page.deleted, ...page.movedOut]) anew.delete(id);
      } else {
        const kept: string | null = resume ? resume.cursor : cursor;
        const all = await this.#apply(table, page.rows, [...page.deleted, ...page.movedOut], () => asked, { cursor: kept, ...(page.more ? {} : { whole: true }) });
        if (!all) resume ??= { cursor: from };
      }
    } while (page.more);
    if (anew) {
      const rows = anew;
      const gone = missing(table, rows);
      const asked = (id: string): number => rows.get(id)?.asked ?? began;
      if (!(await this.#apply(table, [...rows.values()].map((x) => x.row), gone, asked, { cursor, whole: true }))) resume = { cursor: null };
    }
    sync.cursor = resume ? resume.cursor : cursor;
    if (resume) sync.again = true;
    await this.#sweep(table, sync);
    if (!table.whole || !table.fresh || table.error) {
      table.whole = table.fresh = true;
      table.error = undefined;
      this.#context.store.standing(table);
    }
  }

  /**
   * Applies what a page holds, but for rows that were touched after it was asked for: which of the two is newer cannot be told.
   * @param asked the store's tick when a row was asked for
   * @returns false when a row was left out
   */
  async #apply(table: Table, rows: readonly AnyRow[], removed: readonly string[], asked: (id: string) => number, progress: { cursor: string | null; whole?: true }): Promise<boolean> {
    const { unwritten } = table;
    const taken = this.#context.store.sift(table.entity, { rows, removed, asked });
    // What is known here by another way is no news to the store, but to the cache and the other tabs.
    const known = unwritten.size === 0 ? [] : rows.filter((r) => unwritten.has(r.id) && sameRow(table.confirmed(r.id), r));
    const gone = unwritten.size === 0 ? [] : removed.filter((id) => unwritten.has(id) && !table.confirmed(id));
    const write: TableWrite = {
      table: table.entity.name,
      rows: [...taken.rows, ...known],
      removed: [...taken.removed, ...gone],
      ...(progress.cursor === null || !taken.all ? {} : { cursor: progress.cursor }),
      ...(progress.whole ? { whole: true } : {}),
    };
    for (const { id } of write.rows) unwritten.delete(id);
    for (const id of write.removed) unwritten.delete(id);
    // The store first: between a reading and its taking there must be no gap for a confirmation.
    this.take(write, table.whole ? 'write' : 'read');
    await this.#context.cache().write(write).catch(this.#context.storageFailed);
    this.#context.tell({ type: 'rows', write });
    return taken.all;
  }

  /** Puts rows that this or another tab pulled into the store. */
  take(write: TableWrite, origin: 'read' | 'write', table: Table | undefined = [...this.#tables.keys()].find((t) => t.entity.name === write.table)): void {
    if (!table) return;
    const sync = this.#sync(table);
    if (write.cursor !== undefined) sync.cursor = write.cursor;
    this.#context.store.confirm(table.entity, write.rows, write.removed, origin);
    if (write.whole && !(table.whole && table.fresh)) {
      table.whole = table.fresh = true;
      table.error = undefined;
      this.#context.store.standing(table);
    }
  }

  async #sweep(table: Table, sync: TableSync): Promise<void> {
    const { capabilities } = this.#context.adapter;
    if (capabilities.tombstones || capabilities.pull === 'page' || !this.#context.adapter.digest || (table.whole && this.#context.host.now() - sync.sweptAt < sweepEvery)) return;
    const asked = this.#context.store.tick;
    const ids = new Set(await this.#context.connection.call((signal) => this.#context.adapter.digest!({ table: table.entity.name }, signal)));
    sync.sweptAt = this.#context.host.now();
    if (!(await this.#apply(table, [], missing(table, ids), () => asked, { cursor: sync.cursor }))) sync.sweptAt = 0;
  }

  /** Fulfilled when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#tables.values()].map((sync) => sync.running ?? Promise.resolve()));
  }
}

/** Ids that stand in the store, or may stand in the cache alone, and are not among those of the backend. */
function missing(table: Table, ids: { has(id: string): boolean }): string[] {
  return [...new Set([...table.confirmedIds(), ...table.unwritten])].filter((id) => !ids.has(id));
}
