import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BusinessCalendar, businessTime } from './business-time.ts';

const office = [['09:00', '12:00'], ['13:00', '18:00']] as const;
const weekdays = { 1: office, 2: office, 3: office, 4: office, 5: office };

/** Days from one to another, both in it. */
const days = (from: string, to: string): string[] => {
  const list: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) list.push(new Date(at).toISOString().slice(0, 10));
  return list;
};

/** General Office of the State Council of China, notice of 4 November 2025 on public holidays in 2026. */
const china2026: BusinessCalendar = {
  timeZone: 'Asia/Shanghai',
  hours: weekdays,
  holidays: [
    ...days('2026-01-01', '2026-01-03'), ...days('2026-02-15', '2026-02-23'), ...days('2026-04-04', '2026-04-06'), ...days('2026-05-01', '2026-05-05'),
    ...days('2026-06-19', '2026-06-21'), ...days('2026-09-25', '2026-09-27'), ...days('2026-10-01', '2026-10-07'),
  ],
  makeUpDays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
};

describe('China’s holidays and make-up working days of 2026', () => {
  const time = businessTime(china2026);

  it('has 248 working days of eight hours', () => {
    // 261 days from Monday to Friday, of which 19 are holidays, and 6 days of the weekend that are worked.
    expect(time.between('2025-12-31T16:00:00.000Z', '2026-12-31T16:00:00.000Z')).toBe(248 * 480);
  });

  it('passes over the Spring Festival, from the Saturday that is worked before it to the Tuesday after it', () => {
    // Saturday 14 February 17:00 in Shanghai; the office opens again on Tuesday 24 February.
    expect(time.after('2026-02-14T09:00:00.000Z', 120)).toBe('2026-02-24T02:00:00.000Z');
    expect(time.between('2026-02-14T10:00:00.000Z', '2026-02-24T01:00:00.000Z')).toBe(0);
  });

  it('works on the Sunday before and the Saturday after the National Day', () => {
    expect(time.between('2026-09-19T16:00:00.000Z', '2026-09-20T16:00:00.000Z')).toBe(480);
    expect(time.after('2026-09-30T10:00:00.000Z', 480)).toBe('2026-10-08T10:00:00.000Z');
    expect(time.between('2026-10-09T16:00:00.000Z', '2026-10-10T16:00:00.000Z')).toBe(480);
  });
});

describe('clock changes', () => {
  const always = { 1: [['00:00', '24:00']], 2: [['00:00', '24:00']], 3: [['00:00', '24:00']], 4: [['00:00', '24:00']], 5: [['00:00', '24:00']], 6: [['00:00', '24:00']], 7: [['00:00', '24:00']] };

  it('knows days of 23 and of 25 hours', () => {
    const berlin = businessTime({ timeZone: 'Europe/Berlin', hours: always });
    expect(berlin.between('2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z')).toBe(23 * 60);
    expect(berlin.between('2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z')).toBe(25 * 60);
  });

  it('opens at the same hour on the clock before and after', () => {
    const newYork = businessTime({ timeZone: 'America/New_York', hours: weekdays });
    // Friday 17:00 before the change of 8 March; then Monday 10:00.
    expect(newYork.after('2026-03-06T22:00:00.000Z', 120)).toBe('2026-03-09T14:00:00.000Z');
    // Friday 17:00 before the change of 1 November.
    expect(newYork.after('2026-10-30T21:00:00.000Z', 120)).toBe('2026-11-02T15:00:00.000Z');
  });

  it('works no hour that is skipped, and twice one that is repeated', () => {
    const night = businessTime({ timeZone: 'Europe/Berlin', hours: { 7: [['02:00', '03:00']] } });
    expect(night.between('2026-03-28T12:00:00.000Z', '2026-03-29T12:00:00.000Z')).toBe(0);
    expect(night.between('2026-10-24T12:00:00.000Z', '2026-10-25T12:00:00.000Z')).toBe(120);
  });
});

/** Worked minutes by the clock on the wall, looked at minute by minute, with the zones of Intl. */
function walker({ timeZone, hours, holidays = [], makeUpDays = [] }: BusinessCalendar): (at: number) => boolean {
  const clock = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  const week = hours as Readonly<Record<string, readonly (readonly [string, string])[]>>;
  const usual = Object.keys(week).sort().map((d) => week[d]!).find((spans) => spans.length > 0) ?? [];
  return (at) => {
    const parts = Object.fromEntries(clock.formatToParts(at).map((p) => [p.type, p.value]));
    const day = `${parts['year']}-${parts['month']}-${parts['day']}`;
    const now = `${parts['hour']}:${parts['minute']}`;
    const own = week[new Date(`${day}T00:00:00Z`).getUTCDay() || 7] ?? [];
    const spans = makeUpDays.includes(day) ? (own.length > 0 ? own : usual) : holidays.includes(day) ? [] : own;
    return spans.some(([from, to]) => from <= now && now < to);
  };
}

