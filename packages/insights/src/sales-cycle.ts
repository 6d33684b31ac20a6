/** A closed deal, as far as its speed goes. Days are calendar days without a zone: `2026-11-22`. */
export interface ClosedDeal {
  readonly startedOn: string;
  readonly closedOn: string;
}

export interface SalesCycle {
  /** Arithmetic mean, in days; null over no deals. */
  readonly meanDays: number | null;
  /** Middle value, in days; of an even number the mean of the two in the middle. */
  readonly medianDays: number | null;
  readonly deals: number;
}

const day = 86_400_000;

/**
 * How long deals took from their start to their close.
 *
 * @example salesCycle([{ startedOn: '2026-10-01', closedOn: '2026-10-11' }]).meanDays // 10
 */
export function salesCycle(deals: readonly ClosedDeal[]): SalesCycle {
  const days = deals.map((d) => Math.round((Date.parse(`${d.closedOn}T00:00:00Z`) - Date.parse(`${d.startedOn}T00:00:00Z`)) / day)).sort((a, b) => a - b);
  if (days.length === 0) return { meanDays: null, medianDays: null, deals: 0 };
  const middle = days.length >> 1;
  const median = days.length % 2 === 1 ? days[middle]! : (days[middle - 1]! + days[middle]!) / 2;
  return { meanDays: days.reduce((a, b) => a + b, 0) / days.length, medianDays: median, deals: days.length };
}
