import type { Check } from './check.ts';
import * as is from './check.ts';
import { type Shape, shapeOf } from './shape.ts';

/** A word in the languages of the product. `en` and `zh-Hans` are always there; without `zh-Hant` the simplified word is read, without another the English one. */
export interface Labels {
  readonly en: string;
  readonly 'zh-Hans': string;
  readonly 'zh-Hant'?: string;
  readonly ar?: string;
  readonly de?: string;
  readonly es?: string;
  readonly fr?: string;
  readonly ja?: string;
}

/** Money: whole minor units (cents, fen; yen have none) and an ISO 4217 code. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** A phone number: E.164 where it could be read, and always what was typed. */
export interface Phone {
  readonly raw: string;
  readonly e164?: string;
}

/** One of several values a record holds of a kind: each has its own id, so that two edits of two items merge. */
export interface Item {
  readonly id: string;
}

export interface EmailItem extends Item {
  readonly value: string;
  readonly label?: string;
  readonly primary?: boolean;
  readonly verified?: boolean;
  readonly bouncedAt?: string;
}

export interface PhoneItem extends Item, Phone {
  readonly label?: string;
  readonly primary?: boolean;
}

export interface AddressItem extends Item {
  readonly label?: string;
  readonly primary?: boolean;
  readonly street?: string;
  readonly city?: string;
  readonly region?: string;
  readonly postcode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
}

/** An account on a social or messaging network: WeChat, WeCom, LINE, LinkedIn. */
export interface SocialItem extends Item {
  readonly network: string;
  readonly handle: string;
  readonly label?: string;
}

/** The one line shape of deals, quotes, orders, invoices and returns. Prices are decimal strings in the record's currency. */
export interface LineItem extends Item {
  readonly productId?: string;
  readonly name: string;
  readonly quantity: string;
  readonly unit?: string;
  readonly unitPrice: string;
  readonly currency: string;
  readonly discountPercent?: string;
  readonly taxPercent?: string;
  readonly unitCost?: string;
  readonly parentLineId?: string;
  readonly deliveryDate?: string;
}

export type FieldKind =
  | 'text' | 'longText' | 'email' | 'phone' | 'url' | 'boolean' | 'integer' | 'number' | 'decimal' | 'percent'
  | 'money' | 'currency' | 'date' | 'instant' | 'timeZone' | 'option' | 'ref' | 'tags' | 'rank' | 'json'
  | 'emails' | 'phones' | 'addresses' | 'socials' | 'lines';

/**
 * How two edits of one field, made without knowing of each other, become one value.
 * `server`: the later to arrive wins and the earlier is shown; `mine`: the client that notices keeps its own; `max`: the greater;
 * `set`: additions and removals both apply; `items`: the same per keyed item; `ask`: a person chooses.
 */
export type MergePolicy = 'server' | 'mine' | 'max' | 'set' | 'items' | 'ask';

/** Where a cached value may live. `memory` is never written to disk, `never` is not kept after the view is gone. */
export type CacheClass = 'never' | 'memory' | 'disk';

/** Whether a row always holds the field (`required`), may lack it (`optional`), or gets a value where none is given (`default`). */
export type Presence = 'required' | 'optional' | 'default';

export interface OptionValue {
  readonly value: string;
  readonly label: Labels;
}

/** One field of an entity: what its value looks like, and all that draws, stores, merges and imports it. */
export interface Field<T = unknown, P extends Presence = Presence> {
  readonly kind: FieldKind;
  readonly presence: P;
  /** Whether a value that is not null fits. A field of one's own may be given a schema of zod: `{ ...text(), shape: z.string().check(z.minLength(3)) }`. */
  readonly shape: Shape<T>;
  readonly label: Labels;
  readonly default?: T;
  readonly cache: CacheClass;
  readonly merge: MergePolicy;
  /** Says something about a living person. */
  readonly personal: boolean;
  /** Must not be shown without a reason (health, pay, ID numbers). */
  readonly sensitive: boolean;
  readonly searchable: boolean;
  /** Set by the backend alone. */
  readonly readonly: boolean;
  /** Of an `option` field. */
  readonly options?: readonly OptionValue[];
  /** Of a `ref` field: the entity it names, and what happens to this row when that one goes. */
  readonly ref?: { readonly table: string; readonly onDelete: 'clear' | 'remove' | 'refuse' };
  /** The text is the blob id of a file: a change that names one waits until the file itself is at the backend. */
  readonly blob?: true;
}

/** What one may say of a field beyond its kind. */
export interface FieldNotes {
  /** What people call it, in English; by default its name in words (`expectedClose`: Expected close). Other languages: words.ts. */
  label?: string | Labels;
  cache?: CacheClass;
  merge?: MergePolicy;
  personal?: boolean;
  sensitive?: boolean;
  searchable?: boolean;
  readonly?: boolean;
}

