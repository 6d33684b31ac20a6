import type { Adapter } from '../adapter/index.ts';
import type { Cache, StoredEntry, TableWrite } from '../cache/cache.ts';
import type { Change, Description, Entity, FieldConflict, Where } from '../schema/index.ts';
import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';
import type { Connection } from './connection.ts';
import type { Host } from './host.ts';
import type { LocalReading } from './local-reading.ts';
import type { TabMessage } from './tabs.ts';
import type { WriteSide } from './write-side.ts';

/** An own edit that covered a value its author had not seen. */
export interface Overwrite {
  readonly id: string;
  readonly table: string;
  readonly recordId: string;
  readonly fields: readonly FieldConflict[];
}

/** What the parts of the sync share. */
export interface SyncContext {
  readonly adapter: Adapter;
  readonly host: Host;
  readonly mode: 'none' | 'memory' | 'disk';
  /** Parts of tables that are held instead of all rows, by table. */
  readonly scopes: ReadonlyMap<string, Where>;
  readonly store: Store;
  readonly connection: Connection;
  readonly entityOf: (table: string) => Entity | undefined;
  /** Fulfilled when the cache is open, or cannot be opened. */
  readonly opened: () => Promise<void>;
  /** Fulfilled when the cache is open and it is known who leads. */
  readonly ready: () => Promise<void>;
  /** Of the parts that write, and that keep tables: they bring what stands in for it where nothing is kept. */
  readonly cache: () => Cache;
  readonly description: () => Description | undefined;
  /** This page pulls and pushes. */
  readonly leads: () => boolean;
  /** Sends what waits, if this page leads. */
  readonly push: () => void;
  /** Has a table read from its beginning, where it is kept. */
  readonly rewind: (table: Table) => void;
  /** Whether a whole new reading of a table is gathered on disk, which may hold newer states of rows than this page knows. */
  readonly gathers: (table: Table) => boolean;
  /** Tells the other tabs. */
  readonly tell: (message: TabMessage) => void;
  /** Tells the other tabs when something is on disk, in the order of the calls: what was written first is told first. Nothing is told when that answers nothing. */
  readonly tellWhen: (written: Promise<TabMessage | undefined>) => void;
  /** Whether a change may be written to disk. */
  readonly mayBeKept: (change: Change) => boolean;
  /** What of a write belongs on disk. */
  readonly kept: (write: TableWrite) => TableWrite;
  /** Takes note that an own edit covered a value its author had not seen. */
  readonly overwrote: (overwrite: Overwrite) => void;
  /** Puts entries that wait for a person into the outbox. Fulfilled when they are on disk. */
  readonly park: (entries: readonly StoredEntry[]) => Promise<void>;
  /** Takes note that the disk failed, or that another tab took the lead. */
  readonly storageFailed: (error: unknown) => void;
  /** The cache on disk is not in use although it was asked for. */
  readonly storageBroken: () => boolean;
}

/** The parts themselves, all of them: only what a cache on disk needs waits for that. */
export interface SyncParts extends WriteSide {
  readonly context: SyncContext;
  readonly local: LocalReading;
}
