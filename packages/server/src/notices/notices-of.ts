import { type AnyRow, sameValue } from '@vinculo/sdk/schema';
import { named, teamOfQueue } from '../automation/related.ts';
import { tableNamed } from '../database/table.ts';
import type { Role } from '../identity/identity.ts';
import type { RecordChange, RecordStore } from '../records/record-store.ts';
import type { Notice } from './tell-people.ts';

/** What somebody is answerable for once it is theirs. */
const owned: ReadonlySet<string> = new Set(['account', 'contact', 'lead', 'deal', 'ticket', 'activity']);
/** Texts in which colleagues are mentioned. */
const written: Readonly<Record<string, string>> = { ticketMessage: 'body', activity: 'body', deal: 'description', lead: 'description', ticket: 'description' };

/** Whether a change may be one that somebody is to be told of. */
export function concernsPeople(change: RecordChange): boolean {
  return isAnswer(change) || isAssigned(change) || isLate(change) || mentionedIn(change).length > 0 || invitedTo(change).length > 0 || isCustomers(change);
}

/**
 * Whom a change concerns who did not make it.
 * @param author whose change it is
 * @param by who made it; undefined for the server itself
 */
export async function noticesOf(store: RecordStore, change: RecordChange, author: Role, by: string | undefined): Promise<Notice[]> {
  const { table: { entity }, row } = change;
  const about = { table: entity.name, id: row.id };
  const title = String(row[entity.title] ?? '');
  const notices: Notice[] = [];
  if (isAssigned(change)) notices.push({ userId: String(row['ownerId']), kind: 'assigned', says: ['assigned', { title }], about });
  if (isLate(change)) {
    const userId = await answerableFor(store, row);
    if (userId !== undefined) notices.push({ userId, kind: 'late', says: ['late', { title }], about });
  }
  if (isCustomers(change) && (author !== 'staff' || row['fromContactId'])) {
    const ticket = await store.rows.get(tableNamed('ticket'), String(row['ticketId']));
    if (ticket && typeof ticket['ownerId'] === 'string') notices.push({ userId: ticket['ownerId'], kind: 'answered', says: ['answered', { title: String(ticket['subject']) }], about: { table: 'ticket', id: ticket.id } });
  }
  if (isAnswer(change)) notices.push({ userId: String(row['ownerId']), kind: 'answered', says: ['answered', { title }], about });
  // Whether those who are named may see the record is not known, so its title stays out.
  const meeting = { at: String(row['at'] ?? ''), zone: String(row['timeZone'] ?? '') };
  for (const { userId, isNew } of invitedTo(change)) notices.push({ userId, kind: 'invited', says: [isNew ? 'invited' : 'meetingMoved', meeting], about });
  const of = entity.name === 'ticketMessage' ? { table: 'ticket', id: String(row['ticketId']) } : about;
  for (const userId of author === 'staff' ? mentionedIn(change) : []) notices.push({ userId, kind: 'mentioned', says: ['mentioned', {}], about: of });
  return notices.filter((n) => n.userId !== by);
}

function isAssigned({ table: { entity }, op, before, row }: RecordChange): boolean {
  return op !== 'remove' && owned.has(entity.name) && typeof row['ownerId'] === 'string' && row['ownerId'] !== before?.['ownerId'] && (entity.name !== 'activity' || row['done'] === false);
}

function isLate({ table: { entity }, op, before, row }: RecordChange): boolean {
  return entity.name === 'ticket' && op === 'update' && ['firstReplyFailedAt', 'resolutionFailedAt'].some((field) => Boolean(row[field]) && !sameValue(before?.[field], row[field]));
}

function isCustomers({ table: { entity }, op, row }: RecordChange): boolean {
  return entity.name === 'ticketMessage' && op === 'create' && row['internal'] !== true && !row['fromUserId'];
}

/** A mail that answers an activity of theirs. */
function isAnswer({ table: { entity }, op, row }: RecordChange): boolean {
  return entity.name === 'activity' && op === 'create' && row['direction'] === 'in' && row['source'] === 'mail' && typeof row['ownerId'] === 'string';
}

/** Who of the staff takes part in a meeting that is ahead (`user/<id>` in `details.attendees`): those who are named now, and all of them when its time changes. */
function invitedTo({ table: { entity }, op, before, row }: RecordChange): { readonly userId: string; readonly isNew: boolean }[] {
  if (entity.name !== 'activity' || op === 'remove' || row['done'] !== false) return [];
  const earlier = new Set(attendeesOf(before?.['details']));
  const isMoved = before !== undefined && before['done'] === false && !sameValue(before['at'], row['at']);
  return [...new Set(attendeesOf(row['details']))].flatMap((userId) => {
    const isNew = !earlier.has(userId);
    return isNew || isMoved ? [{ userId, isNew }] : [];
  }).slice(0, 50);
}

function attendeesOf(details: unknown): string[] {
  const named = (details as { readonly attendees?: unknown } | null | undefined)?.attendees; // a field of JSON
  return Array.isArray(named) ? (named as readonly unknown[]).flatMap((each) => (typeof each === 'string' && each.startsWith('user/') ? [each.slice('user/'.length)] : [])) : [];
}

/** Ids of users that a text names for the first time: `@[Ana Ruiz](user-1)`. */
function mentionedIn({ table: { entity }, op, before, row }: RecordChange): string[] {
  const field = written[entity.name];
  if (field === undefined || op === 'remove') return [];
  const earlier = new Set(idsIn(before?.[field]));
  return [...new Set(idsIn(row[field]))].filter((id) => !earlier.has(id)).slice(0, 20);
}

function idsIn(text: unknown): string[] {
  return typeof text === 'string' && text.includes('@[') ? [...text.slice(0, 100_000).matchAll(/@\[[^[\]\n]{1,100}\]\(([^()\s]{1,200})\)/g)].map(([, id]) => id!) : [];
}

/** The owner; of a ticket that is nobody's, who leads the team of its queue. */
async function answerableFor(store: RecordStore, ticket: AnyRow): Promise<string | undefined> {
  if (typeof ticket['ownerId'] === 'string') return ticket['ownerId'];
  const leadId = (await named(store, 'team', await teamOfQueue(store, ticket)))?.['leadId'];
  return typeof leadId === 'string' ? leadId : undefined;
}
