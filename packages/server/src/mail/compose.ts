import type { AnyRow } from '@vinculo/sdk/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { addressState } from './address-state.ts';
import { type Mailbox, readAddress } from './addresses.ts';
import { rowOf } from './change-records.ts';
import type { MailOrder } from './mail-order.ts';
import type { MailSettings } from './mail-settings.ts';
import { say } from './mail-texts.ts';
import { requesterOf } from './people.ts';
import { addressWithToken, tokenOf } from './tokens.ts';

/** A file that goes with a mail. */
interface MailFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** A mail as it is handed in. */
export interface OutgoingMail {
  readonly envelope: { readonly from: string; readonly to: string };
  readonly from: Mailbox;
  /** Who reads it as theirs; a mail in copy goes to another (the envelope says to whom). */
  readonly to: string | readonly string[];
  readonly cc?: readonly string[];
  readonly replyTo: string;
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly MailFile[];
}

/** What a mail is made of beside its order. */
export interface MailParts {
  readonly ticket: AnyRow;
  readonly to: { readonly address: string; readonly locale: string };
  /** The requester's address, of mail that goes there or to others in copy. */
  readonly requester: string | undefined;
  /** Who gets an answer in copy. */
  readonly copies: readonly string[];
  /** Without angle brackets. */
  readonly messageId: string;
  readonly handle: string;
}

/** What all files of a mail may weigh together, in bytes. Many mail servers take 20 MiB, and base64 adds a third. */
const largestFiles = 12 * 1024 * 1024;
/** So many earlier mails are named as references. */
const mostReferences = 20;

export async function compose(access: Access, settings: MailSettings, order: MailOrder, parts: MailParts): Promise<OutgoingMail> {
  const { ticket, to, requester, copies, messageId, handle } = parts;
  const address = await senderAddress(access, settings, ticket);
  const toStaff = order.about === 'newTicket' || order.about === 'customerReply';
  const message = await rowOf(access, 'ticketMessage', order.messageId);
  const files = await filesOf(access, order, ticket, message);
  const { subject, lines } = await content(access, settings, order, parts, message);
  const leftOut = files.leftOut.length > 0 ? [say(to.locale, 'leftOut', { files: files.leftOut.join(', ') })] : [];
  const references = await earlier(access, ticket.id, toStaff ? 'agent' : order.cc === undefined ? 'customer' : { copy: order.cc });
  const last = references.at(-1);
  return {
    envelope: { from: addressWithToken(address, 'b', tokenOf(settings.secret, 'b', handle)), to: to.address },
    from: { name: settings.from.name, address }, to: order.cc === undefined ? to.address : (requester ?? to.address), ...(copies.length > 0 ? { cc: copies } : {}),
    replyTo: addressWithToken(address, 't', tokenOf(settings.secret, 't', handle)),
    messageId: `<${messageId}>`, ...(last === undefined ? {} : { inReplyTo: `<${last}>`, references: references.map((id) => `<${id}>`) }),
    subject: subject.replace(/\s+/g, ' ').slice(0, 250),
    text: [`--- ${say(to.locale, 'aboveThisLine')} ---`, ...lines, ...leftOut].join('\n\n'),
    headers: { 'X-Loop': settings.from.address, ...(order.about === 'answer' ? {} : automatic(settings, address, handle)) },
    attachments: files.attached,
  };
}

/** Where mail about a ticket comes from and goes to: its queue's address, or the server's. */
async function senderAddress(access: Access, settings: MailSettings, ticket: AnyRow): Promise<string> {
  const ofQueue = readAddress((await rowOf(access, 'queue', ticket['queueId']))?.['email']);
  // A token needs its 37 characters of the 64 before the @.
  return ofQueue !== undefined && ofQueue.lastIndexOf('@') <= 28 ? ofQueue : settings.from.address;
}

