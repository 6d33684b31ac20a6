import type { Cache } from '../cache/cache.ts';
import type { DiskHost } from '../cache/disk-host.ts';
import { StorageError, type StorageFault } from '../errors.ts';
import type { AnyRow, Description } from '../schema/index.ts';
import type { LiveValue } from '../store/live.ts';
import { catchUp, readAgain, takeIn } from './catch-up.ts';
import { notInUse, tried } from './disk-parts.ts';
import { whoseCache } from './identity.ts';
import type { Part } from './part.ts';
import type { SyncParts } from './sync-context.ts';
import type { TabMessage, Tabs } from './tabs.ts';

/** Faults after which the disk is used on. */
const passing: ReadonlySet<string> = new Set<StorageFault>(['emptied', 'not_persistent']);

const hour = 3_600_000;

/** A tab that ended between writing a change to disk and telling of it left it there for the leader to find. It looks this often, in milliseconds. */
const lookEvery = 30_000;

/** After news was missed, in milliseconds: what is missed together is asked for once. */
const askAgainAfter = 1000;

/** The page closes: nobody hears any more. */
const nothing = (): void => {};

/** Messages that are not about what the parts hold. */
export type TabCall = Extract<TabMessage, { type: 'hint' | 'connection' | 'retry' | 'revoked' }>;

