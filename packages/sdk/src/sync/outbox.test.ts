import { expect, it } from 'vitest';
import type { StoredEntry } from '../cache/cache.ts';
import { type Change, entityNamed } from '../schema/index.ts';
import { Store } from '../store/store.ts';
import { keyOf } from './entry-key.ts';
import { Outbox } from './outbox.ts';

let counter = 0;

function entry(n: number, id: string, more: Partial<Change> = {}, state: StoredEntry['state'] = 'waiting'): StoredEntry {
  return { n, state, change: { key: ['c', ++counter], op: 'update', table: 'account', id, patch: { industry: `v${counter}` }, base: {}, at: '2026-11-22T00:00:00.000Z', ...more } };
}

function setUp(): { outbox: Outbox; sent: (limit?: number, runs?: boolean) => number[] } {
  const outbox = new Outbox(new Store(), entityNamed, () => {});
  return { outbox, sent: (limit = 100, runs = false) => outbox.ready(limit, true, runs).map((e) => e.n) };
}

it('sends per record first in, first out, whatever order entries came in', () => {
  const { outbox, sent } = setUp();
  outbox.put([entry(3, 'b'), entry(2, 'a'), entry(1, 'a'), entry(-1, 'c')]);
  expect(sent()).toEqual([1, 3]);
  expect(outbox.entries.map((e) => e.n)).toEqual([1, 2, 3, -1]);
});

it('takes no older news of an entry, and none of one that went', () => {
  const { outbox } = setUp();
  const first = entry(1, 'a');
  outbox.put([first]);
  outbox.put([{ ...first, rev: 2, state: 'refused' }]);
  outbox.put([{ ...first, rev: 1, state: 'sending' }]);
  expect(outbox.entries[0]!.state).toBe('refused');
  outbox.drop([keyOf(first.change)]);
  outbox.put([{ ...first, rev: 3 }]);
  expect(outbox.entries).toEqual([]);
  outbox.restore([first]);
  expect(outbox.entries).toEqual([first]);
});

it('finds waiting changes by the ids in them when a backend mints another', () => {
  const { outbox, sent } = setUp();
  const create = entry(1, 'tmp', { op: 'create' });
  outbox.put([create, entry(2, 'tmp'), entry(3, 'd', { op: 'create', table: 'deal', patch: { accountId: 'tmp' } })]);
  expect(sent()).toEqual([1]);
  outbox.rename('account', 'tmp', '7');
  outbox.settle([keyOf(create.change)]);
  expect(sent()).toEqual([2, 3]);
  expect(outbox.entries.map((e) => e.change.patch['accountId'] ?? e.change.id)).toEqual(['7', '7']);
});

it('counts units, not entries', () => {
  const { outbox } = setUp();
  const [a, b] = [entry(1, 'a', { group: 'g' }), entry(2, 'b', { group: 'g' })];
  outbox.put([a, b, entry(3, 'c', {}, 'refused')]);
  expect([outbox.waiting, outbox.parked]).toEqual([1, 1]);
  outbox.put([{ ...a, state: 'refused', rev: 1 }, { ...b, state: 'refused', rev: 1 }]);
  expect([outbox.waiting, outbox.parked]).toEqual([0, 2]);
  outbox.drop([keyOf(a.change), keyOf(b.change)]);
  expect([outbox.waiting, outbox.parked]).toEqual([0, 1]);
});

it('does for one entry what does not grow with how many wait', () => {
  const { outbox, sent } = setUp();
  outbox.put(Array.from({ length: 20_000 }, (_, i) => entry(i + 1, `r${i}`)));
  let read = 0;
  // Whoever looks at an entry that waits looks at its change.
  const late = entry(30_000, 'late');
  outbox.put(Array.from({ length: 2000 }, (_, i) => {
    const { change } = entry(i, `s${i}`);
    return { n: 20_001 + i, state: 'waiting' as const, get change() { read++; return change; } };
  }));
  read = 0;
  outbox.put([late]);
  outbox.find(keyOf(late.change));
  expect(sent(10)).toHaveLength(10);
  outbox.drop([keyOf(late.change)]);
  expect(read).toBe(0);
});

it('sends edits of one record together, in their order, with the removal after them, where the backend takes them so', () => {
  const { outbox, sent } = setUp();
  outbox.put([entry(1, 'a'), entry(2, 'b'), entry(3, 'a'), entry(4, 'a', { op: 'remove' }), entry(5, 'a', { op: 'create' }), entry(6, 'a')]);
  expect(sent(100, true)).toEqual([1, 2, 3, 4]);
  expect(sent(2, true)).toEqual([1, 2]);
  expect(sent()).toEqual([1, 2]);
});

it('sends nothing after a change of the same record that is on its way, stays out, or may not be taken', () => {
  const { outbox } = setUp();
  const [one, two] = [entry(1, 'a', {}, 'sending'), entry(3, 'b')];
  outbox.put([one, entry(2, 'a'), two, entry(4, 'b'), entry(5, 'c', { op: 'create' }), entry(6, 'c'), entry(7, 'd', { group: 'g' }), entry(8, 'e', { op: 'create', group: 'g' }), entry(9, 'd'), entry(10, 'e')]);
  expect(outbox.ready(100, true, true, new Set([keyOf(two.change)])).map((e) => e.n)).toEqual([5, 7, 8, 9]);
  expect(outbox.ready(100, true, true).map((e) => e.n)).toEqual([3, 4, 5, 7, 8, 9]);
});

it('sends a removal that was called back while it was on its way, and then what brings the record back', () => {
  const { outbox, sent } = setUp();
  const remove = entry(1, 'a', { op: 'remove' });
  outbox.put([remove, entry(2, 'a', { op: 'create' })]);
  expect(sent()).toEqual([1]);
  outbox.settle([keyOf(remove.change)]);
  expect(sent()).toEqual([2]);
});
