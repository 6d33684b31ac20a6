import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateReader } from './dates.ts';
import { numberReader } from './money.ts';
import { readPhone, splitPhones } from './phones.ts';

const utc = { country: 'US', timeZone: 'UTC' };

describe('dates', () => {
  it.each([
    ['15 Apr, 2021 00:02:00', '2021-04-15T00:02:00.000Z'],
    ['2021-04-15 23:03:00', '2021-04-15T23:03:00.000Z'],
    ['2021-04-15T23:03:00+08:00', '2021-04-15T15:03:00.000Z'],
    ['2021-04-15T23:03:00.120Z', '2021-04-15T23:03:00.120Z'],
    ['4/15/2021 3:04 PM', '2021-04-15T15:04:00.000Z'],
    ['12/31/1999 12:00 am', '1999-12-31T00:00:00.000Z'],
    ['2021年4月15日 下午3:04', '2021-04-15T15:04:00.000Z'],
    ['２０２１/０４/１５', '2021-04-15T00:00:00.000Z'],
    ['Thursday, April 15, 2021', '2021-04-15T00:00:00.000Z'],
    ['15. März 2021', '2021-03-15T00:00:00.000Z'],
    ['15 de abril de 2021', '2021-04-15T00:00:00.000Z'],
    ['20210415T103000Z', '2021-04-15T10:30:00.000Z'],
    ['1618444980', '2021-04-15T00:03:00.000Z'],
  ])('%s', (text, iso) => {
    expect(dateReader([text], utc).instant(text)).toBe(iso);
  });

  it('reads a column day first when one value can be read in no other way', () => {
    const reader = dateReader(['03-07-2021 01:09', '25-05-2021 04:15'], utc);
    expect(reader.date('03-07-2021 01:09')).toBe('2021-07-03');
    expect(reader.order).toEqual({ order: 'dmy', because: 'evidence' });
  });

  it('falls back on the country and says so', () => {
    expect(dateReader(['3/4/2021'], utc).date('3/4/2021')).toBe('2021-03-04');
    const german = dateReader(['3.4.2021'], { country: 'DE', timeZone: 'UTC' });
    expect(german.date('3.4.2021')).toBe('2021-04-03');
    expect(german.order?.because).toBe('country');
  });

  it('takes plain numbers for Excel days only where the whole column is so', () => {
    const reader = dateReader(['44301', '44302.5'], utc);
    expect(reader.date('44301')).toBe('2021-04-15');
    expect(reader.instant('44302.5')).toBe('2021-04-16T12:00:00.000Z');
    expect(dateReader(['2021-01-01', '2021-01-02', '44301'], utc).date('44301')).toBeUndefined();
  });

  it('reads times in the zone that was given, on both sides of a change of the clocks', () => {
    const reader = dateReader([], { country: 'DE', timeZone: 'Europe/Berlin' });
    expect(reader.instant('2021-03-28 01:59:00')).toBe('2021-03-28T00:59:00.000Z');
    expect(reader.instant('2021-03-28 03:00:00')).toBe('2021-03-28T01:00:00.000Z');
    expect(reader.date('2021-03-28 23:30:00')).toBe('2021-03-28');
  });

  it.each([
    '2021-02-30',
    '31/31/2021',
    '13/13/2021',
    'tomorrow',
    '0',
    '15 Foo 2021',
    '2021-01-01 25:00',
    '99999999999999',
    '=1+1',
    '１２',
    '0000-00-00',
  ])('refuses %s', (text) => {
    const reader = dateReader([text], utc);
    expect(reader.date(text)).toBeUndefined();
    expect(reader.instant(text)).toBeUndefined();
  });

  it('reads back every day it is shown, whatever the notation', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2068-12-31'), noInvalidDate: true }), (at) => {
        const iso = at.toISOString().slice(0, 10);
        const [y, m, d] = iso.split('-') as [string, string, string];
        const reader = dateReader([`13/1/2021`], utc);
        expect(
          [iso, `${d}/${m}/${y}`, `${Number(d)}.${Number(m)}.${y}`, `${y}年${Number(m)}月${Number(d)}日`].map((t) =>
            reader.date(t),
          ),
        ).toEqual([iso, iso, iso, iso]);
      }),
    );
  });
});

