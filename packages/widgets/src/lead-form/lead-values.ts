import { newId } from '@vinculo/sdk/schema';
import { typedDecimal } from '../parts/typed-decimal.ts';
import { decimalText } from '../parts/typed-values.ts';
import { leadFieldOf, type LeadField } from './lead-fields.ts';

/** An address or a number as a lead holds it. */
export function contactItems(name: 'email' | 'phone', text: string): readonly object[] {
  return [{ id: newId(), ...(name === 'email' ? { value: text } : { raw: text }), primary: true }];
}

/** What a lead holds of an answer that is not empty, as somebody of this language types it; undefined where it does not fit the kind of the field. */
export function valueOf(locale: string, { kind, options }: Pick<LeadField, 'kind' | 'options'>, answer: string): unknown {
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

/** What was typed, read back from the fields of a lead. */
export function textsOf(locale: string, fields: readonly LeadField[], values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const custom = values['custom'];
  return Object.fromEntries(fields.flatMap(({ name, kind, isCustom }): [string, string][] => {
    // What only the backend knows stands in an object of its own.
    const text = textOf(locale, kind, isCustom ? (custom as Readonly<Record<string, unknown>> | undefined)?.[name] : values[leadFieldOf(name)]);
    return text === undefined ? [] : [[name, text]];
  }));
}

function textOf(locale: string, kind: LeadField['kind'], value: unknown): string | undefined {
  if (typeof value === 'string') return kind === 'decimal' ? typedDecimal(locale, value) : value;
  if (typeof value === 'number') return typedDecimal(locale, String(value));
  if (value === true) return 'yes';
  // Emails and phones are lists of items.
  const [item] = Array.isArray(value) ? (value as readonly { readonly value?: string; readonly raw?: string }[]) : [];
  return item?.value ?? item?.raw;
}
