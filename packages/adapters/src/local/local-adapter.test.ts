import type { AnyRow } from '@vinculo/sdk/schema';
import { demoSeed } from '@vinculo/sdk/testing';
import { describe, expect, it } from 'vitest';
import { localAdapter } from './index.ts';

const over = (held: Record<string, AnyRow[]>, options: Parameters<typeof localAdapter>[0] = {}): ReturnType<typeof localAdapter> => {
  const adapter = localAdapter(options);
  adapter.attach!({ rows: (table) => Promise.resolve(held[table] ?? []) });
  return adapter;
};

describe('localAdapter', () => {
  it('takes what the cache holds for the truth, and gives back only what was written since', async () => {
    const adapter = over({ account: [{ id: 'a', version: '7', name: 'Kept' }] });
    const first = await adapter.pull({ table: 'account' }, 'cursor of another day', 10);
    expect(first).toMatchObject({ rows: [], deleted: [], more: false });
    expect(first.reset).toBeUndefined();
    expect(await adapter.push([{ key: ['c', 1], op: 'update', table: 'account', id: 'a', patch: { name: 'Changed' }, base: { name: 'Kept' }, at: '2026-11-22T00:00:00Z' }])).toMatchObject([{ status: 'ok', row: { name: 'Changed' } }]);
    expect((await adapter.pull({ table: 'account' }, first.cursor, 10)).rows).toMatchObject([{ id: 'a', name: 'Changed' }]);
  });

  it('gives all rows to a cache that lost its cursor', async () => {
    const adapter = over({ account: [{ id: 'a', version: '7', name: 'Kept' }] });
    expect((await adapter.pull({ table: 'account' }, null, 10)).rows).toMatchObject([{ id: 'a' }]);
  });

  it('begins a new book with the seed, and never brings back what was removed from it', async () => {
    const seed = demoSeed(0);
    const fresh = over({}, { seed });
    expect((await fresh.pull({ table: 'account' }, null, 100)).rows).toHaveLength(seed['account']!.length);
    expect((await fresh.describe()).user).toMatchObject({ id: 'user-katarzyna', name: 'Katarzyna Wójcik' });
    const worked = over({ user: [{ id: 'user-katarzyna', name: 'Katarzyna' }], account: [] }, { seed });
    expect((await worked.pull({ table: 'account' }, null, 100)).rows).toEqual([]);
  });

  it('tells of what a write did to other tables by the next pull', async () => {
    const adapter = over({ contact: [{ id: 'c', version: '1', name: 'Ann', accountId: 'a' }], account: [{ id: 'a', version: '1', name: 'Acme' }] });
    const { cursor } = await adapter.pull({ table: 'contact' }, 'old', 10);
    const hinted: (readonly string[] | undefined)[] = [];
    adapter.subscribe!((hint) => hinted.push(hint.tables), () => undefined);
    await adapter.push([{ key: ['c', 2], op: 'remove', table: 'account', id: 'a', patch: {}, base: {}, at: '2026-11-22T00:00:00Z' }]);
    expect(hinted.flat()).toEqual(expect.arrayContaining(['account', 'contact']));
    expect((await adapter.pull({ table: 'contact' }, cursor, 10)).rows).toMatchObject([{ id: 'c', accountId: null }]);
  });
});
