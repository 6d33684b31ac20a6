// W3: sum and count per stage while changes of others come in.

import { NotAble, type Sums } from '../contestant.ts';
import { type Figures, sumsByHand } from '../limits.ts';
import { amountOf, deals, idOf, randomNumbers, type Row } from '../rows.ts';
import { Awaited, openLoaded, sourceOf } from '../watching.ts';
import { keep } from './timed.ts';
import type { Workload } from './workload.ts';

interface ChangedPage {
  readonly rows: readonly Row[];
  /** The figures after it, of all stages. */
  readonly expected: ReadonlyMap<string, Figures>;
}

/** Pages of rows that others changed: other amounts, and half of them in another stage. */
function changer(all: readonly Row[], stages: number, changes: number): () => ChangedPage {
  const random = randomNumbers(17);
  const now = [...all];
  const figures = new Map<string, Figures>();
  const group = (row: Row): Figures =>
    figures.get(row['stageId'] as string) ??
    figures.set(row['stageId'] as string, { count: 0, sum: 0 }).get(row['stageId'] as string)!;
  for (const row of now) {
    group(row).count += 1;
    group(row).sum += amountOf(row);
  }
  let version = 1;
  return () => {
    version += 1;
    const changed = new Map<number, Row>();
    while (changed.size < changes) {
      const at = Math.floor(random() * now.length);
      if (changed.has(at)) continue;
      const before = now[at]!;
      const stageId = random() < 0.5 ? before['stageId'] : idOf('stage', Math.floor(random() * stages));
      const after: Row = {
        ...before,
        version: `p${version}`,
        stageId,
        amount: { minor: Math.floor(random() * 5_000_000), currency: 'CNY' },
      };
      group(before).count -= 1;
      group(before).sum -= amountOf(before);
      group(after).count += 1;
      group(after).sum += amountOf(after);
      now[at] = after;
      changed.set(at, after);
    }
    return {
      rows: [...changed.values()],
      expected: new Map([...figures].filter(([, f]) => f.count > 0).map(([stage, f]) => [stage, { ...f }])),
    };
  };
}

function samePage(sums: Sums, expected: ReadonlyMap<string, Figures>): boolean {
  for (const [stage, { count, sum }] of expected) {
    const told = sums(stage);
    if (!told || told.count !== count || told.sum !== sum) return false;
  }
  return true;
}

/** The variant is `stages/changes in a page`, and `/at once` where pages are not waited for until they are stored. */
function figuresOf(variant: string | undefined): readonly [stages: number, changes: number, atOnce: boolean] {
  const [stages, changes, atOnce] = (variant ?? '').split('/');
  return [Number(stages), Number(changes), atOnce !== undefined];
}

export const sums: Workload = {
  async contest(contestant, { rows, name, patience, variant }) {
    const [stages, changes, atOnce] = figuresOf(variant);
    const all = deals(rows, stages);
    const store = await openLoaded(
      contestant,
      { name, durable: false, tables: { deal: [] } },
      [sourceOf('deal', all)],
      patience,
    );
    if (!store.watchSums || !store.pull) throw new NotAble('no live figures');
    const next = changer(all, stages, changes);
    const told = new Awaited<Sums>();
    await store.watchSums(told.told);
    return {
      unit: changes,
      async batch(count) {
        let took = 0;
        const storing: Promise<void>[] = [];
        for (let i = 0; i < count; i++) {
          const page = next();
          // Only one stage is looked at while the clock runs; the others afterwards.
          const [stage, figures] = [...page.expected][0]!;
          told.expect((sums) => sums(stage)?.sum === figures.sum && (changes > 1 || samePage(sums, page.expected)));
          let begin = 0;
          const pulled = store.pull!('deal', page.rows, () => (begin = performance.now()));
          if (!told.met) await told.wait('W3');
          took += told.at - begin;
          if (atOnce) keep(storing, pulled);
          else await pulled;
          if (!samePage(told.latest!, page.expected)) throw new Error('W3: the figures told are wrong');
        }
        await Promise.all(storing);
        return took;
      },
      settle: async () => store.settle?.(),
      close: () => store.close(),
    };
  },
  limit({ rows, variant }) {
    const [stages, changes] = figuresOf(variant);
    const all = deals(rows, stages);
    const next = changer(all, stages, changes);
    let latest: ReadonlyMap<string, Figures> = new Map();
    const pull = sumsByHand(all, (groups) => (latest = groups));
    return Promise.resolve({
      unit: changes,
      batch(count: number) {
        let took = 0;
        for (let i = 0; i < count; i++) {
          const page = next();
          const begin = performance.now();
          pull(page.rows);
          took += performance.now() - begin;
          if (!samePage((stage) => latest.get(stage), page.expected)) throw new Error('W3: the limit is wrong');
        }
        return Promise.resolve(took);
      },
      close: () => Promise.resolve(),
    });
  },
};
