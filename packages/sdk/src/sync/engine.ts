import type { Adapter, Hint } from '../adapter/index.ts';
import type { Cache, StoredEntry } from '../cache/cache.ts';
import { OfflineError, StorageError, UnsyncedChangesError, type VinculoError } from '../errors.ts';
import type { AnyRow, Description, Entity } from '../schema/index.ts';
import { LiveCell, LiveValue } from '../store/live.ts';
import { Store } from '../store/store.ts';
import { Connection } from './connection.ts';
import { entityFinder } from './description-entities.ts';
import type { DiskHost } from '../cache/disk-host.ts';
import { browserHost, type Host } from './host.ts';
import { noCache } from './no-cache.ts';
import { isKept, keyOf, Outbox } from './outbox.ts';
import { Puller } from './puller.ts';
import { Pusher } from './pusher.ts';
import { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import { Writing } from './writing.ts';

/** Backends without live hints are asked this often, in milliseconds. */
const pollEvery = 30_000;

/** How long the first readings wait for the hints to flow, in milliseconds. */
const longestHearing = 250;

export interface EngineStatus {
  readonly connection: Connection['state'];
  readonly error?: VinculoError;
  readonly waiting: number;
  readonly parked: number;
  readonly syncedAt?: string;
  readonly storage?: VinculoError;
  readonly leader: boolean;
}

/** Keeps store, cache and backend in step: opens the cache, learns who leads, listens to hints, and hears the other tabs. */
export class Engine {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly reading: Reading;
  readonly writing: Writing;
  readonly description: LiveCell<Description | undefined> = new LiveCell<Description | undefined>(undefined, (d) => d === undefined);
  readonly status: LiveValue<EngineStatus> = lazily(() => (this.#status ??= this.#readStatus()));
  readonly entries: LiveValue<readonly StoredEntry[]> = lazily(() => this.outbox.entries);
  readonly entityOf: (name: string) => Entity | undefined;
  readonly host: Host;
  readonly #adapter: Adapter;
  readonly #mode: 'none' | 'memory' | 'disk';
  readonly #connection: Connection;
  readonly #puller: Puller;
  readonly #pusher: Pusher;
  readonly #ready: Promise<void>;
  readonly #tabId: string = crypto.randomUUID();
  #cache: Cache = noCache();
  #disk: DiskHost | undefined;
  #storage: StorageError | undefined;
  #lockName = '';
  #tabs: Tabs | undefined;
  #leader = false;
  #seq = 0;
  readonly #heard = new Map<string, number>();
  /** Fulfilled when hints flow. */
  #hearing: Promise<void> = Promise.resolve();
  #describing: Promise<void> | undefined;
  #unsubscribe: (() => void) | undefined;
  #callOffPoll: (() => void) | undefined;
  readonly #deaf: () => void;
  #status: EngineStatus | undefined;
  #publishing = false;
  #closed = false;

  constructor(adapter: Adapter, mode: 'none' | 'memory' | 'disk', host: Host = browserHost) {
    this.#adapter = adapter;
    this.host = host;
    this.store = new Store(host);
    this.#mode = mode;
    this.entityOf = entityFinder(() => this.description.snapshot);
    this.outbox = new Outbox(this.store, this.entityOf, () => this.#publish());
    this.#connection = new Connection(adapter, host, () => this.#connectionChanged(), () => this.#resume());
    const context: SyncContext = {
      adapter, host, mode, store: this.store, connection: this.#connection, entityOf: this.entityOf,
      ready: () => this.#ready,
      cache: () => this.#cache,
      description: () => this.description.snapshot,
      leads: () => this.#leader,
      push: () => void (this.#leader && this.#pusher.kick()),
      tell: (message) => this.#tabs?.send(message),
      tellRows: (write) => this.#tabs?.send({ type: 'rows', write, leader: this.#tabId, seq: ++this.#seq }),
      mayBeKept: (change) => this.#disk?.mayBeKept(change) ?? true,
      storageFailed: this.#storageFailed,
      storageBroken: () => this.#storage !== undefined,
    };
    this.#puller = new Puller(context);
    this.reading = new Reading(context, this.#puller);
    this.writing = new Writing(context, this.outbox, this.#puller, this.reading);
    this.#pusher = new Pusher(context, this.outbox, this.reading, this.writing);
    this.#ready = this.#start();
    this.#deaf = host.onOnline(() => this.retry());
  }

  // ---- start -------------------------------------------------------------------------------------------------------

  async #start(): Promise<void> {
    const described = this.#describe();
    if (this.#mode === 'disk') await this.#openDisk(described);
    if (this.#closed) return;
    if (this.#disk && !this.#storage) {
      const tabs = await this.#disk.joinTabs(this.#lockName, { receive: (message) => this.#receive(message), lead: () => void this.#lead() });
      if (this.#closed) tabs.close();
      else this.#tabs = tabs;
    } else void this.#lead();
    await this.#hearing;
  }

  async #openDisk(described: Promise<unknown>): Promise<void> {
    try {
      this.#disk = await this.host.disk();
      const identity = await this.#identity(described, this.#disk);
      this.#cache = await this.#disk.openCache(this.#adapter.source, identity, this.#storageFailed);
      this.#lockName = `vinculo:${this.#adapter.source}:${identity}`;
      this.#disk.rememberIdentity(this.#adapter.source, identity);
      for (const { table, from, to } of await this.#cache.loadAliases()) this.store.alias(table, from, to);
      this.outbox.put(await this.#cache.loadOutbox());
    } catch (error) {
      this.#cache = noCache();
      this.#storageFailed(error);
    }
  }

  /** Whose cache to open. Offline nobody can say, and it is the one who was here last; a sign-in that was refused opens none. */
  async #identity(described: Promise<unknown>, disk: DiskHost): Promise<string> {
    try {
      if (this.#adapter.identity) return await this.#adapter.identity();
    } catch (error) {
      if (!(error instanceof OfflineError)) throw error;
    }
    await described;
    const d = this.description.snapshot;
    if (d) return `${d.tenant}/${d.user.id ?? d.user.role}`;
    const last = this.#connection.state === 'offline' ? disk.lastIdentity(this.#adapter.source) : null;
    if (last) return last;
    throw new StorageError('The disk cache is not in use: it is opened per user, and nobody could say who is signed in. Sign in, then reload.');
  }

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
    this.#adapter.attach?.({
      rows: async (table) => {
        const rows: AnyRow[] = [];
        await this.#cache.loadTable(table, (some) => void rows.push(...some));
        return rows;
      },
    });
    if (this.#adapter.subscribe && this.#adapter.capabilities.live) {
      this.#hearing = this.#listen(this.#adapter.subscribe.bind(this.#adapter));
    } else {
      this.#poll();
    }
    await this.#catchUp();
    // What the last leader was sending may have arrived: with idempotency it is sent again, else a person decides.
    const sending = this.outbox.entries.filter((e) => e.state === 'sending');
    await this.writing.changed(sending.map((e): StoredEntry => this.#adapter.capabilities.idempotency
      ? { ...e, state: 'waiting' }
      : { ...e, state: 'unknown', reason: { code: 'outcome_unknown', message: 'The page ended while this was being sent; it may have arrived. Look before you send it again.', problems: [] } }));
    this.#publish();
    await this.#hearing;
    for (const table of this.reading.wanted) void this.#puller.pull(table);
    void this.#pusher.kick();
  }

  #poll(): void {
    this.#callOffPoll = this.host.after(pollEvery, () => {
      this.#hinted({});
      this.#poll();
    });
  }

  /** The last leader may have ended between writing to disk and telling: what is on disk counts. */
  async #catchUp(): Promise<void> {
    if (this.#mode !== 'disk' || this.#storage) return;
    try {
      await this.#cache.takeLead();
      for (const { table, from, to } of await this.#cache.loadAliases()) this.store.alias(table, from, to);
      const kept = await this.#cache.loadOutbox();
      const keys = new Set(kept.map((e) => keyOf(e.change)));
      this.outbox.drop(this.outbox.entries.filter((e) => isKept(e) && !keys.has(keyOf(e.change))).map((e) => keyOf(e.change)));
      this.outbox.put(kept.filter((e) => !this.outbox.find(keyOf(e.change))));
    } catch (error) {
      this.#storageFailed(error);
    }
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
        callOff();
        resolve();
      };
      const callOff = this.host.after(longestHearing, goOn);
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
    this.reading.hint(tables);
  }

  retry(): void {
    this.#connection.retry();
    if (this.#leader) void this.#pusher.kick({ now: true });
    else this.#tabs?.send({ type: 'retry' });
  }

  /** Status and outbox are made when somebody looks, and what changed in one go is told once. */
  #publish(): void {
    this.#status = undefined;
    if (this.#publishing) return;
    this.#publishing = true;
    queueMicrotask(() => {
      this.#publishing = false;
      this.entries.tell();
      this.status.tell();
    });
  }

  #readStatus(): EngineStatus {
    const { state, error, syncedAt } = this.#connection;
    return {
      connection: state, ...(error ? { error } : {}), waiting: this.outbox.waiting, parked: this.outbox.parked,
      ...(syncedAt ? { syncedAt } : {}), ...(this.#storage ? { storage: this.#storage } : {}), leader: this.#leader,
    };
  }

  readonly #storageFailed = (error: unknown): void => {
    if (this.#closed) return;
    this.#storage = error instanceof StorageError ? error : new StorageError(`The browser's storage is not in use: ${String(error)}`, error);
    this.#publish();
  };

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

  // ---- the other tabs ----------------------------------------------------------------------------------------------

  #receive(message: TabMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'entries':
        this.outbox.put(message.entries);
        for (const entry of message.entries) this.writing.answerParked(entry);
        if (this.#leader) void this.#pusher.kick();
        break;
      case 'dropped':
        this.outbox.drop(message.keys);
        break;
      case 'confirmed':
        this.writing.applyConfirmed(message);
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

  /** @throws UnsyncedChangesError when it is to wipe, and changes wait that are not to be lost */
  async close(wipe: boolean | 'discard'): Promise<void> {
    if (this.#closed) return;
    if (wipe === true) {
      // What waits on disk is known only when it was read.
      await this.#ready.catch(() => {});
      const unsynced = this.outbox.entries.length;
      if (unsynced > 0) throw new UnsyncedChangesError(unsynced);
    }
    this.#closed = true;
    this.#deaf();
    this.#unsubscribe?.();
    this.#callOffPoll?.();
    this.#connection.close();
    this.writing.close();
    // Calls were cut short just now; what they still do with cache and tabs comes first. A token that never comes holds up nothing.
    await Promise.race([this.#ready.catch(() => {}), new Promise<void>((resolve) => void this.host.after(1000, resolve))]);
    await Promise.all([this.#pusher.close(), this.#puller.close()]);
    this.#tabs?.close();
    this.#tabs = undefined;
    if (wipe) await this.#cache.destroy();
    else await this.#cache.close();
    this.store.clear();
  }
}

/** A live value that is made of others when somebody looks. */
function lazily<T>(read: () => T): LiveValue<T> {
  return new LiveValue<T>({ read, start: () => () => {}, pending: () => false, partial: () => false, failure: () => undefined });
}
