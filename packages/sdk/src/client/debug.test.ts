import 'fake-indexeddb/auto';
import { filter, firstValueFrom } from 'rxjs';
import { afterEach, expect, it, vi } from 'vitest';
import { type ClientOptions, ClosedError, createClient, type DebugReport, type Vinculo } from '../index.ts';
import { type MemoryBackend, memoryBackend } from '../testing/index.ts';

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close({ wipe: 'discard' })));
});

function setUp(cache: ClientOptions['cache'] = 'memory', scopes: ClientOptions['scopes'] = {}): { backend: MemoryBackend; crm: Vinculo } {
  const backend = memoryBackend({
    seed: { account: [{ id: 'acme', name: 'Acme' }, { id: 'beta', name: 'Beta' }], contact: [{ id: 'li', name: 'Li Na' }] },
  });
  const crm = createClient({ adapter: backend.adapter('ana'), cache, scopes });
  open.push(crm);
  return { backend, crm };
}

const reported = (crm: Vinculo, holds: (report: DebugReport) => boolean): Promise<DebugReport> => firstValueFrom(crm.debug.changes.pipe(filter(holds)));

it('tells open queries, what they show, and forgets them with their last listener', async () => {
  const { crm } = setUp();
  const live = crm.accounts.query({ orderBy: ['name'], limit: 1 });
  const same = crm.accounts.query({ orderBy: ['name'] });
  const figures = crm.accounts.aggregate({ measures: { count: { op: 'count' } } });
  await Promise.all([live.once(), figures.once()]);
  const subscriptions = [live.subscribe(), live.subscribe(), same.subscribe(), figures.subscribe()];
  const { queries, nodes } = await crm.debug.report();
  expect(queries).toHaveLength(3);
  expect(queries[0]).toMatchObject({ table: 'account', kind: 'rows', by: 'memory', listeners: 2, shown: 1, total: 2, complete: true, status: 'ready', question: { orderBy: ['name'], limit: 1 } });
  expect(queries[2]).toMatchObject({ kind: 'groups', shown: 1 });
  expect(nodes).toMatchObject([{ table: 'account', kind: 'rows', users: 2, rows: 2, question: [null, ['name']] }, { kind: 'groups', users: 1, rows: 2 }]);
  for (const s of subscriptions) s.unsubscribe();
  expect(await crm.debug.report()).toMatchObject({ queries: [], nodes: [] });
});

it('counts how often listeners were told, and says when they last were', async () => {
  const { crm } = setUp();
  const live = crm.accounts.query();
  live.subscribe();
  await live.once();
  const before = (await crm.debug.report()).queries[0]!;
  crm.accounts.update('acme', { name: 'Acme Group' });
  const after = (await crm.debug.report()).queries[0]!;
  expect(after.told).toBeGreaterThan(before.told);
  expect(Date.parse(after.toldAt!)).toBeGreaterThanOrEqual(Date.parse(after.since));
});

it('tells questions that the backend answers', async () => {
  const { crm } = setUp('none');
  const live = crm.accounts.query({ where: { id: 'acme' } });
  live.subscribe();
  await live.once();
  expect((await crm.debug.report()).queries).toMatchObject([{ by: 'backend', shown: 1, question: { where: { id: 'acme' } }, asOf: expect.any(String) }]);
});

it('says nothing of a person unless it is asked to', async () => {
  const { backend, crm } = setUp();
  backend.faults.offline();
  crm.contacts.query({ where: { search: 'secret', and: [{ department: { contains: 'secret' } }], ownerId: 'ana' } }).subscribe();
  crm.contacts.create({ name: 'secret' });
  const quiet = await reported(crm, ({ queries }) => queries.length > 0);
  expect(JSON.stringify(quiet)).not.toContain('secret');
  expect(quiet.queries[0]!.question['where']).toEqual({ search: '…', and: [{ department: { contains: '…' } }], ownerId: 'ana' });
  expect(quiet.outbox[0]!.fields).toEqual(['name']);
  expect(quiet.nodes[0]!.question[0]).toMatchObject({ search: '…' });
  const loud = await crm.debug.report({ values: true });
  expect(loud.outbox[0]!.patch).toEqual({ name: 'secret' });
  expect(loud.queries[0]!.question['where']).toMatchObject({ search: 'secret' });
});

