import { entity } from './entity.ts';
import { boolean, date, integer, json, longText, option, ref, required, tags, text, timeZone, withDefault } from './field.ts';

/** Where work waits for whoever is free: a team's tickets, a pool of leads. */
export const queue = entity({
  name: 'queue', plural: 'queues', title: 'name', residency: 'table',
  fields: {
    name: required(text({ searchable: true })),
    teamId: ref('team'),
    slaPolicyId: ref('slaPolicy', 'clear', { label: 'Service level' }),
    email: text({ label: 'Address' }),
  },
});

/**
 * How soon tickets are answered and solved, in working minutes. Rows of one name are one service level: of those that fit a ticket's priority and its
 * customer's value, the one that says most counts.
 */
export const slaPolicy = entity({
  name: 'slaPolicy', plural: 'slaPolicies', title: 'name', residency: 'table',
  label: 'Service level', pluralLabel: 'Service levels',
  fields: {
    name: required(text()),
    /** Empty: any. */
    priority: text(),
    /** Of the customer, as in a contact's `valueClass`. Empty: any. */
    valueClass: text({ label: 'Customer value' }),
    firstReplyMinutes: integer({ label: 'First answer within' }),
    resolutionMinutes: integer({ label: 'Solved within' }),
    calendarId: ref('businessCalendar', 'clear', { label: 'Working hours' }),
    /** What kept clocks from being set by it. */
    problem: text({ readonly: true }),
  },
});

/** Working hours with holidays, and make-up working days as China has them. */
export const businessCalendar = entity({
  name: 'businessCalendar', plural: 'businessCalendars', title: 'name', residency: 'table',
  label: 'Working hours', pluralLabel: 'Working hours',
  fields: {
    name: required(text()),
    timeZone: required(timeZone()),
    /** By weekday 1 (Monday) to 7: spans of local time, `{ "1": [["09:00", "18:00"]] }`. */
    hours: required(json()),
    /** Days off, `2026-10-01`. */
    holidays: tags(),
    /** Weekend days that are worked. */
    makeUpDays: tags({ label: 'Make-up working days' }),
    validUntil: date({ label: 'Known until' }),
  },
});

/** An answer kept for use again. */
export const savedReply = entity({
  name: 'savedReply', plural: 'savedReplies', title: 'name', residency: 'table',
  fields: {
    name: required(text({ searchable: true })),
    /** Empty where it only changes the ticket. */
    body: withDefault(longText({ label: 'Text', searchable: true }), ''),
    locale: text({ label: 'Language' }),
    teamId: ref('team'),
    scope: option({ reply: 'Replies', note: 'Notes' }, { label: 'For' }),
    /** Guests and customers may read it too: the ticket form offers it while they type. It is then no place for variables and what only the desk may know. */
    public: withDefault(boolean(), false),
    /** What is done to the ticket with it, which makes it a macro: `ReplyChanges`. */
    changes: json({ label: 'Changes to the ticket' }),
  },
});

/** What a saved reply does to its ticket, in `savedReply.changes`: all of it as one group. What is not there, or not of the ticket's own values, is left out. */
export interface ReplyChanges {
  readonly status?: string;
  readonly priority?: string;
  /** A user's id; `me`: whoever uses the reply; null: nobody. */
  readonly owner?: string | null;
  readonly queueId?: string | null;
  readonly addTags?: readonly string[];
  readonly removeTags?: readonly string[];
  /** An internal note; variables in braces are filled in as in the reply. */
  readonly note?: string;
}
