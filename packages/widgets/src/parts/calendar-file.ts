import { isMailAddress } from './mail-addresses.ts';

/** Somebody whom a calendar can reach. */
interface Invited {
  readonly name: string;
  readonly address: string;
}

/** A meeting, as a calendar takes it. Instants are ISO 8601, UTC. */
export interface CalendarEvent {
  /** The same for the same meeting, so that a calendar which has it already changes it. */
  readonly uid: string;
  readonly title: string;
  readonly text?: string;
  readonly place?: string;
  readonly start: string;
  readonly end?: string;
  readonly remindAt?: string;
  /** Whose meeting it is. */
  readonly organizer?: Invited;
  readonly attendees?: readonly Invited[];
}

const longest = 75;
const encoder = new TextEncoder();

/** An instant in UTC, as calendars write it: 20300506T080000Z. */
function stamp(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** RFC 5545, 3.3.11: backslash, semicolon and comma are escaped, line breaks are \n; other control characters may not stand in a text. */
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** RFC 5545, 3.1: no line is longer than 75 octets; the rest follows on lines that begin with a space. No character is cut in two. */
function folded(line: string): string {
  let out = '';
  let octets = 0;
  for (const character of line) {
    const own = encoder.encode(character).length;
    if (octets + own > longest) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += own;
  }
  return out;
}

/** RFC 5545, 3.3.3 and 3.2.2: a mail address with a name beside it, in which no quotation mark may stand. What is no address makes no line. */
function person(property: 'ORGANIZER' | 'ATTENDEE', { name, address }: Invited): string[] {
  if (!isMailAddress(address)) return [];
  const called = name.replace(/"/g, '’').replace(/\p{Cc}+/gu, ' ').trim();
  return [`${property}${called ? `;CN="${called}"` : ''}:mailto:${encodeURI(address).replace(/[?#&]/g, encodeURIComponent)}`];
}

/**
 * One meeting as an iCalendar file (RFC 5545), its times in UTC. With people in it, it is no publication, which names none (RFC 5546, 3.2.1). `now`: when it was made.
 * @example new Blob([calendarFile(event, new Date().toISOString())], { type: 'text/calendar' })
 */
export function calendarFile({ uid, title, text, place, start, end, remindAt, organizer, attendees = [] }: CalendarEvent, now: string): string {
  const invited = attendees.flatMap((each) => person('ATTENDEE', each));
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Vinculo//Vinculo//EN', 'CALSCALE:GREGORIAN', ...(invited.length > 0 ? [] : ['METHOD:PUBLISH']), 'BEGIN:VEVENT',
    `UID:${escaped(uid)}`, `DTSTAMP:${stamp(now)}`, `DTSTART:${stamp(start)}`, ...(end && end > start ? [`DTEND:${stamp(end)}`] : []), `SUMMARY:${escaped(title)}`,
    ...(text ? [`DESCRIPTION:${escaped(text)}`] : []), ...(place ? [`LOCATION:${escaped(place)}`] : []),
    ...(invited.length > 0 && organizer ? person('ORGANIZER', organizer) : []), ...invited,
    ...(remindAt ? ['BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escaped(title)}`, `TRIGGER;VALUE=DATE-TIME:${stamp(remindAt)}`, 'END:VALARM'] : []),
    'END:VEVENT', 'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}
