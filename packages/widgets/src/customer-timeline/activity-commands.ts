import type { AnyRow, PendingChange, Vinculo } from '@vinculo/sdk';
import { activityLinkValues } from '@vinculo/sdk/schema';
import { firstLine } from '../format/first-line.ts';
import type { Activity, ActivityDraft, TimelineSubject } from './timeline-types.ts';

interface Author {
  readonly subject: TimelineSubject;
  readonly record: AnyRow | undefined;
  readonly ownerId: string | null;
}

/** An activity of a deal or a ticket concerns its customer too. */
function concerned({ subject, record }: Author): readonly { readonly table: string; readonly recordId: string }[] {
  const own = { table: subject.table, recordId: subject.id };
  if (subject.table !== 'deal' && subject.table !== 'ticket') return [own];
  const named = (['account', 'contact'] as const).flatMap((table) => {
    const id = record?.[`${table}Id`];
    return typeof id === 'string' ? [{ table, recordId: id }] : [];
  });
  return [own, ...named];
}

/** The activity and its links, as one group. The first change is the activity's. */
export function createActivity(crm: Vinculo, author: Author, { kind, subject, body, at, done, dueAt, endsAt, direction, seconds, place }: ActivityDraft): readonly PendingChange[] {
  return crm.batch(() => {
    const { id } = crm.activities.create({
      kind, subject, body, at, done, ownerId: author.ownerId,
      ...(dueAt ? { dueAt } : {}), ...(endsAt ? { endsAt } : {}), ...(direction ? { direction } : {}), ...(seconds === undefined ? {} : { seconds }), ...(place ? { place } : {}),
      ...(kind === 'meeting' ? { timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone } : {}), ...(kind === 'email' ? { channel: 'email' } : {}),
    });
    for (const { table, recordId } of concerned(author)) crm.activityLinks.create({ activityId: id, table, recordId, ...activityLinkValues({ kind, at, dueAt, done }) });
  });
}

/** Rewrites a note. A subject that was the text's first line follows it. */
export function editNote(crm: Vinculo, { id, subject, body }: Activity, text: string): PendingChange {
  const follows = subject === firstLine(body ?? subject);
  return crm.activities.update(id, { body: text, ...(follows ? { subject: firstLine(text) } : {}) });
}
