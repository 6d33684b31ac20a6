import { generateNKeysBetween } from 'fractional-indexing';

/**
 * A place in its stage for each row that goes through a process, in the order given. The first rows of a stage have the same ranks however many
 * come after them. Rows without a stage get none.
 */
export function stageRanks<T>(rows: Iterable<T>, stageOf: (row: T) => unknown): ReadonlyMap<T, string> {
  const stages = new Map<string, T[]>();
  for (const row of rows) {
    const stage = stageOf(row);
    if (typeof stage !== 'string') continue;
    const lane = stages.get(stage);
    if (lane) lane.push(row);
    else stages.set(stage, [row]);
  }
  return new Map(
    [...stages.values()].flatMap((lane) => {
      const ranks = generateNKeysBetween(null, null, lane.length);
      return lane.map((row, i) => [row, ranks[i]!] as const);
    }),
  );
}
