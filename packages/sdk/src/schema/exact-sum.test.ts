import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExactSum, exactSum } from './exact-sum.ts';

/** By whole numbers of 2^-1074, so without any rounding until the end. */
function plainSum(values: readonly number[]): number {
  let sum = 0n;
  for (const v of values) {
    const [high, low] = new Uint32Array(new Float64Array([v]).buffer).reverse();
    const exponent = (high! >>> 20) & 0x7ff;
    const mantissa = (BigInt(high! & 0xfffff) << 32n) | BigInt(low!) | (exponent > 0 ? 1n << 52n : 0n);
    sum += (v < 0 ? -1n : 1n) * (mantissa << BigInt(Math.max(0, exponent - 1)));
  }
  if (sum === 0n) return 0;
  const size = sum < 0n ? -sum : sum;
  const bits = size.toString(2).length;
  const cut = Math.max(0, bits - 53);
  let top = size >> BigInt(cut);
  const rest = size - (top << BigInt(cut));
  const half = cut > 0 ? 1n << BigInt(cut - 1) : 0n;
  if (cut > 0 && (rest > half || (rest === half && top % 2n === 1n))) top++;
  // The two steps keep the factor within what a number can hold.
  const value = Number(top) * 2 ** Math.max(cut - 1074, -1022) * (cut - 1074 < -1022 ? 2 ** (cut - 1074 + 1022) : 1);
  return sum < 0n ? -value : value;
}

const amount = fc.oneof(
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
  fc.constantFrom(0.1, 0.2, 0.3, 1e16, -1e16, 1e-9, 2 ** 53, -(2 ** 53)),
);

it('is the exact sum, rounded once, whatever the order', () => {
  fc.assert(fc.property(fc.array(amount, { maxLength: 40 }), (values) => {
    expect(exactSum(values)).toBe(plainSum(values) + 0);
    expect(exactSum([...values].reverse())).toBe(exactSum(values));
  }), { numRuns: 2000 });
});

it('gives back what was taken out', () => {
  fc.assert(fc.property(fc.array(amount, { maxLength: 30 }), fc.array(amount, { maxLength: 30 }), (stay, go) => {
    const sum = new ExactSum();
    for (const x of [...go, ...stay]) sum.add(x);
    for (const x of go) sum.remove(x);
    expect(sum.value).toBe(exactSum(stay) + 0);
  }), { numRuns: 2000 });
});

it('knows no sum while it holds something that is no number, and knows it again afterwards', () => {
  const sum = new ExactSum();
  sum.add(2);
  sum.add(NaN);
  expect(sum.value).toBeNaN();
  sum.remove(NaN);
  expect(sum.value).toBe(2);
});
