import type { Adapter, Hint } from '../adapter/index.ts';
import type { Cache, StoredEntry } from '../cache/cache.ts';
import type { DiskHost } from '../cache/disk-host.ts';
import { AuthError, StorageError, type StorageFault, UnsyncedChangesError, type VinculoError } from '../errors.ts';
import type { AnyRow, Description, Entity } from '../schema/index.ts';
import { LiveCell, LiveValue } from '../store/live.ts';
import { Store } from '../store/store.ts';
import { catchUp, readAgain } from './catch-up.ts';
import { Connection } from './connection.ts';
import { entityFinder } from './description-entities.ts';
import { browserHost, type Host } from './host.ts';
import { whoseCache } from './identity.ts';
import { Leading } from './leading.ts';
import { noCache } from './no-cache.ts';
import { isKept, keyOf, Outbox } from './outbox.ts';
import { Puller } from './puller.ts';
import { Pusher } from './pusher.ts';
import { Reading } from './reading.ts';
import { refill } from './refill.ts';
import type { SyncContext, SyncParts } from './sync-context.ts';
import { hearTab } from './tab-news.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import { Uploads } from './uploads.ts';
import { Writing } from './writing.ts';

/** Faults after which the disk is used on. */
const passing: ReadonlySet<string> = new Set<StorageFault>(['emptied', 'not_persistent']);

export interface EngineStatus {
  readonly connection: Connection['state'];
  readonly error?: VinculoError;
  readonly waiting: number;
  readonly parked: number;
  readonly syncedAt?: string;
  readonly storage?: VinculoError;
  readonly accessCheckDue?: true;
  readonly lost?: number;
  readonly leader: boolean;
}

const hour = 3_600_000;

