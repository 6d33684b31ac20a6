import { type Entity, fieldOf } from './entity.ts';
import { WhereError } from './where.ts';

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

/** Checks a groupBy and its measures against the entity. @throws WhereError */
export function checkAggregate(e: Entity, groupBy: readonly string[], measures: Measures): void {
  const fields = [...groupBy, ...Object.values(measures).flatMap((m) => (m.op === 'count' ? [] : [m.field]))];
  for (const f of fields) if (!fieldOf(e, f)) throw new WhereError(`${e.name} has no field “${f}” to aggregate.`);
}
