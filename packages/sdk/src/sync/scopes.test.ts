import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Capabilities } from '../adapter/index.ts';
import { clientOver, createClient } from '../client/create-client.ts';
import type { Result, Vinculo } from '../client/vinculo.ts';
import { type AnyRow, compileWhere, entities, type Where } from '../schema/index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';
import { Engine } from './engine.ts';
import { Browser, type Page } from './simulated-browser.fixture.ts';
import { World } from './simulated-time.fixture.ts';

let world: World;
let browser: Browser;
let backend: MemoryBackend;
let pages: Page[];

const mine: Where = { ownerId: 'ana' };
const account = (id: string, ownerId: string | null, more: object = {}): AnyRow => ({ id, name: id, ownerId, ...more });

function setUp(capabilities: Partial<Capabilities> = {}, accounts: readonly AnyRow[] = [account('a', 'ana'), account('b', 'bob'), account('c', 'ana'), account('d', 'bob')]): void {
  world = new World(1);
  browser = new Browser(world);
  pages = [];
  backend = memoryBackend({ capabilities, seed: { user: [{ id: 'ana', name: 'Ana' }, { id: 'bob', name: 'Bob' }], account: accounts }, now: () => world.now });
}

interface Tab {
  readonly crm: Vinculo;
  readonly page: Page;
}

function tab(where: Where | null = mine, cache: 'memory' | 'disk' = 'disk', table = 'account'): Tab {
  const page = browser.open(1);
  pages.push(page);
  const adapter = backend.adapter('ana');
  return { page, crm: clientOver(new Engine(adapter, cache, page.host, new Map(where ? [[table, where]] : [])), adapter) };
}

const ids = ({ rows }: { readonly rows: readonly { readonly id: string }[] }): string => rows.map((r) => r.id).sort().join('');
const onDisk = (table = 'account'): string => [...(browser.disk.content.tables.get(table)?.rows.keys() ?? [])].sort().join('');
const calls = (method: string): number => backend.faults.calls.filter((c) => c.method === method && c.table === 'account').length;

/** A query that somebody listens to, with all that it was told. */
function watch(crm: Vinculo, where?: Where): { readonly now: () => Result<AnyRow>; readonly told: Result<AnyRow>[] } {
  const live = crm.accounts.query(where ? { where } : {});
  const told: Result<AnyRow>[] = [];
  live.subscribe((r) => void told.push(r as unknown as Result<AnyRow>));
  return { now: () => live.snapshot as unknown as Result<AnyRow>, told };
}

beforeEach(() => setUp());
afterEach(() => {
  for (const page of pages) page.close();
});

