import type { AnyRow } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, asServer } from '../database/connection.ts';
import type { Table } from '../database/table.ts';
import { enqueue } from '../jobs/jobs.ts';
import { hashOf, readAddress } from './addresses.ts';
import { activityMailJob, type ActivityMailOrder, isToBeSent } from './activity-order.ts';
import { asksByMail, consentMailJob, type ConsentMailOrder } from './consent-order.ts';
import { mailJob, type MailOrder } from './mail-order.ts';
import { emailsOf } from './people.ts';

/** A message older than that was carried over, or is no news any more. */
const newsFor = 24 * 3600_000;

/** Writes the mail that a change causes as jobs, in the transaction of the change. What is imported causes none. */
export async function mailFollows(access: Access, table: Table, before: AnyRow | undefined, row: AnyRow): Promise<void> {
  if (table.entity.name === 'contact') return noteSelfNamed(access, before, row);
  if (access.identity.app === 'import' && table.entity.name !== 'queue') return;
  switch (table.entity.name) {
    case 'ticket': return ticketMail(access, before, row);
    case 'ticketMessage': return before ? undefined : messageMail(access, row);
    case 'activity': return activityMail(access, before, row);
    case 'consent': return before || !asksByMail(row) ? undefined : askConsent(access, row);
    case 'queue': return row['email'] === before?.['email'] ? undefined : claimAddress(access, row);
    default: return undefined;
  }
}

async function ticketMail(access: Access, before: AnyRow | undefined, ticket: AnyRow): Promise<void> {
  const { role, app, subject } = access.identity;
  if (!before) {
    if (hasEnded(ticket)) return;
    if (ticket['ownerId'] !== subject) await order(access, { about: 'newTicket', ticketId: ticket.id });
    // Whom staff writes a ticket for they speak to.
    if (role === 'guest' || role === 'customer' || app === 'mail') await order(access, { about: 'received', ticketId: ticket.id });
  } else if (hasEnded(ticket) && !hasEnded(before)) await order(access, { about: 'solved', ticketId: ticket.id });
}

function hasEnded(ticket: AnyRow): boolean {
  return ticket['status'] === 'resolved' || ticket['status'] === 'closed' || (ticket['closedAt'] ?? null) !== null;
}

async function messageMail(access: Access, message: AnyRow): Promise<void> {
  if (message['internal'] === true || Date.parse(access.now) - Date.parse(String(message['at'])) > newsFor) return;
  const byStaff = (message['fromUserId'] ?? null) !== null || (!['guest', 'customer', 'system'].includes(access.identity.role) && (message['fromContactId'] ?? null) === null);
  await order(access, { about: byStaff ? 'answer' : 'customerReply', ticketId: String(message['ticketId']), messageId: message.id });
}

async function activityMail(access: Access, before: AnyRow | undefined, activity: AnyRow): Promise<void> {
  // A mail that was written elsewhere and is noted here is not sent.
  if (access.identity.role !== 'staff' || !isToBeSent(activity) || (before && isToBeSent(before))) return;
  await enqueue(access, { id: `activity:${activity.id}`, kind: activityMailJob, payload: { activityId: activity.id, by: access.identity.subject } satisfies ActivityMailOrder });
}

async function askConsent(access: Access, { id }: AnyRow): Promise<void> {
  const { role, subject } = access.identity;
  await enqueue(access, { id: `consent:${id}`, kind: consentMailJob, payload: { consentId: id, ...(role === 'customer' ? { by: subject } : {}) } satisfies ConsentMailOrder });
}

function order(access: Access, payload: MailOrder): Promise<void> {
  return enqueue(access, { kind: mailJob, payload });
}

/** Mail to a queue's address is its tenant's from here on. */
async function claimAddress({ tx, identity }: Access, queue: AnyRow): Promise<void> {
  const address = readAddress(queue['email']);
  if (address === undefined) await sql`delete from vinculo.mail_inbox where tenant_id = ${identity.tenant} and queue_id = ${queue.id}`.execute(tx);
  else {
    await sql`insert into vinculo.mail_inbox (tenant_id, queue_id, address) values (${identity.tenant}, ${queue.id}, ${address})
      on conflict (tenant_id, queue_id) do update set address = excluded.address, since = now()`.execute(tx);
  }
}

/** Keeps apart the addresses that a customer gives themself from those that somebody of the company entered. */
async function noteSelfNamed(access: Access, before: AnyRow | undefined, contact: AnyRow): Promise<void> {
  const { tenant, role } = access.identity;
  const had = new Set(before ? addressesOf(before) : []);
  const hashes = addressesOf(contact).filter((address) => !had.has(address)).map((address) => hashOf(tenant, address));
  if (hashes.length === 0 || (role !== 'customer' && before === undefined)) return;
  await asServer(access, 'mail', ({ tx }) => (role === 'customer'
    ? sql`insert into vinculo.mail_self_named (tenant_id, contact_id, hash) select ${tenant}, ${contact.id}, hash from unnest(${hashes}::text[]) as a(hash) on conflict do nothing`
    // A merge brings addresses along; nobody looked at them by that.
    : role === 'system' ? sql`insert into vinculo.mail_self_named (tenant_id, contact_id, hash) select distinct tenant_id, ${contact.id}, hash from vinculo.mail_self_named where tenant_id = ${tenant} and hash = any(${hashes}::text[]) on conflict do nothing`
    : sql`delete from vinculo.mail_self_named where tenant_id = ${tenant} and contact_id = ${contact.id} and hash = any(${hashes}::text[])`
  ).execute(tx));
}

function addressesOf(contact: AnyRow): string[] {
  return emailsOf(contact).flatMap(({ value }) => readAddress(value) ?? []);
}
