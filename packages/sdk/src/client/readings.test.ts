import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClientOptions, createClient, type Vinculo } from '../index.ts';
import type { Adapter } from '../adapter/index.ts';
import type { Cache, Progress, TableWrite } from '../cache/cache.ts';
import { type AnyRow, entityNamed } from '../schema/index.ts';
import { Store } from '../store/store.ts';
import { Connection } from '../sync/connection.ts';
import { browserHost } from '../sync/host.ts';
import { noCache } from '../sync/no-cache.ts';
import { Puller } from '../sync/puller.ts';
import { Scopes } from '../sync/scopes.ts';
import type { SyncContext } from '../sync/sync-context.ts';
import { memoryBackend, type MemoryBackend, type MemoryBackendOptions, type Seed } from '../testing/index.ts';

const accounts = (count: number): Seed => ({ user: [{ id: 'ana', name: 'Ana' }], account: Array.from({ length: count }, (_, i) => ({ id: `a${String(i).padStart(5, '0')}`, name: `Account ${i}` })) });

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

function setUp(options: MemoryBackendOptions, more: Partial<ClientOptions> = {}, as: (adapter: Adapter) => Adapter = (adapter) => adapter): { backend: MemoryBackend; crm: Vinculo } {
  const backend = memoryBackend(options);
  const crm = createClient({ ...more, adapter: as(backend.adapter('ana')) });
  open.push(crm);
  return { backend, crm };
}

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

describe('a reading from the beginning', () => {
  it('leaves out what was removed, or hidden, between its pages', async () => {
    const { backend, crm } = setUp({ seed: accounts(1500) });
    const live = crm.accounts.query();
    const subscription = live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready');
    backend.faults.expire();
    const gate = backend.faults.hold('pull', { answers: true });
    backend.update('account', 'a01400', { name: 'Renamed' });
    await gate.arrived();
    backend.remove('account', 'a00000');
    backend.hide('ana', 'account', { id: 'a00001' });
    gate.release();
    const { rows } = await when(live, (r) => r.rows.some((a) => a.name === 'Renamed'));
    expect(rows.map((a) => a.id).filter((id) => id < 'a00003')).toEqual(['a00002']);
    subscription.unsubscribe();
  });
});

describe('an older reading', () => {
  it('does not cover a row that a pull brought meanwhile', async () => {
    const { backend, crm } = setUp({ seed: accounts(2) });
    const gate = backend.faults.hold('get', { answers: true });
    const asked = crm.accounts.get('a00000');
    await gate.arrived();
    backend.update('account', 'a00000', { name: 'Newer' });
    const live = crm.accounts.query({ orderBy: ['id'] });
    const subscription = live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready');
    gate.release();
    expect((await asked)!.name).toBe('Newer');
    expect(live.snapshot.rows[0]!.name).toBe('Newer');
    subscription.unsubscribe();
  });

  it('does not bring back a row whose removal was pulled meanwhile', async () => {
    const { backend, crm } = setUp({ seed: accounts(2) });
    const first = backend.faults.hold('get', { answers: true });
    const asked = crm.accounts.get('a00000');
    await first.arrived();
    const live = crm.accounts.query({ orderBy: ['id'] });
    const subscription = live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready');
    backend.remove('account', 'a00000');
    await when(live, (r) => r.rows.length === 1);
    first.release();
    expect(await asked).toBeUndefined();
    expect(live.snapshot.rows.map((r) => r.id)).toEqual(['a00001']);
    subscription.unsubscribe();
  });

  it('ends although two ask at once, with a backend that has no versions', async () => {
    const { backend, crm } = setUp({ seed: accounts(3), capabilities: { versions: false, pull: 'page', live: false } });
    const [pull, get] = [backend.faults.hold('pull', { answers: true }), backend.faults.hold('get', { answers: true })];
    const live = crm.accounts.query({ orderBy: ['id'] });
    const subscription = live.subscribe(() => {});
    await pull.arrived();
    const asked = crm.accounts.get('a00001');
    await get.arrived();
    pull.release();
    await when(live, (r) => r.status === 'ready');
    get.release();
    expect((await asked)!.name).toBe('Account 1');
    expect(backend.faults.calls.filter((c) => c.table === 'account').map((c) => c.method)).toEqual(['pull', 'get']);
    subscription.unsubscribe();
  });
});

const account = entityNamed('account')!;
const row = (id: string, version: string): { id: string; version: string; name: string } => ({ id, version, name: `${id} ${version}` });

/** What stands on disk of a table. */
interface Kept extends Progress {
  readonly rows: readonly AnyRow[];
}

