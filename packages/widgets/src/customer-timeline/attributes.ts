import { groups } from './kinds.ts';
import type { Group, Order, TimelineSubject } from './timeline-types.ts';

// What makes no sense is drawn around; attribute-faults.ts tells the developer of it.

export interface SubjectIds {
  readonly contactId?: string;
  readonly accountId?: string;
  readonly dealId?: string;
  readonly ticketId?: string;
  readonly leadId?: string;
}

/** In the order in which they count. */
export const subjects = [['contactId', 'contact'], ['accountId', 'account'], ['dealId', 'deal'], ['ticketId', 'ticket'], ['leadId', 'lead']] as const;

/** Whose timeline the ids name. */
export function subjectOf(ids: SubjectIds): TimelineSubject | undefined {
  const [name, table] = subjects.find(([each]) => ids[each]) ?? [];
  return name && table && { table, id: ids[name]! };
}

export const wordsOf = (kinds: string | undefined): string[] => (kinds ?? '').toLowerCase().split(/[\s,]+/).filter(Boolean);

/** The groups that the words of `kinds` let through; all of them where it names none. */
export function groupsOf(kinds: string | undefined): ReadonlySet<Group> {
  const words = wordsOf(kinds);
  const known = groups.filter((group) => words.includes(group));
  return new Set(known.length > 0 ? known : groups);
}

/** A page of 10 to 50 items. */
export function pageOf(size: number): number {
  return Number.isFinite(size) ? Math.min(50, Math.max(10, Math.round(size))) : 20;
}

/** Whether the whole customer is meant. An account stands for its contacts too, unless the page says otherwise. */
export function isWhole(scope: string | undefined, subject: TimelineSubject | undefined): boolean {
  return scope === 'customer' || (scope !== 'record' && subject?.table === 'account');
}

export function orderOf(order: string | undefined): Order {
  return order === 'oldest' ? 'oldest' : 'newest';
}

/** Before the last visit nothing is new. Undefined where the browser's memory is to say when that was. */
export function visitOf(lastVisit: string | null | undefined): string | null | undefined {
  return typeof lastVisit === 'string' && Number.isNaN(Date.parse(lastVisit)) ? undefined : lastVisit;
}
