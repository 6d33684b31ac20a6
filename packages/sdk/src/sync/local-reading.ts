import type { AnyRow, Entity } from '../schema/index.ts';
import type { LiveRows } from '../store/live.ts';
import { LastWindow, type Windows } from '../store/last-window.ts';
import { LocalQuery } from '../store/local-query.ts';
import type { KeptAnswer, KeptWindow, Need, Standing } from '../store/reader.ts';
import type { RowsResult, RowsSpec } from '../store/rows-result.ts';
import { sameRow, type Table } from '../store/table.ts';
import { noCache } from './no-cache.ts';
import { Puller } from './puller.ts';
import type { Reading } from './reading.ts';
import { Scopes } from './scopes.ts';
import type { SyncContext } from './sync-context.ts';

export { clientOver as Before } from '../client/create-client.ts';

const nothing = (): void => {};

/** Tables in memory, and answers from them. Loaded beside the rest, where tables are kept at all. */
export class LocalReading implements Windows {
  readonly puller: Puller;
  readonly scopes: Scopes;
  readonly #context: SyncContext;
  readonly #reading: Reading;
  /** It is known who leads. */
  #settled = false;
  readonly #wanted = new Map<Table, number>();
  readonly #leaving = new Set<() => void>();

  constructor(context: SyncContext, reading: Reading) {
    this.#context = context;
    this.#reading = reading;
    this.scopes = new Scopes(context);
    this.puller = new Puller(context, this.scopes);
  }

  /** @param live what was given out before this was here */
  query(e: Entity, spec: RowsSpec, live: LiveRows | undefined): LiveRows {
    // What is about more than is held.
    if (!this.#reading.answersLocally(e, spec.where)) return this.#reading.fromBackend(e, spec, live);
    return new LocalQuery(e, spec, this.#context.store, this.#reading, live).live;
  }

  /** Which rows of an answer that was asked for in this tick are to be in memory, if they are what the answer says, and are not. Undefined where that cannot be. */
  unknownSince(e: Entity, asked: number): ((row: AnyRow) => boolean) | undefined {
    const table = this.#context.store.table(e);
    const holding = this.puller.holding(table);
    const { scope } = holding ?? {};
    if (!scope || !table.whole || holding!.takenAt <= asked) return undefined;
    return (row) => scope.holds(row) && table.confirmed(row.id) === undefined;
  }

  /** Tables that somebody looks at. */
  get wanted(): Iterable<Table> {
    return this.#wanted.keys();
  }

  /** See Reader. */
  want(table: Table, need: Need): () => void {
    const release = this.puller.want(table, need);
    const count = this.#wanted.get(table) ?? 0;
    this.#wanted.set(table, count + 1);
    if (count === 0) {
      // Why it could not be read before is not why it cannot be read now.
      table.error = undefined;
      void this.#bring(table);
    }
    return () => {
      release();
      const left = (this.#wanted.get(table) ?? 1) - 1;
      if (left > 0) this.#wanted.set(table, left);
      else this.#wanted.delete(table);
    };
  }

  async #bring(table: Table): Promise<void> {
    // What another tab told before it was known who leads, nobody may have kept up since.
    const early = !this.#settled;
    await this.#context.ready();
    if (!this.#settled) {
      this.#settled = true;
      this.#context.store.standing();
    }
    await this.puller.known(table);
    if (this.#context.leads()) {
      if (early || !table.fresh) await this.puller.pull(table);
    } else this.#context.tell({ type: 'want', table: table.entity.name });
  }

  /** See Reader. */
  standing(table: Table, need: Need, where: object | undefined): Standing {
    const served = this.#reading.served(table.entity);
    if (served) return served;
    if (table.error && !table.error.retryable) return this.#reading.judge(table.error);
    if (!this.puller.has(table, need)) {
      if (this.puller.loads(table, need)) return { status: 'loading' };
      const error = table.error ?? (this.#context.connection.state === 'connecting' ? undefined : this.#context.connection.error);
      return error ? { status: 'error', error } : { status: 'loading' };
    }
    // Until it is known who leads, nobody keeps up what was on disk.
    if (!this.#settled || this.puller.holding(table)?.isOwn === false) return { status: 'stale' };
    const trusted = this.#context.leads() ? table.fresh && this.#context.connection.state === 'online' : this.#context.connection.state === 'online';
    if (!trusted) return { status: 'stale' };
    return this.scopes.of(table.entity.name)?.covers(where) === false ? { status: 'ready', isPart: true } : { status: 'ready' };
  }

  /** The tab that leads finished reading a table of a backend that tells no removals: what this one had from answers, and what no disk holds, may be gone. */
  async lookFor(name: string): Promise<void> {
    const { adapter, store, entityOf, cache, storageFailed } = this.#context;
    const e = entityOf(name);
    if (!e || (adapter.capabilities.tombstones && adapter.capabilities.pull !== 'page')) return;
    const table = store.table(e);
    const holding = this.puller.holding(table);
    const answered = [...table.unwritten].filter((id) => table.confirmed(id) !== undefined && !holding?.isBeside(id));
    if (answered.length === 0) return;
    try {
      for (const row of await cache().get(name, answered)) if (sameRow(table.confirmed(row.id), row)) table.unwritten.delete(row.id);
    } catch (error) {
      storageFailed(error);
    }
    const unsure = answered.filter((id) => table.unwritten.has(id));
    // Without a connection, or where the backend gives no single rows, they stay until it leads, or is asked the same again.
    if (unsure.length > 0) await this.#reading.load(e, unsure).catch(nothing);
  }

  // ---- the first rows of answers, as they are kept on disk -----------------------------------------------------------

  get #keepsWindows(): boolean {
    return this.#context.mode === 'disk' && !this.#context.storageBroken();
  }

  /** See Reader. */
  keepAnswer(e: Entity, spec: RowsSpec, read: () => RowsResult, show: (window: KeptWindow) => void): KeptAnswer | undefined {
    return spec.offset || !this.#keepsWindows ? undefined : new LastWindow(e, spec, this.#context.store, this, read, show);
  }

  async recall(name: string): Promise<KeptWindow | undefined> {
    await this.#context.opened();
    try {
      return await this.#context.cache().loadWindow(name);
    } catch (error) {
      this.#context.storageFailed(error);
      return undefined;
    }
  }

  keep(name: string, window: KeptWindow): void {
    if (this.#keepsWindows) this.#context.cache().keepWindow(name, window).catch(this.#context.storageFailed);
  }

  onLeave(listener: () => void): () => void {
    this.#leaving.add(listener);
    return () => void this.#leaving.delete(listener);
  }

  /** The client closes. */
  leave(): void {
    for (const listener of this.#leaving) listener();
  }

  // ---- hints ---------------------------------------------------------------------------------------------------------

  /** Whoever holds rows of these tables, or of all, looks again. */
  look(tables: readonly string[] | undefined): void {
    const { adapter, store, entityOf } = this.#context;
    for (const table of this.puller.tables) if (!tables || tables.includes(table.entity.name)) void this.puller.pull(table);
    // What an adapter without a backend writes beside a change (history, moves) is kept only if it is pulled.
    if (adapter.attach) for (const e of (tables ?? []).map((name) => entityOf(name))) if (e) void this.puller.pull(store.table(e));
  }
}

export { noCache };
