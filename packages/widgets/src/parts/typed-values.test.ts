import { expect, test } from 'vitest';
import { decimalOf } from '../format/money.ts';
import { typedDecimal } from './typed-decimal.ts';
import { decimalText, localTime, minorOf, phoneOf, tagsOf } from './typed-values.ts';

test.each([
  ['74500', 'EUR', 7_450_000], ['74500.5', 'EUR', 7_450_050], ['1.005', 'KWD', 1_005], ['8.10', 'EUR', 810], ['-3.2', 'EUR', -320], ['.5', 'EUR', 50], ['1200', 'JPY', 1_200], ['90071992547409.91', 'EUR', 9_007_199_254_740_991],
] as const)('%s %s is %i minor units', (text, currency, minor) => {
  expect(minorOf(text, currency)).toBe(minor);
  expect(minorOf(decimalOf(minor, currency === 'JPY' ? 0 : currency === 'KWD' ? 3 : 2), currency)).toBe(minor);
});

test.each([['', 'EUR'], ['abc', 'EUR'], ['1.234', 'EUR'], ['1.5', 'JPY'], ['.', 'EUR'], ['90071992547409.92', 'EUR']])('“%s” %s is no amount', (text, currency) => {
  expect(minorOf(text, currency)).toBeUndefined();
});

test('phone numbers are E.164 where they are written with their country', () => {
  expect(phoneOf(' +49 30 901820 ')).toEqual({ raw: '+49 30 901820', e164: '+4930901820' });
  expect(phoneOf('0049 30 901820')).toEqual({ raw: '0049 30 901820', e164: '+4930901820' });
  expect(phoneOf('030 901820')).toEqual({ raw: '030 901820' });
  expect(phoneOf('none')).toBeUndefined();
});

test('tags are each there once, however they are set apart', () => {
  expect(tagsOf('cold chain, ISO 9001；贵宾、cold chain\n\n')).toEqual(['cold chain', 'ISO 9001', '贵宾']);
});

test('an instant is written as local time and read as the same one', () => {
  expect(new Date(localTime('2026-11-22T09:30:00.000Z')).toISOString()).toBe('2026-11-22T09:30:00.000Z');
  expect(localTime('never')).toBe('');
});

test.each([
  ['en', '12500.50', '12500.50'], ['en', '12,500.50', '12500.50'], ['en', '12,500', '12500'], ['en', '12500,50', '12500.50'], ['en', '1,234,567', '1234567'], ['en', '1.250', '1.250'], ['en', '.5', '0.5'], ['en', '-.5', '-0.5'], ['en', '+3.2', '3.2'], ['en', '+3', '3'], ['en', '-3.2', '-3.2'],
  ['de', '12500,50', '12500.50'], ['de', '12.500,50', '12500.50'], ['de', '12.500', '12500'], ['de', '12500.50', '12500.50'], ['de', '1,250', '1.250'], ['de', '1.234.567', '1234567'], ['de', '12.5', '12.5'],
  ['fr', '12\u202f500,50', '12500.50'], ['es', '12 500', '12500'], ['de-CH', '12’500.50', '12500.50'], ['en-IN', '12,34,567.8', '1234567.8'], ['zh-Hans', '１２５００．５', '12500.5'], ['ar', '١٢٬٥٠٠٫٥', '12500.5'], ['ar-MA', '١٫٢٥٠', '1.250'], ['ja', '12,500', '12500'],
] as const)('%s: “%s” is the number %s', (locale, typed, plain) => {
  expect(decimalText(locale, typed)).toBe(plain);
});

test.each(['', 'abc', '12k', '1e5', '1.2,3.4', '12,50,0.5', '1..2', '.', '-', '$5', '1-2', '1,2,3', '0x10'])('“%s” is no number', (typed) => {
  expect(decimalText('en', typed)).toBeUndefined();
});

test('a number that is put into an input is read as the same one', () => {
  for (const locale of ['en', 'de', 'fr', 'es', 'ja', 'zh-Hans', 'ar']) for (const plain of ['12500.5', '1.234', '12500', '-0.25', '1234.567']) expect(decimalText(locale, typedDecimal(locale, plain))).toBe(plain);
});
