import { type Collection, Dexie, liveQuery } from 'dexie/dist/modern/dexie.mjs';
import { type Contestant, type OpenSpec, pagesOf, type Store, type Sums, type WatchSpec } from '../page/contestant.ts';
import { deleteDatabases } from '../page/databases.ts';
import { amountOf, type Row } from '../page/rows.ts';

/** Dexie's liveQuery over indexes made for each query, with its cache of results shared without cloning where that answers right. */
export const dexie: Contestant = {
  name: 'dexie',
  cannot: { heap: 'keeps its rows on disk' },
  open: (spec) => Promise.resolve(open(spec)),
  wipe: ({ name }) => deleteDatabases((known) => known === `dexie-${name}`),
};

function open({ name, tables, strict }: OpenSpec): Store {
  // With its cache on, a live window by rank keeps a row that was moved out of it, at its end (seen with 4.4.7, also by
  // cloning): such windows are asked for without it.
  const wholeResults = !Object.values(tables).some((indexes) => indexes.some((index) => index.includes('rank')));
  const db = new Dexie(`dexie-${name}`, {
    cache: wholeResults ? 'immutable' : 'disabled',
    chromeTransactionDurability: strict ? 'strict' : 'relaxed',
  });
  const keyOf = (index: readonly string[]): string => (index.length === 1 ? index[0]! : `[${index.join('+')}]`);
  db.version(1).stores(
    Object.fromEntries(
      Object.entries(tables).map(([table, indexes]) => [table, ['id', ...indexes.map(keyOf)].join(', ')]),
    ),
  );

  const ask = ({ table, where, orderBy, descending, limit }: WatchSpec): Collection<Row> => {
    const rows = db.table<Row>(table);
    let found = where
      ? rows.where(keyOf([where.field, orderBy])).between([where.value, Dexie.minKey], [where.value, Dexie.maxKey])
      : rows.orderBy(orderBy);
    if (descending) found = found.reverse();
    return limit === undefined ? found : found.limit(limit);
  };
  const watch = <T>(read: () => Promise<T>, told: (value: T) => void): (() => void) => {
    const subscription = liveQuery(read).subscribe({ next: told, error: (error: unknown) => reportError(error) });
    return () => subscription.unsubscribe();
  };

  return {
    async load(sources, until = Infinity) {
      let count = 0;
      for (const { table, rows } of pagesOf(sources)) {
        if (performance.now() > until) break;
        await db.table(table).bulkPut(rows);
        count += rows.length;
      }
      return count;
    },
    watch: (spec, told) => watch(() => ask(spec).toArray(), told),
    watchSums: (told) =>
      watch(
        () => db.table<Row>('deal').toArray(),
        (rows) => told(sumsOf(rows)),
      ),
    update: async (table, id, patch) => void (await db.table(table).update(id, { ...patch })),
    async pull(table, rows, begin) {
      begin();
      await db.table(table).bulkPut([...rows]);
    },
    updateDurably: async (table, id, patch) => void (await db.table(table).update(id, { ...patch })),
    updateAllDurably: async (table, patches) =>
      void (await db.table(table).bulkUpdate(patches.map(({ id, patch }) => ({ key: id, changes: { ...patch } })))),
    timeline: (recordId) =>
      ask({
        table: 'activityLink',
        where: { field: 'recordId', value: recordId },
        orderBy: 'at',
        descending: true,
        limit: 50,
      }).toArray(),
    async resident(table, count) {
      const rows = new Map((await db.table<Row>(table).toArray()).map((row) => [row.id, row]));
      if (rows.size !== count) throw new Error(`${rows.size} rows instead of ${count}`);
    },
    close: () => Promise.resolve(db.close()),
  };
}

/** What has no aggregates of its own counts again. */
export function sumsOf(rows: readonly Row[]): Sums {
  const groups = new Map<string, { count: number; sum: number }>();
  for (const row of rows) {
    const stage = row['stageId'] as string;
    const group = groups.get(stage) ?? groups.set(stage, { count: 0, sum: 0 }).get(stage)!;
    group.count += 1;
    group.sum += amountOf(row);
  }
  return (stage) => groups.get(stage);
}
