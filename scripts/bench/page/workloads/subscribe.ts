// W4: somebody subscribes to sorted rows.

import { type Contestant, NotAble, type Store } from '../contestant.ts';
import { sortedByHand } from '../limits.ts';
import { deals, type Row } from '../rows.ts';
import { Awaited, openLoaded, sourceOf } from '../watching.ts';
import { shown } from './shown-window.ts';
import type { Setting, Workload } from './workload.ts';

export const textFields = ['name', 'nextStep', 'source', 'description'];

/** A field and a direction for the nth subscription: none is asked for twice in a row. */
function orderOf(n: number): Order {
  return { orderBy: textFields[n % 4]!, descending: n % 8 >= 4 };
}

/** Reads each row, so that none is left to be made later. */
function readAll(rows: readonly Row[]): number {
  let length = 0;
  for (const row of rows) length += row.id.length;
  return length;
}

interface Order {
  readonly orderBy: string;
  readonly descending: boolean;
}

/** Ids in each order that was checked, by number of rows: all contestants have the same rows. */
const sortedIds = new Map<string, readonly string[]>();

function idsInOrder(all: readonly Row[], { orderBy, descending }: Order): readonly string[] {
  const key = `${all.length} ${orderBy} ${descending}`;
  const known = sortedIds.get(key) ?? sortedByHand(all, orderBy, descending).map((row) => row.id);
  sortedIds.set(key, known);
  return known;
}

function checkSorted(rows: readonly Row[], all: readonly Row[], order: Order, count: number): void {
  const expected = idsInOrder(all, order);
  if (rows.length !== count || rows.some((row, i) => row.id !== expected[i]))
    throw new Error(`W4: the rows are not in the order of ${order.orderBy}`);
}

/** Deals that were loaded once, of which each variant of W4 asks in its way. None changes them. */
interface Loaded {
  readonly all: readonly Row[];
  readonly store: Store;
  users: number;
}

const loadedOnce = new Map<string, Loaded>();

async function dealsLoaded(contestant: Contestant, { rows, name, patience }: Setting): Promise<Loaded> {
  const known = loadedOnce.get(name);
  if (known) return known;
  const all = deals(rows);
  const store = await openLoaded(
    contestant,
    { name, durable: false, tables: { deal: textFields.map((field) => [field]) } },
    [sourceOf('deal', all)],
    patience,
  );
  const loaded = { all, store, users: 0 };
  loadedOnce.set(name, loaded);
  return loaded;
}

export const subscribe: Workload = {
  async contest(contestant, setting) {
    const { rows, name, variant } = setting;
    const count = variant === 'all' ? rows : shown;
    const loaded = await dealsLoaded(contestant, setting);
    const { all, store } = loaded;
    if (!store.watch) throw new NotAble('no live queries');
    loaded.users++;
    let n = 0;
    let checked = 0;
    return {
      async batch(times) {
        let took = 0;
        for (let i = 0; i < times; i++) {
          const order = orderOf(n++);
          const awaited = new Awaited<readonly Row[]>();
          awaited.expect((told) => told.length === count && readAll(told) > 0);
          const begin = performance.now();
          const stopping = store.watch!(
            { table: 'deal', ...order, ...(variant === 'all' ? {} : { limit: shown }) },
            awaited.told,
          );
          const stop = typeof stopping === 'function' ? stopping : await stopping;
          if (!awaited.met) await awaited.wait('W4');
          took += performance.now() - begin;
          if (checked++ % 16 < 8) checkSorted(awaited.latest!, all, order, count);
          stop();
        }
        return took;
      },
      settle: async () => store.settle?.(),
      async close() {
        if (--loaded.users > 0) return;
        loadedOnce.delete(name);
        await store.close();
      },
    };
  },
  limit({ rows, variant }) {
    const all = deals(rows);
    const count = variant === 'all' ? rows : shown;
    let n = 0;
    return Promise.resolve({
      batch(times: number) {
        let took = 0;
        for (let i = 0; i < times; i++) {
          const order = orderOf(n++);
          const begin = performance.now();
          const sorted = sortedByHand(all, order.orderBy, order.descending);
          const rows = count === sorted.length ? sorted : sorted.slice(0, count);
          readAll(rows);
          took += performance.now() - begin;
          if (rows.length !== count) throw new Error('W4: the limit is wrong');
        }
        return Promise.resolve(took);
      },
      close: () => Promise.resolve(),
    });
  },
};