describe('a client that holds a part of a table', () => {
  it('answers from it what is about it, and asks the backend for all else', async () => {
    const { crm } = tab();
    const [inside, outside] = [watch(crm, { ownerId: 'ana', name: { ne: 'x' } }), watch(crm, { name: { in: ['a', 'b'] } })];
    await world.pass(1000);
    expect([ids(inside.now()), inside.now().complete, inside.now().total, inside.now().status, inside.now().asOf]).toEqual(['ac', true, 2, 'ready', undefined]);
    expect([ids(outside.now()), outside.now().complete, outside.now().total, outside.now().status]).toEqual(['ab', true, 2, 'ready']);
    expect(outside.now().asOf).toBeTypeOf('string');
    expect([calls('pull'), calls('query')]).toEqual([1, 1]);
    expect(onDisk()).toBe('ac');
  });

  it('counts from it what is about it, and has the backend count all else', async () => {
    const { crm } = tab();
    const measures = { n: { op: 'count' } } as const;
    const figures = [mine, {}].map((where) => crm.accounts.aggregate({ where, measures }));
    for (const f of figures) f.subscribe(() => {});
    await world.pass(1000);
    expect(figures.map((f) => [f.snapshot.groups[0]?.values['n'], f.snapshot.complete, f.snapshot.asOf !== undefined])).toEqual([[2, true, false], [4, true, true]]);
    crm.accounts.create({ name: 'own', ownerId: 'ana' });
    expect(figures.map((f) => f.snapshot.groups[0]?.values['n'])).toEqual([3, 5]);
    await world.pass(1000);
    expect(figures.map((f) => f.snapshot.groups[0]?.values['n'])).toEqual([3, 5]);
  });

  it('has rows come and go with their fields, and shows those that left on where they still belong', async () => {
    const { crm } = tab();
    const [inside, all] = [watch(crm, mine), watch(crm)];
    await world.pass(1000);
    backend.update('account', 'a', { ownerId: 'bob' });
    backend.update('account', 'b', { ownerId: 'ana' });
    await world.pass(1000);
    expect([ids(inside.now()), inside.now().total, ids(all.now()), all.now().total]).toEqual(['bc', 2, 'abcd', 4]);
    expect(all.now().rows.find((r) => r.id === 'a')!['ownerId']).toBe('bob');
    // Not one moment without it, nor with a total that is not so.
    expect(all.told.filter((r) => r.status === 'ready').map((r) => [ids(r), r.total])).toEqual(all.told.filter((r) => r.status === 'ready').map(() => ['abcd', 4]));
    expect(onDisk()).toBe('bc');
  });

  it('does not count a row twice that the backend had counted before it came in', async () => {
    const { crm } = tab();
    const [, others] = [watch(crm, mine), watch(crm, { name: { ne: 'a' } })];
    await world.pass(1000);
    backend.update('account', 'b', { ownerId: 'ana' });
    await world.pass(1000);
    expect([...new Set(others.told.filter((r) => r.complete === true).map((r) => r.total))]).toEqual([3]);
  });

  it('shows an own change that takes a row out at once, and lets the row go from disk when the backend has it', async () => {
    const { crm, page } = tab();
    const [inside, all] = [watch(crm, mine), watch(crm)];
    await world.pass(1000);
    backend.faults.offline();
    crm.accounts.update('a', { ownerId: 'bob', industry: 'Ice' });
    await world.pass(1000);
    expect([ids(inside.now()), ids(all.now())]).toEqual(['c', 'abcd']);
    // Until then it stays, with the change that waits, also over a restart.
    expect(onDisk()).toBe('ac');
    page.close();
    const next = tab();
    const after = watch(next.crm, mine);
    await world.pass(1000);
    expect([ids(after.now()), next.crm.status.snapshot.waiting]).toEqual(['c', 1]);
    backend.faults.online();
    await world.pass(60_000);
    expect(backend.row('account', 'a')).toMatchObject({ ownerId: 'bob', industry: 'Ice' });
    expect([next.crm.status.snapshot.waiting, onDisk(), ids(after.now())]).toEqual([0, 'c', 'c']);
  });

  it('sends what waits for a row that somebody else took out', async () => {
    const { crm } = tab();
    const inside = watch(crm, mine);
    await world.pass(1000);
    const gate = backend.faults.hold('push');
    const change = crm.accounts.update('a', { industry: 'Ice' });
    await world.pass(100);
    backend.update('account', 'a', { ownerId: 'bob' });
    await world.pass(1000);
    expect([ids(inside.now()), onDisk(), crm.status.snapshot.waiting]).toEqual(['c', 'c', 1]);
    gate.release();
    await world.pass(60_000);
    await change.synced;
    expect(backend.row('account', 'a')).toMatchObject({ ownerId: 'bob', industry: 'Ice' });
    expect([ids(inside.now()), onDisk()]).toEqual(['c', 'c']);
  });

  it('shows it without a network, and finds single records in it', async () => {
    const first = tab();
    watch(first.crm, mine);
    await world.pass(1000);
    first.page.close();
    backend.faults.offline();
    const { crm } = tab();
    const inside = watch(crm, mine);
    await world.pass(1000);
    expect([ids(inside.now()), inside.now().status, inside.now().complete]).toEqual(['ac', 'stale', 'unknown']);
    const found = crm.lookup('c', { tables: ['account'] });
    const one = crm.accounts.get('a');
    await world.pass(1000);
    expect((await found).map((h) => h.id)).toEqual(['c']);
    expect((await one)!.id).toBe('a');
  });

  it('asks the backend for a single record that it does not hold', async () => {
    const { crm } = tab();
    watch(crm, mine);
    await world.pass(1000);
    const found = Promise.all(['a', 'b', 'z'].map((id) => crm.accounts.get(id)));
    await world.pass(1000);
    expect((await found).map((r) => r?.id)).toEqual(['a', 'b', undefined]);
    expect(calls('get')).toBe(2);
  });

  it('brings related rows from without, and keeps those up too', async () => {
    const { crm } = tab();
    backend.write('contact', { id: 'k', name: 'Kim', accountId: 'b' });
    backend.write('contact', { id: 'l', name: 'Lee', accountId: 'a' });
    const live = crm.contacts.query({ include: ['accountId'] });
    live.subscribe(() => {});
    await world.pass(1000);
    const names = (): unknown[] => ['a', 'b'].map((id) => live.snapshot.related['account']?.get(id)?.['name']);
    expect(names()).toEqual(['a', 'b']);
    backend.update('account', 'b', { name: 'Bee' });
    backend.update('account', 'a', { name: 'Ay' });
    await world.pass(1000);
    expect(names()).toEqual(['Ay', 'Bee']);
  });

  it('takes no row for held that moved out while an answer with it was on its way', async () => {
    const { crm } = tab();
    const inside = watch(crm, mine);
    await world.pass(1000);
    backend.write('account', account('e', 'bob'));
    await world.pass(1000);
    backend.update('account', 'e', { ownerId: 'ana' });
    // The answer is made now and comes after a pull that knows better.
    const gate = backend.faults.hold('get', { answers: true });
    const got = crm.accounts.get('e');
    await gate.arrived();
    backend.update('account', 'e', { ownerId: 'bob' });
    await world.pass(1000);
    gate.release();
    await world.pass(1000);
    expect((await got)!['ownerId']).toBe('bob');
    expect(ids(inside.now())).toBe('ac');
  });
});