// Changes of the clock by an hour, by half an hour (Lord Howe), at midnight (Beirut, Santiago), zones of halves and quarters of an hour, and a day that never was (Apia, 30 December 2011).
const places = [
  ['Europe/Berlin', '2026-03-29'], ['Europe/Berlin', '2026-10-25'], ['America/New_York', '2026-03-08'], ['America/New_York', '2026-11-01'], ['Asia/Kolkata', '2026-06-01'],
  ['Asia/Kathmandu', '2026-06-01'], ['Australia/Lord_Howe', '2026-04-05'], ['Australia/Lord_Howe', '2026-10-04'], ['Asia/Beirut', '2026-03-29'], ['America/Santiago', '2026-04-05'],
  ['America/St_Johns', '2026-11-01'], ['Pacific/Apia', '2011-12-30'], ['Asia/Shanghai', '2026-02-15'],
] as const;
const twoDigits = (n: number): string => String(n).padStart(2, '0');
const clockTime = (quarter: number): string => `${twoDigits(quarter >> 2)}:${twoDigits((quarter & 3) * 15)}`;
const spans = fc.uniqueArray(fc.integer({ min: 0, max: 96 }), { maxLength: 6 }).map((cuts) => {
  const sorted = cuts.toSorted((a, b) => a - b);
  return Array.from({ length: sorted.length >> 1 }, (_, i): [string, string] => [clockTime(sorted[2 * i]!), clockTime(sorted[2 * i + 1]!)]);
});
const question = fc.record({
  place: fc.constantFrom(...places), week: fc.array(spans, { minLength: 7, maxLength: 7 }), off: fc.subarray([-1, 0, 1]), worked: fc.subarray([-1, 0, 1]),
  from: fc.integer({ min: -1500, max: 1500 }), length: fc.integer({ min: 0, max: 2900 }),
}).map(({ place: [timeZone, around], week, off, worked, from, length }) => {
  const middle = Date.parse(`${around}T00:00:00Z`);
  const near = (n: number): string => new Date(middle + n * 86_400_000).toISOString().slice(0, 10);
  const hours = Object.fromEntries(week.map((list, i) => [i + 1, list]));
  const calendar: BusinessCalendar = { timeZone, hours, holidays: off.map(near), makeUpDays: worked.map(near) };
  return { calendar, start: middle + from * 60_000, length };
});
const iso = (at: number): string => new Date(at).toISOString();

describe('against a walk over every minute', () => {
  it('counts the minutes that are worked between two instants', () => {
    fc.assert(fc.property(question, ({ calendar, start, length }) => {
      const works = walker(calendar);
      let worked = 0;
      for (let i = 0; i < length; i++) if (works(start + i * 60_000)) worked++;
      expect(businessTime(calendar).between(iso(start), iso(start + length * 60_000))).toBe(worked);
    }), { numRuns: 150 });
  });

  it('finds the instant by which so many were worked', () => {
    fc.assert(fc.property(question, ({ calendar, start, length }) => {
      const works = walker(calendar);
      const walked: number[] = [];
      for (let i = 0; i < length; i++) if (works(start + i * 60_000)) walked.push(start + (i + 1) * 60_000);
      const time = businessTime(calendar);
      const wanted = walked.length >> 1;
      if (wanted > 0) expect(time.after(iso(start), wanted)).toBe(iso(walked[wanted - 1]!));
      if (walked.length > 0) expect(time.after(iso(start), walked.length)).toBe(iso(walked.at(-1)!));
    }), { numRuns: 150 });
  });

  it('adds in parts as in one, and measures what it added', () => {
    fc.assert(fc.property(question, fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 5000 }), ({ calendar, start }, a, b) => {
      fc.pre(Object.values(calendar.hours).some((list) => (list as unknown[]).length > 0));
      const time = businessTime(calendar);
      const end = time.after(iso(start), a + b);
      expect(time.after(time.after(iso(start), a), b)).toBe(end);
      expect(time.between(iso(start), end)).toBe(a + b);
    }), { numRuns: 150 });
  });
});

describe('calendars that are none', () => {
  it.each([
    [{ timeZone: 'Mars/Olympus', hours: {} }, /mars/i], [{ timeZone: 'UTC', hours: { 0: [] } }, /weekday/], [{ timeZone: 'UTC', hours: { 1: [['18:00', '09:00']] } }, /18:00/],
    [{ timeZone: 'UTC', hours: { 1: 'all day' } }, /list of spans/], [{ timeZone: 'UTC', hours: { 1: [['09:00', '12:00'], ['11:00', '13:00']] } }, /overlap/],
    [{ timeZone: 'UTC', hours: {}, holidays: ['2026-02-30'] }, RangeError],
  ] as const)('says what is wrong with %j', (calendar, message) => {
    expect(() => businessTime(calendar)).toThrow(message);
  });

  it('gives up on what would take longer than twenty years, before it takes long to find out', () => {
    const aMinuteADay = businessTime({ timeZone: 'Europe/Berlin', hours: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [['09:00', '09:01']]])) });
    expect(aMinuteADay.after('2026-01-01T00:00:00.000Z', 365)).toBe('2026-12-31T08:01:00.000Z');
    expect(() => aMinuteADay.after('2026-01-01T00:00:00.000Z', 10_000)).toThrow(/more than twenty years/);
    expect(() => aMinuteADay.between('0001-01-01T00:00:00.000Z', '9999-01-01T00:00:00.000Z')).toThrow(/more than twenty years/);
  });

  it('gives up where nobody ever works', () => {
    expect(() => businessTime({ timeZone: 'UTC', hours: {} }).after('2026-01-01T00:00:00.000Z', 1)).toThrow(/no working time/);
  });
});
