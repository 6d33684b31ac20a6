import { type AnyRow, type Entity, aggregateRows, compileOrder, compileWhere, entities, findGroup, newId } from '@vinculo/sdk/schema';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, type Session, startBench } from '../testing/bench.ts';

let bench: Bench;
let staff: Session;
let deals: AnyRow[];
let contacts: AnyRow[];

const words = fc.constantFrom('Älva', 'älva', 'ÄLVA pump', 'İstanbul', 'ΟΔΟΣ', 'straße', '上海', '100%', 'a_b', "o'hara", 'Zoe', 'zoe', '', '🏭 works', 'back\\slash', '"quoted"');
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 3 });
const money = fc.record({ minor: fc.constantFrom(-100, 0, 99, 100, 101, 9_007_199_254_740_991), currency: fc.constantFrom('EUR', 'CNY', 'JPY') });
const instant = fc.constantFrom('2026-11-22T01:18:50Z', '2026-11-22T01:18:50.500Z', '2025-01-01T00:00:00.001Z', '1969-12-31T23:59:59Z');
const date = fc.constantFrom('2026-02-28', '2024-02-29', '2026-11-22');
const tagList = fc.uniqueArray(fc.constantFrom('a', 'b', 'VIP', 'vip', ''), { maxLength: 3 });
const percent = fc.constantFrom(0, 12.5, 33.3, 100);
const rank = fc.constantFrom('a', 'B', 'a0', 'Z', '0', 'é');
const decimal = fc.constantFrom('0', '-1.5', '1.5', '1.50', '10', '9', '0.000000000001', '123456789012345678901234');
const emailItems = fc.array(fc.record({ id: fc.constantFrom('1', '2'), value: fc.constantFrom('ana@x.example', 'BO@y.example') }), { maxLength: 2 });
const phone = fc.record({ raw: fc.constantFrom('021 555', '+86 21'), e164: fc.constantFrom('+8621555000', '+4930111222') });

const dealValues = fc.record({
  name: words.map((w) => w || 'x'), amount: maybe(money), probability: maybe(percent), expectedClose: maybe(date), closedAt: fc.constant(null), source: maybe(words), rank: maybe(rank), tags: maybe(tagList),
  forecast: maybe(fc.constantFrom('committed', 'omitted')), stageSince: maybe(instant), description: maybe(words),
});
const contactValues = fc.record({ name: words.map((w) => w || 'x'), emails: maybe(emailItems), birthday: maybe(date), jobTitle: maybe(words), phones: maybe(fc.array(fc.record({ id: fc.constantFrom('1', '2'), raw: fc.constantFrom('021 555', '5') }), { maxLength: 2 })) });

beforeAll(async () => {
  bench = await startBench();
  staff = await bench.session({ role: 'staff', tenant: newId() });
  const { id: pipelineId } = await staff.create('pipeline', { name: 'P', table: 'deal' });
  const { id: stageId } = await staff.create('stage', { name: 'S', category: 'open', pipelineId });
  const sample = <T>(values: fc.Arbitrary<T>, count: number): T[] => fc.sample(values, { numRuns: count, seed: 20_261_122 });
  const store = async (table: string, rows: object[]): Promise<AnyRow[]> => {
    const outcomes = await staff.push(...rows.map((r) => staff.change('create', table, newId(), { ...r })));
    return outcomes.map((o) => {
      if (o.status !== 'ok') throw new Error(JSON.stringify(o));
      return o.row!;
    });
  };
  deals = await store('deal', sample(dealValues, 120).map((d) => ({ ...d, pipelineId, stageId })));
  contacts = await store('contact', sample(contactValues, 60));
  await store('product', sample(fc.record({ name: words.map((w) => w || 'x'), taxPercent: maybe(decimal), active: fc.boolean() }), 60));
  await store('ticket', sample(fc.record({ subject: words.map((w) => w || 'x'), guestPhone: maybe(phone), guestEmail: maybe(fc.constantFrom('Ana@x.example', 'bo@y.example')) }), 40).map((t) => ({ ...t, pipelineId, stageId })));
}, 60_000);
afterAll(() => bench.stop());

/** The values a field's conditions are made of, and whether it has an order. */
const fields: Readonly<Record<string, Readonly<Record<string, { readonly values: fc.Arbitrary<unknown>; readonly ordered?: false }>>>> = {
  deal: {
    name: { values: words }, amount: { values: money }, probability: { values: percent }, expectedClose: { values: fc.oneof(date, fc.constantFrom('2026-11', '2026')) }, stageSince: { values: instant },
    source: { values: words }, rank: { values: rank }, tags: { values: tagList, ordered: false }, forecast: { values: fc.constantFrom('committed', 'omitted', 'none') }, createdBy: { values: fc.constantFrom('staff', 'x') }, version: { values: fc.constantFrom('1', '2') },
  },
  contact: { name: { values: words }, emails: { values: emailItems, ordered: false }, birthday: { values: date }, jobTitle: { values: words }, createdAt: { values: instant } },
  product: { name: { values: words }, taxPercent: { values: decimal }, active: { values: fc.boolean() }, cost: { values: money } },
  ticket: { subject: { values: words }, guestPhone: { values: phone }, guestEmail: { values: fc.constantFrom('Ana@x.example', 'ana@x.example', 'x') }, number: { values: fc.constantFrom('T-1001', 'T-1010') } },
};

