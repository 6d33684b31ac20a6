import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StorageError } from '../errors.ts';
import type { AnyRow, Change } from '../schema/index.ts';
import type { Cache, StoredEntry } from './cache.ts';
import { openDiskCache } from './disk-cache.ts';

let names = 0;
const open: Cache[] = [];

async function openCache(identity: string, told: (fault: StorageError) => void = () => {}): Promise<Cache> {
  const cache = await openDiskCache('test', identity, { told, writing: import('./disk-writing.ts') });
  open.push(cache);
  return cache;
}

const fresh = (): Promise<Cache> => openCache(`t/${names++}`);

afterEach(async () => {
  vi.unstubAllGlobals();
  for (const cache of open.splice(0)) await cache.destroy().catch(() => {});
});

async function rowsOf(cache: Cache, table: string): Promise<Map<string, AnyRow>> {
  const rows = new Map<string, AnyRow>();
  await cache.loadTable(table, (some) => {
    for (const row of some) {
      expect(rows.has(row.id), `${row.id} came twice`).toBe(false);
      rows.set(row.id, row);
    }
  });
  return rows;
}

/** The runs in which the rows of a table stand, the base first: one when all are folded. */
async function runsOf(database: string, table: string): Promise<readonly { readonly count: number }[]> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });
  const db = await answer(indexedDB.open(database));
  try {
    const record = (await answer(db.transaction('progress').objectStore('progress').get(table))) as { readonly runs: readonly { readonly count: number }[] };
    return record.runs;
  } finally {
    db.close();
  }
}

/** Fulfilled when nothing of a table is left to fold or to put together (fold.ts says when it is worth it). */
async function folded(cache: Cache, table: string): Promise<void> {
  await vi.waitFor(async () => {
    const found = (await cache.survey())!.tables.find((t) => t.table === table);
    expect((found?.beside ?? 0) <= Math.max(2000, (found?.rows ?? 0) * 0.02) && (found?.runs ?? 0) <= 9).toBe(true);
  }, { timeout: 15_000, interval: 20 });
}

const account = (id: string, name: string): AnyRow => ({ id, version: name, name });
const link = (id: string, recordId: string, role = 'regarding'): AnyRow => ({ id, recordId, activityId: `of ${id}`, table: 'contact', role, at: '2026-01-01T00:00:00.000Z', kind: 'note', open: false });
const change = (n: number): Change => ({ key: ['client', n], op: 'update', table: 'account', id: `a${n}`, patch: { name: '名' }, base: { name: null }, at: '2026-01-01T00:00:00.000Z' });

