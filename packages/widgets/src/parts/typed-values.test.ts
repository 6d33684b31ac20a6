import { expect, test } from 'vitest';
import { decimalOf } from '../format/money.ts';
import { localTime, minorOf, phoneOf, tagsOf } from './typed-values.ts';

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
