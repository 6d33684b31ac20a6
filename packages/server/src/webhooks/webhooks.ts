import { randomBytes } from 'node:crypto';
import { newId, NotFoundError, RefusedError } from '@vinculo/sdk/schema';
import { type RawBuilder, sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import type { Identity } from '../identity/identity.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { enqueueAll } from '../jobs/jobs.ts';
import { jobId, webhookJob, type WebhookEvent } from './webhook-events.ts';
import type { Delivery, NewWebhook, Webhook } from './webhook-shapes.ts';

/** So many a tenant may have: each is work with every change. */
const mostWebhooks = 50;
/** So long both secrets sign after a change, in hours: the receiver has time to learn the new one. */
const bothSign = 24;
const mostShown = 200;
const mostAgain = 1000;

/** Why a subscription was stopped by the server itself. */
export type Stopped = 'failing' | 'gone' | 'user';

type Of = Pick<Identity, 'tenant'>;
const inTenant = <T>(db: Database, { tenant }: Of, mode: 'read' | 'write', work: (access: Access) => Promise<T>): Promise<T> => inTransaction(db, systemIdentity(tenant, 'webhook'), mode, work);

const shown = sql`id, url, tables, events, user_id as "userId", active, stopped, failing_since as "failingSince", created_at as "createdAt"`;
/** As the receiver's library takes it: Standard Webhooks, 24 to 64 random bytes. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/** @returns with the secret, which is not shown again @throws NotFoundError for a user who does not work here; RefusedError with the code `too_many` */
export function makeWebhook(db: Database, identity: Identity, { url, tables, events, userId }: NewWebhook): Promise<Webhook & { readonly secret: string }> {
  return inTenant(db, identity, 'write', async (access) => {
    await checkUser(access, userId);
    const { rows: there } = await sql<{ count: number }>`select count(*) as count from vinculo.webhook where tenant_id = ${identity.tenant}`.execute(access.tx);
    if (there[0]!.count >= mostWebhooks) throw new RefusedError('webhook', '', 'too_many', `There are ${mostWebhooks} webhooks already. Remove one first.`);
    const secret = newSecret();
    const { rows } = await sql<Webhook>`insert into vinculo.webhook (tenant_id, id, url, tables, events, user_id, created_by)
      values (${identity.tenant}, ${newId()}, ${url}, ${tables}::text[], ${events}::text[], ${userId}, ${identity.subject}) returning ${shown}`.execute(access.tx);
    await addSecret(access, rows[0]!.id, secret);
    return { ...rows[0]!, secret };
  });
}

export function listWebhooks(db: Database, identity: Of): Promise<Webhook[]> {
  return inTenant(db, identity, 'read', async ({ tx }) => (await sql<Webhook>`select ${shown} from vinculo.webhook where tenant_id = ${identity.tenant} order by created_at desc, id`.execute(tx)).rows);
}

/** Changes what is given. Set to active, it begins without a past. @throws NotFoundError */
export function changeWebhook(db: Database, identity: Of, { id, url, tables, events, userId, active }: Partial<NewWebhook> & { readonly id: string; readonly active?: boolean | undefined }): Promise<Webhook> {
  return inTenant(db, identity, 'write', async (access) => {
    if (userId !== undefined) await checkUser(access, userId);
    const set: RawBuilder<unknown>[] = [
      ...(url === undefined ? [] : [sql`url = ${url}`]), ...(tables === undefined ? [] : [sql`tables = ${tables}::text[]`]), ...(events === undefined ? [] : [sql`events = ${events}::text[]`]),
      ...(userId === undefined ? [] : [sql`user_id = ${userId}`]), ...(active === undefined ? [] : [sql`active = ${active}, stopped = null, failing_since = null`]),
    ];
    const { rows } = await sql<Webhook>`update vinculo.webhook set ${sql.join([sql`id = id`, ...set])} where tenant_id = ${identity.tenant} and id = ${id} returning ${shown}`.execute(access.tx);
    return rows[0] ?? none(id);
  });
}

/** Removes it with its secrets and what became of its deliveries. What is under way goes nowhere. @throws NotFoundError */
export function removeWebhook(db: Database, { tenant }: Of, id: string): Promise<void> {
  return inTenant(db, { tenant }, 'write', async ({ tx }) => {
    const { numAffectedRows } = await sql`delete from vinculo.webhook where tenant_id = ${tenant} and id = ${id}`.execute(tx);
    if (numAffectedRows !== 1n) none(id);
    await sql`delete from vinculo.webhook_secret where tenant_id = ${tenant} and webhook_id = ${id}`.execute(tx);
    await sql`delete from vinculo.webhook_delivery where tenant_id = ${tenant} and webhook_id = ${id}`.execute(tx);
    await sql`delete from vinculo.job where tenant_id = ${tenant} and kind = ${webhookJob} and payload ->> 'webhookId' = ${id}`.execute(tx);
  });
}

/** A new secret. For a day the old one signs as well; one that was older than that signs no more. @throws NotFoundError */
export function rotateSecret(db: Database, { tenant }: Of, id: string): Promise<string> {
  return inTenant(db, { tenant }, 'write', async (access) => {
    const { rows } = await sql`select 1 from vinculo.webhook where tenant_id = ${tenant} and id = ${id} for update`.execute(access.tx);
    if (!rows[0]) none(id);
    await sql`delete from vinculo.webhook_secret where tenant_id = ${tenant} and webhook_id = ${id} and until is not null`.execute(access.tx);
    await sql`update vinculo.webhook_secret set until = now() + make_interval(hours => ${bothSign}) where tenant_id = ${tenant} and webhook_id = ${id}`.execute(access.tx);
    const secret = newSecret();
    await addSecret(access, id, secret);
    return secret;
  });
}

/** What became of the latest events, the newest first. @throws NotFoundError */
export function deliveriesOf(db: Database, { tenant }: Of, id: string): Promise<Delivery[]> {
  return inTenant(db, { tenant }, 'read', async ({ tx }) => {
    if ((await sql`select 1 from vinculo.webhook where tenant_id = ${tenant} and id = ${id}`.execute(tx)).rows.length === 0) none(id);
    return (await sql<Delivery>`select id as event, event ->> 'name' as name, event ->> 'table' as "table", event ->> 'recordId' as "recordId", state, attempts, problem, at
      from vinculo.webhook_delivery where tenant_id = ${tenant} and webhook_id = ${id} order by at desc, id limit ${mostShown}`.execute(tx)).rows;
  });
}

/** Sends events again, under their ids: those named, or all that failed. @returns how many @throws NotFoundError */
export function deliverAgain(db: Database, { tenant }: Of, id: string, events: readonly string[] | undefined): Promise<number> {
  return inTenant(db, { tenant }, 'write', async (access) => {
    if ((await sql`select 1 from vinculo.webhook where tenant_id = ${tenant} and id = ${id}`.execute(access.tx)).rows.length === 0) none(id);
    const { rows } = await sql<{ event: WebhookEvent }>`update vinculo.webhook_delivery set state = 'waiting', attempts = 0 where tenant_id = ${tenant} and webhook_id = ${id} and id in (select id from vinculo.webhook_delivery
      where tenant_id = ${tenant} and webhook_id = ${id} and ${events === undefined ? sql`state = 'failed'` : sql`id = any(${events}::text[])`} order by at, id limit ${mostAgain}) returning event`.execute(access.tx);
    await enqueueAll(access, rows.map(({ event }) => ({ id: jobId(id, event), kind: webhookJob, payload: { webhookId: id, event } })));
    return rows.length;
  });
}

async function addSecret({ tx, identity }: Access, id: string, secret: string): Promise<void> {
  await sql`insert into vinculo.webhook_secret (tenant_id, webhook_id, secret) values (${identity.tenant}, ${id}, ${secret})`.execute(tx);
}

/** Without a row a member of staff may do what the token says; nobody vouches with a token here, so there has to be one. */
async function checkUser(access: Access, userId: string): Promise<void> {
  if (!(await worksHere(access, userId))) throw new NotFoundError('user', userId);
}

export async function worksHere({ tx, identity }: Access, userId: string): Promise<boolean> {
  return (await sql`select 1 from vinculo."user" where tenant_id = ${identity.tenant} and id = ${userId} and deleted_at is null and active is not false`.execute(tx)).rows.length > 0;
}

function none(id: string): never {
  throw new NotFoundError('webhook', id);
}
