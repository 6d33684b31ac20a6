import type { Adapter, AggregateAnswer, AggregateRequest, Hint, QueryAnswer, QueryRequest } from '../adapter/index.ts';
import type { Cache, StoredEntry, TableWrite } from '../cache/cache.ts';
import { noCache } from './no-cache.ts';
import type { VinculoError } from '../errors.ts';
import { ConflictError, ForbiddenError, RefusedError, StorageError, UnsupportedError } from '../errors.ts';
import { type AnyRow, type Change, type Description, type Entity, type FieldConflict } from '../schema/index.ts';
import { LiveCell } from '../store/live.ts';
import type { Reader, Standing } from '../store/reader.ts';
import { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import { Connection } from './connection.ts';
import { entityFinder } from './description-entities.ts';
import { isKept, keyOf, Outbox } from './outbox.ts';
import { Puller } from './puller.ts';
import { Pusher } from './pusher.ts';
import { joinTabs, noTabs, type TabMessage, type Tabs } from './tabs.ts';

/** Backends without live hints are asked this often, in milliseconds. */
const pollEvery = 30_000;

/** How long the first readings wait for the hints to flow, in milliseconds. */
const longestHearing = 250;

/** An own edit that covered a value its author had not seen. */
export interface Overwrite {
  readonly id: string;
  readonly table: string;
  readonly recordId: string;
  readonly fields: readonly FieldConflict[];
}

interface Waiter {
  resolve(row: AnyRow | null): void;
  reject(error: VinculoError): void;
}

export interface EngineStatus {
  readonly connection: Connection['state'];
  readonly error?: VinculoError;
  readonly waiting: number;
  readonly parked: number;
  readonly syncedAt?: string;
  readonly storage?: VinculoError;
  readonly leader: boolean;
}

/** Keeps store, cache and backend in step: who leads, what is pulled, what is pushed, what failed. */
export class Engine implements Reader {
  readonly store: Store = new Store();
  readonly outbox: Outbox;
  readonly description: LiveCell<Description | undefined> = new LiveCell<Description | undefined>(undefined, (d) => d === undefined);
  readonly status: LiveCell<EngineStatus> = new LiveCell<EngineStatus>({ connection: 'connecting', waiting: 0, parked: 0, leader: false });
  readonly entries: LiveCell<readonly StoredEntry[]> = new LiveCell<readonly StoredEntry[]>([]);
  readonly overwrites: LiveCell<readonly Overwrite[]> = new LiveCell<readonly Overwrite[]>([]);
  readonly entityOf: (name: string) => Entity | undefined;
  readonly #adapter: Adapter;
  readonly #mode: 'none' | 'memory' | 'disk';
  readonly #connection: Connection;
  readonly #puller: Puller;
  readonly #pusher: Pusher;
  readonly #ready: Promise<void>;
  readonly #wanted = new Map<Table, number>();
  readonly #hints = new Map<string, Set<() => void>>();
  readonly #waiters = new Map<string, Waiter>();
  readonly #tabId: string = crypto.randomUUID();
  #cache: Cache = noCache();
  #storage: StorageError | undefined;
  #tabs: Tabs | undefined;
  #leader = false;
  #seq = 0;
  #heard = new Map<string, number>();
  #unsubscribe: (() => void) | undefined;
  #poll: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  constructor(adapter: Adapter, mode: 'none' | 'memory' | 'disk') {
    this.#adapter = adapter;
    this.#mode = mode;
    this.entityOf = entityFinder(() => this.description.snapshot);
    this.outbox = new Outbox(this.store, this.entityOf, () => this.#publish());
    this.#connection = new Connection(adapter, () => this.#connectionChanged(), () => this.#resume());
    this.#puller = new Puller(adapter, this.#connection, this.store, () => this.#cache, (write) => this.#sendRows(write), (error) => this.#storageFailed(error));
    this.#pusher = new Pusher(adapter, this.#connection, this.outbox, this.store, this.entityOf, {
      confirmed: (entry, row, id, overwrote, sentOver) => this.#confirmed(entry, row, id, overwrote, sentOver),
      changed: (entries) => this.change(entries),
      learned: (table, row) => this.#learned(table, row),
    });
    this.#ready = this.#start();
    globalThis.addEventListener?.('online', this.#online);
  }

  readonly #online = (): void => this.retry();

  // ---- start -------------------------------------------------------------------------------------------------------

  async #start(): Promise<void> {
    const described = this.#describe();
    if (this.#mode === 'disk') await this.#openDisk(described);
    if (this.#closed) return;
    const lead = (): void => void this.#lead();
    const tabs = this.#mode === 'disk' && !this.#storage ? await joinTabs(this.#lockName, (message) => this.#receive(message), lead) : noTabs(lead);
    if (this.#closed) tabs.close();
    else this.#tabs = tabs;
    await this.#hearing;
  }

  #lockName = '';
  /** Fulfilled when hints flow. */
  #hearing: Promise<void> = Promise.resolve();

  async #openDisk(described: Promise<unknown>): Promise<void> {
    try {
      const identity = await this.#identity(described);
      const { openDiskCache } = await import('../cache/disk-cache.ts');
      this.#cache = await openDiskCache(this.#adapter.source, identity);
      this.#lockName = `vinculo:${this.#adapter.source}:${identity}`;
      rememberIdentity(this.#adapter.source, identity);
      for (const { table, from, to } of await this.#cache.loadAliases()) this.store.alias(table, from, to);
      this.outbox.put(await this.#cache.loadOutbox());
    } catch (error) {
      this.#cache = noCache();
      this.#storageFailed(error);
    }
  }

  /** Whose cache to open. Offline nobody can say, and it is the one who was here last. */
  async #identity(described: Promise<unknown>): Promise<string> {
    try {
      if (this.#adapter.identity) return await this.#adapter.identity();
      await described;
      const d = this.description.snapshot;
      if (d) return `${d.tenant}/${d.user.id ?? d.user.role}`;
    } catch {
      // The connection's status tells why; here only the name of the cache is sought.
    }
    const last = lastIdentity(this.#adapter.source);
    if (last) return last;
    throw new StorageError('The disk cache is not in use yet: it is opened per user, and the backend could not say who is signed in.');
  }

  #describing: Promise<void> | undefined;

  #describe(): Promise<void> {
    return (this.#describing ??= this.#describeAnew().finally(() => (this.#describing = undefined)));
  }

  async #describeAnew(): Promise<void> {
    try {
      const description = await this.#connection.call((signal) => this.#adapter.describe(signal));
      if (description.hash !== this.description.snapshot?.hash) {
        this.description.set(description);
        this.store.standing();
      }
    } catch {
      // The connection took note of it and tries again; #resume then describes anew.
    }
  }

  async #lead(): Promise<void> {
    if (this.#closed) return;
    this.#leader = true;
    this.#adapter.attach?.({ rows: async (table) => (await this.#cache.loadTable(table)).rows });
    if (this.#adapter.subscribe && this.#adapter.capabilities.live) {
      this.#hearing = this.#listen(this.#adapter.subscribe.bind(this.#adapter));
    } else {
      this.#poll = setInterval(() => this.#hinted({}), pollEvery);
      (this.#poll as { unref?: () => void }).unref?.();
    }
    // What the last leader was sending may have arrived: with idempotency it is sent again, else a person decides.
    const sending = this.outbox.entries.filter((e) => e.state === 'sending');
    await this.change(sending.map((e): StoredEntry => this.#adapter.capabilities.idempotency
      ? { ...e, state: 'waiting' }
      : { ...e, state: 'unknown', reason: { code: 'outcome_unknown', message: 'The page ended while this was being sent; it may have arrived. Look before you send it again.', problems: [] } }));
    this.#publish();
    await this.#hearing;
    for (const table of this.#wanted.keys()) void this.#puller.pull(table);
    void this.#pusher.kick();
  }

  /**
   * Listens to hints. Fulfilled when they flow, or when waiting for them would hold up the page: what is read from then on needs no second reading
   * to be sure that no change fell between the reading and the first hint.
   */
  #listen(subscribe: NonNullable<Adapter['subscribe']>): Promise<void> {
    return new Promise((resolve) => {
      let waiting = true;
      const goOn = (): void => {
        waiting = false;
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(goOn, longestHearing);
      this.#unsubscribe = subscribe((hint) => this.#hinted(hint), (state) => {
        if (state !== 'connected') this.#connection.probe();
        else if (!waiting) this.#hinted({});
        goOn();
      });
    });
  }

  // ---- the connection ----------------------------------------------------------------------------------------------

  #connectionChanged(): void {
    if (this.#connection.state !== 'online') for (const table of this.#puller.tables) table.fresh = false;
    if (this.#leader) this.#tabs?.send({ type: 'connection' });
    this.#publish();
    this.store.standing();
  }

  /** The backend answers again. */
  #resume(): void {
    if (!this.description.snapshot) void this.#describe();
    this.#hinted({});
    if (this.#leader) void this.#pusher.kick();
  }

  #hinted({ tables, access }: Hint): void {
    if (access) void this.#describe();
    if (this.#leader) this.#tabs?.send({ type: 'hint', tables });
    this.#spread(tables);
  }

  /** Whoever holds rows of these tables looks again. */
  #spread(tables: readonly string[] | undefined): void {
    if (this.#leader) {
      for (const table of this.#puller.tables) if (!tables || tables.includes(table.entity.name)) void this.#puller.pull(table);
      // What an adapter without a backend writes beside a change (history, moves) is kept only if it is pulled.
      if (this.#adapter.attach) for (const e of (tables ?? []).map((name) => this.entityOf(name))) if (e) void this.#puller.pull(this.store.table(e));
    }
    for (const [name, listeners] of this.#hints) if (!tables || tables.includes(name)) for (const listener of [...listeners]) listener();
  }

  retry(): void {
    this.#connection.probe();
    if (this.#leader) void this.#pusher.kick();
    else this.#tabs?.send({ type: 'retry' });
  }

  #publish(): void {
    const { state, error, syncedAt } = this.#connection;
    this.entries.set(this.outbox.entries);
    this.status.set({
      connection: state, ...(error ? { error } : {}), waiting: this.outbox.waiting, parked: this.outbox.parked,
      ...(syncedAt ? { syncedAt } : {}), ...(this.#storage ? { storage: this.#storage } : {}), leader: this.#leader,
    });
  }

  readonly #storageFailed = (error: unknown): void => {
    if (this.#closed) return;
    this.#storage = error instanceof StorageError ? error : new StorageError(`The browser's storage is not in use: ${String(error)}`, error);
    this.#publish();
  };

  // ---- reading -----------------------------------------------------------------------------------------------------

  readsLocally(e: Entity): boolean {
    const { query, aggregate } = this.#adapter.capabilities;
    if (!query || !aggregate) return true;
    return this.#mode !== 'none' && e.residency === 'table';
  }

  want(table: Table): () => void {
    const count = this.#wanted.get(table) ?? 0;
    this.#wanted.set(table, count + 1);
    if (count === 0) void this.#bring(table);
    return () => {
      const left = (this.#wanted.get(table) ?? 1) - 1;
      if (left > 0) this.#wanted.set(table, left);
      else this.#wanted.delete(table);
    };
  }

  async #bring(table: Table): Promise<void> {
    await this.#ready;
    await this.#puller.hydrate(table);
    if (this.#leader) {
      if (!table.fresh) await this.#puller.pull(table);
    } else this.#tabs?.send({ type: 'want', table: table.entity.name });
  }

  standing(table: Table): Standing {
    const served = this.#served(table.entity);
    if (served) return served;
    if (table.error && !table.error.retryable) return this.judge(table.error);
    if (!table.whole) {
      const error = table.error ?? (this.#connection.state === 'connecting' ? undefined : this.#connection.error);
      return error ? { status: 'error', error } : { status: 'loading' };
    }
    const trusted = this.#leader ? table.fresh && this.#connection.state === 'online' : this.#connection.state === 'online';
    return { status: trusted ? 'ready' : 'stale' };
  }

  #served(e: Entity): Standing | undefined {
    const d = this.description.snapshot;
    if (!d || d.tables[e.name]) return undefined;
    return { status: 'unsupported', error: new UnsupportedError(`This backend holds no ${e.pluralLabel.en.toLowerCase()}, or they may not be seen with this sign-in.`) };
  }

  judge(error: VinculoError | undefined): Standing {
    if (!error) return { status: this.#connection.state === 'online' ? 'ready' : 'stale' };
    const status = error instanceof ForbiddenError ? 'forbidden' : error instanceof UnsupportedError ? 'unsupported' : 'error';
    return { status, error };
  }

  async query(e: Entity, request: QueryRequest): Promise<QueryAnswer> {
    await this.#ready;
    this.#check(e);
    for (;;) {
      const asked = this.store.tick;
      const answer = await this.#connection.call((signal) => this.#adapter.query!(request, signal));
      if (this.#keep(e, answer.rows, asked)) return answer;
    }
  }

  async aggregate(e: Entity, request: AggregateRequest): Promise<AggregateAnswer> {
    await this.#ready;
    this.#check(e);
    return this.#connection.call((signal) => this.#adapter.aggregate!(request, signal));
  }

  #check(e: Entity): void {
    const served = this.#served(e);
    if (served?.error) throw served.error;
  }

  /**
   * Takes in rows the backend answered with, but for those that were confirmed after it was asked: which of the two is newer cannot be told.
   * Answers false when such a row was left out; then it is worth asking again.
   */
  #keep(e: Entity, rows: readonly AnyRow[], asked: number): boolean {
    const table = this.store.table(e);
    const news = rows.filter((r) => r.version === undefined || table.confirmed.get(r.id)?.version !== r.version);
    const sure = news.filter((r) => (table.confirmedAt.get(r.id) ?? 0) <= asked);
    this.store.confirm(e, sure.map((r) => [r.id, r] as const), 'read');
    return sure.length === news.length;
  }

  readonly #asked = new Map<string, { readonly ids: Set<string>; readonly done: Promise<void> }>();

  fetch(e: Entity, ids: readonly string[]): Promise<void> {
    const waiting = this.#asked.get(e.name);
    if (waiting) {
      for (const id of ids) waiting.ids.add(id);
      return waiting.done;
    }
    const batch = new Set(ids);
    const done = this.#loadTogether(e, batch);
    this.#asked.set(e.name, { ids: batch, done });
    return done;
  }

  async #loadTogether(e: Entity, ids: ReadonlySet<string>): Promise<void> {
    // Whoever else asks in this moment still gets on board.
    await Promise.resolve();
    this.#asked.delete(e.name);
    await this.load(e, [...ids]);
  }

  /** Reads rows from the backend, whether they are known or not. Ids that are not answered are gone. */
  async load(e: Entity, ids: readonly string[]): Promise<void> {
    await this.#ready;
    this.#check(e);
    let asked: number;
    let rows: readonly AnyRow[];
    do {
      asked = this.store.tick;
      rows = await this.#connection.call((signal) => this.#readRows(e, ids, signal));
    } while (!this.#keep(e, rows, asked));
    const found = new Set(rows.map((r) => r.id));
    const table = this.store.table(e);
    const gone = ids.filter((id) => !found.has(id) && table.confirmed.has(id) && (table.confirmedAt.get(id) ?? 0) <= asked);
    if (gone.length > 0) this.store.confirm(e, gone.map((id) => [id, undefined] as const), 'write');
  }

  async #readRows(e: Entity, ids: readonly string[], signal: AbortSignal): Promise<readonly AnyRow[]> {
    if (this.#adapter.get) return this.#adapter.get(e.name, ids, signal);
    if (this.#adapter.query) return (await this.#adapter.query({ table: e.name, where: { id: { in: [...ids] } } }, signal)).rows;
    throw new UnsupportedError(`This backend gives no single ${e.name}; query the whole table instead.`);
  }

  onHint(table: string, listener: () => void): () => void {
    const set = this.#hints.get(table) ?? this.#hints.set(table, new Set()).get(table)!;
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Runs something on the backend that is no row: a command, an upload. */
  async call<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await this.#ready;
    return this.#connection.call(work);
  }

  /** Sends what can be sent, so that a command finds it. */
  async flush(): Promise<void> {
    await this.#ready;
    if (this.#leader) await this.#pusher.kick();
  }

  /** Everything may have changed: a command ran. */
  refresh(): void {
    this.#hinted({});
  }

  // ---- writing -----------------------------------------------------------------------------------------------------

  /** Shows changes at once and sends them when it can. Fulfilled when they are durable. */
  enqueue(changes: readonly Change[]): { readonly durable: Promise<void>; readonly synced: readonly Promise<AnyRow | null>[] } {
    const synced = changes.map((change) => new Promise<AnyRow | null>((resolve, reject) => this.#waiters.set(keyOf(change), { resolve, reject })));
    this.outbox.put(changes.map((change): StoredEntry => ({ n: -1, change, state: 'waiting' })));
    return { durable: this.#append(changes, synced), synced };
  }

  async #append(changes: readonly Change[], synced: readonly Promise<unknown>[]): Promise<void> {
    await this.#ready;
    const kept = this.#mode === 'disk' ? await keepable(changes) : changes;
    let ns: readonly number[] = [];
    let onDisk = this.#mode === 'disk' && !this.#storage && kept.length === changes.length;
    try {
      ns = await this.#cache.append(kept);
    } catch (error) {
      onDisk = false;
      this.#storageFailed(error);
    }
    const place = new Map(kept.map((c, i) => [keyOf(c), ns[i] ?? Infinity]));
    // Some may have been taken back, or renamed, meanwhile.
    const placed = changes.flatMap((c) => {
      const entry = this.outbox.find(keyOf(c));
      return entry ? [{ ...entry, n: place.get(keyOf(c)) ?? Infinity }] : [];
    });
    this.outbox.put(placed);
    const taken = kept.filter((c) => !this.outbox.find(keyOf(c))).map((c) => place.get(keyOf(c))!).filter((n) => n !== Infinity);
    if (taken.length > 0) await this.#cache.settle(taken, [], []).catch(this.#storageFailed);
    if (this.#leader) void this.#pusher.kick();
    else this.#tabs?.send({ type: 'entries', entries: placed });
    if (!onDisk) await Promise.all(synced);
  }

  /** Entries got another state or another content. */
  async change(entries: readonly StoredEntry[]): Promise<void> {
    if (entries.length === 0) return;
    this.outbox.put(entries);
    for (const entry of entries) this.#answerParked(entry);
    // "sending" is not written: after a crash the next leader cannot know more than that it waits, unless doubles could come of it.
    const kept = entries.filter((e) => isKept(e) && (e.state !== 'sending' || !this.#adapter.capabilities.idempotency));
    if (kept.length > 0) await this.#cache.update(kept).catch(this.#storageFailed);
    this.#tabs?.send({ type: 'entries', entries });
  }

  #answerParked({ change, state, reason, fields }: StoredEntry): void {
    const waiter = this.#waiters.get(keyOf(change));
    if (!waiter || state === 'waiting' || state === 'sending') return;
    this.#waiters.delete(keyOf(change));
    if (state === 'conflict') waiter.reject(new ConflictError(change.table, change.id, (fields ?? []).map((f) => f.field)));
    else waiter.reject(new RefusedError(change.table, change.id, reason?.code ?? state, reason?.message ?? '', reason?.problems ?? []));
  }

  /** Sends parked entries again, as they now are. */
  async resend(entries: readonly StoredEntry[]): Promise<void> {
    await this.change(entries);
    if (this.#leader) void this.#pusher.kick();
    else this.#tabs?.send({ type: 'retry' });
  }

  /** Forgets an entry and what makes no sense without it. Answers whether it was still there. */
  async discard(key: string): Promise<boolean> {
    const entry = this.outbox.find(key);
    if (!entry || entry.state === 'sending') return false;
    const gone = [entry, ...this.outbox.dependants(entry)];
    const rebased = entry.state === 'waiting' ? this.outbox.rebaseAfter(entry) : [];
    const keys = gone.map((e) => keyOf(e.change));
    this.outbox.drop(keys);
    for (const e of gone) {
      this.#waiters.get(keyOf(e.change))?.reject(new RefusedError(e.change.table, e.change.id, 'discarded', 'The change was taken back before it was sent.'));
      this.#waiters.delete(keyOf(e.change));
    }
    this.#tabs?.send({ type: 'dropped', keys });
    await this.#cache.settle(gone.filter(isKept).map((e) => e.n), [], []).catch(this.#storageFailed);
    await this.change(rebased);
    if (this.#leader) void this.#pusher.kick();
    return true;
  }

  async #confirmed(entry: StoredEntry, row: AnyRow | null, id: string, overwrote: readonly FieldConflict[], sentOver: AnyRow | undefined): Promise<void> {
    const { change } = entry;
    const e = this.entityOf(change.table);
    const renamed = id === change.id ? [] : this.outbox.rename(change.table, change.id, id);
    const write: TableWrite = { table: change.table, rows: row ? [row] : [], removed: row ? [] : [id] };
    const aliases = id === change.id ? [] : [{ table: change.table, from: change.id, to: id }];
    await this.#cache.settle(isKept(entry) ? [entry.n] : [], [write], aliases).catch(this.#storageFailed);
    if (renamed.length > 0) await this.change(renamed.filter((e) => keyOf(e.change) !== keyOf(change)));
    const held = e && this.store.table(e).confirmed.get(id);
    const doubtful = held !== sentOver && !(row && row.version !== undefined && row.version === held?.version);
    const message = { type: 'confirmed', key: keyOf(change), table: change.table, previousId: change.id, id, row, overwrote } as const;
    this.#tabs?.send(message);
    this.#applyConfirmed(message);
    if (e && doubtful) await this.#reread(e, id);
  }

  /** Settles which state of a row is the newest by asking for it. */
  async #reread(e: Entity, id: string): Promise<void> {
    const table = this.store.table(e);
    try {
      let asked: number;
      let row: AnyRow | undefined;
      do {
        asked = this.store.tick;
        [row] = await this.#connection.call((signal) => this.#readRows(e, [id], signal));
      } while ((table.confirmedAt.get(id) ?? 0) > asked);
      await this.#learned(e.name, row ?? id);
    } catch {
      // The connection went; the pull that follows its return begins where this row may have been missed.
      this.#puller.rewind(table);
    }
  }

  #applyConfirmed({ key, table, previousId, id, row, overwrote }: Extract<TabMessage, { type: 'confirmed' }>): void {
    const e = this.entityOf(table);
    if (id !== previousId) {
      this.store.alias(table, previousId, id);
      this.outbox.rename(table, previousId, id);
    }
    const left = this.outbox.settle(key);
    if (e) this.store.replace(e, id, row ?? undefined, left, previousId);
    if (overwrote.length > 0) this.overwrites.set([...this.overwrites.snapshot, { id: key, table, recordId: id, fields: overwrote }]);
    this.#waiters.get(key)?.resolve(row);
    this.#waiters.delete(key);
  }

  /** A record as others left it, or the id of one they removed. */
  async #learned(table: string, row: AnyRow | string): Promise<void> {
    const e = this.entityOf(table);
    if (!e) return;
    const [id, held] = typeof row === 'string' ? [row, undefined] : [row.id, row];
    const write: TableWrite = { table, rows: held ? [held] : [], removed: held ? [] : [id] };
    // The store first: between a reading and its taking there must be no gap for a confirmation.
    this.store.confirm(e, [[id, held]], 'write');
    this.#sendRows(write);
    await this.#cache.write(write).catch(this.#storageFailed);
  }

  // ---- the other tabs ----------------------------------------------------------------------------------------------

  #sendRows(write: TableWrite): void {
    this.#tabs?.send({ type: 'rows', write, leader: this.#tabId, seq: ++this.#seq });
  }

  #receive(message: TabMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'entries':
        this.outbox.put(message.entries);
        for (const entry of message.entries) this.#answerParked(entry);
        if (this.#leader) void this.#pusher.kick();
        break;
      case 'dropped':
        this.outbox.drop(message.keys);
        break;
      case 'confirmed':
        this.#applyConfirmed(message);
        break;
      case 'rows': {
        const last = this.#heard.get(message.leader);
        this.#heard.set(message.leader, message.seq);
        this.#puller.take(message.write, 'write');
        if (last !== undefined && message.seq !== last + 1) this.#puller.rehydrate();
        break;
      }
      case 'want': {
        const e = this.entityOf(message.table);
        if (this.#leader && e) void this.#puller.pull(this.store.table(e));
        break;
      }
      case 'hint':
        this.#spread(message.tables);
        break;
      case 'connection':
        this.#connection.probe();
        break;
      case 'retry':
        if (this.#leader) this.retry();
    }
  }

  // ---- the end -----------------------------------------------------------------------------------------------------

  async close(wipe: boolean): Promise<void> {
    if (this.#closed) return;
    await this.#ready.catch(() => {});
    this.#closed = true;
    globalThis.removeEventListener?.('online', this.#online);
    this.#unsubscribe?.();
    clearInterval(this.#poll);
    this.#connection.close();
    // Calls were cut short just now; what they still do with cache and tabs comes first.
    await Promise.all([this.#pusher.close(), this.#puller.close()]);
    this.#tabs?.close();
    this.#tabs = undefined;
    if (wipe) await this.#cache.destroy();
    else this.#cache.close();
    this.store.clear();
  }
}

async function keepable(changes: readonly Change[]): Promise<readonly Change[]> {
  const { mayBeKept } = await import('../cache/disk-row.ts');
  return changes.filter((c) => mayBeKept(c.table, c.patch));
}

// Not a secret and not a token: only which database was open last, so that a page that starts offline shows its data.
const identityKey = (source: string): string => `vinculo:last:${source}`;

function rememberIdentity(source: string, identity: string): void {
  try {
    globalThis.localStorage?.setItem(identityKey(source), identity);
  } catch {
    // Storage may be switched off; then a page that starts offline waits for the backend.
  }
}

function lastIdentity(source: string): string | null {
  try {
    return globalThis.localStorage?.getItem(identityKey(source)) ?? null;
  } catch {
    return null;
  }
}
