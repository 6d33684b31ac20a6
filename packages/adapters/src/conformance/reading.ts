import { VinculoError } from '@vinculo/sdk';
import { type AnyRow, newId, type Where } from '@vinculo/sdk/schema';
import { readAll } from './bench.ts';
import { type ConformanceCase, hook, needs } from './case.ts';
import { check, checkSame, rejection } from './check.ts';

/** Rows one by one, and who may see them. */
export const readingCases: readonly ConformanceCase[] = [
  {
    name: 'a row is the same whichever way it is read',
    skip: needs(),
    async run(bench) {
      const { adapter, other, subject: { table, title, first } } = bench.backend;
      const made = await bench.create('same');
      const row = await bench.stored(bench.update(made, { [first.field]: first.values[0] }));
      checkSame((await readAll(adapter, table)).rows.get(row.id), row, 'a pull gives the row as the push answered it, version included: else the client’s next edit meets a conflict with itself');
      if (adapter.get) checkSame((await adapter.get(table, [row.id]))[0], row, 'get() gives the row as the push answered it');
      if (adapter.query) checkSame((await adapter.query({ table, where: { [title]: bench.label('same') } })).rows, [row], 'query() gives the row as the push answered it');
      checkSame((await readAll(other, table)).rows.get(row.id), row, 'another session with the same rights is given the same row');
    },
  },
  {
    name: 'get() gives the rows asked for that are there, and no others',
    skip: needs(),
    async run(bench) {
      const { adapter, subject: { table } } = bench.backend;
      if (!adapter.get) return;
      const [row, second, gone] = [await bench.create('got'), await bench.create('got too'), await bench.create('got no more')];
      await bench.stored(bench.change('remove', table, gone.id, {}, gone));
      const unknown = adapter.capabilities.ids === 'client' ? newId() : '999999999';
      const rows = await adapter.get(table, [second.id, unknown, gone.id, 'no id at all', row.id]);
      checkSame(rows.map((r) => r.id).toSorted(), [row.id, second.id].toSorted(), 'get() leaves out what is unknown or removed');
      checkSame(await adapter.get(table, []), [], 'get() of nothing gives nothing');
    },
  },
  {
    name: 'a table that is not served is refused by an error of the contract',
    async run({ backend: { adapter } }) {
      const table = 'noSuchEntity';
      const calls: Readonly<Record<string, (() => Promise<unknown>) | undefined>> = {
        pull: () => adapter.pull({ table }, null, 10), get: adapter.get && (() => adapter.get!(table, ['1'])), query: adapter.query && (() => adapter.query!({ table })),
        aggregate: adapter.aggregate && (() => adapter.aggregate!({ table, groupBy: [], measures: { n: { op: 'count' } } })), digest: adapter.digest && (() => adapter.digest!({ table })),
      };
      for (const [method, call] of Object.entries(calls)) {
        if (!call) continue;
        const error = await rejection(call(), `${method}() of an unknown table rejects`);
        check(error instanceof VinculoError && ['unknown_table', 'unsupported', 'forbidden', 'not_found'].includes(error.code), `the error of ${method}() is an UnknownTableError, UnsupportedError, ForbiddenError or NotFoundError`, error);
      }
    },
  },
  {
    name: 'a row that goes out of sight is taken away, and comes back when it may be seen again',
    skip: needs(hook('hide')),
    async run(bench) {
      const { adapter, hide, subject: { table, title, first } } = bench.backend;
      const c = adapter.capabilities;
      const [kept, row] = [await bench.create('seen'), await bench.create('hidden')];
      const { cursor } = await readAll(adapter, table);
      const held = new Map<string, AnyRow>((await readAll(adapter, table)).rows);
      /** As the client takes a pull up, with the digest where there are no tombstones. */
      const follow = async (from: string): Promise<string> => {
        const next = await readAll(adapter, table, c.pull === 'page' ? null : from);
        if (next.reset || c.pull === 'page') held.clear();
        for (const [id, r] of next.rows) held.set(id, r);
        for (const id of next.gone) held.delete(id);
        if (adapter.digest && c.pull !== 'page') {
          const ids = new Set(await adapter.digest({ table }));
          for (const id of [...held.keys()]) if (!ids.has(id)) held.delete(id);
        }
        return next.cursor;
      };
      const show = await hide!(row.id);
      const from = await follow(cursor);
      check(!held.has(row.id), 'the next pull takes the row away: under movedOut or deleted, by a reset, or by its absence from digest()', row.id);
      check(held.has(kept.id), 'rows that may be seen stay', kept.id);
      check(!(await readAll(adapter, table)).rows.has(row.id), 'a reading from nothing does not give it', row.id);
      check((await bench.now(row.id, table, adapter)) === undefined, 'it is not given when it is asked for', row.id);
      const where = { [title]: bench.label('hidden') } as Where;
      if (adapter.query) checkSame((await adapter.query({ table, where })).rows, [], 'query() does not find it');
      if (adapter.aggregate) checkSame((await adapter.aggregate({ table, where, groupBy: [], measures: { n: { op: 'count' } } })).groups[0]?.values, { n: 0 }, 'aggregate() does not count it');
      const outcome = await bench.send(bench.update(row, { [first.field]: first.values[0] }));
      check(outcome.status === 'rejected' && ['not_found', 'forbidden'].includes(outcome.code), 'an edit of what may not be seen is rejected as not_found or forbidden', outcome);
      await show();
      await follow(from);
      checkSame(held.get(row.id)?.[title], bench.label('hidden'), 'when it may be seen again, a pull brings it');
      checkSame(held.get(row.id)?.[first.field] ?? null, row[first.field] ?? null, 'the rejected edit was not stored');
    },
  },
];