describe('rows on disk', () => {
  it('hold many rows in any order, found by id, and fold without losing or doubling one', async () => {
    const cache = await fresh();
    await cache.takeLead();
    const all = new Map<string, AnyRow>();
    for (let page = 0; page < 12; page++) {
      const rows = Array.from({ length: 1000 }, (_, i) => account(`${((page * 1000 + i) * 7919) % 12_000}`, `v${page}`));
      for (const row of rows) all.set(row.id, row);
      await cache.write({ table: 'account', rows, removed: [], cursor: String(page) });
    }
    expect(await rowsOf(cache, 'account')).toEqual(all);
    expect(await cache.get('account', ['5', 'x', '11999', '70'])).toHaveLength(3);
    await folded(cache, 'account');
    await cache.write({ table: 'account', rows: [account('5', 'newest')], removed: ['6'] });
    all.set('5', account('5', 'newest'));
    all.delete('6');
    expect(await rowsOf(cache, 'account')).toEqual(all);
    expect(await cache.get('account', ['5', '6'])).toEqual([account('5', 'newest')]);
    expect(await cache.ids('account')).toEqual(new Set(all.keys()));
    expect(await cache.progress('account')).toEqual({ cursor: '11', whole: false, anew: undefined });
  });

  it('take rows and removals of a reading that began in a database which was emptied since, and not how far it reached', async () => {
    const cache = await fresh();
    await cache.takeLead();
    await cache.write({ table: 'account', rows: [account('1', 'old'), account('2', 'old')], removed: [] });
    const before = 'a database that was emptied';
    await cache.write({ table: 'account', rows: [account('1', 'new'), account('3', 'new')], removed: ['2'], on: before, cursor: '7', whole: true });
    await cache.write({ table: 'account', rows: [account('4', 'new')], removed: [], on: before, cursor: '8', anew: { first: true, last: true } });
    expect(await rowsOf(cache, 'account')).toEqual(new Map([['1', account('1', 'new')], ['3', account('3', 'new')]]));
    expect(await cache.progress('account')).toEqual({ cursor: null, whole: false, anew: undefined });
  });

  it('fold a little now and then while the page draws frame after frame, and quickly when it does not', async () => {
    let left = 8;
    vi.stubGlobal('requestIdleCallback', (work: IdleRequestCallback) => setTimeout(() => work({ didTimeout: false, timeRemaining: () => left })));
    const earlier = new Set((await indexedDB.databases()).map((d) => d.name));
    const cache = await fresh();
    await cache.takeLead();
    for (let page = 0; page < 12; page++) await cache.write({ table: 'account', rows: Array.from({ length: 1000 }, (_, i) => account(`${((page * 1000 + i) * 7919) % 12_000}`, `v${page}`)), removed: [], cursor: String(page) });
    const name = (await indexedDB.databases()).find((d) => !earlier.has(d.name))!.name!;
    const inBase = async (): Promise<number> => (await runsOf(name, 'account'))[0]!.count;
    const before = await inBase();
    const after = await vi.waitFor(async () => {
      const now = await inBase();
      expect(now).toBeGreaterThan(before);
      return now;
    }, { timeout: 15_000, interval: 20 });
    expect(after - before).toBeLessThanOrEqual(1000);
    left = 40;
    await folded(cache, 'account');
    expect((await rowsOf(cache, 'account')).size).toBe(12_000);
  });

  it('fold removals into what they remove, and the newest of several states', async () => {
    const before = new Set((await indexedDB.databases()).map((d) => d.name));
    const cache = await fresh();
    await cache.takeLead();
    const all = new Map<string, string>(Array.from({ length: 4000 }, (_, i) => [`${i}`.padStart(4, '0'), 'v1']));
    const write = async (version: string | undefined, pick: (i: number) => boolean): Promise<void> => {
      const ids = [...all.keys()].filter((id) => pick(Number(id)));
      for (const id of ids) if (version) all.set(id, version); else all.delete(id);
      await cache.write({ table: 'account', rows: version ? ids.map((id) => account(id, version)) : [], removed: version ? [] : ids });
    };
    await write('v1', () => true);
    await write('v2', (i) => i % 3 === 0);
    await write('v3', (i) => i % 9 === 0);
    await write(undefined, (i) => i % 4 === 0);
    const [name] = (await indexedDB.databases()).flatMap((d) => (before.has(d.name) ? [] : [d.name!]));
    await vi.waitFor(async () => expect(await runsOf(name!, 'account')).toHaveLength(1), { timeout: 20_000 });
    expect(await rowsOf(cache, 'account')).toEqual(new Map([...all].map(([id, version]) => [id, account(id, version)])));
  });

  it('give one part, and move a row from one part to another', async () => {
    const cache = await fresh();
    await cache.write({ table: 'activityLink', rows: Array.from({ length: 3000 }, (_, i) => link(`l${i}`, `c${i % 600}`)), removed: [] });
    expect((await cache.loadPart('activityLink', 'c7')).map((r) => r.id).sort()).toEqual(['l1207', 'l1807', 'l2407', 'l607', 'l7']);
    await cache.write({ table: 'activityLink', rows: [link('l7', 'c8')], removed: ['l607'] });
    expect((await cache.loadPart('activityLink', 'c7')).map((r) => r.id).sort()).toEqual(['l1207', 'l1807', 'l2407']);
    expect((await cache.loadPart('activityLink', 'c8')).map((r) => r.id)).toContain('l7');
    expect(await cache.get('activityLink', ['l7', 'l607', 'l8'])).toHaveLength(2);
    expect((await rowsOf(cache, 'activityLink')).size).toBe(2999);
  });

  it('gather a whole new reading beside the old one, which serves until it is complete', async () => {
    const identity = `t/${names++}`;
    let cache = await openCache(identity);
    await cache.write({ table: 'account', rows: [account('a', '1'), account('b', '1')], removed: [], cursor: 'old', whole: true });
    await cache.write({ table: 'account', rows: [account('a', '2')], removed: [], cursor: 'n1', anew: { first: true, last: false } });
    // Confirmed meanwhile, so newer than the reading that is under way.
    await cache.settle([], [{ table: 'account', rows: [account('c', '1'), account('a', '3')], removed: [] }], []);
    await cache.close();
    cache = await openCache(identity);
    expect([...(await rowsOf(cache, 'account')).values()].map((r) => r.id + r.version).sort()).toEqual(['a3', 'b1', 'c1']);
    expect(await cache.progress('account')).toEqual({ cursor: 'old', whole: true, anew: 'n1' });
    await cache.write({ table: 'account', rows: [account('d', '1')], removed: [], cursor: 'n2', anew: { first: false, last: true } });
    expect([...(await rowsOf(cache, 'account')).values()].map((r) => r.id + r.version).sort()).toEqual(['a3', 'c1', 'd1']);
    expect(await cache.progress('account')).toEqual({ cursor: 'n2', whole: true, anew: undefined });
  });
});

