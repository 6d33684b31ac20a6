import { dayOf } from '../format/date.ts';
import { groupOf } from './kinds.ts';
import type { Activity, ActivityItem, ActivityLink, ChangesItem, HistoryEntry, MessageItem, MoveItem, Order, OrderItem, OrderRow, StageChange, Ticket, TicketItem, TicketMessage, TimelineDay, TimelineItem, Touch, TouchItem } from './timeline-types.ts';

/** What is loaded of one source: times of its rows, and whether older ones are still to come. */
export interface LoadedWindow {
  readonly times: readonly string[];
  readonly more: boolean;
}

/**
 * The instant down to which all sources are known. Beyond it one of them may still bring something, so nothing further is shown: of the last
 * loaded times of the sources that have more, the one that comes first in the list. Empty when all is known.
 */
export function horizonOf(windows: readonly LoadedWindow[], order: Order = 'newest'): string {
  const isBefore = order === 'newest' ? (a: string, b: string) => a > b : (a: string, b: string) => a < b;
  let horizon = '';
  for (const { times, more } of windows) {
    if (!more || times.length === 0) continue;
    const last = times.reduce((a, b) => (isBefore(a, b) ? b : a));
    if (horizon === '' || isBefore(last, horizon)) horizon = last;
  }
  return horizon;
}

/** An email that the backend is asked to send: waits, was sent, or was not, which `outcome` says why. Undefined of all else. */
export function sendingOf({ kind, direction, details, done, outcome }: Activity): 'waiting' | 'sent' | 'failed' | undefined {
  if (kind !== 'email' || direction !== 'out' || details?.['send'] !== true) return undefined;
  return done ? 'sent' : outcome ? 'failed' : 'waiting';
}

/** When something still to do is late. A task without a date never is. */
function dueOf(activity: Activity): string | undefined {
  if (activity.done || sendingOf(activity)) return undefined;
  return activity.dueAt ?? (activity.kind === 'task' ? undefined : (activity.endsAt ?? activity.at));
}

// Something done a moment ago by a clock that runs ahead is not planned.
const clockSkew = 5 * 60_000;

export function activityItem(activity: Activity, links: readonly ActivityLink[], now: string, unsynced?: 'unsynced' | 'saving'): ActivityItem {
  const due = dueOf(activity);
  // Mail on its way is nothing to do.
  const when = sendingOf(activity) ? 'past' : activity.done ? (Date.parse(activity.at) > Date.parse(now) + clockSkew ? 'upcoming' : 'past') : due !== undefined && due < now ? 'overdue' : 'upcoming';
  return { type: 'activity', key: `activity ${activity.id}`, group: groupOf(activity.kind), at: activity.at, weight: 1, activity, links, when, ...(due === undefined ? {} : { due }), ...(unsynced ? { unsynced } : {}) };
}

export function orderItem(order: OrderRow): OrderItem {
  return { type: 'order', key: `order ${order.id}`, group: 'orders', at: order.orderedAt ?? order.createdAt ?? '', weight: 1, order };
}

export function ticketItem(ticket: Ticket, unsynced?: 'unsynced' | 'saving'): TicketItem {
  return { type: 'ticket', key: `ticket ${ticket.id}`, group: 'tickets', at: ticket.createdAt ?? '', weight: 1, ticket, ...(unsynced ? { unsynced } : {}) };
}

export function moveItem(change: StageChange, name: string | undefined): MoveItem {
  return { type: 'move', key: `move ${change.id}`, group: 'changes', at: change.at, weight: 1, change, ...(name ? { name } : {}) };
}

export function messageItem(message: TicketMessage, unsynced?: 'unsynced' | 'saving'): MessageItem {
  return { type: 'message', key: `message ${message.id}`, group: 'messages', at: message.at, weight: 1, message, ...(unsynced ? { unsynced } : {}) };
}

