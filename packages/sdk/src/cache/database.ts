import { Dexie } from './dexie.ts';
import type { StoredEntry } from './cache.ts';
import type { Leaf } from './leaf.ts';

/** Version of what stands in the database. Another format is another database. */
const format = 2;

/** Some rows of a table in sorted leaves. Later runs of a list hold newer states of the same keys. */
export interface Run {
  readonly n: number;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  /** It takes rows out, or what they said of a person: it is folded as soon as there is time, so that nothing of that stays. */
  readonly due?: boolean;
}

/** One reading of a table from the backend. The first run is the base: it holds no graves, and grows by folding. */
export interface Reading {
  readonly cursor: string | null;
  readonly runs: readonly Run[];
  /** Where its ids stand, see Places: numbers of rows of the store `places`. */
  readonly places: readonly number[];
}

export interface TableRecord extends Reading {
  readonly table: string;
  readonly whole: boolean;
  /** A whole new reading, gathered beside. */
  readonly anew?: Reading;
  /** Number of the next run, and of the next row of `places`. */
  readonly next: number;
}

/** Which database this is and who may write to it. */
export interface StateRecord {
  readonly id: 'state';
  /** Drawn when the database was made: another one, or none, means that it was emptied. */
  readonly database: string;
  /** Version of the newest schema that wrote to it. */
  readonly schema: number;
  /** Number of the last page that took the lead. */
  readonly fence: number;
  /** The last outbox entry taken over from an older format. */
  readonly drained: number;
}

export interface PlacesRecord {
  readonly table: string;
  readonly n: number;
  readonly pairs: Uint32Array;
}

export interface WindowRecord {
  readonly name: string;
  readonly schema: number;
  /** When it was last written, in milliseconds. */
  readonly at: number;
  readonly text: string;
}

export type OutboxRecord = Omit<StoredEntry, 'n'> & { readonly n?: number; readonly schema: number };

const stores = {
  runs: '', progress: 'table', places: '[table+n]', phones: '++n, table', outbox: '++n', aliases: '[table+from]', meta: 'id', windows: 'name, at', blobs: 'id, at',
};

export type StoreName = keyof typeof stores;

/** Version of the stores of a format. */
const version = 4;

/** Dexie opens, makes and deletes the database; what is hot works on the browser's own objects. */
export function cacheDatabase(name: string): Dexie {
  const db = new Dexie(name, { autoOpen: false });
  // 2: blobs came. 3: leaves held rows, not their JSON. 4: they stand in `runs`, whose keys are beside them: what was confirmed is pulled anew, what waits stays.
  const { runs, ...others } = stores;
  db.version(2).stores({ ...others, leaves: '[table+run+first]' });
  db.version(version).stores({ leaves: null, runs }).upgrade((tx) => Promise.all(['progress', 'places', 'phones'].map((store) => tx.table(store).clear())));
  return db;
}

/** Whether a newer page made its stores. Dexie opens such a database all the same; it counts tenths of a version, which it takes itself where a store was missing. */
export function isNewer(db: IDBDatabase): boolean {
  return Math.floor(db.version / 10) > version;
}

export function databaseName(source: string, identity: string, of: number = format): string {
  return `vinculo:${source}:${identity}:${of}`;
}

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('The request failed.', 'UnknownError'));
  });
}

/** How a transaction went, and who waits for it. */
interface Course<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
  value: T | undefined;
  failure: unknown;
  aborted: boolean;
}

/** Runs `work` in one transaction; fulfilled when it is committed, or when all is read. Works on the browser's own objects: Dexie's tables cost twice as much per request. */
export function transact<T>(db: IDBDatabase, stores: readonly StoreName[], mode: IDBTransactionMode, durability: IDBTransactionDurability, work: (tx: IDBTransaction) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const tx = db.transaction(stores, mode, { durability });
    const course: Course<T> = { resolve, reject, value: undefined, failure: undefined, aborted: false };
    follow(tx, course);
    const answered = (value: T): void => {
      course.value = value;
      if (mode === 'readonly') return resolve(value);
      try {
        // Nothing more comes. Without this word the browser waits until this page has had all answers.
        tx.commit();
      } catch {
        // It is over already, or waits for an answer: its own events tell how it ends.
      }
    };
    work(tx).then(answered, (error: unknown) => {
      course.failure = error;
      if (course.aborted) return;
      try {
        tx.abort();
      } catch {
        // It is over already, so that nothing else will tell.
        reject(error);
      }
    });
  });
}

/** A browser holds a transaction's handlers, and all they can reach, long after its end: made here they cannot reach the rows that were written. */
function follow<T>(tx: IDBTransaction, course: Course<T>): void {
  // The work's last answer comes before the transaction completes.
  tx.oncomplete = () => course.resolve(course.value as T);
  tx.onabort = () => {
    course.aborted = true;
    course.reject(course.failure ?? tx.error ?? new DOMException('The transaction was aborted.', 'AbortError'));
  };
}

/** The leaf of a run whose range a key falls into, or that ends before it; undefined when all begin after it. */
export async function leafBefore(leaves: IDBObjectStore, table: string, run: number, key: string): Promise<Leaf | undefined> {
  const cursor = await answerOf(leaves.openCursor(IDBKeyRange.bound([table, run, ''], [table, run, key]), 'prev'));
  // Only leaves stand in this store.
  return cursor?.value as Leaf | undefined;
}
