/** On that day one major unit of `from` was worth `rate` major units of `to`. */
export interface DatedRate {
  readonly from: string;
  readonly to: string;
  /** `2026-11-22` */
  readonly on: string;
  /** Decimal text. */
  readonly rate: string;
}

/** Digits after the point of a currency's minor unit, by ISO 4217 as Intl knows it: 2 for EUR, 0 for JPY, 3 for KWD. */
function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // A code that is none: most currencies have two.
    return 2;
  }
}

/** How many minor units of one currency a minor unit of another is worth, and since which day. */
export interface MinorRate {
  readonly factor: number;
  readonly on: string;
}

/** By the newest rate of a pair that is not later than a day; the other way round where only that is known. Undefined where none is. */
export function minorRate(from: string, to: string, on: string, rates: readonly DatedRate[]): MinorRate | undefined {
  let best: { on: string; rate: number } | undefined;
  for (const r of rates) {
    const straight = r.from === from && r.to === to;
    if ((!straight && !(r.from === to && r.to === from)) || r.on > on || (best && best.on >= r.on)) continue;
    const rate = Number(r.rate);
    if (rate > 0) best = { on: r.on, rate: straight ? rate : 1 / rate };
  }
  return best && { factor: best.rate * 10 ** (minorDigits(to) - minorDigits(from)), on: best.on };
}

/**
 * An amount in another currency, in that one's minor units, rounded to whole ones; undefined when no rate up to that day is known.
 *
 * @example convertMinor({ minor: 100_00, currency: 'EUR' }, 'JPY', '2026-11-22', [{ from: 'EUR', to: 'JPY', on: '2026-11-01', rate: '160' }]) // 16_000
 */
export function convertMinor(amount: { readonly minor: number; readonly currency: string }, to: string, on: string, rates: readonly DatedRate[]): number | undefined {
  if (amount.currency === to) return amount.minor;
  const rate = minorRate(amount.currency, to, on, rates);
  return rate && Math.round(amount.minor * rate.factor);
}
