import { createRxDatabase, type RxCollection, type RxDocument, type RxStorage } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { type Contestant, type OpenSpec, pagesOf, type Store, type WatchSpec } from '../page/contestant.ts';
import { deleteDatabases } from '../page/databases.ts';
import type { Row, TableName } from '../page/rows.ts';
import { flat } from './flat.ts';
import { sumsOf } from './dexie.ts';

type AnyStorage = RxStorage<unknown, unknown>;

const notOnDisk = 'its memory storage keeps nothing on disk';

/** RxDB without its development plugin, event-reduce on (its default), bulk writes, an index for each query. */
export const rxdbMemory: Contestant = {
  name: 'rxdb-memory',
  cannot: { ingest: notOnDisk, reload: notOnDisk, durable: notOnDisk, tabs: notOnDisk, timeline: notOnDisk },
  open: (spec) => open(spec, getRxStorageMemory()),
  wipe: () => Promise.resolve(),
};

export const rxdbDexie: Contestant = {
  name: 'rxdb-dexie',
  cannot: { heap: 'keeps its rows on disk' },
  open: (spec) => open(spec, getRxStorageDexie({ chromeTransactionDurability: spec.strict ? 'strict' : 'relaxed' })),
  wipe: ({ name }) => deleteDatabases((known) => known.includes(`rxdb-${name}`)),
};

/** Fields of which queries filter or sort; an index wants their length. */
const texts = [
  'stageId',
  'rank',
  'name',
  'nextStep',
  'source',
  'description',
  'accountId',
  'ownerId',
  'recordId',
  'at',
];

async function open({ name, tables, manyTabs }: OpenSpec, storage: AnyStorage): Promise<Store> {
  const db = await createRxDatabase({
    name: `rxdb-${name}`,
    storage,
    multiInstance: manyTabs === true,
    eventReduce: true,
  });
  const collections = (await db.addCollections(
    Object.fromEntries(Object.entries(tables).map(([table, indexes]) => [table, { schema: schemaOf(indexes) }])),
  )) as unknown as Record<TableName, RxCollection<Row>>;

  const find = ({ table, where, orderBy, descending, limit }: WatchSpec) =>
    collections[table].find({
      selector: where ? { [where.field]: where.value } : {},
      sort: [{ [orderBy]: descending ? 'desc' : 'asc' }],
      ...(limit === undefined ? {} : { limit }),
    });
  const patch = async (table: TableName, id: string, values: Readonly<Record<string, unknown>>): Promise<void> => {
    const found: RxDocument<Row> | null = await collections[table].findOne(id).exec();
    await found!.incrementalPatch(values);
  };

  return {
    async load(sources, until = Infinity) {
      let count = 0;
      for (const { table, rows } of pagesOf(sources)) {
        if (performance.now() > until) break;
        await collections[table].bulkInsert(rows.map(flat));
        count += rows.length;
      }
      return count;
    },
    watch(spec, told) {
      const subscription = find(spec).$.subscribe((rows) => told(rows));
      return () => subscription.unsubscribe();
    },
    watchSums(told) {
      const subscription = collections.deal.find().$.subscribe((rows) => told(sumsOf(rows)));
      return () => subscription.unsubscribe();
    },
    update: patch,
    async pull(table, rows, begin) {
      const values = rows.map(flat);
      begin();
      await collections[table].bulkUpsert(values);
    },
    updateDurably: patch,
    async updateAllDurably(table, patches) {
      const found = await collections[table].findByIds(patches.map(({ id }) => id)).exec();
      await collections[table].bulkUpsert(patches.map(({ id, patch }) => ({ ...found.get(id)!.toJSON(), ...patch })));
    },
    timeline(recordId) {
      return find({
        table: 'activityLink',
        where: { field: 'recordId', value: recordId },
        orderBy: 'at',
        descending: true,
        limit: 50,
      }).exec();
    },
    async resident(table, count) {
      const rows = await collections[table].find().exec();
      if (rows.length !== count) throw new Error(`${rows.length} rows instead of ${count}`);
    },
    close: async () => void (await db.close()),
  };
}

function schemaOf(indexes: readonly (readonly string[])[]) {
  const text = { type: 'string', maxLength: 100 } as const;
  return {
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: {
      id: text,
      ...Object.fromEntries(texts.map((field) => [field, text])),
      ...Object.fromEntries(
        [
          'version',
          'createdAt',
          'updatedAt',
          'pipelineId',
          'stageSince',
          'expectedClose',
          'forecast',
          'givenName',
          'familyName',
          'locale',
          'jobTitle',
          'valueClass',
          'emails',
          'phones',
          'tags',
          'lastContactAt',
          'kind',
          'subject',
          'body',
          'direction',
          'activityId',
          'table',
          'role',
        ].map((field) => [field, { type: 'string' }]),
      ),
      amount: { type: 'number' },
      probability: { type: 'number' },
      seconds: { type: 'number' },
      done: { type: 'boolean' },
      open: { type: 'boolean' },
    },
    required: ['id', ...new Set(indexes.flat())],
    indexes: indexes.map((index) => (index.length === 1 ? index[0]! : [...index])),
  } as const;
}