export function touchItem(touch: Touch): TouchItem {
  return { type: 'touch', key: `touch ${touch.id}`, group: 'other', at: touch.at, weight: 1, touch };
}

// What a move through a process sets beside the stage is told by the move itself.
const told = new Set(['stageId', 'stageSince', 'rank', 'closedAt', 'pipelineId']);
const together = 10 * 60_000;

/** Changes of fields, newest first. What one person changed in one record within ten minutes is one item: each field as it was before and as it stood after. */
export function changesItems(entries: readonly HistoryEntry[]): ChangesItem[] {
  const items: { -readonly [K in keyof ChangesItem]: ChangesItem[K] }[] = [];
  const latest = new Map<string, { readonly item: (typeof items)[number]; readonly started: number }>();
  for (const entry of [...entries].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const before = entry.before ?? {};
    const after = entry.after ?? {};
    const names = Object.keys({ ...before, ...after }).filter((name) => !told.has(name));
    if (names.length === 0) continue;
    const { table, recordId } = entry;
    const { item: last, started = 0 } = latest.get(`${table} ${recordId}`) ?? {};
    const time = Date.parse(entry.at);
    const joins = last !== undefined && last.byId === (entry.byId ?? null) && last.app === (entry.app ?? null) && time - started < together;
    const fields = new Map(joins ? last.fields.map((field) => [field.name, field]) : []);
    for (const name of names) fields.set(name, { name, before: fields.has(name) ? fields.get(name)!.before : (before[name] ?? null), after: after[name] ?? null });
    if (joins) Object.assign(last, { at: entry.at, weight: last.weight + 1, fields: [...fields.values()] });
    else {
      const item = { type: 'changes' as const, key: `changes ${entry.id}`, group: 'changes' as const, table, recordId, at: entry.at, weight: 1, byId: entry.byId ?? null, app: entry.app ?? null, fields: [...fields.values()] };
      latest.set(`${table} ${recordId}`, { item, started: time });
      items.push(item);
    }
  }
  return items.reverse();
}

/** Newest first; the key decides between equals, so that the order is the same on every drawing. */
function newestFirst(a: TimelineItem, b: TimelineItem): number {
  return a.at > b.at ? -1 : a.at < b.at ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

export interface Arranged {
  readonly overdue: readonly ActivityItem[];
  readonly upcoming: readonly ActivityItem[];
  readonly days: readonly TimelineDay[];
}

/** Items in their places: late first, then what comes, then the days of the viewer in their order, nothing beyond the horizon. */
export function arrange(items: readonly TimelineItem[], horizon: string, timeZone?: string, order: Order = 'newest'): Arranged {
  const overdue: ActivityItem[] = [];
  const upcoming: ActivityItem[] = [];
  const past: TimelineItem[] = [];
  for (const item of items) {
    if (item.type === 'activity' && item.when === 'overdue') overdue.push(item);
    else if (item.type === 'activity' && item.when === 'upcoming') upcoming.push(item);
    else if (horizon === '' || (order === 'newest' ? item.at >= horizon : item.at <= horizon)) past.push(item);
  }
  overdue.sort((a, b) => (a.due! < b.due! ? -1 : 1));
  // A task without a date comes last: no text is greater than this one.
  const soon = (item: ActivityItem): string => item.due ?? (item.activity.done ? item.at : '\uffff');
  upcoming.sort((a, b) => (soon(a) < soon(b) ? -1 : soon(a) > soon(b) ? 1 : a.key < b.key ? -1 : 1));
  past.sort(order === 'newest' ? newestFirst : (a, b) => newestFirst(b, a));
  // The day that the horizon cuts may have more.
  const cut = horizon === '' ? undefined : dayOf(new Date(horizon), timeZone);
  const days: { day: string; items: TimelineItem[]; complete: boolean }[] = [];
  for (const item of past) {
    const day = item.at === '' ? '' : dayOf(new Date(item.at), timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item], complete: day !== cut });
  }
  return { overdue, upcoming, days };
}
