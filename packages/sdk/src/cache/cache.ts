import type { AnyRow, Change, FieldConflict, FieldProblem } from '../schema/index.ts';

/** An outbox entry as it is kept: plain data. */
export interface StoredEntry {
  /** Its place in the order of all changes of all tabs; -1 until the cache gave it one, a broken number where this page alone holds it. */
  readonly n: number;
  readonly change: Change;
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
  update(entries: readonly StoredEntry[]): Promise<void>;
  /** Takes entries out and writes what they became in one transaction, so that no crash loses or doubles one. */
  settle(ns: readonly number[], writes: readonly TableWrite[], aliases: readonly Alias[]): Promise<void>;
  close(): void;
  /** Deletes everything. */
  destroy(): Promise<void>;
}
