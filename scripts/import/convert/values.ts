import { addChinese } from '@vinculo/sdk/chinese';
import { type AddressItem, entityNamed, type Field } from '@vinculo/sdk/schema';
import { hashOf } from '../record-id.ts';
import type { Target } from '../import-map.ts';
import { countryCode } from './countries.ts';
import { type DateReader, dateReader } from './dates.ts';
import { type NumberReader, currencyCode, numberReader } from './money.ts';
import { readPhone, splitPhones } from './phones.ts';

// Files say fields and options in either language.
addChinese(entityNamed);

/** What the values of one column are read with. */
export interface ColumnReader {
  readonly dates: DateReader;
  readonly numbers: NumberReader;
  /** Shares between 0 and 1 stand where percents are wanted. */
  readonly shares: boolean;
  readonly country: string;
}

export type Converted = { readonly value: unknown } | { readonly problem: string };

export function columnReader(
  values: readonly string[],
  options: { readonly currency: string; readonly country: string; readonly timeZone: string },
): ColumnReader {
  const filled = values.map((v) => v.trim()).filter((v) => v !== '');
  const shares =
    filled.length > 1 &&
    filled.every((v) => /^(0([.,]\d+)?|1([.,]0+)?)$/.test(v)) &&
    filled.some((v) => /^0[.,]\d/.test(v));
  return {
    dates: dateReader(values, options),
    numbers: numberReader(values, options.currency),
    shares,
    country: options.country,
  };
}

const emptyWords: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  'n/a',
  'na',
  'null',
  'none',
  '-none-',
  '0000-00-00',
  '#n/a',
]);
const yes: ReadonlySet<string> = new Set([
  'yes',
  'y',
  'true',
  '1',
  'x',
  'on',
  'ja',
  'oui',
  'si',
  'sí',
  'sim',
  '是',
  '对',
  '有',
  'はい',
  'نعم',
]);
const no: ReadonlySet<string> = new Set([
  'no',
  'n',
  'false',
  '0',
  'off',
  'nein',
  'non',
  'não',
  '否',
  '不',
  '无',
  '無',
  'いいえ',
  'لا',
]);

/** Kinds whose text is kept as it is; “null” may be a surname. */
const wordKinds: ReadonlySet<string> = new Set(['text', 'longText', 'tags']);

/** Whether a cell says nothing to a field. */
export function saysNothing(field: Field, text: string): boolean {
  return text.trim() === '' || (!wordKinds.has(field.kind) && emptyWords.has(text.trim().toLowerCase()));
}

/**
 * Reads a cell for a field. References and stages are not read here: they need to know other rows.
 * @param currency what the row says about the currency of its amounts; empty where it says nothing.
 */
export function convertValue(
  field: Field,
  cell: string,
  target: Target,
  reader: ColumnReader,
  currency: string,
): Converted {
  const text = cell.trim();
  if (target.values && Object.hasOwn(target.values, text)) return checked(field, target.values[text]);
  switch (field.kind) {
    case 'text':
    case 'longText':
    case 'rank':
      return checked(field, text);
    case 'timeZone':
    case 'email':
      return checked(field, text);
    case 'url':
      return readUrl(text);
    case 'phone':
      return checked(field, readPhone(text, reader.country));
    case 'boolean':
      return yes.has(text.toLowerCase())
        ? { value: true }
        : no.has(text.toLowerCase())
          ? { value: false }
          : { problem: 'is neither yes nor no' };
    case 'money':
      return readMoney(text, target, reader, currency);
    case 'currency':
      return checked(field, text.toUpperCase());
    case 'decimal':
      return found(reader.numbers.decimal(text), 'is not a number');
    case 'integer':
    case 'number':
    case 'percent':
      return readNumber(field, text, target, reader);
    case 'date':
      return found(reader.dates.date(text), 'is not a date that can be read');
    case 'instant':
      return found(reader.dates.instant(text), 'is not a time that can be read');
    case 'option':
      return readOption(field, text);
    case 'tags':
      return checked(field, [
        ...new Set(
          text
            .split(/[;,|、，；\n]/)
            .map((t) => t.trim())
            .filter((t) => t !== ''),
        ),
      ]);
    default:
      return { problem: `cannot be imported into ${field.label.en}` };
  }
}

function found(value: unknown, problem: string): Converted {
  return value === undefined ? { problem } : { value };
}

function checked(field: Field, value: unknown): Converted {
  if (field.shape.safeParse(value).success) return { value };
  return {
    problem:
      typeof value === 'string' && value.length > 500
        ? `is longer than ${field.label.en} may be`
        : `is not a valid ${field.kind}`,
  };
}

