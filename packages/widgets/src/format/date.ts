import { warnOnce } from '../base/warn.ts';
import { cached } from './cached.ts';

export const dateTimeFormat: (locale: string, options: Intl.DateTimeFormatOptions) => Intl.DateTimeFormat = cached((locale, options) => {
  // The Gregorian calendar and European digits: what business records hold, also where the locale's default differs.
  return new Intl.DateTimeFormat(locale, { calendar: 'gregory', numberingSystem: 'latn', ...options });
});

/** Where a person looks from: language, and the time zone if it is not the browser's. `now` is for tests and ticking clocks. */
export interface Viewer {
  readonly locale: string;
  readonly timeZone?: string;
  readonly now?: Date;
}

/** The calendar day of an instant in a time zone, as YYYY-MM-DD. Undefined is the browser's zone. Of a date that is none: empty, and no days lie between it and another. */
export function dayOf(instant: Date, timeZone?: string): string {
  if (Number.isNaN(instant.getTime())) return '';
  if (timeZone === undefined && instant.getFullYear() >= 1) return `${String(instant.getFullYear()).padStart(4, '0')}-${String(instant.getMonth() + 1).padStart(2, '0')}-${String(instant.getDate()).padStart(2, '0')}`;
  const parts = dateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(instant);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Whole days from one YYYY-MM-DD to another; later is positive. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** How long a date is written. `long` "18 Dec 2026", `short` "18 Dec", `weekday` "Tue 24 Nov", `full` "Thursday 19 November 2026", `month` "November 2026", `day` "Thursday 19 November", `monthDay` "19 November". */
export type DateStyle = 'long' | 'short' | 'weekday' | 'full' | 'month' | 'day' | 'monthDay';

const styles: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  long: { day: 'numeric', month: 'short', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  monthDay: { day: 'numeric', month: 'long' },
};

function written(locale: string, date: Date, style: DateStyle, timeZone: string | undefined): string {
  if (locale.startsWith('zh') && (style === 'weekday' || style === 'day')) {
    // Chinese business writing puts the weekday after the day, with a space: 11月24日 周二.
    const day = dateTimeFormat(locale, { month: 'long', day: 'numeric', timeZone }).format(date);
    return `${day} ${dateTimeFormat(locale, { weekday: style === 'day' ? 'long' : 'short', timeZone }).format(date)}`;
  }
  if (/^en(-(?!US|CA|PH)|$)/.test(locale)) return dateTimeFormat('en-GB', { ...styles[style], timeZone }).format(date).replaceAll(',', '').replace('Sept', 'Sep');
  return dateTimeFormat(locale, { ...styles[style], timeZone }).format(date);
}

/** The milliseconds of an instant. Of one that is none NaN: it is drawn as it came, and the developer is told once. */
export function timeOf(instant: string, sent: string = instant): number {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) warnOnce('a date', `“${sent}” is none, and is shown as it is. Send ISO 8601.`);
  return time;
}

/** A date without a zone, YYYY-MM-DD; the same day is written wherever the viewer is. A text that is no date comes back unchanged. */
export function formatDate(locale: string, date: string, style: DateStyle = 'long'): string {
  const time = timeOf(`${date}T00:00:00Z`, date);
  return Number.isNaN(time) ? date : written(locale, new Date(time), style, 'UTC');
}

/** The day of an instant (ISO 8601, UTC) for the viewer. */
export function formatDay({ locale, timeZone }: Viewer, instant: string, style: DateStyle = 'long'): string {
  const time = timeOf(instant);
  return Number.isNaN(time) ? instant : written(locale, new Date(time), style, timeZone);
}

/** The time of day of an instant: "10:30", by the locale's 12 or 24 hours. */
export function formatTime({ locale, timeZone }: Viewer, instant: string): string {
  const time = timeOf(instant);
  const hourCycle = locale.startsWith('zh') || /^en(-(?!US|CA|PH|AU|IN)|$)/.test(locale) ? 'h23' : undefined;
  return Number.isNaN(time) ? instant : dateTimeFormat(locale, { hour: hourCycle ? '2-digit' : 'numeric', minute: '2-digit', hourCycle, timeZone }).format(new Date(time));
}

/** An instant in full, with the zone's name: for `title` and for readers of the exact time. */
export function formatInstant({ locale, timeZone }: Viewer, instant: string): string {
  const time = timeOf(instant);
  return Number.isNaN(time) ? instant : dateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZone, timeZoneName: 'short' }).format(new Date(time));
}
