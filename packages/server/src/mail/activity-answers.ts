import { type AnyRow, newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { tableNamed } from '../database/table.ts';
import { insertBlob } from '../http/blobs.ts';
import { findIn } from '../reading/query.ts';
import { noteOutcome } from './activity-mail.ts';
import { addressesIn } from './activity-order.ts';
import { noteAddress } from './address-state.ts';
import { hashOf, readAddress } from './addresses.ts';
import { type DeliveryReport, isAtFault, isFirstReport, markEmails } from './bounces.ts';
import { changeRecords, type RecordChange, rowOf } from './change-records.ts';
import type { MailSettings } from './mail-settings.ts';
import { say } from './mail-texts.ts';
import type { IncomingMail } from './parse-mail.ts';
import { emailsOf } from './people.ts';
import { withoutQuoted } from './quoted.ts';
import type { AnsweredMail } from './receive.ts';

const longestBody = 100_000;
const mostLinks = 20;

/** A mail of an activity, or one that answered such. */
type OfActivity = AnsweredMail & { readonly record_id: string };

export function isOfActivity(mail: AnsweredMail): mail is OfActivity {
  return mail.about === 'activity' && mail.record_id !== null;
}

/** Writes an answer onto the timeline of who was written to, and of what the mail was about. @returns false where this very mail was written before */
export async function fileAnswer(access: Access, settings: MailSettings, mail: IncomingMail & { readonly from: NonNullable<IncomingMail['from']> }, raw: Uint8Array, { answered, byToken }: { readonly answered: OfActivity; readonly byToken: boolean }): Promise<boolean> {
  const { tx, identity, now } = access;
  const original = await rowOf(access, 'activity', answered.record_id);
  const link = await rowOf(access, 'activityLink', answered.link_id);
  const person = link && (await rowOf(access, String(link['table']), link['recordId']));
  const hash = hashOf(identity.tenant, mail.from.address);
  const isTheirs = hash === answered.address_hash || (person !== undefined && emailsOf(person).some((item) => readAddress(item.value) === mail.from.address));
  // Who has no record is named in the text.
  const isKnown = isTheirs && person !== undefined;
  const id = newId();
  const linkId = newId();
  const claimed = await sql`insert into vinculo.mail_message (tenant_id, id, message_id, direction, audience, about, record_id, link_id, address_hash, state)
    values (${identity.tenant}, ${newId()}, ${mail.messageId}, 'in', ${isKnown ? 'customer' : 'other'}, 'activity', ${id}, ${linkId}, ${hash}, 'stored') on conflict (tenant_id, message_id) do nothing`.execute(tx);
  if (claimed.numAffectedRows !== 1n) return false;

  const { id: blob } = await insertBlob(access, { name: 'mail.eml', type: 'message/rfc822', content: Buffer.from(raw) });
  const text = withoutQuoted(mail.text) || say(settings.locale, 'noText');
  const activity: RecordChange = {
    op: 'create', table: 'activity', id,
    patch: {
      kind: 'email', direction: 'in', channel: 'email', source: 'mail', done: true, at: now, subject: mail.subject || say(settings.locale, 'noSubject'),
      body: (isKnown ? text : `${say(settings.locale, 'noteOtherSender', { address: mail.from.address })}\n\n${text}`).slice(0, longestBody),
      threadId: typeof original?.['threadId'] === 'string' ? original['threadId'] : answered.record_id, ...(await ownerOf(access, original)),
      // The whole mail, with what was cut and what did not fit, is a file for staff.
      custom: { mail: { original: blob, sender: isKnown ? 'requester' : 'other', ...(mail.leftOut > 0 ? { filesLeftOut: mail.leftOut } : {}) } },
    },
  };
  const linked = (to: AnyRow, role: string, as = newId()): RecordChange => ({ op: 'create', table: 'activityLink', id: as, patch: { activityId: id, table: to['table'], recordId: to['recordId'], role, kind: 'email', at: now } });
  // An answer from an address that no record has stands with all whom the mail concerned.
  const others = original ? (await findIn(access, tableNamed('activityLink'), { activityId: original.id })).filter((other) => (other['role'] === 'regarding' || !link) && other['recordId'] !== link?.['recordId']).slice(0, mostLinks) : [];
  const files: RecordChange[] = [];
  for (const { name, type: declared, content } of mail.attachments) {
    const { id: blobId, type } = await insertBlob(access, { name, type: declared, content: Buffer.from(content) });
    files.push({ op: 'create', table: 'attachment', id: newId(), patch: { table: 'activity', recordId: id, name, type, bytes: content.length, blobId, addedAt: now } });
  }
  await changeRecords(access, [activity, ...(person && link ? [linked(link, isKnown ? 'from' : 'regarding', linkId)] : []), ...others.map((other) => linked(other, 'regarding')), ...files]);
  // Who answers with the token has read what was sent to this address.
  if (byToken && answered.direction === 'out' && hash === answered.address_hash) await noteAddress(access, hash, 'verified');
  return true;
}

/** The answer is for whoever wrote, if they still work here. */
async function ownerOf(access: Access, original: AnyRow | undefined): Promise<{ ownerId?: string }> {
  const owner = (await rowOf(access, 'user', original?.['ownerId'])) ?? (await rowOf(access, 'user', original?.createdBy));
  return owner ? { ownerId: owner.id } : {};
}

/** Says on the activity that its mail came back. Where the address is at fault no more mail goes there. */
export async function noteActivityBounce(access: Access, locale: string, sent: OfActivity, report: DeliveryReport): Promise<void> {
  if (!report.failed || !(await isFirstReport(access, sent))) return;
  const link = await rowOf(access, 'activityLink', sent.link_id);
  const person = link && (await rowOf(access, String(link['table']), link['recordId']));
  const activity = await rowOf(access, 'activity', sent.record_id);
  const { to, cc } = activity ? addressesIn(activity) : { to: [], cc: [] };
  const address = [...(person ? emailsOf(person).map((item) => readAddress(item.value)) : []), ...to, ...cc].find((a) => a !== undefined && hashOf(access.identity.tenant, a) === sent.address_hash);
  if (isAtFault(report)) {
    await noteAddress(access, sent.address_hash, 'bounced');
    if (person) await markEmails(access, String(link['table']), person.id, sent.address_hash);
  }
  await noteOutcome(access, sent.record_id, say(locale, isAtFault(report) ? 'noteBounced' : 'noteCameBack', { address: address ?? '?', reason: report.reason || report.status }), false);
}
