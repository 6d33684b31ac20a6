import type { Cache } from '../cache/cache.ts';
import type { DiskHost } from '../cache/disk-host.ts';
import { StorageError, type StorageFault } from '../errors.ts';
import type { AnyRow, Description } from '../schema/index.ts';
import type { LiveValue } from '../store/live.ts';
import { catchUp, readAgain } from './catch-up.ts';
import { whoseCache } from './identity.ts';
import { refill } from './refill.ts';
import type { SyncParts } from './sync-context.ts';
import { hearTab } from './tab-news.ts';
import type { TabMessage, Tabs } from './tabs.ts';

/** Faults after which the disk is used on. */
const passing: ReadonlySet<string> = new Set<StorageFault>(['emptied', 'not_persistent']);

const hour = 3_600_000;

/** A tab that ended between writing a change to disk and telling of it left it there for the leader to find. It looks this often, in milliseconds. */
const lookEvery = 30_000;

const endedWhileSending = 'The page ended while this was being sent; it may have arrived. Look before you send it again.';

/** Messages that are not about what the parts hold. */
export type TabCall = Extract<TabMessage, { type: 'hint' | 'connection' | 'retry' | 'revoked' }>;

/** What the engine does where several tabs are there. */
export interface SharedDiskEvents {
  lead(): Promise<void>;
  /** Another tab leads. */
  lost(): void;
  hear(call: TabCall): void;
  /** What the status says of the storage changed. */
  changed(): void;
}

/** The disk that the tabs of one browser share, and the lead among them. */
export class SharedDisk {
  /** What happened to the storage. */
  fault: StorageError | undefined;
  /** What is kept is not to be shown yet. */
  accessCheckDue = false;
  cache: Cache | undefined;
  tabs: Tabs | undefined;
  readonly #parts: SyncParts;
  readonly #host: DiskHost;
  readonly #events: SharedDiskEvents;
  /** This page is taking the lead, or has taken it. */
  #becoming: Promise<void> | undefined;
  /** What is on its way to disk and to be told then. */
  #told: Promise<undefined> = Promise.resolve(undefined);
  #callOffLook: (() => void) | undefined;
  #refilling = false;
  #closed = false;

  constructor(parts: SyncParts, host: DiskHost, events: SharedDiskEvents) {
    this.#parts = parts;
    this.#host = host;
    this.#events = events;
  }

