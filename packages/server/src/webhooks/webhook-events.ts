import { createHash } from 'node:crypto';
import { entityNamed, sameValue } from '@vinculo/sdk/schema';
import * as z from 'zod/mini';
import type { Access } from '../database/connection.ts';
import { enqueueAll, type NewJob } from '../jobs/jobs.ts';
import type { RecordChange } from '../records/record-store.ts';

export const webhookJob = 'webhook.send';

/** What a subscription may wait for. */
export const webhookEvents = ['created', 'updated', 'removed'] as const;
type WebhookEventName = (typeof webhookEvents)[number];

/** A change to be told, as a job holds it: which record, and which fields of it. What stands in them is read when it is sent. */
const webhookEvent = z.object({
  /** The same each time it is sent, to every subscriber. */
  id: z.string(),
  name: z.enum(webhookEvents),
  table: z.string(),
  recordId: z.string(),
  version: z.string(),
  changed: z.optional(z.array(z.string())),
  /** ISO instant. */
  at: z.string(),
});
export type WebhookEvent = z.infer<typeof webhookEvent>;

/** The payload of a job. */
export const webhookOrder = z.object({ webhookId: z.string(), event: webhookEvent });

/** A subscription in force, as far as who stores a change needs it. */
export interface Hook {
  readonly id: string;
  /** Empty: all. */
  readonly tables: readonly string[];
  readonly events: readonly WebhookEventName[];
}

const names: Readonly<Record<RecordChange['op'], WebhookEventName>> = { create: 'created', update: 'updated', remove: 'removed' };

/** Writes what the subscribers are to be told of changes as jobs, in the transaction of the changes. What is imported is no news. */
export async function tellWebhooks(access: Access, hooks: readonly Hook[], changes: readonly RecordChange[]): Promise<void> {
  const { identity: { tenant, app }, now: at } = access;
  if (app === 'import') return;
  const jobs = new Map<string, NewJob>();
  for (const { table: { entity }, op, before, row } of changes) {
    if (!isTold(entity.name)) continue;
    const name = names[op];
    const waiting = hooks.filter((hook) => hook.events.includes(name) && (hook.tables.length === 0 || hook.tables.includes(entity.name)));
    if (waiting.length === 0) continue;
    // A removal is a version of its own.
    const version = op === 'remove' ? String(Number(row.version) + 1) : row.version!;
    const id = createHash('sha256').update(JSON.stringify([tenant, entity.name, row.id, version])).digest('base64url').slice(0, 22);
    const changed = before && op === 'update' ? { changed: [...Object.keys(entity.fields), 'custom'].filter((field) => !sameValue(before[field], row[field])) } : {};
    const event: WebhookEvent = { id: `evt_${id}`, name, table: entity.name, recordId: row.id, version, ...changed, at };
    for (const hook of waiting) jobs.set(jobId(hook.id, event), { id: jobId(hook.id, event), kind: webhookJob, payload: { webhookId: hook.id, event } });
  }
  await enqueueAll(access, [...jobs.values()]);
}

export function jobId(webhookId: string, { id }: Pick<WebhookEvent, 'id'>): string {
  return `webhook:${webhookId}:${id}`;
}

/** Entities whose changes may be told: what people are told themselves stays between them and the server, and logs say nothing new. */
export function isTold(table: string): boolean {
  const e = entityNamed(table);
  return e !== undefined && !e.readonly && table !== 'notification';
}
