// W2: a change touches two of many open queries.

import { NotAble } from '../contestant.ts';
import { byRank } from '../limits.ts';
import { idOf, placeOf, randomNumbers, rankAt, type Row } from '../rows.ts';
import { openLoaded, sourceOf } from '../watching.ts';
import { boardsOf, dealsOfOwners, openBoards, ownerIndexes } from './owner-boards.ts';
import { type Expected, expectedOf, shown, shows } from './shown-window.ts';
import { keep, movesAtOnce, timed } from './timed.ts';
import type { Workload } from './workload.ts';

/** A deal goes from the first owner to the second and back. Thought out before the clock runs. */
function ownerChanger(all: readonly Row[]): (count: number) => OwnerChange[] {
  const random = randomNumbers(13);
  const cards = [0, 1].map((n) => all.filter((row) => row['ownerId'] === idOf('user', n)).sort(byRank));
  let from = 1;
  const next = (): OwnerChange => {
    from = 1 - from;
    const to = 1 - from;
    const source = cards[from]!;
    const target = cards[to]!;
    const at = Math.floor(random() * Math.min(shown, source.length));
    const last = target.length < shown ? 1 : placeOf(target[shown - 1]!['rank'] as string);
    const patch = { ownerId: idOf('user', to), rank: rankAt(random() * last) };
    const [before] = source.splice(at, 1);
    const after: Row = { ...before!, ...patch };
    let place = target.findIndex((row) => byRank(after, row) < 0);
    if (place < 0) place = target.length;
    target.splice(place, 0, after);
    return { id: after.id, patch, from, left: expectedOf(source, at), entered: expectedOf(target, place) };
  };
  return (count) => Array.from({ length: count }, next);
}

interface OwnerChange {
  readonly id: string;
  readonly patch: { readonly ownerId: string; readonly rank: string };
  readonly from: number;
  readonly left: Expected;
  readonly entered: Expected;
}

export const unrelated: Workload = {
  async contest(contestant, { rows, name, patience, variant }) {
    const all = dealsOfOwners(rows);
    const store = await openLoaded(
      contestant,
      { name, durable: false, tables: { deal: ownerIndexes } },
      [sourceOf('deal', all)],
      patience,
    );
    if (!store.update) throw new NotAble('no way to write one row');
    const boards = await openBoards(store, all, boardsOf(Number(variant)));
    const others = boards.slice(2).map((board) => ({ board, before: board.latest! }));
    const plan = ownerChanger(all);
    let writing: Promise<void>[] = [];
    return {
      atOnce: movesAtOnce,
      async batch(count) {
        const took = await timed(plan, count, async (changes) => {
          for (const { id, patch, from, left, entered } of changes) {
            const source = boards[from]!;
            const target = boards[1 - from]!;
            source.expect((told) => shows(told, left));
            target.expect((told) => shows(told, entered));
            keep(writing, store.update!('deal', id, patch));
            if (!source.met) await source.wait('W2');
            if (!target.met) await target.wait('W2');
          }
        });
        for (const { board, before } of others)
          if (board.latest!.length !== before.length || board.latest!.some((row, i) => row.id !== before[i]!.id))
            throw new Error('W2: a change touched a third board');
        return took;
      },
      async settle() {
        await Promise.all(writing);
        writing = [];
        await store.settle?.();
      },
      close: () => store.close(),
    };
  },
};
