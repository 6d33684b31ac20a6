// W8: a change, and a burst of changes, until they are durable.

import { NotAble, type OpenSpec } from '../contestant.ts';
import { deleteDatabases } from '../databases.ts';
import { appendStrictly, countOutbox, openRaw } from '../limits.ts';
import { deals, idOf, randomNumbers } from '../rows.ts';
import { openLoaded, sourceOf } from '../watching.ts';
import type { Workload } from './workload.ts';

const burstSize = 1000;

function edit(
  random: () => number,
  n: number,
): { readonly id: string; readonly patch: { readonly nextStep: string; readonly probability: number } } {
  return {
    id: idOf('deal', n),
    patch: { nextStep: `Call again ${Math.floor(random() * 1e9)}`, probability: Math.floor(random() * 20) * 5 },
  };
}

export const durable: Workload = {
  async contest(contestant, { rows, name, patience, variant }) {
    const spec: OpenSpec = { name, durable: true, tables: { deal: [] }, strict: true };
    const store = await openLoaded(contestant, spec, [sourceOf('deal', deals(rows))], patience);
    if (!store.updateDurably || !store.updateAllDurably) throw new NotAble('no strict durability');
    const random = randomNumbers(29);
    return {
      ...(variant === 'burst' ? { fixed: true } : {}),
      async batch(count) {
        // No record twice in a burst.
        const edits = Array.from({ length: variant === 'burst' ? burstSize : count }, (_, i) =>
          edit(random, variant === 'burst' ? i : Math.floor(random() * rows)),
        );
        const begin = performance.now();
        if (variant === 'burst') await store.updateAllDurably!('deal', edits);
        else for (const { id, patch } of edits) await store.updateDurably!('deal', id, patch);
        return performance.now() - begin;
      },
      settle: async () => store.settle?.(),
      close: async () => {
        await store.close();
        await contestant.wipe(spec);
      },
    };
  },
  async limit({ rows, name, variant }) {
    await deleteDatabases((known) => known === name);
    const db = await openRaw(name);
    const random = randomNumbers(29);
    let appended = 0;
    const record = (): unknown => {
      const { id, patch } = edit(random, Math.floor(random() * rows));
      return {
        state: 'waiting',
        change: {
          key: ['1b671a64-40d5-491e-99b0-da01ff1f3341', ++appended],
          op: 'update',
          table: 'deal',
          id,
          patch,
          base: { nextStep: 'Call the buyer', probability: 5 },
          baseVersion: '1',
          at: new Date().toISOString(),
        },
      };
    };
    return {
      ...(variant === 'burst' ? { fixed: true } : {}),
      async batch(count) {
        const begin = performance.now();
        if (variant === 'burst') await appendStrictly(db, Array.from({ length: burstSize }, record));
        else for (let i = 0; i < count; i++) await appendStrictly(db, [record()]);
        const took = performance.now() - begin;
        if ((await countOutbox(db)) !== appended) throw new Error('W8: the limit is wrong');
        return took;
      },
      close: async () => {
        db.close();
        await deleteDatabases((known) => known === name);
      },
    };
  },
};
