import type { Notice, OutboxEntry, Status, Vinculo, VinculoError, Description } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { groupOf, groups as allGroups, isActivityGroup } from './kinds.ts';
import { activityItem, arrange, changesItems, horizonOf, moveItem, orderItem, ticketItem, type Arranged, type LoadedWindow } from './timeline-items.ts';
import { TimelineSources } from './timeline-sources.ts';
import type { Activity, ActivityLink, Group, TimelineItem, TimelineSubject } from './timeline-types.ts';

export interface TimelineRequest {
  readonly crm: Vinculo | undefined;
  readonly subject: TimelineSubject | undefined;
  /** Groups the host lets through. */
  readonly allowed: ReadonlySet<Group>;
  readonly pageSize: number;
  /** YYYY-MM-DD of the viewer. */
  readonly today: string;
}

export interface Chip {
  readonly group: Group;
  /** Undefined where nobody can tell. */
  readonly count: number | undefined;
}

export interface TimelineView extends Arranged {
  readonly state: 'noClient' | 'noSubject' | 'loading' | 'notFound' | 'forbidden' | 'error' | 'ready';
  readonly error?: VinculoError;
  readonly chips: readonly Chip[];
  readonly total: number | undefined;
  /** Items shown, before any search. */
  readonly shown: number;
  readonly more: boolean;
  /** How many are not shown yet, where that is known. */
  readonly earlier: number | undefined;
  /** Instant of the oldest of them, where that is known. */
  readonly backTo: string | undefined;
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
    const { crm, subject } = request;
    const about = `${subject?.table} ${subject?.id}`;
    if (about !== this.#about) {
      this.#about = about;
      this.#pages = 1;
      this.#chosen = new Set();
    }
    this.#request = request;
    this.sources.watch({ crm, subject, groups: this.groups, limit: this.limit, today: request.today, attempt: this.#attempt });
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

  loadMore(): void {
    this.#pages++;
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

  view(now: string): TimelineView {
    const empty = { ...nothing, chips: [], total: undefined, shown: 0, more: false, earlier: undefined, backTo: undefined, growing: false, failed: [] };
    if (!this.#request?.crm) return { ...empty, state: 'noClient' };
    if (!this.#request.subject) return { ...empty, state: 'noSubject' };
    const { record, past } = this.sources;
    const refused = [record.value, past.value].find((value) => value?.status === 'forbidden');
    if (refused) return { ...empty, state: 'forbidden' };
    const broken = [record.value, past.value].find((value) => value?.status === 'error' && value.rows.length === 0);
    if (broken) return { ...empty, state: 'error', ...(broken.error ? { error: broken.error } : {}) };
    if (record.value?.status === 'ready' && record.rows.length === 0) return { ...empty, state: 'notFound' };
    if (this.sources.loading) return { ...empty, state: 'loading' };
    return this.#ready(now);
  }

  #ready(now: string): TimelineView {
    const { groups } = this;
    const items = this.#items(now).filter((item) => groups.has(item.group));
    const horizon = horizonOf(this.#windows());
    const arranged = arrange(items, horizon);
    const inPlace = [...arranged.overdue, ...arranged.upcoming, ...arranged.days.flatMap((day) => day.items)];
    const shown = inPlace.reduce((sum, item) => sum + item.weight, 0);
    const chips = this.#chips(now);
    const counts = chips.filter(({ group }) => groups.has(group)).map(({ count }) => count);
    const wanted = counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + count!, 0);
    const more = horizon !== '';
    const all = chips.map(({ count }) => count);
    const s = this.sources;
    return {
      ...arranged, state: 'ready', chips, shown, more,
      total: all.includes(undefined) ? undefined : all.reduce<number>((sum, count) => sum + count!, 0),
      earlier: more && wanted !== undefined && wanted > shown ? wanted - shown : undefined,
      backTo: more ? this.#oldest() : undefined,
      growing: [s.past, s.open, s.activities, s.orders, s.tickets, s.moves, s.history].some((source) => source.growing),
      failed: ([['order', s.orders], ['ticket', s.tickets], ['stageChange', s.moves], ['historyEntry', s.history]] as const).flatMap(([table, source]) => (source.value?.status === 'error' ? [table] : [])),
    };
  }

  #items(now: string): TimelineItem[] {
    const s = this.sources;
    const unsynced = this.#unsynced();
    const activities = new Map(s.activities.rows.map((row) => [row.id, row]));
    const links = new Map<string, ActivityLink[]>();
    for (const link of new Map([...s.past.rows, ...s.open.rows, ...s.parties.rows].map((row) => [row.id, row])).values()) {
      const list = links.get(link.activityId);
      if (list) list.push(link);
      else links.set(link.activityId, [link]);
    }
    const shown = new Set([...s.past.rows, ...s.open.rows].map((link) => link.activityId));
    const names = this.#recordNames();
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
    ];
  }

  /** Deals by their names, tickets by their numbers. */
  #recordNames(): Map<string, string> {
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
      if (change.table === 'activity' || change.table === 'ticket') marks.set(change.id, state === 'sending' ? 'saving' : 'unsynced');
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
    ];
  }

