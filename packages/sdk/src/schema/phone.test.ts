import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contact } from './contact.ts';
import { mayEndWith, phoneMatch, phonesOf, phoneSuffix } from './phone.ts';

it('tells numbers apart by what both of them say', () => {
  const beijing = { raw: '+86 10 6282 1234', e164: '+861062821234' };
  expect(phoneMatch('+861062821234', beijing)).toBe('exact');
  expect(phoneMatch('0086 10-6282-1234', beijing)).toBe('exact');
  expect(phoneMatch('010 6282 1234', beijing)).toBe('national');
  expect(phoneMatch('6282 1234', beijing)).toBe('national');
  expect(phoneMatch('2821234', beijing)).toBe('national');
  // Another country with the same end, another area, too little to go by.
  expect(phoneMatch('+49 10 6282 1234', beijing)).toBeUndefined();
  expect(phoneMatch('021 6282 1234', beijing)).toBeUndefined();
  expect(phoneMatch('1234', beijing)).toBeUndefined();
  expect(phoneMatch('112', { raw: '112' })).toBe('exact');
  expect(phoneMatch('', { raw: '' })).toBeUndefined();
});

it('finds a number by its last digits, however it is written', () => {
  expect(new Set(['+49 (0)30 123-4567', '030/1234567', '1234567'].map(phoneSuffix))).toEqual(new Set(['1234567']));
  expect(phoneSuffix('110')).toBe('110');
  expect(phoneSuffix('call me')).toBe('');
});

it('reads full-width digits, typed or kept', () => {
  expect(phoneSuffix('０１０－６２８２－１２３４')).toBe('2821234');
  expect(phoneMatch('＋８６ １０ ６２８２ １２３４', { raw: '+86 10 6282 1234' })).toBe('exact');
  expect(phoneMatch('010 6282 1234', { raw: '＋８６１０６２８２１２３４' })).toBe('national');
  expect(phoneMatch('+49 10 6282 1234', { raw: '＋８６１０６２８２１２３４' })).toBeUndefined();
});

it('reads a trunk zero in brackets, an extension, and the digits of other scripts', () => {
  const berlin = { raw: '+49 (0)30 901820' };
  for (const number of ['+49 30 901820', '0049 30 901820', '004930901820']) expect(phoneMatch(number, berlin)).toBe('exact');
  expect(phoneMatch('٠٣٠٩٠١٨٢٠', berlin)).toBe('national');
  expect(phoneMatch('+49 40 901820', berlin)).toBeUndefined();
  const desk = { raw: '+1 (415) 555-0132 ext. 12' };
  expect(phoneMatch('+14155550132', desk)).toBe('exact');
  for (const number of ['4155550132', '5550132', '(415) 555-0132 x7']) expect(phoneMatch(number, desk)).toBe('national');
  expect(phoneMatch('021 5888 1234', { raw: '021 5888 1234 转 802' })).toBe('exact');
  expect([phoneSuffix('+1 (415) 555-0132 ext. 12'), phoneSuffix('۰۲۱-۸۸۸۸۱۲۳۴')]).toEqual(['5550132', '8881234']);
});

it('passes over numbers that a backend gave without a text', () => {
  const bad = { id: 'c', phones: [{ id: 'p' }, null, { id: 'q', raw: '030 1234567' }] };
  expect(phonesOf(contact, bad)).toEqual([{ id: 'q', raw: '030 1234567' }]);
});

it('a quick look at the end passes every number that fits, and few others', () => {
  const written = fc.array(fc.constantFrom(...'0123456789', ' ', '-', '(0)', '+', '０', '８', 'x'), { maxLength: 18 }).map((parts) => parts.join(''));
  fc.assert(fc.property(written, written, fc.constantFrom('', '+49', '0049', '0'), (kept, asked, country) => {
    for (const number of [asked, `${country}${kept}`, kept.slice(2)]) if (phoneMatch(number, { raw: kept })) expect(mayEndWith({ raw: kept }, phoneSuffix(number))).toBe(true);
  }), { numRuns: 2000 });
  expect([mayEndWith({ raw: '030 123 4567' }, '1234567'), mayEndWith({ raw: '030 123 4568' }, '1234567'), mayEndWith({ raw: 'x', e164: '+49301234567' }, '1234567')]).toEqual([true, false, true]);
});