describe('a scope', () => {
  it('that is another one at the next start has its rows read anew while the old ones stand', async () => {
    backend.update('account', 'd', { ownerId: null });
    const first = tab();
    watch(first.crm, mine);
    await world.pass(1000);
    first.page.close();
    const gate = backend.faults.hold('pull');
    const next = tab({ ownerId: { in: ['ana', 'bob'] } });
    const [inside, now] = [watch(next.crm, mine), watch(next.crm, { ownerId: { in: ['ana', 'bob'] } })];
    await world.pass(1000);
    expect([ids(inside.now()), inside.now().status, ids(now.now()), now.now().complete, now.now().status]).toEqual(['ac', 'stale', 'ac', 'unknown', 'stale']);
    gate.release();
    await world.pass(1000);
    expect([ids(inside.now()), inside.now().complete, ids(now.now()), now.now().complete, onDisk()]).toEqual(['ac', true, 'abc', true, 'abc']);
  });

  it('that is there no more leaves no hole', async () => {
    const first = tab();
    watch(first.crm, mine);
    await world.pass(1000);
    first.page.close();
    const gate = backend.faults.hold('pull');
    const all = watch(tab(null).crm);
    await world.pass(1000);
    expect([ids(all.now()), all.now().complete, all.now().status]).toEqual(['ac', 'unknown', 'stale']);
    gate.release();
    await world.pass(1000);
    expect([ids(all.now()), all.now().complete, onDisk()]).toEqual(['abcd', true, 'abcd']);
  });

  it('that another tab does not share is never taken for what is held', async () => {
    const old = tab({ ownerId: 'bob' });
    const theirs = watch(old.crm, { ownerId: 'bob' });
    await world.pass(1000);
    const next = tab(mine);
    const ours = watch(next.crm, mine);
    await world.pass(1000);
    expect([ids(theirs.now()), theirs.now().complete]).toEqual(['bd', true]);
    expect([ours.now().status, ours.now().complete]).toEqual(['stale', 'unknown']);
    old.page.close();
    await world.pass(5000);
    expect([ids(ours.now()), ours.now().complete, onDisk()]).toEqual(['ac', true, 'ac']);
  });

  it('may reach to a time that goes with the present, for tables that are else never held', async () => {
    const day = 86_400_000;
    const at = (days: number): string => new Date(world.now + days * day).toISOString();
    backend = memoryBackend({ now: () => world.now, seed: { user: [{ id: 'ana', name: 'Ana' }], activity: [-800, -300, -1].map((days) => ({ id: `n${days}`, kind: 'note', subject: 'x', at: at(days) })) } });
    const { crm } = tab({ at: { gte: { now: -365 * day } } }, 'disk', 'activity');
    const [recent, ever] = [{ at: { gte: { now: -365 * day } } }, {}].map((where) => crm.activities.query({ where }));
    for (const live of [recent!, ever!]) live.subscribe(() => {});
    await world.pass(1000);
    expect([ids(recent!.snapshot), recent!.snapshot.complete, recent!.snapshot.asOf, ids(ever!.snapshot)]).toEqual(['n-1n-300', true, undefined, 'n-1n-300n-800']);
    expect(onDisk('activity')).toBe('n-1n-300');
    const pulls = (): number => backend.faults.calls.filter((c) => c.method === 'pull' && c.table === 'activity').length;
    const before = pulls();
    pages.pop()!.close();
    await world.pass(60_000);
    const again = tab({ at: { gte: { now: -365 * day } } }, 'disk', 'activity').crm.activities.query({ where: { at: { gte: { now: -365 * day } } } });
    again.subscribe(() => {});
    await world.pass(1000);
    // The same month: it goes on where it was.
    expect([ids(again.snapshot), again.snapshot.complete, pulls()]).toEqual(['n-1n-300', true, before + 1]);
  });

  it('of a backend that answers no questions says that there may be more', async () => {
    setUp({ query: false, aggregate: false });
    const { crm } = tab();
    const [inside, all] = [watch(crm, mine), watch(crm)];
    await world.pass(1000);
    expect([ids(inside.now()), inside.now().complete, ids(all.now()), all.now().complete, all.now().status]).toEqual(['ac', true, 'ac', 'unknown', 'ready']);
  });
});

