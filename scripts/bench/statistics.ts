/** Median and 95th percentile, by the nearest rank. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export function spread(samples: readonly number[]): Spread {
  return { p50: percentile(samples, 0.5), p95: percentile(samples, 0.95) };
}

/** By the nearest rank. @param part 0 to 1 */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!;
}

/** What a value grows by with each step of `at`: the slope of the straight line that lies nearest (least squares). */
export function slope(points: readonly { readonly at: number; readonly value: number }[]): number {
  const mean = (of: (p: (typeof points)[number]) => number): number => points.reduce((sum, p) => sum + of(p), 0) / points.length;
  const [at, value] = [mean((p) => p.at), mean((p) => p.value)];
  return points.reduce((sum, p) => sum + (p.at - at) * (p.value - value), 0) / points.reduce((sum, p) => sum + (p.at - at) ** 2, 0);
}
