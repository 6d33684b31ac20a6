import { type AggregateResult, createClient, type QuerySpec, type Vinculo } from '@vinculo/sdk';
import type { AnyRow } from '@vinculo/sdk/schema';
import { benchBackend, pageBehind } from './bench-adapter.ts';
import type { Contestant, OpenSpec, Source, Store, Sums, WatchSpec } from './contestant.ts';
import { deleteDatabases } from './databases.ts';
import type { Row, TableName } from './rows.ts';

/** Vinculo through its public API, with everything a page has: validation, the disk cache, the durable outbox. */
export const ours: Contestant = {
  name: 'vinculo',
  cannot: {},
  open: (spec) => Promise.resolve(openOurs(spec)),
  wipe: (spec) => deleteDatabases((name) => name.startsWith('vinculo:') && name.includes(spec.name)),
};

function openOurs({ name }: OpenSpec): Store {
  const backend = benchBackend(name);
  const crm: Vinculo = createClient({ adapter: backend.adapter, cache: 'disk' });
  /** Someone always looks at what was loaded, as on a page. */
  const looking: { unsubscribe(): void }[] = [];

  /** Fulfilled when a query knows all its rows. */
  const complete = (table: TableName, spec: QuerySpec<AnyRow>): Promise<{ unsubscribe(): void }> =>
    new Promise((resolve, reject) => {
      const subscription = crm
        .collection(table)
        .query(spec)
        .subscribe((result) => {
          if (result.error) reject(result.error);
          else if (result.status === 'ready' && result.complete === true && result.rows.length > 0)
            queueMicrotask(() => resolve(subscription));
        });
    });

  /** One record stays in view, which keeps its table up to date. Tables that grow without bound are not read whole: that would be a million rows in memory. */
  const looked = async ({ table, row }: Source): Promise<void> => {
    const unbounded = table === 'activity' || table === 'activityLink';
    const all = unbounded ? undefined : await complete(table, { orderBy: ['id'], limit: 1 });
    looking.push(await complete(table, { where: one(table, row(0)) }));
    all?.unsubscribe();
  };

  /** Pages of changes that are on disk, by table, and who waits for one. */
  const onDisk = new Map<string, number>();
  const awaited: { readonly table: TableName; readonly page: number; readonly met: () => void }[] = [];

  /** Fulfilled when a page of changes is on disk. However many wait, the cache is asked once at a time. */
  const stored = (table: TableName, page: number): Promise<void> =>
    new Promise((resolve, reject) => {
      awaited.push({ table, page, met: resolve });
      if (awaited.length === 1) lookForStored().catch(reject);
    });

  async function lookForStored(): Promise<void> {
    while (awaited.length > 0) {
      const { tables } = await crm.debug.report();
      for (const { table, disk } of tables) onDisk.set(table, pageBehind(disk?.cursor));
      for (const one of awaited.filter(({ table, page }) => (onDisk.get(table) ?? 0) >= page)) {
        awaited.splice(awaited.indexOf(one), 1);
        one.met();
      }
      if (awaited.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  return {
    async load(sources: readonly Source[]) {
      for (const source of sources) backend.serve(source);
      await Promise.all(sources.map(looked));
      return sources.reduce((sum, source) => sum + source.count, 0);
    },
    watch({ table, where, orderBy, descending, limit }: WatchSpec, told) {
      const live = crm.collection(table).query({
        ...(where ? { where: { [where.field]: where.value } } : {}),
        orderBy: [descending ? `-${orderBy}` : orderBy],
        ...(limit === undefined ? {} : { limit }),
      });
      const subscription = live.subscribe((result) => {
        if (result.error) throw result.error;
        told(result.rows);
      });
      return () => subscription.unsubscribe();
    },
    watchSums(told) {
      const live = crm.deals.aggregate({
        groupBy: ['stageId'],
        measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } },
      });
      const subscription = live.subscribe((result) => told(sumsOf(result)));
      return () => subscription.unsubscribe();
    },
    update: (table, id, patch) => void crm.collection(table).update(id, patch),
    pull: async (table, rows: readonly Row[], begin) => stored(table, await backend.change(table, rows, begin)),
    updateDurably: (table, id, patch) => crm.collection(table).update(id, patch).durable,
    async updateAllDurably(table, patches) {
      const collection = crm.collection(table);
      await Promise.all(patches.map(({ id, patch }) => collection.update(id, patch).durable));
    },
    async timeline(recordId) {
      const { rows } = await crm
        .collection('activityLink')
        .query({ where: { table: 'contact', recordId }, orderBy: ['-at'], limit: 50 })
        .once();
      return rows;
    },
    async stored(table) {
      const { tables } = await crm.debug.report();
      const disk = tables.find((one) => one.table === table)?.disk;
      return disk ? disk.rows + disk.beside : 0;
    },
    resident(table, count) {
      return new Promise((resolve, reject) => {
        looking.push(
          crm
            .collection(table)
            .query({ orderBy: ['id'], limit: 1 })
            .subscribe(({ error, complete, total }) => {
              if (error) reject(error);
              else if (complete === true && total === count) resolve();
            }),
        );
      });
    },
    settle: () =>
      backend.hurried(
        () =>
          new Promise<void>((resolve, reject) => {
            const subscription = crm.status.subscribe(({ waiting, parked, storage }) => {
              if (storage) reject(storage);
              else if (parked > 0) reject(new Error('The backend refused a change of the bench.'));
              else if (waiting === 0) resolve();
              else return;
              queueMicrotask(() => subscription.unsubscribe());
            });
          }),
      ),
    async calm() {
      for (;;) {
        const { tables } = await crm.debug.report();
        // Few rows are left beside the others for good.
        if (tables.every(({ disk }) => disk === undefined || disk.beside <= Math.max(2000, disk.rows / 50))) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async close() {
      for (const subscription of looking) subscription.unsubscribe();
      await crm.close();
    },
  };
}

/** What a page asks for of a table that grows without bound: one row, or those of one record. */
function one(table: TableName, row: Row): { readonly [field: string]: unknown } {
  return table === 'activityLink' ? { recordId: row['recordId'] } : { id: row.id };
}

function sumsOf({ groups }: AggregateResult): Sums {
  return (stageId) => {
    const found = groups.find((group) => group.key['stageId'] === stageId);
    if (!found) return undefined;
    const sum = found.values['sum'] as Readonly<Record<string, number>>;
    return { count: found.values['count'] as number, sum: sum['CNY'] ?? 0 };
  };
}
