import { numberFormat } from './number.ts';

type Unit = 'day' | 'hour' | 'minute' | 'second';

const short: Readonly<Record<string, Readonly<Record<Unit, string>>>> = {
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
  zh: { day: '天', hour: '小时', minute: '分', second: '秒' },
};

function one(locale: string, value: number, unit: Unit): string {
  const language = locale.split('-')[0]!;
  const word = short[language]?.[unit];
  if (!word) return numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  return `${numberFormat(locale, {}).format(value)}${language === 'zh' ? '' : '\u00a0'}${word}`;
}

/** Whole days: "4 d", zh "4天". */
export function formatDays(locale: string, days: number): string {
  return one(locale, days, 'day');
}

/** A span of time in at most two units, rounded down: "1 h 20 min", "6 min 12 s", "3 h", zh "1小时20分", "42分钟". Negative counts as positive. */
export function formatDuration(locale: string, milliseconds: number): string {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  const steps: readonly (readonly [Unit, number])[] = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];
  const first = steps.findIndex(([, size]) => seconds >= size);
  if (first < 0) return one(locale, 0, 'minute');
  const [unit, size] = steps[first]!;
  const value = Math.floor(seconds / size);
  const next = steps[first + 1];
  const rest = next ? Math.floor((seconds - value * size) / next[1]) : 0;
  if (next && rest > 0 && !(unit === 'day' && value > 6)) return `${one(locale, value, unit)}${locale.startsWith('zh') ? '' : ' '}${one(locale, rest, next[0])}`;
  return unit === 'minute' && locale.startsWith('zh') ? `${one(locale, value, unit)}钟` : one(locale, value, unit);
}
