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
}

export const browserHost: Host = {
  ...realClock,
  random: () => Math.random(),
  onOnline(listener) {
    globalThis.addEventListener?.('online', listener);
    return () => globalThis.removeEventListener?.('online', listener);
  },
  disk: async () => (await import('../cache/disk-host.ts')).browserDiskHost,
};
