import type { AnyRow } from '@vinculo/sdk/schema';
import * as z from 'zod/mini';
import { readAddress } from './addresses.ts';

/** The mail of an activity, as a job holds it: which one, on whose word, and from the second step on to whom. */
export const activityMailOrder = z.object({
  activityId: z.string(),
  by: z.string(),
  /** The link to one recipient. */
  linkId: z.optional(z.string()),
  /** Of one that no record has, or that is in copy: the hash of their address. */
  address: z.optional(z.string()),
});

export type ActivityMailOrder = z.infer<typeof activityMailOrder>;

export const activityMailJob = 'mail.activity';

/** The addresses that an activity itself names, beside whom it links to. */
export interface NamedAddresses {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** What stands there and is no address. */
  readonly wrong: readonly string[];
}

/** Reads `details.to` and `details.cc`, each address once. */
export function addressesIn(activity: AnyRow): NamedAddresses {
  const details = activity['details'] as { readonly to?: unknown; readonly cc?: unknown } | null | undefined; // a field of JSON
  const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly unknown[]).map(String) : []);
  const to = new Set(texts(details?.to).flatMap((text) => readAddress(text) ?? []));
  const cc = new Set(texts(details?.cc).flatMap((text) => readAddress(text) ?? []));
  return { to: [...to], cc: [...cc].filter((address) => !to.has(address)), wrong: [...texts(details?.to), ...texts(details?.cc)].filter((text) => readAddress(text) === undefined) };
}

/** Whether staff asks for an activity to be sent: an email that goes out, is still to do, and says so (`details.send`). */
export function isToBeSent(activity: AnyRow): boolean {
  const details = activity['details'] as { readonly send?: unknown } | null | undefined; // a field of JSON
  return activity['kind'] === 'email' && activity['direction'] === 'out' && activity['done'] === false && details?.send === true;
}
