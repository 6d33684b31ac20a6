/** A sum of one currency, in minor units, with the probability (0 to 100) of the deals it stands for. */
export interface SumAtProbability {
  readonly minor: number;
  readonly probability: number;
}

/**
 * The expected value of deals: each sum times its probability, added up, rounded once at the end to whole minor units.
 *
 * @example weightedMinor([{ minor: 100_00, probability: 25 }, { minor: 50_00, probability: 50 }]) // 50_00
 */
export function weightedMinor(sums: readonly SumAtProbability[]): number {
  return Math.round(sums.reduce((total, { minor, probability }) => total + (minor * probability) / 100, 0));
}
