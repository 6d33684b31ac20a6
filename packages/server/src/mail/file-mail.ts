import { type AnyRow, newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { insertBlob } from '../http/blobs.ts';
import { noteAddress } from './address-state.ts';
import { hashOf } from './addresses.ts';
import { changeRecords, type RecordChange, rowOf } from './change-records.ts';
import { offered, othersOf } from './copies.ts';
import type { MailSettings } from './mail-settings.ts';
import { say } from './mail-texts.ts';
import type { IncomingMail } from './parse-mail.ts';
import { contactAt, requesterAddresses, staffAt } from './people.ts';
import { withoutQuoted } from './quoted.ts';
import type { AnsweredMail } from './receive.ts';

/** Who wrote a mail, as far as it can be told, and for whom it counts. */
type Standing =
  | { readonly as: 'staff'; readonly userId: string }
  | { readonly as: 'requester' }
  | { readonly as: 'other' };

type FromSomebody = IncomingMail & { readonly from: NonNullable<IncomingMail['from']> };

interface Found {
  readonly queueId: string | undefined;
  readonly answered: AnsweredMail | undefined;
  /** By a signed token, which only who got the mail can have. */
  readonly byToken: boolean;
}

/** What fits into a message, in characters. */
const longestBody = 100_000;

/** Writes a mail into the ticket it belongs to, or a new one. @returns false where this very mail was written before */
export async function fileMail(access: Access, settings: MailSettings, mail: FromSomebody, raw: Uint8Array, { queueId, answered, byToken }: Found): Promise<boolean> {
  const { tx, identity, now } = access;
  const ticket = await rowOf(access, 'ticket', answered?.ticket_id);
  const standing: Standing = ticket ? await standingOf(access, ticket, mail.from.address, answered) : { as: 'requester' };
  const ticketId = ticket?.id ?? newId();
  const messageId = newId();
  const claimed = await sql`insert into vinculo.mail_message (tenant_id, id, message_id, direction, audience, about, ticket_id, record_id, address_hash, state)
    values (${identity.tenant}, ${newId()}, ${mail.messageId}, 'in', ${{ staff: 'agent', requester: 'customer', other: 'other' }[standing.as]}, 'message', ${ticketId}, ${messageId}, ${hashOf(identity.tenant, mail.from.address)}, 'stored')
    on conflict (tenant_id, message_id) do nothing`.execute(tx);
  if (claimed.numAffectedRows !== 1n) return false;

  const { id: original } = await insertBlob(access, { name: 'mail.eml', type: 'message/rfc822', content: Buffer.from(raw) });
  const text = (ticket ? withoutQuoted(mail.text) : mail.text) || say(settings.locale, 'noText');
  const attachments: RecordChange[] = [];
  for (const { name, type: declared, content } of mail.attachments) {
    const { id: blobId, type } = await insertBlob(access, { name, type: declared, content: Buffer.from(content) });
    attachments.push({ op: 'create', table: 'attachment', id: newId(), patch: { table: 'ticketMessage', recordId: messageId, name, type, bytes: content.length, blobId, addedAt: now } });
  }
  const others = await othersOf(access, mail, settings.from.address);
  const created = ticket ? undefined : await newTicket(access, settings, mail, { text, id: ticketId, queueId, others });
  const contactId = created ? created.patch['contactId'] : ticket?.['contactId'];
  const message: RecordChange = {
    op: 'create', table: 'ticketMessage', id: messageId,
    patch: {
      ticketId, at: now, channel: 'email', internal: standing.as === 'other', attachmentIds: attachments.map(({ id }) => id),
      body: (standing.as === 'other' ? `${say(settings.locale, 'noteOtherSender', { address: mail.from.address })}\n\n${text}` : text).slice(0, longestBody),
      ...(others.length > 0 ? { cc: others } : {}), ...(standing.as === 'staff' ? { fromUserId: standing.userId } : {}), ...(standing.as === 'requester' && typeof contactId === 'string' ? { fromContactId: contactId } : {}),
      // The whole mail, with what was cut and what did not fit, is a file for staff.
      custom: { mail: { original, sender: standing.as, ...(mail.leftOut > 0 ? { filesLeftOut: mail.leftOut } : {}) } },
    },
  };
  // Whom others wrote to as well is offered to staff; a stranger's word of that is only kept with their note.
  const ccOffered = ticket && standing.as !== 'other' ? await offered(access, ticket, others) : undefined;
  const reopens = ticket && standing.as === 'requester' && ['pending', 'resolved', 'closed'].includes(String(ticket['status']));
  const patch = { ...(reopens ? { status: 'open' } : {}), ...(ccOffered ? { ccOffered } : {}) };
  await changeRecords(access, [...(created ? [created] : []), message, ...attachments, ...(Object.keys(patch).length > 0 ? [{ op: 'update' as const, table: 'ticket', id: ticketId, patch }] : [])]);
  // Who answers with the token has read what was sent to this address.
  if (byToken && standing.as === 'requester' && answered?.audience === 'customer' && answered.address_hash === hashOf(identity.tenant, mail.from.address)) await noteAddress(access, answered.address_hash, 'verified');
  return true;
}

/** Nobody is believed to be staff by their address alone: the mail has to answer one that was sent to staff. */
async function standingOf(access: Access, ticket: AnyRow, address: string, answered: AnsweredMail | undefined): Promise<Standing> {
  const user = answered?.direction === 'out' && answered.audience === 'agent' ? await staffAt(access, address) : undefined;
  if (user) return { as: 'staff', userId: user.id };
  const requester = (await requesterAddresses(access, ticket)).has(address) && answered?.audience !== 'agent';
  return requester ? { as: 'requester' } : { as: 'other' };
}

async function newTicket(access: Access, settings: MailSettings, { from, subject }: FromSomebody, { text, id, queueId, others }: { readonly text: string; readonly id: string; readonly queueId: string | undefined; readonly others: readonly string[] }): Promise<RecordChange> {
  const { rows } = await sql<{ pipeline_id: string; stage_id: string }>`select p.id as pipeline_id, s.id as stage_id from vinculo.pipeline as p join vinculo.stage as s on s.tenant_id = p.tenant_id and s.pipeline_id = p.id
    where p.tenant_id = ${access.identity.tenant} and p."table" = 'ticket' and p.active is not false and p.deleted_at is null and s.category = 'open' and s.deleted_at is null order by p.rank nulls last, p.id, s.rank nulls last, s.id limit 1`.execute(access.tx);
  if (!rows[0]) throw new Error('There is no pipeline for tickets with an open stage, so mail makes no ticket. Make one.');
  const contact = await contactAt(access, from.address);
  const queue = await rowOf(access, 'queue', queueId);
  return {
    op: 'create', table: 'ticket', id,
    patch: {
      pipelineId: rows[0].pipeline_id, stageId: rows[0].stage_id, subject: subject || say(settings.locale, 'noSubject'), description: text.slice(0, longestBody), channel: 'email',
      guestEmail: from.address, ...(others.length > 0 ? { ccOffered: others } : {}), ...(from.name ? { guestName: from.name } : {}), ...(queue ? { queueId: queue.id } : {}),
      ...(contact ? { contactId: contact.id, ...(typeof contact['accountId'] === 'string' ? { accountId: contact['accountId'] } : {}) } : {}),
    },
  };
}
