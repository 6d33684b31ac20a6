import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientOver } from '../client/create-client.ts';
import type { Vinculo } from '../client/vinculo.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';
import { Engine } from './engine.ts';
import { Browser, type Page } from './simulated-browser.fixture.ts';
import { World } from './simulated-time.fixture.ts';

let world: World;
let browser: Browser;
let backend: MemoryBackend;
let pages: Page[];

beforeEach(() => {
  world = new World(1);
  browser = new Browser(world);
  pages = [];
  backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'a', name: 'Acme' }] }, now: () => world.now });
});

afterEach(() => {
  for (const page of pages) page.close();
});

function tab(schema = 1): { readonly page: Page; readonly crm: Vinculo } {
  const page = browser.open(schema);
  pages.push(page);
  const adapter = backend.adapter('ana');
  const crm = clientOver(new Engine(adapter, 'disk', page.host), adapter);
  crm.accounts.query().subscribe(() => {});
  return { page, crm };
}

const pushes = (): number => backend.faults.calls.filter((c) => c.method === 'push').length;

it('hands the lead on within a second when the leading tab crashes, also to a hidden one', async () => {
  const a = tab();
  await world.pass(100);
  const b = tab();
  b.page.visible = false;
  await world.pass(100);
  expect([a, b].map((t) => t.crm.status.snapshot.leader)).toEqual([true, false]);
  a.page.close();
  await world.pass(1000);
  expect(b.crm.status.snapshot.leader).toBe(true);
});

it('takes the lead over within 15 s from a tab that hangs, which sends nothing more when it wakes', async () => {
  const a = tab();
  await world.pass(100);
  const [b, hidden] = [tab(), tab()];
  hidden.page.visible = false;
  await world.pass(100);
  a.page.process.freeze();
  b.crm.accounts.update('a', { industry: 'Cooling' });
  await world.pass(15_000);
  expect([b, hidden].map((t) => t.crm.status.snapshot.leader)).toEqual([true, false]);
  await world.pass(1000);
  const sent = pushes();
  a.crm.accounts.update('a', { website: 'https://acme.example' });
  a.page.process.thaw();
  await world.pass(5000);
  expect(a.crm.status.snapshot.leader).toBe(false);
  expect(backend.row('account', 'a')).toMatchObject({ industry: 'Cooling', website: 'https://acme.example' });
  expect(pushes()).toBe(sent + 1);
  expect(browser.disk.content.outbox.size).toBe(0);
});

it('leaves a leader alone that answers, however long it takes, and judges nobody while all tabs are hidden', async () => {
  const a = tab();
  await world.pass(100);
  const b = tab();
  await world.pass(120_000);
  expect([a, b].map((t) => t.crm.status.snapshot.leader)).toEqual([true, false]);
  b.page.visible = false;
  await world.pass(100);
  a.page.process.freeze();
  await world.pass(120_000);
  expect(b.crm.status.snapshot.leader).toBe(false);
});

it('takes no change back that another tab is sending, and answers it by its opposite', async () => {
  tab();
  await world.pass(100);
  const b = tab();
  await world.pass(100);
  const gate = backend.faults.hold('push');
  const change = b.crm.accounts.update('a', { industry: 'Cooling' });
  // Durable and on its way, but the word of that is not here yet.
  const seen: string[] = [];
  void change.durable.then(() => seen.push('durable'));
  while (seen.length === 0) await world.pass(0.2);
  change.undo();
  await world.pass(100);
  gate.release();
  await world.pass(2000);
  expect(backend.row('account', 'a')!['industry'] ?? null).toBeNull();
  expect(b.crm.outbox.snapshot).toEqual([]);
});

it('keeps nothing on disk and leads no more when a newer version runs in another tab; its changes arrive', async () => {
  const old = tab(1);
  await world.pass(100);
  const young = tab(2);
  await world.pass(5000);
  expect(old.crm.status.snapshot.storage).toMatchObject({ code: 'newer_schema' });
  expect([old, young].map((t) => t.crm.status.snapshot.leader)).toEqual([false, true]);
  old.crm.accounts.update('a', { industry: 'Cooling' });
  await world.pass(5);
  expect(browser.disk.content.outbox.size).toBe(0);
  await world.pass(2000);
  expect(backend.row('account', 'a')!['industry']).toBe('Cooling');
});

it('parks what only pages hold, rather than send it twice, when the word that it was being sent was lost', async () => {
  backend = memoryBackend({ capabilities: { idempotency: false, ids: 'server' }, seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'a', name: 'Acme' }] }, now: () => world.now });
  const old = tab(1);
  await world.pass(100);
  browser.deafness = 1;
  const first = tab(2);
  await world.pass(100);
  first.page.close();
  // What it brings cannot be written any more.
  backend.update('account', 'a', { industry: 'Cooling' });
  await world.pass(100);
  expect(old.crm.status.snapshot).toMatchObject({ leader: true, storage: { code: 'newer_schema' } });
  const young = tab(2);
  await world.pass(100);
  browser.deafness = 0;
  backend.faults.offline();
  old.crm.accounts.create({ name: 'Bolt' });
  await world.pass(100);
  browser.deafness = 1;
  backend.faults.online();
  old.crm.retry();
  while (pushes() === 0) await world.pass(1);
  old.page.close();
  browser.deafness = 0;
  await world.pass(5000);
  expect(young.crm.status.snapshot.leader).toBe(true);
  expect(backend.rows('account').map((r) => r['name'])).toEqual(['Acme', 'Bolt']);
  expect(young.crm.outbox.snapshot.map((e) => [e.state, e.change.patch['name']])).toEqual([['unknown', 'Bolt']]);
});