function field<T>(kind: FieldKind, check: Check<T>, { label = '', ...notes }: FieldNotes, more: Pick<Field, 'options' | 'ref' | 'blob'> = {}): Field<T, 'optional'> {
  return { kind, presence: 'optional', shape: shapeOf(check), label: labels(label), cache: 'disk', merge: 'server', personal: false, sensitive: false, searchable: false, readonly: false, ...more, ...notes };
}

/** An English word as labels: it stands in for the languages whose words are not loaded (words.ts). */
export function labels(word: string | Labels): Labels {
  return typeof word === 'string' ? { en: word, 'zh-Hans': word } : word;
}

/** A declared name as people read it: `expectedClose` is Expected close, `accountId` Account. */
export function inWords(name: string): string {
  const words = name.replace(/Id$/, '').replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`);
  return words[0]!.toUpperCase() + words.slice(1);
}

/** Calls each field that was given no label by its name. */
export function withLabels<F extends Readonly<Record<string, Field>>>(fields: F): F {
  for (const [name, f] of Object.entries(fields)) if (f.label.en === '') Object.assign(f.label, labels(inWords(name)));
  return fields;
}

/** The same field, which every row must hold. */
export function required<T>(f: Field<T, 'optional'>): Field<T, 'required'> {
  return { ...f, presence: 'required' };
}

/** The same field, which gets `value` where a create gives none. */
export function withDefault<T>(f: Field<T, 'optional'>, value: NoInfer<T>): Field<T, 'default'> {
  return { ...f, presence: 'default', default: value };
}

const fits = (holds: (text: string) => boolean): Check<string> => is.where(is.string, holds);
const upTo = (most: number): Check<string> => fits((s) => s.length <= most);
const like = (pattern: RegExp): Check<string> => fits((s) => pattern.test(s));

const shortText = upTo(500);
const decimalText = like(/^-?\d{1,24}(\.\d{1,12})?$/);
const currencyCode = like(/^[A-Z]{3}$/);
const dateText = fits((s) => /^\d{4}-\d{2}-\d{2}$/.test(s) && isCalendarDate(s));
const instantText = fits((s) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/.test(s) && isCalendarDate(s.slice(0, 10)) && !Number.isNaN(Date.parse(s)));
// A dot between others after the @. Written so that no text, however long, makes it look twice at a place.
const emailText = fits((s) => s.length <= 320 && /^[^\s@<>]+@[^\s@<>][^\s@<>.]*\.[^\s@<>]+$/.test(s));
const minorUnits = is.where(is.number, Number.isSafeInteger);

function isCalendarDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) && !text.startsWith('0000');
}

/**
 * The one text of a valid value that could be written in several: an instant with three digits of a second (`2026-11-22T01:18:50.000Z`; finer ones are cut),
 * a decimal without leading zeros. Values of other kinds stay as they are. So equal means the same text, and text order is order in time, on every backend.
 */
export function canonical(kind: FieldKind, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (kind === 'instant' && is.fits(instantText, value)) return new Date(value).toISOString();
  if (kind === 'decimal' && is.fits(decimalText, value)) return value.replace(/^(-?)0+(?=\d)/, '$1').replace(/^-(?=0*(\.0*)?$)/, '');
  return value;
}

const item = { id: fits((s) => s !== '') };
const label = is.optional(shortText);
const flag = is.optional(is.boolean);
const emailItem = is.looseObject<EmailItem>({ ...item, value: emailText, label, primary: flag, verified: flag, bouncedAt: is.optional(instantText) });
const phoneItem = is.looseObject<PhoneItem>({ ...item, raw: shortText, e164: is.optional(like(/^\+[1-9]\d{5,14}$/)), label, primary: flag });
const addressItem = is.looseObject<AddressItem>({ ...item, label, primary: flag, street: label, city: label, region: label, postcode: label, country: is.optional(like(/^[A-Z]{2}$/)) });
const socialItem = is.looseObject<SocialItem>({ ...item, network: shortText, handle: shortText, label });
const lineItem = is.looseObject<LineItem>({
  ...item, productId: is.optional(is.string), name: shortText, quantity: decimalText, unit: label, unitPrice: decimalText, currency: currencyCode,
  discountPercent: is.optional(decimalText), taxPercent: is.optional(decimalText), unitCost: is.optional(decimalText), parentLineId: is.optional(is.string), deliveryDate: is.optional(dateText),
});

export const text = (notes: FieldNotes = {}): Field<string, 'optional'> => field('text', shortText, notes);
/** Text of many lines, up to 100,000 characters. Two edits of it are never merged silently. */
export const longText = (notes: FieldNotes = {}): Field<string, 'optional'> => field('longText', upTo(100_000), { merge: 'ask', ...notes });
export const email = (notes: FieldNotes = {}): Field<string, 'optional'> => field('email', emailText, { personal: true, searchable: true, ...notes });
export const phone = (notes: FieldNotes = {}): Field<Phone, 'optional'> => field('phone', is.looseObject<Phone>({ raw: shortText, e164: is.optional(is.string) }), { personal: true, searchable: true, ...notes });
export const url = (notes: FieldNotes = {}): Field<string, 'optional'> => field('url', upTo(2000), notes);
export const boolean = (notes: FieldNotes = {}): Field<boolean, 'optional'> => field('boolean', is.boolean, notes);
export const integer = (notes: FieldNotes = {}): Field<number, 'optional'> => field('integer', minorUnits, notes);
export const number = (notes: FieldNotes = {}): Field<number, 'optional'> => field('number', is.number, notes);
export const decimal = (notes: FieldNotes = {}): Field<string, 'optional'> => field('decimal', decimalText, notes);
/** A whole or broken number from 0 to 100. */
export const percent = (notes: FieldNotes = {}): Field<number, 'optional'> => field('percent', is.where(is.number, (n) => n >= 0 && n <= 100), notes);
export const money = (notes: FieldNotes = {}): Field<Money, 'optional'> => field('money', is.strictObject<Money>({ minor: minorUnits, currency: currencyCode }), { merge: 'ask', ...notes });
export const currency = (notes: FieldNotes = {}): Field<string, 'optional'> => field('currency', currencyCode, notes);
/** A day without a zone: `2026-11-22`. */
export const date = (notes: FieldNotes = {}): Field<string, 'optional'> => field('date', dateText, notes);
/** A moment in UTC, ISO 8601: `2026-11-22T01:18:50Z`. */
export const instant = (notes: FieldNotes = {}): Field<string, 'optional'> => field('instant', instantText, notes);
/** An IANA zone name: `Asia/Shanghai`. */
export const timeZone = (notes: FieldNotes = {}): Field<string, 'optional'> => field('timeZone', shortText, notes);
export const tags = (notes: FieldNotes = {}): Field<readonly string[], 'optional'> => field<readonly string[]>('tags', is.array(shortText, 200), { merge: 'set', ...notes });
/** A place in an order kept by hand: a fractional index, compared as text; equal ranks order by id. */
export const rank = (notes: FieldNotes = {}): Field<string, 'optional'> => field('rank', shortText, notes);
export const json = (notes: FieldNotes = {}): Field<Readonly<Record<string, unknown>>, 'optional'> => field('json', is.plainObject, notes);
export const emails = (notes: FieldNotes = {}): Field<readonly EmailItem[], 'optional'> => items('emails', emailItem, notes);
export const phones = (notes: FieldNotes = {}): Field<readonly PhoneItem[], 'optional'> => items('phones', phoneItem, notes);
export const addresses = (notes: FieldNotes = {}): Field<readonly AddressItem[], 'optional'> => items('addresses', addressItem, { searchable: false, ...notes });
export const socials = (notes: FieldNotes = {}): Field<readonly SocialItem[], 'optional'> => items('socials', socialItem, notes);
export const lines = (notes: FieldNotes = {}): Field<readonly LineItem[], 'optional'> => items('lines', lineItem, { personal: false, searchable: false, ...notes });

function items<T extends Item>(kind: FieldKind, check: Check<T>, notes: FieldNotes): Field<readonly T[], 'optional'> {
  return field<readonly T[]>(kind, is.array(check, 500), { merge: 'items', personal: true, searchable: true, ...notes });
}

/**
 * A closed list of values. A backend may add to it through describe(); values it added are kept and shown as they are.
 * @param values with what people call them in English, or by themselves where their names in words say it (`onHold`: On hold)
 */
export function option<const V extends string>(values: readonly V[] | Readonly<Record<V, string | Labels>>, notes: FieldNotes = {}): Field<V, 'optional'> {
  const words = Array.isArray(values) ? values.map((value: V) => [value, inWords(value)] as const) : Object.entries<string | Labels>(values);
  const options = words.map(([value, word]) => ({ value, label: labels(word) }));
  // The check takes any short word because lists grow at run time; the type is what this code may write.
  return field('option', shortText as Check<V>, notes, { options });
}

/** The id of a file's content, as `crm.upload()` answers it. */
export const blob = (notes: FieldNotes = {}): Field<string, 'optional'> => field('text', shortText, notes, { blob: true });

/** The id of a row of another entity. */
export function ref(table: string, onDelete: 'clear' | 'remove' | 'refuse' = 'clear', notes: FieldNotes = {}): Field<string, 'optional'> {
  return field('ref', fits((s) => s !== '' && s.length <= 200), notes, { ref: { table, onDelete } });
}
