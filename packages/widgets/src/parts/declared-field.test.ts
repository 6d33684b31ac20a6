import { entities } from '@vinculo/sdk/schema';
import { expect, test } from 'vitest';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish, message } from '../messages/message.ts';
import { declaredFields, patchOf, valueIn } from './declared-field.ts';
import { itemsOf, itemColumns, type ItemDraft } from './field-items.ts';
import { fieldText, type FieldReader } from './field-text.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(fieldsEnglish);

const reader: FieldReader = { locale: 'en', t: (key, ...values) => message('en', key, ...values), viewer: { locale: 'en', timeZone: 'UTC' }, nameOf: (table, id) => (table === 'user' && id === 'u1' ? 'Katarzyna' : undefined) };

test('the declaration and the description say together what may be seen and written', () => {
  const fields = declaredFields(entities.deal, {
    create: true, update: true, remove: true, fields: { amount: 'read', source: 'masked', nextStep: 'hidden' }, without: ['campaignId'],
    custom: [{ name: 'erp', kind: 'text', label: { en: 'ERP number', 'zh-Hans': 'ERP 编号' } }],
  });
  const named = new Map(fields.map((each) => [each.name, each]));
  expect(['nextStep', 'campaignId', 'rank'].filter((name) => named.has(name))).toEqual([]);
  expect(['amount', 'source'].map((name) => named.get(name)?.editable)).toEqual([false, false]);
  expect(named.get('name')).toMatchObject({ editable: true, required: true, emptiable: false });
  expect(fields.at(-1)).toMatchObject({ name: 'erp', editable: true });
  expect(patchOf(named.get('erp')!, 'K-1')).toEqual({ custom: { erp: 'K-1' } });
  expect(valueIn({ id: 'd', custom: { erp: 'K-1' } }, named.get('erp')!)).toBe('K-1');
});

test('what is only added may be given to a new record, and not changed', () => {
  const rights = { create: true, update: true, remove: false };
  expect(declaredFields(entities.consent, rights).some(({ editable }) => editable)).toBe(false);
  expect(declaredFields(entities.consent, rights, { forNew: true }).some(({ editable }) => editable)).toBe(true);
  expect(declaredFields(entities.historyEntry, rights, { forNew: true }).some(({ editable }) => editable)).toBe(false);
});

test.each([
  ['amount', { minor: 7_450_000, currency: 'EUR' }, '€74,500'], ['probability', 50, '50\u202f%'], ['expectedClose', '2026-12-18', '18 Dec 2026'], ['forecast', 'bestCase', 'Best case'], ['forecast', 'wishful', 'wishful'],
  ['ownerId', 'u1', 'Katarzyna'], ['ownerId', 'u2', 'u2'], ['tags', ['a', 'b'], 'a, b'], ['tags', [], 'Not set'], ['amount', null, 'Not set'], ['amount', 'odd', 'odd'],
  ['lines', [{ id: 'l', name: 'Heat pump', quantity: '2', unitPrice: '1.00', currency: 'EUR' }], '2 × Heat pump'],
] as const)('%s: %j reads %s', (name, value, text) => {
  const field = declaredFields(entities.deal, undefined).find((each) => each.name === name);
  expect(fieldText(reader, field, value)).toBe(text);
});

test('items keep what was not edited, and lose what was known of another address', () => {
  const before: ItemDraft[] = [{ id: 'a', value: 'old@example.com', bouncedAt: '2026-01-01T00:00:00.000Z', primary: true }, { id: 'b', value: 'kept@example.com', verified: true }];
  const draft = [{ ...before[0]!, value: 'new@example.com' }, { ...before[1]!, label: 'work' }, { id: 'c', value: ' ' }];
  expect(itemsOf('emails', itemColumns.emails!, draft, before)).toEqual([{ id: 'a', value: 'new@example.com', primary: true }, { id: 'b', value: 'kept@example.com', verified: true, label: 'work' }]);
  expect(itemsOf('phones', itemColumns.phones!, [{ id: 'p', raw: 'none' }], [])).toBeUndefined();
});
