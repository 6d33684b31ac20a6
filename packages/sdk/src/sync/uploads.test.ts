import { afterEach, expect, it } from 'vitest';
import { clientOver } from '../client/create-client.ts';
import type { PendingChange, Vinculo } from '../client/vinculo.ts';
import { BackendError, StorageError, UnsyncedChangesError, VinculoError } from '../errors.ts';
import { type MemoryBackend, memoryBackend, type MemoryBackendOptions } from '../testing/index.ts';
import { Engine } from './engine.ts';
import { Browser, type Page } from './simulated-browser.fixture.ts';
import { Line, throughLine } from './simulated-line.fixture.ts';
import { World } from './simulated-time.fixture.ts';

interface Tab {
  readonly crm: Vinculo;
  readonly page: Page;
  readonly line: Line;
}

/** One browser before one backend, in time that passes when told to. */
class Desk {
  readonly world = new World(7);
  readonly browser = new Browser(this.world);
  readonly backend: MemoryBackend;
  readonly tabs: Tab[] = [];

  constructor(options: MemoryBackendOptions = {}) {
    this.backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], ticket: [{ id: 't', subject: 'Display' }] }, now: () => this.world.now, ...options });
  }

  async open(cache: 'disk' | 'memory' = 'disk'): Promise<Tab> {
    const page = this.browser.open(1);
    const line = new Line();
    const adapter = throughLine(this.backend.adapter('ana'), page.process, line);
    const tab = { crm: clientOver(new Engine(adapter, cache, page.host), adapter), page, line };
    this.tabs.push(tab);
    await this.world.pass(3000);
    return tab;
  }

  /** Lets time pass until a promise ends. */
  async wait<T>(promise: Promise<T>, longest = 120_000): Promise<T> {
    const late = Symbol('late');
    const until = this.world.now + longest;
    promise.catch(() => {});
    while ((await Promise.race([promise, Promise.resolve(late)])) === late) {
      if (this.world.now >= until) throw new Error('It did not end.');
      await this.world.pass(500);
    }
    return promise;
  }

  upload({ crm }: Tab, content = 'the display'): Promise<string> {
    return this.wait(crm.upload(new Blob([content], { type: 'text/plain' }), 'E4.txt'));
  }

  attach({ crm }: Tab, blobId: string, id = 'a'): PendingChange {
    return crm.attachments.create({ id, table: 'ticket', recordId: 't', name: 'E4.txt', blobId });
  }

  get filesOnDisk(): number {
    return this.browser.disk.content.blobs.size;
  }

  /** What the backend holds: the content of each attachment. */
  async attached(): Promise<(string | undefined)[]> {
    return Promise.all(this.backend.rows('attachment').map(async (row) => this.backend.blobs.get(String(row['blobId']))?.text()));
  }
}

let desk: Desk;
afterEach(() => desk.tabs.splice(0).forEach(({ page }) => page.close()));

const states = ({ crm }: Tab): readonly (readonly [string, string | undefined])[] => crm.outbox.snapshot.map(({ state, reason }) => [state, reason?.code]);

it('a file that is attached without a network is kept, and goes with its change when there is one', async () => {
  desk = new Desk();
  const tab = await desk.open();
  tab.line.up = false;
  await desk.world.pass(5000);
  const blobId = await desk.upload(tab);
  const change = desk.attach(tab, blobId);
  await desk.wait(change.durable);
  expect(await (await desk.wait(tab.crm.download(blobId))).text()).toBe('the display');
  await desk.world.pass(60_000);
  expect([desk.backend.blobs.size, desk.backend.rows('attachment').length, desk.filesOnDisk]).toEqual([0, 0, 1]);
  tab.line.up = true;
  const row = await desk.wait(change.synced);
  expect(await desk.attached()).toEqual(['the display']);
  expect(desk.backend.blobs.get(String(row?.['blobId']))!.type).toBe('text/plain');
  expect([desk.backend.blobs.size, desk.filesOnDisk]).toEqual([1, 0]);
  // The id it had here is as good as the backend's.
  expect(await (await desk.wait(tab.crm.download(blobId))).text()).toBe('the display');
  await desk.wait(desk.attach(tab, blobId, 'again').synced);
  expect(await desk.attached()).toEqual(['the display', 'the display']);
});

