import 'fake-indexeddb/auto';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { restAdapter } from '@vinculo/adapters/rest';
import { type OutboxEntry, type Vinculo, createClient } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type Server, createServer, issueDevToken } from '@vinculo/server';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
const file = join(folder, 'backup.gz');
const main = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url));
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

interface Database {
  readonly url: string;
  readonly adminUrl: string;
}

/** The Postgres of the first server, as it and its superuser see it. */
function ownDatabase(): Database {
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  const url = (as: string): string => `postgres://vinculo_${as}:${readFileSync(join(folder, 'secrets', `postgres-${as}`), 'utf8')}@127.0.0.1:${port}/postgres`;
  return { url: url('serving'), adminUrl: url('admin') };
}

/** A command of the program, as an operator gives it. @returns what it said */
async function vinculoServer(words: readonly string[], { url, adminUrl }: Database): Promise<string> {
  const env = { ...process.env, DATABASE_URL: url, DATABASE_ADMIN_URL: adminUrl };
  return (await promisify(execFile)(process.execPath, ['--conditions=source', main, ...words, '--dev', '--data', folder], { env })).stdout;
}

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
  const own = ownDatabase();
  const before = await page(server);
  await before.accounts.create({ id: 'acme', name: 'Acme', industry: 'Food' }).synced;
  await before.accounts.create({ id: 'same', name: 'Same' }).synced;
  await before.contacts.create({ id: 'ben', name: 'Ben' }).synced;
  expect(await vinculoServer(['backup', file], own)).toMatch(/^Wrote/);

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
  expect(await vinculoServer(['restore', file], database)).toMatch(/^Restored/);
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
  expect(await vinculoServer(['new-epoch'], database)).toMatch(/^A new epoch/);
  const reread = await now.pull({ table: 'account' }, cursor, 100);
  expect(reread).toMatchObject({ reset: true, restoredTo: expect.stringMatching(/^20.*Z$/) });
  expect(reread.rows.every((row) => row.updatedAt! <= reread.restoredTo!)).toBe(true);
}, 90_000);
