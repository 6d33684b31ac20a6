import type { Adapter, Hint } from '../adapter/index.ts';
import type { Cache, StoredEntry } from '../cache/cache.ts';
import { AuthError, StorageError, UnsyncedChangesError } from '../errors.ts';
import { type Change, type CommandName, type Description, type Entity, newId, type Where } from '../schema/index.ts';
import { LiveCell, type LiveValue } from '../store/live.ts';
import { Store } from '../store/store.ts';
import type { Author } from './authors.ts';
import { keyOf } from './entry-key.ts';
import { Connection } from './connection.ts';
import { entityFinder } from './description-entities.ts';
import { diskParts, notInUse } from './disk-parts.ts';
import { EarlyWrites } from './early-writes.ts';
import { type EngineStatus, lazily } from './engine-status.ts';
import { browserHost, type Host } from './host.ts';
import { Leading } from './leading.ts';
import type { LocalReading } from './local-reading.ts';
import { Part } from './part.ts';
import { Reading } from './reading.ts';
import type { SharedDisk, TabCall } from './shared-disk.ts';
import type { Overwrite, SyncContext } from './sync-context.ts';
import type { WriteSide } from './write-side.ts';

/** Nobody reads more of what others had written: the oldest go. */
const mostNotices = 200;
/** Who signs out waits no longer for what is on disk, in milliseconds. */
const longestReading = 10_000;

/**
 * Keeps store, cache and backend in step. What a page needs before its first record is here; the rest comes by import(), each part as soon as it may be needed.
 *
 * Each part says what was loaded before it (`export { clientOver as Before }`): bundlers cut what several parts share into a file for every combination of them,
 * unless all of them build on the same. It saves a page seven files, and three KB of its first 36.
 */
