import { type Entity, fieldOf } from './entity.ts';
import type { FieldKind } from './field.ts';
import { scalarKinds, WhereError } from './where.ts';

/** A figure over a group of rows. Sums, minima and maxima of money are per currency and never mixed. */
export type Measure = { readonly op: 'count' } | { readonly op: 'sum' | 'min' | 'max' | 'avg'; readonly field: string };

export type Measures = Readonly<Record<string, Measure>>;

/** Sums per currency, in minor units: `{ EUR: 38640000, CNY: 120000 }`. */
export type MoneyByCurrency = Readonly<Record<string, number>>;

export type MeasureValue = number | string | MoneyByCurrency | null;

/** One group: the values it stands for and its figures. An average of money is per currency too, not rounded. */
export interface Group {
  readonly key: Readonly<Record<string, unknown>>;
  readonly values: Readonly<Record<string, MeasureValue>>;
}

const operations: readonly string[] = ['count', 'sum', 'min', 'max', 'avg'] satisfies Measure['op'][];
/** Kinds whose values add up. */
export const summable: ReadonlySet<string> = new Set<FieldKind>(['integer', 'number', 'percent', 'decimal', 'boolean', 'money']);

/** Checks a groupBy and its measures against the entity. @throws WhereError */
export function checkAggregate(e: Entity, groupBy: readonly string[], measures: Measures): void {
  if (typeof measures !== 'object') throw new WhereError(`Figures of ${e.plural} need measures, as { n: { op: 'count' } }.`);
  const kindOf = (field: string): FieldKind => {
    const f = fieldOf(e, field);
    if (!f) throw new WhereError(`${e.name} has no field “${field}” to aggregate.`);
    return f.kind;
  };
  for (const field of groupBy) {
    const kind = kindOf(field);
    if (kind === 'phone' || (kind !== 'tags' && !scalarKinds.has(kind))) throw new WhereError(`${e.name}.${field} holds ${kind}, which makes no groups.`);
  }
  for (const m of Object.values(measures)) {
    if (!operations.includes(m?.op)) throw new WhereError(`There is no measure ${JSON.stringify(m)}; its op is one of ${operations.join(', ')}.`);
    if (m.op === 'count') continue;
    const kind = kindOf(m.field);
    if (!(m.op === 'sum' || m.op === 'avg' ? summable.has(kind) : scalarKinds.has(kind))) throw new WhereError(`${e.name}.${m.field} holds ${kind}, of which there is no ${m.op}.`);
  }
}
