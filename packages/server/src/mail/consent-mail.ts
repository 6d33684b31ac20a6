import { createHash } from 'node:crypto';
import type { AnyRow } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import type { Job, JobHandler } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';
import { addressState, noteAddress } from './address-state.ts';
import { hashOf, mailboxOf, readAddress } from './addresses.ts';
import { changeRecords, rowOf } from './change-records.ts';
import { type OutgoingMail, unsubscribing } from './compose.ts';
import { asksByMail, type ConsentMailOrder, consentMailOrder } from './consent-order.ts';
import type { MailSettings } from './mail-settings.ts';
import { languageOf, type PlainMailText, say } from './mail-texts.ts';
import { emailsOf, firstOf } from './people.ts';
import { domainOf, refusalOf, smtp } from './send.ts';
import { addressWithToken, mintHandle, tokenOf } from './tokens.ts';

/** Anybody can write any address into a form: so many questions a day go to one mailbox, and so many one signed-in customer has asked; one goes to an address whose owner wanted no automatic mail. */
const mostAsked = 3;
/** So many days the link in the mail is good. */
const linkLasts = 30;

/** What may be said of a purpose to an address nobody knows: words of ours, never those of the form. */
const purposes: ReadonlyMap<unknown, PlainMailText> = new Map<unknown, PlainMailText>([['newsletter', 'purposeNewsletter'], ['marketing', 'purposeOffers'], ['promotion', 'purposeOffers'], ['offers', 'purposeOffers'], ['event', 'purposeEvents'], ['survey', 'purposeSurveys']]);

/** Asks the owner of an address whether the consent that a form names is theirs. Without a mail server, or without an address that links can lead to, nothing is sent and the consent stays asked for. */
export function consentMailer(db: Database, settings: MailSettings | undefined, log: Log): JobHandler {
  const { smtp: host, publicUrl } = settings ?? {};
  if (!settings || !host || publicUrl === undefined) return () => Promise.resolve();
  const handIn = smtp(host);
  return async (job, last) => {
    const order = consentMailOrder.parse(job.payload);
    const asMail = <T>(work: (access: Access) => Promise<T>): Promise<T> => inTransaction(db, systemIdentity(job.tenant, 'mail'), 'write', work);
    const mail = await asMail((access) => prepare(access, { ...settings, publicUrl }, job, order));
    if (!mail) return;
    const settle = (state: 'sent' | 'refused' | 'failed'): Promise<unknown> => asMail(({ tx }) => sql`update vinculo.mail_message set state = ${state}, at = now() where tenant_id = ${job.tenant} and id = ${job.id}`.execute(tx));
    try {
      await handIn(mail);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) log('warn', 'mail.refused', { about: 'consent', status: refusal.status });
      if (refusal?.ofAddress) await asMail((access) => noteAddress(access, hashOf(job.tenant, mail.envelope.to), 'bounced'));
      if (refusal || last) await settle(refusal ? 'refused' : 'failed');
      if (refusal) return;
      throw error;
    }
    await settle('sent');
  };
}

async function prepare(access: Access, settings: MailSettings & { readonly publicUrl: string }, job: Job, { consentId, by }: ConsentMailOrder): Promise<OutgoingMail | undefined> {
  const consent = await rowOf(access, 'consent', consentId);
  const person = consent && (await personOf(access, consent));
  if (!consent || !person || !asksByMail(consent)) return undefined;
  const to = firstOf(emailsOf(person).filter((item) => item.bouncedAt === undefined));
  if (to === undefined) return undefined;
  const known = await addressState(access, to);
  if (known.bounced || (await askedToday(access, job, to, by)) >= (known.unsubscribed ? 1 : mostAsked)) return undefined;
  const minted = mintHandle();
  const { address } = settings.from;
  // A mail that is tried again keeps its Message-ID, so that a server which has it already can tell.
  const { rows } = await sql<{ state: string; message_id: string; handle: string }>`insert into vinculo.mail_message (tenant_id, id, message_id, direction, audience, about, record_id, address_hash, mailbox_hash, asked_by, handle, state)
    values (${job.tenant}, ${job.id}, ${`${mintHandle()}.${minted}@${domainOf(address)}`}, 'out', 'customer', 'consent', ${consent.id}, ${hashOf(job.tenant, to)}, ${hashOf(job.tenant, mailboxOf(to))}, ${by ?? null}, ${minted}, 'waiting')
    on conflict (tenant_id, id) do update set state = mail_message.state returning state, message_id, handle`.execute(access.tx);
  const { state, message_id: messageId, handle } = rows[0]!;
  if (state !== 'waiting') return undefined;
  const locale = languageOf(typeof person['locale'] === 'string' ? person['locale'] : settings.locale);
  const what = say(locale, purposes.get(consent['purpose']) ?? 'purposeOther');
  const company = settings.from.name || domainOf(address);
  return {
    envelope: { from: addressWithToken(address, 'b', tokenOf(settings.secret, 'b', handle)), to },
    from: settings.from, to, replyTo: address, messageId: `<${messageId}>`, subject: say(locale, 'consentSubject', { company }),
    text: [say(locale, 'consentAsk', { what, company }), `${settings.publicUrl}/mail/consent?t=${tokenOf(settings.secret, 'n', handle)}`, say(locale, 'consentIgnore')].join('\n\n'),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'X-Loop': address, ...unsubscribing(settings, address, handle) }, attachments: [],
  };
}

