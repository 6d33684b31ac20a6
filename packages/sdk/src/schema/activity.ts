import { entity } from './entity.ts';
import { boolean, instant, integer, json, longText, option, ref, required, text, timeZone, withDefault } from './field.ts';

/**
 * Something that happened or will happen with a customer. `kind` is open: call, email, meeting, visit, task, note, message, letter, form,
 * webVisit, event and whatever a backend adds. Whom it concerns stands in activityLink rows.
 */
export const activity = entity({
  name: 'activity', plural: 'activities', title: 'subject', residency: 'query',
  indexes: [['at'], ['ownerId', 'dueAt'], ['threadId']],
  fields: {
    kind: required(text()),
    subject: required(text({ searchable: true })),
    body: longText({ label: 'Text', personal: true, searchable: true }),
    /** When it happened, or begins. */
    at: required(instant({ label: 'When' })),
    endsAt: instant({ label: 'Until' }),
    /** Meetings keep the zone they were agreed in. */
    timeZone: timeZone(),
    dueAt: instant({ label: 'Due' }),
    remindAt: instant({ label: 'Remind' }),
    done: withDefault(boolean(), true),
    channel: text(),
    direction: option({ in: 'Incoming', out: 'Outgoing' }),
    purpose: text(),
    outcome: text(),
    priority: text(),
    seconds: integer({ label: 'Duration (seconds)' }),
    place: text({ personal: true }),
    threadId: text(),
    ownerId: ref('user'),
    /** Where it came from when not entered here: `SAP`, `shop`. */
    source: text({ label: 'From' }),
    details: json(),
  },
});

/**
 * An activity concerns a record in a role. `kind`, `at` and `open` repeat the activity's, so that one customer's timeline is one range of one
 * index; backends keep them so (activity-links.ts).
 */
export const activityLink = entity({
  name: 'activityLink', plural: 'activityLinks', title: 'role', residency: 'query', partBy: 'recordId', unlogged: true,
  indexes: [['recordId', 'at'], ['activityId']],
  fields: {
    activityId: required(ref('activity', 'remove')),
    table: required(text({ label: 'Entity' })),
    recordId: required(text()),
    role: withDefault(option(['regarding', 'from', 'to', 'cc', 'attendee']), 'regarding'),
    at: required(instant({ label: 'When' })),
    kind: required(text()),
    open: withDefault(boolean({ label: 'Still to do' }), false),
  },
});
