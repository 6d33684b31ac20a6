import { type Entity, type AnyRow, fieldOf } from './entity.ts';
import { type FieldKind, type Money, type Phone, canonical } from './field.ts';
import type { Now } from './now.ts';
import { sameValue } from './same-value.ts';

/** What a value is compared as. */
export type Comparable = string | number;

/** What may be asked of one field. Several conditions all have to hold. */
export interface Condition<T = unknown> {
  /** Equal. `null` asks for empty. */
  readonly eq?: T | null;
  /** Not equal; an empty field is not equal to any value. */
  readonly ne?: T | null;
  readonly in?: readonly T[];
  readonly lt?: T | Now;
  readonly lte?: T | Now;
  readonly gt?: T | Now;
  readonly gte?: T | Now;
  /** Text that occurs in it, upper or lower case alike. */
  readonly contains?: string;
  /** A tag that is in the list. */
  readonly has?: string;
}

/** A filter over rows of type R: fields with a value or a Condition, all of which must hold, and and/or/not over further filters. */
export type Where<R = AnyRow> = {
  readonly [K in keyof R]?: NonNullable<R[K]> | null | Condition<NonNullable<R[K]>>;
} & {
  readonly and?: readonly Where<R>[];
  readonly or?: readonly Where<R>[];
  readonly not?: Where<R>;
  /** Words that must all occur in the searchable fields. */
  readonly search?: string;
};

/** A sort key: a field name, or with a leading minus for descending. Empty values come last either way; equal rows go by id. */
export type Order<R = AnyRow> = (keyof R & string) | `-${keyof R & string}`;

const operators = ['eq', 'ne', 'in', 'lt', 'lte', 'gt', 'gte', 'contains', 'has'] as const;
type Operator = (typeof operators)[number];

const ordering: ReadonlySet<string> = new Set<Operator>(['lt', 'lte', 'gt', 'gte', 'contains']);
/** Kinds whose values have one text or number to compare by. */
export const scalarKinds: ReadonlySet<FieldKind> = new Set<FieldKind>([
  'text', 'longText', 'email', 'phone', 'url', 'boolean', 'integer', 'number', 'decimal', 'percent', 'money', 'currency', 'date', 'instant', 'timeZone', 'option', 'ref', 'rank',
]);

/** One test of one field: the common form that the memory and SQL readings of a filter both start from. */
export interface FieldTest {
  readonly field: string;
  readonly op: Operator;
  readonly value: unknown;
}

/** A filter taken apart. */
export type Filter =
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter }
  | { readonly search: readonly string[] }
  | FieldTest;

/** Thrown for a filter that the entity cannot answer; the message names the field or operator. */
export class WhereError extends TypeError {}

/** Whether it says what is asked of a field, rather than a value that the field is to equal. One that says nothing asks nothing. */
function isCondition(value: unknown): value is Condition {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return false;
  return Object.keys(value).every((k) => (operators as readonly string[]).includes(k));
}

/** Whether a field of this kind could hold the value. */
function comparesWith(kind: FieldKind, value: unknown): boolean {
  if (value === null || value === undefined || kind === 'json') return true;
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  if (Array.isArray(value)) return !scalarKinds.has(kind);
  return (kind === 'money' && 'minor' in value) || (kind === 'phone' && 'raw' in value);
}

function listOf<T>(value: unknown, name: string): readonly T[] {
  if (!Array.isArray(value)) throw new WhereError(`“${name}” takes a list, not ${shown(value)}.`);
  return value;
}

const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : typeof value === 'string' ? `"${value}"` : String(value));

/** Takes a filter apart and checks its fields, conditions and values against the entity. @throws WhereError */
export function parseWhere(e: Entity, where: Where<never> | Where | undefined): Filter {
  const all: Filter[] = [];
  for (const [key, value] of Object.entries((where ?? {}) as Record<string, unknown>)) {
    if (value === undefined) continue;
    if (key === 'and') all.push({ all: listOf<Where>(value, key).map((w) => parseWhere(e, w)) });
    else if (key === 'or') all.push({ any: listOf<Where>(value, key).map((w) => parseWhere(e, w)) });
    else if (key === 'not') {
      if (typeof value !== 'object' || value === null) throw new WhereError(`“not” takes a filter, not ${shown(value)}.`);
      all.push({ not: parseWhere(e, value) });
    } else if (key === 'search') {
      if (typeof value !== 'string') throw new WhereError(`“search” takes words, not ${shown(value)}.`);
      const words = value.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length > 0) all.push({ search: words });
    } else all.push(...testsOf(e, key, value));
  }
  return all.length === 1 ? all[0]! : { all };
}

