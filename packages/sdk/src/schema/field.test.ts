import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import { type NewOf, type RowOf, entity, validateNew, validatePatch } from './entity.ts';
import {
  type AddressItem, type EmailItem, type Field, type LineItem, type Money, type Phone, type PhoneItem, type SocialItem,
  addresses, blob, boolean, currency, date, decimal, email, emails, instant, integer, json, lines, longText, money, number, option, percent, phone, phones, rank, ref, required, socials, tags,
  text, timeZone, url, withDefault,
} from './field.ts';
import type { Shape } from './shape.ts';

// The same kinds said in zod, by its own words where it has them.
const upTo = (most: number): z.ZodMiniString => z.string().check(z.maxLength(most));
const like = (pattern: RegExp): z.ZodMiniString => z.string().check(z.regex(pattern));
const isDay = (s: string): boolean => {
  const at = new Date(`${s}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(s) && !s.startsWith('0000') && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(s);
};
const short = upTo(500);
const decimalText = like(/^-?\d{1,24}(\.\d{1,12})?$/);
const code = like(/^[A-Z]{3}$/);
const day = z.string().check(z.refine(isDay));
const moment = like(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/).check(z.refine((s) => isDay(s.slice(0, 10)) && !Number.isNaN(Date.parse(s))));
const mail = upTo(320).check(z.regex(/^[^\s@<>]+@[^\s@<>][^\s@<>.]*\.[^\s@<>]+$/));
const wholeNumber = z.number().check(z.refine((n) => Number.isSafeInteger(n)));
const word = z.optional(short);
const flag = z.optional(z.boolean());
const item = { id: z.string().check(z.minLength(1)) };
const listOf = (shape: z.ZodMiniType, most = 500): z.ZodMiniType => z.array(shape).check(z.maxLength(most));
const plain = z.custom((value) => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
});

interface Twin {
  readonly field: Field;
  readonly zod: z.ZodMiniType;
  /** Values of the kind, most of which fit. */
  readonly values: fc.Arbitrary<unknown>;
}

const id = fc.oneof(fc.uuid(), fc.constantFrom('', 'a'));
const note = fc.oneof(fc.string(), fc.constantFrom('', 'x'.repeat(500), 'x'.repeat(501), '工作'));
const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined });
const days = fc.oneof(
  fc.date({ noInvalidDate: true, min: new Date('0000-01-01'), max: new Date('9999-12-31') }).map((at) => at.toISOString().slice(0, 10)),
  fc.constantFrom('2024-02-29', '2023-02-29', '2026-04-31', '0000-01-01', '0001-01-01', '2026-11-22\n', '2026-1-1', '+12026-01-01', '2026-13-01', '2026-00-10'),
);
const moments = fc.oneof(
  fc.tuple(days, fc.constantFrom('T01:18:50Z', 'T01:18:50.000Z', 'T01:18:50.123456Z', 'T01:18:50.1234567Z', 'T24:00:00Z', 'T24:00:01Z', 'T23:59:60Z', 'T01:18:50+08:00', ' 01:18:50Z', 'T01:18Z')).map((parts) => parts.join('')),
  fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
);
const decimals = fc.oneof(fc.stringMatching(/^-?\d{1,26}(\.\d{1,14})?$/), fc.constantFrom('-0', '00.10', '1.', '.5', '+1', '1e3', '1,5', '٣', '1\n', 'NaN'));
const codes = fc.oneof(fc.stringMatching(/^[A-Z]{3}$/), fc.constantFrom('eur', 'EURO', 'EU', 'EUR\n', ''));
const mails = fc.oneof(fc.emailAddress(), fc.constantFrom('a@b', 'a@b.c', 'a b@c.de', 'a@@b.de', 'a@.de', '<a@b.de>', 'a@b.de\n', `${'a'.repeat(313)}@b.test`, `${'a'.repeat(314)}@b.test`, '名@例.中国'));
const numbers = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -0, 100, 100.5, -1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Infinity, -Infinity, 1.5));
const dialled = fc.oneof(fc.stringMatching(/^\+[1-9]\d{4,15}$/), fc.constantFrom('+0123456', '123456', '+123456 '));
const objects = <T>(model: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<unknown> => fc.record({ ...model, extra: fc.anything() }, { requiredKeys: [] });

const twins: Readonly<Record<string, Twin>> = {
  text: { field: text(), zod: short, values: note },
  longText: { field: longText(), zod: upTo(100_000), values: fc.oneof(note, fc.constantFrom('x'.repeat(100_000), 'x'.repeat(100_001))) },
  email: { field: email(), zod: mail, values: mails },
  phone: { field: phone(), zod: z.looseObject({ raw: short, e164: z.optional(z.string()) }), values: objects({ raw: note, e164: maybe(dialled) }) },
  url: { field: url(), zod: upTo(2000), values: fc.oneof(fc.webUrl(), fc.constantFrom('x'.repeat(2000), 'x'.repeat(2001))) },
  boolean: { field: boolean(), zod: z.boolean(), values: fc.oneof(fc.boolean(), fc.constantFrom(0, 1, 'true', '')) },
  integer: { field: integer(), zod: wholeNumber, values: numbers },
  number: { field: number(), zod: z.number(), values: numbers },
  decimal: { field: decimal(), zod: decimalText, values: decimals },
  percent: { field: percent(), zod: z.number().check(z.minimum(0), z.maximum(100)), values: fc.oneof(numbers, fc.double({ min: -1, max: 101 })) },
  money: { field: money(), zod: z.strictObject({ minor: wholeNumber, currency: code }), values: fc.oneof(fc.record({ minor: numbers, currency: codes }), objects({ minor: numbers, currency: codes })) },
  currency: { field: currency(), zod: code, values: codes },
  date: { field: date(), zod: day, values: days },
  instant: { field: instant(), zod: moment, values: moments },
  timeZone: { field: timeZone(), zod: short, values: note },
  option: { field: option(['a', 'b']), zod: short, values: note },
  ref: { field: ref('deal'), zod: z.string().check(z.minLength(1), z.maxLength(200)), values: fc.oneof(id, fc.constantFrom('x'.repeat(200), 'x'.repeat(201))) },
  blob: { field: blob(), zod: short, values: note },
  tags: { field: tags(), zod: listOf(short, 200), values: fc.oneof(fc.array(note), fc.constantFrom(Array(200).fill('x'), Array(201).fill('x'), Array(3))) },
  rank: { field: rank(), zod: short, values: note },
  json: { field: json(), zod: plain, values: fc.object({ withNullPrototype: true }) },
  emails: {
    field: emails(), zod: listOf(z.looseObject({ ...item, value: mail, label: word, primary: flag, verified: flag, bouncedAt: z.optional(moment) })),
    values: fc.array(objects({ id, value: mails, label: maybe(note), primary: maybe(fc.boolean()), verified: maybe(fc.boolean()), bouncedAt: maybe(moments) }), { maxLength: 3 }),
  },
  phones: {
    field: phones(), zod: listOf(z.looseObject({ ...item, raw: short, e164: z.optional(like(/^\+[1-9]\d{5,14}$/)), label: word, primary: flag })),
    values: fc.array(objects({ id, raw: note, e164: maybe(dialled), label: maybe(note), primary: maybe(fc.boolean()) }), { maxLength: 3 }),
  },
  addresses: {
    field: addresses(), zod: listOf(z.looseObject({ ...item, label: word, primary: flag, street: word, city: word, region: word, postcode: word, country: z.optional(like(/^[A-Z]{2}$/)) })),
    values: fc.array(objects({ id, label: maybe(note), primary: maybe(fc.boolean()), street: maybe(note), city: maybe(note), region: maybe(note), postcode: maybe(note), country: maybe(fc.constantFrom('DE', 'de', 'CHN')) }), { maxLength: 3 }),
  },
  socials: {
    field: socials(), zod: listOf(z.looseObject({ ...item, network: short, handle: short, label: word })),
    values: fc.oneof(fc.array(objects({ id, network: note, handle: note, label: maybe(note) }), { maxLength: 3 }), fc.constantFrom(...[500, 501].map((n) => Array.from({ length: n }, () => ({ id: 'a', network: 'wechat', handle: 'b' }))))),
  },
  lines: {
    field: lines(),
    zod: listOf(z.looseObject({
      ...item, productId: z.optional(z.string()), name: short, quantity: decimalText, unit: word, unitPrice: decimalText, currency: code,
      discountPercent: z.optional(decimalText), taxPercent: z.optional(decimalText), unitCost: z.optional(decimalText), parentLineId: z.optional(z.string()), deliveryDate: z.optional(day),
    })),
    values: fc.array(objects({
      id, productId: maybe(id), name: note, quantity: decimals, unit: maybe(note), unitPrice: decimals, currency: codes, discountPercent: maybe(decimals), taxPercent: maybe(decimals),
      unitCost: maybe(decimals), parentLineId: maybe(id), deliveryDate: maybe(days),
    }), { maxLength: 2 }),
  },
};

/** What no kind is made of: of the wrong type, deep, sparse, boxed, without a prototype, of a class, with names of Object.prototype. */
const hostile = fc.oneof(
  fc.anything({ withBigInt: true, withBoxedValues: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true, withSet: true, withSparseArray: true, withTypedArray: true }),
  fc.constantFrom<unknown>(null, undefined, Symbol('s'), () => 1, /x/, new Error('x'), new Proxy({}, {}), JSON.parse('{"__proto__":{"id":"a"},"constructor":1}'), JSON.parse('[{"__proto__":{"id":"a","value":"a@b.c"}}]'), Object.create({ minor: 1, currency: 'EUR' }), Object.assign([], { raw: '110', minor: 1, currency: 'EUR' }), ['a'], [['a']], [null]),
);
/** One that mostly fits, with one of its values, at any depth, exchanged. */
const spoilt = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.tuple(values, hostile, fc.nat()).map(([value, other, at]) => exchanged(value, other, at));

function exchanged(value: unknown, other: unknown, at: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined) return value;
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as unknown as Record<string, unknown>) : { ...value };
  const inner = copy[key];
  copy[key] = Array.isArray(value) && typeof inner === 'object' ? exchanged(inner, other, Math.floor(at / 7)) : other;
  return copy;
}

describe('what fits a field', () => {
  it.each(Object.entries(twins))('%s: is what its schema in zod takes, of whatever value', (_, { field, zod, values }) => {
    let fitting = 0;
    fc.assert(fc.property(fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: spoilt(values) }, { weight: 1, arbitrary: hostile }), (value) => {
      const wanted = zod.safeParse(value).success;
      const read = field.shape.safeParse(value);
      expect(read.success).toBe(wanted);
      // What fits is used as it came.
      if (read.success) expect(read.data).toBe(value);
      if (wanted) fitting += 1;
    }), { numRuns: 3000 });
    // Neither of the two takes nothing, nor everything.
    expect(fitting).toBeGreaterThan(50);
    expect(fitting).toBeLessThan(2990);
  });

  it('says where it does not, as far as the schema in zod did', () => {
    const cases: readonly (readonly [field: Field, zod: z.ZodMiniType, value: unknown])[] = [
      [twins['money']!.field, twins['money']!.zod, { minor: 1.5, currency: 'EUR' }], [twins['emails']!.field, twins['emails']!.zod, [{ id: 'a', value: 'a@b.de' }, { id: 'b', value: 'none' }]],
      [twins['text']!.field, twins['text']!.zod, 1], [twins['lines']!.field, twins['lines']!.zod, [{ id: 'a', name: 'x', quantity: '1', unitPrice: '1', currency: 'EUR', deliveryDate: 'tomorrow' }]],
    ];
    for (const [field, zod, value] of cases) {
      const [read, wanted] = [field.shape.safeParse(value), zod.safeParse(value)];
      expect(read.success ? 'fits' : read.error.issues.map((issue) => issue.path)).toEqual(wanted.success ? 'fits' : wanted.error.issues.map((issue) => issue.path));
    }
  });
});

/** A form library that takes Standard Schema, as one is written: by its type alone. */
function validated<T>(schema: { readonly '~standard': z.ZodMiniType<T, T>['~standard'] }, value: NoInfer<T>): unknown {
  return schema['~standard'].validate(value);
}

describe('a shape', () => {
  it('is a Standard Schema', () => {
    expect(validated(money().shape, { minor: 1, currency: 'EUR' })).toEqual({ value: { minor: 1, currency: 'EUR' } });
    expect(validated(emails().shape, [{ id: 'a', value: 'none' }])).toEqual({ issues: [{ message: 'Invalid input', path: [0, 'value'] }] });
    // @ts-expect-error the type of what it takes is known
    validated(money().shape, 'much');
  });

  it('may be one of zod, in a field of one’s own', () => {
    const plant = entity({
      name: 'plant', plural: 'plants', title: 'name', residency: 'table',
      fields: { name: required(text()), code: { ...text(), shape: z.string().check(z.regex(/^P\d+$/)) }, kind: { ...text(), shape: z.literal('hall') } },
    });
    expect(validateNew(plant, { name: 'North', code: 'P1' })).toEqual({ name: 'North', code: 'P1' });
    expect(() => validatePatch(plant, { code: 'Q1' })).toThrow(expect.objectContaining({ problems: [{ field: 'code', reason: 'invalid', message: '"Q1" is not a valid text for Code' }] }));
    expectTypeOf<NewOf<typeof plant>['code']>().toEqualTypeOf<string | null | undefined>();
  });

  it('says which value does not fit, also where it has no JSON', () => {
    const plant = entity({ name: 'plant', plural: 'plants', title: 'name', residency: 'table', fields: { name: required(text()), halls: integer() } });
    for (const [given, said] of [[NaN, 'NaN'], [-Infinity, '-Infinity'], [1.5, '1.5'], [10n, '10'], ['2', '"2"'], [[1], '[1]']] as const) {
      expect(() => validatePatch(plant, { halls: given }), said).toThrow(expect.objectContaining({ problems: [{ field: 'halls', reason: 'invalid', message: `${said} is not a valid integer for Halls` }] }));
    }
  });

  it('that makes another value of what it takes is refused by the compiler', () => {
    // @ts-expect-error what fits is stored as it was given, so '1' would stand where a number is declared
    const shape: Shape<number> = z.pipe(z.string(), z.transform(Number));
    expect(shape.safeParse('1').success).toBe(true);
  });
});

it('each kind says the type of its values', () => {
  const all = entity({
    name: 'all', plural: 'alls', title: 'text', residency: 'table',
    fields: {
      text: required(text()), flag: withDefault(boolean(), false), whole: integer(), price: required(money()), phone: phone(), state: required(option(['open', 'closed'])), tags: tags(), json: json(),
      emails: emails(), phones: phones(), addresses: addresses(), socials: socials(), lines: lines(), owner: ref('user'),
    },
  });
  type Row = RowOf<typeof all>;
  expectTypeOf<Row['text']>().toEqualTypeOf<string>();
  expectTypeOf<Row['flag']>().toEqualTypeOf<boolean>();
  expectTypeOf<Row['whole']>().toEqualTypeOf<number | null | undefined>();
  expectTypeOf<Row['price']>().toEqualTypeOf<Money>();
  expectTypeOf<Row['phone']>().toEqualTypeOf<Phone | null | undefined>();
  expectTypeOf<Row['state']>().toEqualTypeOf<'open' | 'closed'>();
  expectTypeOf<Row['tags']>().toEqualTypeOf<readonly string[] | null | undefined>();
  expectTypeOf<Row['json']>().toEqualTypeOf<Readonly<Record<string, unknown>> | null | undefined>();
  expectTypeOf<Row['emails']>().toEqualTypeOf<readonly EmailItem[] | null | undefined>();
  expectTypeOf<Row['phones']>().toEqualTypeOf<readonly PhoneItem[] | null | undefined>();
  expectTypeOf<Row['addresses']>().toEqualTypeOf<readonly AddressItem[] | null | undefined>();
  expectTypeOf<Row['socials']>().toEqualTypeOf<readonly SocialItem[] | null | undefined>();
  expectTypeOf<Row['lines']>().toEqualTypeOf<readonly LineItem[] | null | undefined>();
  expectTypeOf<Row['owner']>().toEqualTypeOf<string | null | undefined>();
  expect(Object.keys(all.fields)).toHaveLength(14);
});
