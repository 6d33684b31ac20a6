/** The time, and a call at a time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls once, after so many milliseconds. Answers how to take it back. */
  after(milliseconds: number, call: () => void): () => void;
}

/** A timer cannot wait longer than this, in milliseconds. */
const longest = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, call) {
    const timer = setTimeout(call, Math.min(longest, milliseconds));
    // In Node a waiting timer must not keep the process alive.
    (timer as { unref?: () => void }).unref?.();
    return () => clearTimeout(timer);
  },
};
