import type { AnyRow, Change, FieldConflict, FieldProblem } from '../schema/index.ts';

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

export interface CachedTable {
  readonly rows: readonly AnyRow[];
  /** Where the next pull goes on; null when there was none. */
  readonly cursor: string | null;
  /** A pull once reached the end, so these are all rows. */
  readonly whole: boolean;
}

export interface TableWrite {
  readonly table: string;
  readonly rows: readonly AnyRow[];
  readonly removed: readonly string[];
  readonly cursor?: string;
  readonly whole?: boolean;
}

/** An id that the backend replaced by its own. */
export interface Alias {
  readonly table: string;
  readonly from: string;
  readonly to: string;
}

/** What survives the page: confirmed rows and the outbox. Methods reject with StorageError. */
export interface Cache {
  loadTable(table: string): Promise<CachedTable>;
  /** Rows, removals and the cursor in one transaction. */
  write(write: TableWrite): Promise<void>;
  loadOutbox(): Promise<readonly StoredEntry[]>;
  loadAliases(): Promise<readonly Alias[]>;
  /** Fulfilled when the entries survive a crash. Answers their places. */
  append(changes: readonly Change[]): Promise<readonly number[]>;
  /** Keeps what became of entries. One that was taken out meanwhile stays out. */
  update(entries: readonly StoredEntry[]): Promise<void>;
  /**
   * Marks entries as being sent, and answers the places of those that were still there: only they may be sent. With `strict` the mark survives a crash.
   * Rejects when another tab took the lead.
   */
  claim(entries: readonly StoredEntry[], strict: boolean): Promise<readonly number[]>;
  /** Takes entries out that nobody is sending, all or none. Answers whether it did. */
  withdraw(ns: readonly number[]): Promise<boolean>;
  /** Takes entries out and writes what they became in one transaction, so that no crash loses or doubles one. */
  settle(ns: readonly number[], writes: readonly TableWrite[], aliases: readonly Alias[]): Promise<void>;
  close(): void;
  /** Deletes everything. */
  destroy(): Promise<void>;
}
