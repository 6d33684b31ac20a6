import type { Dexie } from './dexie.ts';
import { StorageError } from '../errors.ts';
import { newId } from '../schema/index.ts';
import { answerOf, cacheDatabase, isNewer, type StateRecord, type StoreName, transact } from './database.ts';
import type { SchemaVersion } from './schema-version.ts';
import { faultOf, storageError } from './storage-fault.ts';

/** After so many reopenings within this time, in milliseconds, the storage counts as gone. */
const mostReopenings = 3;
const within = 60_000;
/** Counts from 2020; so coarse that a fraction of 2 ** -20 can still be told from a whole number. */
const placesSince = Date.UTC(2020, 0);
const millisecondsPerPlace = 64;
/** Numbers of leads: the first one of a database, and one that no page has. */
const firstLead = 1;
const nobody = -1;

/**
 * The open database. Runs transactions; when the browser closed it or failed, opens it again and repeats the transaction, so that what runs in one
 * must bear to be repeated. Every writing transaction looks whether the database is still the one that was opened and whether this page may write.
 */
export class DatabaseHandle {
  readonly name: string;
  readonly #schema: SchemaVersion;
  readonly #told: (fault: StorageError) => void;
  #db: Dexie | undefined;
  #opening: Promise<IDBDatabase> | undefined;
  #adopting: Promise<void> | undefined;
  /** Which database this page works with; undefined until it is open. */
  #database: string | undefined;
  /** Number of this page's lead; undefined while it never led. */
  #fence: number | undefined;
  readonly #reopened: number[] = [];
  /** Why nothing works any more. */
  #gone: StorageError | undefined;

  /** @param told what happened beside the calls: the browser closed the database, its content went */
  constructor(name: string, schema: SchemaVersion, told: (fault: StorageError) => void) {
    this.name = name;
    this.#schema = schema;
    this.#told = told;
  }

  /** Opens it for the first time. @param last the database that stood here when this browser last looked, null when there was none */
  async open(last: string | null): Promise<{ readonly emptied: boolean }> {
    try {
      const db = await this.#connect();
      const known = (await transact(db, ['meta'], 'readonly', 'relaxed', (tx) => answerOf(tx.objectStore('meta').get('state')))) as StateRecord | undefined;
      // Writing costs a wait that a page which starts can do without.
      const state = known?.schema === this.#schema.current ? known : await transact(db, ['meta', 'outbox'], 'readwrite', 'relaxed', (tx) => this.#introduce(tx));
      this.#database = state.database;
      return { emptied: last !== null && last !== state.database };
    } catch (error) {
      throw error instanceof StorageError ? error : storageError(opened(faultOf(error)), error);
    }
  }

