import type { Notice, OutboxEntry, Status, Vinculo, VinculoError, Description } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { groups as allGroups, isActivityGroup } from './kinds.ts';
import { activityItem, arrange, changesItems, horizonOf, messageItem, moveItem, orderItem, ticketItem, touchItem, type Arranged, type LoadedWindow } from './timeline-items.ts';
import { TimelineSources } from './timeline-sources.ts';
import type { ActivityLink, Group, Order, Span, TimelineItem, TimelineSubject } from './timeline-types.ts';

export interface TimelineRequest {
  readonly crm: Vinculo | undefined;
  readonly subject: TimelineSubject | undefined;
  /** The whole customer, not the record alone. */
  readonly whole: boolean;
  readonly order: Order;
  /** Groups the host lets through. */
  readonly allowed: ReadonlySet<Group>;
  readonly pageSize: number;
  /** YYYY-MM-DD of the viewer. */
  readonly today: string;
}

export interface TimelineView extends Arranged {
  readonly state: 'noClient' | 'noSubject' | 'loading' | 'notFound' | 'forbidden' | 'unsupported' | 'error' | 'ready';
  readonly error?: VinculoError;
  /** Groups of which something is loaded. */
  readonly seen: ReadonlySet<Group>;
  /** Loaded changes, each move and each write of fields. */
  readonly changes: number;
  /** Items shown, before any search. */
  readonly shown: number;
  readonly more: boolean;
  readonly growing: boolean;
  /** Sources beside the activities that failed, by table. */
  readonly failed: readonly string[];
}

const nothing: Arranged = { overdue: [], upcoming: [], days: [] };