function testsOf(e: Entity, field: string, asked: unknown): FieldTest[] {
  const kind = fieldOf(e, field)?.kind;
  if (!kind) throw new WhereError(`${e.name} has no field “${field}” to filter by.`);
  const own = (v: unknown): unknown => {
    if (comparesWith(kind, v)) return canonical(kind, v);
    throw new WhereError(`${e.name}.${field} holds ${kind}, which ${shown(v)} is not; conditions are ${operators.join(', ')}.`);
  };
  if (!isCondition(asked)) return [{ field, op: 'eq', value: own(asked) }];
  return operators.filter((op) => asked[op] !== undefined).map((op) => {
    const value = asked[op];
    if (typeof value === 'object' && 'now' in (value ?? {})) throw new WhereError(`${e.name}.${field} is compared with now(), which only lt, lte, gt and gte of a client's live query understand.`);
    if (!scalarKinds.has(kind) && ordering.has(op)) throw new WhereError(`${e.name}.${field} holds ${kind}, which ${op} cannot compare; use has or search.`);
    return { field, op, value: op === 'in' ? listOf(value, op).map(own) : op === 'contains' || op === 'has' ? value : own(value) };
  });
}

/** A value as it is compared: money by its minor units, phones by number, all else as it is. */
export function comparable(value: unknown): Comparable | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'object' && 'minor' in value) return (value as Money).minor;
  if (typeof value === 'object' && 'raw' in value) return (value as Phone).e164 ?? (value as Phone).raw;
  return JSON.stringify(value);
}

