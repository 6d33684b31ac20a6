import type { DatedRate } from '@vinculo/insights';
import type { Group, Money } from '@vinculo/sdk/schema';
import { inOne, type StageLike, type Sums } from './figures.ts';

/** In which order they are told: the surest first. */
export const forecastCategories = ['won', 'committed', 'bestCase', 'pipeline'] as const;
export type ForecastCategory = (typeof forecastCategories)[number];

/** What one month may bring, in minor units of one currency. */
export interface ForecastMonth {
  /** YYYY-MM. */
  readonly month: string;
  readonly amounts: Readonly<Record<ForecastCategory, number>>;
  readonly target: Money | undefined;
}

/** The months from that of a day on, YYYY-MM. */
export function monthsFrom(today: string, count: number): string[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return Array.from({ length: count }, (_, n) => new Date(Date.UTC(year, month - 1 + n, 1)).toISOString().slice(0, 7));
}

/**
 * Open deals by the month in which they are expected to close and by their forecast category (`pipeline` where they have none; omitted ones are left out),
 * and what was won in the first month.
 * @param open groups by `stageId`, `expectedClose` and `forecast` with the measure `sum`
 * @param won groups by `stageId` with the measure `sum`, of deals closed since the first month began
 * @returns undefined where a rate is missing to say it in one currency
 */
export function forecast(open: readonly Group[], won: readonly Group[], stages: readonly StageLike[], months: readonly string[], { currency, rates, today, targets }: {
  readonly currency: string; readonly rates: readonly DatedRate[]; readonly today: string; readonly targets: Readonly<Record<string, Money>>;
}): ForecastMonth[] | undefined {
  const categoryOf = new Map(stages.map((stage) => [stage.id, stage.category]));
  const amounts = new Map(months.map((month) => [month, { won: 0, committed: 0, bestCase: 0, pipeline: 0 }]));
  const add = (month: string | undefined, category: string, sums: Sums): boolean => {
    const into = amounts.get(month ?? '');
    if (!into || !isCategory(category)) return true;
    const minor = inOne(sums, currency, rates, today);
    if (minor !== undefined) into[category] += minor;
    return minor !== undefined;
  };
  // The measure of both queries is a sum of money per currency.
  const sumsOf = (group: Group): Sums => (group.values['sum'] ?? {}) as Sums;
  for (const group of open) {
    if (categoryOf.get(String(group.key['stageId'])) !== 'open') continue;
    if (!add(String(group.key['expectedClose'] ?? '').slice(0, 7), String(group.key['forecast'] ?? 'pipeline'), sumsOf(group))) return undefined;
  }
  for (const group of won) {
    if (categoryOf.get(String(group.key['stageId'])) === 'won' && !add(months[0], 'won', sumsOf(group))) return undefined;
  }
  return months.map((month) => ({ month, amounts: amounts.get(month)!, target: targets[month] }));
}

const isCategory = (text: string): text is ForecastCategory => (forecastCategories as readonly string[]).includes(text);
