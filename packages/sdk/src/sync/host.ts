import type { DiskHost } from './disk-host.ts';

/** What the sync takes from its surroundings: the browser's (or Node's) by default, those of a simulation in its tests. */
export interface Host {
  /** Milliseconds since 1970 by the clock of this device, which may be wrong. */
  now(): number;
  /** Calls `work` after so many milliseconds, and answers how to call it off. A waiting timer keeps no process alive. */
  after(milliseconds: number, work: () => void): () => void;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** The device says that it has a network again. */
  onOnline(listener: () => void): () => void;
  /** What only a cache on disk needs; loaded when one is asked for. */
  disk(): Promise<DiskHost>;
}

export const browserHost: Host = {
  now: () => Date.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    (timer as { unref?: () => void }).unref?.();
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  onOnline(listener) {
    globalThis.addEventListener?.('online', listener);
    return () => globalThis.removeEventListener?.('online', listener);
  },
  disk: async () => (await import('./disk-host.ts')).browserDiskHost,
};
