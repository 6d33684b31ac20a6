import type { AnyRow, Entity } from './entity.ts';
import { fieldOf } from './entity.ts';
import { exactSum } from './exact-sum.ts';
import type { Money } from './field.ts';
import type { Group, Measures, MeasureValue } from './measures.ts';
import { sameValue } from './same-value.ts';
import { comparable } from './where.ts';

function fold(values: readonly unknown[], op: 'sum' | 'min' | 'max' | 'avg', kind: string): MeasureValue {
  const present = values.filter((v) => v !== null && v !== undefined);
  if (kind === 'money') {
    const byCurrency = new Map<string, number[]>();
    for (const { minor, currency } of present as Money[]) (byCurrency.get(currency) ?? byCurrency.set(currency, []).get(currency)!).push(minor);
    return Object.fromEntries([...byCurrency].map(([c, list]) => [c, foldNumbers(list, op)]));
  }
  if (present.length === 0) return op === 'sum' ? 0 : null;
  if (op === 'sum' || op === 'avg') return foldNumbers(present.map(Number), op);
  if (kind === 'decimal') return foldNumbers(present.map(Number), op);
  const sorted = present.map((v) => comparable(v)!).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return op === 'min' ? sorted[0]! : sorted[sorted.length - 1]!;
}

function foldNumbers(list: readonly number[], op: 'sum' | 'min' | 'max' | 'avg'): number {
  if (op === 'min') return list.reduce((a, b) => Math.min(a, b));
  if (op === 'max') return list.reduce((a, b) => Math.max(a, b));
  const sum = exactSum(list);
  return op === 'avg' ? sum / list.length : sum;
}

/** Groups of rows with their figures, by plain recomputation. With no groupBy there is exactly one group, also over no rows. */
export function aggregateRows(e: Entity, rows: Iterable<AnyRow>, groupBy: readonly string[], measures: Measures): Group[] {
  const groups = new Map<string, { key: Record<string, unknown>; rows: AnyRow[] }>();
  if (groupBy.length === 0) groups.set('[]', { key: {}, rows: [] });
  for (const row of rows) {
    const key = Object.fromEntries(groupBy.map((f) => [f, row[f] ?? null]));
    const name = groupName(groupBy, key);
    const group = groups.get(name) ?? groups.set(name, { key, rows: [] }).get(name)!;
    group.rows.push(row);
  }
  return [...groups.values()].map((g) => ({ key: g.key, values: figures(e, g.rows, measures) }));
}

/** The figures of one group of rows. */
export function figures(e: Entity, rows: readonly AnyRow[], measures: Measures): Record<string, MeasureValue> {
  return Object.fromEntries(Object.entries(measures).map(([name, m]) =>
    [name, m.op === 'count' ? rows.length : fold(rows.map((r) => r[m.field]), m.op, fieldOf(e, m.field)!.kind)]));
}

/** One text for a group's key, the same for keys that are the same value (sameValue): whatever the order of an object's own keys, and without those that hold nothing. */
export function groupName(groupBy: readonly string[], key: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(groupBy.map((f) => key[f] ?? null), (_, value: unknown) => (value instanceof Object && !Array.isArray(value) ? Object.entries(value).filter(([, v]) => v !== null && v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)) : value));
}

/** The group whose key has these values, or undefined. */
export function findGroup(groups: readonly Group[], key: Readonly<Record<string, unknown>>): Group | undefined {
  return groups.find((g) => Object.entries(key).every(([k, v]) => sameValue(g.key[k], v)));
}
