// W7: the timeline of one customer among many.

import { NotAble, type OpenSpec } from '../contestant.ts';
import { deleteDatabases } from '../databases.ts';
import { openRaw, readLeaf, writeLeaves } from '../limits.ts';
import { activityLink, customerOf, idOf, randomNumbers } from '../rows.ts';
import { openLoaded } from '../watching.ts';
import { shown } from './shown-window.ts';
import type { Workload } from './workload.ts';

const linksPerCustomer = 10;

export const timeline: Workload = {
  async contest(contestant, { rows, name, patience }) {
    const customers = rows / linksPerCustomer;
    const spec: OpenSpec = { name, durable: true, tables: { activityLink: [['recordId', 'at']] } };
    const loaded = await openLoaded(
      contestant,
      spec,
      [{ table: 'activityLink', count: rows, row: (n) => activityLink(n, customers) }],
      patience,
    );
    if (!loaded.timeline) throw new NotAble('no query by customer');
    await loaded.calm?.();
    // Opened again: nothing was read of any customer.
    await loaded.close();
    const store = await contestant.open(spec);
    const expected = new Map<number, number>();
    for (let n = 0; n < rows; n++) {
      const customer = customerOf(n, customers);
      expected.set(customer, (expected.get(customer) ?? 0) + 1);
    }
    const order = shuffled(customers, 23);
    let at = 0;
    return {
      most: customers,
      async batch(count) {
        let took = 0;
        for (let i = 0; i < count; i++) {
          const customer = order[at++ % customers]!;
          const recordId = idOf('contact', customer);
          const begin = performance.now();
          const links = await store.timeline!(recordId);
          took += performance.now() - begin;
          const inOrder = links.every(
            (link, k) =>
              link['recordId'] === recordId && (k === 0 || (links[k - 1]!['at'] as string) >= (link['at'] as string)),
          );
          if (!inOrder || links.length !== Math.min(shown, expected.get(customer) ?? 0))
            throw new Error(`W7: the timeline is wrong: ${links.length} links of ${expected.get(customer) ?? 0}`);
        }
        return took;
      },
      close: async () => {
        await store.close();
        await contestant.wipe(spec);
      },
    };
  },
  async limit({ rows, name }) {
    const customers = rows / linksPerCustomer;
    const links = Array.from({ length: rows }, (_, n) => activityLink(n, customers)).sort((a, b) =>
      a['recordId'] === b['recordId']
        ? (a['at'] as string) < (b['at'] as string)
          ? 1
          : -1
        : (a['recordId'] as string) < (b['recordId'] as string)
          ? -1
          : 1,
    );
    await deleteDatabases((known) => known === name);
    await writeLeaves(name, 'activityLink', links);
    const leafOf = new Map<string, number>();
    links.forEach(
      (link, i) =>
        !leafOf.has(link['recordId'] as string) && leafOf.set(link['recordId'] as string, Math.floor(i / 500)),
    );
    const db = await openRaw(name);
    const order = shuffled(customers, 23);
    let at = 0;
    return {
      most: customers,
      async batch(count) {
        let took = 0;
        for (let i = 0; i < count; i++) {
          const recordId = idOf('contact', order[at++ % customers]!);
          const leaf = leafOf.get(recordId);
          if (leaf === undefined) continue;
          const begin = performance.now();
          const rows = (await readLeaf(db, 'activityLink', leaf))
            .filter((row) => row['recordId'] === recordId)
            .slice(0, shown);
          took += performance.now() - begin;
          if (rows.length === 0) throw new Error('W7: the limit is wrong');
        }
        return took;
      },
      close: async () => {
        db.close();
        await deleteDatabases((known) => known === name);
      },
    };
  },
};

function shuffled(count: number, seed: number): number[] {
  const random = randomNumbers(seed);
  const out = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [out[i], out[k]] = [out[k]!, out[i]!];
  }
  return out;
}
