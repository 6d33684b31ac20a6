import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { addresses, boolean, currency, date, decimal, email, emails, type Field, instant, integer, json, lines, longText, money, number, percent, phone, phones, ref, socials, tags, text, url } from './field.ts';
import { fits, listOf, objectOf, orNull, anyText } from './shape.ts';

// What the fields take, said once more with a library.
const short = z.string().check(z.maxLength(500));
const exact = z.string().check(z.regex(/^-?\d{1,24}(\.\d{1,12})?$/));
const code = z.string().check(z.regex(/^[A-Z]{3}$/));
const isDay = (day: string): boolean => {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) && !day.startsWith('0000');
};
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/), z.refine(isDay));
const moment = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/), z.refine((s) => isDay(s.slice(0, 10)) && !Number.isNaN(Date.parse(s))));
const mail = z.string().check(z.maxLength(320), z.regex(/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/));
const whole = z.number().check(z.refine((n) => Number.isSafeInteger(n)));
const id = z.string().check(z.minLength(1));
const label = z.optional(short);
const flag = z.optional(z.boolean());
const many = (one: z.ZodMiniType): z.ZodMiniType => z.array(one).check(z.maxLength(500));
const expected: readonly (readonly [Field, z.ZodMiniType])[] = [
  [text(), short], [longText(), z.string().check(z.maxLength(100_000))], [email(), mail], [url(), z.string().check(z.maxLength(2000))], [boolean(), z.boolean()], [integer(), whole], [number(), z.number()],
  [decimal(), exact], [percent(), z.number().check(z.minimum(0), z.maximum(100))], [currency(), code], [date(), day], [instant(), moment], [ref('account'), z.string().check(z.minLength(1), z.maxLength(200))],
  [money(), z.strictObject({ minor: whole, currency: code })], [phone(), z.looseObject({ raw: short, e164: z.optional(z.string()) })], [tags(), z.array(short).check(z.maxLength(200))], [json(), z.record(z.string(), z.unknown())],
  [emails(), many(z.looseObject({ id, value: mail, label, primary: flag, verified: flag, bouncedAt: z.optional(moment) }))],
  [phones(), many(z.looseObject({ id, raw: short, e164: z.optional(z.string().check(z.regex(/^\+[1-9]\d{5,14}$/))), label, primary: flag }))],
  [addresses(), many(z.looseObject({ id, label, primary: flag, street: label, city: label, region: label, postcode: label, country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))) }))],
  [socials(), many(z.looseObject({ id, network: short, handle: short, label }))],
  [lines(), many(z.looseObject({
    id, productId: z.optional(z.string()), name: short, quantity: exact, unit: label, unitPrice: exact, currency: code,
    discountPercent: z.optional(exact), taxPercent: z.optional(exact), unitCost: z.optional(exact), parentLineId: z.optional(z.string()), deliveryDate: z.optional(day),
  }))],
];

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('', 'EUR', 'eur', 'DE', 'a@b.c', 'a@b', '2026-11-22', '2026-02-30', '0000-01-01', '2026-11-22T01:18:50Z', '2026-11-22T25:18:50Z', '12.50', '-0', '1e3', '+4915112345', '+0'),
  fc.tuple(fc.constantFrom('a', '中', '😀'), fc.constantFrom(199, 200, 201, 499, 500, 501, 2000, 2001)).map(([sign, times]) => sign.repeat(times)),
);
const scalars = fc.oneof({ weight: 6, arbitrary: texts }, fc.boolean(), fc.integer(), fc.double(), fc.constantFrom(null, undefined, 0, -1, 100, 100.5, 2 ** 53, NaN, Infinity));
const names = ['id', 'value', 'raw', 'e164', 'label', 'primary', 'verified', 'bouncedAt', 'street', 'country', 'network', 'handle', 'name', 'quantity', 'unit', 'unitPrice', 'currency', 'minor', 'taxPercent', 'deliveryDate', 'other'] as const;
const good = { id: 'i', value: 'a@b.c', raw: '030', network: 'x', handle: 'y', name: 'n', quantity: '1', unitPrice: '2.5', currency: 'EUR', minor: 5 };
// Mostly right, with a few values that may not be.
const objects = fc.tuple(fc.subarray([...names]), fc.dictionary(fc.constantFrom(...names), scalars, { maxKeys: 3 })).map(([gone, put]) => ({ ...Object.fromEntries(Object.entries(good).filter(([name]) => gone.length > 12 ? !gone.includes(name as never) : true)), ...put }));
const coins = fc.oneof(fc.record({ minor: fc.oneof(fc.integer(), scalars), currency: fc.constantFrom('EUR', 'E') }), fc.constant({ minor: 1, currency: 'EUR', more: 1 }));
const values = fc.oneof(scalars, objects, coins, fc.array(fc.oneof(scalars, objects), { maxLength: 3 }), fc.constantFrom(Array.from({ length: 501 }, () => good), Array.from({ length: 201 }, () => 'a')));

describe('what fields take', () => {
  it.each(expected.map(([field, shape]) => [field.kind, field, shape] as const))('is for %s what a library says of it', (_kind, field, shape) => {
    fc.assert(fc.property(values, (value) => {
      expect(fits(field.shape, value), JSON.stringify(value)).toBe(shape.safeParse(value).success);
    }), { numRuns: 1500 });
  });

  it('is not changed by what a page adds to every object', () => {
    const everywhere = Object.prototype as { label?: unknown };
    everywhere.label = 7;
    try {
      expect(fits(emails().shape, [{ id: 'a', value: 'a@b.c' }])).toBe(true);
    } finally {
      delete everywhere.label;
    }
  });
});

it('says where in a value the fault is', () => {
  const answer = objectOf({ rows: listOf(objectOf({ id: anyText, by: orNull(anyText) })) });
  expect(answer({ rows: [{ id: 'a', by: null }] })).toBeUndefined();
  expect(answer({ rows: [{ id: 'a', by: null }, { id: 1, by: null }] })).toBe('rows.1.id');
  expect(answer({ rows: {} })).toBe('rows');
  expect(answer([])).toBe('');
});
