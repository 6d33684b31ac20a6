/**
 * A sum of numbers that can also be taken back, exact however many are added and removed in whatever order: the parts that do not fit into one
 * number are kept beside it. Source: J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997, the growing expansion.
 */
export class ExactSum {
  /** Whole numbers alone need no more than this, as long as it is safe. */
  #whole = 0;
  /** Parts that do not overlap, smallest first; empty while there are only whole numbers. */
  #parts: number[] = [];
  /** How many of the values are no finite numbers: they have no sum to take them back from. */
  #broken = 0;

  add(x: number): void {
    this.#put(x, 1);
  }

  remove(x: number): void {
    this.#put(-x, -1);
  }

  #put(x: number, sign: 1 | -1): void {
    if (!Number.isFinite(x)) {
      this.#broken += sign;
      return;
    }
    if (Number.isSafeInteger(x)) {
      const whole = this.#whole + x;
      if (Number.isSafeInteger(whole)) {
        this.#whole = whole;
        return;
      }
    }
    this.#parts = grow(this.#parts, x);
  }

  get value(): number {
    if (this.#broken > 0) return NaN;
    return this.#parts.length === 0 ? this.#whole : rounded(grow(this.#parts, this.#whole));
  }
}

/** The sum as a number, and what rounding left out. `a` is the greater. */
function twoSum(a: number, b: number): readonly [sum: number, error: number] {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

/** The same parts with one more number in them. */
function grow(parts: readonly number[], x: number): number[] {
  let rest = x;
  const out: number[] = [];
  for (const part of parts) {
    const [sum, error] = Math.abs(rest) < Math.abs(part) ? twoSum(part, rest) : twoSum(rest, part);
    if (error !== 0) out.push(error);
    rest = sum;
  }
  if (rest !== 0) out.push(rest);
  return out;
}

/** The number nearest to the sum of parts, half to even: as one rounding of the exact sum. */
function rounded(parts: readonly number[]): number {
  let at = parts.length - 1;
  if (at < 0) return 0;
  let high = parts[at]!;
  let low = 0;
  while (at > 0) {
    const before = high;
    const part = parts[--at]!;
    high = before + part;
    low = part - (high - before);
    if (low !== 0) break;
  }
  // Exactly between two numbers: what is still below decides.
  if (at > 0 && ((low < 0 && parts[at - 1]! < 0) || (low > 0 && parts[at - 1]! > 0))) {
    const twice = low * 2;
    const up = high + twice;
    if (twice === up - high) high = up;
  }
  return high;
}

/** The exact sum of numbers, rounded once. */
export function exactSum(values: Iterable<number>): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.value;
}
