import { Temporal } from 'temporal-polyfill';

/** When people work: the hours of each weekday, on the clock of one place, with the days that differ. */
export interface BusinessCalendar {
  /** IANA: `Asia/Shanghai`. */
  readonly timeZone: string;
  /** By weekday 1 (Monday) to 7: spans of local time, `{ "1": [["09:00", "12:00"], ["13:00", "18:00"]] }`. `24:00` ends a day; a night is two spans of two days. */
  readonly hours: Readonly<Record<string, unknown>>;
  /** Days off, `2026-10-01`. */
  readonly holidays?: readonly string[];
  /**
   * Days that are worked although they are a weekend or a holiday. They have the hours of their own weekday where it has any, else those of the first
   * weekday that has some.
   */
  readonly makeUpDays?: readonly string[];
}

/** Arithmetic in working time. Instants are ISO 8601 in UTC, durations minutes (parts of a minute count). */
export interface BusinessTime {
  /**
   * The instant by which so many minutes were worked since `at`. No minutes: `at` itself.
   * @throws RangeError when minutes are negative, more than ten years, the calendar has no working time for three years, or they would take more than twenty
   */
  after(at: string, minutes: number): string;
  /**
   * How many minutes are worked between two instants; 0 when `to` is not after `from`.
   * @throws RangeError when they are more than twenty years apart
   */
  between(from: string, to: string): number;
}

/** From and to in milliseconds: of a day on the clock, or of the epoch. The end is outside. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;
const dayLength = 86_400_000;
const mostMinutes = 10 * 366 * 1440;
const mostIdleDays = 3 * 366;
/** Each day is looked at: more would keep whoever asks for minutes. */
const mostDays = 20 * 366;

/**
 * Reads a calendar. A minute is worked when the clock on the wall says so: an hour that a clock change skips is not worked, one that it repeats is worked twice.
 *
 * @throws RangeError for a zone, a weekday, a time or a day that is none; it names the value
 * @example
 * const shop = businessTime({ timeZone: 'Europe/Berlin', hours: { 1: [['09:00', '17:00']], 2: [['09:00', '17:00']] } });
 * shop.after('2026-11-23T15:00:00.000Z', 120); // Monday 16:00 there, an hour before closing: '2026-11-24T09:00:00.000Z', Tuesday 10:00
 * shop.between('2026-11-23T15:00:00.000Z', '2026-11-24T09:00:00.000Z'); // 120
 */
export function businessTime(calendar: BusinessCalendar): BusinessTime {
  const { timeZone } = calendar;
  const hoursOn = hoursOfDays(calendar);
  const known = new Map<string, readonly Span[]>();
  const dayOf = (at: number): Temporal.PlainDate => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const workOn = (day: Temporal.PlainDate): readonly Span[] => {
    const name = day.toString();
    let spans = known.get(name);
    if (!spans) known.set(name, (spans = realSpans(day, timeZone, hoursOn(day))));
    return spans;
  };
  dayOf(0); // a zone that is none is refused here and not at the first question

  return {
    after(at, minutes) {
      if (!(minutes >= 0 && minutes <= mostMinutes)) throw new RangeError(`${minutes} is no number of minutes from 0 to ${mostMinutes}.`);
      const start = instantOf(at);
      let left = Math.round(minutes * minute);
      if (left === 0) return at;
      for (let day = dayOf(start), idle = 0, days = 0; idle < mostIdleDays; day = day.add({ days: 1 }), days++) {
        if (days > mostDays) throw new RangeError(`${minutes} minutes take more than twenty years by this calendar.`);
        const spans = workOn(day);
        idle = spans.length > 0 ? 0 : idle + 1;
        for (const span of spans) {
          const room = span.to - Math.max(span.from, start);
          if (room <= 0) continue;
          if (left <= room) return new Date(span.to - room + left).toISOString();
          left -= room;
        }
      }
      throw new RangeError(`The calendar has no working time in the three years after ${at}.`);
    },
    between(from, to) {
      const [start, end] = [instantOf(from), instantOf(to)];
      if (end <= start) return 0;
      if (end - start > mostDays * dayLength) throw new RangeError(`${from} and ${to} are more than twenty years apart.`);
      let worked = 0;
      const last = dayOf(end);
      for (let day = dayOf(start); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
        for (const span of workOn(day)) worked += Math.max(0, Math.min(span.to, end) - Math.max(span.from, start));
      }
      return worked / minute;
    },
  };
}

function instantOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`“${text}” is no instant; write it as 2026-11-22T01:18:50.000Z.`);
  return at;
}

/** The hours of a day on the clock, by the weekday and the days that differ. */
function hoursOfDays({ hours, holidays = [], makeUpDays = [] }: BusinessCalendar): (day: Temporal.PlainDate) => readonly Span[] {
  const week = new Map(Object.entries(hours).map(([weekday, spans]) => [weekdayOf(weekday), spansOf(weekday, spans)]));
  const usual = [1, 2, 3, 4, 5, 6, 7].map((weekday) => week.get(weekday) ?? []).find((spans) => spans.length > 0) ?? [];
  const off = new Set(holidays.map(dayText));
  const worked = new Set(makeUpDays.map(dayText));
  return (day) => {
    const name = day.toString();
    const own = week.get(day.dayOfWeek) ?? [];
    if (worked.has(name)) return own.length > 0 ? own : usual;
    return off.has(name) ? [] : own;
  };
}

function weekdayOf(text: string): number {
  if (!/^[1-7]$/.test(text)) throw new RangeError(`“${text}” is no weekday; they are 1 (Monday) to 7 (Sunday).`);
  return Number(text);
}

function dayText(text: string): string {
  return Temporal.PlainDate.from(text).toString();
}

function spansOf(weekday: string, value: unknown): Span[] {
  if (!Array.isArray(value)) throw new RangeError(`The hours of weekday ${weekday} are no list of spans such as [["09:00", "18:00"]].`);
  const spans = value.map((pair: unknown): Span => {
    const [from, to] = Array.isArray(pair) && pair.length === 2 ? [timeOf(pair[0]), timeOf(pair[1])] : [NaN, NaN];
    if (!(from < to)) throw new RangeError(`${JSON.stringify(pair)} of weekday ${weekday} is no span of a day such as ["09:00", "18:00"].`);
    return { from, to };
  }).sort((a, b) => a.from - b.from);
  if (spans.some((span, i) => i > 0 && span.from < spans[i - 1]!.to)) throw new RangeError(`Two spans of weekday ${weekday} overlap.`);
  return spans;
}

/** Milliseconds of the day; NaN for what is no time. */
function timeOf(value: unknown): number {
  const [, hour, minutes] = (typeof value === 'string' && /^(\d\d):([0-5]\d)$/.exec(value)) || [];
  const at = hour === undefined ? NaN : (Number(hour) * 60 + Number(minutes)) * minute;
  return at <= dayLength ? at : NaN;
}

/**
 * Spans on the clock of one day as spans of real time: the day is cut where the clock is changed, and within each part the clock runs evenly.
 */
function realSpans(day: Temporal.PlainDate, timeZone: string, hours: readonly Span[]): Span[] {
  if (hours.length === 0) return [];
  const midnight = Date.UTC(day.year, day.month - 1, day.day);
  return evenParts(day.toZonedDateTime(timeZone), day.add({ days: 1 }).toZonedDateTime(timeZone)).flatMap(({ from, to, offset }) => hours
    .map((span): Span => ({ from: Math.max(from, midnight + span.from - offset), to: Math.min(to, midnight + span.to - offset) }))
    .filter((span) => span.from < span.to));
}

function evenParts(begin: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): (Span & { readonly offset: number })[] {
  const parts: (Span & { readonly offset: number })[] = [];
  const last = end.epochMilliseconds;
  for (let at = begin; at.epochMilliseconds < last; ) {
    // Looking for a change of the clock costs most, and hardly any day has one: its ends tell.
    const change = at.offsetNanoseconds === end.offsetNanoseconds ? null : at.getTimeZoneTransition('next');
    const next = change && change.epochMilliseconds < last ? change : end;
    parts.push({ from: at.epochMilliseconds, to: next.epochMilliseconds, offset: at.offsetNanoseconds / 1e6 });
    at = next;
  }
  return parts;
}
