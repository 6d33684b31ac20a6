import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StoredEntry } from '../cache/cache.ts';
import { entityNamed } from '../schema/index.ts';
import { Store } from '../store/store.ts';
import { heldBack } from './held-back.ts';
import { keyOf } from './entry-key.ts';
import { Outbox } from './outbox.ts';

const anyEntry = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  deal: fc.boolean(),
  op: fc.constantFrom('create', 'update', 'update', 'remove' as const),
  names: fc.constantFrom(undefined, 'a', 'b'),
  file: fc.constantFrom(undefined, undefined, undefined, 'unsent-1', 'stored'),
  group: fc.constantFrom(undefined, undefined, 'g', 'h'),
  state: fc.constantFrom('waiting', 'waiting', 'waiting', 'sending', 'refused', 'conflict', 'unknown' as const),
  placed: fc.boolean(),
});

it('says of each waiting change that is not sent now why, and of no other', () => {
  fc.assert(fc.property(fc.array(anyEntry, { maxLength: 12 }), fc.boolean(), fc.boolean(), (drawn, atomic, runs) => {
    const outbox = new Outbox(new Store(), entityNamed, () => {});
    // What has no place yet comes after all that have one.
    const placed = drawn.toSorted((x, y) => Number(y.placed) - Number(x.placed));
    outbox.put(placed.map(({ id, deal, op, names, file, group, state, placed: has }, i): StoredEntry => ({
      n: has ? i + 1 : -1, state,
      change: { key: ['c', i], op, table: file ? 'attachment' : deal ? 'deal' : 'account', id, patch: file ? { blobId: file } : deal && names ? { accountId: names } : {}, base: {}, at: '2026-11-22T00:00:00.000Z', ...(group ? { group } : {}) },
    })));
    const held = heldBack(outbox, atomic, runs);
    const sent = new Set(outbox.ready(Infinity, atomic, runs).map((e) => keyOf(e.change)));
    for (const entry of outbox.entries) expect([keyOf(entry.change), held.has(entry)]).toEqual([keyOf(entry.change), entry.state === 'waiting' && !sent.has(keyOf(entry.change))]);
  }), { numRuns: 1000 });
});
