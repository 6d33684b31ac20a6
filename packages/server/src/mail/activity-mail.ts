import type { AnyRow, EntityName } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { tableNamed } from '../database/table.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { enqueueAll, type Job, type JobHandler } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';
import { findIn } from '../reading/query.ts';
import { activityMailJob, type ActivityMailOrder, activityMailOrder, addressesIn, isToBeSent } from './activity-order.ts';
import { addressState, noteAddress } from './address-state.ts';
import { hashOf, readAddress } from './addresses.ts';
import { changeRecords, rowOf } from './change-records.ts';
import { attached, type OutgoingMail, unsubscribing } from './compose.ts';
import { withoutOwn } from './copies.ts';
import type { MailSettings } from './mail-settings.ts';
import { languageOf, say } from './mail-texts.ts';
import { emailsOf, firstOf } from './people.ts';
import { domainOf, refusalOf, smtp } from './send.ts';
import { addressWithToken, mintHandle, tokenOf } from './tokens.ts';

/** Links to recipients may come right after their activity. So often its mail waits for them. */
const waitsForLinks = 4;
/** A mail to more, copies counted, is no mail of a person any more. */
const mostRecipients = 20;
const mostReferences = 20;
/** What the field takes. Longer ones were refused, and the mail that they tell of went out again. */
const longestOutcome = 500;
/** Who may be written to. */
const receiving: ReadonlySet<string> = new Set<EntityName>(['contact', 'lead', 'account']);
/** Purposes that need consent, and end with it. */
const wanting: ReadonlySet<string> = new Set(['marketing', 'newsletter', 'promotion', 'survey', 'event']);

/** Sends the mail of activities that staff wrote, to the addresses of those they link to in the role `to` and to those that they name, one mail each. */
export function activityMailer(db: Database, settings: MailSettings | undefined, log: Log): JobHandler {
  if (!settings?.smtp) return () => Promise.resolve();
  const handIn = smtp(settings.smtp);
  return async (job, last) => {
    const order = activityMailOrder.parse(job.payload);
    const asMail = <T>(work: (access: Access) => Promise<T>): Promise<T> => inTransaction(db, systemIdentity(job.tenant, 'mail'), 'write', work);
    const mail = await asMail((access) => (order.linkId === undefined && order.address === undefined ? addressees(access, settings, job, order) : prepare(access, settings, job, order)));
    if (!mail) return;
    const address = mail.envelope.to;
    const settle = (state: 'sent' | 'refused' | 'failed', outcome: string): Promise<void> => asMail(async (access) => {
      await sql`update vinculo.mail_message set state = ${state}, at = now() where tenant_id = ${job.tenant} and id = ${job.id}`.execute(access.tx);
      await noteOutcome(access, order.activityId, outcome, state === 'sent');
    });
    try {
      await handIn(mail);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) log('warn', 'mail.refused', { about: 'activity', status: refusal.status });
      if (refusal?.ofAddress) await asMail((access) => noteAddress(access, hashOf(job.tenant, address), 'bounced'));
      if (refusal) return settle('refused', say(settings.locale, 'noteRefused', { address, reason: refusal.reason }));
      if (last) await settle('failed', say(settings.locale, 'noteFailed', { address }));
      throw error;
    }
    await settle('sent', say(settings.locale, 'mailSentTo', { address }));
  };
}

/** Finds out to whom it goes, and writes a job for each. */
async function addressees(access: Access, settings: MailSettings, job: Job, order: ActivityMailOrder): Promise<undefined> {
  const activity = await rowOf(access, 'activity', order.activityId);
  if (!activity || !isToBeSent(activity)) return undefined;
  const links = await findIn(access, tableNamed('activityLink'), { activityId: activity.id, createdBy: order.by });
  const { people, to, cc, beyond } = await partiesOf(access, settings, activity, links);
  // Of a mail to addresses alone any link says that all of them are here.
  if (people.length === 0 && (to.length === 0 || links.length === 0) && job.attempts <= waitsForLinks) throw new Error('The recipients of the mail are not here yet.');
  for (const wrong of addressesIn(activity).wrong) await notSent(access, activity.id, say(settings.locale, 'mailNoAddress', { address: wrong.slice(0, 100) }));
  if (beyond > 0) await notSent(access, activity.id, say(settings.locale, 'mailTooMany', { count: String(beyond), most: String(mostRecipients) }));
  if (people.length + to.length === 0) return notSent(access, activity.id, say(settings.locale, 'mailNobody'));
  const mails = [
    ...people.map(({ link }) => ({ id: `${job.id}:${link.id}`, to: { linkId: link.id } })),
    // Each copy is a mail of its own: one that comes back says nothing of the others.
    ...[...to, ...cc].map((address) => hashOf(job.tenant, address)).map((hash) => ({ id: `${job.id}.${hash}`, to: { address: hash } })),
  ];
  await enqueueAll(access, mails.map((each) => ({ id: each.id, kind: activityMailJob, payload: { ...order, ...each.to } satisfies ActivityMailOrder })));
  return undefined;
}

