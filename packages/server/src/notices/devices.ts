import { createHash } from 'node:crypto';
import type { AnyRow } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import type { Identity } from '../identity/identity.ts';
import { systemIdentity } from '../identity/system-identity.ts';

const key = (bytes: number): z.ZodMiniType<string> => z.string().check(z.maxLength(200), z.refine((text) => Buffer.from(text, 'base64url').length === bytes, `must be ${bytes} bytes in base64url`));
const endpoint = z.string().check(z.minLength(1), z.maxLength(2000));

/** What the routes of devices take: what `PushSubscription.toJSON()` says. */
export const deviceBodies = {
  add: z.object({ endpoint, keys: z.object({ p256dh: key(65), auth: key(16) }) }),
  remove: z.strictObject({ endpoint }),
} as const;
export type Device = z.infer<typeof deviceBodies.add>;

export const deviceAnswers = { key: z.strictObject({ publicKey: z.nullable(z.string()) }) } as const;

export const deviceJob = 'push.send';
export const deviceOrder = z.object({ deviceId: z.string(), notificationId: z.string() });

/** So many browsers of one person are woken; older ones give way. */
const mostDevices = 20;

const idOf = (address: string): string => createHash('sha256').update(address).digest('base64url');

/** From now on this browser is woken for this person, and for nobody who used it before. */
export function addDevice(db: Database, { tenant, subject }: Identity, { endpoint: address, keys }: Device): Promise<void> {
  return inTransaction(db, systemIdentity(tenant, 'devices'), 'write', async ({ tx }) => {
    await sql`insert into vinculo.device (tenant_id, id, user_id, endpoint, p256dh, auth) values (${tenant}, ${idOf(address)}, ${subject}, ${address}, ${keys.p256dh}, ${keys.auth})
      on conflict (tenant_id, id) do update set user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, at = now()`.execute(tx);
    await sql`delete from vinculo.device where tenant_id = ${tenant} and user_id = ${subject} and id not in
      (select id from vinculo.device where tenant_id = ${tenant} and user_id = ${subject} order by at desc, id limit ${mostDevices})`.execute(tx);
  });
}

/** The browser is woken no more for this person. That of somebody else is left alone. */
export function removeDevice(db: Database, { tenant, subject }: Identity, address: string): Promise<void> {
  return inTransaction(db, systemIdentity(tenant, 'devices'), 'write', async ({ tx }) => {
    await sql`delete from vinculo.device where tenant_id = ${tenant} and user_id = ${subject} and id = ${idOf(address)}`.execute(tx);
  });
}

/** Has the browsers of whom a notification is for woken, once it is stored. */
export async function wakeDevices({ tx, identity }: Access, notification: AnyRow): Promise<void> {
  await sql`insert into vinculo.job (tenant_id, id, kind, payload) select tenant_id, 'push:' || ${notification.id} || ':' || id, ${deviceJob}, jsonb_build_object('deviceId', id, 'notificationId', ${notification.id}::text)
    from vinculo.device where tenant_id = ${identity.tenant} and user_id = ${String(notification['userId'])} on conflict do nothing`.execute(tx);
}
