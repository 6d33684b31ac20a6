import type { AnyRow } from '@vinculo/sdk/schema';
import * as z from 'zod/mini';

/** The mail of an activity, as a job holds it: which one, on whose word, and from the second step on to whom. */
export const activityMailOrder = z.object({
  activityId: z.string(),
  by: z.string(),
  /** The link to one recipient. */
  linkId: z.optional(z.string()),
});

export type ActivityMailOrder = z.infer<typeof activityMailOrder>;

export const activityMailJob = 'mail.activity';

/** Whether staff asks for an activity to be sent: an email that goes out, is still to do, and says so (`details.send`). */
export function isToBeSent(activity: AnyRow): boolean {
  const details = activity['details'] as { readonly send?: unknown } | null | undefined; // a field of JSON
  return activity['kind'] === 'email' && activity['direction'] === 'out' && activity['done'] === false && details?.send === true;
}