/** Whom a mail goes to, so many in all as one mail may have. */
interface Parties {
  readonly people: readonly { readonly link: AnyRow; readonly person: AnyRow | undefined }[];
  /** Addresses that are none of theirs, each once. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** How many it does not go to, as they are too many. */
  readonly beyond: number;
}

/** @param links the author's own: one that somebody else added later sends nothing in their name */
async function partiesOf(access: Access, settings: MailSettings, activity: AnyRow, links: readonly AnyRow[]): Promise<Parties> {
  const people: { link: AnyRow; person: AnyRow | undefined }[] = [];
  const addressed = links.filter((each) => each['role'] === 'to' && receiving.has(String(each['table'])));
  for (const link of addressed.slice(0, mostRecipients)) people.push({ link, person: await rowOf(access, String(link['table']), link['recordId']) });
  const reached = new Set(people.flatMap(({ person }) => (person && addressOf(person)) ?? []));
  const named = addressesIn(activity);
  const further = async (addresses: readonly string[]): Promise<string[]> => (await withoutOwn(access, addresses, settings.from.address)).filter((address) => !reached.has(address));
  const [all, copied] = [await further(named.to), await further(named.cc)];
  const to = all.slice(0, mostRecipients - people.length);
  const cc = copied.slice(0, mostRecipients - people.length - to.length);
  return { people, to, cc, beyond: addressed.length + all.length + copied.length - people.length - to.length - cc.length };
}

/** The first of somebody's own addresses that works; where none does, the first. */
function addressOf(person: AnyRow): string | undefined {
  return firstOf(emailsOf(person).filter((item) => item.bouncedAt === undefined)) ?? firstOf(emailsOf(person));
}

/** One who gets a mail. */
interface Receiving {
  readonly address: string;
  readonly link: AnyRow | undefined;
  readonly person: AnyRow | undefined;
  /** Whom it names as its receivers. */
  readonly shown: string | readonly string[];
  readonly isCopy: boolean;
}

function receiverOf({ tenant }: Job, order: ActivityMailOrder, { people, to, cc }: Parties): Receiving | undefined {
  if (order.linkId !== undefined) {
    const found = people.find(({ link }) => link.id === order.linkId);
    const address = found?.person && addressOf(found.person);
    return found && address !== undefined ? { address, ...found, shown: address, isCopy: false } : undefined;
  }
  const address = [...to, ...cc].find((each) => hashOf(tenant, each) === order.address);
  if (address === undefined) return undefined;
  const isCopy = cc.includes(address);
  const all = [...people.flatMap(({ person }) => (person && addressOf(person)) ?? []), ...to];
  return { address, link: undefined, person: undefined, shown: isCopy ? all : address, isCopy };
}

/** The mail to one of them; undefined where there is none: it went out already, or may not be sent. */
async function prepare(access: Access, settings: MailSettings, job: Job, order: ActivityMailOrder): Promise<OutgoingMail | undefined> {
  const { tenant } = access.identity;
  const { activityId, by, linkId } = order;
  const activity = await rowOf(access, 'activity', activityId);
  const author = await rowOf(access, 'user', by);
  if (!activity) return undefined;
  const parties = await partiesOf(access, settings, activity, await findIn(access, tableNamed('activityLink'), { activityId, createdBy: by }));
  const receiver = receiverOf(job, order, parties);
  if (!receiver) return parties.people.some(({ link, person }) => link.id === linkId && person) ? notSent(access, activityId, say(settings.locale, 'mailNobody')) : undefined;
  const { address: to, link, person, shown, isCopy } = receiver;
  const known = await addressState(access, to);
  const bounced = known.bounced || (person !== undefined && emailsOf(person).every((item) => item.bouncedAt !== undefined));
  if (bounced) return notSent(access, activityId, say(settings.locale, 'noteNotSent', { address: to }));
  const marketing = wanting.has(String(activity['purpose']));
  if (marketing && (known.unsubscribed || !link || !(await consents(access, link, String(activity['purpose']))))) return notSent(access, activityId, say(settings.locale, 'mailNoConsent', { address: to }));

  const threadId = typeof activity['threadId'] === 'string' ? activity['threadId'] : activityId;
  const address = await addressFor(access, settings, author);
  const minted = mintHandle();
  // A mail that is tried again keeps its Message-ID, so that a server which has it already can tell.
  const { rows } = await sql<{ state: string; message_id: string; handle: string }>`insert into vinculo.mail_message (tenant_id, id, message_id, direction, audience, about, record_id, link_id, address_hash, handle, state)
    values (${tenant}, ${job.id}, ${`${mintHandle()}.${minted}@${domainOf(settings.from.address)}`}, 'out', ${isCopy ? 'other' : 'customer'}, 'activity', ${activityId}, ${link?.id ?? null}, ${hashOf(tenant, to)}, ${minted}, 'waiting')
    on conflict (tenant_id, id) do update set state = mail_message.state returning state, message_id, handle`.execute(access.tx);
  const { state, message_id: messageId, handle } = rows[0]!;
  if (state !== 'waiting') return undefined;
  const references = await earlier(access, threadId, hashOf(tenant, to));
  const files = await attached(access, sql`a."table" = 'activity' and a.record_id = ${activityId}`);
  const locale = languageOf(typeof person?.['locale'] === 'string' ? person['locale'] : settings.locale);
  const lines = [String(activity['body'] ?? ''), ...(author ? [`-- \n${String(author['name'])}`] : []), ...(files.leftOut.length > 0 ? [say(locale, 'leftOut', { files: files.leftOut.join(', ') })] : [])];
  const last = references.at(-1);
  return {
    envelope: { from: addressWithToken(address, 'b', tokenOf(settings.secret, 'b', handle)), to },
    from: { name: author ? String(author['name']) : settings.from.name, address }, to: shown, ...(parties.cc.length > 0 ? { cc: parties.cc } : {}), replyTo: addressWithToken(address, 't', tokenOf(settings.secret, 't', handle)),
    messageId: `<${messageId}>`, ...(last === undefined ? {} : { inReplyTo: `<${last}>`, references: references.map((id) => `<${id}>`) }),
    subject: String(activity['subject']).replace(/\s+/g, ' ').slice(0, 250), text: lines.join('\n\n'),
    headers: { 'X-Loop': settings.from.address, ...(marketing ? unsubscribing(settings, address, handle) : {}) }, attachments: files.attached,
  };
}

