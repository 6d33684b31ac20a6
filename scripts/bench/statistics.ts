/** Median and 95th percentile, by the nearest rank. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export function spread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!;
  return { p50: at(0.5), p95: at(0.95) };
}