it('another page goes on where one was killed, and other changes wait for no file', async () => {
  desk = new Desk();
  const tab = await desk.open();
  tab.line.up = false;
  await desk.world.pass(5000);
  await desk.wait(desk.attach(tab, await desk.upload(tab)).durable);
  await desk.wait(tab.crm.tickets.update('t', { subject: 'Display E4' }).durable);
  tab.page.close();
  const gate = desk.backend.faults.hold('upload');
  await desk.open();
  await desk.world.pass(10_000);
  expect(desk.backend.row('ticket', 't')).toMatchObject({ subject: 'Display E4' });
  expect([gate.waiting, desk.backend.rows('attachment').length]).toEqual([1, 0]);
  gate.release();
  await desk.world.pass(10_000);
  expect([await desk.attached(), desk.filesOnDisk]).toEqual([['the display'], 0]);
});

it('a lost answer may store the file twice, but makes one attachment', async () => {
  desk = new Desk();
  const tab = await desk.open();
  tab.line.lossBack = 1;
  const change = desk.attach(tab, await desk.upload(tab));
  await desk.world.pass(500);
  expect(desk.backend.blobs.size).toBeGreaterThan(0);
  tab.line.lossBack = 0;
  await desk.wait(change.synced);
  expect(await desk.attached()).toEqual(['the display']);
  expect(desk.backend.blobs.size).toBe(2);
});

it('a page that is killed after any of its transactions leaves one attachment with its file, or none', async () => {
  for (let transactions = 0; transactions < 14; transactions++) {
    desk = new Desk({ capabilities: { ids: transactions % 2 === 0 ? 'client' : 'server' } });
    const tab = await desk.open();
    tab.page.dieAfter(transactions);
    let isDurable = false;
    void tab.crm.upload(new Blob(['the display']), 'E4.txt').then((blobId) => desk.attach(tab, blobId).durable).then(() => (isDurable = true));
    await desk.world.pass(5000);
    tab.page.close();
    const next = await desk.open();
    await desk.world.pass(60_000);
    expect(await desk.attached(), `killed after ${transactions}`).toEqual(isDurable || desk.backend.rows('attachment').length > 0 ? ['the display'] : []);
    expect(next.crm.outbox.snapshot).toEqual([]);
  }
});

it('any tab takes files in, and the leading one sends them', async () => {
  desk = new Desk();
  const leader = await desk.open();
  const other = await desk.open();
  expect([leader, other].map(({ crm }) => crm.status.snapshot.leader)).toEqual([true, false]);
  const blobId = await desk.upload(other);
  await desk.wait(desk.attach(other, blobId).synced);
  expect(await desk.attached()).toEqual(['the display']);
  // Written where the backend's id is not known yet, or is known.
  await desk.wait(desk.attach(leader, blobId, 'b').synced);
  await desk.wait(desk.attach(other, blobId, 'c').synced);
  expect([(await desk.attached()).length, desk.backend.blobs.size]).toEqual([3, 1]);
});

it('a file that the backend will not take parks its changes with the reason, and retry sends it again', async () => {
  desk = new Desk();
  const tab = await desk.open();
  desk.backend.faults.failNext(new VinculoError('too_large', 'The file is larger than 10 MiB.'), 'upload');
  const blobId = await desk.upload(tab);
  tab.crm.batch(() => {
    tab.crm.tickets.update('t', { subject: 'With a file' });
    desk.attach(tab, blobId);
  });
  await desk.world.pass(5000);
  expect(states(tab)).toEqual([['refused', 'group_failed'], ['refused', 'too_large']]);
  expect([desk.backend.row('ticket', 't')?.['subject'], desk.filesOnDisk]).toEqual(['Display', 1]);
  tab.crm.outbox.snapshot[1]!.retry();
  await desk.world.pass(5000);
  expect(states(tab)).toEqual([]);
  expect([desk.backend.row('ticket', 't')?.['subject'], await desk.attached(), desk.filesOnDisk]).toEqual(['With a file', ['the display'], 0]);
});

it('a file over which the backend fails lets others go first', async () => {
  desk = new Desk();
  const tab = await desk.open();
  tab.line.up = false;
  await desk.world.pass(5000);
  const bad = desk.attach(tab, await desk.upload(tab, 'bad'), 'bad');
  const good = desk.attach(tab, await desk.upload(tab, 'good'), 'good');
  desk.backend.faults.failNext(new BackendError('Out of order.'), 'upload');
  tab.line.up = true;
  await desk.wait(Promise.all([bad.synced, good.synced]));
  expect(await Promise.all([...desk.backend.blobs.values()].map((blob) => blob.text()))).toEqual(['good', 'bad']);
});

