import type { AnyRow } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { enqueue, type Job, type JobHandler } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';
import { addressState, noteAddress } from './address-state.ts';
import { hashOf, mailboxOf, readAddress } from './addresses.ts';
import { noteOn, rowOf } from './change-records.ts';
import { compose, type OutgoingMail } from './compose.ts';
import { copiesOf } from './copies.ts';
import { mailJob, mailOrder, type MailOrder } from './mail-order.ts';
import type { MailHost, MailSettings } from './mail-settings.ts';
import { languageOf, say } from './mail-texts.ts';
import { type Recipient, requesterOf, staffFor, staffMember } from './people.ts';
import { mintHandle } from './tokens.ts';

/** Attachments of a message may come right after it. So often their mail waits for them. */
const waitsForFiles = 4;
/** Anybody can write any address into a form: so many confirmations a day go to a mailbox by one that its owner never confirmed. */
const mostUnasked = 5;

/** Hands a mail in. @throws what the transport throws: `responseCode` says what the mail server answered */
export type HandIn = (mail: OutgoingMail) => Promise<void>;

/** Sends what jobs of kind `mail.send` ask for. Without a mail server nothing is sent and the job is done. */
export function mailSender(db: Database, settings: MailSettings | undefined, log: Log): JobHandler {
  if (!settings?.smtp) return () => Promise.resolve();
  const handIn = smtp(settings.smtp);
  return async (job, last) => {
    const order = mailOrder.parse(job.payload);
    const asMail = <T>(work: (access: Access) => Promise<T>): Promise<T> => inTransaction(db, systemIdentity(job.tenant, 'mail'), 'write', work);
    const mail = await asMail((access) => prepare(access, settings, job, order));
    if (!mail) return;
    try {
      await handIn(mail);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) log('warn', 'mail.refused', { about: order.about, status: refusal.status });
      if (refusal || last) await asMail((access) => giveUp(access, settings, job, order, mail.envelope.to, refusal));
      if (refusal) return;
      throw error;
    }
    await asMail(({ tx }) => sql`update vinculo.mail_message set state = 'sent', at = now() where tenant_id = ${job.tenant} and id = ${job.id}`.execute(tx));
  };
}

export function smtp({ host, port, secure, auth }: MailHost): HandIn {
  const transport = createTransport({
    host, port, secure, ...(auth ? { auth } : {}), disableFileAccess: true, disableUrlAccess: true,
    // A place among the jobs is not held for longer.
    connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000,
  });
  return async (mail) => {
    // nodemailer's types want lists they may change.
    const { to, cc = [], ...rest } = mail;
    await transport.sendMail({ ...rest, to: typeof to === 'string' ? to : [...to], cc: [...cc], references: [...(mail.references ?? [])], headers: { ...mail.headers }, attachments: [...mail.attachments] });
  };
}

/** The mail to be sent now; undefined where there is none: it went out already, concerns nobody, or may not be sent. */
async function prepare(access: Access, settings: MailSettings, job: Job, order: MailOrder): Promise<OutgoingMail | undefined> {
  const ticket = await rowOf(access, 'ticket', order.ticketId);
  const message = await rowOf(access, 'ticketMessage', order.messageId);
  if (!ticket || (order.messageId !== undefined && (!message || message['internal'] === true))) return undefined;
  if (message && job.attempts <= waitsForFiles && (await lacksFiles(access, message))) throw new Error('The files of the message are not here yet.');
  const toStaff = order.about === 'newTicket' || order.about === 'customerReply';
  if (toStaff && order.to === undefined) {
    // The first message of a ticket that says what the ticket says is told with it.
    if (!(message && isOpening(ticket, message))) for (const to of await staffFor(access, ticket)) await enqueue(access, { id: `${job.id}.${to === 'queue' ? to : to.userId}`, kind: mailJob, payload: { ...order, to } });
    return undefined;
  }
  const copies = order.about === 'answer' && message ? await copiesOf(access, ticket, message, settings.from.address) : [];
  // Each copy is a mail of its own: one that comes back says nothing of the others.
  if (order.cc === undefined) for (const address of copies) await enqueue(access, { id: `${job.id}.${hashOf(job.tenant, address)}`, kind: mailJob, payload: { ...order, cc: hashOf(job.tenant, address) } });
  const requester = toStaff ? undefined : await requesterOf(access, ticket);
  const recipient = toStaff ? await staffRecipient(access, ticket, order.to) : order.cc === undefined ? requester : inCopy(job, order, copies, requester);
  if (!recipient) return undefined;
  const known = await addressState(access, recipient.address);
  if (known.unsubscribed && order.about !== 'answer') return undefined;
  if (known.bounced || recipient.bounced) {
    if (order.about === 'answer') await noteOn(access, ticket.id, say(settings.locale, 'noteNotSent', { address: recipient.address }));
    return undefined;
  }
  if (order.about === 'received' && !known.verified && (await writtenToday(access, job, recipient.address)) >= mostUnasked) return undefined;
  const handle = mintHandle();
  // A mail that is tried again keeps its Message-ID, so that a server which has it already can tell.
  const { rows } = await sql<{ state: string; message_id: string; handle: string }>`insert into vinculo.mail_message (tenant_id, id, message_id, direction, audience, about, ticket_id, record_id, address_hash, mailbox_hash, handle, state)
    values (${job.tenant}, ${job.id}, ${`${mintHandle()}.${handle}@${domainOf(settings.from.address)}`}, 'out', ${toStaff ? 'agent' : order.cc === undefined ? 'customer' : 'other'}, ${order.about}, ${ticket.id}, ${order.messageId ?? null}, ${hashOf(job.tenant, recipient.address)}, ${order.about === 'received' ? hashOf(job.tenant, mailboxOf(recipient.address)) : null}, ${handle}, 'waiting')
    on conflict (tenant_id, id) do update set state = mail_message.state returning state, message_id, handle`.execute(access.tx);
  const kept = rows[0]!;
  if (kept.state !== 'waiting') return undefined;
  const locale = languageOf(recipient.locale ?? settings.locale);
  return compose(access, settings, order, { ticket, to: { address: recipient.address, locale }, requester: requester?.address, copies, messageId: kept.message_id, handle: kept.handle });
}