describe('scopes as they are given', () => {
  it('are checked when the client is made', () => {
    const adapter = backend.adapter('ana');
    const make = (scopes: object): (() => unknown) => () => createClient({ adapter, scopes });
    expect(make({ account: mine })).toThrow('There are no account to hold a scope of');
    expect(make({ accounts: { owner: 'ana' } })).toThrow('account has no field “owner” to filter by.');
    expect(make({ accounts: { ownerId: { lt: { now: 0 } } } })).toThrow('now() compares with dates and instants');
  });

  it('hold what they say, with nothing but the public parts', async () => {
    const crm = createClient({ adapter: backend.adapter('ana'), scopes: { accounts: { ownerId: 'ana' } } });
    const inside = await crm.accounts.query({ where: { ownerId: 'ana' } }).once();
    expect([ids(inside), inside.complete, inside.asOf]).toEqual(['ac', true, undefined]);
    const all = await crm.accounts.query().once();
    expect([ids(all), all.complete, typeof all.asOf]).toEqual(['abcd', true, 'string']);
    await crm.close();
  });
});

type Level = readonly [name: string, capabilities: Partial<Capabilities>];
const levels: readonly Level[] = [
  ['gives parts', {}],
  ['gives parts and answers no questions', { query: false, aggregate: false }],
  ['gives whole tables', { partial: false }],
  ['gives whole tables by time', { partial: false, pull: 'since', tombstones: false }],
  ['gives parts by time', { pull: 'since', tombstones: false }],
  ['gives whole tables again and again', { partial: false, pull: 'page', tombstones: false }],
  ['gives parts again and again', { pull: 'page', tombstones: false }],
  ['gives whole tables and answers no questions', { partial: false, query: false, aggregate: false }],
];
const scopes: readonly Where[] = [mine, { or: [mine, { industry: 'x' }] }, { ownerId: { ne: 'bob' } }];
const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const values = fc.record({ ownerId: fc.constantFrom('ana', 'bob', null), industry: fc.constantFrom('x', 'y', null) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('theirs' as const), id: name, values }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('own' as const), id: name, values }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), id: name }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('line' as const), there: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), scope: fc.nat(scopes.length - 1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tab' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(5, 50, 500) }) },
);
const runs = Number(process.env['VINCULO_RUNS'] ?? 100);