/** Keeps store, cache and backend in step: opens the cache, learns who leads, listens to hints, and hears the other tabs. */
export class Engine {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly reading: Reading;
  readonly writing: Writing;
  readonly uploads: Uploads;
  readonly description: LiveCell<Description | undefined> = new LiveCell<Description | undefined>(undefined, (d) => d === undefined);
  readonly status: LiveValue<EngineStatus> = lazily(() => (this.#status ??= this.#readStatus()));
  readonly entries: LiveValue<readonly StoredEntry[]> = lazily(() => this.outbox.entries);
  readonly entityOf: (name: string) => Entity | undefined;
  readonly host: Host;
  readonly #adapter: Adapter;
  readonly #connection: Connection;
  readonly #puller: Puller;
  readonly #pusher: Pusher;
  readonly #opened: Promise<void>;
  readonly #ready: Promise<void>;
  #cache: Cache = noCache();
  #disk: DiskHost | undefined;
  #storage: StorageError | undefined;
  #tabs: Tabs | undefined;
  readonly #parts: SyncParts;
  readonly #leading: Leading;
  #describing: Promise<void> | undefined;
  #refilling = false;
  /** When the backend last said what this sign-in may do, in milliseconds. */
  #describedAt: number | undefined;
  /** What is on its way to disk and to be told then. */
  #told: Promise<undefined> = Promise.resolve(undefined);
  /** This page is taking the lead, or has taken it. */
  #becoming: Promise<void> | undefined;
  /** It is known who leads. */
  #started = false;
  /** What is kept is not to be shown yet. */
  #accessCheckDue = false;
  /** Access was revoked, and so many changes were lost. */
  #lost: number | undefined;
  readonly #deaf: () => void;
  #status: EngineStatus | undefined;
  #publishing = false;
  #closed = false;

  constructor(adapter: Adapter, mode: 'none' | 'memory' | 'disk', host: Host = browserHost) {
    this.#adapter = adapter;
    this.host = host;
    this.store = new Store(host);
    this.entityOf = entityFinder(() => this.description.snapshot);
    this.outbox = new Outbox(this.store, this.entityOf, () => this.#outboxChanged());
    this.#connection = new Connection(adapter, host, () => this.#connectionChanged(), () => this.#resume());
    const context: SyncContext = {
      adapter, host, mode, store: this.store, connection: this.#connection, entityOf: this.entityOf,
      opened: () => this.#opened,
      ready: () => this.#ready,
      cache: () => this.#cache,
      description: () => this.description.snapshot,
      leads: () => this.#leading.leads,
      push: () => this.#push(),
      tell: (message) => this.#tabs?.send(message),
      tellWhen: (written) => {
        this.#told = Promise.all([written, this.#told]).then(([message]) => {
          if (message) this.#tabs?.send(message);
          return undefined;
        });
      },
      mayBeKept: (change) => this.#disk?.mayBeKept(change) ?? true,
      storageFailed: this.#storageFailed,
      storageBroken: () => this.#storage !== undefined && !passing.has(this.#storage.code),
    };
    this.#puller = new Puller(context);
    this.reading = new Reading(context, this.#puller);
    this.writing = new Writing(context, this.outbox, this.#puller, this.reading);
    this.uploads = new Uploads(context, this.outbox, this.writing);
    this.#pusher = new Pusher(context, this.outbox, this.reading, this.writing);
    this.#parts = { context, outbox: this.outbox, reading: this.reading, writing: this.writing, puller: this.#puller, pusher: this.#pusher, uploads: this.uploads };
    this.#leading = new Leading(this.#parts, (hint) => this.#hinted(hint));
    const described = this.#describe();
    this.#opened = mode === 'disk' ? this.#openDisk(described) : Promise.resolve();
    this.#ready = this.#start();
    this.#deaf = host.onOnline(() => this.retry());
  }

  /** The parts, for whoever debugs: to look at, not to touch. */
  get inside(): SyncParts & { readonly tabs: Tabs | undefined; readonly describedAt: number | undefined; readonly isKept: (entry: StoredEntry) => boolean } {
    return { ...this.#parts, tabs: this.#tabs, describedAt: this.#describedAt, isKept };
  }

  // ---- start -------------------------------------------------------------------------------------------------------

  async #start(): Promise<void> {
    await this.#opened;
    if (this.#closed) return;
    if (this.#tabs) await this.#tabs.start().then(() => this.#becoming);
    else await this.#lead();
    this.#started = true;
  }

  async #openDisk(described: Promise<void>): Promise<void> {
    const { source } = this.#adapter;
    try {
      this.#disk = await this.host.disk();
      const said = described.then(() => this.description.snapshot ?? (this.#connection.state === 'offline' ? 'offline' : 'refused'));
      const identity = await whoseCache(this.#adapter, this.#disk, said);
      this.#cache = await this.#disk.openCache(source, identity, this.#storageFailed);
      this.#disk.rememberIdentity(source, identity);
      // Such an adapter has no other copy of its data.
      if (this.#adapter.attach) void this.#disk.persist().then((refused) => refused && this.#storageFailed(refused));
      // Before the disk is read, so that nothing falls in between.
      this.#tabs = this.#disk.joinTabs(`vinculo:${source}:${identity}`, {
        receive: (message) => this.#receive(message),
        missed: () => void readAgain(this.#parts),
        outdated: () => this.#outdated(),
        lead: () => void (this.#becoming = this.#lead()),
        lost: () => {
          this.#leading.end();
          this.#leadChanged();
        },
      });
      await this.#admit(this.#disk, identity);
      await catchUp(this.#parts);
    } catch (error) {
      this.#cache = noCache();
      this.#storageFailed(error);
    }
    if (this.#closed) this.#tabs?.close();
  }

  /** What was kept is shown while the last look at the rights is not too long ago; after that when the backend was asked. A clock that was set back counts as too long. */
  async #admit(disk: DiskHost, identity: string): Promise<void> {
    const { source } = this.#adapter;
    const keep = (d: Description | undefined): void => {
      if (d) disk.rememberCheck(source, identity, d.offlineHours === undefined ? null : { at: this.host.now(), hours: d.offlineHours });
    };
    const check = disk.lastCheck(source, identity);
    const age = check ? this.host.now() - check.at : 0;
    const overdue = check !== null && (age > check.hours * hour || age < -hour);
    await new Promise<void>((admitted) => {
      this.description.subscribe((d) => {
        keep(d);
        admitted();
      });
      if (!overdue) return admitted();
      this.#accessCheckDue = true;
      this.#publish();
    });
    this.#accessCheckDue = false;
    this.#publish();
  }

  /** A newer version of this software runs in another tab: this one keeps nothing on disk any more, and does not lead while that one is there. */
  #outdated(): void {
    this.#storageFailed(new StorageError('A newer version of this page runs in another tab, so this one keeps nothing more for offline use. Reload it.', undefined, 'newer_schema'));
    if (this.#leading.leads) this.#tabs?.resign();
  }

  /** This sign-in may hold nothing any more. @param told another tab wipes the disk */
  async #revoke(told: boolean): Promise<void> {
    if (this.#lost !== undefined || this.#closed) return;
    this.#lost = this.#unsynced;
    if (!told) this.#tabs?.send({ type: 'revoked' });
    this.#leading.end();
    this.writing.close();
    void this.uploads.close();
    this.outbox.drop(this.outbox.entries.map((e) => keyOf(e.change)));
    this.store.clear();
    this.#tabs?.close();
    this.#tabs = undefined;
    this.#publish();
    const cache = this.#cache;
    this.#cache = noCache();
    await (told ? cache.close() : cache.destroy()).catch(this.#storageFailed);
  }

  async #lead(): Promise<void> {
    if (this.#closed || this.#lost !== undefined) return;
    await this.#leading.lead(this.#started);
    this.#leadChanged();
  }

  #leadChanged(): void {
    this.#publish();
    // What is shown is trusted for other reasons now.
    this.store.standing();
  }

  #describe(): Promise<void> {
    return (this.#describing ??= this.#describeAnew().finally(() => (this.#describing = undefined)));
  }

  async #describeAnew(): Promise<void> {
    try {
      const description = await this.#connection.call((signal) => this.#adapter.describe(signal));
      this.#describedAt = this.host.now();
      if (description.hash !== this.description.snapshot?.hash) {
        this.description.set(description);
        this.store.standing();
      }
    } catch {
      // The connection took note of it and tries again; #resume then describes anew.
    }
  }

  // ---- the connection ----------------------------------------------------------------------------------------------

  #connectionChanged(): void {
    if (this.#connection.error instanceof AuthError && this.#connection.error.code === 'revoked') void this.#revoke(false);
    if (this.#connection.state !== 'online') for (const table of this.#puller.tables) table.fresh = false;
    if (this.#leading.leads) this.#tabs?.send({ type: 'connection' });
    this.#publish();
    this.store.standing();
  }

  /** The backend answers again. */
  #resume(): void {
    if (!this.description.snapshot) void this.#describe();
    this.#hinted({});
    this.#push();
  }

  #hinted({ tables, access }: Hint): void {
    if (access) void this.#describe();
    if (this.#leading.leads) this.#tabs?.send({ type: 'hint', tables, access: access ?? false });
    this.#spread(tables);
  }

  /** Whoever holds rows of these tables looks again. */
  #spread(tables: readonly string[] | undefined): void {
    if (this.#leading.leads) {
      for (const table of this.#puller.tables) if (!tables || tables.includes(table.entity.name)) void this.#puller.pull(table);
      // What an adapter without a backend writes beside a change (history, moves) is kept only if it is pulled.
      if (this.#adapter.attach) for (const e of (tables ?? []).map((name) => this.entityOf(name))) if (e) void this.#puller.pull(this.store.table(e));
    }
    this.reading.hint(tables);
  }

  retry(): void {
    this.#connection.retry();
    if (this.#leading.leads) {
      void this.#pusher.kick({ now: true });
      this.uploads.kick();
    } else this.#tabs?.send({ type: 'retry' });
  }

  #push(): void {
    if (!this.#leading.leads) return;
    void this.#pusher.kick();
    this.uploads.kick();
  }

  #outboxChanged(): void {
    this.uploads.look();
    this.#publish();
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
      ...(syncedAt ? { syncedAt } : {}), ...(this.#storage ? { storage: this.#storage } : {}),
      ...(this.#accessCheckDue ? { accessCheckDue: true as const } : {}), ...(this.#lost === undefined ? {} : { lost: this.#lost }), leader: this.#leading.leads,
    };
  }

  readonly #storageFailed = (error: unknown): void => {
    if (this.#closed) return;
    if (error instanceof StorageError && error.code === 'fenced') {
      if (this.#leading.leads) this.#tabs?.resign();
      return;
    }
    const fault = error instanceof StorageError ? error : new StorageError(`The browser's storage is not in use: ${String(error)}`, error);
    if (fault.code === 'emptied') void this.#refill();
    // What ended the use of the disk stays the news, whatever follows from it.
    if (this.#storage && !passing.has(this.#storage.code)) return;
    this.#storage = fault;
    if (!passing.has(fault.code)) this.#puller.fallBack();
    this.#publish();
  };

  async #refill(): Promise<void> {
    if (this.#refilling) return;
    this.#refilling = true;
    await refill(this.#parts);
    this.#refilling = false;
  }

  /** Runs something on the backend that is no row: a command. */
  async call<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    await this.#ready;
    return this.#connection.call(work);
  }

  /** Sends what can be sent, so that a command finds it. */
  async flush(): Promise<void> {
    await this.#ready;
    if (this.#leading.leads) await this.#pusher.kick();
  }

  /** Everything may have changed: a command ran. */
  refresh(): void {
    this.#hinted({});
  }

  /** Rows, by table, that the cache on disk holds and that may have a phone number with these last digits. */
  async phonesOnDisk(suffix: string): Promise<ReadonlyMap<string, readonly AnyRow[]>> {
    await this.#ready;
    try {
      const found = await this.#cache.phones(suffix);
      return new Map(await Promise.all([...found].map(async ([table, ids]) => [table, await this.#cache.get(table, [...new Set(ids)])] as const)));
    } catch (error) {
      this.#storageFailed(error);
      return new Map();
    }
  }

  // ---- the other tabs ----------------------------------------------------------------------------------------------

  #receive(message: TabMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'hint':
        if (message.access) void this.#describe();
        this.#spread(message.tables);
        break;
      case 'connection':
        this.#connection.probe();
        break;
      case 'retry':
        if (this.#leading.leads) this.retry();
        break;
      case 'revoked':
        void this.#revoke(true);
        break;
      default:
        hearTab(this.#parts, message);
    }
  }

  /** Changes and files that no server has. */
  get #unsynced(): number {
    return this.outbox.entries.length + this.uploads.count;
  }

  // ---- the end -----------------------------------------------------------------------------------------------------

  /** @throws UnsyncedChangesError when it is to wipe, and changes wait that are not to be lost */
  async close(wipe: boolean | 'discard'): Promise<void> {
    if (this.#closed) return;
    if (wipe === true) {
      // What waits on disk is known only when it was read.
      await this.#ready.catch(() => {});
      if (this.#unsynced > 0) throw new UnsyncedChangesError(this.#unsynced);
    }
    this.reading.leave();
    this.#closed = true;
    this.#deaf();
    this.#leading.end();
    this.#connection.close();
    this.writing.close();
    // Calls were cut short just now; what they still do with cache and tabs comes first. A token that never comes holds up nothing.
    await Promise.race([this.#ready.catch(() => {}), new Promise<void>((resolve) => void this.host.after(1000, resolve))]);
    await Promise.all([this.#pusher.close(), this.#puller.close(), this.uploads.close()]);
    await this.#told;
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
