import type { Entities, PendingChange, RowOf, Vinculo } from '@vinculo/sdk';

type Activity = RowOf<Entities['activity']>;
type Link = Pick<RowOf<Entities['activityLink']>, 'id'>;

/**
 * Marks an activity as done, in its links too, which repeat its time and state. A task or a call stands in a timeline when it was done,
 * a meeting when it was held. `now` is an ISO instant.
 */
export function completeActivity(crm: Vinculo, activity: Activity, links: readonly Link[], now: string): readonly PendingChange[] {
  const at = activity.kind === 'task' || activity.kind === 'call' || activity.at > now ? now : activity.at;
  return crm.batch(() => {
    crm.activities.update(activity.id, { done: true, at });
    for (const link of links) crm.activityLinks.update(link.id, { open: false, at });
  });
}
