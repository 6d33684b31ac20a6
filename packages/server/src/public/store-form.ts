import { createHmac } from 'node:crypto';
import { type Change, type PushOutcome, RefusedError } from '@vinculo/sdk/schema';
import type { Database } from '../database/connection.ts';
import { storeBlob } from '../http/blobs.ts';
import { BadRequest } from '../http/errors.ts';
import { typeToKeep } from '../http/file-kind.ts';
import type { Identity } from '../identity/identity.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { get, query } from '../reading/query.ts';
import { push } from '../records/push.ts';
import { type GuestTokens, issueGuestTokens } from './guest-token.ts';
import { type Site, secretFor } from './site-keys.ts';

type Words = Readonly<Record<string, unknown>>;

export interface TicketForm {
  /** Names the submission: sent again, it is answered and not stored again. */
  readonly key: string;
  readonly ticket: Words;
  readonly files?: readonly { readonly name: string; readonly type: string; /** Base64. */ readonly content: string }[] | undefined;
}

export interface LeadForm {
  readonly key: string;
  readonly lead: Words;
  /** What they agreed to: on `email` it counts once they pressed the link in a mail. */
  readonly consents?: readonly { readonly purpose: string; readonly channel: string; readonly evidence?: string | null | undefined }[] | undefined;
  /** How they came, the first time first. */
  readonly touches?: readonly Words[] | undefined;
}

/** A stored ticket, and how its guest may follow it. */
export interface StoredTicket extends GuestTokens {
  readonly id: string;
  readonly number: string | null;
}

/** Ids made from the submission's key: whoever sends it again means the same records. */
function idsOf(site: Site, ...of: string[]): (what: string) => string {
  return (what) => {
    const bytes = createHmac('sha256', secretFor(site, 'submission')).update(JSON.stringify([...of, what])).digest().subarray(0, 16);
    bytes[6] = (bytes[6]! & 0x0f) | 0x80; // UUID version 8 (RFC 9562): made by a rule of one's own
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

/** Stores a ticket with its first message and files, all or nothing. @param guest who sent it; a new guest where nobody is known */
export async function storeTicket(db: Database, site: Site, guest: string | undefined, { key, ticket, files = [] }: TicketForm): Promise<StoredTicket> {
  const id = idsOf(site, guest ?? '', key);
  const subject = guest ?? `guest-${id('subject')}`;
  const identity: Identity = { tenant: site.tenant, subject, role: 'guest', name: 'Guest', app: 'form', site: site.key, forms: site.forms, expiresAt: Number.MAX_SAFE_INTEGER };
  const [before] = await get(db, identity, 'ticket', [id('ticket')]);
  const row = before ?? rowOf(await push(db, identity, await ticketChanges(db, identity, id, ticket, files)), 'ticket', id('ticket'));
  return { id: id('ticket'), number: typeof row['number'] === 'string' ? row['number'] : null, ...(await issueGuestTokens(site, subject)) };
}

async function ticketChanges(db: Database, identity: Identity, id: (what: string) => string, ticket: Words, files: NonNullable<TicketForm['files']>): Promise<Change[]> {
  const at = new Date().toISOString();
  let counter = 0;
  const create = (table: string, row: string, patch: Words): Change => ({ key: [`form:${id('ticket')}`, counter++], op: 'create', table, id: row, patch, base: {}, group: 'form', at });
  const changes = [create('ticket', id('ticket'), { channel: 'form', ...given(ticket), ...(await firstStage(db, identity, 'ticket')) })];
  const attachmentIds: string[] = [];
  for (const [i, { name, type: declared, content: base64 }] of files.entries()) {
    const content = Buffer.from(base64, 'base64');
    const type = await typeToKeep(identity, content, declared);
    const blobId = await storeBlob(db, identity, { name, type, content });
    attachmentIds.push(id(`file ${i}`));
    changes.push(create('attachment', id(`file ${i}`), { table: 'ticket', recordId: id('ticket'), name, type, bytes: content.length, blobId, addedAt: at }));
  }
  const body = typeof ticket['description'] === 'string' ? ticket['description'].trim() : '';
  if (body) changes.push(create('ticketMessage', id('message'), { ticketId: id('ticket'), body, at, channel: 'form', ...(attachmentIds.length > 0 ? { attachmentIds } : {}) }));
  return changes;
}

/** Stores a lead with what they agreed to and how they came, all or nothing. The server makes it, and nothing of it is shown to whoever sent it. */
export async function storeLead(db: Database, site: Site, { key, lead, consents = [], touches = [] }: LeadForm): Promise<{ readonly id: string }> {
  const id = idsOf(site, key);
  const identity = systemIdentity(site.tenant, 'form');
  const { email, phone, ...words } = given(lead);
  const at = new Date().toISOString();
  let counter = 0;
  const create = (table: string, row: string, patch: Words): Change => ({ key: [`form:${id('lead')}`, counter++], op: 'create', table, id: row, patch, base: {}, group: 'form', at });
  const changes = [
    create('lead', id('lead'), {
      source: 'form', ...words, ...(await firstStage(db, identity, 'lead')),
      ...(email === undefined ? {} : { emails: [{ id: id('email'), value: email, primary: true }] }), ...(phone === undefined ? {} : { phones: [{ id: id('phone'), raw: phone, primary: true }] }),
    }),
    ...touches.map((touch, i) => create('touch', id(`touch ${i}`), { table: 'lead', recordId: id('lead'), at, ...given(touch) })),
    ...consents.map(({ purpose, channel, evidence }, i) => create('consent', id(`consent ${i}`), { leadId: id('lead'), purpose, channel, state: channel === 'email' ? 'asked' : 'given', source: 'form', at, ...given({ evidence }) })),
  ];
  rowOf(await push(db, identity, changes), 'lead', id('lead'));
  return { id: id('lead') };
}

/** What was filled in. */
function given(words: Words): Record<string, unknown> {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

/** Where what comes in begins: the first open stage of the first pipeline. */
async function firstStage(db: Database, identity: Identity, table: 'ticket' | 'lead'): Promise<{ pipelineId: string; stageId: string }> {
  const { rows: [pipeline] } = await query(db, identity, { table: 'pipeline', where: { table, active: { ne: false } }, orderBy: ['rank'], limit: 1 });
  const { rows: [stage] } = pipeline ? await query(db, identity, { table: 'stage', where: { pipelineId: pipeline.id, category: 'open' }, orderBy: ['rank'], limit: 1 }) : { rows: [] };
  if (!pipeline || !stage) throw new BadRequest(422, 'no_pipeline', `There is no pipeline for a ${table} to begin in. Let staff make one with an open stage.`);
  return { pipelineId: pipeline.id, stageId: stage.id };
}

/** The first of the stored rows. @throws RefusedError for what was not stored */
function rowOf(outcomes: readonly PushOutcome[], table: string, id: string): Words {
  const failed = outcomes.find((o) => o.status === 'rejected' && o.code !== 'group_failed') ?? outcomes.find((o) => o.status !== 'ok');
  if (failed?.status === 'rejected') throw new RefusedError(table, id, failed.code, failed.message, failed.problems);
  if (failed?.status === 'retry') throw new BadRequest(429, 'busy', failed.message, 1);
  if (failed) throw new RefusedError(table, id, failed.status, `The ${table} was not stored.`);
  const [first] = outcomes;
  return first?.status === 'ok' ? (first.row ?? {}) : {};
}
