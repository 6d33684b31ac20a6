import { type Clock, realClock } from '../store/clock.ts';
import type { DiskHost } from '../cache/disk-host.ts';

/** What the sync takes from its surroundings: the browser's (or Node's) by default, those of a simulation in its tests. */
export interface Host extends Clock {
  /** From 0 up to, not including, 1. */
  random(): number;
  /** The device says that it has a network again. */
  onOnline(listener: () => void): () => void;
  /** What only a cache on disk needs; loaded when one is asked for. */
  disk(): Promise<DiskHost>;
  readonly parts: PartLoaders;
}

/** Brings what is loaded apart from the rest, because a page can show its first record without it. */
export interface PartLoaders {
  writeSide(): Promise<typeof import('./write-side.ts')>;
  localReading(): Promise<typeof import('./local-reading.ts')>;
  liveGroups(): Promise<typeof import('../store/live-groups.ts')>;
  sharedDisk(): Promise<Pick<typeof import('./shared-disk.ts'), 'SharedDisk'>>;
  tabNews(): Promise<typeof import('./tab-news.ts')>;
  diskWriting(): Promise<typeof import('../cache/disk-writing.ts')>;
}

const diskPart = (): Promise<typeof import('../cache/disk-host.ts')> => import('../cache/disk-host.ts');

export const browserHost: Host = {
  ...realClock,
  random: () => Math.random(),
  onOnline(listener) {
    globalThis.addEventListener?.('online', listener);
    return () => globalThis.removeEventListener?.('online', listener);
  },
  disk: async () => (await diskPart()).browserDiskHost,
  parts: {
    writeSide: () => import('./write-side.ts'),
    localReading: () => import('./local-reading.ts'),
    liveGroups: () => import('../store/live-groups.ts'),
    sharedDisk: diskPart,
    tabNews: () => import('./tab-news.ts'),
    diskWriting: () => import('../cache/disk-writing.ts'),
  },
};
