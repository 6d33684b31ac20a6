import type { AnyRow, Entities, RowOf, Vinculo, Where } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { ChunkedSource } from './chunked-source.ts';
import { kindCondition } from './kinds.ts';
import { PagedSource } from './paged-source.ts';
import type { Circle, TimelineCircle } from './timeline-circle.ts';
import type { Activity, ActivityLink, Group, HistoryEntry, Order, OrderRow, Span, StageChange, Ticket, TicketMessage, TimelineSubject } from './timeline-types.ts';
import { WindowSource } from './window-source.ts';

export type Contact = RowOf<Entities['contact']>;
type Deal = RowOf<Entities['deal']>;
type User = RowOf<Entities['user']>;
type Stage = RowOf<Entities['stage']>;

/** What is still to do is read whole, up to this many. */
const openLimit = 100;
/** Deals and tickets of one customer whose moves are shown. */
const recordLimit = 200;

export interface SourcesRequest {
  readonly crm: Vinculo | undefined;
  readonly subject: TimelineSubject | undefined;
  /** The whole customer, not the record alone. */
  readonly whole: boolean;
  readonly groups: ReadonlySet<Group>;
  readonly limit: number;
  readonly order: Order;
  readonly span: Span;
  /** YYYY-MM-DD of the viewer: affiliations that ended before are over. */
  readonly today: string;
  /** Counts up to ask everything anew. */
  readonly attempt: number;
}

const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id);
const some = (ids: Iterable<string | null | undefined>): string[] => [...new Set([...ids].filter((id): id is string => typeof id === 'string'))].sort();

/** The live queries of one customer's timeline. Only this customer's rows are ever asked for. */
export class TimelineSources {
  readonly record: WindowSource<AnyRow>;
  readonly past: PagedSource<ActivityLink>;
  readonly open: WindowSource<ActivityLink>;
  readonly activities: ChunkedSource<Activity>;
  /** Further links of the activities shown: to the contact and the account of the record. Never by activity alone, for which a cache would have to be read whole. */
  readonly parties: ChunkedSource<ActivityLink>;
  /** Those to other people of the customer. They come later. */
  readonly colleagues: ChunkedSource<ActivityLink>;
  readonly orders: PagedSource<OrderRow>;
  readonly tickets: PagedSource<Ticket>;
  readonly deals: WindowSource<Deal>;
  readonly moves: PagedSource<StageChange>;
  readonly history: PagedSource<HistoryEntry>;
  /** Of a ticket whose timeline it is. */
  readonly messages: PagedSource<TicketMessage>;
  readonly contacts: ChunkedSource<Contact>;
  readonly users: WindowSource<User>;
  readonly stages: WindowSource<Stage>;
  /** Finds out who belongs to a whole customer; comes later. */
  finder: TimelineCircle | undefined;
  /** Whose items belong here; undefined until known. */
  circle: Circle | undefined;
  /** What counts as an activity of this timeline, of whatever kind; the key tells one such question from another. */
  links: { readonly key: readonly unknown[]; readonly where: Where<ActivityLink> } = { key: [undefined], where: {} };
  #concerned: ReadonlyMap<string, readonly string[]> = new Map();
  #linked: { readonly past: readonly ActivityLink[]; readonly open: readonly ActivityLink[]; readonly ids: readonly string[] } | undefined;
  #named: { readonly of: readonly unknown[]; readonly ids: readonly string[] } = { of: [], ids: [] };

  constructor(host: ReactiveControllerHost) {
    this.record = new WindowSource(host);
    this.past = new PagedSource(host);
    this.open = new WindowSource(host);
    this.activities = new ChunkedSource(host);
    this.parties = new ChunkedSource(host);
    this.colleagues = new ChunkedSource(host);
    this.orders = new PagedSource(host);
    this.tickets = new PagedSource(host);
    this.deals = new WindowSource(host);
    this.moves = new PagedSource(host);
    this.history = new PagedSource(host);
    this.messages = new PagedSource(host);
    this.contacts = new ChunkedSource(host);
    this.users = new WindowSource(host);
    this.stages = new WindowSource(host);
  }