/** A tab with a cache that answers when it is told to. */
function tab(): { store: Store; puller: Puller; answer: (known: Kept) => Promise<void>; writes: TableWrite[]; backend: MemoryBackend; seen: () => Record<string, string> } {
  const backend = memoryBackend({ seed: accounts(2) });
  const adapter = backend.adapter();
  const store = new Store();
  const answers: ((known: Kept) => void)[] = [];
  const writes: TableWrite[] = [];
  const cache: Cache = {
    ...noCache(),
    loadTable: (_table, take) => new Promise((resolve) => void answers.push((known) => {
      take(known.rows);
      resolve(known);
    })),
    write: async (write) => void writes.push(write),
  };
  const context: SyncContext = {
    adapter, host: browserHost, mayBeKept: () => true, park: () => Promise.resolve(), mode: 'disk', store, connection: new Connection(adapter, browserHost, () => {}, () => {}), entityOf: entityNamed, opened: () => Promise.resolve(), ready: () => Promise.resolve(), cache: () => cache,
    scopes: new Map(), kept: (write) => write, description: () => undefined, leads: () => false, push: () => {}, rewind: () => {}, gathers: () => false, overwrote: () => {}, tell: () => {}, tellWhen: () => {}, storageFailed: (error) => { throw error; }, storageBroken: () => false,
  };
  const answer = async (known: Kept): Promise<void> => {
    while (answers.length === 0) await Promise.resolve();
    answers.shift()!(known);
  };
  return { store, puller: new Puller(context, new Scopes(context)), answer, writes, backend, seen: () => Object.fromEntries([...store.table(account).rows()].map((r) => [r.id, r.version!])) };
}

describe('a cache that is read while another tab tells of rows', () => {
  const told: TableWrite = { table: 'account', rows: [row('a', 'v2')], removed: ['b'], cursor: 'c2' };
  const old: Kept = { rows: [row('a', 'v1'), row('b', 'v1'), row('c', 'v1')], cursor: 'c1', whole: true, anew: undefined };

  it('covers no row told of and raises none told to be removed', async () => {
    const { store, puller, answer, seen } = tab();
    const read = puller.known(store.table(account));
    puller.take(told);
    await answer(old);
    await read;
    expect(seen()).toEqual({ a: 'v2', c: 'v1' });
  });

  it('is read again without taking back what was told of meanwhile', async () => {
    const { store, puller, answer, seen } = tab();
    const read = puller.known(store.table(account));
    await answer(old);
    await read;
    puller.rehydrate();
    puller.take({ ...told, rows: [row('a', 'v2'), row('d', 'v1')] });
    await answer({ ...old, rows: [row('a', 'v1'), row('b', 'v1'), row('e', 'v1')] });
    await puller.known(store.table(account));
    expect(seen()).toEqual({ a: 'v2', d: 'v1', e: 'v1' });
  });

  it('gets the rows that a question brought before the pull did', async () => {
    const { store, puller, answer, writes, backend } = tab();
    const table = store.table(account);
    store.confirm(account, [backend.row('account', 'a00000')!], [], 'read');
    table.unwritten.add('a00000');
    const pulled = puller.pull(table);
    await answer({ rows: [], cursor: null, whole: false, anew: undefined });
    await pulled;
    expect(writes.flatMap((w) => w.rows.map((r) => r.id)).sort()).toEqual(['a00000', 'a00001']);
    expect(table.unwritten.size).toBe(0);
  });
});

describe('a query that was asked before', () => {
  it('is asked again before `once` answers, and shows what it knew as stale until then', async () => {
    const { backend, crm } = setUp({ seed: accounts(2), capabilities: { live: false } }, { cache: 'none' });
    const live = crm.accounts.query({ orderBy: ['id'] });
    const figures = crm.accounts.aggregate({ measures: { count: { op: 'count' } } });
    expect([(await live.once()).total, (await figures.once()).groups[0]!.values['count']]).toEqual([2, 2]);
    backend.write('account', { id: 'b', name: 'New' });
    const told: string[] = [];
    const subscription = live.subscribe((r) => told.push(`${r.status} ${r.rows.length} ${String(r.total)} ${String(r.complete)}`));
    expect((await live.once()).rows.map((r) => r.id)).toEqual(['a00000', 'a00001', 'b']);
    expect(told).toEqual(['stale 2 undefined unknown', 'ready 3 3 true']);
    expect((await figures.once()).groups[0]!.values['count']).toBe(3);
    subscription.unsubscribe();
  });

  it('takes no answer to a question from before it was asked again', async () => {
    const { backend, crm } = setUp({ seed: accounts(1), capabilities: { live: false } }, { cache: 'none' });
    const gate = backend.faults.hold('query', { answers: true });
    const live = crm.accounts.query({ orderBy: ['id'] });
    live.subscribe(() => {}).unsubscribe();
    const early = live.subscribe(() => {});
    await gate.arrived();
    early.unsubscribe();
    backend.write('account', { id: 'b', name: 'New' });
    const asked = live.once();
    gate.release();
    expect((await asked).total).toBe(2);
  });

  for (const cache of ['none', 'memory'] as const) {
    it(`does not give an old error again, cache ${cache}`, async () => {
      const { backend, crm } = setUp({ seed: accounts(1) }, { cache });
      const allow = backend.faults.forbid('account');
      const live = crm.accounts.query();
      await expect(live.once()).rejects.toMatchObject({ code: 'forbidden' });
      allow();
      expect((await live.once()).total).toBe(1);
    });

    it(`has a snapshot that moves on while nobody listens, cache ${cache}`, async () => {
      const { crm } = setUp({ seed: accounts(2) }, { cache });
      const live = crm.accounts.query({ orderBy: ['id'] });
      await live.once();
      await Promise.resolve();
      expect(live.snapshot).toBe(live.snapshot);
      const before = live.snapshot;
      await crm.accounts.update('a00000', { name: 'Newer' }).synced;
      expect(live.snapshot).not.toBe(before);
      expect(live.snapshot.rows[0]!.name).toBe('Newer');
    });
  }
});

