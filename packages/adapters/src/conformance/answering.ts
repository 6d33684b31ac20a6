import { type AnyRow, type Measures, type Where, aggregateRows, compileOrder, compileWhere, entityNamed, groupName, newId } from '@vinculo/sdk/schema';
import type { Bench } from './bench.ts';
import { type ConformanceCase, hook, needs } from './case.ts';
import { check, checkSame, rejection } from './check.ts';

const answersQueries = needs((c) => (c.query ? undefined : 'no query()'));
const answersAggregates = needs((c) => (c.aggregate && c.query ? undefined : 'no aggregate()'));

/** Rows with all the sorts of values a filter meets: same, different, empty, not of one case. Answers them as a query without windows gives them. */
async function corpus(bench: Bench): Promise<{ readonly mine: Where; readonly all: readonly AnyRow[] }> {
  const { adapter, subject: { table, make, title, first, second, figures, tags } } = bench.backend;
  const money = [['EUR', 100], ['EUR', -250], ['CNY', 7], null, ['EUR', 0], ['JPY', 9_000_000_000]] as const;
  for (const [i, [name, a, b]] of ([['Älpha', 0, 0], ['beta', 1, null], ['Gamma', null, 1], ['delta 100%', 0, 1], ['eps_ilon', null, null], ['中文', 1, 0]] as const).entries()) {
    const amount = money[i];
    const values = {
      ...make(bench.label(name)), [title]: `${name} ${bench.label('q')}`, ...(a === null ? {} : { [first.field]: first.values[a] }), ...(b === null ? {} : { [second.field]: second.values[b] }),
      ...(figures && amount ? { [figures.money]: { minor: amount[1], currency: amount[0] }, [figures.number]: i * 3 } : {}),
      ...(tags ? { [tags]: ['red', '红', 'green'].slice(0, i % 4) } : {}),
    };
    const [outcome] = await adapter.push([bench.change('create', table, newId(), values)]);
    check(outcome?.status === 'ok', `row ${i} of the corpus is stored`, outcome);
  }
  const mine: Where = { [title]: { contains: bench.label('q') } };
  const all: AnyRow[] = [];
  // A backend may cap its answers; the total says when there is more.
  for (let total = 1; all.length < total;) {
    const answer = await adapter.query!({ table, where: mine, offset: all.length });
    all.push(...answer.rows);
    total = answer.rows.length === 0 ? 0 : (answer.total ?? all.length);
  }
  check(all.length === 6, 'the corpus is found by a part of its names', all.length);
  return { mine, all };
}

function filters({ backend: { subject: { title, first, second, tags, figures } } }: Bench, rows: readonly AnyRow[]): Where[] {
  const [a, b] = [first.field, second.field];
  const names = rows.map((r) => String(r[title])).toSorted();
  return [
    {}, { [a]: first.values[0] }, { [a]: { eq: first.values[1] } }, { [a]: null }, { [a]: { eq: null } }, { [a]: { ne: first.values[0] } }, { [a]: { ne: null } }, { [a]: { in: [...first.values] } }, { [a]: { in: [] } },
    { [title]: { contains: 'ET' } }, { [title]: { contains: '100%' } }, { [title]: { contains: 's_i' } }, { [title]: { contains: '中' } }, { [title]: names[2]! },
    { [title]: { gte: names[1]! } }, { [title]: { lt: names[1]! } }, { [title]: { gt: names[0]!, lte: names[4]! } },
    { or: [{ [a]: first.values[0] }, { [b]: second.values[0] }] }, { or: [] }, { and: [] }, { not: { [a]: first.values[0] } }, { not: { or: [{ [a]: null }, { [b]: null }] } },
    { and: [{ [a]: { ne: null } }, { [b]: null }] }, { search: 'gam' }, { search: 'delta 100%' }, { search: '' },
    { id: rows[0]!.id }, { id: { in: [rows[1]!.id, rows[4]!.id, 'nobody'] } },
    ...(tags ? [{ [tags]: { has: 'red' } }, { [tags]: { has: '红' } }, { not: { [tags]: { has: 'red' } } }] : []),
    ...(figures ? [{ [figures.number]: { gt: 3 } }, { [figures.number]: 0 }, { [figures.money]: { gte: { minor: 0, currency: 'EUR' } } }, { [figures.money]: { lt: { minor: 100, currency: 'CNY' } } }] : []),
  ];
}

