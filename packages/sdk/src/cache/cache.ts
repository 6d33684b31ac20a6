import type { AnyRow, Change, FieldConflict, FieldProblem } from '../schema/index.ts';
import type { KeptWindow } from '../store/reader.ts';

/** An outbox entry as it is kept: plain data. */
export interface StoredEntry {
  /** Its place in the order of all changes of all tabs; -1 until the cache gave it one, a broken number where this page alone holds it. */
  readonly n: number;
  readonly change: Change;
  /** Counts its changes, so that news of it can be told from older news. Absent: none yet. */
  readonly rev?: number;
  readonly state: 'waiting' | 'sending' | 'refused' | 'conflict' | 'unknown';
  readonly reason?: { readonly code: string; readonly message: string; readonly problems: readonly FieldProblem[] };
  readonly fields?: readonly FieldConflict[];
  readonly theirs?: AnyRow;
}

/** What stood in the outbox at one moment. */
export interface KeptOutbox {
  /** The database that was read (Cache.database): one that was made since the page last looked lacks what another one held. */
  readonly database: string;
  /** Oldest first. */
  readonly entries: readonly StoredEntry[];
}

/** How far a table was read from the backend. */
export interface Progress {
  /** Where the next pull goes on; null when there was none. */
  readonly cursor: string | null;
  /** A pull once reached the end, so these are all rows. */
  readonly whole: boolean;
  /** Where a whole new reading goes on that is gathered beside these rows; undefined when none is under way. */
  readonly anew: string | undefined;
}

export interface TableWrite {
  readonly table: string;
  readonly rows: readonly AnyRow[];
  readonly removed: readonly string[];
  /** Rows that moved out of what is held, and may be there still. On disk they count as removed. */
  readonly left?: readonly string[];
  readonly cursor?: string;
  readonly whole?: boolean;
  /**
   * Pages of a whole new reading: kept beside what is there, which serves until the page that is `last`. The `first` one drops what an unfinished
   * reading had gathered. What is written meanwhile without `anew` goes to both.
   */
  readonly anew?: { readonly first: boolean; readonly last: boolean };
  /** The database that the reading began with (Cache.database). In another one, made after that was emptied, rows are kept, but not how far they reach. */
  readonly on?: string;
}

/** An id that the backend replaced by its own. */
export interface Alias {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** What stands on disk of one table. */
export interface TableOnDisk extends Progress {
  readonly table: string;
  /** Sorted lists of rows, the newest last. The first one is the base, the others stand beside it until they are folded in. */
  readonly runs: number;
  readonly leaves: number;
  /** Rows of the base. */
  readonly rows: number;
  /** Rows and removals of the other runs. */
  readonly beside: number;
}

/** What stands on disk, counted. */
export interface Survey {
  readonly tables: readonly TableOnDisk[];
  readonly outbox: number;
  readonly windows: number;
  /** Number of the last lead that was taken. */
  readonly lead: number;
  /** Version of the newest schema that wrote. */
  readonly schema: number;
  /** Bytes that this site uses and may use, all its databases together, as the browser estimates them. */
  readonly usage?: number;
  readonly quota?: number;
}

/** A file as it is kept on this device. */
export interface KeptBlob {
  readonly id: string;
  readonly name: string;
  /** A media type, or empty. */
  readonly type: string;
  /** When it was kept, in milliseconds. */
  readonly at: number;
  /** Plain bytes: not every browser keeps a Blob through a restart. */
  readonly content: ArrayBuffer;
}

/** Files that wait for the backend, or that have no other place. Any page may use it, but for what it says itself. */
export interface BlobStore {
  /** Fulfilled when it survives a crash. */
  keep(blob: KeptBlob): Promise<void>;
  read(id: string): Promise<KeptBlob | undefined>;
  /** Ids of those kept before a moment, in milliseconds. */
  keptBefore(at: number): Promise<readonly string[]>;
  /** The backend has it under the id `to`: its content goes and the alias comes in one transaction. For the leader. */
  sent(alias: Alias): Promise<void>;
  /** For the leader. */
  drop(ids: readonly string[]): Promise<void>;
}

/** What survives the page: confirmed rows, the outbox and files. Methods reject with StorageError. */
export interface Cache {
  /** Names the database in use: another one after it was emptied. */
  readonly database: string;
  /** Takes this database for the one that the next start is to find: the person was told if the last one was emptied. */
  remember(): void;
  /** Gives all rows of a table, a slice at a time, each in a task of its own. What was written before is among them. */
  loadTable(table: string, take: (rows: readonly AnyRow[]) => void): Promise<Progress>;
  /** Rows whose field `partBy` has this value. */
  loadPart(table: string, part: string): Promise<readonly AnyRow[]>;
  /** Those of the rows that are there. */
  get(table: string, ids: readonly string[]): Promise<readonly AnyRow[]>;
  /** Ids of rows, by table, that may have a phone number with these last digits (phoneSuffix()): those that ever had one. */
  phones(suffix: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Ids of all rows of a table. */
  ids(table: string): Promise<ReadonlySet<string>>;
  progress(table: string): Promise<Progress>;
  /** Rows, removals and the cursor in one transaction, after all that was to be written before. Fulfilled when it is on disk; whoever writes much waits for `room` instead. */
  write(write: TableWrite): Promise<void>;
  /** Fulfilled when little waits to be written. */
  room(): Promise<void>;
  loadOutbox(): Promise<KeptOutbox>;
  loadAliases(): Promise<readonly Alias[]>;
  /** Fulfilled when the entries survive a crash. Answers their places. */
  append(changes: readonly Change[]): Promise<readonly number[]>;
  /** Puts entries back that an emptied database lost, and takes in others as they are (without a place); those that stand there stay as they are. Answers their places. */
  putBack(entries: readonly StoredEntry[]): Promise<readonly number[]>;
  /** Keeps what became of entries. One that was taken out meanwhile stays out. */
  update(entries: readonly StoredEntry[]): Promise<void>;
  /**
   * Marks entries as being sent, and answers the places of those that were still there: only they may be sent. With `strict` the mark survives a crash.
   * Rejects when another tab took the lead.
   */
  claim(entries: readonly StoredEntry[], strict: boolean): Promise<readonly number[]>;
  /** Takes entries out that nobody is sending, all or none. Answers whether it did: not where one is no longer there, which was sent then or taken back elsewhere. */
  withdraw(ns: readonly number[]): Promise<boolean>;
  /** Takes entries out and writes what they became in one transaction, so that no crash loses or doubles one. */
  settle(ns: readonly number[], writes: readonly TableWrite[], aliases: readonly Alias[]): Promise<void>;
  /**
   * This page leads from now on: what an earlier leader still writes is refused with the StorageError `fenced`.
   * Takes over what waits in the outbox of an older format; read the outbox afterwards. Answers the number of this lead.
   */
  takeLead(): Promise<number>;
  /** Keeps the window of a query under its name; those not used for the longest time go. */
  keepWindow(name: string, window: KeptWindow): Promise<void>;
  /** Lets all windows go: rights changed, and what they show may be seen no more. A write does so with those that name a row it takes out. Any page may. */
  dropWindows(): Promise<void>;
  loadWindow(name: string): Promise<KeptWindow | undefined>;
  readonly blobs: BlobStore;
  /** Counts what is there, for whoever debugs; undefined where nothing is kept. */
  survey(): Promise<Survey | undefined>;
  /** Fulfilled when what was to be written is written. */
  close(): Promise<void>;
  /** Deletes everything. */
  destroy(): Promise<void>;
}
