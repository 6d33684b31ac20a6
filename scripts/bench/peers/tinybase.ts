import { createIndexes, createQueries, createStore, type Row as Cells } from 'tinybase';
import { createIndexedDbPersister } from 'tinybase/persisters/persister-indexed-db';
import { type Contestant, NotAble, type OpenSpec, pagesOf, type Store, type WatchSpec } from '../page/contestant.ts';
import { deleteDatabases } from '../page/databases.ts';
import type { Row, TableName } from '../page/rows.ts';
import { flat } from './flat.ts';

/** TinyBase: sorted row ids and indexes with listeners, queries for figures, its IndexedDB persister for what must last. */
export const tinybase: Contestant = {
  name: 'tinybase',
  cannot: { durable: 'its persister has no strict durability', tabs: 'its persister has no strict durability' },
  open,
  wipe: ({ name }) => deleteDatabases((known) => known === `tinybase-${name}`),
};

async function open({ name, tables, durable }: OpenSpec): Promise<Store> {
  const store = createStore();
  const indexes = createIndexes(store);
  const queries = createQueries(store);
  const persister = durable ? createIndexedDbPersister(store, `tinybase-${name}`) : undefined;
  await persister?.load();
  const newest = (a: unknown, b: unknown): number => (String(a) < String(b) ? 1 : -1);
  for (const [table, wanted] of Object.entries(tables)) {
    for (const [field, orderBy] of wanted) {
      if (orderBy)
        indexes.setIndexDefinition(
          `${table}/${field}`,
          table,
          field,
          orderBy,
          undefined,
          ...(orderBy === 'at' ? [newest] : []),
        );
    }
  }

  const rowOf = (table: TableName, id: string): Row => ({ id, ...store.getRow(table, id) });
  const put = (table: TableName, rows: readonly Row[]): void => {
    store.transaction(() => {
      for (const row of rows) store.setRow(table, row.id, flat(row) as unknown as Cells);
    });
  };
  const slice = (table: TableName, field: string, value: string, limit = Infinity): Row[] =>
    indexes
      .getSliceRowIds(`${table}/${field}`, value)
      .slice(0, limit)
      .map((id) => rowOf(table, id));

  return {
    async load(sources, until = Infinity) {
      let count = 0;
      for (const { table, rows } of pagesOf(sources)) {
        if (performance.now() > until) break;
        put(table, rows);
        count += rows.length;
        // Lets a page breathe, and the time limit be seen.
        await Promise.resolve();
      }
      // It writes the whole store in one go.
      await persister?.save();
      return count;
    },
    watch({ table, where, orderBy, descending = false, limit }: WatchSpec, told) {
      if (where) {
        const read = (): void => told(slice(table, where.field, where.value, limit));
        const listener = indexes.addSliceRowIdsListener(`${table}/${where.field}`, where.value, read);
        read();
        return () => void indexes.delListener(listener);
      }
      const listener = store.addSortedRowIdsListener(
        table,
        orderBy,
        descending,
        0,
        limit,
        (_store, _table, _cell, _descending, _offset, _limit, ids) => told(ids.map((id) => rowOf(table, id))),
      );
      told(store.getSortedRowIds(table, orderBy, descending, 0, limit).map((id) => rowOf(table, id)));
      return () => void store.delListener(listener);
    },
    watchSums(told) {
      queries.setQueryDefinition('sums', 'deal', ({ select, group }) => {
        select('stageId');
        select('amount');
        select('name').as('each');
        group('amount', 'sum').as('sum');
        group('each', 'count').as('count');
      });
      const read = (): void => {
        const groups = new Map(
          Object.values(queries.getResultTable('sums')).map((cells) => [
            cells['stageId'] as string,
            { count: cells['count'] as number, sum: cells['sum'] as number },
          ]),
        );
        told((stage) => groups.get(stage));
      };
      const listener = queries.addResultTableListener('sums', read);
      read();
      return () => void queries.delListener(listener);
    },
    update: (table, id, patch) => void store.setPartialRow(table, id, patch as unknown as Cells),
    pull(table, rows, begin) {
      const values = rows.map(flat);
      begin();
      put(table, values);
    },
    timeline: (recordId) => slice('activityLink', 'recordId', recordId, 50),
    resident(table, count) {
      const there = store.getRowCount(table);
      if (there !== count) throw new NotAble(`${there} rows instead of ${count}`);
      return Promise.resolve();
    },
    async close() {
      await persister?.destroy();
    },
  };
}
