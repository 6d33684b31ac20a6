import { message } from '../messages/message.ts';
import { gap } from './cjk.ts';
import { dayOf, daysBetween, timeOf, type Viewer } from './date.ts';
import { relativeFormat } from './relative.ts';

/** How far a widget's clock may be behind: it is set at full minutes, so that what did not change is not drawn again (parts/clock.ts). Seconds, with some for the backend's. */
const behind = 90;

/** How long ago, or in how long: "12 min ago", "2 days ago", "5 months ago", zh "2天前". Under a minute: "now". */
export function formatAgo(viewer: Viewer, instant: string): string {
  const { locale, timeZone, now = new Date() } = viewer;
  const time = timeOf(instant);
  if (Number.isNaN(time)) return instant;
  const seconds = Math.round((time - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (seconds > -45 && seconds < behind) return message(locale, 'time.now');
  const style = locale.startsWith('en') && size < 86_400 ? 'short' : 'long';
  const format = relativeFormat(locale, { numeric: 'always', style });
  const text = size < 3_600 ? format.format(Math.round(seconds / 60), 'minute')
    : size < 86_400 ? format.format(Math.round(seconds / 3_600), 'hour')
    : byDays(format, daysBetween(dayOf(now, timeZone), dayOf(new Date(time), timeZone)));
  return (gap(locale) ? text : text.replaceAll(' ', '')).replace(/(min|hr)\./, (_, unit: string) => (unit === 'hr' ? 'h' : unit));
}

function byDays(format: Intl.RelativeTimeFormat, days: number): string {
  const size = Math.abs(days);
  if (size < 31) return format.format(days, 'day');
  if (size < 365) return format.format(Math.trunc(days / 30.4), 'month');
  return format.format(Math.trunc(days / 365.2), 'year');
}