  /** Reads who this database is; makes it this schema's. */
  async #introduce(tx: IDBTransaction): Promise<StateRecord> {
    const meta = tx.objectStore('meta');
    const state = (await answerOf(meta.get('state'))) as StateRecord | undefined;
    if (state && state.schema > this.#schema.current) throw storageError('newer_schema');
    if (state?.schema === this.#schema.current) return state;
    const next: StateRecord = { id: 'state', database: newId(), fence: 0, drained: 0, ...state, schema: this.#schema.current };
    await answerOf(meta.put(next));
    if (!state) {
      // Places in the outbox begin after all that an earlier database of this name gave, so that none stands for two changes.
      const outbox = tx.objectStore('outbox');
      const n = Math.floor((Date.now() - placesSince) / millisecondsPerPlace);
      await answerOf(outbox.put({ n }));
      await answerOf(outbox.delete(n));
    }
    return next;
  }

  #connect(): Promise<IDBDatabase> {
    if (this.#gone) return Promise.reject(this.#gone);
    return (this.#opening ??= this.#openAnew());
  }

  async #openAnew(): Promise<IDBDatabase> {
    const db = cacheDatabase(this.name);
    this.#db = db;
    db.on('versionchange', (event) => {
      // Deleted, or made another one, by another tab: to open it again would bring back what was wiped.
      this.#end(storageError(event.newVersion === null ? 'disconnected' : 'newer_schema'));
      this.#told(this.#gone!);
      return false;
    });
    try {
      await db.open();
      const raw = db.backendDB();
      if (isNewer(raw)) throw storageError('newer_schema');
      // Dexie's own event of this name comes with its own closing, too.
      raw.addEventListener('close', () => void this.#closed(db));
      return raw;
    } catch (error) {
      this.#drop();
      throw error;
    }
  }

  /** The browser closed it. Whether anything was lost is looked up at once, not at the next write. */
  async #closed(db: Dexie): Promise<void> {
    if (this.#db !== db || this.#gone) return;
    this.#drop();
    try {
      await this.read(['meta'], () => Promise.resolve());
      await this.write(['meta'], 'relaxed', () => Promise.resolve(), false);
    } catch (error) {
      if (error instanceof StorageError) this.#told(error);
    }
  }

  #drop(): void {
    const db = this.#db;
    this.#db = undefined;
    this.#opening = undefined;
    db?.close();
  }

  get database(): string {
    return this.#database ?? '';
  }

  read<T>(stores: readonly StoreName[], work: (tx: IDBTransaction) => Promise<T>): Promise<T> {
    return this.#repeat((db) => transact(db, stores, 'readonly', 'relaxed', work));
  }

  /** Writes with a look at the state of the database: rejects with `emptied`, `newer_schema` or, if it is for the leader, `fenced` where this page must not write. */
  write<T>(stores: readonly StoreName[], durability: IDBTransactionDurability, work: (tx: IDBTransaction, state: Promise<StateRecord>) => Promise<T>, forLeader = true): Promise<T> {
    return this.#repeat((db) => transact(db, [...new Set<StoreName>([...stores, 'meta'])], 'readwrite', durability, async (tx) => {
      // The work does not wait for the look: where this page must not write, nothing of the transaction stays.
      const state = this.#admit(tx.objectStore('meta'), forLeader);
      const [value] = await Promise.all([work(tx, state), state]);
      return value;
    }));
  }

  /** Writes without that look, for what any page may add at any time. */
  add<T>(stores: readonly StoreName[], work: (tx: IDBTransaction, repeated: boolean) => Promise<T>): Promise<T> {
    let tries = 0;
    return this.#repeat((db) => transact(db, stores, 'readwrite', 'strict', (tx) => work(tx, tries++ > 0)));
  }

  async #admit(meta: IDBObjectStore, forLeader: boolean): Promise<StateRecord> {
    const state = (await answerOf(meta.get('state'))) as StateRecord | undefined;
    if (state?.database !== this.#database) throw storageError('emptied');
    if (state!.schema > this.#schema.current) throw storageError('newer_schema');
    if (forLeader && this.#fence !== undefined && state!.fence !== this.#fence) throw storageError('fenced');
    return state!;
  }

  /** Answers the number of this lead. */
  async takeLead(): Promise<number> {
    this.#fence = await this.#repeat((db) => transact(db, ['meta'], 'readwrite', 'relaxed', async (tx) => {
      const meta = tx.objectStore('meta');
      const state = await this.#admit(meta, false);
      await answerOf(meta.put({ ...state, fence: state.fence + 1 } satisfies StateRecord));
      return state.fence + 1;
    }));
    return this.#fence;
  }

  async #repeat<T>(work: (db: IDBDatabase) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work(await this.#connect());
      } catch (error) {
        if (error instanceof StorageError) {
          if (error.code === 'emptied') await this.#adopt();
          throw error;
        }
        const fault = faultOf(error);
        if (this.#gone) throw this.#gone;
        if ((fault !== 'disconnected' && fault !== 'lost') || !this.#mayReopen()) throw storageError(fault, error);
        this.#drop();
      }
    }
  }

  #mayReopen(): boolean {
    const now = Date.now();
    while (this.#reopened.length > 0 && now - this.#reopened[0]! > within) this.#reopened.shift();
    if (this.#reopened.length >= mostReopenings) return false;
    this.#reopened.push(now);
    return true;
  }

  /** The database is another one by now: later writes go to that one. Whoever is told of `emptied` writes anew what it holds. */
  #adopt(): Promise<void> {
    return (this.#adopting ??= this.#adoptOnce().finally(() => (this.#adopting = undefined)));
  }

  async #adoptOnce(): Promise<void> {
    const db = await this.#connect();
    const state = await transact(db, ['meta', 'outbox'], 'readwrite', 'relaxed', async (tx) => {
      const { database, fence, ...found } = await this.#introduce(tx);
      // The lead is this page's still, unless another one took it there: the lock is elsewhere.
      const leads = database !== this.#database && this.#fence !== undefined && fence === 0;
      if (leads) await answerOf(tx.objectStore('meta').put({ ...found, database, fence: firstLead } satisfies StateRecord));
      return { database, leads };
    });
    if (state.database === this.#database) return;
    // Numbers of another database say nothing in this one.
    if (this.#fence !== undefined) this.#fence = state.leads ? firstLead : nobody;
    this.#database = state.database;
  }

  #end(why: StorageError): void {
    this.#gone = why;
    this.#drop();
  }

  close(): void {
    this.#end(storageError('disconnected'));
  }

  async destroy(): Promise<void> {
    this.close();
    await cacheDatabase(this.name).delete();
  }
}

/** What failed at the first opening cannot have been closed. */
function opened(fault: StorageError['code']): StorageError['code'] {
  return fault === 'disconnected' ? 'unavailable' : fault;
}
