import { languageOf, message } from '../messages/message.ts';
import { cached } from './cached.ts';
import { dateTimeFormat, dayOf, daysBetween, formatDate, formatTime, timeOf, type Viewer } from './date.ts';

export const relativeFormat: (locale: string, options: Intl.RelativeTimeFormatOptions) => Intl.RelativeTimeFormat = cached((locale: string, options: Intl.RelativeTimeFormatOptions) => new Intl.RelativeTimeFormat(locale, options));

// A language without messages of its own has these words from Intl, with a capital as the messages have it.
function nearDay(locale: string, days: number): string {
  if (languageOf(locale) !== 'en' || locale.startsWith('en')) return message(locale, days === 0 ? 'time.today' : days === 1 ? 'time.tomorrow' : 'time.yesterday');
  const text = relativeFormat(locale, { numeric: 'auto' }).format(days, 'day');
  return capital(locale, text);
}

function capital(locale: string, text: string): string {
  return text[0]!.toLocaleUpperCase(locale) + text.slice(1);
}

/**
 * When something is planned: "Today, 15:00", "Tomorrow, 10:30", "Tue 24 Nov", zh "明天 10:30", "11月24日 周二".
 * Takes an instant, or a date without a zone (then no time is written). Other years are written with the year.
 */
export function formatWhen(viewer: Viewer, when: string): string {
  const { locale, timeZone, now = new Date() } = viewer;
  const isDate = when.length === 10;
  const time = timeOf(when);
  if (Number.isNaN(time)) return when;
  const day = isDate ? when : dayOf(new Date(time), timeZone);
  const today = dayOf(now, timeZone);
  const distance = daysBetween(today, day);
  if (Math.abs(distance) <= 1) {
    const name = nearDay(locale, distance);
    return isDate ? name : message(locale, 'time.at', { day: name, time: formatTime(viewer, when) });
  }
  return formatDate(locale, day, day.slice(0, 4) === today.slice(0, 4) || Math.abs(distance) < 60 ? 'weekday' : 'long');
}

/** The head of a day (YYYY-MM-DD) in a list: "Today" and "Thursday 19 November"; within a week "Tuesday" and "17 November"; else the date alone. */
export function formatDayHead({ locale, timeZone, now = new Date() }: Viewer, day: string): { name: string; date: string } {
  const distance = daysBetween(dayOf(now, timeZone), day);
  if (Math.abs(distance) <= 1) return { name: nearDay(locale, distance), date: formatDate(locale, day, 'day') };
  if (distance > 0 || distance < -6) return { name: capital(locale, formatDate(locale, day, Math.abs(distance) < 200 ? 'weekday' : 'long')), date: '' };
  const weekday = locale.startsWith('zh') ? 'short' : 'long';
  return { name: capital(locale, dateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))), date: formatDate(locale, day, 'monthDay') };
}
