import { minorDigits } from '../format/money.ts';
import { separators } from './typed-decimal.ts';

/** A typed phone number: E.164 where it was written with its country. Undefined for what is none. */
export function phoneOf(raw: string): { raw: string; e164?: string } | undefined {
  const digits = raw.replace(/\D/g, '');
  if (digits.length < 3) return undefined;
  const isInternational = /^\s*(\+|00)/.test(raw) && digits.length >= 7;
  return { raw: raw.trim(), ...(isInternational ? { e164: `+${digits.replace(/^00/, '')}` } : {}) };
}

/** The tags of a text: set apart by commas, semicolons or lines, each once. */
export function tagsOf(text: string): string[] {
  return [...new Set(text.split(/[,，、;；\n]/).map((each) => each.trim()).filter(Boolean))];
}

/**
 * A number as a person types it in their language ("12.500,50", "12 500,50", "١٢٥٠٠٫٥"), as plain decimal text ("12500.50"); undefined where it is none. A single
 * sign before three digits is what the language uses it for; any other one that stands alone, or last of two kinds, begins the fraction.
 */
export function decimalText(locale: string, typed: string): string | undefined {
  const { decimal, group } = separators(locale, {});
  const text = typed.normalize('NFKC').replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\s'’٬\u200e\u200f\u061c]/g, '').replace(/٫/g, decimal).replace(/−/g, '-');
  if (!/^[-+]?(\d[\d.,]*|[.,]\d+)$/.test(text)) return undefined;
  const signs = text.replace(/[^.,]/g, '');
  const last = signs.at(-1);
  if (last === undefined) return text.replace('+', '');
  const isMixed = new Set(signs).size > 1;
  const isGroup = !isMixed && (signs.length > 1 || (last === group && last !== decimal && /^[-+]?\d{1,3}[.,]\d{3}$/.test(text)));
  const at = isGroup ? text.length : text.lastIndexOf(last);
  const whole = text.slice(0, at);
  const grouped = /^[-+]?\d{1,3}([.,])\d{2,3}(\1\d{2,3})*$/;
  if (/[.,]/.test(whole) && !(grouped.test(whole) && /[.,]\d{3}$/.test(whole))) return undefined;
  // The sign of a fraction stands once.
  if (isMixed && whole.includes(last)) return undefined;
  const fraction = text.slice(at + 1);
  return whole.replace(/[.,+]/g, '').replace(/^-?$/, '$&0') + (fraction === '' ? '' : `.${fraction}`);
}

/** Minor units of a decimal text ("74500.5", "EUR": 7450050), without a float in between; undefined where it is none, or finer than the currency. */
export function minorOf(text: string, currency: string): number | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^([-+]?)(\d*)(?:\.(\d*))?$/.exec(text.trim()) ?? [];
  const digits = minorDigits(currency);
  if (whole + fraction === '' || fraction.replace(/0+$/, '').length > digits) return undefined;
  const minor = Number(`${sign}${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`);
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** An instant as an input for local times takes it: `2026-11-22T09:30`, in the browser's zone. */
export function localTime(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
