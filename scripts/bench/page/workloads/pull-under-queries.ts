// W9: a page of others' changes comes in while queries are open.

import { NotAble, pageSize } from '../contestant.ts';
import { deals, idOf, ownerCount, randomNumbers, rankAt, type Row } from '../rows.ts';
import { openLoaded, sourceOf, watched } from '../watching.ts';
import { boardsOf, openBoards, ownerIndexes } from './owner-boards.ts';
import { shown } from './shown-window.ts';
import { textFields } from './subscribe.ts';
import type { Workload } from './workload.ts';

/** How long the page was kept from doing anything else, at the longest, while `work` went on, in milliseconds. */
async function longestTask(work: () => Promise<void>): Promise<number> {
  const channel = new MessageChannel();
  let last = performance.now();
  let longest = 0;
  let over = false;
  const beat = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) channel.port2.postMessage(0);
  };
  channel.port1.onmessage = beat;
  channel.port2.postMessage(0);
  await work();
  // What is put off until later belongs to it.
  await new Promise((resolve) => setTimeout(resolve, 300));
  over = true;
  beat();
  channel.port1.close();
  return longest;
}

export const pullUnderQueries: Workload = {
  async contest(contestant, { rows, name, patience }) {
    const all = deals(rows);
    const store = await openLoaded(
      contestant,
      { name, durable: true, tables: { deal: [...ownerIndexes, ...textFields.map((field) => [field]), ['rank']] } },
      [sourceOf('deal', all)],
      patience,
    );
    if (!store.pull || !store.watch) throw new NotAble('no live queries');
    await openBoards(store, all, boardsOf(15));
    for (const orderBy of textFields) await watched(store, { table: 'deal', orderBy, limit: shown }, shown);
    const newest = await watched(store, { table: 'deal', orderBy: 'rank', limit: shown }, shown);
    const random = randomNumbers(31);
    let version = 1;
    return {
      fixed: true,
      batch() {
        version += 1;
        const changed = new Map<string, Row>();
        while (changed.size < pageSize) {
          const row = all[Math.floor(random() * rows)]!;
          changed.set(row.id, {
            ...row,
            version: `w${version}`,
            ownerId: idOf('user', Math.floor(random() * ownerCount)),
            nextStep: `${version} ${row['nextStep'] as string}`,
            rank: rankAt(random()),
          });
        }
        // One of them comes first of all, so that it can be seen that the page arrived.
        const [first] = changed.values();
        const rank = rankAt(random() * 1e-9);
        changed.set(first!.id, { ...changed.get(first!.id)!, rank });
        return longestTask(async () => {
          newest.expect((told) => told.some((row) => row.id === first!.id && row['rank'] === rank));
          const pulled = store.pull!('deal', [...changed.values()], () => {});
          if (!newest.met) await newest.wait('W9');
          await pulled;
        });
      },
      settle: async () => store.settle?.(),
      close: () => store.close(),
    };
  },
};
