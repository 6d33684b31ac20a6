import type { AnyRow } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { noteAddress } from './address-state.ts';
import { hashOf, readAddress } from './addresses.ts';
import { changeRecords, noteOn, rowOf } from './change-records.ts';
import { type IncomingMail, idsIn } from './parse-mail.ts';
import { emailsOf, requesterAddresses } from './people.ts';
import { say } from './mail-texts.ts';
import { oneLine } from './send.ts';

/** What a report says of the mail it is about (RFC 3464). */
export interface DeliveryReport {
  readonly failed: boolean;
  /** As `5.1.1`. */
  readonly status: string;
  readonly reason: string;
  /** The Message-ID of the mail it is about, where the report quotes it. */
  readonly about: string | undefined;
}

/** The report of a mail server that a mail was or was not delivered; undefined for all other mail. */
export function deliveryReport({ headers, attachments }: IncomingMail): DeliveryReport | undefined {
  const status = attachments.find(({ type }) => type === 'message/delivery-status' || type === 'message/global-delivery-status');
  if (!/^\s*multipart\/report\b/i.test(headers.get('content-type') ?? '') || !status) return undefined;
  const fields = Buffer.from(status.content.subarray(0, 50_000)).toString('utf8').replace(/\r?\n[ \t]+/g, ' ');
  const field = (name: string): string | undefined => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(fields)?.[1]?.trim();
  const quoted = attachments.find(({ type }) => type === 'message/rfc822' || type === 'text/rfc822-headers' || type === 'message/global');
  const [, messageId] = /^message-id:\s*(<[^>\s]+>)/im.exec(Buffer.from(quoted?.content.subarray(0, 100_000) ?? []).toString('latin1')) ?? [];
  return {
    failed: field('Action')?.toLowerCase() === 'failed', status: /^\d\.\d{1,3}\.\d{1,3}/.exec(field('Status') ?? '')?.[0] ?? '',
    reason: oneLine(field('Diagnostic-Code')?.replace(/^smtp;\s*/i, '') ?? field('Status') ?? ''), about: idsIn(messageId)[0],
  };
}

/** A mail of ours, as it was kept. */
export interface SentMail {
  readonly id: string;
  readonly ticket_id: string | null;
  /** The message that it carried. */
  readonly record_id: string | null;
  readonly address_hash: string;
}

/** Notes on the ticket that a mail came back. Where the address is at fault no more mail goes there. */
export async function noteBounce(access: Access, locale: string, sent: SentMail, report: DeliveryReport): Promise<void> {
  if (!report.failed || !(await isFirstReport(access, sent))) return;
  const addressAtFault = isAtFault(report);
  if (addressAtFault) await noteAddress(access, sent.address_hash, 'bounced');
  const ticket = await rowOf(access, 'ticket', sent.ticket_id);
  if (!ticket) return;
  const address = await addressOf(access, ticket, sent);
  if (addressAtFault) await markEmails(access, 'contact', ticket['contactId'], sent.address_hash);
  await noteOn(access, ticket.id, say(locale, addressAtFault ? 'noteBounced' : 'noteCameBack', { address: address ?? '?', reason: report.reason || report.status }));
}

/** Whether nobody noted yet that this mail came back. */
export async function isFirstReport({ tx, identity }: Access, sent: Pick<SentMail, 'id'>): Promise<boolean> {
  const { numAffectedRows } = await sql`update vinculo.mail_message set state = 'bounced' where tenant_id = ${identity.tenant} and id = ${sent.id} and state <> 'bounced'`.execute(tx);
  return numAffectedRows === 1n;
}

/** A full mailbox and a policy are no faults of the address. */
export function isAtFault({ status }: DeliveryReport): boolean {
  return status.startsWith('5.') && status !== '5.2.2' && !status.startsWith('5.7.');
}

async function addressOf(access: Access, ticket: AnyRow, { address_hash: hash, record_id: messageId }: SentMail): Promise<string | undefined> {
  const { tenant } = access.identity;
  const message = await rowOf(access, 'ticketMessage', messageId);
  const copies = [ticket['cc'], message?.['cc']].flatMap((listed) => (Array.isArray(listed) ? listed.map(readAddress) : []));
  const known = [...(await requesterAddresses(access, ticket)), ...copies, readAddress((await rowOf(access, 'user', ticket['ownerId']))?.['email']), readAddress((await rowOf(access, 'queue', ticket['queueId']))?.['email'])];
  return known.find((address) => address !== undefined && hashOf(tenant, address) === hash);
}

/** Marks an address of a person as one that mail comes back from. */
export async function markEmails(access: Access, table: string, id: unknown, hash: string): Promise<void> {
  const person = await rowOf(access, table, id);
  const items = person ? emailsOf(person) : [];
  if (!person || !items.some(({ value }) => hashOf(access.identity.tenant, value) === hash)) return;
  const emails = items.map((item) => (hashOf(access.identity.tenant, item.value) === hash ? { ...item, bouncedAt: access.now } : item));
  await changeRecords(access, [{ op: 'update', table, id: person.id, patch: { emails } }]);
}
