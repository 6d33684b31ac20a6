import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOver } from '../client/create-client.ts';
import type { Vinculo } from '../client/vinculo.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';
import { Engine } from './engine.ts';
import { Browser, type Page } from './simulated-browser.fixture.ts';
import { Line, throughLine } from './simulated-line.fixture.ts';
import { World } from './simulated-time.fixture.ts';

let world: World;
let browser: Browser;
let backend: MemoryBackend;
let pages: Page[];
/** Parts that were asked for, each with how to let it come or fail. */
let asked: { readonly come: () => void; readonly fail: () => void }[];

beforeEach(() => {
  world = new World(1);
  browser = new Browser(world);
  pages = [];
  asked = [];
  browser.come = (process) => process.hear((done, failed) => asked.push({ come: () => done(undefined), fail: () => failed(new TypeError('Failed to fetch dynamically imported module')) }));
  backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'a', name: 'Acme' }, { id: 'b', name: 'Beta' }] }, now: () => world.now });
});

afterEach(() => {
  for (const page of pages) page.close();
});

function open(cache: 'none' | 'memory' | 'disk' = 'none'): { readonly crm: Vinculo; readonly line: Line } {
  const page = browser.open(1);
  pages.push(page);
  const line = new Line();
  const adapter = throughLine(backend.adapter('ana'), page.process, line);
  return { crm: clientOver(new Engine(adapter, cache, page.host), adapter), line };
}

async function settle(how: 'come' | 'fail'): Promise<void> {
  for (const one of asked.splice(0)) one[how]();
  await world.pass(50);
}

async function closed(crm: Vinculo): Promise<void> {
  const closing = crm.close();
  await world.pass(2000);
  await closing;
}

const industry = (crm: Vinculo): unknown => crm.accounts.query({ where: { id: 'a' } }).snapshot.rows[0]?.industry;

describe('a write before what takes it was loaded', () => {
  it('shows at once, stands in the outbox, and goes out in its order', async () => {
    const { crm } = open();
    crm.accounts.query({ where: { id: 'a' } }).subscribe(() => {});
    await world.pass(500);
    const first = crm.accounts.update('a', { industry: 'Cooling' });
    const [second] = crm.batch(() => {
      crm.accounts.update('a', { industry: 'Ice' });
      crm.accounts.create({ name: 'New' });
    });
    expect(industry(crm)).toBe('Ice');
    expect(crm.outbox.snapshot.map((e) => [e.change.patch, e.state])).toEqual([[{ industry: 'Cooling' }, 'waiting'], [{ industry: 'Ice' }, 'waiting'], [{ name: 'New' }, 'waiting']]);
    expect(crm.status.snapshot.waiting).toBe(2);
    await settle('come');
    await world.pass(1000);
    await Promise.all([first.durable, first.synced, second!.synced]);
    expect(crm.outbox.snapshot).toEqual([]);
    expect(backend.row('account', 'a')).toMatchObject({ industry: 'Ice' });
    expect(backend.rows('historyEntry').filter((h) => h['recordId'] === 'a').map((h) => (h['after'] as { industry: string }).industry)).toEqual(['Cooling', 'Ice']);
  });

  it('is taken back without having been sent, and what was written over it stays', async () => {
    const { crm } = open();
    crm.accounts.query({ where: { id: 'a' } }).subscribe(() => {});
    await world.pass(500);
    const change = crm.accounts.update('a', { industry: 'Cooling' });
    crm.accounts.update('a', { website: 'https://acme.example' });
    expect(change.undo()).toBeUndefined();
    expect(industry(crm)).toBeUndefined();
    expect(crm.outbox.snapshot).toHaveLength(1);
    await settle('come');
    await world.pass(1000);
    await expect(change.synced).rejects.toMatchObject({ code: 'discarded' });
    expect(backend.row('account', 'a')).toMatchObject({ website: 'https://acme.example' });
    expect(backend.row('account', 'a')!['industry']).toBeUndefined();
  });

  it('is on disk when the parts have come', async () => {
    const { crm } = open('disk');
    const change = crm.accounts.create({ name: 'New' });
    await world.pass(500);
    expect(browser.disk.content.outbox.size).toBe(0);
    await settle('come');
    let durable = false;
    void change.durable.then(() => (durable = true));
    await world.pass(500);
    // What reads the disk is here; what writes to it is not.
    expect(browser.disk.content.outbox.size).toBe(0);
    expect(durable).toBe(false);
    await settle('come');
    await change.durable;
    await world.pass(1000);
    expect(backend.row('account', change.id)).toMatchObject({ name: 'New' });
  });

  it('is not lost unheard when the client closes first', async () => {
    const { crm } = open();
    await world.pass(500);
    const change = crm.accounts.update('a', { industry: 'Cooling' });
    await expect(crm.close({ wipe: true })).rejects.toMatchObject({ code: 'unsynced_changes', count: 1 });
    const closed = crm.close();
    await world.pass(2000);
    await closed;
    await expect(change.synced).rejects.toMatchObject({ code: 'closed' });
    await expect(change.durable).rejects.toMatchObject({ code: 'closed' });
    expect(() => crm.accounts).toThrow('closed');
  });
});

