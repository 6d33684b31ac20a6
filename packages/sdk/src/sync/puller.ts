import type { TableWrite } from '../cache/cache.ts';
import { MomentIndex } from '../store/moment-index.ts';
import type { Need } from '../store/reader.ts';
import type { Table } from '../store/table.ts';
import type { Holding } from './holding.ts';
import type { Scopes } from './scopes.ts';
import type { SyncContext } from './sync-context.ts';
import { TablePull } from './table-pull.ts';

/** Brings tables from the backend into cache and store, and keeps them up. */
export class Puller {
  readonly #context: SyncContext;
  readonly #scopes: Scopes;
  readonly #tables = new Map<Table, TablePull>();
  #closed = false;

  constructor(context: SyncContext, scopes: Scopes) {
    this.#context = context;
    this.#scopes = scopes;
  }

  #of(table: Table): TablePull {
    const known = this.#tables.get(table);
    if (known) return known;
    const pull = new TablePull(table, this.#context, this.#scopes);
    table.momentIndex = (field, rows) => new MomentIndex(field, rows);
    this.#tables.set(table, pull);
    if (this.#closed) void pull.close();
    return pull;
  }

  /** Undefined when nobody asked for the table yet. */
  #named(table: string): TablePull | undefined {
    return [...this.#tables.values()].find((pull) => pull.table.entity.name === table);
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
    return this.#of(table).holding.want(need);
  }

  /** Fulfilled when it is known how far a table was read. */
  known(table: Table): Promise<void> {
    return this.#of(table).holding.known();
  }

  /** Whether all of these rows are in memory that there are. */
  has(table: Table, need: Need): boolean {
    return this.#tables.get(table)?.holding.has(need) ?? table.whole;
  }

  /** Rows are being read from disk. */
  loads(table: Table, need: Need): boolean {
    const holding = this.holding(table);
    return holding !== undefined && (holding.loading || (need !== 'all' && holding.kept && !holding.has(need)));
  }

  /** What is on its way was read for another time of leading: it is looked at the disk again before anything more is written there. */
  lookAgain(): void {
    for (const pull of this.#tables.values()) pull.on = undefined;
  }

  /** Reads the cache again: pages of another tab were missed. */
  rehydrate(): void {
    for (const pull of this.#tables.values()) pull.rehydrate();
  }

  /** Tables that could not be read are read again. */
  retry(): void {
    for (const pull of this.#tables.values()) if (pull.table.error) void pull.pull();
  }

  /** The disk went: tables that stood there alone are pulled into memory. */
  fallBack(): void {
    for (const pull of this.#tables.values()) if (pull.holding.everything && !pull.table.whole) void pull.pull();
  }

  /** See SyncContext. */
  gathers(table: Table): boolean {
    const pull = this.#tables.get(table);
    return pull !== undefined && (pull.gathers || pull.holding.anew !== undefined);
  }

  /** The next pull of a table reads it from the beginning. */
  rewind(table: Table): void {
    this.#tables.get(table)?.rewind();
  }

  /** The database was emptied under the page. */
  restore(): void {
    for (const pull of this.#tables.values()) pull.restore();
  }

  /** Pulls a table until nothing more comes. */
  pull(table: Table): Promise<void> {
    return this.#of(table).pull();
  }

  /** Puts rows that another tab pulled into the store. */
  take(write: TableWrite): void {
    this.#named(write.table)?.take(write);
  }

  /** No disk holds these rows: known here, they would be no news to the pull that is to bring them there. */
  doubt({ table, rows, removed, left = [] }: TableWrite): void {
    const unwritten = this.#named(table)?.table.unwritten;
    if (!unwritten) return;
    for (const { id } of rows) unwritten.add(id);
    for (const id of [...removed, ...left]) unwritten.add(id);
  }

  /** Fulfilled when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#tables.values()].map((pull) => pull.close()));
  }
}
