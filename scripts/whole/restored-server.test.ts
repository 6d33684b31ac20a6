import 'fake-indexeddb/auto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restAdapter } from '@vinculo/adapters/rest';
import { type OutboxEntry, type Vinculo, createClient } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type Server, createServer, issueDevToken } from '@vinculo/server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { doUpkeep } from '../../packages/server/src/operation/upkeep.ts';
import { databaseUrl } from '../../packages/server/src/testing/bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
const file = join(folder, 'backup.gz');
const servers: Server[] = [];
const patience = { timeout: 15_000, interval: 20 };
const token = (): Promise<string> => issueDevToken(folder, { role: 'staff', subject: 'ana' });

beforeAll(async () => {
  servers.push(await createServer({ folder, dev: true, log: () => undefined }));
}, 60_000);
afterAll(async () => {
  for (const server of servers.reverse()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The server of before, or the one that was restored, at the same address. */
function adapterOf(server: Server): Adapter {
  return { ...restAdapter({ endpoint: server.url, token }), source: 'https://crm.example' };
}

async function page(server: Server): Promise<Vinculo> {
  const crm = createClient({ adapter: adapterOf(server), cache: 'disk' });
  for (const table of ['account', 'contact']) crm.collection(table).query().subscribe(() => undefined);
  await vi.waitFor(() => expect(crm.status.snapshot).toMatchObject({ connection: 'online', leader: true }), patience);
  await Promise.all([crm.accounts.query().once(), crm.contacts.query().once()]);
  return crm;
}

const listed = (crm: Vinculo): readonly string[] => crm.outbox.snapshot.map((e) => `${e.change.id} ${e.change.op} ${e.reason?.code}`).sort((a, b) => (a < b ? -1 : 1));

it('is told by its clients what it lacks, and gets it back, but for who was erased', async () => {
  const [server] = servers as [Server];
  const own = { url: databaseUrl(folder, 'serving'), adminUrl: databaseUrl(folder, 'admin') };
  const before = await page(server);
  await before.accounts.create({ id: 'acme', name: 'Acme', industry: 'Food' }).synced;
  await before.accounts.create({ id: 'same', name: 'Same' }).synced;
  await before.contacts.create({ id: 'ben', name: 'Ben' }).synced;
  expect(await doUpkeep({ command: 'backup', file, dryRun: false, folder, database: own })).toMatch(/^Wrote/);

  await before.accounts.create({ id: 'new', name: 'New' }).synced;
  await before.contacts.create({ id: 'wu', name: 'Wu', accountId: 'new', emails: [{ id: 'e', value: 'wu@new.example' }] }).synced;
  await before.contacts.create({ id: 'eva', name: 'Eva', emails: [{ id: 'e', value: 'eva@eva.example' }] }).synced;
  await before.accounts.update('acme', { industry: 'Freight' }).synced;
  const elsewhere = adapterOf(server);
  await elsewhere.push([{ key: ['elsewhere', 1], op: 'update', table: 'contact', id: 'ben', patch: { jobTitle: 'Buyer' }, base: {}, at: new Date().toISOString() }]);
  await vi.waitFor(async () => expect(await before.contacts.get('ben')).toMatchObject({ jobTitle: 'Buyer' }), patience);
  await before.close();
  // While that page is closed.
  await elsewhere.run!('erasePerson', { table: 'contact', id: 'eva' }, 'erase-eva');
  await vi.waitFor(() => expect(existsSync(join(folder, 'erased.jsonl'))).toBe(true), patience);

  const at = (url: string): string => Object.assign(new URL(url), { pathname: '/restored' }).href;
  const { default: pg } = await import('pg');
  const admin = new pg.Client(own.adminUrl);
  await admin.connect();
  await admin.query('create database restored');
  await admin.end();
  const database = { url: at(own.url), adminUrl: at(own.adminUrl) };
  expect(await doUpkeep({ command: 'restore', file, dryRun: false, folder, database })).toMatch(/^Restored/);
  const restored = await createServer({ folder, dev: true, database, log: () => undefined });
  servers.push(restored);

  const after = await page(restored);
  await vi.waitFor(() => expect(listed(after)).toEqual(['acme update restored', 'ben update restored', 'eva create restored', 'new create restored', 'wu create restored']), patience);
  const entry = (id: string): OutboxEntry => after.outbox.snapshot.find((e) => e.change.id === id)!;
  expect(entry('acme').fields).toMatchObject([{ field: 'industry', mine: 'Freight', theirs: 'Food' }]);
  expect(entry('wu').change.patch).toMatchObject({ name: 'Wu', accountId: 'new' });

  for (const { retry } of after.outbox.snapshot) retry();
  await vi.waitFor(() => expect(listed(after)).toEqual(['eva create erased']), patience);
  const now = adapterOf(restored);
  expect((await now.get!('account', ['acme', 'new', 'same'])).map((r) => [r.id, r['industry']])).toEqual([['acme', 'Freight'], ['new', null], ['same', null]]);
  expect((await now.get!('contact', ['ben', 'wu', 'eva'])).map((r) => [r.id, r['jobTitle'], r['accountId']])).toEqual([['ben', 'Buyer', null], ['wu', null, 'new']]);
  await after.close({ wipe: 'discard' });

  // Brought back by other means, it is told so by the command; nothing is missing then.
  const cursor = (await now.pull({ table: 'account' }, null, 100)).cursor;
  expect(await doUpkeep({ command: 'new-epoch', file: undefined, dryRun: false, folder, database })).toMatch(/^A new epoch/);
  const reread = await now.pull({ table: 'account' }, cursor, 100);
  expect(reread).toMatchObject({ reset: true, restoredTo: expect.stringMatching(/^20.*Z$/) });
  expect(reread.rows.every((row) => row.updatedAt! <= reread.restoredTo!)).toBe(true);
}, 90_000);
