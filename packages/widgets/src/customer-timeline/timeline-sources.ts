import type { AggregateResult, AnyRow, Entities, RowOf, Vinculo, Where } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { kindCondition } from './kinds.ts';
import type { Activity, ActivityLink, Group, HistoryEntry, Order, StageChange, Ticket, TimelineSubject } from './timeline-types.ts';
import { WindowSource } from './window-source.ts';

export type Contact = RowOf<Entities['contact']>;
type Deal = RowOf<Entities['deal']>;
type User = RowOf<Entities['user']>;
type Stage = RowOf<Entities['stage']>;
type Affiliation = RowOf<Entities['affiliation']>;

/** What is still to do is read whole, up to this many. */
const openLimit = 100;
/** Deals and tickets of one customer whose moves are shown. */
const recordLimit = 200;

export interface SourcesRequest {
  readonly crm: Vinculo | undefined;
  readonly subject: TimelineSubject | undefined;
  readonly groups: ReadonlySet<Group>;
  readonly limit: number;
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
  readonly past: WindowSource<ActivityLink>;
  readonly open: WindowSource<ActivityLink>;
  readonly activities: WindowSource<Activity>;
  /** All links of the activities shown: whom else they concern. */
  readonly parties: WindowSource<ActivityLink>;
  readonly orders: WindowSource<Order>;
  readonly tickets: WindowSource<Ticket>;
  readonly deals: WindowSource<Deal>;
  readonly moves: WindowSource<StageChange>;
  readonly history: WindowSource<HistoryEntry>;
  readonly contacts: WindowSource<Contact>;
  readonly users: WindowSource<User>;
  readonly stages: WindowSource<Stage>;
  readonly counts: LiveController<AggregateResult>;
  readonly #members: WindowSource<Contact>;
  readonly #affiliations: WindowSource<Affiliation>;
  /** The customer's contacts, for an account; undefined until known. */
  #contactIds: readonly string[] | undefined;

  constructor(host: ReactiveControllerHost) {
    this.record = new WindowSource(host);
    this.past = new WindowSource(host);
    this.open = new WindowSource(host);
    this.activities = new WindowSource(host);
    this.parties = new WindowSource(host);
    this.orders = new WindowSource(host);
    this.tickets = new WindowSource(host);
    this.deals = new WindowSource(host);
    this.moves = new WindowSource(host);
    this.history = new WindowSource(host);
    this.contacts = new WindowSource(host);
    this.users = new WindowSource(host);
    this.stages = new WindowSource(host);
    this.counts = new LiveController<AggregateResult>(host);
    this.#members = new WindowSource(host);
    this.#affiliations = new WindowSource(host);
  }