export const answeringCases: readonly ConformanceCase[] = [
  {
    name: 'query() answers as the filter, order and window say',
    skip: answersQueries,
    async run(bench) {
      const { mine, all } = await corpus(bench);
      const { adapter, subject: { table, title, first, second, figures } } = bench.backend;
      const e = entityNamed(table)!;
      const orders = [[], [title], [`-${title}`], [first.field, `-${title}`], [`-${second.field}`, title], [`-${first.field}`], ...(figures ? [[figures.number], [`-${figures.number}`]] : [])];
      for (const [i, where] of filters(bench, all).entries()) {
        // Windows and orders do not depend on the filter: all of them are tried with the first two, to keep the number of calls down.
        const windows: readonly (readonly [number, number | undefined])[] = i < 2 ? [[0, undefined], [0, 2], [1, 3], [4, 10], [6, 2], [100, 1]] : [[0, undefined]];
        for (const orderBy of i < 2 ? orders : orders.slice(0, 2)) {
          const expected = all.filter(compileWhere(e, where)).sort(compileOrder(e, orderBy)).map((r) => r.id);
          for (const [offset, limit] of windows) {
            const answer = await adapter.query!({ table, where: { and: [mine, where] }, orderBy, offset, ...(limit === undefined ? {} : { limit }) });
            const asked = `where ${JSON.stringify(where)}, order ${orderBy.join(', ') || 'none'} (empty values last, then by id), window ${offset}+${limit ?? 'all'}`;
            const window = expected.slice(offset, limit === undefined ? undefined : offset + limit);
            const ids = answer.rows.map((r) => r.id);
            checkSame(ids, window.slice(0, ids.length), asked);
            check(ids.length === window.length || (ids.length > 0 && answer.total === expected.length), `${asked}: all rows of it come, or, where the backend has a limit of its own, some of them and the total`, { came: ids.length, of: window.length, total: answer.total });
            check(answer.total === undefined || answer.total === expected.length, `total counts all matches of ${JSON.stringify(where)}, whatever the window`, answer.total);
            check(typeof answer.asOf === 'string' && answer.asOf !== '', 'asOf says when it was read', answer.asOf);
          }
        }
      }
    },
  },
  {
    name: 'query() sees what was stored just now',
    skip: answersQueries,
    async run(bench) {
      const { adapter, subject: { table, title, first } } = bench.backend;
      const row = await bench.create('fresh');
      const where = { [title]: bench.label('fresh') } as Where;
      const find = async (more: Where = {}): Promise<readonly string[]> => (await adapter.query!({ table, where: { and: [where, more] } })).rows.map((r) => r.id);
      checkSame(await find(), [row.id], 'a row that was created is found');
      const edited = await bench.stored(bench.update(row, { [first.field]: first.values[0] }));
      checkSame(await find({ [first.field]: first.values[0] }), [row.id], 'a row is found by its new value');
      await bench.stored(bench.change('remove', table, row.id, {}, edited));
      checkSame(await find(), [], 'a row that was removed is not found');
    },
  },
  {
    name: 'a filter, an order or a figure of a field that the entity does not have is refused',
    skip: (c) => (c.query ? undefined : 'no query()'),
    async run({ backend: { adapter, subject: { table } } }) {
      const asked = [
        ['a filter', () => adapter.query!({ table, where: { noSuchField: 1 } })], ['an order', () => adapter.query!({ table, orderBy: ['noSuchField'] })],
        ...(adapter.aggregate ? [['a group', () => adapter.aggregate!({ table, groupBy: ['noSuchField'], measures: { n: { op: 'count' } } })], ['a sum', () => adapter.aggregate!({ table, groupBy: [], measures: { n: { op: 'sum', field: 'noSuchField' } } })]] as const : []),
      ] as const;
      for (const [what, call] of asked) {
        const error = await rejection(call(), `${what} of an unknown field rejects, for an answer would be wrong without a sign of it`);
        check(error instanceof Error, 'it rejects with an error', error);
      }
    },
  },
  {
    name: 'aggregate() gives the same figures as plain recomputation',
    skip: answersAggregates,
    async run(bench) {
      const { mine, all } = await corpus(bench);
      const { adapter, subject: { table, title, first, second, figures } } = bench.backend;
      const e = entityNamed(table)!;
      const measures: Measures = {
        count: { op: 'count' }, least: { op: 'min', field: title }, most: { op: 'max', field: title },
        ...(figures ? Object.fromEntries((['sum', 'min', 'max', 'avg'] as const).flatMap((op) => [[`${op}Number`, { op, field: figures.number }], [`${op}Money`, { op, field: figures.money }]])) : {}),
      };
      for (const groupBy of [[], [first.field], [first.field, second.field]]) {
        for (const more of [{}, { [first.field]: { ne: null } }] as readonly Where[]) {
          const rows = all.filter(compileWhere(e, more));
          const answer = await adapter.aggregate!({ table, where: { and: [mine, more] }, groupBy, measures });
          const inOrder = (groups: typeof answer.groups): unknown => groups.toSorted((a, b) => (groupName(groupBy, a.key) < groupName(groupBy, b.key) ? -1 : 1)).map((g) => ({ key: g.key, values: g.values }));
          checkSame(inOrder(answer.groups), inOrder(aggregateRows(e, rows, groupBy, measures)), `groups by ${groupBy.join(', ') || 'nothing'}: empty values make a group of their own, and money is added per currency`);
          check(typeof answer.asOf === 'string' && answer.asOf !== '', 'asOf says when it was counted', answer.asOf);
        }
      }
    },
  },
  {
    name: 'aggregate() over no rows answers one group without groups, and none with',
    skip: answersAggregates,
    async run(bench) {
      const { adapter, subject: { table, title, first, figures } } = bench.backend;
      const where = { [title]: bench.label('nobody') } as Where;
      const measures: Measures = { count: { op: 'count' }, least: { op: 'min', field: title }, ...(figures ? { sum: { op: 'sum', field: figures.number }, money: { op: 'sum', field: figures.money }, mean: { op: 'avg', field: figures.number } } : {}) };
      const e = entityNamed(table)!;
      checkSame((await adapter.aggregate!({ table, where, groupBy: [], measures })).groups, aggregateRows(e, [], [], measures), 'over no rows, without groups, there is one group');
      checkSame((await adapter.aggregate!({ table, where, groupBy: [first.field], measures })).groups, [], 'over no rows, by a field, there is none');
    },
  },
  {
    name: 'figures of rows that lack the field are told apart from zero',
    skip: (c, hooks) => answersAggregates(c, hooks) ?? hook('figures')(c, hooks),
    async run(bench) {
      const { adapter, subject: { table, title, figures } } = bench.backend;
      await bench.create('bare');
      const measures: Measures = Object.fromEntries((['sum', 'min', 'max', 'avg'] as const).flatMap((op) => [[`${op}Number`, { op, field: figures!.number }], [`${op}Money`, { op, field: figures!.money }]]));
      const answer = await adapter.aggregate!({ table, where: { [title]: bench.label('bare') }, groupBy: [], measures });
      checkSame(answer.groups.map((g) => g.values), [{ sumNumber: 0, minNumber: null, maxNumber: null, avgNumber: null, sumMoney: {}, minMoney: {}, maxMoney: {}, avgMoney: {} }], 'a sum of nothing is 0, of money {}; the least, greatest and mean of nothing are null, of money {}');
    },
  },
];
