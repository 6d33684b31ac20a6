import type { AnyRow } from '@vinculo/sdk/schema';
import * as z from 'zod/mini';

/** The mail that asks whether a consent is the address's owner's, as a job holds it: which one, never what is in it. */
export const consentMailOrder = z.object({
  consentId: z.string(),
  /** The customer who wrote the consent, where one was signed in. */
  by: z.optional(z.string()),
});

export type ConsentMailOrder = z.infer<typeof consentMailOrder>;

export const consentMailJob = 'mail.consent';

/** Whether a consent waits for the owner of an address to confirm it. */
export function asksByMail(consent: AnyRow): boolean {
  return consent['state'] === 'asked' && consent['channel'] === 'email';
}