describe('a window of rows', () => {
  /** A backend that answers no more rows than so many. */
  const atMost = (most: number) => (adapter: Adapter): Adapter => ({ ...adapter, query: (request, signal) => adapter.query!({ ...request, limit: Math.min(most, request.limit ?? most) }, signal) });

  it('is not complete when the backend cut it', async () => {
    const { crm } = setUp({ seed: accounts(5) }, { cache: 'none' }, atMost(3));
    expect(await crm.accounts.query().once()).toMatchObject({ total: 5, complete: false, status: 'ready' });
    expect(await crm.accounts.query({ limit: 4 }).once()).toMatchObject({ complete: false });
    expect(await crm.accounts.query({ limit: 3 }).once()).toMatchObject({ total: 5, complete: true });
    expect(await crm.accounts.query({ offset: 2 }).once()).toMatchObject({ complete: true });
    expect(await crm.accounts.query({ limit: 3, offset: 9 }).once()).toMatchObject({ rows: [], complete: true });
  });

  it('shows own new rows on the page they belong to', async () => {
    const { backend, crm } = setUp({ seed: accounts(5), capabilities: { live: false } }, { cache: 'none' });
    const second = crm.accounts.query({ orderBy: ['name'], offset: 2, limit: 3 });
    const beyond = crm.accounts.query({ orderBy: ['name'], offset: 9 });
    const subscriptions = [second, beyond].map((live) => live.subscribe(() => {}));
    await Promise.all([second.once(), beyond.once()]);
    const gate = backend.faults.hold('push');
    crm.accounts.create({ name: 'AAA' });
    expect(second.snapshot).toMatchObject({ total: 6, rows: [{ name: 'Account 2' }, { name: 'Account 3' }, { name: 'Account 4' }] });
    crm.accounts.create({ name: 'Account 3b' });
    expect(second.snapshot).toMatchObject({ total: 7, rows: [{ name: 'Account 2' }, { name: 'Account 3' }, { name: 'Account 3b' }] });
    expect(beyond.snapshot.rows).toEqual([]);
    for (const s of subscriptions) s.unsubscribe();
    // Asked again while the changes are still on their way.
    expect(await second.once()).toMatchObject({ total: 7, rows: [{ name: 'Account 2' }, { name: 'Account 3' }, { name: 'Account 3b' }] });
    gate.release();
  });
});

describe('related rows', () => {
  const people = (count: number): Seed => ({ ...accounts(count), contact: Array.from({ length: count }, (_, i) => ({ id: `c${i}`, name: `Contact ${i}`, accountId: `a${String(i).padStart(5, '0')}` })) });

  it('come along however many they are, in calls of a size that backends take', async () => {
    const sizes: number[] = [];
    const { crm } = setUp({ seed: people(1201) }, { cache: 'none' }, (adapter) => ({
      ...adapter,
      get: (table, ids, signal) => {
        sizes.push(ids.length);
        return adapter.get!(table, ids, signal);
      },
    }));
    await when(crm.contacts.query({ include: ['accountId'] }), (r) => r.related['account']?.size === 1201);
    expect(sizes).toEqual([500, 500, 201]);
  });

  it('are asked for again with the next hint after a failure, and only those still shown', async () => {
    const asked: string[][] = [];
    const { backend, crm } = setUp({ seed: people(2) }, { cache: 'none' }, (adapter) => ({
      ...adapter,
      get: (table, ids, signal) => {
        asked.push([...ids]);
        return adapter.get!(table, ids, signal);
      },
    }));
    const allow = backend.faults.forbid('account');
    const live = crm.contacts.query({ orderBy: ['id'], include: ['accountId'] });
    const subscription = live.subscribe(() => {});
    const { related } = await when(live, (r) => r.status === 'ready');
    expect(related['account']!.size).toBe(0);
    backend.remove('contact', 'c0');
    await when(live, (r) => r.rows.length === 1);
    allow();
    backend.update('account', 'a00001', { name: 'Newer' });
    expect((await when(live, (r) => r.related['account']!.size > 0)).related['account']!.get('a00001')!['name']).toBe('Newer');
    expect(asked).toEqual([['a00000', 'a00001'], ['a00001']]);
    subscription.unsubscribe();
  });
});
