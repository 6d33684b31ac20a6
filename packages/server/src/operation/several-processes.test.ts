import { newId } from '@vinculo/sdk/schema';
import { SignJWT } from 'jose';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type OwnDatabase, ownDatabase } from '../postgres/own-database.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vinculo-three-'));
const secret = 'a secret of the host, of 32 bytes and more';
const children: ChildProcess[] = [];
let database: OwnDatabase;
let urls: string[];
let token: string;

/** The program as an operator starts it. */
function start(): Promise<string> {
  const child = spawn(process.execPath, ['--conditions=source', main, '--port', '0', '--quiet', '--data', join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, DATABASE_URL: database.url, DATABASE_ADMIN_URL: database.adminUrl, VINCULO_JWT_SECRET: secret, VINCULO_JWT_ISSUER: 'host' },
  });
  children.push(child);
  return new Promise((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const url = /Vinculo server: (\S+)/.exec(chunk.toString())?.[1];
      if (url) done(url);
    });
    child.once('exit', (code) => fail(new Error(`The server ended with ${code}.`)));
  });
}

beforeAll(async () => {
  database = await ownDatabase(folder);
  token = await new SignJWT({ tenant: 'one', role: 'staff' }).setProtectedHeader({ alg: 'HS256' }).setSubject('ana').setIssuer('host').setAudience('vinculo').setIssuedAt().setExpirationTime('10m').sign(new TextEncoder().encode(secret));
  // All at once: they take turns with the migration.
  urls = await Promise.all([start(), start(), start()]);
}, 90_000);
afterAll(async () => {
  for (const child of children) {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  }
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function post<T>(process: number, route: string, body: unknown): Promise<T> {
  const answer = await fetch(`${urls[process]}/v1/${route}`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

interface Pushed {
  readonly outcomes: readonly { readonly status: string; readonly row: { readonly id: string; readonly number?: string } | null }[];
}

let counter = 0;
const create = (table: string, patch: object, id = newId()) => ({ key: ['test', ++counter], op: 'create', table, id, patch, base: {}, at: new Date().toISOString() });

it('shows in each process what another one stored, and goes on from a cursor of it', async () => {
  const { cursor } = await post<{ cursor: string }>(1, 'pull', { table: 'account', cursor: null });
  const change = create('account', { name: 'A' });
  await post(0, 'push', { changes: [change] });
  expect((await post<{ rows: { id: string }[] }>(2, 'query', { table: 'account' })).rows.map((r) => r.id)).toEqual([change.id]);
  const page = await post<{ rows: { id: string }[]; reset?: true }>(2, 'pull', { table: 'account', cursor });
  expect([page.rows.map((r) => r.id), page.reset]).toEqual([[change.id], undefined]);
});

it('stores a change once that reaches all of them at the same time', async () => {
  const changes = Array.from({ length: 20 }, (_, i) => create('contact', { name: `C${i}` }));
  const answers = await Promise.all(changes.flatMap((change) => urls.map((_, i) => post<Pushed>(i, 'push', { changes: [change] }))));
  expect(new Set(answers.map((a) => a.outcomes[0]!.status))).toEqual(new Set(['ok']));
  const { rows } = await post<{ rows: { recordId: string }[] }>(0, 'query', { table: 'historyEntry', where: { table: 'contact' } });
  expect(rows.map((r) => r.recordId).sort()).toEqual(changes.map((c) => c.id).sort());
});

it('gives each ticket a number of its own', async () => {
  const [pipelineId, stageId] = [newId(), newId()];
  await post(0, 'push', { changes: [create('pipeline', { name: 'Service', table: 'ticket' }, pipelineId), create('stage', { name: 'New', category: 'open', pipelineId }, stageId)] });
  const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => post<Pushed>(i % 3, 'push', { changes: [create('ticket', { subject: `${i}`, pipelineId, stageId })] })));
  const numbers = answers.map((a) => a.outcomes[0]!.row!.number!);
  expect(new Set(numbers).size).toBe(30);
  expect(numbers.map((n) => Number(n.slice(2))).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => 1001 + i));
});

it('tells a page at one process of what was stored by another', async () => {
  const ended = new AbortController();
  const stream = await fetch(`${urls[2]}/v1/live`, { headers: { authorization: `Bearer ${token}` }, signal: ended.signal });
  let heard = '';
  void (async () => {
    for await (const chunk of stream.body!.pipeThrough(new TextDecoderStream())) heard += chunk;
  })().catch(() => undefined); // ended below
  await vi.waitFor(() => expect(heard).toContain('connected'));
  await post(0, 'push', { changes: [create('account', { name: 'B' })] });
  await vi.waitFor(() => expect(heard).toMatch(/data: \{"tables":\[[^\]]*"account"/), { timeout: 5000 });
  ended.abort();
});