it('says why changes wait or are parked', async () => {
  const { backend, crm } = setUp();
  await crm.accounts.query().once();
  backend.faults.offline();
  const { id } = crm.accounts.create({ name: 'New' });
  crm.accounts.update(id, { industry: 'cold' });
  const waiting = await reported(crm, (r) => r.connection.state === 'offline');
  expect(waiting.connection.error).toMatchObject({ code: 'offline' });
  expect(waiting.outbox).toMatchObject([{ op: 'create', state: 'waiting', tries: 0, durable: false, heldBack: { why: 'connection' } }, { op: 'update', heldBack: { why: 'earlier', key: waiting.outbox[0]!.key } }]);
  expect(waiting.outbox[0]!.age).toBeGreaterThanOrEqual(0);
  expect(waiting.tables.find((t) => t.table === 'account')).toMatchObject({ rows: 3, changed: 1, whole: true });
});

it('tells a new report when something changed, and none when nothing did', async () => {
  const { crm } = setUp();
  const seen: DebugReport[] = [];
  const live = crm.accounts.query();
  live.subscribe();
  await live.once();
  const subscription = crm.debug.changes.subscribe((report) => seen.push(report));
  const changed = reported(crm, (r) => r.queries[0]?.shown === 3);
  crm.accounts.create({ name: 'New' });
  expect((await changed).tables.find((t) => t.table === 'account')!.rows).toBe(3);
  subscription.unsubscribe();
  const [before] = seen.slice(-1);
  crm.accounts.create({ name: 'Newer' });
  await reported(crm, (r) => r.queries[0]?.shown === 4);
  expect(seen.at(-1)).toBe(before);
});

it('counts what stands on disk, and knows who leads', async () => {
  const { crm } = setUp('disk');
  const live = crm.accounts.query();
  live.subscribe();
  await live.once();
  // What is written to disk is no news by itself: it is looked for until it is there.
  const report = await vi.waitFor(async () => {
    const now = await crm.debug.report();
    expect([now.tables.find((t) => t.table === 'account')?.disk?.whole, now.lead.here]).toEqual([true, true]);
    return now;
  }, { timeout: 10_000 });
  expect(report.tables.find((t) => t.table === 'account')).toMatchObject({ rows: 2, whole: true, disk: { runs: 1, leaves: 1, rows: 2, beside: 0, whole: true, anew: false } });
  expect(report.lead).toMatchObject({ here: true, number: 1, tab: expect.any(String), tabs: [] });
  expect(report.storage).toMatchObject({ cache: 'disk', schema: 1 });
  expect(report.storage.error).toBeUndefined();
  expect(report.access).toMatchObject({ user: 'ana', checkedAt: expect.any(String), hash: expect.any(String) });
});

it('names the part of a table that is held, without what it says of a person', async () => {
  const { crm } = setUp('disk', { accounts: { name: { ne: 'Beta' }, ownerId: null } });
  await crm.accounts.query({ where: { name: { ne: 'Beta' }, ownerId: null } }).once();
  const { tables } = await reported(crm, (r) => typeof r.tables[0]?.disk?.cursor === 'string');
  expect(tables).toMatchObject([{ table: 'account', rows: 1, scope: { name: { ne: '…' }, ownerId: null } }]);
  expect(JSON.stringify(tables)).not.toContain('Beta');
  expect((await crm.debug.report({ values: true })).tables).toMatchObject([{ scope: { name: { ne: 'Beta' }, ownerId: null } }]);
});

it('tells the other tabs that it heard, and that one of them leads', async () => {
  const { backend, crm } = setUp('disk');
  await reported(crm, (r) => r.lead.here);
  const other = createClient({ adapter: backend.adapter('ana'), cache: 'disk' });
  open.push(other);
  await other.accounts.query().once();
  await other.accounts.update('acme', { name: 'Acme Group' }).synced;
  const { lead } = await other.debug.report();
  const heard = await reported(crm, (r) => r.lead.tabs.length > 0);
  expect(heard.lead.tabs).toMatchObject([{ id: lead.tab, leads: false, messages: expect.any(Number), schema: 1 }]);
  expect(lead).toMatchObject({ here: false, number: 1, tabs: [{ id: heard.lead.tab }] });
});

it('answers nobody after the end', async () => {
  const { crm } = setUp();
  await crm.close();
  await expect(crm.debug.report()).rejects.toThrow(ClosedError);
});
