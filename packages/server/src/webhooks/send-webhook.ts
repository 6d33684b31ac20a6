import { AuthError } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { Webhook as Signer } from 'standardwebhooks';
import { type Access, admit, type Database, inTransaction } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import type { Identity } from '../identity/identity.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import type { Job, PatientHandler } from '../jobs/jobs.ts';
import { adminsOf, tellPeople } from '../notices/tell-people.ts';
import { type Outside, OutsideError } from '../outside.ts';
import { get, NotServedError, readable } from '../reading/query.ts';
import { closedFields } from '../rights.ts';
import { type WebhookEvent, webhookOrder } from './webhook-events.ts';
import { type Stopped, worksHere } from './webhooks.ts';

/** After so many seconds it is tried again, give or take a half: 13 times within about a day. */
const pauses = [5, 15, 45, 135, 405, 1215, 3645, 10_935, 14_400];
const attempts = 13;
/** A receiver that took nothing for so many days is sent nothing more. */
const mostDays = 3;

interface Subscription {
  readonly url: string;
  readonly userId: string;
  readonly active: boolean;
  readonly secrets: readonly string[];
  readonly createdBy: string;
}

/** What became of an attempt: undefined where it was taken. */
type Problem = string | undefined;

/** Tried again later; the message holds no address, for the log. */
class NotTaken extends Error {}

/** Sends what jobs of kind `webhook.send` ask for, signed (Standard Webhooks), with what the subscription's user may see of the record as it stands now. */
export function webhookSender(db: Database, outside: Outside): PatientHandler {
  const inTenant = <T>(tenant: string, work: (access: Access) => Promise<T>): Promise<T> => inTransaction(db, systemIdentity(tenant, 'webhook'), 'write', work);
  const handle = async (job: Job, last: boolean): Promise<void> => {
    const { webhookId, event } = webhookOrder.parse(job.payload);
    const found = await inTenant(job.tenant, (access) => subscriptionOf(access, webhookId));
    if (!found) return;
    const note = (state: 'waiting' | 'delivered' | 'failed', problem: Problem): Promise<void> => inTenant(job.tenant, (access) => noteAttempt(access, webhookId, event, job.attempts, state, problem));
    const stop = (why: Stopped): Promise<void> => inTenant(job.tenant, (access) => stopWebhook(access, webhookId, found, why));
    if (!found.active) return note('failed', 'stopped');
    const identity = await userOf(db, job.tenant, found.userId);
    if (!identity) {
      await stop('user');
      return note('failed', 'user');
    }
    const body = await payloadOf(db, identity, event);
    // What the user may not see, or what is gone since, is not told.
    if (body === undefined) return inTenant(job.tenant, (access) => noteUnseen(access, webhookId, event));
    const problem = await send(outside, found, event.id, body);
    if (problem === undefined) return note('delivered', undefined);
    await note(last || problem === '410' ? 'failed' : 'waiting', problem);
    if (problem === '410') return stop('gone');
    const { rows } = await inTenant(job.tenant, ({ tx }) => sql<{ long: boolean }>`update vinculo.webhook set failing_since = coalesce(failing_since, now()) where tenant_id = ${job.tenant} and id = ${webhookId}
      returning failing_since < now() - make_interval(days => ${mostDays}) as long`.execute(tx));
    if (rows[0]?.long) {
      await stop('failing');
      return note('failed', problem);
    }
    throw new NotTaken(`A webhook was not taken: ${problem}.`);
  };
  return { handle, attempts, pause: (n) => (pauses[n - 1] ?? pauses.at(-1)!) * (0.5 + Math.random()) };
}

async function subscriptionOf({ tx, identity }: Access, id: string): Promise<Subscription | undefined> {
  const { rows } = await sql<Subscription>`select url, user_id as "userId", active, created_by as "createdBy", (select coalesce(array_agg(s.secret order by s.created_at desc), '{}') from vinculo.webhook_secret as s
    where s.tenant_id = w.tenant_id and s.webhook_id = w.id and coalesce(s.until > now(), true)) as secrets from vinculo.webhook as w where tenant_id = ${identity.tenant} and id = ${id}`.execute(tx);
  return rows[0];
}

