import type { Sample, Subject } from './host.ts';

const text = '冷柜 · Kälte · ثلاجة صناعية · 👩🏽‍🔧 · e\u0301 ≠ \u00e9 · “quotes” \\ % _ <b>&amp;</b>';

const items = (count: number): readonly object[] => Array.from({ length: count }, (_, i) => ({ id: `e${i}`, value: `person${i}@example.com`, label: i % 2 ? '采购' : 'office' }));

const samples: readonly Sample[] = [
  { what: 'a text of many scripts', table: 'account', make: (label) => ({ name: label, industry: text, description: `${text}\n\n\t${text}`, tags: [text, '客户', 'e\u0301', '\u00e9'] }) },
  { what: 'a text of 100,000 characters', table: 'account', make: (label) => ({ name: label, description: '长text '.repeat(20_000).slice(0, 100_000) }) },
  { what: '500 items', table: 'account', make: (label) => ({ name: label, emails: items(500) }) },
  { what: '200 tags', table: 'account', make: (label) => ({ name: label, tags: Array.from({ length: 200 }, (_, i) => `tag ${i} 标签`) }) },
  { what: 'items with what the declarations do not know', table: 'account', make: (label) => ({ name: label, addresses: [{ id: 'a', street: '1 Quay', floor: 3, note: { deep: ['x', null] } }] }) },
  { what: 'the largest amount of money', table: 'account', make: (label) => ({ name: label, annualRevenue: { minor: Number.MAX_SAFE_INTEGER, currency: 'JPY' } }) },
  { what: 'a negative amount of money', table: 'account', make: (label) => ({ name: label, annualRevenue: { minor: -1, currency: 'CNY' } }) },
  { what: 'an amount of nothing, a zero and an empty list', table: 'account', make: (label) => ({ name: label, annualRevenue: { minor: 0, currency: 'EUR' }, employees: 0, yearFounded: 0, tags: [], emails: [], status: '' }) },
  { what: 'a broken number', table: 'account', make: (label) => ({ name: label, yearFounded: 1998.25 }) },
  { what: 'an instant without a fraction', table: 'account', make: (label) => ({ name: label, lastContactAt: '2026-11-22T01:18:50Z' }), kept: { lastContactAt: '2026-11-22T01:18:50.000Z' } },
  { what: 'an instant finer than a thousandth', table: 'account', make: (label) => ({ name: label, lastContactAt: '2026-11-22T01:18:50.123456Z' }), kept: { lastContactAt: '2026-11-22T01:18:50.123Z' } },
  { what: 'an instant of another century', table: 'account', make: (label) => ({ name: label, lastContactAt: '1899-12-31T23:59:59.999Z' }) },
  { what: 'a leap day', table: 'contact', make: (label) => ({ name: label, birthday: '2024-02-29' }) },
  { what: 'a decimal of 36 digits', table: 'product', make: (label) => ({ name: label, taxPercent: '123456789012345678901234.123456789012' }) },
  { what: 'a decimal with leading zeros', table: 'product', make: (label) => ({ name: label, taxPercent: '007.50' }), kept: { taxPercent: '7.50' } },
  { what: 'a decimal below nothing', table: 'product', make: (label) => ({ name: label, taxPercent: '-0.000001', active: false }) },
];

/** Accounts and their contacts, as a backend of Vinculo's own kind holds them. */
export const accountSubject: Subject = {
  table: 'account',
  make: (label) => ({ name: label }),
  title: 'name',
  first: { field: 'industry', values: ['Refrigeration', 'Food'] },
  second: { field: 'website', values: ['https://one.example', 'https://two.example'] },
  ask: { field: 'description', values: ['One text', 'Another text'] },
  invalid: { name: '' },
  child: { table: 'contact', field: 'accountId', make: (label, accountId) => ({ name: label, accountId }) },
  tags: 'tags',
  items: { field: 'emails', make: (id, value) => ({ id, value: `${value}@example.com` }) },
  figures: { number: 'employees', money: 'annualRevenue' },
  samples,
};