/** What one customer's timeline shows. Draws nothing; what is written is in timeline-writing.ts. */
export class TimelineController {
  readonly sources: TimelineSources;
  readonly status: LiveController<Status>;
  readonly outbox: LiveController<readonly OutboxEntry[]>;
  readonly notices: LiveController<readonly Notice[]>;
  readonly description: LiveController<Description | undefined>;
  readonly #host: ReactiveControllerHost;
  #request: TimelineRequest | undefined;
  #pages = 1;
  #attempt = 0;
  #about = '';
  #chosen: ReadonlySet<Group> = new Set();
  #span: Span = {};
  /** Order and dates of what was last known whole. */
  #settled = '';
  #last: { readonly of: readonly unknown[]; readonly view: TimelineView } | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.sources = new TimelineSources(host);
    this.status = new LiveController<Status>(host);
    this.outbox = new LiveController<readonly OutboxEntry[]>(host);
    this.notices = new LiveController<readonly Notice[]>(host);
    this.description = new LiveController<Description | undefined>(host);
  }

  /** Call in `willUpdate`. */
  watch(request: TimelineRequest): void {
    const { crm, subject, whole, order, today } = request;
    const about = `${subject?.table} ${subject?.id}`;
    if (about !== this.#about) {
      this.#about = about;
      this.#settled = '';
      this.#pages = 1;
      this.#chosen = new Set();
      this.#span = {};
    }
    this.#request = request;
    this.sources.watch({ crm, subject, whole, order, span: this.span, groups: this.groups, limit: this.limit, today, attempt: this.#attempt });
    this.status.watch(crm, () => crm!.status);
    this.outbox.watch(crm, () => crm!.outbox);
    this.notices.watch(crm, () => crm!.notices);
    this.description.watch(crm, () => crm!.description);
  }

  /** What is shown, and from where. */
  get request(): TimelineRequest | undefined { return this.#request; }

  get limit(): number { return (this.#request?.pageSize ?? 20) * this.#pages; }

  /** Pressed chips; none means all. */
  get chosen(): ReadonlySet<Group> { return this.#chosen; }

  /** Groups that are shown. */
  get groups(): ReadonlySet<Group> {
    const allowed = this.#request?.allowed ?? new Set(allGroups);
    return this.#chosen.size === 0 ? allowed : new Set([...this.#chosen].filter((group) => allowed.has(group)));
  }

  /** Presses a chip, or all of them with undefined. */
  choose(group: Group | undefined): void {
    const chosen = new Set(group === undefined ? [] : this.#chosen);
    if (group !== undefined && !chosen.delete(group)) chosen.add(group);
    this.#chosen = chosen;
    this.#pages = 1;
    this.#host.requestUpdate();
  }

  /** The next page; each time more at once, so that ten thousand items are fifteen steps away. */
  loadMore(): void {
    this.#pages = Math.ceil(this.#pages * 1.5);
    this.#host.requestUpdate();
  }

  /** Between which instants items are shown. */
  get span(): Span { return this.#span; }

  /** Shows what happened between two instants, beginning with its first page. */
  between(span: Span): void {
    this.#span = span;
    this.#pages = 1;
    this.#host.requestUpdate();
  }

  retry(): void {
    this.#attempt++;
    this.#request?.crm?.retry();
    this.#host.requestUpdate();
  }

  /** Id of the signed-in user; null for a guest, undefined until known. */
  get me(): string | null | undefined { return this.description.value?.user.id; }

  may(right: 'create' | 'update', table = 'activity'): boolean { return this.description.value?.tables[table]?.[right] ?? false; }

  // ---- what is shown ---------------------------------------------------------------------------------------------

  /** The same object until something changed. `now`: an instant by which what is late is told; let it stand for a minute. */
  view(now: string): TimelineView {
    const s = this.sources;
    const rows = [...s.needed, s.colleagues].flatMap((source) => [source.value, source.rows, source.growing]);
    const { crm, subject, whole, order, allowed } = this.#request ?? {};
    const of = [now, crm, subject?.table, subject?.id, whole, order, this.limit, [...(allowed ?? [])].join(' '), ...rows, s.belongings?.key, this.outbox.value, this.#chosen, this.#span, this.#attempt];
    if (!this.#last || of.some((each, i) => !Object.is(each, this.#last!.of[i]))) this.#last = { of, view: this.#look(now) };
    return this.#last.view;
  }

  #look(now: string): TimelineView {
    const empty = { ...nothing, seen: new Set<Group>(), changes: 0, shown: 0, more: false, growing: false, failed: [] };
    if (!this.#request?.crm) return { ...empty, state: 'noClient' };
    if (!this.#request.subject) return { ...empty, state: 'noSubject' };
    const { record, past } = this.sources;
    const refused = [record.value, past.value].find((value) => value?.status === 'forbidden');
    if (refused) return { ...empty, state: 'forbidden' };
    if (record.value?.status === 'unsupported') return { ...empty, state: 'unsupported' };
    const broken = [record.value, past.value].find((value) => value?.status === 'error' && value.rows.length === 0);
    if (broken) return { ...empty, state: 'error', ...(broken.error ? { error: broken.error } : {}) };
    if (record.value?.status === 'ready' && record.rows.length === 0) return { ...empty, state: 'notFound' };
    if (this.sources.loading) return { ...empty, state: 'loading' };
    return this.#ready(now);
  }

  #ready(now: string): TimelineView {
    const { groups } = this;
    const { order } = this.#request!;
    const every = this.#items(now);
    const horizon = horizonOf(this.#windows(), order);
    const { from = '', to = '\uffff' } = this.span;
    const isWithin = (at: string): boolean => at >= from && at <= to;
    const arranged = arrange(every.filter((item) => groups.has(item.group) && isWithin((item.type === 'activity' && item.due) || item.at)), horizon, undefined, order);
    const inPlace = [...arranged.overdue, ...arranged.upcoming, ...arranged.days.flatMap((day) => day.items)];
    const shown = inPlace.reduce((sum, item) => sum + item.weight, 0);
    const s = this.sources;
    const growing = [s.past, s.open, s.activities, s.orders, s.tickets, s.moves, s.history, s.messages, s.touches].some((source) => source.growing);
    const turned = [order, from, to].join(' ');
    if (!growing) this.#settled = turned;
    const more = horizon !== '';
    return {
      // Items of the order or the dates before would stand in the wrong places.
      ...(this.#settled === turned || this.#settled === '' ? arranged : nothing), state: 'ready', shown, more, seen: new Set(every.map(({ group }) => group)), changes: every.reduce((sum, { group, weight }) => sum + (group === 'changes' ? weight : 0), 0),
      growing,
      failed: ([['order', s.orders], ['ticket', s.tickets], ['stageChange', s.moves], ['historyEntry', s.history], ['ticketMessage', s.messages], ['touch', s.touches]] as const).flatMap(([table, source]) => (source.value?.status === 'error' ? [table] : [])),
    };
  }

  #items(now: string): TimelineItem[] {
    const s = this.sources;
    const unsynced = this.#unsynced();
    const activities = new Map(s.activities.rows.map((row) => [row.id, row]));
    const links = new Map<string, ActivityLink[]>();
    for (const link of new Map([...s.past.rows, ...s.open.rows, ...s.parties.rows, ...s.colleagues.rows].map((row) => [row.id, row])).values()) {
      const list = links.get(link.activityId);
      if (list) list.push(link);
      else links.set(link.activityId, [link]);
    }
    const shown = new Set([...s.past.rows, ...s.open.rows].map((link) => link.activityId));
    const names = this.recordNames();
    const newTickets = new Set(s.tickets.rows.map((row) => row.id));
    return [
      ...[...shown].flatMap((id) => {
        const activity = activities.get(id);
        return activity ? [activityItem(activity, links.get(id) ?? [], now, unsynced.get(id))] : [];
      }),
      ...s.orders.rows.map(orderItem),
      ...s.tickets.rows.map((ticket) => ticketItem(ticket, unsynced.get(ticket.id))),
      // The first stage of a ticket is told by the ticket's own coming.
      ...s.moves.rows.filter((move) => move.fromStageId || !newTickets.has(move.recordId)).map((move) => moveItem(move, names.get(move.recordId))),
      ...changesItems(s.history.rows),
      ...s.messages.rows.map((message) => messageItem(message, unsynced.get(message.id))),
      ...s.touches.rows.map(touchItem),
    ];
  }

  /** Deals by their names, tickets by their numbers. */
  recordNames(): ReadonlyMap<string, string> {
    const s = this.sources;
    const names = new Map(s.deals.rows.map((deal) => [deal.id, deal.name]));
    for (const ticket of s.tickets.rows) names.set(ticket.id, ticket.number ?? ticket.subject);
    for (const row of s.record.rows) names.set(row.id, String(row['name'] ?? row['number'] ?? row['subject'] ?? ''));
    return names;
  }

  /** Own changes on their way, by the activity or ticket they belong to. */
  #unsynced(): Map<string, 'unsynced' | 'saving'> {
    const marks = new Map<string, 'unsynced' | 'saving'>();
    for (const { change, state } of this.outbox.value ?? []) {
      if (state !== 'waiting' && state !== 'sending') continue;
      if (change.table === 'activity' || change.table === 'ticket' || change.table === 'ticketMessage') marks.set(change.id, state === 'sending' ? 'saving' : 'unsynced');
    }
    return marks;
  }

  #windows(): LoadedWindow[] {
    const { groups, limit } = this;
    const s = this.sources;
    const changes = groups.has('changes');
    const window = <R extends { readonly id: string }>(on: boolean, source: { readonly rows: readonly R[]; hasMore(limit: number): boolean }, at: (row: R) => string | null | undefined): LoadedWindow[] =>
      (on ? [{ times: source.rows.flatMap((row) => at(row) ?? []), more: source.hasMore(limit) }] : []);
    return [
      ...([...groups].some(isActivityGroup) ? [this.#linksWindow()] : []),
      ...window(groups.has('orders'), s.orders, (row) => row.orderedAt),
      ...window(groups.has('tickets'), s.tickets, (row) => row.createdAt),
      ...window(changes, s.moves, (row) => row.at),
      ...window(changes, s.history, (row) => row.at),
      ...window(groups.has('messages'), s.messages, (row) => row.at),
      ...window(groups.has('other'), s.touches, (row) => row.at),
    ];
  }

  /** A link counts as loaded when its activity is: what it stands for cannot be drawn before. */
  #linksWindow(): LoadedWindow {
    const { past, activities } = this.sources;
    const known = new Set(activities.rows.map((row) => row.id));
    const drawable = activities.growing || activities.loading ? past.rows.filter((link) => known.has(link.activityId)) : past.rows;
    return { times: drawable.map((link) => link.at), more: past.hasMore(this.limit) || drawable.length < past.rows.length };
  }
}
