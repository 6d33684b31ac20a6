import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import { implies } from './implies.ts';
import { compileWhere, parseWhere, type Where } from './where.ts';

const is = (filter: Where, wide: Where): boolean => implies(account, parseWhere(account, filter), parseWhere(account, wide));

describe('a filter that says at least as much as another', () => {
  it.each<readonly [Where, Where]>([
    [{ ownerId: 'a', name: 'x' }, { ownerId: 'a' }],
    [{ ownerId: 'a' }, { ownerId: { in: ['a', 'b'] } }],
    [{ ownerId: { in: ['a', 'b'] } }, { ownerId: { ne: 'c' } }],
    [{ ownerId: { in: ['a', 'b'] } }, { or: [{ ownerId: 'b' }, { ownerId: 'a' }] }],
    [{ or: [{ ownerId: 'a' }, { ownerId: 'b', name: 'x' }] }, { or: [{ ownerId: 'a' }, { name: 'x' }] }],
    [{ yearFounded: { gt: 1990, lt: 2000 } }, { yearFounded: { gte: 1990 } }],
    [{ yearFounded: { gt: 1990 } }, { yearFounded: { gt: 1990 } }],
    [{ yearFounded: { gte: 1991 } }, { and: [{ yearFounded: { gt: 1990 } }, { yearFounded: { ne: null } }] }],
    [{ annualRevenue: { gte: { minor: 500, currency: 'EUR' } } }, { annualRevenue: { gte: { minor: 100, currency: 'EUR' } } }],
    [{ status: 'open' }, { not: { status: { in: ['closed', 'lost'] } } }],
    [{ not: { status: { in: ['closed', 'lost'] } } }, { not: { status: 'lost' } }],
    [{ search: 'acme berlin' }, { search: 'acme' }],
    [{ tags: { has: 'vip' }, name: { contains: 'GmbH & Co' } }, { tags: { has: 'vip' }, name: { contains: 'gmbh' } }],
    [{ id: 'x' }, {}],
  ])('%j: %j', (filter, wide) => expect(is(filter, wide)).toBe(true));

  it.each<readonly [Where, Where]>([
    [{}, { ownerId: 'a' }],
    [{ ownerId: { in: ['a', 'c'] } }, { ownerId: { in: ['a', 'b'] } }],
    [{ or: [{ ownerId: 'a' }, { name: 'x' }] }, { ownerId: 'a' }],
    [{ yearFounded: { gte: 1990 } }, { yearFounded: { gt: 1990 } }],
    [{ yearFounded: { lt: 1990 } }, { yearFounded: { gte: 1980 } }],
    [{ annualRevenue: { gte: { minor: 500, currency: 'EUR' } } }, { annualRevenue: { gte: { minor: 100, currency: 'USD' } } }],
    [{ ownerId: null }, { ownerId: 'a' }],
    [{ not: { status: 'lost' } }, { not: { status: { in: ['closed', 'lost'] } } }],
    [{ search: 'acme' }, { search: 'acme berlin' }],
  ])('not %j: %j', (filter, wide) => expect(is(filter, wide)).toBe(false));

  it('matches no row that the other does not, whatever the two ask', () => {
    const text = fc.constantFrom('a', 'b', 'ab', null);
    const number = fc.constantFrom(1, 2, 3, null);
    const money = fc.constantFrom({ minor: 1, currency: 'EUR' }, { minor: 2, currency: 'EUR' }, { minor: 2, currency: 'USD' }, null);
    const some = <T>(v: fc.Arbitrary<T>, ...ops: readonly string[]): fc.Arbitrary<object> => fc.oneof(
      v.map((value) => ({ eq: value })), v.map((value) => ({ ne: value })), fc.array(v, { maxLength: 3 }).map((list) => ({ in: list })),
      fc.tuple(fc.constantFrom(...ops), v.filter((x) => x !== null)).map(([op, value]) => ({ [op]: value })),
    );
    const order = ['lt', 'lte', 'gt', 'gte'];
    const leaf: fc.Arbitrary<Where> = fc.oneof(
      some(text, ...order, 'contains').map((status) => ({ status })), some(number, ...order).map((yearFounded) => ({ yearFounded })), some(money, ...order).map((annualRevenue) => ({ annualRevenue })),
      fc.constantFrom('a', 'b', 'a b').map((search) => ({ search })), fc.constantFrom('a', 'b').map((has) => ({ tags: { has } })),
    ) as fc.Arbitrary<Where>;
    const { where } = fc.letrec<{ where: Where }>((tie) => ({
      where: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf, fc.array(tie('where'), { maxLength: 3 }).map((and) => ({ and })), fc.array(tie('where'), { maxLength: 3 }).map((or) => ({ or })), tie('where').map((not) => ({ not }))),
    }));
    const row = fc.record({ id: fc.constant('r'), name: fc.constantFrom('a', 'b', 'a b'), status: text, yearFounded: number, annualRevenue: money, tags: fc.subarray(['a', 'b']) });
    let implied = 0;
    fc.assert(fc.property(where, where, fc.array(row, { minLength: 5, maxLength: 20 }), (filter, other, rows) => {
      // Two filters out of thin air seldom have to do with each other.
      for (const wide of [other, { or: [other, filter] }, { not: { and: [other, { not: filter }] } }]) {
        if (!is(filter, wide)) continue;
        implied++;
        const [narrow, matches] = [compileWhere(account, filter), compileWhere(account, wide)];
        for (const r of rows) if (narrow(r)) expect(matches(r)).toBe(true);
      }
    }), { numRuns: 2000 });
    expect(implied).toBeGreaterThan(200);
  });
});