  /** A link counts as loaded when its activity is: what it stands for cannot be drawn before. */
  #linksWindow(): LoadedWindow {
    const { past, activities } = this.sources;
    const known = new Set(activities.rows.map((row) => row.id));
    const drawable = activities.growing || activities.loading ? past.rows.filter((link) => known.has(link.activityId)) : past.rows;
    return { times: drawable.map((link) => link.at), more: past.hasMore(this.limit) || drawable.length < past.rows.length };
  }

  #chips(now: string): Chip[] {
    const s = this.sources;
    const allowed = this.#request!.allowed;
    const counts = new Map<Group, number | undefined>();
    const known = this.counts();
    for (const [group, count] of known) counts.set(group, count);
    const totalOf = (source: { readonly value: { readonly status: string; readonly total: number | undefined } | undefined }): number | undefined =>
      (source.value === undefined || source.value.status === 'unsupported' || source.value.status === 'forbidden' ? 0 : source.value.total);
    counts.set('orders', totalOf(s.orders));
    counts.set('tickets', totalOf(s.tickets));
    counts.set('changes', this.#changesCount(now, totalOf(s.moves), totalOf(s.history)));
    return allGroups.filter((group) => allowed.has(group) && (counts.get(group) !== 0 || this.#chosen.has(group)) && counts.has(group)).map((group) => ({ group, count: counts.get(group) }));
  }

  // Moves and fields that are told elsewhere leave the list, so the number is only known where every row is.
  #changesCount(now: string, moves: number | undefined, history: number | undefined): number | undefined {
    if (moves === undefined || history === undefined) return undefined;
    if (moves + history > this.sources.moves.rows.length + this.sources.history.rows.length) return this.#request!.subject!.table === 'deal' || this.#request!.subject!.table === 'ticket' ? undefined : moves + history;
    return this.#items(now).reduce((sum, item) => sum + (item.group === 'changes' ? item.weight : 0), 0);
  }

  /** Activities by group. */
  counts(): Map<Group, number | undefined> {
    const { value } = this.sources.counts;
    const counts = new Map<Group, number | undefined>();
    if (!value || value.status === 'unsupported' || value.status === 'forbidden') return counts;
    if (value.status === 'error' || value.status === 'loading') {
      for (const link of [...this.sources.past.rows, ...this.sources.open.rows]) counts.set(groupOf(link.kind), undefined);
      return counts;
    }
    for (const { key, values } of value.groups) {
      const group = groupOf(String(key['kind']));
      counts.set(group, (counts.get(group) ?? 0) + (this.sources.scattered ? 1 : Number(values['count'])));
    }
    for (const [group, count] of counts) if (count! <= 0) counts.delete(group);
    return counts;
  }

  /** The first instant of all that is shown, where the other sources are known to their ends. */
  #oldest(): string | undefined {
    const s = this.sources;
    const others: readonly (readonly [Group, { hasMore(limit: number): boolean }])[] = [['orders', s.orders], ['tickets', s.tickets], ['changes', s.moves], ['changes', s.history]];
    if (others.some(([group, source]) => this.groups.has(group) && source.hasMore(this.limit))) return undefined;
    const times = (s.counts.value?.groups ?? []).flatMap(({ key, values }) => (this.groups.has(groupOf(String(key['kind']))) && typeof values['first'] === 'string' ? [values['first']] : []));
    return times.length > 0 ? times.reduce((a, b) => (a < b ? a : b)) : undefined;
  }

  /** Whether the viewer may rewrite it where it stands. */
  mayEdit({ kind, ownerId, createdBy }: Activity): boolean {
    return kind === 'note' && this.me != null && (ownerId ?? createdBy) === this.me && this.may('update');
  }
}
