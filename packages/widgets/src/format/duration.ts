import { languageOf } from '../messages/message.ts';
import { gap } from './cjk.ts';
import { numberFormat } from './number.ts';

type Unit = 'day' | 'hour' | 'minute' | 'second';

// Where Intl's own short words are too long for a line, end in a dot that a sentence's own would double, or stand off by a space that the language does not write.
// `minutes`: alone, without hours or seconds.
const short: Readonly<Record<string, Readonly<Partial<Record<Unit | 'minutes', string>>>>> = {
  de: { hour: 'h', minute: 'min', second: 's' },
  en: { day: 'd', hour: 'h', minute: 'min', second: 's' },
  ja: { day: '日', hour: '時間', minute: '分', second: '秒' },
  'zh-Hans': { day: '天', hour: '小时', minute: '分', second: '秒', minutes: '分钟' },
  'zh-Hant': { day: '天', hour: '小時', minute: '分', second: '秒', minutes: '分鐘' },
};

function one(locale: string, value: number, unit: Unit | 'minutes'): string {
  const language = languageOf(locale);
  // A language that has no texts reads English ones, but has its own units from Intl.
  const words = language === 'en' && !locale.startsWith('en') ? undefined : short[language];
  const known = unit === 'minutes' ? 'minute' : unit;
  const word = words?.[unit] ?? words?.[known];
  if (!word) return numberFormat(locale, { style: 'unit', unit: known, unitDisplay: 'short' }).format(value);
  return `${numberFormat(locale, {}).format(value)}${gap(locale, '\u00a0')}${word}`;
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
  if (next && rest > 0 && !(unit === 'day' && value > 6)) return `${one(locale, value, unit)}${gap(locale)}${one(locale, rest, next[0])}`;
  return one(locale, value, unit === 'minute' ? 'minutes' : unit);
}
