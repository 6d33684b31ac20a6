import type { StoredEntry } from '../cache/cache.ts';
import type { AnyRow, FieldConflict } from '../schema/index.ts';

/** A change that the backend has, and the values that it covered unseen. */
export interface Stored {
  readonly entry: StoredEntry;
  readonly overwrote: readonly FieldConflict[];
}

/** What a push led to, for whoever keeps it and tells the other tabs. */
export interface PushEvents {
  /** Marks entries as being sent. Answers those that were not taken back meanwhile; undefined when nothing may be sent from here. */
  claim(entries: readonly StoredEntry[]): Promise<readonly StoredEntry[] | undefined>;
  /**
   * Confirmed, of one record in their order: `row` as it now stands, null after a remove.
   * `sentOver` is what the store held when they were sent: if it holds something else by now, which of the two is newer cannot be told.
   */
  confirmed(stored: readonly Stored[], row: AnyRow | null, id: string, sentOver: AnyRow | undefined): Promise<void>;
  /** Still there, with another state or another base. */
  changed(entries: readonly StoredEntry[]): Promise<void>;
  /** The record as others left it, asked for at this tick of the store. */
  learned(table: string, row: AnyRow, asked: number): Promise<void>;
}