/** How many confirmations went to the mailbox of an address within a day, this one not counted. */
async function writtenToday({ tx, identity: { tenant } }: Access, job: Job, address: string): Promise<number> {
  const hash = hashOf(tenant, mailboxOf(address));
  // Mails to one mailbox are counted one after the other, whichever process sends them.
  await sql`select pg_advisory_xact_lock(hashtextextended(${hash}, 0))`.execute(tx);
  const { rows } = await sql<{ count: number }>`select count(*) as count from vinculo.mail_message where tenant_id = ${tenant} and mailbox_hash = ${hash} and about = 'received' and direction = 'out'
    and id <> ${job.id} and at > now() - interval '1 day'`.execute(tx);
  return rows[0]!.count;
}

/** One of those in copy, unless staff took them out meanwhile. */
function inCopy(job: Job, { cc }: MailOrder, copies: readonly string[], requester: Recipient | undefined): Recipient | undefined {
  const address = copies.find((each) => hashOf(job.tenant, each) === cc);
  return address === undefined ? undefined : { address, locale: requester?.locale, bounced: false };
}

async function staffRecipient(access: Access, ticket: AnyRow, to: MailOrder['to']): Promise<Recipient | undefined> {
  const row = to === 'queue' ? await rowOf(access, 'queue', ticket['queueId']) : await staffMember(access, to?.userId);
  const address = readAddress(row?.['email']);
  return address === undefined ? undefined : { address, locale: typeof row?.['locale'] === 'string' ? row['locale'] : undefined, bounced: false };
}

function isOpening(ticket: AnyRow, message: AnyRow): boolean {
  return ticket.createdAt === message.createdAt || (ticket['description'] === message['body'] && Date.parse(String(message.createdAt)) - Date.parse(String(ticket.createdAt)) < 60_000);
}

async function lacksFiles({ tx, identity }: Access, message: AnyRow): Promise<boolean> {
  const ids = Array.isArray(message['attachmentIds']) ? message['attachmentIds'] : [];
  if (ids.length === 0) return false;
  const { rows } = await sql<{ here: number }>`select count(*) as here from vinculo.attachment where tenant_id = ${identity.tenant} and id = any(${ids}::text[])`.execute(tx);
  return rows[0]!.here < new Set(ids).size;
}

export interface Refusal {
  /** As `550`. */
  readonly status: number;
  readonly reason: string;
  /** The address itself was refused, not this mail. */
  readonly ofAddress: boolean;
}

/** A refusal for good. That the server could not be reached, or took no password, is none: it may be mended. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('responseCode' in error) || typeof error.responseCode !== 'number' || !('code' in error)) return undefined;
  const { responseCode: status, code } = error;
  if (status < 500 || status > 599 || (code !== 'EENVELOPE' && code !== 'EMESSAGE')) return undefined;
  const reason = 'response' in error && typeof error.response === 'string' ? error.response : String(status);
  const ofRecipient = 'command' in error && error.command === 'RCPT TO';
  return { status, reason: oneLine(reason), ofAddress: ofRecipient && (status === 550 || status === 553) && !/\b5\.7\./.test(reason) };
}

async function giveUp(access: Access, settings: MailSettings, job: Job, order: MailOrder, address: string, refusal: Refusal | undefined): Promise<void> {
  const { rows } = await sql<{ address_hash: string }>`update vinculo.mail_message set state = ${refusal ? 'refused' : 'failed'} where tenant_id = ${job.tenant} and id = ${job.id} returning address_hash`.execute(access.tx);
  if (refusal?.ofAddress) await noteAddress(access, rows[0]!.address_hash, 'bounced');
  await noteOn(access, order.ticketId, refusal ? say(settings.locale, 'noteRefused', { address, reason: refusal.reason }) : say(settings.locale, 'noteFailed', { address }));
}

/** What a mail server says, fit for a note. */
export function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim().slice(0, 300);
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
