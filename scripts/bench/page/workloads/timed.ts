// Batches of changes against the clock.

/**
 * So many changes of a board make a batch at the most: thousands that wait to be sent at once are the burst of W8, not a person at a board. The fastest batch
 * of them still takes a hundred times the clock's step.
 */
export const movesAtOnce = 500;

/** Operations that are thought out before the clock runs, some hundred at a time: what waits for its turn takes room in the processor's caches. */
export async function timed<T>(
  plan: (count: number) => readonly T[],
  count: number,
  run: (some: readonly T[]) => Promise<void>,
): Promise<number> {
  let took = 0;
  for (let left = count; left > 0; left -= 256) {
    const some = plan(Math.min(256, left));
    const begin = performance.now();
    await run(some);
    took += performance.now() - begin;
  }
  return took;
}

/** Writes that are still under way are waited for after the batch. */
export function keep(writing: Promise<void>[], write: void | Promise<void>): void {
  if (write) writing.push(write);
}
