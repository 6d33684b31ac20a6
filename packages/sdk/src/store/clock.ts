/** The time, and a call at a time. */
export interface Clock {
  /** Milliseconds since 1970 by the clock of this device, which may be wrong. */
  now(): number;
  /** Calls once, after so many milliseconds. Answers how to call it off. A waiting timer keeps no process alive. */
  after(milliseconds: number, call: () => void): () => void;
}

/** A timer cannot wait longer than this, in milliseconds. */
const longest = 2 ** 31 - 1;

/** That of the browser, or of Node. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, Math.min(longest, milliseconds));
    (timer as { unref?: () => void }).unref?.();
    return () => clearTimeout(timer);
  },
};