export class Engine {
  readonly store: Store;
  readonly reading: Reading;
  readonly description: LiveCell<Description | undefined> = new LiveCell<Description | undefined>(undefined, (d) => d === undefined);
  readonly status: LiveValue<EngineStatus> = lazily(() => (this.#status ??= this.#readStatus()));
  readonly entries: LiveValue<readonly StoredEntry[]> = lazily(() => (this.writes?.outbox ?? this.early).entries);
  /** Own edits that covered values their authors had not seen. */
  readonly overwrites: LiveCell<readonly Overwrite[]> = new LiveCell<readonly Overwrite[]>([]);
  readonly entityOf: (name: string) => Entity | undefined;
  /** Is told each hint, from the backend or from the leading tab. */
  onHint: ((tables: readonly string[] | undefined, presence: readonly string[] | undefined) => void) | undefined;
  readonly host: Host;
  /** What is written before what takes it is here. */
  readonly early: EarlyWrites;
  readonly local: Part<LocalReading>;
  readonly aggregates: Part<typeof import('../store/live-groups.ts')>;
  readonly #write: Part<WriteSide>;
  readonly #parts: Part<unknown>[];
  readonly #adapter: Adapter;
  readonly #connection: Connection;
  readonly #context: SyncContext;
  readonly #leading: Leading;
  readonly #opened: Promise<void>;
  readonly #ready: Promise<void>;
  /** Stands in where nothing is kept beyond the page. */
  #noCache: Cache | undefined;
  #disk: SharedDisk | undefined;
  /** Why the disk was not even tried. */
  #noDisk: StorageError | undefined;
  #describing: Promise<void> | undefined;
  /** When the backend last said what this sign-in may do, in milliseconds. */
  #describedAt: number | undefined;
  /** It is known who leads. */
  #started = false;
  /** Access was revoked, and so many changes were lost. */
  #lost: number | undefined;
  readonly #deaf: () => void;
  #status: EngineStatus | undefined;
  #publishing = false;
  #closed = false;

  constructor(adapter: Adapter, mode: 'none' | 'memory' | 'disk', host: Host = browserHost, scopes: ReadonlyMap<string, Where> = new Map()) {
    this.#adapter = adapter;
    this.host = host;
    this.store = new Store(host);
    this.entityOf = entityFinder(() => this.description.snapshot);
    this.early = new EarlyWrites(this.store, this.entityOf, () => this.#publish());
    this.#connection = new Connection(adapter, host, () => this.#connectionChanged(), () => this.#resume());
    this.description.endWith(this.closed);
    this.#context = {
      // Without a backend what is held is all there is.
      adapter, host, mode, scopes: adapter.attach ? new Map() : scopes, store: this.store, connection: this.#connection, entityOf: this.entityOf,
      opened: () => this.#opened,
      ready: () => this.#ready,
      // Whoever asks brought it.
      cache: () => this.#disk?.cache ?? this.#noCache!,
      description: () => this.description.snapshot,
      leads: () => this.#leading.leads,
      push: () => this.#push(),
      rewind: (table) => this.local.value?.puller.rewind(table),
      gathers: (table) => this.local.value?.puller.gathers(table) ?? false,
      tell: (message) => this.#disk?.tell(message),
      tellWhen: (written) => this.#disk?.tellWhen(written),
      kept: (write) => this.local.value?.scopes.kept(write) ?? write,
      mayBeKept: (change) => this.#disk?.mayBeKept(change) ?? true,
      overwrote: (overwrite) => this.overwrites.set([...this.overwrites.snapshot, overwrite].slice(-mostNotices)),
      park: async (entries) => (await this.#write.load()).writing.park(entries),
      storageFailed: (error) => this.#disk?.failed(error),
      storageBroken: () => this.#noDisk !== undefined || this.#disk?.broken === true,
    };
    const part = <M, T>(load: () => Promise<M>, make: (module: M) => T): Part<T> => new Part(host, async () => make(await load()), () => this.#partChanged());
    this.local = part(host.parts.localReading, (m) => {
      this.#noCache ??= m.noCache();
      return new m.LocalReading(this.#context, this.reading);
    });
    this.#write = part(host.parts.writeSide, (m) => {
      this.#noCache ??= m.noCache();
      return m.writeSide(this.#context, this.reading, () => this.#publish());
    });
    this.aggregates = part(host.parts.liveGroups, (m) => m);
    this.#parts = [this.#write, this.local, this.aggregates];
    this.reading = new Reading(this.#context, this.local);
    this.#leading = new Leading(this.#context, (hint) => this.#hinted(hint));
    const described = this.#describe();
    void this.#write.load();
    if (this.reading.keepsTables) void this.local.load();
    this.#opened = mode === 'disk' ? this.#openDisk(described) : Promise.resolve();
    this.#ready = this.#start();
    this.#deaf = host.onOnline(() => this.retry());
  }

  /** A part that no reading or writing waits for, loaded when somebody asks for it. The status does not name it. */
  later<T>(bring: () => Promise<T>): Part<T> {
    const part = new Part(this.host, bring, () => {});
    this.#parts.push(part);
    return part;
  }

  /** What keeps and sends changes, once it was loaded. */
  get writes(): WriteSide | undefined {
    return this.#write.value;
  }

  /** Ends when the client is closed, with a ClosedError. */
  get closed(): AbortSignal {
    return this.#connection.closed;
  }

  /** The parts, for whoever looks things up or debugs: to look at, not to touch. */
  get inside(): { readonly context: SyncContext; readonly disk: SharedDisk | undefined; readonly describedAt: number | undefined } {
    return { context: this.#context, disk: this.#disk, describedAt: this.#describedAt };
  }

  // ---- start -------------------------------------------------------------------------------------------------------

  async #start(): Promise<void> {
    await this.#opened;
    if (this.#closed) return;
    await (this.#disk?.elect() ?? this.#lead());
    this.#started = true;
  }

  /** What is on disk concerns all parts, so it waits for them. */
  async #openDisk(described: Promise<void>): Promise<void> {
    const said = described.then(() => this.description.snapshot ?? (this.#connection.state === 'offline' ? 'offline' : 'refused'));
    try {
      const [[host, { SharedDisk }], writes, local] = await Promise.all([diskParts(this.host), this.#write.load(), this.local.load()]);
      const disk = new SharedDisk({ context: this.#context, local, ...writes }, host, {
        lead: () => this.#lead(),
        lost: () => {
          this.#leading.end();
          this.#leadChanged();
        },
        hear: (call) => this.#hear(call),
        changed: () => this.#publish(),
      }, this.later(this.host.parts.tabNews));
      this.#disk = disk;
      if (this.#closed) disk.silence();
      if (this.#lost !== undefined) void disk.revoke(false, new Set());
      await disk.open(this.description, said);
    } catch (error) {
      this.#noDisk = notInUse(error);
      this.#publish();
    }
  }

  async #lead(): Promise<void> {
    if (this.#closed || this.#lost !== undefined) return;
    const pulls = this.#started;
    const leads = await this.#leading.lead(async (isOver) => {
      if (this.#disk) await this.#disk.takeOver(pulls, isOver);
      else this.#adapter.attach?.({ rows: () => Promise.resolve([]) });
    });
    if (leads) {
      this.#disk?.begin();
      const local = this.local.value;
      if (pulls && local) for (const table of local.wanted) void local.puller.pull(table);
      // Nobody passed hints on since the last leader ended.
      if (pulls) this.reading.hint(undefined);
      this.#push();
    }
    this.#leadChanged();
  }

  #leadChanged(): void {
    this.#publish();
    // What is shown is trusted for other reasons now.
    this.store.standing();
  }

  /** A part came, or could not be loaded. What is written from now on must not overtake what was written before. */
  #partChanged(): void {
    if (this.writes && this.#lost !== undefined) this.writes.end();
    else if (this.writes) {
      this.early.handOver(this.writes.writing);
      this.#push();
    }
    this.#publish();
    this.store.standing();
  }

  #describe(): Promise<void> {
    return (this.#describing ??= this.#describeAnew().finally(() => (this.#describing = undefined)));
  }

  async #describeAnew(): Promise<void> {
    try {
      const description = await this.#connection.call('describe', (signal) => this.#adapter.describe(signal));
      this.#describedAt = this.host.now();
      if (description.hash !== this.description.snapshot?.hash) {
        if (this.description.snapshot) this.#dropWindows();
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
    if (this.#connection.state !== 'online') for (const table of this.local.value?.puller.tables ?? []) table.fresh = false;
    if (this.#leading.leads) this.#context.tell({ type: 'connection' });
    this.#publish();
    this.store.standing();
  }

  /** The backend answers again. */
  #resume(): void {
    // What this sign-in may do can have changed while nobody told.
    void this.#describe();
    this.#hinted({});
    this.#push();
  }

  #hinted({ tables, access, presence }: Hint): void {
    if (access) {
      this.#dropWindows();
      void this.#describe();
    }
    if (this.#leading.leads) this.#context.tell({ type: 'hint', tables, access: access ?? false, ...(presence ? { presence } : {}) });
    this.#spread(tables, presence);
  }

  /** What is kept of answers may be seen no more. */
  #dropWindows(): void {
    this.#disk?.cache?.dropWindows().catch(this.#context.storageFailed);
  }

  /** Whoever holds rows of these tables looks again. */
  #spread(tables: readonly string[] | undefined, presence: readonly string[] | undefined): void {
    this.onHint?.(tables, presence);
    if (this.#leading.leads) this.local.value?.look(tables);
    this.reading.hint(tables);
  }

  retry(): void {
    this.#connection.retry();
    for (const part of this.#parts) part.retry();
    this.reading.retry();
    if (!this.#leading.leads) return this.#context.tell({ type: 'retry' });
    this.local.value?.puller.retry();
    this.writes?.push({ now: true });
  }

  #push(): void {
    if (this.#leading.leads) this.writes?.push();
  }

  #hear(call: TabCall): void {
    switch (call.type) {
      case 'hint':
        if (call.access) void this.#describe();
        this.#spread(call.tables, call.presence);
        break;
      case 'connection':
        this.#connection.probe();
        break;
      case 'retry':
        if (this.#leading.leads) this.retry();
        break;
      case 'revoked':
        void this.#revoke(true);
    }
  }

  /** What keeps and sends changes, as soon as it is here. */
  loadWrites(): Promise<WriteSide> {
    return this.#write.load();
  }

  /** Runs a command, which finds what was written before as far as that can be sent. The adapter offers it. */
  async run(command: CommandName, input: unknown): Promise<unknown> {
    await this.#ready;
    await (await this.#write.load()).flush(this.status);
    const output = await this.#connection.call('run', (signal) => this.#adapter.run!(command, input, newId(), signal));
    // Everything may have changed.
    this.#hinted({});
    return output;
  }

  // ---- what is written -----------------------------------------------------------------------------------------------

  enqueue(authors: readonly Author[]): void {
    (this.writes?.writing ?? this.early).enqueue(authors);
  }

  entry(change: Change): StoredEntry | undefined {
    return (this.writes?.outbox ?? this.early).find(keyOf(change));
  }

  /** See Writing.discard. */
  discard(change: Change): Promise<boolean> {
    return (this.writes?.writing ?? this.early).discard(keyOf(change));
  }

  // ---- the status ----------------------------------------------------------------------------------------------------

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
    const { state, syncedAt } = this.#connection;
    const error = this.#connection.error ?? this.writes?.pusher.fault;
    const outbox = this.writes?.outbox;
    const storage = this.#noDisk ?? this.#disk?.fault;
    const notLoaded = this.#write.error ?? this.local.error ?? this.aggregates.error;
    return {
      connection: state, ...(error ? { error } : {}), waiting: outbox?.waiting ?? this.early.waiting, parked: outbox?.parked ?? 0,
      ...(syncedAt ? { syncedAt } : {}), ...(storage ? { storage } : {}), ...(notLoaded ? { notLoaded } : {}),
      ...(this.#disk?.accessCheckDue ? { accessCheckDue: true as const } : {}), ...(this.#lost === undefined ? {} : { lost: this.#lost + (this.#disk?.lost ?? 0) }), leader: this.#leading.leads,
    };
  }

  /** Changes and files that no server has. */
  get #unsynced(): number {
    return this.writes?.unsynced() ?? this.early.entries.length;
  }

  // ---- the end -----------------------------------------------------------------------------------------------------

  /** This sign-in may hold nothing any more. @param told another tab wipes the disk */
  async #revoke(told: boolean): Promise<void> {
    if (this.#lost !== undefined || this.#closed) return;
    this.#lost = this.#unsynced;
    const known = new Set(this.entries.snapshot.map((e) => keyOf(e.change)));
    this.#leading.end();
    if (told) this.#connection.failed(new AuthError('Access was revoked.', undefined, 'revoked'));
    this.#connection.close();
    this.early.close();
    this.writes?.end();
    this.store.end();
    this.#publish();
    await this.#disk?.revoke(told, known);
  }

  /** Whether all that is on disk was read within so many milliseconds. A network that hangs never brings what reads it. */
  #readWithin(ms: number): Promise<boolean> {
    return new Promise((known) => {
      const callOff = this.host.after(ms, () => known(false));
      void this.#ready.catch(() => {}).finally(() => {
        callOff();
        known(true);
      });
    });
  }

  /**
   * @throws UnsyncedChangesError when it is to wipe, and changes wait that are not to be lost
   * @throws StorageError when it is to wipe, and what is on disk cannot be reached
   */
  async close(wipe: boolean | 'discard'): Promise<void> {
    if (this.#closed) return;
    // What waits on disk is known only when it was read, and deleted by a part that has to be here.
    const lacks = (): boolean => this.#context.mode === 'disk' && (wipe === true || (!this.#disk && !this.#noDisk));
    if (wipe !== false && (wipe === true || lacks()) && !(await this.#readWithin(longestReading)) && lacks()) throw new StorageError('What is kept here could not be read in time, so nothing was deleted. Try again.');
    if (wipe === true) {
      // As the status counts: a batch is one change.
      const count = this.writes ? this.writes.outbox.waiting + this.writes.outbox.parked + this.writes.uploads.count : this.early.waiting;
      if (count > 0) throw new UnsyncedChangesError(count);
    }
    this.local.value?.leave();
    this.#closed = true;
    this.#deaf();
    this.#leading.end();
    this.#disk?.silence();
    this.#connection.close();
    this.writes?.writing.close();
    // Calls were cut short just now; what they still do with cache and tabs comes first. A token that never comes holds up nothing.
    await this.#readWithin(1000);
    for (const part of this.#parts) part.close();
    this.early.close();
    this.writes?.writing.close();
    await Promise.all([this.writes?.pusher.close(), this.local.value?.puller.close(), this.writes?.uploads.close()]);
    await this.#disk?.close(wipe !== false);
    if (wipe !== false) this.writes?.end();
    this.store.end();
    this.#publish();
  }
}
