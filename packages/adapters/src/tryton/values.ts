import type { Money } from '@vinculo/sdk/schema';

/** Values that JSON has no form for, as Tryton writes them. */
export interface TrytonDate { readonly __class__: 'date'; readonly year: number; readonly month: number; readonly day: number }
export interface TrytonDateTime extends Omit<TrytonDate, '__class__'> { readonly __class__: 'datetime'; readonly hour: number; readonly minute: number; readonly second: number; readonly microsecond: number }
export interface TrytonDecimal { readonly __class__: 'Decimal'; readonly decimal: string }

export function millisecondsOf(at: TrytonDateTime | null | undefined): number {
  return at ? Date.UTC(at.year, at.month - 1, at.day, at.hour, at.minute, at.second, Math.floor(at.microsecond / 1000)) : 0;
}

export function dateTime(milliseconds: number): TrytonDateTime {
  const d = new Date(milliseconds);
  return { __class__: 'datetime', year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate(), hour: d.getUTCHours(), minute: d.getUTCMinutes(), second: d.getUTCSeconds(), microsecond: d.getUTCMilliseconds() * 1000 };
}

export function dayText(day: TrytonDate | null | undefined): string | null {
  return day ? `${String(day.year).padStart(4, '0')}-${String(day.month).padStart(2, '0')}-${String(day.day).padStart(2, '0')}` : null;
}

/** @param text `2026-11-22` */
export function day(text: string): TrytonDate {
  const [year, month, of] = text.split('-').map(Number);
  return { __class__: 'date', year: year!, month: month!, day: of! };
}

/** Money of a Decimal; digits beyond the currency's are rounded half up. */
export function moneyOf(value: TrytonDecimal | null | undefined, currency: string, digits: number): Money | null {
  if (!value) return null;
  const [, sign, whole, part = ''] = /^([+-]?)(\d+)\.?(\d*)$/.exec(value.decimal) ?? [];
  if (whole === undefined) return null;
  const padded = part.padEnd(digits + 1, '0');
  const minor = Number(`${whole}${padded.slice(0, digits)}`) + (Number(padded[digits]) >= 5 ? 1 : 0);
  return { minor: minor === 0 ? 0 : sign === '-' ? -minor : minor, currency };
}

export function decimal({ minor }: Money, digits: number): TrytonDecimal {
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  return { __class__: 'Decimal', decimal: `${minor < 0 ? '-' : ''}${text.slice(0, text.length - digits)}${digits > 0 ? `.${text.slice(-digits)}` : ''}` };
}