it.each([true, 'discard'] as const)('that never comes has a wipe (%s) say that nothing was deleted, and holds up no other end', async (wipe) => {
  const { crm } = open('disk');
  await world.pass(500);
  const wiped = crm.close({ wipe }).catch((error: unknown) => error);
  await world.pass(11_000);
  expect(await wiped).toMatchObject({ code: 'unavailable', message: expect.stringContaining('nothing was deleted') });
  // They came after all.
  for (let i = 0; i < 5; i++) await settle('come');
  await world.pass(2000);
  const again = crm.close({ wipe });
  await world.pass(2000);
  await again;
  expect(() => crm.accounts).toThrow('closed');

  const { crm: other } = open('disk');
  await world.pass(500);
  await closed(other);
  expect(() => other.accounts).toThrow('closed');
});

it('loads what takes writes before anybody writes, so that a page may go offline first', async () => {
  const { crm, line } = open();
  await settle('come');
  await world.pass(500);
  line.up = false;
  const change = crm.accounts.update('a', { industry: 'Cooling' });
  await world.pass(60_000);
  expect(asked).toEqual([]);
  expect(crm.outbox.snapshot).toHaveLength(1);
  line.up = true;
  crm.retry();
  await world.pass(2000);
  await change.synced;
  expect(backend.row('account', 'a')).toMatchObject({ industry: 'Cooling' });
});

it('shows what is on disk before what writes to the disk is here', async () => {
  const { crm: before } = open('disk');
  before.accounts.query().subscribe(() => {});
  before.users.query().subscribe(() => {});
  for (const _ of ['what opens the disk', 'what writes to it']) await settle('come');
  await world.pass(1000);
  await closed(before);
  const { crm, line } = open('disk');
  line.up = false;
  const rows = crm.accounts.query({ orderBy: ['name'] });
  rows.subscribe(() => {});
  await settle('come');
  await world.pass(1000);
  expect(rows.snapshot).toMatchObject({ status: 'stale', rows: [{ name: 'Acme' }, { name: 'Beta' }] });
  expect(asked).toHaveLength(2);
  // This page leads by now, and asked for files that pages left.
  const users = crm.users.query();
  users.subscribe(() => {});
  await world.pass(1000);
  expect(users.snapshot).toMatchObject({ status: 'stale', rows: [{ name: 'Ana' }] });
  await closed(crm);
  expect(asked).toHaveLength(2);
});

it('takes in what other tabs told before it could hear them', async () => {
  const { crm: leader } = open('disk');
  leader.accounts.query().subscribe(() => {});
  for (const _ of ['what opens the disk', 'what writes to it']) await settle('come');
  await world.pass(1000);
  const { crm } = open('disk');
  const rows = crm.accounts.query({ where: { industry: 'Ice' } });
  rows.subscribe(() => {});
  await settle('come');
  await world.pass(1000);
  const change = leader.accounts.update('a', { industry: 'Ice' });
  leader.accounts.create({ name: 'New', industry: 'Ice' });
  await world.pass(1000);
  await change.synced;
  expect(rows.snapshot.rows).toEqual([]);
  await settle('come');
  await world.pass(1000);
  expect(rows.snapshot).toMatchObject({ status: 'ready', total: 2 });
});

