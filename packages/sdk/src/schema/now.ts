import type { Entity } from './entity.ts';
import { fieldOf } from './entity.ts';
import { type Where, WhereError } from './where.ts';

/** The present moment as a value of a filter, shifted by milliseconds. Rows enter and leave a live query as time passes them. */
export interface Now {
  readonly now: number;
}

/**
 * The present moment, for `lt`, `lte`, `gt` and `gte` over instants; over dates it is the day in the reader's time zone.
 * @param offset milliseconds to add; negative is the past
 *
 * @example crm.tickets.query({ where: { status: { ne: 'closed' }, resolutionDue: { lt: now() } } }) // overdue, by itself
 * @example crm.deals.query({ where: { stageSince: { lt: now(-30 * 86_400_000) } } }) // a month in its stage
 */
export function now(offset: number = 0): Now {
  return { now: offset };
}

/** A place where a filter compares a field with the present. */
export interface Moment {
  readonly field: string;
  readonly offset: number;
}

const ordering: ReadonlySet<string> = new Set(['lt', 'lte', 'gt', 'gte']);
const isNow = (value: unknown): value is Now => typeof value === 'object' && value !== null && typeof (value as Now).now === 'number';

/** Where a filter compares with the present; empty for most. */
export function momentsOf(where: Where | undefined): Moment[] {
  const found: Moment[] = [];
  walk(where, (field, offset) => {
    found.push({ field, offset });
    return undefined;
  });
  return found;
}

/** The filter as it stands at a moment: every `now()` in it is a plain value, which backends understand. */
export function resolveNow<W extends Where | undefined>(e: Entity, where: W, at: number): W {
  // The shape stays; only values of conditions are replaced.
  return walk(where, (field, offset) => momentText(e, field, at + offset)) as W;
}

/** How a moment is written in a field of this kind. */
export function momentText(e: Entity, field: string, at: number): string {
  const moment = new Date(at);
  const kind = fieldOf(e, field)?.kind;
  // A field that there is not has an error of its own.
  if (kind && kind !== 'date' && kind !== 'instant') throw new WhereError(`${e.name}.${field} holds ${kind}; now() compares with dates and instants.`);
  if (Number.isNaN(moment.getTime())) throw new WhereError(`${e.name}.${field} is compared with now() shifted to no moment; the shift is in milliseconds.`);
  if (kind !== 'date') return moment.toISOString();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(moment.getFullYear()).padStart(4, '0')}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** When the present comes to a value of a field, and when it has passed it, in milliseconds: an instant is passed at once, a date when its day is over. */
export function spanOf(e: Entity, field: string, value: string): { readonly from: number; readonly after: number } {
  if (fieldOf(e, field)?.kind !== 'date') return { from: Date.parse(value), after: Date.parse(value) + 1 };
  const [year = 0, month = 1, day = 1] = value.split('-').map(Number);
  return { from: new Date(year, month - 1, day).getTime(), after: new Date(year, month - 1, day + 1).getTime() };
}

/**
 * A filter with its comparisons with the present replaced; what is not replaced stays.
 * @param replace `isUpper`: a row matches up to this moment, all conditions and negations around it counted
 */
export function walk(where: Where | undefined, replace: (field: string, offset: number, isUpper: boolean) => unknown, negated = false): unknown {
  if (!where) return where;
  let changed = false;
  const entries = Object.entries(where as Record<string, unknown>).map(([key, value]): [string, unknown] => {
    let next = value;
    if ((key === 'and' || key === 'or') && Array.isArray(value)) next = mapped(value as Where[], (w) => walk(w, replace, negated));
    else if (key === 'not') next = walk(value as Where, replace, !negated);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).some(isNow)) {
      next = Object.fromEntries(Object.entries(value).map(([op, v]) => [op, isNow(v) && ordering.has(op) ? (replace(key, v.now, (op === 'lt' || op === 'lte') !== negated) ?? v) : v]));
    }
    changed ||= next !== value;
    return [key, next];
  });
  return changed ? Object.fromEntries(entries) : where;
}

function mapped<T>(list: readonly T[], map: (item: T) => unknown): readonly unknown[] {
  const next = list.map(map);
  return next.every((item, i) => item === list[i]) ? list : next;
}
