import type { Adapter } from '@vinculo/sdk/adapter';
import { RefusedError } from '@vinculo/sdk/schema';
import { changeSender, isThere, refusal } from '../import/change-sender.ts';
import type { TableRows } from './book.ts';

/**
 * Stores rows in a backend, in order. Rows that are there already stay as they are.
 *
 * @param onProgress told how many rows of which table are stored
 * @throws RefusedError naming the first row the backend would not take
 */
export async function loadDemo(
  adapter: Adapter,
  rows: AsyncIterable<TableRows>,
  onProgress: (done: number, table: string) => void = () => {},
): Promise<number> {
  const send = changeSender(adapter);
  let done = 0;
  for await (const { table, rows: some } of rows) {
    const outcomes = await send(some.map(({ id, ...patch }) => ({ op: 'create', table, id, patch })));
    outcomes.forEach((outcome, i) => {
      const problem = isThere(outcome) ? undefined : refusal(outcome);
      if (problem !== undefined)
        throw new RefusedError(
          table,
          some[i]!.id,
          'demo',
          `The ${table} ${some[i]!.id} of the demo data was refused: ${problem}`,
        );
    });
    done += some.length;
    onProgress(done, table);
  }
  return done;
}
