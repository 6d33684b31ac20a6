import { entity } from './entity.ts';
import { boolean, date, decimal, instant, lines, longText, money, ref, required, tags, text, withDefault } from './field.ts';

/** Something sold. `parentId` makes it part of a bundle. */
export const product = entity({
  name: 'product', plural: 'products', title: 'name', residency: 'table',
  fields: {
    name: required(text({ searchable: true })),
    code: text({ searchable: true }),
    category: text(),
    parentId: ref('product', 'clear', { label: 'Part of bundle' }),
    price: money(),
    cost: money({ sensitive: true }),
    unit: text(),
    taxPercent: decimal({ label: 'Tax (%)' }),
    active: withDefault(boolean({ label: 'Sold' }), true),
    description: longText(),
  },
});

/** What a customer ordered, or returns (`kind` return, `parentId` the order). */
export const order = entity({
  name: 'order', plural: 'orders', title: 'number', residency: 'query',
  indexes: [['accountId'], ['contactId'], ['orderedAt']],
  fields: {
    number: required(text({ searchable: true })),
    kind: withDefault(text(), 'order'),
    parentId: ref('order', 'clear', { label: 'Returns' }),
    accountId: ref('account'),
    contactId: ref('contact'),
    dealId: ref('deal'),
    status: text(),
    orderedAt: instant({ label: 'Ordered' }),
    dueDate: date({ label: 'Due' }),
    total: money(),
    lines: lines(),
    ownerId: ref('user'),
    tags: tags(),
  },
});

/** How many units of `to` one unit of `from` was worth on a day. */
export const exchangeRate = entity({
  name: 'exchangeRate', plural: 'exchangeRates', title: 'from', residency: 'table', unlogged: true,
  fields: {
    from: required(text()),
    to: required(text()),
    on: required(date()),
    rate: required(decimal()),
  },
});
