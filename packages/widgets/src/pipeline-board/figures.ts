import { type DatedRate, minorRate } from '@vinculo/insights';
import type { Group, Money } from '@vinculo/sdk/schema';
import { minorDigits } from '../format/money.ts';

/** Sums per currency in minor units. */
export type Sums = Readonly<Record<string, number>>;

/** What stands in a lane's head. */
export interface StageFigures {
  readonly count: number;
  readonly sum: Total;
  /** Sum of amount x probability, with the deal's own probability where it has one. */
  readonly weighted: Total;
  /** Of the open stages together, 0 to 100: of the money where it can be compared, else of the number of deals. */
  readonly share: number;
  readonly shareOf: 'amount' | 'count';
}

/**
 * One amount where there is one currency or every rate is known (`convertedOn` is then the day of the oldest rate used);
 * else the amounts of two currencies and how many more there are.
 */
export interface Total {
  readonly amounts: readonly Money[];
  readonly more: number;
  readonly convertedOn?: string;
}

export interface BoardFigures {
  readonly stages: ReadonlyMap<string, StageFigures>;
  /** Of the open stages together. */
  readonly open: StageFigures;
  /** Every currency in the pipeline, the pipeline's own first. */
  readonly currencies: readonly string[];
}

/** Sums of several currencies as minor units of one; undefined where a rate is missing. `today`: YYYY-MM-DD. */
export function inOne(sums: Sums, currency: string, rates: readonly DatedRate[], today: string): number | undefined {
  let all = 0;
  for (const [each, minor] of Object.entries(sums)) {
    const factor = each === currency ? 1 : minorRate(each, currency, today, rates)?.factor;
    if (factor === undefined) return undefined;
    all += minor * factor;
  }
  return Math.round(all);
}

export interface StageLike {
  readonly id: string;
  readonly category: string;
  readonly probability?: number | null;
}

function add(into: Record<string, number>, sums: Sums, factor = 1): void {
  // Of a currency whose amounts were emptied nothing is left to say, as of one that never was there.
  for (const [currency, minor] of Object.entries(sums)) if (minor !== 0) into[currency] = (into[currency] ?? 0) + minor * factor;
}

interface Raw {
  count: number;
  readonly sum: Record<string, number>;
  readonly weighted: Record<string, number>;
}

const empty = (): Raw => ({ count: 0, sum: {}, weighted: {} });

/**
 * Counts, sums and weighted sums per stage, out of groups by `stageId` and `probability` with the measures `count` and `sum`.
 * Currencies are never added to each other: they are converted into `currency` by dated rates, or shown side by side.
 * @param today YYYY-MM-DD
 */
export function boardFigures(groups: readonly Group[], stages: readonly StageLike[], currency: string, rates: readonly DatedRate[], today: string): BoardFigures {
  const raw = new Map(stages.map((stage) => [stage.id, empty()]));
  const open = empty();
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  for (const { key, values } of groups) {
    const stage = byId.get(String(key['stageId']));
    if (!stage) continue;
    const own = key['probability'];
    const probability = typeof own === 'number' ? own : (stage.probability ?? 0);
    // The measures of the query that these groups answer: a count, and a sum of money per currency.
    const [count, sum] = [Number(values['count'] ?? 0), (values['sum'] ?? {}) as Sums];
    for (const into of stage.category === 'open' ? [raw.get(stage.id)!, open] : [raw.get(stage.id)!]) {
      into.count += count;
      add(into.sum, sum);
      add(into.weighted, sum, probability / 100);
    }
  }
  const present = new Set([...raw.values()].flatMap((each) => Object.keys(each.sum)));
  const currencies = [...present].sort((a, b) => Number(b === currency) - Number(a === currency) || (a < b ? -1 : 1));
  const factors = new Map(currencies.filter((each) => each !== currency).map((each) => [each, minorRate(each, currency, today, rates)]));
  const convert = currencies.length > 1 && [...factors.values()].every(Boolean);
  const rateDays = [...factors.values()].flatMap((each) => (each ? [each.on] : [])).sort();
  const one = (sums: Sums): number => Object.entries(sums).reduce((all, [each, minor]) => all + minor * (each === currency ? 1 : factors.get(each)!.factor), 0);

  const total = (sums: Sums): Total => {
    if (convert) return { amounts: [{ minor: Math.round(one(sums)), currency }], more: 0, convertedOn: rateDays[0]! };
    const amounts = Object.entries(sums).map(([each, minor]): Money => ({ minor: Math.round(minor), currency: each }));
    if (amounts.length === 0) return { amounts: [{ minor: 0, currency: currencies[0] ?? currency }], more: 0 };
    const size = (money: Money): number => money.minor / 10 ** minorDigits(money.currency);
    amounts.sort((a, b) => Number(b.currency === currency) - Number(a.currency === currency) || size(b) - size(a));
    return { amounts: amounts.slice(0, 2), more: Math.max(0, amounts.length - 2) };
  };
  const comparable = convert || currencies.length <= 1;
  const measure = (each: Raw): number => (comparable ? (convert ? one(each.sum) : Object.values(each.sum)[0] ?? 0) : each.count);
  const whole = measure(open);
  const figures = (each: Raw): StageFigures => ({
    count: each.count, sum: total(each.sum), weighted: total(each.weighted),
    share: whole > 0 ? Math.max(0, Math.min(100, (measure(each) / whole) * 100)) : 0, shareOf: comparable ? 'amount' : 'count',
  });
  return { stages: new Map([...raw].map(([id, each]) => [id, figures(each)])), open: figures(open), currencies };
}
