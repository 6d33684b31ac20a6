import { expect, it } from 'vitest';
import { contact } from './contact.ts';
import { phoneMatch, phonesOf, phoneSuffix } from './phone.ts';

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

it('passes over numbers that a backend gave without a text', () => {
  const bad = { id: 'c', phones: [{ id: 'p' }, null, { id: 'q', raw: '030 1234567' }] };
  expect(phonesOf(contact, bad)).toEqual([{ id: 'q', raw: '030 1234567' }]);
});
