import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownDatabase } from '../postgres/own-database.ts';
import { createServer } from '../server.ts';
import { type Bench, startBench } from '../testing/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ metrics: { port: 0 } });
}, 60_000);
afterAll(() => bench.stop());

const metrics = async (): Promise<string> => (await fetch(bench.server.metricsUrl!)).text();
const valueOf = (text: string, line: string): number => Number(text.split('\n').find((l) => l.startsWith(`${line} `))?.split(' ').at(-1) ?? 0);

it('counts requests by route and status and changes by what became of them, and tells nothing of anybody', async () => {
  const staff = await bench.session({ role: 'staff', tenant: 'secret-tenant', subject: 'secret-subject' });
  const { id } = await staff.create('account', { name: 'secret-name' });
  await staff.push(staff.change('update', 'account', id, { name: '' }));
  await fetch(`${bench.server.url}/v1/nothing/secret-path`);
  await fetch(`${bench.server.url}/v1/blobs/secret-file`, { headers: { authorization: `Bearer ${staff.token}` } });
  const text = await metrics();
  expect(valueOf(text, 'vinculo_changes_total{status="ok"}')).toBe(1);
  expect(valueOf(text, 'vinculo_changes_total{status="rejected"}')).toBe(1);
  expect(valueOf(text, 'vinculo_request_seconds_count{method="POST",route="/v1/push",status="200"}')).toBe(2);
  expect(valueOf(text, 'vinculo_request_seconds_count{method="GET",route="/v1/blobs/:id",status="404"}')).toBe(1);
  expect(text).not.toContain('secret');
});

it('serves figures on an address of their own alone', async () => {
  expect((await fetch(`${bench.server.url}/metrics`)).status).toBe(404);
});

it('is not ready when its database is away, and lives on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-ready-'));
  const database = await ownDatabase(folder);
  const server = await createServer({ folder, database, dev: true, log: () => undefined });
  const said = async (path: string): Promise<unknown[]> => {
    const answer = await fetch(`${server.url}${path}`);
    return [answer.status, await answer.json()];
  };
  expect(await said('/ready')).toEqual([200, { status: 'ready' }]);
  await database.stop();
  expect(await said('/ready')).toEqual([503, { status: 'no_database' }]);
  expect(await said('/health')).toEqual([200, { status: 'ok' }]);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);
