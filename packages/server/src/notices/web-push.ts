import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import webPush from 'web-push';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import type { PatientHandler } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';
import { type Outside, OutsideError } from '../outside.ts';
import { deviceOrder } from './devices.ts';
import { sayTitle } from './notice-texts.ts';
import type { WebPushOptions } from './web-push-settings.ts';

/** After so many seconds it is tried again. */
const pauses = [5, 30, 120, 600, 1800];
/** What nobody could be woken for within a day is no news any more, in seconds. */
const newsFor = 86_400;

interface Message {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly kind: string | null;
  readonly table: string | null;
  readonly recordId: string | null;
  readonly locale: string | null;
}

/** The browser's maker takes no message at the moment. */
class NotTaken extends Error {}

/** Wakes browsers as jobs of kind `push.send` ask for. Without keys, or once the notification was read, nobody is. */
export function webPusher(db: Database, outside: Outside, options: WebPushOptions | undefined, log: Log): PatientHandler {
  const handle: PatientHandler['handle'] = async ({ tenant, payload }) => {
    const { deviceId, notificationId } = deviceOrder.parse(payload);
    const inTenant = <T>(work: (access: Access) => Promise<T>): Promise<T> => inTransaction(db, systemIdentity(tenant, 'devices'), 'write', work);
    const message = options && (await inTenant((access) => messageOf(access, deviceId, notificationId)));
    if (!message) return;
    const { endpoint, p256dh, auth, kind, table, recordId, locale } = message;
    // What the record is called, and who is in it, stays here: the page asks for it when it is opened.
    const words = JSON.stringify({ id: notificationId, kind, title: sayTitle(locale, kind), table, recordId });
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, words, {
      vapidDetails: options, contentEncoding: 'aes128gcm', TTL: newsFor, urgency: 'normal',
      // One that is sent twice takes the place of the first.
      topic: createHash('sha256').update(notificationId).digest('base64url').slice(0, 32),
    });
    // The library's type says less of its headers than they are: texts and numbers.
    const status = await outside.post(endpoint, headers as Readonly<Record<string, string | number>>, body).catch((error: unknown) => {
      if (error instanceof OutsideError) return error.reason;
      throw error;
    });
    if (typeof status === 'number' && status >= 200 && status < 300) return;
    if (status === 404 || status === 410 || status === 'private' || status === 'refused') return inTenant(({ tx }) => sql`delete from vinculo.device where tenant_id = ${tenant} and id = ${deviceId}`.execute(tx)).then(() => undefined);
    if (typeof status === 'number' && status < 500 && status !== 429) return log('warn', 'push.refused', { status });
    throw new NotTaken(`A message to a browser was not taken: ${status}.`);
  };
  return { handle, attempts: pauses.length + 1, pause: (n) => (pauses[n - 1] ?? newsFor) * (0.5 + Math.random()) };
}

/** Undefined where nobody is to be woken any more: the notification was read, removed or is old, or its user works here no more. */
async function messageOf({ tx, identity }: Access, deviceId: string, notificationId: string): Promise<Message | undefined> {
  const { rows } = await sql<Message>`select d.endpoint, d.p256dh, d.auth, n.kind, n."table", n.record_id as "recordId", u.locale from vinculo.device as d
    join vinculo.notification as n on n.tenant_id = d.tenant_id and n.user_id = d.user_id join vinculo."user" as u on u.tenant_id = d.tenant_id and u.id = d.user_id
    where d.tenant_id = ${identity.tenant} and d.id = ${deviceId} and n.id = ${notificationId} and n.read_at is null and n.deleted_at is null and n.created_at > now() - make_interval(secs => ${newsFor})
      and u.deleted_at is null and u.active is not false`.execute(tx);
  return rows[0];
}
