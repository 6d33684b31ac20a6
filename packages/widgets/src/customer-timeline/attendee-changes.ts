import type { PendingChange, Vinculo } from '@vinculo/sdk';
import { activityLinkValues } from '@vinculo/sdk/schema';
import type { Activity, ActivityLink } from './timeline-types.ts';

/** Who takes part, as it stands in an activity: `contact/<id>`, `user/<id>`. */
export interface AttendeeChange {
  readonly activity: Activity;
  /** All of its links, whoever's timeline they are for. */
  readonly links: readonly ActivityLink[];
  readonly attendees: readonly string[];
}

/** The details of an activity with other people taking part. */
export function detailsWith({ details }: Activity, attendees: readonly string[]): Record<string, unknown> {
  const { attendees: _before, ...rest } = details ?? {};
  return attendees.length > 0 ? { ...rest, attendees } : rest;
}

/**
 * Names who takes part, and links it with those who are customers, as one group. The first change is the activity's. Who is taken out loses the link; the last
 * link is kept as that of whom it is about, for without one nobody would find the meeting.
 */
export function changeAttendees(crm: Vinculo, { activity, links, attendees }: AttendeeChange): readonly PendingChange[] {
  const contacts = attendees.flatMap((each) => (each.startsWith('contact/') ? [each.slice('contact/'.length)] : []));
  const out = links.filter(({ table, recordId, role }) => table === 'contact' && role === 'attendee' && !contacts.includes(recordId));
  const added = contacts.filter((id) => !links.some(({ table, recordId, role }) => table === 'contact' && recordId === id && role === 'attendee'));
  const isLeftAlone = links.length === out.length && added.length === 0;
  const { kind, at, dueAt, done } = activity;
  return crm.batch(() => {
    crm.activities.update(activity.id, { details: detailsWith(activity, attendees) });
    out.forEach(({ id }, i) => {
      if (isLeftAlone && i === 0) crm.activityLinks.update(id, { role: 'regarding' });
      else crm.activityLinks.remove(id);
    });
    for (const recordId of added) {
      // Whom it is about anyway takes part from now on.
      const about = links.find((link) => link.table === 'contact' && link.recordId === recordId);
      if (about) crm.activityLinks.update(about.id, { role: 'attendee' });
      else crm.activityLinks.create({ activityId: activity.id, table: 'contact', recordId, role: 'attendee', ...activityLinkValues({ kind, at, done, ...(dueAt ? { dueAt } : {}) }) });
    }
  });
}
