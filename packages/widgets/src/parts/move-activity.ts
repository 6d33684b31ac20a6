import type { Entities, PendingChange, RowOf, Vinculo } from '@vinculo/sdk';

type Activity = RowOf<Entities['activity']>;

const later = (instant: string, by: number): string => new Date(Date.parse(instant) + by).toISOString();

/** Sets a new time. What has an end keeps its length, a reminder its distance. */
export function moveActivity(crm: Vinculo, activity: Activity, due: string): PendingChange {
  const { at, dueAt, endsAt, remindAt } = activity;
  const by = Date.parse(due) - Date.parse(dueAt ?? at);
  return crm.activities.update(activity.id, {
    dueAt: due, at: due, ...(endsAt ? { endsAt: later(due, Date.parse(endsAt) - Date.parse(at)) } : {}),
    ...(remindAt ? { remindAt: later(remindAt, by) } : {}),
  });
}