interface Model {
  readonly current: Map<string, AnyRow>;
  anew: Map<string, AnyRow> | undefined;
}

type Step =
  | { readonly do: 'write'; readonly rows: readonly { readonly id: number; readonly part: number; readonly value: number }[]; readonly removed: readonly number[]; readonly await: boolean }
  | { readonly do: 'bulk'; readonly from: number; readonly count: number; readonly value: number }
  | { readonly do: 'anew'; readonly rows: readonly { readonly id: number; readonly part: number; readonly value: number }[]; readonly first: boolean; readonly last: boolean }
  | { readonly do: 'fold' }
  | { readonly do: 'reopen' };

const id = fc.integer({ min: 0, max: 40 });
const someRows = fc.array(fc.record({ id, part: fc.integer({ min: 0, max: 4 }), value: fc.nat(9) }), { maxLength: 8 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('write' as const), rows: someRows, removed: fc.array(id, { maxLength: 4 }), await: fc.boolean() }),
  fc.record({ do: fc.constant('bulk' as const), from: fc.nat(2000), count: fc.integer({ min: 300, max: 2500 }), value: fc.nat(9) }),
  fc.record({ do: fc.constant('anew' as const), rows: someRows, first: fc.boolean(), last: fc.boolean() }),
  fc.constantFrom<Step>({ do: 'fold' }, { do: 'reopen' }),
);

