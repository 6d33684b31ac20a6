import type { StorageError } from '../errors.ts';
import type { Change } from '../schema/index.ts';
import type { Clock } from '../store/clock.ts';
import { type AccessCheck, lastCheck, lastIdentity, rememberCheck, rememberIdentity } from '../sync/last-identity.ts';
import { browserTabHost, joinTabs, type TabEvents, type Tabs } from '../sync/tabs.ts';
import type { Cache } from './cache.ts';
import { openDiskCache } from './disk-cache.ts';
import { mayBeKept } from './disk-row.ts';
import { SchemaVersion, upgrades } from './schema-version.ts';
import { storageError } from './storage-fault.ts';

export { clientOver as Before } from '../client/create-client.ts';
export { SharedDisk } from '../sync/shared-disk.ts';

/** What a cache on disk asks of its surroundings: the database, and the other tabs that share it. */
export interface DiskHost {
  /**
   * @param told what happened to the storage beside the calls
   * @param writing what writes, once it was loaded: what is read does not wait for it
   * @throws StorageError
   */
  openCache(source: string, identity: string, told: (fault: StorageError) => void, writing: Promise<typeof import('./disk-writing.ts')>): Promise<Cache>;
  /** Asks the browser to keep this site's data when space runs short. Answers what to say where it does not promise that. */
  persist(): Promise<StorageError | undefined>;
  /** Whether a change may be written to disk. */
  mayBeKept(change: Change): boolean;
  /** Whose cache was open last; null where that is not known. */
  lastIdentity(source: string): string | null;
  rememberIdentity(source: string, identity: string): void;
  /** When it was last said what this sign-in may see, where that counts for a time only. */
  lastCheck(source: string, identity: string): AccessCheck | null;
  rememberCheck(source: string, identity: string, check: AccessCheck | null): void;
  /** Hears the tabs that share a cache from now on, and takes part in their election from `start` on. */
  joinTabs(name: string, clock: Clock, events: TabEvents): Tabs;
}

export const browserDiskHost: DiskHost = {
  openCache: (source, identity, told, writing) => openDiskCache(source, identity, { told, writing }),
  persist: async () => {
    const granted = await navigator.storage?.persist?.().catch(() => false);
    return granted ? undefined : storageError('not_persistent');
  },
  mayBeKept: ({ table, patch }) => mayBeKept(table, patch),
  lastIdentity,
  rememberIdentity,
  lastCheck,
  rememberCheck,
  joinTabs: (name, clock, events) => joinTabs(name, browserTabHost(clock, new SchemaVersion(upgrades).current), events),
};