  /** Several records at once, so that one activity may come by several links. */
  get scattered(): boolean { return (this.#contactIds?.length ?? 0) > 0; }

  watch({ crm, subject, groups, limit, today, attempt }: SourcesRequest): void {
    const about = [crm, subject?.table, subject?.id, attempt] as const;
    // What is made here runs only when crm and subject are there: an undefined part of a key drops the query.
    const made = <T>(make: (crm: Vinculo, subject: TimelineSubject) => T): (() => T) => () => make(crm!, subject!);
    this.record.watch(about, [], made((c, s) => c.collection(s.table).query({ where: { id: s.id }, limit: 1 })));
    this.users.watch([crm, attempt], [], made((c) => c.users.query()));
    this.stages.watch([crm, attempt], [], made((c) => c.stages.query()));
    this.#watchContactsOfAccount(about, subject, today, made);

    const contactIds = this.#contactIds;
    const scope = [...about, contactIds?.join(' ')];
    const where = (): Where<ActivityLink> => linkCondition(subject!, contactIds ?? []);
    const kinds = kindCondition(groups);
    const chosen = [...groups].sort().join(' ');
    const ofCustomer = (): object => customerCondition(subject!, contactIds ?? []);
    this.past.watch(scope, [chosen, limit], made((c) => c.activityLinks.query({ where: { and: [where(), { open: { ne: true } }, ...(kinds ? [kinds as Where<ActivityLink>] : [])] }, orderBy: ['-at'], limit })));
    this.open.watch(scope, [chosen], made((c) => c.activityLinks.query({ where: { and: [where(), { open: true }, ...(kinds ? [kinds as Where<ActivityLink>] : [])] }, orderBy: ['at'], limit: openLimit })));
    // One activity may be linked to several of an account's people; counted by activity it counts once.
    this.counts.watch(scope, made((c) => c.activityLinks.aggregate({ where: where(), groupBy: contactIds!.length > 0 ? ['kind', 'activityId'] : ['kind'], measures: { count: { op: 'count' }, first: { op: 'min', field: 'at' } } })));
    this.history.watch(about, [limit], made((c, s) => c.history.query({ where: { table: s.table, recordId: s.id, op: 'update' }, orderBy: ['-at'], limit })));

    const customer = subject?.table === 'account' || subject?.table === 'contact';
    const byCustomer = customer ? scope : [undefined];
    this.orders.watch(subject?.table === 'deal' ? about : byCustomer, [limit], made((c, s) => c.orders.query({ where: s.table === 'deal' ? { dealId: s.id } : ofCustomer(), orderBy: ['-orderedAt'], limit })));
    this.tickets.watch(byCustomer, [limit], made((c) => c.tickets.query({ where: ofCustomer(), orderBy: ['-createdAt'], limit })));
    this.deals.watch(byCustomer, [], made((c) => c.deals.query({ where: ofCustomer(), orderBy: ['-stageSince'], limit: recordLimit })));
    this.#watchMoves(scope, subject, limit, made);

    const activityIds = some([...this.past.rows, ...this.open.rows].map((link) => link.activityId));
    const shown = activityIds.length > 0 ? [activityIds.join(' ')] : [undefined];
    this.activities.watch(scope, shown, made((c) => c.activities.query({ where: { id: { in: activityIds } } })));
    this.parties.watch(scope, shown, made((c) => c.activityLinks.query({ where: { activityId: { in: activityIds } } })));
    const people = some([...this.parties.rows, ...this.past.rows, ...this.open.rows].flatMap((link) => (link.table === 'contact' ? [link.recordId] : [])).concat(subject?.table === 'contact' ? [subject.id] : []));
    this.contacts.watch([crm, attempt], people.length > 0 ? [people.join(' ')] : [undefined], made((c) => c.contacts.query({ where: { id: { in: people } } })));
  }

  #watchContactsOfAccount(about: readonly unknown[], subject: TimelineSubject | undefined, today: string, made: <T>(make: (crm: Vinculo, subject: TimelineSubject) => T) => () => T): void {
    const key = subject?.table === 'account' ? about : [undefined];
    this.#members.watch(key, [], made((c, s) => c.contacts.query({ where: { accountId: s.id }, limit: recordLimit })));
    this.#affiliations.watch(key, [], made((c, s) => c.affiliations.query({ where: { accountId: s.id }, limit: recordLimit })));
    if (subject?.table !== 'account') this.#contactIds = subject ? [] : undefined;
    else if (!this.#members.value || this.#members.loading || this.#affiliations.loading) this.#contactIds = undefined;
    else {
      const now = this.#affiliations.rows.filter((row) => !row.to || row.to >= today).map((row) => row.contactId);
      this.#contactIds = some([...idsOf(this.#members.rows), ...now]);
    }
  }

  #watchMoves(scope: readonly unknown[], subject: TimelineSubject | undefined, limit: number, made: <T>(make: (crm: Vinculo, subject: TimelineSubject) => T) => () => T): void {
    const own = (table: string): string[] => (subject?.table === table ? [subject.id] : []);
    const deals = some([...idsOf(this.deals.rows), ...own('deal')]);
    const tickets = some([...idsOf(this.tickets.rows), ...own('ticket')]);
    const key = deals.length + tickets.length > 0 ? [deals.join(' '), tickets.join(' '), limit] : [undefined];
    this.moves.watch(scope, key, made((c) => c.stageChanges.query({ where: { or: [{ table: 'deal', recordId: { in: deals } }, { table: 'ticket', recordId: { in: tickets } }] }, orderBy: ['-at'], limit })));
  }

  /** Some source has no first answer yet. */
  get loading(): boolean {
    if (this.#contactIds === undefined) return true;
    return [this.record, this.past, this.open, this.activities, this.parties, this.orders, this.tickets, this.deals, this.moves, this.history, this.contacts, this.users, this.stages].some((source) => source.loading);
  }
}

function linkCondition({ table, id }: TimelineSubject, contactIds: readonly string[]): Where<ActivityLink> {
  const own = { table, recordId: id };
  return contactIds.length > 0 ? { or: [own, { table: 'contact', recordId: { in: contactIds } }] } : own;
}

/** Of orders, deals and tickets, which name a customer by accountId or contactId. */
function customerCondition({ table, id }: TimelineSubject, contactIds: readonly string[]): { readonly [field: string]: unknown } {
  if (table === 'contact') return { contactId: id };
  return contactIds.length > 0 ? { or: [{ accountId: id }, { contactId: { in: contactIds } }] } : { accountId: id };
}