  /** @param said fulfilled when the backend said what it is, or why it says nothing */
  async open(description: LiveValue<Description | undefined>, said: Promise<Description | 'offline' | 'refused'>): Promise<void> {
    const { adapter } = this.#parts.context;
    const { source } = adapter;
    try {
      const identity = await whoseCache(adapter, this.#host, said);
      this.cache = await this.#host.openCache(source, identity, this.failed);
      this.#host.rememberIdentity(source, identity);
      // Such an adapter has no other copy of its data.
      if (adapter.attach) void this.#host.persist().then((refused) => refused && this.failed(refused));
      // Before the disk is read, so that nothing falls in between.
      this.tabs = this.#host.joinTabs(`vinculo:${source}:${identity}`, this.#parts.context.host, {
        receive: (message) => this.#receive(message),
        missed: () => void readAgain(this.#parts),
        outdated: () => this.#outdated(),
        lead: () => void (this.#becoming = this.#events.lead()),
        lost: () => {
          this.#callOffLook?.();
          this.#events.lost();
        },
      });
      await this.#admit(description, identity);
      await catchUp(this.#parts);
    } catch (error) {
      this.cache = undefined;
      this.failed(error);
    }
    if (this.#closed) this.tabs?.close();
  }

  /** Fulfilled when it is known who leads. */
  async elect(): Promise<void> {
    if (!this.tabs) return this.#events.lead();
    await this.tabs.start();
    await this.#becoming;
  }

  /** What was kept is shown while the last look at the rights is not too long ago; after that when the backend was asked. A clock that was set back counts as too long. */
  async #admit(description: LiveValue<Description | undefined>, identity: string): Promise<void> {
    const { adapter: { source }, host } = this.#parts.context;
    const keep = (d: Description | undefined): void => {
      if (d) this.#host.rememberCheck(source, identity, d.offlineHours === undefined ? null : { at: host.now(), hours: d.offlineHours });
    };
    const check = this.#host.lastCheck(source, identity);
    const age = check ? host.now() - check.at : 0;
    const overdue = check !== null && (age > check.hours * hour || age < -hour);
    await new Promise<void>((admitted) => {
      description.subscribe((d) => {
        keep(d);
        admitted();
      });
      if (!overdue) return admitted();
      this.accessCheckDue = true;
      this.#events.changed();
    });
    this.accessCheckDue = false;
    this.#events.changed();
  }

  /** A newer version of this software runs in another tab: this one keeps nothing on disk any more, and does not lead while that one is there. */
  #outdated(): void {
    this.failed(new StorageError('A newer version of this page runs in another tab, so this one keeps nothing more for offline use. Reload it.', undefined, 'newer_schema'));
    if (this.#parts.context.leads()) this.tabs?.resign();
  }

  /** The disk is not in use although it was asked for. */
  get broken(): boolean {
    return this.fault !== undefined && !passing.has(this.fault.code);
  }

  /** Takes note that the disk failed, or that another tab took the lead. */
  readonly failed = (error: unknown): void => {
    if (this.#closed) return;
    if (error instanceof StorageError && error.code === 'fenced') {
      if (this.#parts.context.leads()) this.tabs?.resign();
      return;
    }
    const fault = error instanceof StorageError ? error : new StorageError(`The browser's storage is not in use: ${String(error)}`, error);
    if (fault.code === 'emptied') void this.#refill();
    // What ended the use of the disk stays the news, whatever follows from it.
    if (this.broken) return;
    this.fault = fault;
    if (this.broken) this.#parts.local.puller.fallBack();
    this.#events.changed();
  };

  async #refill(): Promise<void> {
    if (this.#refilling) return;
    this.#refilling = true;
    await refill(this.#parts);
    this.#refilling = false;
  }

  // ---- the lead ----------------------------------------------------------------------------------------------------

  /** @param pulls whether tables are looked at already that nobody brings now */
  async takeOver(pulls: boolean, isOver: () => boolean): Promise<void> {
    const { context, local, outbox, pusher } = this.#parts;
    if (!this.broken) {
      try {
        await context.cache().takeLead();
      } catch (error) {
        this.failed(error);
      }
      if (isOver()) return;
      await catchUp(this.#parts);
      if (isOver()) return;
      // An earlier time of leading may have ended between memory and disk.
      if (pulls) local.puller.rehydrate();
    }
    context.adapter.attach?.({
      rows: async (table) => {
        const rows: AnyRow[] = [];
        await context.cache().loadTable(table, (some) => void rows.push(...some));
        return rows;
      },
    });
    // What the last leader was sending may have arrived.
    await pusher.doubt(outbox.entries.filter((e) => e.state === 'sending'), endedWhileSending);
  }

  /** This page leads. */
  begin(): void {
    this.tabs?.send({ type: 'leads' });
    this.#look();
    void this.#parts.uploads.forgetOld();
  }

  #look(): void {
    this.#callOffLook = this.#parts.context.host.after(lookEvery, () => {
      void catchUp(this.#parts);
      this.#look();
    });
  }

  // ---- the other tabs ----------------------------------------------------------------------------------------------

  mayBeKept: DiskHost['mayBeKept'] = (change) => this.#host.mayBeKept(change);

  /** See SyncContext. */
  tellWhen(written: Promise<TabMessage | undefined>): void {
    this.#told = Promise.all([written, this.#told]).then(([message]) => {
      if (message) this.tabs?.send(message);
      return undefined;
    });
  }

  #receive(message: TabMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'hint':
      case 'connection':
      case 'retry':
      case 'revoked':
        this.#events.hear(message);
        break;
      default:
        hearTab(this.#parts, message);
    }
  }

  // ---- the end -----------------------------------------------------------------------------------------------------

  /** Access was revoked: what is kept goes. @param told another tab wipes the disk */
  async revoke(told: boolean): Promise<void> {
    if (!told) this.tabs?.send({ type: 'revoked' });
    this.#callOffLook?.();
    this.tabs?.close();
    this.tabs = undefined;
    const { cache } = this;
    this.cache = undefined;
    await (told ? cache?.close() : cache?.destroy())?.catch(this.failed);
  }

  /** Nothing is told or taken note of any more. */
  silence(): void {
    this.#closed = true;
    this.#callOffLook?.();
  }

  async close(wipe: boolean): Promise<void> {
    await this.#told;
    this.tabs?.close();
    this.tabs = undefined;
    await (wipe ? this.cache?.destroy() : this.cache?.close());
  }
}