describe.each(['account', 'activityLink'])('the rows of %s', (table) => {
  it('are those of a plain Map, whatever is written, folded, cut and opened again', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const identity = `m/${names++}`;
      let cache = await openCache(identity);
      await cache.takeLead();
      const model: Model = { current: new Map(), anew: undefined };
      const name = (n: number): string => `r${n}`;
      const make = (n: number, part: number, value: number): AnyRow => (table === 'account' ? { ...account(name(n), String(value)), part } : link(name(n), `p${part}`, String(value)));
      const check = async (): Promise<void> => {
        const found = await rowsOf(cache, table);
        expect(found).toEqual(model.current);
        expect(await cache.ids(table)).toEqual(new Set(model.current.keys()));
        const asked = [name(0), name(17), name(1500), ...[...model.current.keys()].slice(0, 5)];
        expect(new Map((await cache.get(table, asked)).map((r) => [r.id, r]))).toEqual(new Map(asked.flatMap((x) => (model.current.has(x) ? [[x, model.current.get(x)!]] : []))));
        if (table === 'activityLink') {
          const part = (await cache.loadPart(table, 'p3')).map((r) => r.id).sort();
          expect(part).toEqual([...model.current.values()].filter((r) => r['recordId'] === 'p3').map((r) => r.id).sort());
        }
      };
      for (const s of steps) {
        if (s.do === 'write') {
          const rows = s.rows.map((r) => make(r.id, r.part, r.value));
          const removed = s.removed.filter((n) => !s.rows.some((r) => r.id === n)).map(name);
          for (const rowsThere of [model.current, model.anew]) {
            for (const row of rows) rowsThere?.set(row.id, row);
            for (const gone of removed) rowsThere?.delete(gone);
          }
          const done = cache.write({ table, rows, removed });
          if (s.await) await done;
        } else if (s.do === 'bulk') {
          const rows = Array.from({ length: s.count }, (_, i) => make(s.from + i, (i * 31) % 7, s.value));
          for (const rowsThere of [model.current, model.anew]) for (const row of rows) rowsThere?.set(row.id, row);
          void cache.write({ table, rows, removed: [] });
        } else if (s.do === 'anew') {
          const rows = s.rows.map((r) => make(r.id, r.part, r.value));
          if (s.first || !model.anew) model.anew = new Map();
          for (const row of rows) model.anew.set(row.id, row);
          void cache.write({ table, rows, removed: [], cursor: 'c', anew: { first: s.first, last: s.last } });
          if (s.last) {
            model.current.clear();
            for (const [key, row] of model.anew) model.current.set(key, row);
            model.anew = undefined;
          }
        } else if (s.do === 'fold') await folded(cache, table);
        else {
          await cache.close();
          cache = await openCache(identity);
          await cache.takeLead();
        }
        if (s.do === 'fold' || s.do === 'reopen') await check();
      }
      await check();
      await cache.destroy();
    }), { numRuns: Number(process.env['VINCULO_RUNS'] ?? 15), timeout: 20_000 });
  }, 600_000);
});

describe.each(['account', 'activityLink'])('a page that is cut between any two transactions over %s', (table) => {
  it('leaves what some of its writes in order come to, with the cursor of the last of them', async () => {
    const rowsOfWrite = fc.array(fc.record({ id, part: fc.integer({ min: 0, max: 4 }), value: fc.nat(9) }), { minLength: 1, maxLength: 6 });
    const write = fc.record({ rows: rowsOfWrite, removed: fc.array(id, { maxLength: 3 }), bulk: fc.option(fc.nat(3000), { freq: 6 }), pause: fc.constantFrom(0, 0, 0, 1, 5, 230) });
    await fc.assert(fc.asyncProperty(fc.array(write, { minLength: 1, maxLength: 20 }), fc.nat(3), async (writes, delay) => {
      const identity = `c/${names++}`;
      const first = await openCache(identity);
      await first.takeLead();
      const states: Map<string, AnyRow>[] = [new Map()];
      for (const [n, w] of writes.entries()) {
        const make = (i: number, part: number, value: number): AnyRow => (table === 'account' ? account(`r${i}`, String(value)) : link(`r${i}`, `p${part}`, String(value)));
        const rows = [...w.rows.map((r) => make(r.id, r.part, r.value)), ...(w.bulk === null ? [] : Array.from({ length: 1200 }, (_, i) => make(100 + w.bulk! + i, i % 5, n)))];
        const removed = w.removed.filter((i) => !w.rows.some((r) => r.id === i)).map((i) => `r${i}`);
        const state = new Map(states.at(-1));
        for (const row of rows) state.set(row.id, row);
        for (const gone of removed) state.delete(gone);
        states.push(state);
        first.write({ table, rows, removed, cursor: String(n + 1) }).catch(() => {});
        // When the cut comes is what is tried out.
        if (w.pause > 0) await new Promise((resolve) => setTimeout(resolve, w.pause));
      }
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      // Whoever takes the lead ends all that the first page still wanted to do, folding too.
      const second = await openCache(identity);
      await second.takeLead();
      const { cursor } = await second.progress(table);
      expect(await rowsOf(second, table)).toEqual(states[Number(cursor ?? 0)]);
      // That it does nothing more has no event to wait for: longer than it waits before it folds.
      await new Promise((resolve) => setTimeout(resolve, 250));
      await first.close();
      await second.write({ table, rows: [], removed: [] });
      expect((await second.progress(table)).cursor).toBe(cursor);
      expect(await rowsOf(second, table)).toEqual(states[Number(cursor ?? 0)]);
      await second.destroy();
    }), { numRuns: Number(process.env['VINCULO_RUNS'] ?? 8), timeout: 20_000 });
  }, 600_000);
});

