import type { AddressItem, LineItem } from '@vinculo/sdk';
import { addressLines } from '../format/address.ts';
import { formatDate, formatInstant, type Viewer } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import { formatMoney, isMoney } from '../format/money.ts';
import { formatNumber, formatPercent } from '../format/number.ts';
import { formatPhone, isPhone } from '../format/phone.ts';
import type { Localized } from '../messages/message.ts';
import { isEmpty, type DeclaredField } from './declared-field.ts';

/** What writing a value takes: a language, a clock and the names of records. */
export interface FieldReader extends Localized {
  readonly viewer: Viewer;
  /** The name of a record; undefined while it is not known. */
  nameOf(table: string, id: string): string | undefined;
}

/** The country code that a viewer's own numbers are written without; only China leaves it out. */
export function homeCode(locale: string): string | undefined {
  return new Intl.Locale(locale).maximize().region === 'CN' ? '86' : undefined;
}

/** What of a field its text hangs on. */
type TextField = Pick<DeclaredField, 'kind' | 'options' | 'ref'> & Partial<Pick<DeclaredField, 'name'>>;

/** A year is a number that nobody counts. */
const isYear = (name = ''): boolean => /^year(?![a-z])|Year$/.test(name);

function ofKind(reader: FieldReader, field: TextField, value: unknown): string {
  const { locale, viewer } = reader;
  const number = Number(value);
  switch (field.kind) {
    case 'boolean': return reader.t(value === true ? 'value.yes' : 'value.no');
    // A decimal keeps the digits it has, whatever a float would make of them.
    case 'decimal': return Number.isFinite(number) ? formatNumber(locale, String(value) as unknown as number, { maximumFractionDigits: 12 }) : String(value);
    case 'integer': case 'number': return Number.isFinite(number) ? formatNumber(locale, number, isYear(field.name) ? { useGrouping: false } : {}) : String(value);
    case 'percent': return Number.isFinite(number) ? formatPercent(locale, number) : String(value);
    case 'money': return isMoney(value) ? formatMoney(locale, value) : itemText(reader, value);
    case 'phone': return isPhone(value) ? formatPhone(value, { home: homeCode(locale) }) : itemText(reader, value);
    case 'date': return formatDate(locale, String(value));
    case 'instant': return formatInstant(viewer, String(value));
    case 'option': {
      const option = field.options.find((each) => each.value === value);
      return option ? formatLabel(locale, option.label) : itemText(reader, value);
    }
    case 'ref': return reader.nameOf(field.ref ?? '', String(value)) ?? String(value);
    case 'text': return field.name === 'locale' ? languageName(locale, String(value)) : itemText(reader, value);
    default: return itemText(reader, value);
  }
}

/** The name of a language in a language; what was written where it is none. */
function languageName(locale: string, code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}


/** One item of several: an address in one line, a line with its quantity. */
export function itemText(reader: Pick<FieldReader, 'locale' | 't'>, item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  if (isPhone(item)) return formatPhone(item, { home: homeCode(reader.locale) });
  // What is left are the other items of the declarations; each has fields that none of the others has.
  const { value, handle, name, quantity, ...rest } = item as { readonly value?: unknown; readonly handle?: unknown } & Partial<LineItem> & AddressItem;
  if (typeof value === 'string') return value;
  if (typeof handle === 'string') return handle;
  if (typeof name === 'string') return quantity ? `${quantity} × ${name}` : name;
  const address = addressLines(reader.locale, rest);
  return address.length > 0 ? address.join(reader.t('value.separator')) : JSON.stringify(item);
}

/** A value in words, for reading beside another one; of an empty one that it is not set. */
export function fieldText(reader: FieldReader, field: Pick<DeclaredField, 'kind' | 'options' | 'ref'> | undefined, value: unknown): string {
  if (isEmpty(value)) return reader.t('value.notSet');
  if (Array.isArray(value)) return value.map((each) => itemText(reader, each)).join(reader.t('value.separator'));
  return field ? ofKind(reader, field, value) : itemText(reader, value);
}
