import { newId } from '@vinculo/sdk/schema';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from '../server.ts';
import { type Bench, session, startBench } from '../testing/bench.ts';
import { doUpkeep } from './upkeep.ts';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()), 60_000);
afterAll(() => bench.stop());

const database = (): { url: string; adminUrl: string } => ({ url: bench.databaseUrl('serving'), adminUrl: bench.databaseUrl('admin') });
const dryRun = (): Promise<string> => doUpkeep({ command: 'migrate', file: undefined, dryRun: true, folder: bench.server.folder, database: database() });

it('counts the versions that clients speak, refuses those that are too old, and says so before a migration', async () => {
  expect(await dryRun()).toBe('The database is up to date.\nNo client of the last 7 days is known. This version serves protocol 1 to 1.\n');
  const server = await createServer({ dev: true, folder: bench.server.folder, database: database(), log: () => undefined });
  try {
    for (const tenant of [newId(), newId()]) {
      const staff = await session(server, { role: 'staff', tenant });
      const ask = (path: string): Promise<Response> => fetch(`${server.url}/v1/${path}`, { headers: { authorization: `Bearer ${staff.token}` } });
      for (const path of ['describe', 'describe?protocol=1', 'describe?protocol=2']) expect((await ask(path)).status).toBe(200);
      const old = await ask('describe?protocol=0');
      expect([old.status, await old.json()]).toMatchObject([426, { error: { code: 'client_too_old' } }]);
      expect((await ask('describe?protocol=one')).status).toBe(422);
      const pushed = await fetch(`${server.url}/v1/push?protocol=0`, { method: 'POST', body: JSON.stringify({ changes: [staff.change('create', 'account', 'late', { name: 'Late' })] }), headers: { authorization: `Bearer ${staff.token}`, 'content-type': 'application/json' } });
      expect(pushed.status).toBe(426);
      expect(await staff.rows('account')).toEqual([]);
    }
  } finally {
    await server.stop();
  }
  expect(await dryRun()).toBe(`The database is up to date.\nClients of the last 7 days:
  protocol 0: started 2 times in 2 tenants, WOULD BE CUT OFF
  protocol 1: started 4 times in 2 tenants
  protocol 2: started 2 times in 2 tenants
This version serves protocol 1 to 1: pages older than that have to be brought up to date first.\n`);
}, 60_000);

it('serves a client of the schema before beside an addition: what it does not know stays, what is required has its default', async () => {
  const admin = new pg.Client(database().adminUrl);
  await admin.connect();
  try {
    const tenant = newId();
    const before = await bench.session({ role: 'staff', tenant });
    await before.create('account', { name: 'Old', website: 'https://old.example' }, 'old');
    await admin.query('alter table vinculo.account drop column kind, drop column industry');
    expect(await dryRun()).toContain(`alter table vinculo."account" add column "kind" text collate "C" default 'organisation'`);
    const server = await createServer({ dev: true, folder: bench.server.folder, database: database(), log: () => undefined });
    try {
      const staff = await session(server, { role: 'staff', tenant });
      expect(await staff.rows('account')).toMatchObject([{ id: 'old', kind: 'organisation', industry: null }]);
      const [newer] = await staff.push(staff.change('update', 'account', 'old', { kind: 'person', industry: 'Food' }));
      expect(newer).toMatchObject({ status: 'ok' });
      // The client of before knows neither field.
      const [edited, made] = await staff.push(staff.change('update', 'account', 'old', { website: null }, { base: { website: 'https://old.example' } }), staff.change('create', 'account', 'made', { name: 'Made' }));
      expect(edited).toMatchObject({ status: 'ok', row: { kind: 'person', industry: 'Food', website: null } });
      expect(made).toMatchObject({ status: 'ok', row: { kind: 'organisation', industry: null } });
      // And a server of before, which writes beside this one.
      await admin.query(`insert into vinculo.account (tenant_id, id, version, created_at, updated_at, name) values ($1, 'beside', 1, now(), now(), 'Beside')`, [tenant]);
      expect(await staff.rows('account', { id: 'beside' })).toMatchObject([{ kind: 'organisation' }]);
    } finally {
      await server.stop();
    }
  } finally {
    await admin.end();
  }
}, 60_000);

it('leaves the rights of a later version in place when a server of the version before starts beside it', async () => {
  const admin = new pg.Client(database().adminUrl);
  await admin.connect();
  const meta = async (name: string): Promise<string> => (await admin.query<{ value: string }>('select value from vinculo.meta where name = $1', [name])).rows[0]!.value;
  const set = (name: string, value: string): Promise<unknown> => admin.query('update vinculo.meta set value = $2 where name = $1', [name, value]);
  try {
    const [version, guards] = [await meta('version'), await meta('guards')];
    await set('version', '999.0.0');
    await set('guards', 'of a later version');
    await admin.query('create policy of_later on vinculo.account for select using (false)');
    await admin.query('drop policy reading on vinculo.account');
    const logged: string[] = [];
    const before = await createServer({ dev: true, folder: bench.server.folder, database: database(), log: (_level, event) => void logged.push(event) });
    expect((await fetch(`${before.url}/ready`)).status).toBe(200);
    await before.stop();
    expect([await meta('version'), await meta('guards')]).toEqual(['999.0.0', 'of a later version']);
    expect(logged).toContain('database.later');
    const policies = async (): Promise<string[]> => (await admin.query<{ polname: string }>(`select polname from pg_policy where polrelid = 'vinculo.account'::regclass`)).rows.map((row) => row.polname);
    expect(await policies()).not.toContain('reading');
    expect(await dryRun()).toMatch(/^The database is of version 999\.0\.0, which is later than this/);
    // One of this version, or a later one, writes its own.
    await set('version', '0.0.1');
    await (await createServer({ dev: true, folder: bench.server.folder, database: database(), log: () => undefined })).stop();
    expect([await meta('version'), await meta('guards')]).toEqual([version, guards]);
    expect(await policies()).toContain('reading');
  } finally {
    await admin.query('drop policy if exists of_later on vinculo.account');
    await admin.end();
  }
}, 60_000);
