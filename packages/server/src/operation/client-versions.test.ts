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