it('files of changes that were taken back are never sent, and go after a while', async () => {
  desk = new Desk();
  const tab = await desk.open();
  tab.line.up = false;
  await desk.world.pass(5000);
  const blobId = await desk.upload(tab);
  desk.attach(tab, blobId).undo();
  const kept = await desk.upload(tab, 'kept');
  desk.attach(tab, kept, 'taken back').undo();
  // A form that sends again what it took back finds its file.
  await desk.world.pass(30 * 60_000);
  expect(desk.filesOnDisk).toBe(2);
  await desk.wait(desk.attach(tab, kept, 'kept').durable);
  await desk.world.pass(60 * 60_000);
  expect(desk.filesOnDisk).toBe(1);
  const late = desk.attach(tab, blobId, 'late');
  tab.line.up = true;
  await expect(desk.wait(late.synced)).rejects.toMatchObject({ code: 'file_missing' });
  expect(await desk.attached()).toEqual(['kept']);
  expect(desk.backend.blobs.size).toBe(1);
});

it('a file that no page wrote a change for goes after a day', async () => {
  desk = new Desk();
  const tab = await desk.open();
  await desk.upload(tab);
  tab.page.close();
  await desk.world.pass(23 * 60 * 60_000);
  (await desk.open()).page.close();
  expect(desk.filesOnDisk).toBe(1);
  await desk.world.pass(60 * 60_000);
  await desk.open();
  expect([desk.filesOnDisk, desk.backend.blobs.size]).toEqual([0, 0]);
});

it('files that wait count as unsynced when the cache is to be wiped', async () => {
  desk = new Desk();
  const tab = await desk.open();
  tab.line.up = false;
  await desk.world.pass(5000);
  const blobId = await desk.upload(tab);
  await expect(desk.wait(tab.crm.close({ wipe: true }))).rejects.toEqual(new UnsyncedChangesError(1));
  await desk.wait(desk.attach(tab, blobId).durable);
  await expect(desk.wait(tab.crm.close({ wipe: true }))).rejects.toEqual(new UnsyncedChangesError(2));
});

it.each([['read', (end: () => void) => end()], ['written', (end: () => void) => desk.world.after(0, end)]])('a file that is taken out while it is being %s is not kept', async (_, soon) => {
  desk = new Desk();
  const tab = await desk.open();
  const ended = new AbortController();
  const reason = new Error('taken out');
  const blob = new Blob(['the display']);
  blob.arrayBuffer = () => {
    soon(() => ended.abort(reason));
    return Promise.resolve(new ArrayBuffer(11));
  };
  await expect(desk.wait(tab.crm.upload(blob, 'E4.txt', { signal: ended.signal }))).rejects.toBe(reason);
  await desk.world.pass(1000);
  expect(desk.filesOnDisk).toBe(0);
  await desk.wait(tab.crm.close({ wipe: true }));
});

it('where nothing is kept on disk a file is sent at once', async () => {
  desk = new Desk();
  const tab = await desk.open('memory');
  const blobId = await desk.upload(tab);
  expect(desk.backend.blobs.has(blobId)).toBe(true);
  expect(await (await desk.wait(tab.crm.download(blobId))).text()).toBe('the display');
  await expect(desk.wait(tab.crm.download('none'))).rejects.toMatchObject({ code: 'not_found' });
  tab.line.up = false;
  await expect(desk.upload(tab)).rejects.toMatchObject({ code: 'offline' });
});

it('a file that does not fit on the disk is sent at once, or said', async () => {
  desk = new Desk();
  const tab = await desk.open();
  const { disk } = desk.browser;
  disk.isFull = true;
  const blobId = await desk.upload(tab);
  expect(desk.backend.blobs.has(blobId)).toBe(true);
  tab.line.up = false;
  await expect(desk.upload(tab)).rejects.toSatisfy((error) => error instanceof StorageError && error.code === 'quota' && error.message.includes('E4.txt (11 bytes)'));
  // What is smaller may fit.
  expect(tab.crm.status.snapshot.storage).toBeUndefined();
});

it('a change whose file went with the site’s data is parked, and says so', async () => {
  desk = new Desk();
  const tab = await desk.open();
  tab.line.up = false;
  await desk.world.pass(5000);
  const change = desk.attach(tab, await desk.upload(tab));
  await desk.wait(change.durable);
  desk.browser.disk.wipe();
  await desk.world.pass(5000);
  tab.line.up = true;
  await expect(desk.wait(change.synced)).rejects.toMatchObject({ code: 'file_missing' });
  expect(desk.backend.rows('attachment')).toEqual([]);
});
