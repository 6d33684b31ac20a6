import * as z from 'zod/mini';
import { isTold, webhookEvents } from './webhook-events.ts';

const id = z.string().check(z.minLength(1), z.maxLength(200));
const text = z.string();
const settings = {
  url: z.string().check(z.maxLength(2000)),
  /** Empty: every table that the user may see. */
  tables: z.array(z.string().check(z.refine(isTold, 'no entity whose changes are told'))).check(z.maxLength(100)),
  events: z.array(z.enum(webhookEvents)).check(z.minLength(1), z.maxLength(webhookEvents.length)),
  /** The member of staff whose rights say what is told. */
  userId: id,
};

/** What each route takes. */
export const webhookBodies = {
  make: z.strictObject(settings),
  change: z.strictObject({ id, ...z.partial(z.object(settings)).shape, active: z.optional(z.boolean()) }),
  named: z.strictObject({ id }),
  /** Without events: all that failed. */
  again: z.strictObject({ id, events: z.optional(z.array(id).check(z.minLength(1), z.maxLength(1000))) }),
} as const;

export type NewWebhook = z.infer<typeof webhookBodies.make>;

const webhook = {
  id: text, url: text, tables: z.array(text), events: z.array(z.enum(webhookEvents)), userId: text, active: z.boolean(), stopped: z.nullable(text), failingSince: z.nullable(text), createdAt: text,
};
const delivery = z.strictObject({ event: text, name: z.enum(webhookEvents), table: text, recordId: text, state: z.enum(['waiting', 'delivered', 'failed']), attempts: z.int(), problem: z.nullable(text), at: text });

/** What each route answers. */
export const webhookAnswers = {
  list: z.strictObject({ webhooks: z.array(z.strictObject(webhook)) }),
  one: z.strictObject(webhook),
  made: z.strictObject({ ...webhook, secret: text }),
  secret: z.strictObject({ secret: text }),
  deliveries: z.strictObject({ deliveries: z.array(delivery) }),
  again: z.strictObject({ events: z.int() }),
} as const;

export type Webhook = z.infer<typeof webhookAnswers.one>;
export type Delivery = z.infer<typeof delivery>;
