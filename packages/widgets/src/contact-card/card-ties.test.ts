import { expect, test } from 'vitest';
import type { Affiliation, Classification, Relationship } from './card-rows.ts';
import { classesOf, tiesOf } from './card-ties.ts';

// Only the columns that are looked at.
const relation = (fromId: string, kind: string, toId: string): Relationship => ({ id: `${fromId}-${toId}`, fromTable: 'contact', fromId, toTable: 'contact', toId, kind }) as Relationship;
const affiliation = (accountId: string, more: object = {}): Affiliation => ({ id: accountId, contactId: 'me', accountId, ...more }) as Affiliation;
const given = (scheme: string, value: string, from?: string, to?: string): Classification => ({ id: `${scheme}${value}`, scheme, value, from, to }) as Classification;

test('relationships are said from this end, and other accounts come last', () => {
  const ties = tiesOf('me', [relation('me', 'reportsTo', 'boss'), relation('ann', 'reportsTo', 'me'), relation('bob', 'householdMember', 'me')], [affiliation('home'), affiliation('old', { role: 'Buyer', to: '2018-03-31' })], 'home');
  expect(ties.map(({ id, kind, isReversed }) => [id, kind, isReversed])).toEqual([['bob', 'householdMember', false], ['boss', 'reportsTo', false], ['ann', 'reportsTo', true], ['old', 'affiliation', false]]);
  expect(ties.at(-1)).toMatchObject({ role: 'Buyer', to: '2018-03-31' });
});

test('of each scheme the class that holds today counts', () => {
  const now = new Date('2026-11-19T13:30:00Z');
  expect(classesOf([given('ABC', 'B', '2025-01-01'), given('ABC', 'A', '2026-01-01'), given('ABC', 'C', '2027-01-01'), given('tier', 'gold', '2024-01-01', '2025-01-01')], now).map(({ scheme, value }) => `${scheme} ${value}`)).toEqual(['ABC A']);
});