function readMoney(text: string, target: Target, reader: ColumnReader, currency: string): Converted {
  const named = emptyWords.has(currency.trim().toLowerCase()) || reader.numbers.namesCurrency(text);
  const code = currencyCode(currency);
  if (!named && code === undefined)
    return { problem: `has a currency, “${currency.trim()}”, that is no ISO 4217 code like EUR` };
  return found(reader.numbers.money(text, target.scale, code), 'is not an amount of money that can be read');
}

function readNumber(field: Field, text: string, target: Target, reader: ColumnReader): Converted {
  // A whole number has no decimals, so what stands before three digits can only group them.
  const grouped = field.kind === 'integer' && /^\d{1,3}([.,' ]\d{3})+$/.test(text);
  const decimal = grouped
    ? text.replace(/\D/g, '')
    : reader.numbers.decimal(field.kind === 'percent' ? text.replace(/[%％]$/, '') : text);
  if (decimal === undefined) return { problem: 'is not a number' };
  const scale = field.kind === 'percent' && reader.shares ? 100 : (target.scale ?? 1);
  return checked(field, Math.round(Number(decimal) * scale * 1e9) / 1e9);
}

function readOption(field: Field, text: string): Converted {
  const wanted = fold(text);
  const match = field.options?.find((o) => [o.value, ...Object.values(o.label)].some((w) => fold(w) === wanted));
  return match ? { value: match.value } : { problem: `is none of ${field.options?.map((o) => o.label.en).join(', ')}` };
}

function readUrl(text: string): Converted {
  const full = /^[\w-]+(\.[\w-]+)+([/?#].*)?$/.test(text) ? `https://${text}` : text;
  const scheme = URL.canParse(full) ? new URL(full).protocol : '';
  return scheme === 'https:' || scheme === 'http:' ? { value: full } : { problem: 'is not an address of the web' };
}

/** Words alike but for case, spaces and signs are one: `GTXPro`, `GTX Pro`. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

export type ListKind = 'emails' | 'phones' | 'addresses' | 'socials';

export function isListKind(kind: string): kind is ListKind {
  return kind === 'emails' || kind === 'phones' || kind === 'addresses' || kind === 'socials';
}

/** The items of a cell for a field that holds several, beside those that other columns gave. Parts of one address come together under one label. */
export function addItems(
  kind: ListKind,
  list: readonly Record<string, unknown>[],
  cell: string,
  header: string,
  target: Target,
  recordKey: string,
  reader: ColumnReader,
): { items: Record<string, unknown>[]; problems: string[] } {
  const items = [...list];
  const problems: string[] = [];
  const label = target.label === undefined ? {} : { label: target.label };
  const id = (n: number): string => hashOf([recordKey, header, String(n)]).slice(0, 12);
  const primary = items.length === 0 ? { primary: true } : {};
  switch (kind) {
    case 'emails':
      for (const value of cell
        .split(/[;,\s]+/)
        .map((e) => e.replace(/^<|>$/g, ''))
        .filter((e) => e !== '')) {
        if (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value) && value.length <= 320)
          items.push({ id: id(items.length), value, ...label, ...(items.length === 0 ? primary : {}) });
        else problems.push('is not an email address');
      }
      break;
    case 'phones':
      for (const raw of splitPhones(cell)) {
        if (raw.length > 500) problems.push('is longer than a phone number may be');
        else
          items.push({
            id: id(items.length),
            ...readPhone(raw, reader.country),
            ...label,
            ...(items.length === 0 ? primary : {}),
          });
      }
      break;
    case 'socials':
      if (cell.length <= 500)
        items.push({ id: id(items.length), network: target.label ?? header, handle: cell.trim() });
      else problems.push('is longer than an account name may be');
      break;
    case 'addresses': {
      const at = items.findIndex((i) => i['label'] === target.label);
      const base = (at === -1 ? { id: id(items.length), ...label, ...primary } : items[at]!) as unknown as AddressItem;
      const country = target.part === 'country' ? countryCode(cell) : undefined;
      if (target.part === 'country' && !country) problems.push('is not the name of a country; kept as the region');
      const value = cell.trim().slice(0, 500);
      const part =
        target.part === 'country' ? (country ? { country } : { region: value }) : { [target.part ?? 'street']: value };
      items[at === -1 ? items.length : at] = { ...base, ...part };
    }
  }
  return { items, problems };
}