  /** Several records at once, so that one activity may come by several links. */
  get scattered(): boolean { return this.#concerned.size > 1; }

  watch({ crm, subject, whole, groups, limit, order, span, today, attempt }: SourcesRequest): void {
    const about = [crm, subject?.table, subject?.id, attempt] as const;
    // What is made here runs only when crm and subject are there: an undefined part of a key drops the query.
    const made = <T>(make: (crm: Vinculo, subject: TimelineSubject) => T): (() => T) => () => make(crm!, subject!);
    this.record.watch(about, [], made((c, s) => c.collection(s.table).query({ where: { id: s.id }, limit: 1 })));
    this.users.watch([crm, attempt], [], made((c) => c.users.query()));
    this.stages.watch([crm, attempt], [], made((c) => c.stages.query()));
    const found = this.finder?.watch(about, crm, subject, this.record.rows[0], today);
    const circle = whole ? found : subject && { customer: isCustomer(subject) ? subject : undefined, contactIds: [] };
    // The same object while it is the same.
    if (keyOf(circle) !== keyOf(this.circle)) this.circle = circle;
    const { customer, contactIds } = this.circle ?? { customer: undefined, contactIds: [] };
    const scope = [...about, keyOf(this.circle)];
    // Another order or other dates are another window: what was shown stands until they are answered.
    const window = [limit, order, span.from ?? '', span.to ?? ''];
    const sign = order === 'newest' ? '-' : '';
    const within = (field: string): object => spanCondition(field, span);
    const both = <R>(...conditions: readonly object[]): Where<R> => ({ and: conditions.filter((each) => Object.keys(each).length > 0) }) as Where<R>; // conditions of this table's fields, made right here
    const ofCustomer = (): object => customerCondition(customer!, contactIds);

    const byCustomer = customer ? scope : [undefined];
    this.deals.watch(customer ? scope : [undefined], [], made((c) => c.deals.query({ where: ofCustomer(), orderBy: ['-stageSince'], limit: recordLimit })));
    this.tickets.watch(byCustomer, window, limit, (page) => made((c) => c.tickets.query({ where: both(ofCustomer(), within('createdAt')), orderBy: [`${sign}createdAt`], ...page })));
    this.orders.watch(subject?.table === 'deal' && !customer ? scope : byCustomer, window, limit, (page) => made((c, s) => c.orders.query({ where: both(customer ? ofCustomer() : { dealId: s.id }, within('orderedAt')), orderBy: [`${sign}orderedAt`], ...page })));

    this.#concerned = concernedBy(subject, this.circle, whole ? { deal: idsOf(this.deals.rows), ticket: idsOf(this.tickets.rows) } : {});
    const where = linkCondition(this.#concerned);
    const kinds = kindCondition(groups) ?? {};
    const chosen = [...groups].sort().join(' ');
    // Deals and tickets of the whole customer come when they are known: a wider window, not another question.
    const width = [...this.#concerned.values()].reduce((sum, ids) => sum + ids.length, 0);
    this.past.watch(scope, [chosen, width, ...window], limit, (page) => made((c) => c.activityLinks.query({ where: both(where, { open: { ne: true } }, kinds, within('at')), orderBy: [`${sign}at`], ...page })));
    this.open.watch(scope, [chosen, width], made((c) => c.activityLinks.query({ where: both(where, { open: true }, kinds), orderBy: ['at'], limit: openLimit })));
    this.links = { key: [...scope, width, span.from ?? '', span.to ?? ''], where: both(where, within('at')) };
    const logged = whole ? [...new Set([subject, customer, ...contactIds.map((id) => ({ table: 'contact', id }))].flatMap((each) => (each ? [each.id] : [])))] : subject ? [subject.id] : [];
    const tables = whole ? ['account', 'contact', ...(subject ? [subject.table] : [])] : subject ? [subject.table] : [];
    this.history.watch(scope, window, limit, (page) => made((c) => c.history.query({ where: both(tables.length === 1 ? { table: tables[0] } : { table: { in: [...new Set(tables)] } }, logged.length === 1 ? { recordId: logged[0] } : { recordId: { in: logged } }, { op: 'update' }, within('at')), orderBy: [`${sign}at`], ...page })));
    this.#watchMoves(scope, window, subject, limit, (page, ids) => made((c) => c.stageChanges.query({ where: both({ or: Object.entries(ids).map(([table, own]) => ({ table, recordId: { in: own } })) }, within('at')), orderBy: [`${sign}at`], ...page })));

    this.messages.watch(subject?.table === 'ticket' ? scope : [undefined], window, limit, (page) => made((c, s) => c.ticketMessages.query({ where: both({ ticketId: s.id }, within('at')), orderBy: [`${sign}at`], ...page })));

    const activityIds = this.#activityIds();
    this.activities.watch(scope, activityIds, (ids) => made((c) => c.activities.query({ where: { id: { in: ids } } })));
    const record = this.record.rows[0];
    // Of a whole customer all links are there already.
    const beside = some(whole ? [] : [record?.['contactId'], record?.['accountId']].map((id) => (typeof id === 'string' ? id : undefined)));
    const others = whole ? [] : (found?.contactIds ?? []).filter((id) => id !== subject?.id && !beside.includes(id));
    const linksTo = (recordIds: readonly string[]) => (ids: readonly string[]) => made((c: Vinculo) => c.activityLinks.query({ where: { activityId: { in: ids }, recordId: { in: recordIds } } }));
    this.parties.watch([...scope, beside.join(' ') || undefined], activityIds, linksTo(beside));
    this.colleagues.watch([...scope, others.join(' ') || undefined], activityIds, linksTo(others));
    this.contacts.watch([crm, attempt], this.#people(subject), (ids) => made((c) => c.contacts.query({ where: { id: { in: ids } } })));
  }

  #activityIds(): readonly string[] {
    const [past, open] = [this.past.rows, this.open.rows];
    if (this.#linked?.past !== past || this.#linked.open !== open) this.#linked = { past, open, ids: some([...past, ...open].map((link) => link.activityId)) };
    return this.#linked.ids;
  }

  /** Contacts that something shown concerns. */
  #people(subject: TimelineSubject | undefined): readonly string[] {
    const of = [this.parties.rows, this.colleagues.rows, this.past.rows, this.open.rows, this.orders.rows, this.tickets.rows, this.messages.rows, this.circle, subject?.id];
    if (of.some((each, i) => each !== this.#named.of[i])) {
      const linked = [...this.parties.rows, ...this.colleagues.rows, ...this.past.rows, ...this.open.rows].flatMap((link) => (link.table === 'contact' ? [link.recordId] : []));
      const named = [...(this.scattered ? [...this.orders.rows, ...this.tickets.rows] : [])].map((row) => row.contactId).concat(this.messages.rows.map((row) => row.fromContactId));
      this.#named = { of, ids: some([...linked, ...named, ...(subject?.table === 'contact' ? [subject.id] : [])]) };
    }
    return this.#named.ids;
  }

  #watchMoves(scope: readonly unknown[], window: readonly unknown[], subject: TimelineSubject | undefined, limit: number, make: (page: { limit: number }, ids: { readonly deal: readonly string[]; readonly ticket: readonly string[] }) => () => ReturnType<Vinculo['stageChanges']['query']>): void {
    const own = (table: string): string[] => (subject?.table === table ? [subject.id] : []);
    const ids = { deal: some([...idsOf(this.deals.rows), ...own('deal')]), ticket: some([...idsOf(this.tickets.rows), ...own('ticket')]) };
    const key = ids.deal.length + ids.ticket.length > 0 ? [ids.deal.join(' '), ids.ticket.join(' '), ...window] : [undefined];
    this.moves.watch(scope, key, limit, (page) => make(page, ids));
  }

  /** Some source has no first answer yet. */
  get loading(): boolean {
    if (this.circle === undefined) return true;
    return [this.record, this.past, this.open, this.activities, this.parties, this.orders, this.tickets, this.deals, this.moves, this.history, this.messages, this.contacts, this.users, this.stages].some((source) => source.loading);
  }
}

const keyOf = (circle: Circle | undefined): string | undefined => circle && [circle.customer?.table, circle.customer?.id, ...circle.contactIds].join(' ');

function isCustomer(subject: TimelineSubject): subject is TimelineSubject & { table: 'account' | 'contact' } {
  return subject.table === 'account' || subject.table === 'contact';
}

/** The records whose activities are shown, by table. */
function concernedBy(subject: TimelineSubject | undefined, circle: Circle | undefined, beside: { readonly deal?: readonly string[]; readonly ticket?: readonly string[] }): Map<string, readonly string[]> {
  const ids = new Map<string, Set<string>>();
  const add = (table: string, more: readonly string[]): void => { if (more.length > 0) ids.set(table, new Set([...(ids.get(table) ?? []), ...more])); };
  if (subject) add(subject.table, [subject.id]);
  if (circle?.customer) add(circle.customer.table, [circle.customer.id]);
  add('contact', circle?.contactIds ?? []);
  for (const [table, more] of Object.entries(beside)) add(table, [...more].sort());
  return new Map([...ids].map(([table, own]) => [table, [...own]]));
}

function linkCondition(concerned: ReadonlyMap<string, readonly string[]>): object {
  const parts = [...concerned].map(([table, ids]) => ({ table, recordId: ids.length === 1 ? ids[0] : { in: ids } }));
  return parts.length === 1 ? parts[0]! : { or: parts };
}

/** Of orders, deals and tickets, which name a customer by accountId or contactId. */
function customerCondition({ table, id }: NonNullable<Circle['customer']>, contactIds: readonly string[]): object {
  if (table === 'contact') return { contactId: id };
  return contactIds.length > 0 ? { or: [{ accountId: id }, { contactId: { in: contactIds } }] } : { accountId: id };
}

function spanCondition(field: string, { from, to }: Span): object {
  return from || to ? { [field]: { ...(from ? { gte: from } : {}), ...(to ? { lte: to } : {}) } } : {};
}
