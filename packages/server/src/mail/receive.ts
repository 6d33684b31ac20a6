import { sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { errorDetails, type Log } from '../log.ts';
import { attempt } from '../records/push.ts';
import { noteAddress } from './address-state.ts';
import { hashOf, mailboxOf } from './addresses.ts';
import { type DeliveryReport, deliveryReport, noteBounce } from './bounces.ts';
import { fileAnswer, isOfActivity, noteActivityBounce } from './activity-answers.ts';
import { fileMail } from './file-mail.ts';
import { machineReason } from './loops.ts';
import type { MailSettings } from './mail-settings.ts';
import type { IncomingMail } from './parse-mail.ts';
import { readMail } from './read-mail.ts';
import { type TokenKind, tokenIn } from './tokens.ts';

export interface Receiver {
  readonly db: Database;
  readonly settings: MailSettings;
  readonly log: Log;
}

/** What a mail server knows of a mail beside what stands in it. */
export interface MailEnvelope {
  /** Whom it was sent to. */
  readonly to: readonly string[];
  /** `<>` where nobody is to answer. */
  readonly returnPath?: string | undefined;
}

/**
 * What became of a mail. `stored`: it is a message of a ticket, or an activity. `twice`: it was stored before. `noted`: it said that mail came back, or that no more is
 * wanted. `dropped`: no person sent it. `later`: its sender sent too many; it is to be brought again. `unrouted`: no queue has the address it came to.
 * `unreadable`: it is no mail.
 */
export type Received = 'stored' | 'twice' | 'noted' | 'dropped' | 'later' | 'unrouted' | 'unreadable';

/** A mail of ours or of theirs that a new one answers. */
export interface AnsweredMail {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly audience: 'agent' | 'customer' | 'other';
  readonly about: string;
  /** Null for the mail of an activity. */
  readonly ticket_id: string | null;
  readonly record_id: string | null;
  /** Of the mail of an activity: its link to the person; null where it went to an address that the activity itself names. */
  readonly link_id: string | null;
  readonly address_hash: string;
}

interface Place {
  readonly tenant: string;
  /** The queue with the address that it came to. */
  readonly queueId: string | undefined;
  readonly address: string | undefined;
  readonly answered: AnsweredMail | undefined;
}

/** So many mails of one sender are taken in an hour: more than a person writes, less than two machines that answer each other. */
const mostInAnHour = 40;

/** In nobody's name: whose a mail is has to be found out among all tenants. */
const nobody = systemIdentity('', 'mail');

/**
 * Takes a mail in. What the mail itself says is believed of nothing but its text: which ticket it belongs to follows from a signed token or from a
 * Message-ID that only its readers know.
 * @throws where the database is away, or a record is refused; the mail may be brought again
 */
export async function receive({ db, settings, log }: Receiver, raw: Uint8Array, envelope: MailEnvelope): Promise<Received> {
  let mail: IncomingMail;
  try {
    mail = await readMail(raw);
  } catch (error) {
    log('warn', 'mail.unreadable', { bytes: raw.length, ...errorDetails(error) });
    return 'unreadable';
  }
  const to = [...envelope.to.map((address) => address.toLowerCase()), ...mail.to];
  const token = to.map((address) => tokenIn(settings.secret, address)).find((found) => found !== undefined);
  const report = deliveryReport(mail);
  const place = await placeOf(db, token?.handle, [...(report?.about === undefined ? [] : [report.about]), ...mail.references], to);
  if (!place) {
    log('warn', 'mail.unrouted', {});
    return 'unrouted';
  }
  const own = [settings.from.address, ...(place.address === undefined ? [] : [place.address])];
  const received = await attempt(() => inTransaction(db, systemIdentity(place.tenant, 'mail'), 'write', (access) => take(access, { settings, mail, raw, place, kind: token?.kind, report, machine: machineReason(mail, own, envelope.returnPath) })));
  log('info', 'mail.received', { outcome: received });
  return received;
}

interface Taking {
  readonly settings: MailSettings;
  readonly mail: IncomingMail;
  readonly raw: Uint8Array;
  readonly place: Place;
  readonly kind: TokenKind | undefined;
  readonly report: DeliveryReport | undefined;
  readonly machine: string | undefined;
}

async function take(access: Access, { settings, mail, raw, place, kind, report, machine }: Taking): Promise<Received> {
  const { tx, identity } = access;
  const { rows: known } = await sql<{ direction: string }>`select direction from vinculo.mail_message where tenant_id = ${identity.tenant} and message_id = ${mail.messageId}`.execute(tx);
  if (known[0]) return known[0].direction === 'out' ? 'dropped' : 'twice';
  const answered = place.answered ?? (await answeredOf(access, mail.references));
  if (report) {
    if (answered?.direction !== 'out') return 'dropped';
    await (isOfActivity(answered) ? noteActivityBounce(access, settings.locale, answered, report) : noteBounce(access, settings.locale, answered, report));
    return 'noted';
  }
  if (kind === 'u' && answered) {
    await noteAddress(access, answered.address_hash, 'unsubscribed');
    return 'noted';
  }
  if (machine !== undefined || kind === 'b' || !mail.from) return 'dropped';
  const hash = hashOf(identity.tenant, mail.from.address);
  const { rows: lately } = await sql<{ count: number }>`select count(*) as count from vinculo.mail_message where tenant_id = ${identity.tenant} and address_hash = ${hash} and direction = 'in' and at > now() - interval '1 hour'`.execute(tx);
  if (lately[0]!.count >= mostInAnHour) return 'later';
  if (answered && isOfActivity(answered)) return (await fileAnswer(access, settings, { ...mail, from: mail.from }, raw, { answered, byToken: kind === 't' })) ? 'stored' : 'twice';
  return (await fileMail(access, settings, { ...mail, from: mail.from }, raw, { queueId: place.queueId, answered, byToken: kind === 't' })) ? 'stored' : 'twice';
}

/** Whose a mail is: of who sent the mail that it answers, or who has the address that it came to. */
async function placeOf(db: Database, handle: string | undefined, references: readonly string[], to: readonly string[]): Promise<Place | undefined> {
  return inTransaction(db, nobody, 'read', async ({ tx }) => {
    const { rows: mails } = handle === undefined
      ? await sql<AnsweredMail & { tenant_id: string }>`select tenant_id, id, direction, audience, about, ticket_id, record_id, link_id, address_hash from vinculo.mail_message where message_id = any(${references}::text[]) and direction = 'out' order by at desc limit 1`.execute(tx)
      : await sql<AnsweredMail & { tenant_id: string }>`select tenant_id, id, direction, audience, about, ticket_id, record_id, link_id, address_hash from vinculo.mail_message where handle = ${handle} limit 1`.execute(tx);
    const { rows: inboxes } = await sql<{ tenant_id: string; queue_id: string; address: string }>`select tenant_id, queue_id, address from vinculo.mail_inbox where address = any(${[...to, ...to.map(mailboxOf)]}::text[]) order by since limit 1`.execute(tx);
    const [answered] = mails;
    const [inbox] = inboxes;
    const tenant = answered?.tenant_id ?? inbox?.tenant_id;
    if (tenant === undefined) return undefined;
    const queue = inbox?.tenant_id === tenant ? inbox : undefined;
    return { tenant, answered, queueId: queue?.queue_id, address: queue?.address };
  });
}

/** The mail of anybody, in this tenant, that a mail says it answers. */
async function answeredOf({ tx, identity }: Access, references: readonly string[]): Promise<AnsweredMail | undefined> {
  const { rows } = await sql<AnsweredMail>`select id, direction, audience, about, ticket_id, record_id, link_id, address_hash from vinculo.mail_message where tenant_id = ${identity.tenant} and message_id = any(${references}::text[]) order by at desc limit 1`.execute(tx);
  return rows[0];
}