/** A tab that led ended, or news did not come: the backend may have told of anything. */
const anyHint: TabCall = { type: 'hint', tables: undefined, access: true };

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
  /** Changes that stood on disk alone when access was revoked. */
  lost = 0;
  readonly #parts: SyncParts;
  readonly #host: DiskHost;
  readonly #events: SharedDiskEvents;
  readonly #news: Part<typeof import('./tab-news.ts')>;
  /** This page is taking the lead, or has taken it. */
  #becoming: Promise<void> | undefined;
  /** What is on its way to disk and to be told then. */
  #told: Promise<undefined> = Promise.resolve(undefined);
  #callOffLook: (() => void) | undefined;
  /** News came, or were missed, before what takes them in was here. */
  #unheard = false;
  #callOffAsking: (() => void) | undefined;
  /** The last database that was filled, or opened. */
  #filled: string | undefined;
  /** Access was revoked, and these changes are counted as lost already. */
  #counted: ReadonlySet<string> | undefined;
  /** There is no cache. */
  #unopened = false;
  #closed = false;

  /** @param news what takes in news of other tabs */
  constructor(parts: SyncParts, host: DiskHost, events: SharedDiskEvents, news: Part<typeof import('./tab-news.ts')>) {
    this.#parts = parts;
    this.#host = host;
    this.#events = events;
    this.#news = news;
  }

  /** @param said fulfilled when the backend said what it is, or why it says nothing */
  async open(description: LiveValue<Description | undefined>, said: Promise<Description | 'offline' | 'refused'>): Promise<void> {
    const { adapter, host } = this.#parts.context;
    const { source } = adapter;
    // Nothing that is shown waits for it. Without it nothing more is kept, as with any disk that fails.
    const writing = tried(host, host.parts.diskWriting);
    writing.catch(this.failed);
    this.#news.load().then(() => this.#unheard && !this.#closed && this.#missed(), nothing);
    try {
      const identity = await whoseCache(adapter, this.#host, said);
      const cache = await this.#host.openCache(source, identity, this.failed, writing);
      if (this.#counted) return await this.#wipe(cache, this.#counted);
      this.cache = cache;
      this.#filled = this.#parts.outbox.database = cache.database;
      if (!this.#closed) cache.remember();
      this.#host.rememberIdentity(source, identity);
      // Such an adapter has no other copy of its data.
      if (adapter.attach) void this.#host.persist().then((refused) => refused && this.failed(refused));
      // Before the disk is read, so that nothing falls in between.
      this.tabs = this.#host.joinTabs(`vinculo:${source}:${identity}`, host, {
        receive: (message, gap) => this.#receive(message, gap),
        missed: () => this.#missed(),
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
      // Also where nobody is told any more: what is written now must not pass for durable.
      this.#unopened = true;
    }
    if (this.#closed) this.tabs?.close();
  }

  /** News of another tab did not come. Beside what is on disk it may have told what pages alone hold, which is told anew. */
  #missed(): void {
    const { context, pusher } = this.#parts;
    pusher.wait(readAgain(this.#parts));
    this.#callOffAsking ??= context.host.after(askAgainAfter, () => {
      this.#callOffAsking = undefined;
      if (context.leads()) this.tabs?.send({ type: 'leads' });
      else {
        this.#unheard ||= !this.#news.value;
        this.#news.value?.tellOwn(this.#parts);
        this.#events.hear(anyHint);
      }
    });
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
    return this.#unopened || (this.fault !== undefined && !passing.has(this.fault.code));
  }

  /** Takes note that the disk failed, or that another tab took the lead. */
  readonly failed = (error: unknown): void => {
    if (this.#closed) return;
    if (error instanceof StorageError && error.code === 'fenced') {
      if (this.#parts.context.leads()) this.tabs?.resign();
      return;
    }
    const fault = notInUse(error);
    if (fault.code === 'emptied') void this.#refill();
    // What ended the use of the disk stays the news, whatever follows from it.
    if (this.broken) return;
    this.fault = fault;
    // Not by a page that says something else: at the next start it would be told to nobody.
    if (fault.code === 'emptied') this.cache?.remember();
    // Once only: where no other page is there this one leads on, without the disk.
    if (fault.code === 'newer_schema' && this.#parts.context.leads()) this.tabs?.resign();
    if (this.broken) this.#parts.local.puller.fallBack();
    this.#events.changed();
  };

  async #refill(): Promise<void> {
    const database = this.cache?.database;
    // All that failed with it says so, and at the opening nothing is held yet.
    if (database === undefined || database === this.#filled) return;
    this.#filled = database;
    const news = this.#news.value ?? (await this.#news.load().catch(nothing));
    const heard = await news?.refill(this.#parts);
    // Until now this page could not tell what other tabs wrote there, and what became of it, from what was to be put back.
    if (heard) await catchUp(this.#parts);
  }

  // ---- the lead ----------------------------------------------------------------------------------------------------

  /** @param pulls whether tables are looked at already that nobody brings now */
  async takeOver(pulls: boolean, isOver: () => boolean): Promise<void> {
    const { context, local } = this.#parts;
    if (!this.broken) {
      // What was refused while another tab led is lacking on the disk; a page that is on its way must not put its cursor there.
      local.puller.lookAgain();
      const take = (): Promise<unknown> => context.cache().takeLead();
      await take().catch((error: unknown) => {
        this.failed(error);
        // The lead is to be taken in the database that is there now.
        return error instanceof StorageError && error.code === 'emptied' ? take() : undefined;
      }).catch(this.failed);
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
  }

  /** This page leads. */
  begin(): void {
    const { outbox, pusher } = this.#parts;
    void pusher.inherit(outbox.entries);
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
  tell(message: TabMessage): void {
    this.tabs?.send(message.type === 'entries' ? { ...message, database: this.#parts.outbox.database } : message);
  }

  /** See SyncContext. */
  tellWhen(written: Promise<TabMessage | undefined>): void {
    this.#told = Promise.all([written, this.#told]).then(([message]) => {
      if (message) this.tabs?.send(message);
      return undefined;
    });
  }

  #receive(message: TabMessage, gap: boolean): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'hint':
      case 'connection':
      case 'retry':
      case 'revoked':
        this.#events.hear(message);
        break;
      case 'leads':
        this.#events.hear(anyHint);
        this.#take(message, gap);
        break;
      default:
        this.#take(message, gap);
    }
  }

  /** News that come before what takes them in are missed news. */
  #take(message: Exclude<TabMessage, TabCall>, gap: boolean): void {
    if (this.#news.value) this.#news.value.hearTab(this.#parts, { catchUp, readAgain, takeIn }, message, gap);
    else this.#unheard = true;
  }

  // ---- the end -----------------------------------------------------------------------------------------------------

  /**
   * Access was revoked: what is kept goes.
   * @param told by another tab, which wipes the disk too
   * @param counted changes that are counted as lost already
   */
  async revoke(told: boolean, counted: ReadonlySet<string>): Promise<void> {
    this.#counted = counted;
    if (!told) this.tabs?.send({ type: 'revoked' });
    this.#callOffLook?.();
    this.#callOffAsking?.();
    this.tabs?.close();
    this.tabs = undefined;
    const { cache } = this;
    this.cache = undefined;
    // Whoever told of it may end before it wiped. A disk that is closed already was wiped, or is not this page's any more.
    if (cache) await (told && this.broken ? cache.close().catch(this.failed) : this.#wipe(cache, counted));
  }

  async #wipe(cache: Cache, counted: ReadonlySet<string>): Promise<void> {
    try {
      // A page that just started does not know yet what waited.
      this.lost = (await cache.loadOutbox()).entries.filter((e) => !counted.has(this.#parts.keyOf(e.change))).length;
      this.#events.changed();
    } catch {
      // Another tab deleted it meanwhile, or it cannot be read: there is nothing to count.
    }
    await cache.destroy().catch(this.failed);
  }

  /** Nothing is told or taken note of any more. */
  silence(): void {
    this.#closed = true;
    this.#callOffLook?.();
    this.#callOffAsking?.();
  }

  async close(wipe: boolean): Promise<void> {
    await this.#told;
    this.tabs?.close();
    this.tabs = undefined;
    await (wipe ? this.cache?.destroy() : this.cache?.close());
  }
}