describe('money', () => {
  it.each([
    ['$22,700.00', 2_270_000, 'USD'],
    ['1.234,56 €', 123_456, 'EUR'],
    ['€ 1.234,5', 123_450, 'EUR'],
    ['¥12,000', 1_200_000, 'CNY'],
    ['12000円', 12_000, 'JPY'],
    ['CNY 12,000', 1_200_000, 'CNY'],
    ['JPY 12,000', 12_000, 'JPY'],
    ['KWD 1.234', 1234, 'KWD'],
    ['3.5万元', 3_500_000, 'CNY'],
    ['$342.09K', 34_209_000, 'USD'],
    ['$1,117.10K', 111_710_000, 'USD'],
    ['$1,009.785', 100_979, 'USD'],
    ['(1,234.00)', -123_400, 'USD'],
    ['1234-', -123_400, 'USD'],
    ['−5', -500, 'USD'],
    ["CHF 1'234.50", 123_450, 'CHF'],
    ['₹18,40,000', 184_000_000, 'INR'],
    ['1 234 567,89 zł', 123_456_789, 'PLN'],
    ['１２３．４５', 12_345, 'USD'],
    ['١٢٣', 12_300, 'USD'],
    ['0', 0, 'USD'],
    ['.5', 50, 'USD'],
  ])('%s', (text, minor, currency) => {
    expect(numberReader([text], 'USD').money(text)).toEqual({ minor, currency });
  });

  it('lets the other values of the column decide what 1.234 means', () => {
    expect(numberReader(['1.234', '9,50'], 'EUR').money('1.234')).toEqual({ minor: 123_400, currency: 'EUR' });
    expect(numberReader(['1.234', '9.50'], 'EUR').money('1.234')).toEqual({ minor: 123, currency: 'EUR' });
  });

  it('multiplies a column that counts in millions', () => {
    expect(numberReader(['1100.04'], 'USD').money('1100.04', 1_000_000)).toEqual({
      minor: 110_004_000_000,
      currency: 'USD',
    });
  });

  it.each([
    'abc',
    '=10+20',
    '1e10',
    'NaN',
    'Infinity',
    '1,2,3',
    '1.2.3',
    '12 34',
    '--5',
    '(5',
    '$',
    '99999999999999999999',
    '0x10',
    '1/2',
    '5 USD 6',
    'DROP TABLE',
  ])('refuses %s', (text) => {
    expect(numberReader([text], 'USD').money(text)).toBeUndefined();
  });

  it('reads back every amount that Intl writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
        fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN', 'zh-CN', 'ar-EG'),
        (minor, locale) => {
          const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 })
            .format(minor / 100)
            .replace(/[\u061c\u200e\u200f]/g, '')
            .replace('٫', '.')
            .replaceAll('٬', ',');
          expect(numberReader([text], 'EUR').money(text)).toEqual({ minor: minor === 0 ? 0 : minor, currency: 'EUR' });
        },
      ),
    );
  });
});

describe('phones', () => {
  it.each([
    ['805-247-8982', 'US', '+18052478982'],
    ['+49 (0)40 66969-214', 'US', '+494066969214'],
    ['010 8888 8888', 'CN', '+861088888888'],
    ['＋８６ １３８ ００１３ ８０００', 'US', '+8613800138000'],
  ])('%s', (raw, country, e164) => {
    expect(readPhone(raw, country)).toEqual({ raw, e164 });
  });

  it.each(['', 'call the desk', '12', '=cmd|calc', '٠'])('keeps %s as it was typed', (raw) => {
    expect(readPhone(raw, 'US')).toEqual({ raw });
  });

  it('splits a cell that holds several', () => {
    expect(splitPhones('+1 805 247 8982 / 805-247-8983; x12')).toEqual(['+1 805 247 8982', '805-247-8983', 'x12']);
  });
});