async function notSent(access: Access, activityId: string, why: string): Promise<undefined> {
  await noteOutcome(access, activityId, why, false);
  return undefined;
}

/** The newest word of a contact or a lead on mail for this purpose counts, but for one that nobody confirmed. Of accounts none is kept, so they gave none. */
async function consents({ tx, identity }: Access, link: AnyRow, purpose: string): Promise<boolean> {
  if (link['table'] === 'account') return false;
  const column = sql.id(link['table'] === 'lead' ? 'lead_id' : 'contact_id');
  const { rows } = await sql<{ state: string }>`select state from vinculo.consent where tenant_id = ${identity.tenant} and ${column} = ${String(link['recordId'])} and purpose = ${purpose} and channel = 'email' and state <> 'asked' and deleted_at is null
    order by at desc, id desc limit 1`.execute(tx);
  return rows[0]?.state === 'given';
}

/** An address of the tenant: that of the author's team's queue, else the server's own. */
async function addressFor(access: Access, settings: MailSettings, author: AnyRow | undefined): Promise<string> {
  const queues = typeof author?.['teamId'] === 'string' ? await findIn(access, tableNamed('queue'), { teamId: author['teamId'] }) : [];
  // A token needs its 37 characters of the 64 before the @.
  return queues.map((queue) => readAddress(queue['email'])).find((address) => address !== undefined && address.lastIndexOf('@') <= 28) ?? settings.from.address;
}

/** The Message-IDs of earlier mail of a thread with this address, oldest first. */
async function earlier({ tx, identity }: Access, threadId: string, hash: string): Promise<string[]> {
  const { rows } = await sql<{ message_id: string }>`select message_id from vinculo.mail_message where tenant_id = ${identity.tenant} and about = 'activity' and address_hash = ${hash} and state in ('sent', 'stored')
    and record_id in (select id from vinculo.activity where tenant_id = ${identity.tenant} and thread_id = ${threadId}) order by at desc limit ${mostReferences}`.execute(tx);
  return rows.map((row) => row.message_id).reverse();
}

/** What was said and this, in lines. What is too long loses what was sent before what was not, and says so. */
function fitting(said: readonly string[], outcome: string, sent: boolean): string {
  const whole = [...said, outcome].join('\n');
  if (whole.length <= longestOutcome) return whole;
  const kept: string[] = [];
  let room = longestOutcome - 1;
  for (const line of sent ? [...said, outcome] : [outcome, ...said]) {
    room -= line.length + 1;
    if (room < 0) break;
    if (line !== '…') kept.push(line);
  }
  return [...kept, '…'].join('\n');
}

/** Says on the activity what became of it. Once it went to somebody it is done, and its own thread if it is of none. */
export async function noteOutcome(access: Access, id: string, outcome: string, sent: boolean): Promise<void> {
  // Of twenty mails that end at once each adds its line to those of the others.
  await sql`select 1 from vinculo.activity where tenant_id = ${access.identity.tenant} and id = ${id} for no key update`.execute(access.tx);
  const activity = await rowOf(access, 'activity', id);
  if (!activity) return;
  const said = typeof activity['outcome'] === 'string' ? activity['outcome'].split('\n') : [];
  const patch = { ...(said.includes(outcome) ? {} : { outcome: fitting(said, outcome.slice(0, longestOutcome - 2), sent) }), ...(sent && activity['done'] === false ? { done: true, at: access.now } : {}), ...(sent && !activity['threadId'] ? { threadId: id } : {}) };
  if (Object.keys(patch).length > 0) await changeRecords(access, [{ op: 'update', table: 'activity', id, patch }]);
}
