import type { Money } from '@vinculo/sdk/schema';

/** How the numbers of one column are written. */
export interface NumberReader {
  /** A plain decimal number: `-1234.56`; undefined for text that is no number. */
  decimal(text: string): string | undefined;
  /** Minor units and currency; `fallback`, else the column's currency, where the text names none. */
  money(text: string, scale?: number, fallback?: string): Money | undefined;
  /** Whether the text has a sign or a code of a currency. */
  namesCurrency(text: string): boolean;
}

const dollars: ReadonlySet<string> = new Set([
  'USD',
  'CAD',
  'AUD',
  'NZD',
  'SGD',
  'HKD',
  'TWD',
  'MXN',
  'ARS',
  'CLP',
  'COP',
  'UYU',
]);
const crowns: ReadonlySet<string> = new Set(['SEK', 'NOK', 'DKK', 'ISK']);
const symbols: readonly (readonly [sign: string, currency: string])[] = [
  ['US$', 'USD'],
  ['C$', 'CAD'],
  ['A$', 'AUD'],
  ['NZ$', 'NZD'],
  ['HK$', 'HKD'],
  ['NT$', 'TWD'],
  ['S$', 'SGD'],
  ['R$', 'BRL'],
  ['MX$', 'MXN'],
  ['RMB', 'CNY'],
  ['人民币', 'CNY'],
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['₹', 'INR'],
  ['Rs.', 'INR'],
  ['₩', 'KRW'],
  ['₽', 'RUB'],
  ['₺', 'TRY'],
  ['₫', 'VND'],
  ['฿', 'THB'],
  ['₪', 'ILS'],
  ['zł', 'PLN'],
  ['元', 'CNY'],
  ['円', 'JPY'],
];
const magnitudes: Readonly<Record<string, number>> = {
  k: 3,
  m: 6,
  mio: 6,
  mn: 6,
  mm: 6,
  b: 9,
  bn: 9,
  mrd: 9,
  万: 4,
  萬: 4,
  亿: 8,
  億: 8,
};
const knownCurrencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** A reader for one column. Whether `1.234` is a thousand or one and a bit is decided by the values that leave no doubt. */
export function numberReader(values: Iterable<string>, currency: string): NumberReader {
  let commaDecimals = 0;
  let pointDecimals = 0;
  for (const value of values) {
    const digits = value.replace(/[^\d.,]/g, '');
    if (/,\d{1,2}$/.test(digits) || /\.\d{3},\d+$/.test(digits) || /\.\d{3}\.\d{3}$/.test(digits)) commaDecimals++;
    if (/\.\d{1,2}$/.test(digits) || /,\d{3}\.\d+$/.test(digits) || /,\d{3},\d{3}$/.test(digits)) pointDecimals++;
  }
  const commaIsDecimal = commaDecimals > pointDecimals;
  const decimal = (text: string): string | undefined => readDecimal(plain(text), commaIsDecimal);
  return {
    decimal,
    money: (text, scale = 1, fallback = currency) => {
      const { rest, code } = takeCurrency(plain(text), fallback);
      const number = readDecimal(rest, commaIsDecimal);
      const minor = number === undefined ? undefined : toMinor(number, code, scale);
      return minor === undefined ? undefined : { minor, currency: code };
    },
    namesCurrency: (text) => takeCurrency(plain(text), currency).rest !== plain(text),
  };
}

