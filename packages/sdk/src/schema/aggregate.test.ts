import { expect, it } from 'vitest';
import { aggregateRows, entityNamed } from './index.ts';

it('groups equal amounts together, whatever the order of their keys', () => {
  const rows = [
    { id: 'a', annualRevenue: { minor: 100, currency: 'EUR' } },
    { id: 'b', annualRevenue: { currency: 'EUR', minor: 100 } },
    { id: 'c', annualRevenue: { currency: 'EUR', minor: 200 } },
    { id: 'd', annualRevenue: { minor: 100, currency: 'EUR', note: null } },
    { id: 'e' },
    { id: 'f', annualRevenue: null },
  ];
  const counts = aggregateRows(entityNamed('account')!, rows, ['annualRevenue'], { n: { op: 'count' } }).map((group) => group.values['n']);
  expect(counts).toEqual([3, 1, 2]);
});
