import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joined, SortedList } from './sorted-list.ts';

const byNumber = (a: number, b: number): number => a - b;
const all = (list: SortedList<number>): number[] => joined(list.share());

describe('a sorted list in pieces', () => {
  it('is the sorted array after any inserts and removals, and what it gave out stays as it was', () => {
    fc.assert(fc.property(
      fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 1500 }),
      fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 5000 }), fc.boolean()), { maxLength: 1500 }),
      (start, changes) => {
        const unique = [...new Set(start)];
        const model = unique.sort(byNumber);
        const list = new SortedList(byNumber, [...model]);
        let given: { readonly pieces: ReturnType<typeof list.share>; readonly copy: readonly number[] } | undefined;
        for (const [come, value, give] of changes) {
          const at = model.findIndex((x) => x >= value);
          const place = at < 0 ? model.length : at;
          const held = model[place] === value;
          if (come && !held) {
            expect(list.rank(value)).toBe(place);
            list.insert(value);
            model.splice(place, 0, value);
          } else if (!come) {
            expect(list.remove(value)).toBe(held);
            if (held) model.splice(place, 1);
          }
          if (give) {
            if (given) expect(joined(given.pieces)).toEqual(given.copy);
            given = value % 97 === 0 ? { pieces: list.share(), copy: [...model] } : given;
          }
        }
        expect(list.length).toBe(model.length);
        expect(all(list)).toEqual(model);
        if (given) expect(joined(given.pieces)).toEqual(given.copy);
        for (const [, value] of changes.slice(0, 20)) {
          expect(list.rank(value)).toBe(model.filter((x) => x < value).length);
          const [from, to] = [value % 700, (value % 700) + (value % 60)];
          expect(list.slice(from, to)).toEqual(model.slice(from, to));
          expect(list.at(value % 1000)).toBe(model[value % 1000]);
        }
      },
    ), { numRuns: 60 });
  });

  it('takes many in at once as one after the other', () => {
    const numbers = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 1200 });
    fc.assert(fc.property(numbers, fc.array(numbers, { maxLength: 5 }), fc.boolean(), (start, batches, share) => {
      const model = new Set([...start].sort(byNumber));
      const list = new SortedList(byNumber, [...model]);
      for (const batch of batches) {
        const given = share ? list.share() : undefined;
        const before = joined(list.share());
        const fresh = [...new Set(batch)].filter((n) => !model.has(n)).sort(byNumber);
        for (const n of fresh) model.add(n);
        list.insertAll(fresh);
        const sorted = [...model].sort(byNumber);
        expect(all(list)).toEqual(sorted);
        expect(list.length).toBe(sorted.length);
        expect(list.rank(1500)).toBe(sorted.filter((n) => n < 1500).length);
        if (given) expect(joined(given)).toEqual(before);
        // Pieces that came out of it may be changed like any other.
        list.insert(-1);
        expect(list.remove(-1)).toBe(true);
      }
    }), { numRuns: 60 });
  });

  it('gives out what never changes afterwards, whichever piece is changed', () => {
    const list = new SortedList(byNumber, Array.from({ length: 1000 }, (_, i) => i * 10));
    for (let round = 0; round < 3; round++) {
      const given = list.share();
      const before = joined(given);
      for (let i = 0; i < 1000; i += 90) {
        list.insert(i * 10 + round + 1);
        list.remove((i + round) * 10 + 10);
      }
      expect(joined(given)).toEqual(before);
      expect(all(list)).not.toEqual(before);
    }
  });

  it('splits full pieces and joins small ones', () => {
    const list = new SortedList(byNumber, []);
    for (let i = 0; i < 5000; i++) list.insert((i * 7919) % 5003);
    expect(list.share().length).toBeGreaterThan(8);
    expect(list.share().every((piece) => piece.length <= 256)).toBe(true);
    for (const value of all(list).slice(3)) list.remove(value);
    expect(list.share()).toHaveLength(1);
    expect(list.length).toBe(3);
  });

  it('keeps what is equal as often as it was put in', () => {
    const list = new SortedList(byNumber, []);
    for (let i = 0; i < 2000; i++) list.insert(i % 3);
    for (let i = 0; i < 600; i++) list.remove(1);
    expect([0, 1, 2].map((n) => all(list).filter((x) => x === n).length)).toEqual([667, 67, 666]);
  });
});