describe('the outbox on disk', () => {
  it('gives places in the order of the calls, also when many come at once', async () => {
    const cache = await fresh();
    const places = await Promise.all(Array.from({ length: 50 }, (_, n) => cache.append([change(2 * n), change(2 * n + 1)])));
    expect(places.flat()).toEqual([...places.flat()].sort((a, b) => a - b));
    const { entries: kept } = await cache.loadOutbox();
    expect(kept.map((e) => e.change.key[1])).toEqual(Array.from({ length: 100 }, (_, n) => n));
    await cache.settle([kept[3]!.n], [{ table: 'account', rows: [account('a3', '1')], removed: [] }], []);
    expect((await cache.loadOutbox()).entries.map((e) => e.change.key[1])).not.toContain(3);
    expect(await cache.get('account', ['a3'])).toHaveLength(1);
  });

  it('raises no entry that was settled', async () => {
    const cache = await fresh();
    const [n] = await cache.append([change(1)]);
    const entry: StoredEntry = { n: n!, change: change(1), state: 'refused' };
    await cache.settle([n!], [], []);
    await cache.update([entry]);
    expect((await cache.loadOutbox()).entries).toEqual([]);
  });

  it('takes changes out together, and none where one is being sent or is no longer there', async () => {
    const cache = await fresh();
    const [a, b, c] = await cache.append([change(1), change(2), change(3)]);
    await cache.claim([{ n: a!, change: change(1), state: 'sending' }], false);
    expect(await cache.withdraw([a!, b!])).toBe(false);
    await cache.settle([a!], [], []);
    expect(await cache.withdraw([a!, b!])).toBe(false);
    expect((await cache.loadOutbox()).entries.map((e) => e.n)).toEqual([b, c]);
    expect(await cache.withdraw([b!, c!])).toBe(true);
    expect((await cache.loadOutbox()).entries).toEqual([]);
  });
});

describe('the lead', () => {
  it('refuses what an earlier leader still writes', async () => {
    const identity = `t/${names++}`;
    const [first, second] = [await openCache(identity), await openCache(identity)];
    await first.takeLead();
    await first.write({ table: 'account', rows: [account('a', '1')], removed: [] });
    await second.takeLead();
    await expect(first.write({ table: 'account', rows: [account('a', '2')], removed: [] })).rejects.toMatchObject({ code: 'fenced' });
    await expect(first.settle([1], [], [])).rejects.toMatchObject({ code: 'fenced' });
    await second.write({ table: 'account', rows: [account('b', '1')], removed: [] });
    // Any tab may add to the outbox.
    expect(await first.append([change(1)])).toHaveLength(1);
    expect((await second.loadOutbox()).entries).toHaveLength(1);
    expect([...(await rowsOf(second, 'account')).keys()].sort()).toEqual(['a', 'b']);
  });
});
