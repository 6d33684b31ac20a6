import type { AggregateResult } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { TimelineController, TimelineView } from './customer-timeline.controller.ts';
import { groupOf, groups as allGroups } from './kinds.ts';
import type { TimelineSources } from './timeline-sources.ts';
import type { Group } from './timeline-types.ts';

interface Chip {
  readonly group: Group;
  /** Undefined where nobody can tell. */
  readonly count: number | undefined;
}

/** How many items there are, shown or not. */
export interface Counted {
  readonly chips: readonly Chip[];
  readonly total: number | undefined;
  /** How many are not shown yet, where that is known. */
  readonly earlier: number | undefined;
  /** Instant of the oldest of them, where that is known. */
  readonly backTo: string | undefined;
}

/** Counts what one customer's timeline has of each kind. */
export class TimelineCounts {
  readonly #controller: TimelineController;
  readonly #activities: LiveController<AggregateResult>;
  /** The last answer about a record, which stands until the next one of it. */
  #held: { readonly about: string; readonly value: AggregateResult } | undefined;

  constructor(host: ReactiveControllerHost, controller: TimelineController) {
    this.#controller = controller;
    this.#activities = new LiveController<AggregateResult>(host);
  }

  /** Called before each drawing. */
  watch(): void {
    const { sources, request } = this.#controller;
    const { key, where } = sources.links;
    // One activity may be linked to several records of a customer; counted by activity it counts once.
    this.#activities.watch([...key, sources.scattered], () => request!.crm!.activityLinks.aggregate({ where, groupBy: sources.scattered ? ['kind', 'activityId'] : ['kind'], measures: { count: { op: 'count' }, first: { op: 'min', field: 'at' } } }));
  }

  /** What of each kind there is, as far as anybody can tell; undefined while it is asked for the first time. */
  get #value(): AggregateResult | undefined {
    const { value } = this.#activities;
    const { subject } = this.#controller.request ?? {};
    const about = `${subject?.table} ${subject?.id}`;
    if (value && value.status !== 'loading') this.#held = { about, value };
    return this.#held?.about === about ? this.#held.value : undefined;
  }

  /** There is a first answer. */
  get isKnown(): boolean { return this.#value !== undefined; }

  of({ more, shown, changes }: TimelineView): Counted {
    const { sources, groups, chosen, limit, request } = this.#controller;
    if (!request?.subject) return { chips: [], total: undefined, earlier: undefined, backTo: undefined };
    const value = this.#value;
    const ofRecord = ['deal', 'ticket', 'lead'].includes(request.subject.table);
    const chips = chipsOf(sources, value, changes, { allowed: request.allowed, chosen, ofRecord });
    const sumOf = (some: readonly Chip[]): number | undefined => some.reduce<number | undefined>((sum, { count }) => (sum === undefined || count === undefined ? undefined : sum + count), 0);
    const wanted = sumOf(chips.filter(({ group }) => groups.has(group)));
    return {
      chips, total: sumOf(chips), earlier: more && wanted !== undefined && wanted > shown ? wanted - shown : undefined,
      backTo: more && request.order === 'newest' ? oldestOf(sources, value, groups, limit) : undefined,
    };
  }
}

interface Answered {
  readonly value: { readonly status: string; readonly total: number | undefined } | undefined;
}

const totalOf = ({ value }: Answered): number | undefined => (value === undefined || value.status === 'unsupported' || value.status === 'forbidden' ? 0 : value.total);

/** What there is of each kind: those that have something, and those that are chosen. */
function chipsOf(sources: TimelineSources, activities: AggregateResult | undefined, changes: number, { allowed, chosen, ofRecord }: { readonly allowed: ReadonlySet<Group>; readonly chosen: ReadonlySet<Group>; readonly ofRecord: boolean }): Chip[] {
  const counts = activityCounts(sources, activities);
  counts.set('orders', totalOf(sources.orders));
  counts.set('tickets', totalOf(sources.tickets));
  counts.set('changes', changesCount(sources, changes, ofRecord));
  for (const [group, source] of [['messages', sources.messages], ['other', sources.touches]] as const) {
    const total = totalOf(source);
    if (total !== 0) counts.set(group, total === undefined ? undefined : total + (counts.get(group) ?? 0));
  }
  return allGroups.filter((group) => allowed.has(group) && (counts.get(group) !== 0 || chosen.has(group)) && counts.has(group)).map((group) => ({ group, count: counts.get(group) }));
}

// Moves and fields that are told elsewhere leave the list, so the number is only known where every row is.
function changesCount(sources: TimelineSources, shown: number, ofRecord: boolean): number | undefined {
  const moves = totalOf(sources.moves);
  const history = totalOf(sources.history);
  if (moves === undefined || history === undefined) return undefined;
  if (moves + history > sources.moves.rows.length + sources.history.rows.length) return ofRecord ? undefined : moves + history;
  return shown;
}

/** Activities by group. */
function activityCounts({ scattered, past, open }: TimelineSources, value: AggregateResult | undefined): Map<Group, number | undefined> {
  const counts = new Map<Group, number | undefined>();
  if (!value || value.status === 'unsupported' || value.status === 'forbidden') return counts;
  if (value.status === 'error') {
    for (const link of [...past.rows, ...open.rows]) counts.set(groupOf(link.kind), undefined);
    return counts;
  }
  for (const { key, values } of value.groups) {
    const group = groupOf(String(key['kind']));
    counts.set(group, (counts.get(group) ?? 0) + (scattered ? 1 : Number(values['count'])));
  }
  for (const [group, count] of counts) if (count! <= 0) counts.delete(group);
  return counts;
}

/** The first instant of all that is shown, where the other sources are known to their ends. */
function oldestOf({ orders, tickets, moves, history, messages, touches }: TimelineSources, counts: AggregateResult | undefined, groups: ReadonlySet<Group>, limit: number): string | undefined {
  const others: readonly (readonly [Group, { hasMore(limit: number): boolean }])[] = [['orders', orders], ['tickets', tickets], ['changes', moves], ['changes', history], ['messages', messages], ['other', touches]];
  if (others.some(([group, source]) => groups.has(group) && source.hasMore(limit))) return undefined;
  const times = (counts?.groups ?? []).flatMap(({ key, values }) => (groups.has(groupOf(String(key['kind']))) && typeof values['first'] === 'string' ? [values['first']] : []));
  return times.length > 0 ? times.reduce((a, b) => (a < b ? a : b)) : undefined;
}
