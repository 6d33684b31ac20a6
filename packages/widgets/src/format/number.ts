import { cached } from './cached.ts';

export const numberFormat: (locale: string, options: Intl.NumberFormatOptions) => Intl.NumberFormat = cached((locale, options) => new Intl.NumberFormat(locale, options));

export function formatNumber(locale: string, value: number, options: Intl.NumberFormatOptions = {}): string {
  return numberFormat(locale, options).format(value);
}

/** A share from 0 to 100, as the sdk holds it: 10 -> "10 %" or, by the locale's habit, "10%". */
export function formatPercent(locale: string, percent: number): string {
  const text = numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(percent / 100);
  // The unit sign stands off by a narrow space in English by the international standard; Chinese writes it close.
  return locale.startsWith('en') ? text.replace('%', '\u202f%') : text;
}

const byteUnits = [['B', 'byte'], ['kB', 'kilobyte'], ['MB', 'megabyte'], ['GB', 'gigabyte']] as const;

/** A file's size: 1887437 -> "1.9 MB", zh "1.9MB", fr "1,9 Mo". */
export function formatBytes(locale: string, bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), 3);
  const [sign, unit] = byteUnits[power]!;
  const value = bytes / 1000 ** power;
  const maximumFractionDigits = power > 1 ? 1 : 0;
  // Intl has no sign for a byte in English, and a space before it in Chinese.
  if (!/^(en|zh)/.test(locale)) return formatNumber(locale, value, { style: 'unit', unit, maximumFractionDigits });
  return `${formatNumber(locale, value, { maximumFractionDigits })}${locale.startsWith('zh') ? '' : '\u00a0'}${sign}`;
}
