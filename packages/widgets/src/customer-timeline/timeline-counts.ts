import { groupOf, groups as allGroups } from './kinds.ts';
import type { TimelineSources } from './timeline-sources.ts';
import type { Group, TimelineItem } from './timeline-types.ts';

export interface Chip {
  readonly group: Group;
  /** Undefined where nobody can tell. */
  readonly count: number | undefined;
}

interface Answered {
  readonly value: { readonly status: string; readonly total: number | undefined } | undefined;
}

const totalOf = ({ value }: Answered): number | undefined => (value === undefined || value.status === 'unsupported' || value.status === 'forbidden' ? 0 : value.total);

/** What there is of each kind: those that have something, and those that are chosen. */
export function chipsOf(sources: TimelineSources, items: readonly TimelineItem[], { allowed, chosen, ofRecord }: { readonly allowed: ReadonlySet<Group>; readonly chosen: ReadonlySet<Group>; readonly ofRecord: boolean }): Chip[] {
  const counts = activityCounts(sources);
  counts.set('orders', totalOf(sources.orders));
  counts.set('tickets', totalOf(sources.tickets));
  counts.set('changes', changesCount(sources, items, ofRecord));
  const messages = totalOf(sources.messages);
  if (messages !== 0) counts.set('messages', messages === undefined ? undefined : messages + (counts.get('messages') ?? 0));
  return allGroups.filter((group) => allowed.has(group) && (counts.get(group) !== 0 || chosen.has(group)) && counts.has(group)).map((group) => ({ group, count: counts.get(group) }));
}

// Moves and fields that are told elsewhere leave the list, so the number is only known where every row is.
function changesCount(sources: TimelineSources, items: readonly TimelineItem[], ofRecord: boolean): number | undefined {
  const moves = totalOf(sources.moves);
  const history = totalOf(sources.history);
  if (moves === undefined || history === undefined) return undefined;
  if (moves + history > sources.moves.rows.length + sources.history.rows.length) return ofRecord ? undefined : moves + history;
  return items.reduce((sum, item) => sum + (item.group === 'changes' ? item.weight : 0), 0);
}

/** Activities by group. */
function activityCounts({ counts: { value }, scattered, past, open }: TimelineSources): Map<Group, number | undefined> {
  const counts = new Map<Group, number | undefined>();
  if (!value || value.status === 'unsupported' || value.status === 'forbidden') return counts;
  if (value.status === 'error' || value.status === 'loading') {
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
export function oldestOf({ orders, tickets, moves, history, messages, counts }: TimelineSources, groups: ReadonlySet<Group>, limit: number): string | undefined {
  const others: readonly (readonly [Group, { hasMore(limit: number): boolean }])[] = [['orders', orders], ['tickets', tickets], ['changes', moves], ['changes', history], ['messages', messages]];
  if (others.some(([group, source]) => groups.has(group) && source.hasMore(limit))) return undefined;
  const times = (counts.value?.groups ?? []).flatMap(({ key, values }) => (groups.has(groupOf(String(key['kind']))) && typeof values['first'] === 'string' ? [values['first']] : []));
  return times.length > 0 ? times.reduce((a, b) => (a < b ? a : b)) : undefined;
}