async function personOf(access: Access, consent: AnyRow): Promise<AnyRow | undefined> {
  return (await rowOf(access, 'contact', consent['contactId'])) ?? rowOf(access, 'lead', consent['leadId']);
}

/** How many questions went to the mailbox of an address within a day, or how many a customer had asked where those are more; this one not counted. */
async function askedToday({ tx, identity: { tenant } }: Access, job: Job, address: string, by: string | undefined): Promise<number> {
  const mailbox = hashOf(tenant, mailboxOf(address));
  // Counted one after the other, whichever process sends them: of the mailbox first, then of the customer, so that no two wait for each other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${mailbox}, 0))`.execute(tx);
  if (by !== undefined) await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenant}\n${by}`}, 2))`.execute(tx);
  const since = sql`tenant_id = ${tenant} and about = 'consent' and direction = 'out' and id <> ${job.id} and at > now() - interval '1 day'`;
  const { rows } = await sql<{ count: number }>`select greatest((select count(*) from vinculo.mail_message where mailbox_hash = ${mailbox} and ${since}),
    (select count(*) from vinculo.mail_message where asked_by = ${by ?? null}::text and ${since}))::int as count`.execute(tx);
  return rows[0]!.count;
}

/** The consent that a link in a mail of ours is about; undefined where the link is too old, nobody asks for it any more, or the address is not that person's (any more): its owner can speak for no other. */
export async function askedBy(access: Access, handle: string): Promise<AnyRow | undefined> {
  const { tenant } = access.identity;
  const { rows: [mail] } = await sql<{ record_id: string; address_hash: string }>`select record_id, address_hash from vinculo.mail_message where tenant_id = ${tenant} and handle = ${handle} and about = 'consent' and at > now() - make_interval(days => ${linkLasts})`.execute(access.tx);
  const consent = mail && (await rowOf(access, 'consent', mail.record_id));
  const person = consent && asksByMail(consent) ? await personOf(access, consent) : undefined;
  const isTheirs = person && emailsOf(person).some(({ value }) => hashOf(tenant, readAddress(value) ?? '') === mail?.address_hash);
  return isTheirs ? consent : undefined;
}

/**
 * The owner of the address pressed the button: the consent is given from now on, and they want mail again. Pressed again, also after they took it back, it gives
 * nothing more: each question is answered once.
 */
export async function giveConsent(access: Access, asked: AnyRow, addressHash: string): Promise<void> {
  const { tenant } = access.identity;
  await sql`select pg_advisory_xact_lock(hashtextextended(${asked.id}, 1))`.execute(access.tx);
  await noteAddress(access, addressHash, 'verified');
  const id = answerTo(tenant, asked.id);
  if ((await sql`select 1 from vinculo.consent where tenant_id = ${tenant} and id = ${id}`.execute(access.tx)).rows.length > 0) return;
  await sql`update vinculo.mail_address set unsubscribed_at = null where tenant_id = ${tenant} and hash = ${addressHash}`.execute(access.tx);
  const { contactId = null, leadId = null, purpose, channel, source = null, evidence } = asked;
  const proof = ['Confirmed by the link in a mail to the address.', ...(typeof evidence === 'string' && evidence !== '' ? [evidence] : [])].join(' ');
  await changeRecords(access, [{ op: 'create', table: 'consent', id, patch: { contactId, leadId, purpose, channel, source, state: 'given', evidence: proof, at: access.now } }]);
}

/** One answer for each question, as UUID version 8 (RFC 9562). */
function answerTo(tenant: string, consentId: string): string {
  const bytes = createHash('sha256').update(`${tenant}\nconsent\n${consentId}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
