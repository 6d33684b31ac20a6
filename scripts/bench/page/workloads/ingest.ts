// W5: customers and their activities are taken in, durably.

import { type Contestant, NotAble, type OpenSpec, type Source } from '../contestant.ts';
import { deleteDatabases } from '../databases.ts';
import { ingestByHand } from '../limits.ts';
import { activity, contact, idOf } from '../rows.ts';
import { watched } from '../watching.ts';
import { shown } from './shown-window.ts';
import type { Workload } from './workload.ts';

/** Rows by tens: one contact, ten activities. `rows` counts the activities. */
function customersAndActivities(rows: number): readonly Source[] {
  return [
    { table: 'contact', count: rows / 10, row: contact },
    { table: 'activity', count: rows, row: activity },
  ];
}

export const ingest: Workload = {
  contest(contestant, { rows, name, patience }) {
    const sources = customersAndActivities(rows);
    const spec: OpenSpec = { name, durable: true, tables: { contact: [['name']], activity: [['at']] } };
    const wanted = sources.reduce((sum, source) => sum + source.count, 0);
    return Promise.resolve({
      fixed: true,
      async batch() {
        await contestant.wipe(spec);
        const begin = performance.now();
        const store = await contestant.open(spec);
        const loaded = await store.load(sources, begin + patience * 1000);
        await store.close();
        const took = performance.now() - begin;
        if (loaded === 0) throw new NotAble(`over ${patience} s`);
        await checkIngested(contestant, spec, loaded < wanted ? undefined : rows);
        // Whoever is slow stopped early: its time is that of the rows it took in.
        return (took / loaded) * 1000;
      },
      close: () => contestant.wipe(spec),
    });
  },
  limit({ rows, name }) {
    const sources = customersAndActivities(rows);
    const wanted = sources.reduce((sum, source) => sum + source.count, 0);
    return Promise.resolve({
      fixed: true,
      async batch() {
        await deleteDatabases((known) => known === name);
        const begin = performance.now();
        const loaded = await ingestByHand(name, sources);
        const took = performance.now() - begin;
        if (loaded !== wanted) throw new Error('W5: the limit is wrong');
        return (took / loaded) * 1000;
      },
      close: () => deleteDatabases((known) => known === name),
    });
  },
};

/** Opened again, what was taken in is there. @param rows how many activities, where all were taken in */
async function checkIngested(contestant: Contestant, spec: OpenSpec, rows: number | undefined): Promise<void> {
  const store = await contestant.open(spec);
  if (!store.watch) throw new NotAble('no live queries');
  const first = await watched(
    store,
    { table: 'contact', orderBy: 'id', limit: shown },
    rows === undefined ? shown : Math.min(shown, rows / 10),
  );
  // Who says that all were taken in without counting them is counted after.
  if (rows !== undefined && store.stored) {
    const [contacts, activities] = [await store.stored('contact'), await store.stored('activity')];
    if (contacts !== rows / 10 || activities !== rows)
      throw new Error(`W5: ${contacts} contacts and ${activities} activities are on disk`);
  }
  if (first.latest!.some((row, i) => row.id !== idOf('contact', i)))
    throw new Error('W5: what was taken in did not outlive the client');
  await store.close();
}