describe('a part that cannot be loaded', () => {
  it('leaves a page without a disk after three tries, and says so', async () => {
    const { crm } = open('disk');
    const rows = crm.accounts.query();
    rows.subscribe(() => {});
    // What takes writes and what keeps tables come; the disk does not.
    const [write, local, disk] = asked.splice(0);
    expect(asked).toEqual([]);
    write!.come();
    local!.come();
    disk!.fail();
    await world.pass(1000);
    await settle('fail');
    await world.pass(2000);
    expect(rows.snapshot.status).toBe('loading');
    await settle('fail');
    await world.pass(1000);
    expect(crm.status.snapshot).toMatchObject({ storage: { code: 'unavailable' }, leader: true });
    expect(rows.snapshot).toMatchObject({ status: 'ready', total: 2 });
  });

  it('leaves what is on disk as it is after three tries, where it is what writes there: the change goes to the backend alone, and counts as durable then', async () => {
    const { crm } = open('disk');
    const change = crm.accounts.create({ name: 'New' });
    const order: string[] = [];
    void change.durable.then(() => order.push('durable'));
    void change.synced.then(() => order.push('synced'));
    await settle('come');
    for (let tries = 0; tries < 3; tries++) {
      expect(order).toEqual([]);
      // What hears other tabs comes the while.
      const [writing, ...rest] = asked.splice(0);
      writing!.fail();
      for (const one of rest) one.come();
      await world.pass(2500);
    }
    expect(crm.status.snapshot).toMatchObject({ storage: { code: 'unavailable' } });
    expect(order).toEqual(['synced', 'durable']);
    expect(browser.disk.content.outbox.size).toBe(0);
    expect(backend.row('account', change.id)).toMatchObject({ name: 'New' });
  });

  it('is said in the status and tried again, while changes wait', async () => {
    const { crm } = open();
    const change = crm.accounts.update('a', { industry: 'Cooling' });
    await settle('fail');
    expect(crm.status.snapshot).toMatchObject({ waiting: 1, notLoaded: { code: 'not_loaded', retryable: true } });
    await world.pass(1000);
    await settle('fail');
    expect(asked).toEqual([]);
    crm.retry();
    await world.pass(0);
    await settle('come');
    await world.pass(1000);
    await change.synced;
    expect(crm.status.snapshot).toMatchObject({ waiting: 0 });
    expect(crm.status.snapshot.notLoaded).toBeUndefined();
  });

  it('leaves questions with an error until it comes, which they hear of', async () => {
    const { crm } = open('memory');
    const rows = crm.accounts.query({ orderBy: ['name'] });
    const figures = crm.accounts.aggregate({ measures: { count: { op: 'count' } } });
    expect([rows.snapshot.status, figures.snapshot.status]).toEqual(['loading', 'loading']);
    const told: string[] = [];
    const steps: number[] = [];
    rows.subscribe((r) => told.push(`${r.status} ${r.rows.length}`));
    rows.steps.subscribe((some) => steps.push(some.length));
    figures.subscribe((r) => told.push(`${r.status} of figures`));
    await settle('fail');
    await expect(rows.once()).rejects.toMatchObject({ code: 'not_loaded' });
    expect(told).toEqual(expect.arrayContaining(['error 0', 'error of figures']));
    await world.pass(1500);
    await settle('come');
    await world.pass(1000);
    expect(rows.snapshot).toMatchObject({ status: 'ready', total: 2, rows: [{ name: 'Acme' }, { name: 'Beta' }] });
    expect(figures.snapshot).toMatchObject({ status: 'ready', groups: [{ values: { count: 2 } }] });
    expect(told).toEqual(expect.arrayContaining(['ready 2', 'ready of figures']));
    expect(steps.reduce((sum, n) => sum + n)).toBe(2);
    expect(crm.accounts.query({ orderBy: ['name'] })).toBe(rows);
  });
});