function whereOf(table: string): fc.Arbitrary<object> {
  const tests = Object.entries(fields[table]!).map(([field, { values, ordered }]) => {
    const some = maybe(values);
    const conditions: fc.Arbitrary<object>[] = [fc.record({ eq: some }), fc.record({ ne: some }), fc.record({ in: fc.array(some, { maxLength: 3 }) }), fc.record({ has: fc.constantFrom('a', 'VIP') })];
    if (ordered !== false) {
      conditions.push(...(['lt', 'lte', 'gt', 'gte'] as const).map((op) => fc.record({ [op]: values })), fc.record({ gte: values, lt: values }), fc.record({ contains: fc.constantFrom('ä', 'LVA', '上', '0', '%', '_', '\\', '', 'σ', 'ς', 'i', '2026-11', '+86') }));
    }
    return fc.oneof(some, ...conditions).map((condition) => ({ [field]: condition }));
  });
  const search = fc.constantFrom('älva', 'PUMP ä', 'ana@x', '上海', '021', '+8621', 'οδος', '%', 'quoted').map((text) => ({ search: text }));
  const leaf = fc.oneof({ weight: 8, arbitrary: fc.oneof(...tests) }, { weight: 1, arbitrary: search });
  const { tree } = fc.letrec<{ tree: object }>((tie) => ({
    tree: fc.oneof({ maxDepth: 3 }, leaf, fc.record({ and: fc.array(tie('tree'), { maxLength: 3 }) }), fc.record({ or: fc.array(tie('tree'), { maxLength: 3 }) }), fc.record({ not: tie('tree') }), fc.tuple(leaf, leaf).map(([a, b]) => ({ ...a, ...b }))),
  }));
  return tree;
}

function orderOf(table: string): fc.Arbitrary<string[]> {
  const names = Object.entries(fields[table]!).filter(([, f]) => f.ordered !== false).map(([name]) => name);
  return fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean()).map(([name, down]) => (down ? `-${name}` : name)), { maxLength: 3 });
}

const numRuns = 150;

describe('a query', () => {
  it.each(Object.keys(fields))('over %s answers what the memory reading answers, in its order', async (table) => {
    const e: Entity = entities[table as keyof typeof entities];
    const all = await staff.rows(table);
    expect(all.length).toBeGreaterThan(0);
    await fc.assert(fc.asyncProperty(whereOf(table), orderOf(table), fc.nat(5), fc.integer({ min: 1, max: 20 }), async (where, orderBy, offset, limit) => {
      const expected = all.filter(compileWhere(e, where as never)).sort(compileOrder(e, orderBy));
      const { status, json } = await staff.call('query', { table, where, orderBy, offset, limit });
      expect(status).toBe(200);
      expect(json['total']).toBe(expected.length);
      expect((json['rows'] as unknown as AnyRow[]).map((r) => r.id)).toEqual(expected.slice(offset, offset + limit).map((r) => r.id));
    }), { numRuns });
  });

  it('refuses fields and comparisons that make no sense, and filters built to hurt', async () => {
    let deep: object = {};
    for (let i = 0; i < 50; i++) deep = { not: deep };
    for (const where of [{ nane: 1 }, { tags: { lt: 'a' } }, { name: { in: 'abc' } }, deep, { and: 3 }, []]) {
      expect((await staff.call('query', { table: 'deal', where })).status).toBe(422);
    }
    // More parameters than a statement may have: that is no fault of the database's.
    const listed = (length: number): object => ({ probability: { in: Array.from({ length }, (_, i) => i) } });
    for (const [or, status] of [[[listed(2500), listed(2501)], 422], [[listed(70_000)], 413]] as const) expect((await staff.call('query', { table: 'deal', where: { or } })).status).toBe(status);
    expect((await staff.call('query', { table: 'deal', where: { probability: { in: Array.from({ length: 5000 }, (_, i) => i) } } })).status).toBe(200);
    expect((await staff.call('query', { table: 'deal', orderBy: ['tags'] })).status).toBe(422);
    expect((await staff.call('query', { table: 'nope' })).status).toBe(404);
    expect((await staff.call('query', { table: '__proto__' })).status).toBe(404);
  });
});

