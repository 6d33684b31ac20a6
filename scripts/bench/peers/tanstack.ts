import {
  BTreeIndex,
  type Collection,
  count,
  createCollection,
  createIndexedDB,
  createLiveQueryCollection,
  eq,
  type IndexedDBInstance,
  indexedDBCollectionOptions,
  sum,
} from '@tanstack/db';
import {
  type Contestant,
  type OpenSpec,
  pagesOf,
  type Source,
  type Store,
  type WatchSpec,
} from '../page/contestant.ts';
import { deleteDatabases } from '../page/databases.ts';
import type { Row, TableName } from '../page/rows.ts';
import { flat } from './flat.ts';

type FlatRow = Record<string, string | number | boolean> & { id: string };
type Rows = Collection<FlatRow, string>;

/** What writes rows that a backend confirmed. */
interface Feed {
  begin(): void;
  write(message: { readonly type: 'insert' | 'update'; readonly value: FlatRow }): void;
  commit(): void;
}

/** TanStack DB: collections with B-tree indexes and live queries over them; on disk its own IndexedDB collections. */
export const tanstack: Contestant = {
  name: 'tanstack-db',
  cannot: {
    durable: 'its IndexedDB collection has no strict durability',
    tabs: 'its IndexedDB collection has no strict durability',
  },
  open: (spec) => open(spec),
  wipe: ({ name }) => deleteDatabases((known) => known === `tanstack-${name}`),
};

async function open({ name, tables, durable }: OpenSpec): Promise<Store> {
  const feeds = new Map<TableName, Feed>();
  const names = Object.keys(tables) as TableName[];
  const disk: IndexedDBInstance | undefined = durable
    ? await createIndexedDB({ name: `tanstack-${name}`, version: 1, stores: names })
    : undefined;
  const collections = new Map<TableName, Rows>();
  for (const table of names) {
    const collection = disk ? onDisk(disk, table) : inMemory(table, (feed) => void feeds.set(table, feed));
    // The indexes its docs advise: one for each field that is filtered or sorted by.
    for (const field of new Set(tables[table]!.flat()))
      collection.createIndex((row) => row[field]!, { indexType: BTreeIndex });
    collections.set(table, collection);
    await collection.preload();
  }

  const insert = async (table: TableName, rows: readonly Row[]): Promise<void> => {
    const feed = feeds.get(table);
    if (!feed)
      return void (await collections.get(table)!.insert(rows.map((row) => flat(row) as FlatRow)).isPersisted.promise);
    for (const row of rows) feed.write({ type: 'insert', value: flat(row) as FlatRow });
  };
  const query = ({ table, where, orderBy, descending, limit }: WatchSpec): Rows => {
    const live = createLiveQueryCollection((q) => {
      const all = q.from({ row: collections.get(table)! });
      const some = where ? all.where(({ row }) => eq(row[where.field], where.value)) : all;
      const sorted = some.orderBy(({ row }) => row[orderBy], descending ? 'desc' : 'asc');
      return limit === undefined ? sorted : sorted.limit(limit);
    });
    // The rows of the query are those of the collection; its type is too deep for the compiler to say so.
    return live as unknown as Rows;
  };
  const watch = async (live: Rows, told: (rows: readonly FlatRow[]) => void): Promise<() => void> => {
    await live.preload();
    // Only who was told of a row is told that it went, so the first rows come the same way.
    const subscription = live.subscribeChanges(() => told(live.toArray), { includeInitialState: true });
    return () => {
      subscription.unsubscribe();
      void live.cleanup();
    };
  };

  return {
    async load(sources: readonly Source[], until = Infinity) {
      let loaded = 0;
      // In memory it takes in all pages at once: by itself each costs it a look at all rows before.
      for (const { begin } of feeds.values()) begin();
      for (const { table, rows } of pagesOf(sources)) {
        if (performance.now() > until) break;
        await insert(table, rows);
        loaded += rows.length;
      }
      for (const { commit } of feeds.values()) commit();
      return loaded;
    },
    watch: (spec, told) => watch(query(spec), told),
    watchSums(told) {
      const live = createLiveQueryCollection((q) =>
        q
          .from({ row: collections.get('deal')! })
          .groupBy(({ row }) => row['stageId'])
          .select(({ row }) => ({ stageId: row['stageId'], count: count(row.id), sum: sum(row['amount'] as never) })),
      );
      return watch(live as unknown as Rows, (groups) =>
        told((stage) => {
          const found = groups.find((group) => group['stageId'] === stage);
          return found && { count: found['count'] as number, sum: found['sum'] as number };
        }),
      );
    },
    update(table, id, patch) {
      const transaction = collections.get(table)!.update(id, (draft) => void Object.assign(draft, patch));
      return transaction.isPersisted.promise.then(() => undefined);
    },
    pull(table, rows, begin) {
      const feed = feeds.get(table);
      if (!feed) {
        const byId = new Map(rows.map((row) => [row.id, flat(row)]));
        begin();
        const transaction = collections.get(table)!.update([...byId.keys()], (drafts) => {
          for (const draft of drafts) Object.assign(draft, byId.get(draft.id));
        });
        return transaction.isPersisted.promise.then(() => undefined);
      }
      const values = rows.map((row) => flat(row) as FlatRow);
      begin();
      feed.begin();
      for (const value of values) feed.write({ type: 'update', value });
      feed.commit();
      return undefined;
    },
    async timeline(recordId) {
      const live = query({
        table: 'activityLink',
        where: { field: 'recordId', value: recordId },
        orderBy: 'at',
        descending: true,
        limit: 50,
      });
      const rows = await live.toArrayWhenReady();
      void live.cleanup();
      return rows;
    },
    resident(table, count) {
      const { size } = collections.get(table)!;
      if (size !== count) throw new Error(`${size} rows instead of ${count}`);
      return Promise.resolve();
    },
    async close() {
      await Promise.all([...collections.values()].map((collection) => collection.cleanup()));
      disk?.close();
    },
  };
}

/** A collection whose rows come from a backend; own changes are shown at once and confirmed by the handler. */
function inMemory(table: TableName, fed: (feed: Feed) => void): Rows {
  let feed: Feed | undefined;
  return createCollection<FlatRow, string>({
    id: `${table}-${crypto.randomUUID()}`,
    getKey: (row) => row.id,
    autoIndex: 'eager',
    defaultIndexType: BTreeIndex,
    startSync: true,
    gcTime: 0,
    sync: {
      sync({ begin, write, commit, markReady }) {
        feed = { begin: () => begin(), write: (message) => write(message), commit: () => void commit() };
        fed(feed);
        markReady();
      },
    },
    async onUpdate({ transaction }) {
      feed!.begin();
      for (const { modified } of transaction.mutations) feed!.write({ type: 'update', value: modified });
      feed!.commit();
    },
  });
}

function onDisk(db: IndexedDBInstance, table: TableName): Rows {
  return createCollection(
    indexedDBCollectionOptions<FlatRow, string>({
      db,
      name: table,
      getKey: (row) => row.id,
      autoIndex: 'eager',
      defaultIndexType: BTreeIndex,
    }),
  );
}
