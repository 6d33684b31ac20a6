import { VinculoError } from '@vinculo/sdk';
import { type Measures, type Where, aggregateRows, compileOrder, compileWhere, entityNamed, groupName, newId } from '@vinculo/sdk/schema';
import { type ConformanceCase, unlessWritable } from './case.ts';
import type { Bench } from './bench.ts';
import { check, checkSame, rejection } from './check.ts';

/** Rows with all the sorts of values a filter meets: same, different, empty, not of one case. */
async function corpus(bench: Bench): Promise<void> {
  const { adapter, subject: { table, make, title, first, second } } = bench.backend;
  for (const [i, [name, a, b]] of ([['Älpha', 0, 0], ['beta', 1, null], ['Gamma', null, 1], ['delta 100%', 0, 1], ['eps_ilon', null, null], ['中文', 1, 0]] as const).entries()) {
    const values = { ...make(bench.label(name)), [title]: `${name} ${bench.label('q')}`, ...(a === null ? {} : { [first.field]: first.values[a] }), ...(b === null ? {} : { [second.field]: second.values[b] }) };
    const [outcome] = await adapter.push([bench.change('create', table, newId(), values)]);
    check(outcome?.status === 'ok', `row ${i} of the corpus is stored`, outcome);
  }
}

function filters({ backend: { subject: { title, first, second } } }: Bench, names: readonly string[]): Where[] {
  const [a, b] = [first.field, second.field];
  return [
    {}, { [a]: first.values[0] }, { [a]: null }, { [a]: { ne: first.values[0] } }, { [a]: { ne: null } }, { [a]: { in: [...first.values] } }, { [a]: { in: [] } },
    { [title]: { contains: 'ET' } }, { [title]: { contains: '100%' } }, { [title]: { contains: 's_i' } }, { [title]: { contains: '中' } }, { [title]: names[2]! },
    { [title]: { gte: names[1]! } }, { [title]: { lt: names[1]! } }, { [title]: { gt: names[0]!, lte: names[4]! } },
    { or: [{ [a]: first.values[0] }, { [b]: second.values[0] }] }, { not: { [a]: first.values[0] } }, { not: { or: [{ [a]: null }, { [b]: null }] } },
    { and: [{ [a]: { ne: null } }, { [b]: null }] }, { search: 'gam' }, { search: 'delta 100%' },
  ];
}