it('sends the changes of a record in their order, also when the word of the first did not come', async () => {
  tab();
  await world.pass(100);
  const b = tab();
  await world.pass(100);
  browser.deafness = 1;
  b.crm.accounts.update('a', { industry: 'Cooling' });
  await world.pass(20);
  browser.deafness = 0;
  b.crm.accounts.update('a', { industry: 'Heating' });
  await world.pass(2000);
  expect(backend.faults.calls.flatMap((c) => c.changes ?? []).map((c) => c.patch['industry'])).toEqual(['Cooling', 'Heating']);
  expect(backend.row('account', 'a')!['industry']).toBe('Heating');
});

it('tells the next start that storage was emptied when only a page noticed that says something else', async () => {
  const old = tab(1);
  await world.pass(100);
  const young = tab(2);
  await world.pass(5000);
  young.page.close();
  browser.disk.wipe();
  await world.pass(100);
  expect(old.crm.status.snapshot.storage).toMatchObject({ code: 'newer_schema' });
  old.page.close();
  const next = tab(2);
  await world.pass(100);
  expect(next.crm.status.snapshot.storage).toMatchObject({ code: 'emptied' });
});

it('wipes at once when access is revoked, in all tabs, and says how many changes were lost', async () => {
  const [a, b] = [tab(), tab()];
  await world.pass(200);
  backend.faults.offline();
  b.crm.accounts.update('a', { industry: 'Cooling' });
  await world.pass(200);
  backend.faults.online();
  backend.faults.revoke();
  a.crm.retry();
  await world.pass(2000);
  for (const { crm } of [a, b]) {
    expect(crm.status.snapshot).toMatchObject({ connection: 'signed-out', lost: 1, waiting: 0 });
    expect(crm.accounts.query().snapshot.rows).toHaveLength(0);
  }
  expect([...browser.disk.content.tables.values()].flatMap((t) => [...t.rows.keys()])).toEqual([]);
  expect(browser.disk.content.outbox.size).toBe(0);
});

it('shows cached rows at a start only while the last look at the rights is not too old', async () => {
  backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'a', name: 'Acme' }] }, now: () => world.now, offlineHours: 8 });
  const first = tab();
  await world.pass(200);
  first.page.close();
  backend.faults.offline();
  await world.pass(7 * 3_600_000);
  const soon = tab();
  await world.pass(500);
  expect(soon.crm.accounts.query().snapshot.rows).toHaveLength(1);
  soon.page.close();
  await world.pass(2 * 3_600_000);
  const late = tab();
  await world.pass(500);
  expect(late.crm.accounts.query().snapshot.rows).toHaveLength(0);
  expect(late.crm.status.snapshot.accessCheckDue).toBe(true);
  backend.faults.online();
  late.crm.retry();
  await world.pass(2000);
  expect(late.crm.accounts.query().snapshot.rows).toHaveLength(1);
  expect(late.crm.status.snapshot.accessCheckDue).toBeUndefined();
});

it('runs a command after what its own tab wrote, though another tab sends it', async () => {
  const a = tab();
  await world.pass(100);
  const b = tab();
  await world.pass(100);
  expect([a, b].map((t) => t.crm.status.snapshot.leader)).toEqual([true, false]);
  const other = b.crm.accounts.create({ name: 'Acme Ltd' });
  const merged = b.crm.run('merge', { table: 'account', intoId: 'a', fromId: other.id }).catch((error: unknown) => error);
  await world.pass(3000);
  expect(await merged).toMatchObject({ id: 'a' });
  // What waits for something else does not hold a command up for good.
  a.page.process.freeze();
  b.crm.accounts.update('a', { industry: 'Cooling' });
  const late = b.crm.run('merge', { table: 'account', intoId: 'a', fromId: 'nobody' }).catch((error: unknown) => error);
  await world.pass(6000);
  expect(await Promise.race([late, Promise.resolve('still waiting')])).not.toBe('still waiting');
});

it('shows a tab what the leader, which tells nobody of rows while it is alone, wrote before it heard of that tab', async () => {
  tab();
  await world.pass(100);
  browser.deafness = 1;
  const unheard = tab();
  await world.pass(200);
  backend.update('account', 'a', { name: 'Renamed' });
  await world.pass(500);
  browser.deafness = 0;
  await world.pass(5000);
  expect(unheard.crm.accounts.query().snapshot.rows[0]?.name).toBe('Renamed');
});