/** The member of staff in whose name it is told, with what they are there for now; undefined for who works here no more. */
async function userOf(db: Database, tenant: string, userId: string): Promise<Identity | undefined> {
  if (!(await inTransaction(db, systemIdentity(tenant, 'webhook'), 'read', (access) => worksHere(access, userId)))) return undefined;
  const now = Math.floor(Date.now() / 1000);
  try {
    return (await admit(db, { tenant, subject: userId, role: 'staff', name: userId, app: 'webhook', issuedAt: now, expiresAt: now + 60 })).identity;
  } catch (error) {
    if (error instanceof AuthError) return undefined;
    throw error;
  }
}

async function payloadOf(db: Database, identity: Identity, { name, table, recordId: id, version, changed, at }: WebhookEvent): Promise<string | undefined> {
  try {
    const { table: stored, rights } = readable(identity, table);
    const payload = (more: object): string => JSON.stringify({ type: `${table}.${name}`, timestamp: at, data: { table, id, version, ...more } });
    if (name === 'removed') {
      const { rows } = await inTransaction(db, identity, 'read', ({ tx }) => sql`select 1 from ${target(stored)} where id = ${id} and deleted_at is not null`.execute(tx));
      return rows.length > 0 ? payload({}) : undefined;
    }
    const [row] = await get(db, identity, table, [id]);
    if (!row) return undefined;
    const closed = closedFields(rights);
    const shown = changed?.filter((field) => !closed.has(field));
    // A change of nothing that the user may learn is none to them.
    if (changed && changed.length > 0 && shown!.length === 0) return undefined;
    return payload({ ...(shown ? { changed: shown } : {}), row });
  } catch (error) {
    if (error instanceof NotServedError) return undefined;
    throw error;
  }
}

async function send(outside: Outside, { url, secrets }: Subscription, id: string, body: string): Promise<Problem> {
  const at = new Date();
  const signatures = secrets.map((secret) => new Signer(secret).sign(id, at, body));
  try {
    const status = await outside.post(url, { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)), 'webhook-signature': signatures.join(' ') }, body);
    return status >= 200 && status < 300 ? undefined : String(status);
  } catch (error) {
    if (error instanceof OutsideError) return error.reason;
    throw error;
  }
}

async function noteAttempt({ tx, identity }: Access, webhookId: string, event: WebhookEvent, tries: number, state: 'waiting' | 'delivered' | 'failed', problem: Problem): Promise<void> {
  await sql`insert into vinculo.webhook_delivery (tenant_id, webhook_id, id, event, state, attempts, problem)
    select ${identity.tenant}, ${webhookId}, ${event.id}, ${JSON.stringify(event)}::jsonb, ${state}, ${tries}, ${problem ?? null} from vinculo.webhook where tenant_id = ${identity.tenant} and id = ${webhookId}
    on conflict (tenant_id, webhook_id, id) do update set state = excluded.state, attempts = excluded.attempts, problem = excluded.problem, at = now()`.execute(tx);
  if (state === 'delivered') await sql`update vinculo.webhook set failing_since = null where tenant_id = ${identity.tenant} and id = ${webhookId} and failing_since is not null`.execute(tx);
}

/** An event that was tried before, or is to be sent again, and is nothing to tell any more. One that never was leaves no trace. */
async function noteUnseen({ tx, identity }: Access, webhookId: string, { id }: WebhookEvent): Promise<void> {
  await sql`update vinculo.webhook_delivery set state = 'failed', problem = 'unseen', at = now() where tenant_id = ${identity.tenant} and webhook_id = ${webhookId} and id = ${id}`.execute(tx);
}

/** Sends it nothing more until an admin sets it to active, and tells the admins and who made it. */
async function stopWebhook(access: Access, id: string, { createdBy }: Subscription, why: Stopped): Promise<void> {
  const { tenant } = access.identity;
  const first = await sql`update vinculo.webhook set active = false, stopped = ${why} where tenant_id = ${tenant} and id = ${id} and active`.execute(access.tx);
  if (first.numAffectedRows !== 1n) return;
  const people = new Set([...(await adminsOf(access)), ...((await worksHere(access, createdBy)) ? [createdBy] : [])]);
  await tellPeople(access, [...people].map((userId) => ({ userId, kind: 'failed', says: ['webhookStopped', {}] })));
}

/** Forgets what became of deliveries before `before` (ISO instant), and secrets whose time is over. */
export async function dropDeliveries({ tx, identity }: Access, before: string): Promise<void> {
  await sql`delete from vinculo.webhook_delivery where tenant_id = ${identity.tenant} and at < ${before}::timestamptz`.execute(tx);
  await sql`delete from vinculo.webhook_secret where tenant_id = ${identity.tenant} and until < now()`.execute(tx);
}