export const answeringCases: readonly ConformanceCase[] = [
  {
    name: 'query() answers as the filter, order and window say',
    skip: (c) => unlessWritable(c) ?? (c.query ? undefined : 'no query()'),
    async run(bench) {
      await corpus(bench);
      const { adapter, subject: { table, title, first, second } } = bench.backend;
      const e = entityNamed(table)!;
      const mine = { [title]: { contains: bench.label('q') } };
      const all = (await adapter.query!({ table, where: mine })).rows;
      check(all.length === 6, 'the corpus is found by a part of its names', all.length);
      for (const [i, where] of filters(bench, all.map((r) => String(r[title])).toSorted()).entries()) {
        // Windows do not depend on the filter: all of them are tried with the first two, to keep the number of calls down.
        const windows: readonly (readonly [number, number | undefined])[] = i < 2 ? [[0, undefined], [0, 2], [1, 3], [4, 10]] : [[0, undefined]];
        for (const orderBy of [[], [title], [`-${title}`], [first.field, `-${title}`], [`-${second.field}`, title]]) {
          const expected = all.filter(compileWhere(e, where)).sort(compileOrder(e, orderBy)).map((r) => r.id);
          for (const [offset, limit] of windows) {
            const answer = await adapter.query!({ table, where: { and: [mine, where] }, orderBy, offset, ...(limit === undefined ? {} : { limit }) });
            checkSame(answer.rows.map((r) => r.id), expected.slice(offset, limit === undefined ? undefined : offset + limit), `where ${JSON.stringify(where)}, order ${orderBy.join(', ') || 'none'}, window ${offset}+${limit ?? 'all'}`);
            check(answer.total === undefined || answer.total === expected.length, `total counts all matches of ${JSON.stringify(where)}`, answer.total);
          }
        }
      }
    },
  },
  {
    name: 'query() rejects a filter by a field that the entity does not have',
    skip: (c) => (c.query ? undefined : 'no query()'),
    async run({ backend: { adapter, subject } }) {
      const error = await rejection(adapter.query!({ table: subject.table, where: { noSuchField: 1 } }), 'a filter by an unknown field rejects');
      check(error instanceof Error, 'it rejects with an error', error);
    },
  },
  {
    name: 'aggregate() gives the same figures as plain recomputation',
    skip: (c) => unlessWritable(c) ?? (c.aggregate ? undefined : 'no aggregate()'),
    async run(bench) {
      await corpus(bench);
      const { adapter, subject: { table, title, first, second } } = bench.backend;
      const e = entityNamed(table)!;
      const where = { [title]: { contains: bench.label('q') } } as Where;
      const rows = (await adapter.query!({ table, where })).rows;
      const measures: Measures = { count: { op: 'count' }, least: { op: 'min', field: title }, most: { op: 'max', field: title } };
      for (const groupBy of [[], [first.field], [first.field, second.field]]) {
        const answer = await adapter.aggregate!({ table, where, groupBy, measures });
        const inOrder = (groups: typeof answer.groups): unknown => groups.toSorted((a, b) => (groupName(groupBy, a.key) < groupName(groupBy, b.key) ? -1 : 1)).map((g) => ({ key: g.key, values: g.values }));
        checkSame(inOrder(answer.groups), inOrder(aggregateRows(e, rows, groupBy, measures)), `groups by ${groupBy.join(', ') || 'nothing'}`);
      }
      const none = await adapter.aggregate!({ table, where: { [title]: bench.label('nobody') }, groupBy: [], measures: { count: { op: 'count' } } });
      checkSame(none.groups.map((g) => g.values), [{ count: 0 }], 'over no rows, without groups, there is one group');
    },
  },
  {
    name: 'run() does a named command as a whole, and once per key',
    skip: (c) => unlessWritable(c) ?? (c.commands.includes('merge') ? undefined : 'no merge command'),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const [into, from] = [await bench.create('stays'), await bench.create('goes')];
      const child = subject.child ? await bench.stored(bench.change('create', subject.child.table, newId(), subject.child.make(bench.label('follows'), from.id))) : undefined;
      const key = bench.label('merge');
      const output = await adapter.run!('merge', { table: subject.table, intoId: into.id, fromId: from.id }, key);
      check((output as { id?: string }).id === into.id, 'merge answers the record that stays', output);
      check((await bench.now(from.id)) === undefined, 'the other one is gone');
      if (child) checkSame((await bench.now(child.id, subject.child!.table))?.[subject.child!.field], into.id, 'what named it names the one that stays');
      if (adapter.capabilities.idempotency) checkSame(await adapter.run!('merge', { table: subject.table, intoId: into.id, fromId: from.id }, key), output, 'the same key gives the same answer');
    },
  },
  {
    name: 'a command that is refused leaves everything as it was',
    skip: (c) => unlessWritable(c) ?? (c.commands.includes('merge') ? undefined : 'no merge command'),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const row = await bench.create('alone');
      const error = await rejection(adapter.run!('merge', { table: subject.table, intoId: row.id, fromId: newId() }, bench.label('refused')), 'a merge with nobody rejects');
      check(error instanceof VinculoError && error.code === 'not_found', 'it rejects with a NotFoundError', error);
      checkSame(await bench.now(row.id), row, 'the row is as it was');
    },
  },
  {
    name: 'upload() stores a file and answers its id',
    skip: (c) => unlessWritable(c) ?? (c.blobs ? undefined : 'no files'),
    async run({ backend: { adapter } }) {
      const id = await adapter.upload!(new Blob(['hello'], { type: 'text/plain' }), 'hello.txt');
      check(typeof id === 'string' && id !== '', 'upload() answers an id', id);
    },
  },
];