/** Decimal text compares by number, everything else as it stands. Both sides are of one field, so of one type. */
function compareValues(kind: string, a: Comparable, b: Comparable): number {
  if (kind === 'decimal') return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function sameCurrency(a: unknown, b: unknown): boolean {
  return (a as Money).currency === (b as Money).currency;
}

/** The text of a row that `search` looks through, lower case. */
export function searchText(e: Entity, row: AnyRow): string {
  const parts: string[] = [];
  for (const [name, f] of Object.entries(e.fields)) {
    if (!f.searchable) continue;
    const value = row[name];
    if (typeof value === 'string') parts.push(value);
    else if (value !== null && typeof value === 'object') {
      for (const item of Array.isArray(value) ? value : [value]) {
        if (typeof item === 'string') parts.push(item);
        else for (const key of ['value', 'raw', 'e164', 'handle'] as const) if (typeof item?.[key] === 'string') parts.push(item[key]);
      }
    }
  }
  return parts.join('\n').toLowerCase();
}

function compileTest(e: Entity, { field, op, value }: FieldTest): (row: AnyRow) => boolean {
  const kind = fieldOf(e, field)!.kind;
  const against = comparable(value);
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const order = (row: AnyRow, holds: (c: number) => boolean): boolean => {
    const raw = row[field];
    const own = comparable(raw);
    if (own === null || against === null || (kind === 'money' && !sameCurrency(raw, value))) return false;
    return holds(compareValues(kind, own, against));
  };
  switch (op) {
    case 'eq': return isPlain ? (row) => row[field] === value : (row) => sameValue(row[field], value);
    case 'ne': return isPlain ? (row) => row[field] !== value : (row) => !sameValue(row[field], value);
    case 'in': {
      const list = value as readonly unknown[];
      if (list.every((v) => typeof v === 'string')) {
        const set = new Set<unknown>(list);
        return (row) => set.has(row[field]);
      }
      return (row) => list.some((v) => sameValue(row[field], v));
    }
    case 'lt': return (row) => order(row, (c) => c < 0);
    case 'lte': return (row) => order(row, (c) => c <= 0);
    case 'gt': return (row) => order(row, (c) => c > 0);
    case 'gte': return (row) => order(row, (c) => c >= 0);
    case 'contains': {
      const needle = String(value).toLowerCase();
      return (row) => String(comparable(row[field]) ?? '').toLowerCase().includes(needle);
    }
    case 'has': return (row) => Array.isArray(row[field]) && (row[field] as unknown[]).includes(value);
  }
}

/** A predicate over rows that says the same as the SQL reading of the filter. */
export function compileFilter(e: Entity, filter: Filter): (row: AnyRow) => boolean {
  if ('all' in filter) {
    const tests = filter.all.map((f) => compileFilter(e, f));
    if (tests.length === 0) return () => true;
    return (row) => {
      for (const test of tests) if (!test(row)) return false;
      return true;
    };
  }
  if ('any' in filter) {
    const tests = filter.any.map((f) => compileFilter(e, f));
    return (row) => tests.some((t) => t(row));
  }
  if ('not' in filter) {
    const test = compileFilter(e, filter.not);
    return (row) => !test(row);
  }
  if ('search' in filter) {
    return (row) => {
      const text = searchText(e, row);
      return filter.search.every((word) => text.includes(word));
    };
  }
  return compileTest(e, filter);
}

/** Shorthand for compileFilter(parseWhere(...)). @throws WhereError */
export function compileWhere(e: Entity, where: Where<never> | Where | undefined): (row: AnyRow) => boolean {
  return compileFilter(e, parseWhere(e, where));
}

export interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

/** Sort keys, checked against the entity. @throws WhereError */
export function parseOrder(e: Entity, orderBy: readonly string[] | undefined): SortKey[] {
  return (orderBy ?? []).map((o) => {
    const descending = o.startsWith('-');
    const field = descending ? o.slice(1) : o;
    const f = fieldOf(e, field);
    if (!f) throw new WhereError(`${e.name} has no field “${field}” to sort by.`);
    if (!scalarKinds.has(f.kind)) throw new WhereError(`${e.name}.${field} holds ${f.kind}, which has no order.`);
    return { field, descending };
  });
}

/** A total order over rows: the keys, empties last, then id. */
export function compileOrder(e: Entity, orderBy: readonly string[] | undefined): (a: AnyRow, b: AnyRow) => number {
  const keys = parseOrder(e, orderBy).map(({ field, descending }, i, all) => compareBy(fieldOf(e, field)!.kind, field, descending, i === all.length - 1));
  const [first] = keys;
  if (!first) return compareIds;
  if (keys.length === 1) return first;
  return (a, b) => {
    for (const compare of keys) {
      const c = compare(a, b);
      if (c !== 0) return c;
    }
    return 0;
  };
}

function compareIds(a: AnyRow, b: AnyRow): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Kinds whose values stand in a row as the text or number they compare by. */
export const plainKinds: ReadonlySet<FieldKind> = new Set<FieldKind>(['text', 'longText', 'email', 'url', 'integer', 'number', 'percent', 'currency', 'date', 'instant', 'timeZone', 'option', 'ref', 'rank']);

/** @param last no key follows, so that equal rows go by id */
function compareBy(kind: FieldKind, field: string, descending: boolean, last: boolean): (a: AnyRow, b: AnyRow) => number {
  const sign = descending ? -1 : 1;
  const plain = plainKinds.has(kind);
  return (a, b) => {
    const x = a[field];
    const y = b[field];
    // Most values are of the one type that their kind says.
    if (plain && ((typeof x === 'string' && typeof y === 'string') || (typeof x === 'number' && typeof y === 'number'))) return x < y ? -sign : x > y ? sign : last ? compareIds(a, b) : 0;
    const left = comparable(x);
    const right = comparable(y);
    const order = left === null || right === null ? (left === right ? 0 : left === null ? 1 : -1) : sign * compareValues(kind, left, right);
    return order === 0 && last ? compareIds(a, b) : order;
  };
}

/** A field of which a row must hold one of some plain values for a filter to say yes. An index answers it. */
export interface Pin {
  readonly field: string;
  readonly values: readonly (string | number | boolean | null)[];
}

/** What a filter pins down, in all its alternatives. */
export function pinsOf(filter: Filter): readonly Pin[] {
  if ('all' in filter) return filter.all.flatMap(pinsOf);
  if (!('field' in filter)) return [];
  const values = filter.op === 'eq' ? [filter.value ?? null] : filter.op === 'in' ? (filter.value as readonly unknown[]).map((v) => v ?? null) : [];
  const plain = values.every((v) => v === null || typeof v === 'string' || typeof v === 'number' || typeof v === 'boolean');
  return (filter.op === 'eq' || filter.op === 'in') && plain ? [{ field: filter.field, values }] : [];
}
