import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestPlace, rankAt, ranksAt, rankBetween } from './rank.ts';

const anyRank = fc.string({ unit: fc.constantFrom(...'0129ABYZabyz'), minLength: 1, maxLength: 6 }).filter((text) => !text.endsWith('0'));

describe('a rank between two others', () => {
  test('sorts between them, whoever wrote them', () => {
    fc.assert(fc.property(anyRank, anyRank, (a, b) => {
      fc.pre(a !== b);
      const [low, high] = a < b ? [a, b] : [b, a];
      const key = rankBetween(low, high);
      expect(key! > low && key! < high).toBe(true);
      expect(rankBetween(null, low)! < low).toBe(true);
      expect(rankBetween(high, null)! > high).toBe(true);
    }), { numRuns: 2000 });
  });

  test('stays short when cards are always added at one end', () => {
    let last: string | null = null;
    for (let i = 0; i < 5000; i++) last = rankBetween(last, null)!;
    expect(last!.length).toBeLessThan(6);
  });
});

describe('a place in a lane', () => {
  const lane = (...ranks: (string | null)[]): { rank: string | null }[] => ranks.map((rank) => ({ rank }));

  test('is the wanted one where ranks leave room', () => {
    const rows = lane('a1', 'a2', 'a3');
    for (let place = 0; place <= 3; place++) {
      expect(nearestPlace(rows, place)).toBe(place);
      const rank = rankAt(rows, place)!;
      expect(rows.filter((row) => row.rank! < rank)).toHaveLength(place);
    }
  });

  test('is the next one upward where ranks are equal or missing', () => {
    expect(nearestPlace(lane('a1', 'a1', 'a1'), 2)).toBe(0);
    expect(nearestPlace(lane('a1', 'a2', null, null), 4)).toBe(2);
    expect(nearestPlace(lane(null, null), 1)).toBe(0);
    expect(rankAt(lane('a1', null), 1)! > 'a1').toBe(true);
  });
});

test('several ranks at one place stand in their order between its neighbours, whoever wrote those', () => {
  const lanes = [['a001', 'a010'], ['a0', 'a1'], ['b005', 'b006'], ['m', null], [null, 'm']] as const;
  for (const [before, after] of lanes) {
    const rows = [...(before === null ? [] : [{ rank: before }]), ...(after === null ? [] : [{ rank: after }])];
    const ranks = ranksAt(rows, before === null ? 0 : 1, 20).map(String);
    expect([...new Set(ranks)].sort()).toEqual(ranks);
    expect(ranks[0]! > (before ?? '') && (after === null || ranks.at(-1)! < after)).toBe(true);
  }
});
