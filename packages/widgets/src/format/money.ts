import type { Money } from '@vinculo/sdk';
import { numberFormat } from './number.ts';

/** What a backend sent can be read as an amount. */
export const isMoney = (value: unknown): value is Money => typeof value === 'object' && value !== null && Number.isFinite((value as Money).minor) && typeof (value as Money).currency === 'string';

const digitsOf = new Map<string, number>();

/** How many digits of a currency's amount stand after the point: EUR 2, JPY 0, KWD 3. A code that is not one counts as 2. */
export function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) digitsOf.set(currency, (digits = askedDigits(currency)));
  return digits;
}

function askedDigits(currency: string): number {
  try {
    return numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** Minor units as an exact decimal text, which Intl reads without loss: 1234567, 2 -> "12345.67". */
export function decimalOf(minor: number, digits: number): `${number}` {
  const whole = String(Math.abs(Math.trunc(minor))).padStart(digits + 1, '0');
  const text = digits ? `${whole.slice(0, -digits)}.${whole.slice(-digits)}` : whole;
  return `${minor < 0 ? '-' : ''}${text}` as `${number}`;
}

/**
 * An amount of money: "€74,500", "NOK 612,000", "¥86.4万".
 * `fractions: 'auto'` (default) leaves cents out when there are none; `'always'` keeps them (price lists);
 * `compact: true` shortens sums ("€214k"), which Chinese also does above 10,000 ("¥214.9万").
 */
export function formatMoney(locale: string, money: Money, { fractions = 'auto', compact = false }: { fractions?: 'auto' | 'always'; compact?: boolean } = {}): string {
  const digits = minorDigits(money.currency);
  const value = decimalOf(money.minor, digits);
  const options: Intl.NumberFormatOptions = compact
    ? { notation: 'compact', ...compactDigits(locale, money.minor, digits) }
    : { minimumFractionDigits: fractions === 'auto' && money.minor % 10 ** digits === 0 ? 0 : digits };
  try {
    // TypeScript's lib types format() for number | bigint | StringNumericLiteral; the literal is exact beyond 2^53.
    return shortened(locale, numberFormat(locale, { style: 'currency', currency: money.currency, ...options }).format(value));
  } catch {
    return `${numberFormat(locale, {}).format(value)} ${money.currency}`;
  }
}

function compactDigits(locale: string, minor: number, digits: number): Intl.NumberFormatOptions {
  // Chinese counts in 万 and keeps what a price list would: 214.9万, 1,949万. Elsewhere three figures are enough.
  if (locale.startsWith('zh') && Math.abs(minor) / 10 ** digits < 1e8) return { maximumFractionDigits: Math.abs(minor) / 10 ** digits >= 1e7 ? 0 : 2, useGrouping: true };
  return { maximumSignificantDigits: 3 };
}

/** English writes thousands with a small k, as every currency table does. In Arabic a sign stays with the letters before it: US$, not $US. */
function shortened(locale: string, text: string): string {
  return locale.startsWith('en') ? text.replace(/(\d)K\b/, '$1k') : locale.startsWith('ar') ? text.replace(/[A-Z]\p{Sc}/u, '$&\u200e') : text;
}