describe('what is held of a table, after any changes, equals the rows of the backend that match', () => {
  it.each(levels)('on a backend that %s', async (_name, capabilities) => {
    await fc.assert(fc.asyncProperty(fc.nat(scopes.length - 1), fc.array(step, { maxLength: 25 }), fc.constantFrom('disk' as const, 'memory' as const), async (first, steps, cache) => {
      setUp(capabilities);
      let scope = scopes[first]!;
      let open: Tab[] = [];
      let live: ReturnType<typeof watch>[] = [];
      const begin = (): void => {
        const opened = tab(scope, cache);
        open.push(opened);
        live.push(watch(opened.crm, scope), watch(opened.crm, { and: [scope, { name: { in: ['a', 'b', 'c'] } }] }), watch(opened.crm));
      };
      begin();
      for (const s of steps) {
        const { crm } = open.at(-1)!;
        if (s.do === 'theirs') backend.write('account', account(s.id, s.values.ownerId, { industry: s.values.industry }));
        else if (s.do === 'own') {
          if (backend.row('account', s.id)) crm.accounts.update(s.id, s.values);
        } else if (s.do === 'remove') {
          if (backend.row('account', s.id)) backend.remove('account', s.id);
        } else if (s.do === 'line') backend.faults[s.there ? 'online' : 'offline']();
        else if (s.do === 'tab') {
          if (cache === 'disk' && open.length < 2) begin();
        } else if (s.do === 'restart') {
          for (const { page } of open) page.close();
          scope = scopes[s.scope]!;
          [open, live] = [[], []];
          begin();
        } else await world.pass(s.ms);
      }
      backend.faults.online();
      await world.pass(130_000);
      const matches = compileWhere(entities.account, scope);
      const should = (holds: (row: AnyRow) => boolean): string => ids({ rows: backend.rows('account').filter(holds) });
      const asks = capabilities.query !== false;
      try {
        // In memory, changes of a page that ended are lost with it; those that are refused stay over their rows.
        for (const { crm } of open) for (const entry of crm.outbox.snapshot) entry.discard();
        // What the backend answers is asked again when something changes.
        backend.write('account', account('z', 'bob'));
        await world.pass(130_000);
        for (let i = 0; i < live.length; i += 3) {
          const [inside, some, all] = [live[i]!.now(), live[i + 1]!.now(), live[i + 2]!.now()];
          expect([ids(inside), inside.complete, inside.status]).toEqual([should(matches), true, 'ready']);
          expect([ids(some), some.complete]).toEqual([should((row) => matches(row) && ['a', 'b', 'c'].includes(row.id)), true]);
          if (asks) expect([ids(all), all.complete, all.total]).toEqual([should(() => true), true, backend.rows('account').length]);
          else expect(all.complete).toBe('unknown');
        }
        if (cache === 'disk') expect(onDisk()).toBe(should(matches));
      } finally {
        for (const page of pages) page.close();
      }
    }), { numRuns: runs });
  }, 120_000);
});