/** Says that no person wrote this (RFC 3834), and how to hear no more of the kind (RFC 2369, RFC 8058). */
function automatic({ secret, publicUrl }: MailSettings, address: string, handle: string): Record<string, string> {
  return { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', ...unsubscribing({ secret, publicUrl }, address, handle) };
}

/** How to hear no more of the kind. */
export function unsubscribing({ secret, publicUrl }: Pick<MailSettings, 'secret' | 'publicUrl'>, address: string, handle: string): Record<string, string> {
  const token = tokenOf(secret, 'u', handle);
  const byMail = `<mailto:${addressWithToken(address, 'u', token)}>`;
  return {
    'List-Unsubscribe': publicUrl === undefined ? byMail : `<${publicUrl}/mail/unsubscribe?t=${token}>, ${byMail}`,
    ...(publicUrl === undefined ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}

async function content(access: Access, settings: MailSettings, { about }: MailOrder, { ticket, to, handle }: MailParts, message: AnyRow | undefined): Promise<{ subject: string; lines: string[] }> {
  const number = String(ticket['number'] ?? '');
  const named = { number, subject: String(ticket['subject']) };
  // Nothing that others wrote goes to an address of which nobody knows whose it is: anybody may have put it into a form.
  const { verified } = await addressState(access, to.address);
  switch (about) {
    case 'received': {
      const link = settings.publicUrl === undefined || verified ? undefined : `${settings.publicUrl}/mail/confirm?t=${tokenOf(settings.secret, 'c', handle)}`;
      return {
        subject: say(to.locale, 'receivedSubject', { number }),
        lines: [say(to.locale, 'received', { number }), ...(verified ? [say(to.locale, 'receivedAbout', named)] : []), ...(link === undefined ? [] : [say(to.locale, 'confirm', { link })])],
      };
    }
    case 'answer': {
      const author = await rowOf(access, 'user', message?.['fromUserId']);
      const subject = verified ? say(to.locale, 'answerSubjectOf', named) : say(to.locale, 'answerSubject', { number });
      return { subject, lines: [String(message?.['body'] ?? ''), ...(author ? [`-- \n${String(author['name'])}`] : [])] };
    }
    case 'solved': {
      const resolution = ticket['resolution'];
      return { subject: say(to.locale, 'solvedSubject', { number }), lines: [say(to.locale, 'solved', { number }), ...(typeof resolution === 'string' ? [resolution] : [])] };
    }
    case 'newTicket': case 'customerReply': {
      const requester = await requesterOf(access, ticket);
      const who = [requester?.name, requester && `<${requester.address}>`].filter(Boolean).join(' ') || say(to.locale, 'someone');
      const text = about === 'newTicket' ? ticket['description'] : message?.['body'];
      return { subject: say(to.locale, about === 'newTicket' ? 'newSubject' : 'replySubject', named), lines: [say(to.locale, 'whoWrote', { who }), typeof text === 'string' ? text : '', say(to.locale, 'agentHint')] };
    }
  }
}

/** The Message-IDs of earlier mail of a ticket with these people, oldest first. Those of mail to others stay untold: they let in who answers to them. */
async function earlier({ tx, identity }: Access, ticketId: string, audience: 'agent' | 'customer' | { readonly copy: string }): Promise<string[]> {
  const whose = typeof audience === 'string' ? sql`audience = ${audience}` : sql`audience = 'other' and address_hash = ${audience.copy}`;
  const { rows } = await sql<{ message_id: string }>`select message_id from vinculo.mail_message where tenant_id = ${identity.tenant} and ticket_id = ${ticketId} and ${whose}
    and state in ('sent', 'stored') order by at desc limit ${mostReferences}`.execute(tx);
  return rows.map((row) => row.message_id).reverse();
}

async function filesOf(access: Access, { about }: MailOrder, ticket: AnyRow, message: AnyRow | undefined): Promise<{ attached: MailFile[]; leftOut: string[] }> {
  if (about === 'received' || about === 'solved') return { attached: [], leftOut: [] };
  const ids = Array.isArray(message?.['attachmentIds']) ? (message['attachmentIds'] as readonly string[]) : []; // a field of tags holds texts
  const ofTicket = about === 'newTicket' ? ticket.id : null;
  // A message may name any id: it brings only what hangs on its ticket.
  const { tenant } = access.identity;
  const ofThis = sql`(a.record_id = ${ticket.id} or a.record_id in (select id from vinculo.ticket_message where tenant_id = ${tenant} and ticket_id = ${ticket.id}))`;
  return attached(access, sql`(a.id = any(${ids}::text[]) and ${ofThis}) or a.record_id = ${message?.id ?? null} or a.record_id = ${ofTicket}`);
}

/** Files that fit into a mail, and the names of those that do not. @param which of the attachments `a` */
export async function attached({ tx, identity }: Access, which: RawBuilder<unknown>): Promise<{ attached: MailFile[]; leftOut: string[] }> {
  const { rows: files } = await sql<{ name: string; type: string | null; blob_id: string; size: number }>`select a.name, a.type, a.blob_id, octet_length(b.content) as size
    from vinculo.attachment as a join vinculo.blob as b on b.tenant_id = a.tenant_id and b.id = a.blob_id where a.tenant_id = ${identity.tenant} and a.deleted_at is null and (${which}) order by a.id limit 100`.execute(tx);
  let room = largestFiles;
  const fitting: MailFile[] = [];
  const leftOut: string[] = [];
  for (const { name, type, blob_id, size } of files) {
    if (size > room) {
      leftOut.push(name);
      continue;
    }
    room -= size;
    const { rows } = await sql<{ content: Buffer }>`select content from vinculo.blob where tenant_id = ${identity.tenant} and id = ${blob_id}`.execute(tx);
    fitting.push({ filename: name, contentType: type ?? 'application/octet-stream', content: rows[0]!.content });
  }
  return { attached: fitting, leftOut };
}
