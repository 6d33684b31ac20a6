// W1: one card of a board moves.

import { NotAble } from '../contestant.ts';
import { boardByHand, ChunkedList } from '../limits.ts';
import { deals, idOf, numberOf, placeOf, randomNumbers, rankAt, type Row } from '../rows.ts';
import { Awaited, openLoaded, sourceOf, watched } from '../watching.ts';
import { type Expected, expectedOf, shown, shows } from './shown-window.ts';
import { keep, movesAtOnce, timed } from './timed.ts';
import type { Workload } from './workload.ts';

interface Move {
  readonly id: string;
  readonly patch: { readonly stageId: string; readonly rank: string };
  /** What the board must show then. */
  readonly expected: Expected;
}

/** Cards go in turn from below into what the board shows, and out of it to a place below. Moves are thought out before the clock runs. */
function mover(deals: readonly Row[], seed: number): (count: number) => Move[] {
  const random = randomNumbers(seed);
  const now = [...deals];
  const list = new ChunkedList(now);
  let into = false;
  const next = (): Move => {
    into = !into;
    const visible = list.first(shown);
    const last = placeOf(visible[shown - 1]!['rank'] as string);
    let n = numberOf(visible[Math.floor(random() * (shown - 1))]!.id);
    if (into) {
      do n = Math.floor(random() * now.length);
      while (placeOf(now[n]!['rank'] as string) <= last);
    }
    const before = now[n]!;
    const rank = rankAt(into ? random() * last : last + (1 - last) * (0.01 + 0.98 * random()));
    const patch = { stageId: idOf('stage', Math.floor(random() * 6)), rank };
    const after: Row = { ...before, ...patch };
    list.remove(before);
    list.insert(after);
    now[n] = after;
    const shownThen = list.first(shown);
    // Where it came in, or where the next one moved up.
    const at = Math.max(0, into ? shownThen.indexOf(after) : visible.indexOf(before));
    return { id: before.id, patch, expected: expectedOf(shownThen, at) };
  };
  return (count) => Array.from({ length: count }, next);
}

export const move: Workload = {
  async contest(contestant, { rows, name, patience }) {
    const all = deals(rows);
    const store = await openLoaded(
      contestant,
      { name, durable: false, tables: { deal: [['rank']] } },
      [sourceOf('deal', all)],
      patience,
    );
    if (!store.update) throw new NotAble('no way to write one row');
    const board = await watched(store, { table: 'deal', orderBy: 'rank', limit: shown }, shown);
    const plan = mover(all, 11);
    let writing: Promise<void>[] = [];
    return {
      atOnce: movesAtOnce,
      async batch(count) {
        return timed(plan, count, async (moves) => {
          for (const { id, patch, expected } of moves) {
            board.expect((rows) => shows(rows, expected));
            keep(writing, store.update!('deal', id, patch));
            if (!board.met) await board.wait('W1');
          }
        });
      },
      async settle() {
        await Promise.all(writing);
        writing = [];
        await store.settle?.();
      },
      close: () => store.close(),
    };
  },
  limit({ rows }) {
    const board = new Awaited<readonly Row[]>();
    const all = deals(rows);
    const update = boardByHand(all, shown, board.told);
    const plan = mover(all, 11);
    return Promise.resolve({
      atOnce: movesAtOnce,
      batch(count: number) {
        return timed(plan, count, async (moves) => {
          for (const { id, patch, expected } of moves) {
            board.expect((rows) => shows(rows, expected));
            update(id, patch);
            if (!board.met) throw new Error('W1: the limit did not move the card');
          }
        });
      },
      close: () => Promise.resolve(),
    });
  },
};