/** Full-width and Arabic-Indic digits become plain ones; the many spaces, apostrophes and minus signs one each. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (d) => String(d.codePointAt(0)! & 0xf))
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/[’'`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
}

function takeCurrency(text: string, fallback: string): { rest: string; code: string } {
  const code = /(?:^|[^A-Za-z])([A-Z]{3})(?![A-Za-z])/.exec(text)?.[1];
  if (code && knownCurrencies.has(code)) return { rest: text.replace(code, '').trim(), code };
  for (const [sign, meant] of symbols)
    if (text.includes(sign)) return { rest: text.replace(sign, '').trim(), code: meant };
  if (text.includes('$')) return { rest: text.replace('$', '').trim(), code: dollars.has(fallback) ? fallback : 'USD' };
  if (/[¥￥]/.test(text)) return { rest: text.replace(/[¥￥]/, '').trim(), code: fallback === 'JPY' ? 'JPY' : 'CNY' };
  if (/\bkr\.?(?=$|\s|\d)|(?<=\d)kr\b/i.test(text) && crowns.has(fallback))
    return { rest: text.replace(/kr\.?/i, '').trim(), code: fallback };
  return { rest: text, code: fallback };
}

const numberPattern =
  /^(?<open>\()?(?<sign>[+-])? ?(?<digits>\d[\d.,' ]*|[.,]\d+) ?(?<unit>k|m|mio|mn|mm|b|bn|mrd|万|萬|亿|億)?\.? ?(?<after>-)?(?<close>\))?$/i;

function readDecimal(text: string, commaIsDecimal: boolean): string | undefined {
  const g = numberPattern.exec(text)?.groups;
  if (!g || (g['open'] === undefined) !== (g['close'] === undefined)) return undefined;
  const digits = withPoint(g['digits']!.trim(), commaIsDecimal);
  if (digits === undefined) return undefined;
  const negative = g['sign'] === '-' || g['after'] === '-' || g['open'] !== undefined;
  const shifted = shift(digits, magnitudes[g['unit']?.toLowerCase() ?? ''] ?? 0);
  return negative && /[1-9]/.test(shifted) ? `-${shifted}` : shifted;
}

/** `1.234,56`, `1,234.56`, `18,40,000`, `1'234.50` and `1 234,5` with one point and no groups; undefined where the groups make no sense. */
function withPoint(text: string, commaIsDecimal: boolean): string | undefined {
  const lastComma = text.lastIndexOf(',');
  const lastPoint = text.lastIndexOf('.');
  let point = -1;
  if (lastComma !== -1 && lastPoint !== -1) point = Math.max(lastComma, lastPoint);
  else if (lastComma !== -1) point = isDecimalMark(text, ',', commaIsDecimal) ? lastComma : -1;
  else if (lastPoint !== -1) point = isDecimalMark(text, '.', !commaIsDecimal) ? lastPoint : -1;
  const whole = point === -1 ? text : text.slice(0, point);
  const fraction = point === -1 ? '' : text.slice(point + 1);
  if (!/^\d*$/.test(fraction)) return undefined;
  const groups = whole.split(/[., ']/);
  const separators = new Set(whole.replace(/\d/g, ''));
  if (separators.size > 1 || (groups.length > 1 && !validGroups(groups))) return undefined;
  const joined = groups.join('').replace(/^0+(?=\d)/, '') || '0';
  return fraction === '' ? joined : `${joined}.${fraction}`;
}

function isDecimalMark(text: string, mark: string, usual: boolean): boolean {
  if (text.indexOf(mark) !== text.lastIndexOf(mark)) return false;
  return text.length - text.indexOf(mark) - 1 === 3 && text.indexOf(mark) > 0 && text.indexOf(mark) <= 3 ? usual : true;
}

/** Threes, or twos before a last three as in India. */
function validGroups(groups: readonly string[]): boolean {
  const [first, ...rest] = groups;
  const last = rest.at(-1)!;
  return (
    first!.length >= 1 &&
    first!.length <= 3 &&
    last.length === 3 &&
    (rest.every((g) => g.length === 3) || rest.slice(0, -1).every((g) => g.length === 2))
  );
}

/** Moves the decimal point to the right. */
function shift(decimal: string, places: number): string {
  if (places === 0) return decimal;
  const [whole = '0', fraction = ''] = decimal.split('.');
  const padded = fraction.padEnd(places, '0');
  const left = `${whole}${padded.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  return padded.length > places ? `${left}.${padded.slice(places)}` : left;
}

const digitsOf = new Map<string, number>();

function minorDigits(currency: string): number {
  let digits = digitsOf.get(currency);
  if (digits === undefined) {
    digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
    digitsOf.set(currency, digits);
  }
  return digits;
}

/** Whole minor units, halves away from zero; undefined beyond what a number holds exactly. */
function toMinor(decimal: string, currency: string, scale: number): number | undefined {
  const negative = decimal.startsWith('-');
  const [whole, fraction = ''] = shift(
    decimal.replace('-', ''),
    minorDigits(currency) + Math.round(Math.log10(scale)),
  ).split('.');
  const units = Number(whole) + (fraction >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(units)) return undefined;
  return negative && units > 0 ? -units : units;
}

/** The ISO 4217 code that a cell gives, in letters of either case; undefined where it is none. */
export function currencyCode(text: string): string | undefined {
  const code = text.normalize('NFKC').trim().toUpperCase();
  return knownCurrencies.has(code) ? code : undefined;
}
