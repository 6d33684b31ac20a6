import { groups } from './kinds.ts';
import type { Group, Order, TimelineSubject } from './timeline-types.ts';

type Warn = (text: string) => void;

const subjects = [['contactId', 'contact'], ['accountId', 'account'], ['dealId', 'deal'], ['ticketId', 'ticket']] as const;

/** Whose timeline the four ids name. */
export function subjectOf(ids: { readonly [K in (typeof subjects)[number][0]]?: string }, warn: Warn): TimelineSubject | undefined {
  const given = subjects.filter(([name]) => ids[name]);
  const first = given[0];
  if (given.length > 1) warn(`several records are named (${given.map(([name]) => name).join(', ')}); ${first![0]} counts`);
  return first && { table: first[1], id: ids[first[0]]! };
}

/** The groups that the words of `kinds` let through; all of them where it names none. */
export function groupsOf(kinds: string | undefined, warn: Warn): ReadonlySet<Group> {
  const words = (kinds ?? '').toLowerCase().split(/[\s,]+/).filter(Boolean);
  const known = groups.filter((group) => words.includes(group));
  const unknown = words.filter((word) => !(known as readonly string[]).includes(word));
  if (unknown.length > 0) warn(`kinds: "${unknown.join(' ')}" is none of ${groups.join(' ')}`);
  return new Set(known.length > 0 ? known : groups);
}

/** A page of 10 to 50 items. */
export function pageOf(size: number, warn: Warn): number {
  if (Number.isInteger(size) && size >= 10 && size <= 50) return size;
  warn(`page-size is a whole number from 10 to 50, not ${size}`);
  return Number.isFinite(size) ? Math.min(50, Math.max(10, Math.round(size))) : 20;
}

/** Whether the whole customer is meant. An account stands for its contacts too, unless the page says otherwise. */
export function isWhole(scope: string | undefined, subject: TimelineSubject | undefined, warn: Warn): boolean {
  if (scope && scope !== 'customer' && scope !== 'record') warn(`scope is customer or record, not "${scope}"`);
  return scope === 'customer' || (scope !== 'record' && subject?.table === 'account');
}

export function orderOf(order: string | undefined, warn: Warn): Order {
  if (order && order !== 'newest' && order !== 'oldest') warn(`order is newest or oldest, not "${order}"`);
  return order === 'oldest' ? 'oldest' : 'newest';
}
