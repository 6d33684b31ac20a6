import * as z from 'zod/mini';

/** A mail to be sent, as a job holds it: what it is about, never what is in it. That is read when it is sent. */
export const mailOrder = z.object({
  about: z.enum(['received', 'newTicket', 'customerReply', 'answer', 'solved']),
  ticketId: z.string(),
  messageId: z.optional(z.string()),
  /** Of mail to staff: the user, or the queue's own address. Absent until it is known who is to hear of it. */
  to: z.optional(z.union([z.object({ userId: z.string() }), z.literal('queue')])),
  /** Of an answer to one of those in copy: the hash of their address. */
  cc: z.optional(z.string()),
});

export type MailOrder = z.infer<typeof mailOrder>;

export const mailJob = 'mail.send';