it('a character that no record can hold is said to be wrong wherever it is asked for', async () => {
  const name = 'a\0b';
  for (const where of [{ name }, { name: { contains: name } }, { search: name }, { tags: [name] }, { amount: { gt: { minor: 1, currency: name } } }]) {
    for (const [route, more] of [['query', {}], ['pull', { cursor: null }], ['aggregate', { groupBy: [], measures: {} }]] as const) {
      expect(await staff.call(route, { table: 'deal', where, ...more }), route).toMatchObject({ status: 422, json: { error: { code: 'bad_request' } } });
    }
  }
  expect((await staff.call('get', { table: 'deal', ids: [name] })).status).toBe(422);
  expect((await staff.call('sessions/revoke', { session: name })).status).toBe(422);
  expect((await fetch(`${bench.server.url}/v1/blobs/a%00b`, { headers: { authorization: `Bearer ${staff.token}` } })).status).toBe(422);
});

describe('get', () => {
  it('answers in the order of the ids, without those that are not there', async () => {
    const [a, b] = [deals[3]!, deals[1]!];
    expect((await staff.call('get', { table: 'deal', ids: [a.id, newId(), b.id] })).json['rows']).toEqual([a, b]);
    expect(contacts.length).toBe(60);
  });
});

describe('an aggregate', () => {
  const measures = {
    count: { op: 'count' }, sum: { op: 'sum', field: 'amount' }, avg: { op: 'avg', field: 'amount' }, least: { op: 'min', field: 'amount' }, first: { op: 'min', field: 'name' }, last: { op: 'max', field: 'expectedClose' },
    chance: { op: 'sum', field: 'probability' }, mean: { op: 'avg', field: 'probability' }, newest: { op: 'max', field: 'stageSince' },
  } as const;

  it('answers what plain recomputation answers', async () => {
    const grouping = fc.uniqueArray(fc.constantFrom('stageId', 'forecast', 'source', 'amount', 'expectedClose', 'tags', 'createdBy', 'probability'), { maxLength: 2 });
    await fc.assert(fc.asyncProperty(grouping, whereOf('deal'), async (groupBy, where) => {
      const expected = aggregateRows(entities.deal, deals.filter(compileWhere(entities.deal, where as never)), groupBy, measures);
      const { status, json } = await staff.call('aggregate', { table: 'deal', groupBy, where, measures });
      expect(status).toBe(200);
      const groups = json['groups'] as unknown as typeof expected;
      expect(groups).toHaveLength(expected.length);
      for (const group of expected) {
        const own = findGroup(groups, group.key);
        for (const [name, value] of Object.entries(group.values)) {
          if (typeof value === 'number') expect(own!.values[name]).toBeCloseTo(value, 6);
          else if (typeof value === 'object' && value !== null) for (const [currency, minor] of Object.entries(value)) expect(((own!.values[name] as Record<string, number>)[currency]! - minor) / (Math.abs(minor) || 1)).toBeCloseTo(0, 12);
          else expect(own!.values[name]).toEqual(value);
        }
      }
    }), { numRuns: 60 });
  });

  it('answers so many figures and no more: each sum of money is a statement of its own', async () => {
    const of = (n: number): object => Object.fromEntries(Array.from({ length: n }, (_, i) => [`m${i}`, { op: 'sum', field: 'amount' }]));
    expect((await staff.call('aggregate', { table: 'deal', groupBy: [], measures: of(51) })).status).toBe(422);
    expect((await staff.call('aggregate', { table: 'deal', groupBy: [], measures: of(50) })).json).toMatchObject({ groups: [{ values: { m0: {}, m49: {} } }] });
  });

  it('answers so many groups and no more', async () => {
    const many = await bench.session({ role: 'staff', tenant: newId() });
    const { tenant } = (await many.call('describe')).json as unknown as { tenant: string };
    const admin = new pg.Client(bench.databaseUrl('admin'));
    await admin.connect();
    await admin.query(`insert into vinculo.team (tenant_id, id, version, created_at, updated_at, name) select $1, 't' || n, 1, now(), now(), 'all' from generate_series(1, 10001) as n`, [tenant]);
    await admin.end();
    const count = { n: { op: 'count' } };
    expect((await many.call('aggregate', { table: 'team', groupBy: ['id'], measures: count })).json).toMatchObject({ error: { code: 'where' } });
    expect((await many.call('aggregate', { table: 'team', groupBy: ['name'], measures: count })).json).toMatchObject({ groups: [{ values: { n: 10_001 } }] });
    expect((await many.call('aggregate', { table: 'team', groupBy: ['id'], where: { id: { ne: 't1' } }, measures: count })).json['groups']).toHaveLength(10_000);
  }, 20_000);

  it('has one empty group over nothing, and refuses sums of words', async () => {
    const { json } = await staff.call('aggregate', { table: 'deal', groupBy: [], where: { name: 'no such deal' }, measures: { n: { op: 'count' }, sum: { op: 'sum', field: 'amount' }, p: { op: 'sum', field: 'probability' }, m: { op: 'max', field: 'name' } } });
    expect(json['groups']).toEqual([{ key: {}, values: { n: 0, sum: {}, p: 0, m: null } }]);
    expect((await staff.call('aggregate', { table: 'deal', groupBy: [], measures: { n: { op: 'sum', field: 'name' } } })).status).toBe(422);
  });
});
