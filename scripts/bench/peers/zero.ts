import {
  boolean,
  createBuilder,
  createSchema,
  defineMutator,
  defineMutators,
  number,
  string,
  table,
  type Transaction,
  Zero,
} from '@rocicorp/zero';
import { type Contestant, type OpenSpec, pagesOf, type Store, type WatchSpec } from '../page/contestant.ts';
import type { Row, TableName } from '../page/rows.ts';
import { flat } from './flat.ts';

const noServer = 'confirmed rows come from its server alone';
const noDisk = 'rows reach its disk from its server alone';

/** Zero's client alone: rows are written by mutators, and stand as changes that no server has confirmed. */
export const zero: Contestant = {
  name: 'zero',
  cannot: {
    sums: 'its client has no sums',
    pullUnderQueries: noServer,
    ingest: noDisk,
    reload: noDisk,
    durable: 'no promise says when a change is on disk',
    tabs: 'no promise says when a change is on disk',
    timeline: noDisk,
  },
  open: (spec) => Promise.resolve(open(spec)),
  wipe: () => Promise.resolve(),
};

const deal = table('deal')
  .columns({
    id: string(),
    version: string(),
    createdAt: string(),
    updatedAt: string(),
    pipelineId: string(),
    stageId: string(),
    stageSince: string(),
    rank: string(),
    name: string(),
    nextStep: string(),
    source: string(),
    description: string(),
    accountId: string(),
    ownerId: string(),
    amount: number(),
    probability: number(),
    expectedClose: string(),
    forecast: string(),
  })
  .primaryKey('id');
const contact = table('contact')
  .columns({
    id: string(),
    version: string(),
    createdAt: string(),
    updatedAt: string(),
    name: string(),
    givenName: string(),
    familyName: string(),
    locale: string(),
    jobTitle: string(),
    accountId: string(),
    valueClass: string(),
    ownerId: string(),
    emails: string(),
    phones: string(),
    tags: string(),
    lastContactAt: string(),
    active: boolean().optional(),
  })
  .primaryKey('id');
const schema = createSchema({ tables: [deal, contact] });
const zql = createBuilder(schema);

declare module '@rocicorp/zero' {
  interface DefaultTypes {
    schema: typeof schema;
  }
}

type DealRow = Parameters<Transaction['mutate']['deal']['insert']>[0];
type ContactRow = Parameters<Transaction['mutate']['contact']['insert']>[0];
type DealPatch = Parameters<Transaction['mutate']['deal']['update']>[0];

const mutators = defineMutators({
  insertDeals: defineMutator<DealRow[]>(async ({ tx, args }) => {
    for (const row of args) await tx.mutate.deal.insert(row);
  }),
  insertContacts: defineMutator<ContactRow[]>(async ({ tx, args }) => {
    for (const row of args) await tx.mutate.contact.insert(row);
  }),
  updateDeal: defineMutator<DealPatch>(async ({ tx, args }) => {
    await tx.mutate.deal.update(args);
  }),
});

function open({ name }: OpenSpec): Store {
  const client = new Zero({
    schema,
    mutators,
    userID: 'me',
    storageKey: name,
    cacheURL: null,
    kvStore: 'mem',
    logLevel: 'error',
  });

  const insert = async (into: TableName, rows: readonly Row[]): Promise<void> => {
    const args: unknown = rows.map(flat);
    // The rows of the bench have the columns that the schema names.
    await client.mutate(
      into === 'deal' ? mutators.insertDeals(args as DealRow[]) : mutators.insertContacts(args as ContactRow[]),
    ).client;
  };

  return {
    async load(sources, until = Infinity) {
      let count = 0;
      for (const { table, rows } of pagesOf(sources)) {
        if (performance.now() > until) break;
        await insert(table, rows);
        count += rows.length;
      }
      return count;
    },
    watch({ table, where, orderBy, descending, limit }: WatchSpec, told) {
      // Both tables have the fields that are asked for by name.
      const all = (table === 'deal' ? zql.deal : zql.contact) as typeof zql.deal;
      const some = where ? all.where(where.field as 'ownerId', where.value) : all;
      const sorted = some.orderBy(orderBy as 'rank', descending ? 'desc' : 'asc');
      const view = client.materialize(limit === undefined ? sorted : sorted.limit(limit));
      view.addListener((rows) => told(rows));
      return () => view.destroy();
    },
    update: (_table, id, patch) => client.mutate(mutators.updateDeal({ id, ...patch })).client.then(() => undefined),
    close: () => client.close().then(() => undefined),
  };
}
