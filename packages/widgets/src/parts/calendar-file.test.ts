import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarFile, type CalendarEvent } from './calendar-file.ts';

const now = '2026-11-22T08:00:00.000Z';
const meeting: CalendarEvent = { uid: 'a1', title: 'Walk through hall 4', start: '2030-05-06T08:00:00.000Z', end: '2030-05-06T09:30:00.000Z', place: 'Hamburg', text: 'Bring drawings' };
const linesOf = (file: string): string[] => file.split('\r\n').slice(0, -1);
/** As RFC 5545, 3.1 says: a line break with a space or tab behind it is none. */
const unfolded = (file: string): string[] => linesOf(file.replace(/\r\n[ \t]/g, ''));
const unescaped = (text: string): string => text.replace(/\\([\\;,nN])/g, (_, mark: string) => (mark.toLowerCase() === 'n' ? '\n' : mark));
const valueOf = (file: string, name: string): string | undefined => unfolded(file).find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);

describe('a calendar file', () => {
  it('holds one meeting with its times in UTC', () => {
    expect(linesOf(calendarFile(meeting, now))).toEqual([
      'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Vinculo//Vinculo//EN', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', 'BEGIN:VEVENT', 'UID:a1', 'DTSTAMP:20261122T080000Z',
      'DTSTART:20300506T080000Z', 'DTEND:20300506T093000Z', 'SUMMARY:Walk through hall 4', 'DESCRIPTION:Bring drawings', 'LOCATION:Hamburg', 'END:VEVENT', 'END:VCALENDAR',
    ]);
  });

  it('brings an instant with an offset to UTC, and leaves out an end that is none', () => {
    const file = calendarFile({ uid: 'a', title: 'x', start: '2030-05-06T10:00:00+02:00', end: '2030-05-06T10:00:00+02:00' }, now);
    expect(valueOf(file, 'DTSTART')).toBe('20300506T080000Z');
    expect(valueOf(file, 'DTEND')).toBeUndefined();
  });

  it('reminds at the time that was chosen', () => {
    expect(linesOf(calendarFile({ ...meeting, remindAt: '2030-05-06T07:45:00.000Z' }, now)).slice(-7, -2)).toEqual(['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Walk through hall 4', 'TRIGGER;VALUE=DATE-TIME:20300506T074500Z', 'END:VALARM']);
  });

  it('names who is invited and by whom, and is no publication then', () => {
    const file = calendarFile({ ...meeting, organizer: { name: 'Ana "A" Ruiz', address: 'ana@staff.test' }, attendees: [{ name: 'Öz;e, B:\r\nATTENDEE', address: 'a?b=c@home.test' }, { name: '', address: 'x@home.test' }, { name: 'No address', address: 'x' }, { name: 'Sly', address: 'a@b.test\r\nBEGIN:VALARM' }] }, now);
    expect(unfolded(file).filter((line) => /^(METHOD|ORGANIZER|ATTENDEE)/.test(line))).toEqual(['ORGANIZER;CN="Ana ’A’ Ruiz":mailto:ana@staff.test', 'ATTENDEE;CN="Öz;e, B: ATTENDEE":mailto:a%3Fb=c@home.test', 'ATTENDEE:mailto:x@home.test']);
    for (const line of linesOf(file)) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  });

  it('is a publication where nobody can be reached, whoever gives it', () => {
    const lines = linesOf(calendarFile({ ...meeting, organizer: { name: 'Ana', address: 'ana@staff.test' }, attendees: [{ name: 'Bo', address: 'bo' }] }, now));
    expect(lines).toEqual(linesOf(calendarFile(meeting, now)));
  });

  it('escapes what has a meaning, and lets no text end its line', () => {
    expect(valueOf(calendarFile({ ...meeting, title: 'a;b,c\\d\r\nEND:VCALENDAR\nx\u0007' }, now), 'SUMMARY')).toBe('a\\;b\\,c\\\\d\\nEND:VCALENDAR\\nx');
  });

  it('folds at 75 octets, cuts no character, and reads back as it was', () => {
    const texts = fc.string({ unit: fc.oneof(fc.constantFrom('a', ';', ',', '\\', '\n', ' ', 'é', '会', '👩‍🔧', 'ع'), fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' })), maxLength: 200 });
    fc.assert(fc.property(texts, (title) => {
      const file = calendarFile({ ...meeting, title }, now);
      for (const line of linesOf(file)) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      // eslint-disable-next-line no-control-regex -- control characters are what is taken out
      const kept = title.replace(/\r\n|\r/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
      expect(unescaped(valueOf(file, 'SUMMARY')!)).toBe(kept);
    }), { numRuns: 300 });
  });
});
