import type { Adapter } from '../adapter/index.ts';
import type { Cache } from '../cache/cache.ts';
import type { Change, Description, Entity } from '../schema/index.ts';
import type { Store } from '../store/store.ts';
import type { Connection } from './connection.ts';
import type { Host } from './host.ts';
import type { Outbox } from './outbox.ts';
import type { Puller } from './puller.ts';
import type { Pusher } from './pusher.ts';
import type { Reading } from './reading.ts';
import type { TabMessage } from './tabs.ts';
import type { Uploads } from './uploads.ts';
import type { Writing } from './writing.ts';

/** What the parts of the sync share. */
export interface SyncContext {
  readonly adapter: Adapter;
  readonly host: Host;
  readonly mode: 'none' | 'memory' | 'disk';
  readonly store: Store;
  readonly connection: Connection;
  readonly entityOf: (table: string) => Entity | undefined;
  /** Fulfilled when the cache is open, or cannot be opened. */
  readonly opened: () => Promise<void>;
  /** Fulfilled when the cache is open and it is known who leads. */
  readonly ready: () => Promise<void>;
  readonly cache: () => Cache;
  readonly description: () => Description | undefined;
  /** This page pulls and pushes. */
  readonly leads: () => boolean;
  /** Sends what waits, if this page leads. */
  readonly push: () => void;
  /** Tells the other tabs. */
  readonly tell: (message: TabMessage) => void;
  /** Tells the other tabs when something is on disk, in the order of the calls: what was written first is told first. Nothing is told when that answers nothing. */
  readonly tellWhen: (written: Promise<TabMessage | undefined>) => void;
  /** Whether a change may be written to disk. */
  readonly mayBeKept: (change: Change) => boolean;
  /** Takes note that the disk failed, or that another tab took the lead. */
  readonly storageFailed: (error: unknown) => void;
  /** The cache on disk is not in use although it was asked for. */
  readonly storageBroken: () => boolean;
}

/** The parts themselves. */
export interface SyncParts {
  readonly context: SyncContext;
  readonly outbox: Outbox;
  readonly reading: Reading;
  readonly writing: Writing;
  readonly puller: Puller;
  readonly pusher: Pusher;
  readonly uploads: Uploads;
}
