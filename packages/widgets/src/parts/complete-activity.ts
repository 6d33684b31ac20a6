import type { Entities, PendingChange, RowOf, Vinculo } from '@vinculo/sdk';

type Activity = RowOf<Entities['activity']>;

/** Marks an activity as done. A task or a call stands in a timeline when it was done, a meeting when it was held. `now` is an ISO instant. */
export function completeActivity(crm: Vinculo, activity: Activity, now: string): PendingChange {
  const at = activity.kind === 'task' || activity.kind === 'call' || activity.at > now ? now : activity.at;
  return crm.activities.update(activity.id, { done: true, at });
}
