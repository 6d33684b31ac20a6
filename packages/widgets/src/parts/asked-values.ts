import { newId } from '@vinculo/sdk/schema';
import type { AskedField, AskedKind } from './asked-field.ts';
import { typedDecimal } from './typed-decimal.ts';
import { decimalText } from './typed-values.ts';

/** An address or a number as a record holds it. */
export function contactItems(name: 'email' | 'phone', text: string): readonly object[] {
  return [{ id: newId(), ...(name === 'email' ? { value: text } : { raw: text }), primary: true }];
}

/** What a record holds of an answer that is not empty, as somebody of this language types it; undefined where it does not fit the kind of the field. */
export function valueOf(locale: string, { kind, options }: Pick<AskedField, 'kind' | 'options'>, answer: string): unknown {
  if (options.length > 0) return options.some(({ value }) => value === answer) ? answer : undefined;
  switch (kind) {
    case 'emails': return contactItems('email', answer);
    case 'phones': return contactItems('phone', answer);
    case 'boolean': return true;
    case 'integer': case 'number': case 'percent': case 'decimal': return numberOf(locale, kind, answer);
    case 'date': return /^\d{4}-\d{2}-\d{2}$/.test(answer) ? answer : undefined;
    case 'url': return linkOf(answer);
    default: return answer;
  }
}

function numberOf(locale: string, kind: 'integer' | 'number' | 'percent' | 'decimal', answer: string): number | string | undefined {
  const text = decimalText(locale, answer);
  if (text === undefined || kind === 'decimal') return text;
  const number = Number(text);
  if (kind === 'integer') return Number.isSafeInteger(number) ? number : undefined;
  return kind === 'percent' && (number < 0 || number > 100) ? undefined : number;
}

/** A page's address, also where it was written as people say it. */
function linkOf(answer: string): string | undefined {
  const link = /^[a-z][a-z\d+.-]*:/i.test(answer) ? answer : `https://${answer}`;
  return /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(link) && URL.canParse(link) ? link : undefined;
}

/** What was typed, read back from the fields of a record. @param storedAs the field that an answer goes into */
export function textsOf(locale: string, fields: readonly AskedField[], values: Readonly<Record<string, unknown>>, storedAs: (name: string) => string = (name) => name): Readonly<Record<string, string>> {
  const custom = values['custom'];
  return Object.fromEntries(fields.flatMap(({ name, kind, isCustom }): [string, string][] => {
    // What only the backend knows stands in an object of its own.
    const text = textOf(locale, kind, isCustom ? (custom as Readonly<Record<string, unknown>> | undefined)?.[name] : values[storedAs(name)]);
    return text === undefined ? [] : [[name, text]];
  }));
}

function textOf(locale: string, kind: AskedKind, value: unknown): string | undefined {
  if (typeof value === 'string') return kind === 'decimal' ? typedDecimal(locale, value) : value;
  if (typeof value === 'number') return typedDecimal(locale, String(value));
  if (value === true) return 'yes';
  // Emails and phones are lists of items.
  const [item] = Array.isArray(value) ? (value as readonly { readonly value?: string; readonly raw?: string }[]) : [];
  return item?.value ?? item?.raw;
}
