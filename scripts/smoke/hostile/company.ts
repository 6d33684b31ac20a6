import { type AnyRow, type Entity, type EntityName, entityNamed } from '@vinculo/sdk/schema';
import type { Seed } from '@vinculo/sdk/testing';

/** Gives the text of the next place that holds one. */
export type NextText = () => string;

const user = 'user-1';
const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** A row whose every text comes from `next`. What is no text is left out, unless it is `fixed`. */
function rowOf(e: Entity, id: string, next: NextText, fixed: Readonly<Record<string, unknown>>): AnyRow {
  const row: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(e.fields)) {
    if (name in fixed) continue;
    const value = valueOf(field.kind, next);
    if (value !== undefined) row[name] = value;
  }
  return { ...row, ...fixed, id };
}

function valueOf(kind: Entity['fields'][string]['kind'], next: NextText): unknown {
  const item = (n: number): { id: string; label: string; primary: boolean } => ({ id: `i${n}`, label: next(), primary: n === 1 });
  switch (kind) {
    case 'text': case 'longText': case 'url': case 'email': case 'timeZone': return next();
    case 'tags': return [next(), next()];
    case 'phone': return { raw: next() };
    case 'emails': return [1, 2].map((n) => ({ ...item(n), value: next() }));
    // By the second one a caller is found.
    case 'phones': return [1, 2].map((n) => ({ ...item(n), raw: next(), ...(n === 2 ? { e164: '+491713920042' } : {}) }));
    case 'socials': return [1, 2].map((n) => ({ ...item(n), network: next(), handle: next() }));
    case 'addresses': return [1, 2].map((n) => ({ ...item(n), street: next(), city: next(), region: next(), postcode: next(), country: next() }));
    case 'lines': return [1, 2].map((n) => ({ id: `l${n}`, name: next(), quantity: '1', unit: next(), unitPrice: '1.00', currency: 'EUR' }));
    default: return undefined;
  }
}

/** One company's book in which every text is what an attacker or a bad import wrote: `many` rows of what stands in lists. */
export function hostileCompany(next: NextText, many: number): Seed {
  const seed: Record<string, AnyRow[]> = {};
  const add = (table: EntityName, id: string, fixed: Readonly<Record<string, unknown>> = {}): void =>
    void (seed[table] ??= []).push(rowOf(entityNamed(table)!, id, next, fixed));
  const each = (make: (n: number) => void): void => { for (let n = 1; n <= many; n++) make(n); };
  const customer = { accountId: 'account-1', contactId: 'contact-1' };
  const owned = { ownerId: user };

  add('team', 'team-1', { leadId: user });
  add('user', user, { teamId: 'team-1', active: true });
  add('user', 'user-2', { teamId: 'team-1', active: true });
  for (const table of ['deal', 'lead', 'ticket']) {
    add('pipeline', `pipe-${table}`, { table, active: true, rank: 'a' });
    add('stage', `stage-${table}`, { pipelineId: `pipe-${table}`, category: 'open', rank: 'a', requiredFields: [], allowedTo: [] });
    add('stage', `won-${table}`, { pipelineId: `pipe-${table}`, category: 'won', rank: 'b', requiredFields: [], allowedTo: [] });
  }
  const inStage = (table: string): object => ({ pipelineId: `pipe-${table}`, stageId: `stage-${table}`, stageSince: at(-100), closedAt: null });
  add('product', 'product-1', { active: true });
  add('queue', 'queue-1', { teamId: 'team-1' });
  add('account', 'account-1', { ...owned, parentId: 'account-2' });
  add('account', 'account-2', owned);
  each((n) => add('contact', `contact-${n}`, { ...owned, accountId: 'account-1', erasedAt: null }));
  add('relationship', 'relationship-1', { fromTable: 'contact', fromId: 'contact-1', toTable: 'contact', toId: 'contact-2', kind: 'referrer' });
  add('affiliation', 'affiliation-1', { ...customer, from: '2020-01-01' });
  add('consent', 'consent-1', { contactId: 'contact-1', state: 'given', at: at(-900) });
  add('consent', 'consent-2', { contactId: 'contact-1', state: 'withdrawn', at: at(-800) });
  add('classification', 'classification-1', { table: 'contact', recordId: 'contact-1', byId: user });
  add('externalId', 'external-1', { table: 'contact', recordId: 'contact-1', pending: null });
  add('touch', 'touch-1', { table: 'contact', recordId: 'contact-1', at: at(-950) });
  add('historyEntry', 'history-1', { table: 'contact', recordId: 'contact-1', op: 'update', before: { jobTitle: next(), tags: [next()] }, after: { jobTitle: next(), tags: [next()] }, byId: 'user-2', at: at(-700) });
  each((n) => add('deal', `deal-${n}`, { ...customer, ...owned, ...inStage('deal'), amount: { minor: 10_000 * n, currency: 'EUR' }, competitorId: 'account-2', productId: 'product-1' }));
  add('dealParty', 'party-1', { dealId: 'deal-1', contactId: 'contact-2', role: 'user' });
  each((n) => add('lead', `lead-${n}`, { ...owned, ownerId: null, ...inStage('lead') }));
  each((n) => add('order', `order-${n}`, { ...customer, ...owned, dealId: 'deal-1', orderedAt: at(-600 - n), total: { minor: 5_000, currency: 'EUR' } }));
  const ticket = { ...customer, ...inStage('ticket'), productId: 'product-1', orderId: 'order-1', firstReplyDue: at(2) };
  each((n) => add('ticket', `ticket-${n}`, { ...ticket, queueId: 'queue-1', ownerId: null }));
  add('ticket', 'ticket-own', { ...ticket, ...owned, contactId: null, accountId: null });
  each((n) => add('ticketMessage', `message-${n}`, { ticketId: 'ticket-1', at: at(-n), internal: n % 3 === 0, attachmentIds: [], ...(n % 2 ? { fromContactId: 'contact-1' } : { fromUserId: 'user-2' }) }));
  add('attachment', 'file-1', { table: 'ticket', recordId: 'ticket-1', blobId: 'blob-1', bytes: 12 });
  add('savedReply', 'reply-1', { scope: 'reply', public: true });
  // The last kind is nobody's: whatever a backend adds.
  const kinds = ['call', 'email', 'note', 'message', 'meeting', 'task', next()];
  each((n) => {
    const kind = kinds[n % kinds.length]!;
    const open = n > many / 2;
    add('activity', `activity-${n}`, { ...owned, kind, at: at(open ? n : -n), dueAt: open ? at(n) : null, done: !open, details: null, timeZone: null });
    add('activityLink', `link-${n}`, { activityId: `activity-${n}`, table: 'contact', recordId: 'contact-1', at: at(open ? n : -n), kind, open });
  });
  // Of these little is shown of each.
  for (let n = 1; n <= many * 6; n++) {
    add('activity', `task-${n}`, { ...owned, kind: 'task', at: at(n - 3), dueAt: at(n - 3), done: false, details: null, timeZone: null });
    add('notification', `told-${n}`, { userId: user, at: at(-n), table: 'ticket', recordId: 'ticket-1', readAt: null });
  }
  add('savedView', 'view-1', { table: 'deal', widget: 'list', view: {}, shared: true, ...owned });
  return seed;
}
