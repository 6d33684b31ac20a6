import { minorDigits } from '../format/money.ts';

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
