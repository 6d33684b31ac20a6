import type { AnyRow, PendingChange, Vinculo } from '@vinculo/sdk';
import { activityLinkValues } from '@vinculo/sdk/schema';
import { firstLine } from '../format/first-line.ts';
import { concernedBy, type Concerned } from '../parts/concerned-by.ts';
import type { Activity, ActivityDraft, TimelineSubject } from './timeline-types.ts';

interface Author {
  readonly subject: TimelineSubject;
  readonly record: AnyRow | undefined;
  readonly ownerId: string | null;
}

interface Party extends Concerned {
  readonly role?: 'to' | 'attendee';
}

/** The activity with its links and files, and the next step with its own, as one group. The first change is the activity's. */
export function createActivity(crm: Vinculo, author: Author, draft: ActivityDraft): readonly PendingChange[] {
  return crm.batch(() => {
    write(crm, author, draft);
    if (draft.followUp) write(crm, author, draft.followUp);
  });
}

function write(crm: Vinculo, author: Author, { kind, subject, body, at, done, dueAt, remindAt, endsAt, direction, outcome, seconds, place, sendTo, addresses, cc, attendees = [], files = [] }: ActivityDraft): void {
  // Colleagues have no timeline: they stand in the activity alone, as do people of other customers a second time, whose links nobody reads here.
  const more = { ...(sendTo ? { send: true } : {}), ...(addresses ? { to: addresses } : {}), ...(cc ? { cc } : {}), ...(attendees.length > 0 ? { attendees: attendees.map(({ table, id }) => `${table}/${id}`) } : {}) };
  const { id } = crm.activities.create({
    kind, subject, body, at, done, ownerId: author.ownerId,
    ...(dueAt ? { dueAt } : {}), ...(remindAt ? { remindAt } : {}), ...(endsAt ? { endsAt } : {}), ...(direction ? { direction } : {}), ...(outcome ? { outcome } : {}), ...(seconds === undefined ? {} : { seconds }), ...(place ? { place } : {}),
    ...(kind === 'meeting' ? { timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone } : {}), ...(kind === 'email' ? { channel: 'email' } : {}), ...(Object.keys(more).length > 0 ? { details: more } : {}),
  });
  const parties: readonly Party[] = [
    ...(sendTo ?? []).map((each) => ({ table: each.table, recordId: each.id, role: 'to' as const })),
    ...attendees.flatMap((each) => (each.table === 'contact' ? [{ table: each.table, recordId: each.id, role: 'attendee' as const }] : [])),
  ];
  const others = concernedBy(author.subject, author.record).filter(({ table, recordId }) => !parties.some((each) => each.table === table && each.recordId === recordId));
  for (const link of [...parties, ...others]) crm.activityLinks.create({ activityId: id, ...link, ...activityLinkValues({ kind, at, dueAt, done }) });
  for (const { name, type, bytes, blobId } of files) crm.attachments.create({ table: 'activity', recordId: id, name, bytes, blobId, addedAt: new Date().toISOString(), ...(type ? { type } : {}) });
}

/** Rewrites a note. A subject that was the text's first line follows it. */
export function editNote(crm: Vinculo, { id, subject, body }: Activity, text: string): PendingChange {
  const follows = subject === firstLine(body ?? subject);
  return crm.activities.update(id, { body: text, ...(follows ? { subject: firstLine(text) } : {}) });
}
