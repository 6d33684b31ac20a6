import type { AnyRow, Entities, RowOf, Vinculo, Where } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { BatchedSource } from './batched-source.ts';
import { kindCondition } from './kinds.ts';
import { belongingsOfRecord, type Belongings } from './belongings.ts';
import type { TimelineCircle } from './timeline-circle.ts';
import type { Activity, ActivityLink, Group, HistoryEntry, Order, OrderRow, Span, StageChange, Ticket, TicketMessage, TimelineSubject, Touch } from './timeline-types.ts';
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
  readonly past: BatchedSource<ActivityLink>;
  readonly open: WindowSource<ActivityLink>;
  readonly activities: BatchedSource<Activity>;
  /** Further links of the activities shown: to the contact and the account of the record. Never by activity alone, for which a cache would have to be read whole. */
  readonly parties: BatchedSource<ActivityLink>;
  /** Those to other people of the customer. They come later. */
  readonly colleagues: BatchedSource<ActivityLink>;
  readonly orders: BatchedSource<OrderRow>;
  readonly tickets: BatchedSource<Ticket>;
  readonly deals: WindowSource<Deal>;
  readonly moves: BatchedSource<StageChange>;
  readonly history: BatchedSource<HistoryEntry>;
  /** Of a ticket whose timeline it is. */
  readonly messages: BatchedSource<TicketMessage>;
  /** How they came. */
  readonly touches: BatchedSource<Touch>;
  readonly contacts: BatchedSource<Contact>;
  readonly users: WindowSource<User>;
  readonly stages: WindowSource<Stage>;
  /** Finds out who belongs to a whole customer; comes later. */
  finder: TimelineCircle | undefined;
  /** Whose items belong here; undefined until known. */
  belongings: Belongings | undefined;
  /** What counts as an activity of this timeline, of whatever kind; the key tells one such question from another. */
  links: { readonly key: readonly unknown[]; readonly where: Where<ActivityLink> } = { key: [undefined], where: {} };
  /** Several records at once, so that one activity may come by several links. */
  scattered = false;
  #linked: { readonly past: readonly ActivityLink[]; readonly open: readonly ActivityLink[]; readonly ids: readonly string[] } | undefined;
  #named: { readonly of: readonly unknown[]; readonly ids: readonly string[] } = { of: [], ids: [] };

  constructor(host: ReactiveControllerHost) {
    this.record = new WindowSource(host);
    this.past = new BatchedSource(host);
    this.open = new WindowSource(host);
    this.activities = new BatchedSource(host);
    this.parties = new BatchedSource(host);
    this.colleagues = new BatchedSource(host);
    this.orders = new BatchedSource(host);
    this.tickets = new BatchedSource(host);
    this.deals = new WindowSource(host);
    this.moves = new BatchedSource(host);
    this.history = new BatchedSource(host);
    this.messages = new BatchedSource(host);
    this.touches = new BatchedSource(host);
    this.contacts = new BatchedSource(host);
    this.users = new WindowSource(host);
    this.stages = new WindowSource(host);
  }

  watch({ crm, subject, whole, groups, limit, order, span, today, attempt }: SourcesRequest): void {
    const about = [crm, subject?.table, subject?.id, attempt] as const;
    // What is made here runs only when crm and subject are there: an undefined part of a key drops the query.
    const made = <T>(make: (crm: Vinculo, subject: TimelineSubject) => T): (() => T) => () => make(crm!, subject!);
    this.record.watch(about, [], made((c, s) => c.collection(s.table).query({ where: { id: s.id }, limit: 1 })));
    this.users.watch([crm, attempt], [], made((c) => c.users.query()));
    this.stages.watch([crm, attempt], [], made((c) => c.stages.query()));
    const found = this.finder?.watch(about, crm, subject, this.record.rows[0], today);
    this.belongings = whole ? found && subject && this.finder!.belongings(found, subject) : subject && belongingsOfRecord(subject);
    const { customer, history, key, links } = this.belongings ?? {};
    const scope = [...about, key];
    // Another order or other dates are another window: what was shown stands until they are answered.
    const window = [limit, order, span.from ?? '', span.to ?? ''];
    const sign = order === 'newest' ? '-' : '';
    const within = (field: string): object => spanCondition(field, span);
    const both = <R>(...conditions: readonly object[]): Where<R> => ({ and: conditions.filter((each) => Object.keys(each).length > 0) }) as Where<R>; // conditions of this table's fields, made right here

    const byCustomer = customer ? scope : [undefined];
    this.deals.watch(byCustomer, [], made((c) => c.deals.query({ where: customer!, orderBy: ['-stageSince'], limit: recordLimit })));
    this.tickets.watchPages(byCustomer, window, limit, (page) => made((c) => c.tickets.query({ where: both(customer!, within('createdAt')), orderBy: [`${sign}createdAt`], ...page })));
    this.orders.watchPages(subject?.table === 'deal' && !customer ? scope : byCustomer, window, limit, (page) => made((c, s) => c.orders.query({ where: both(customer ?? { dealId: s.id }, within('orderedAt')), orderBy: [`${sign}orderedAt`], ...page })));

    const { where = {}, width = 0, isScattered = false } = links?.(idsOf(this.deals.rows), idsOf(this.tickets.rows)) ?? {};
    this.scattered = isScattered;
    const kinds = kindCondition(groups) ?? {};
    const chosen = [...groups].sort().join(' ');
    // Deals and tickets of the whole customer come when they are known: a wider window, not another question.
    this.past.watchPages(scope, [chosen, width, ...window], limit, (page) => made((c) => c.activityLinks.query({ where: both(where, { open: { ne: true } }, kinds, within('at')), orderBy: [`${sign}at`], ...page })));
    this.open.watch(scope, [chosen, width], made((c) => c.activityLinks.query({ where: both(where, { open: true }, kinds), orderBy: ['at'], limit: openLimit })));
    this.links = { key: [...scope, width, span.from ?? '', span.to ?? ''], where: both(where, within('at')) };
    this.history.watchPages(scope, window, limit, (page) => made((c) => c.history.query({ where: both(history!, { op: 'update' }, within('at')), orderBy: [`${sign}at`], ...page })));
    this.touches.watchPages(scope, window, limit, (page) => made((c) => c.touches.query({ where: both(history!, within('at')), orderBy: [`${sign}at`], ...page })));
    this.#watchMoves(scope, window, subject, limit, (page, own) => made((c) => c.stageChanges.query({ where: both({ or: own }, within('at')), orderBy: [`${sign}at`], ...page })));

    this.messages.watchPages(subject?.table === 'ticket' ? scope : [undefined], window, limit, (page) => made((c, s) => c.ticketMessages.query({ where: both({ ticketId: s.id }, within('at')), orderBy: [`${sign}at`], ...page })));

    const activityIds = this.#activityIds();
    this.activities.watchIds(scope, activityIds, (ids) => made((c) => c.activities.query({ where: { id: { in: ids } } })));
    const record = this.record.rows[0];
    // Of a whole customer all links are there already.
    const beside = some(whole ? [] : [record?.['contactId'], record?.['accountId']].map((id) => (typeof id === 'string' ? id : undefined)));
    const others = whole ? [] : (found?.contactIds ?? []).filter((id) => id !== subject?.id && !beside.includes(id));
    const linksTo = (recordIds: readonly string[]) => (ids: readonly string[]) => made((c: Vinculo) => c.activityLinks.query({ where: { activityId: { in: ids }, recordId: { in: recordIds } } }));
    this.parties.watchIds([...scope, beside.join(' ') || undefined], activityIds, linksTo(beside));
    this.colleagues.watchIds([...scope, others.join(' ') || undefined], activityIds, linksTo(others));
    this.contacts.watchIds([crm, attempt], this.#people(subject), (ids) => made((c) => c.contacts.query({ where: { id: { in: ids } } })));
  }

  #activityIds(): readonly string[] {
    const [past, open] = [this.past.rows, this.open.rows];
    if (this.#linked?.past !== past || this.#linked.open !== open) this.#linked = { past, open, ids: some([...past, ...open].map((link) => link.activityId)) };
    return this.#linked.ids;
  }

  /** Contacts that something shown concerns. */
  #people(subject: TimelineSubject | undefined): readonly string[] {
    const of = [this.parties.rows, this.colleagues.rows, this.past.rows, this.open.rows, this.orders.rows, this.tickets.rows, this.messages.rows, this.belongings?.key, subject?.id];
    if (of.some((each, i) => each !== this.#named.of[i])) {
      const linked = [...this.parties.rows, ...this.colleagues.rows, ...this.past.rows, ...this.open.rows].flatMap((link) => (link.table === 'contact' ? [link.recordId] : []));
      const named = [...(this.scattered ? [...this.orders.rows, ...this.tickets.rows] : [])].map((row) => row.contactId).concat(this.messages.rows.map((row) => row.fromContactId));
      this.#named = { of, ids: some([...linked, ...named, ...(subject?.table === 'contact' ? [subject.id] : [])]) };
    }
    return this.#named.ids;
  }

  #watchMoves(scope: readonly unknown[], window: readonly unknown[], subject: TimelineSubject | undefined, limit: number, make: (page: { limit: number }, own: readonly object[]) => () => ReturnType<Vinculo['stageChanges']['query']>): void {
    const own = Object.entries({ deal: this.deals.rows, ticket: this.tickets.rows, lead: [] })
      .map(([table, rows]) => ({ table, recordId: { in: some([...idsOf(rows), ...(subject?.table === table ? [subject.id] : [])]) } }))
      .filter(({ recordId }) => recordId.in.length > 0);
    const key = own.length > 0 ? [...own.map(({ table, recordId }) => [table, ...recordId.in].join(' ')), ...window] : [undefined];
    this.moves.watchPages(scope, key, limit, (page) => make(page, own));
  }

  /** Those that a list waits for. */
  get needed(): readonly { readonly value: unknown; readonly rows: readonly unknown[]; readonly loading: boolean; readonly growing: boolean }[] {
    return [this.record, this.past, this.open, this.activities, this.parties, this.orders, this.tickets, this.deals, this.moves, this.history, this.messages, this.touches, this.contacts, this.users, this.stages];
  }

  /** Some source has no first answer yet. */
  get loading(): boolean { return !this.belongings || this.needed.some((source) => source.loading); }
}

function spanCondition(field: string, { from, to }: Span): object {
  return from || to ? { [field]: { ...(from ? { gte: from } : {}), ...(to ? { lte: to } : {}) } } : {};
}
