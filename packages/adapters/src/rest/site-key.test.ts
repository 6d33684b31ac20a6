import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type Change, newId } from '@vinculo/sdk/schema';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { restAdapter } from './index.ts';

const shop = 'https://shop.example';
let server: ChildProcess;
let endpoint: string;
let siteKey: string;
let place: { readonly pipelineId: string; readonly stageId: string };
let asked: string[];
const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
const nodeFetch = globalThis.fetch;

async function tokenOf(claims: object): Promise<string> {
  const response = await nodeFetch(`${endpoint}/dev/token`, { method: 'POST', body: JSON.stringify(claims) });
  return ((await response.json()) as { token: string }).token;
}
const staff = (): Adapter => restAdapter({ endpoint, token: () => tokenOf({ role: 'staff', subject: 'ana' }) });
const create = (table: string, patch: Change['patch']): Change => ({ key: [newId(), 1], op: 'create', table, id: newId(), patch, base: {}, at: new Date().toISOString() });

beforeAll(async () => {
  const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));
  server = spawn(process.execPath, ['--conditions=source', main, '--dev', '--port', '0', '--data', folder, '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, VINCULO_PROOF_COST: '10' } });
  endpoint = await new Promise<string>((done, fail) => {
    let said = '';
    server.stdout!.on('data', (part: Buffer) => {
      said += part.toString();
      const found = /http:\/\/\S+/.exec(said)?.[0];
      if (found) done(found);
    });
    server.once('exit', (code) => fail(new Error(`The server ended with ${code}.`)));
  });
  const [pipeline, stage] = [create('pipeline', { name: 'Service', table: 'ticket', rank: 'a' }), create('stage', { name: 'New', category: 'open', rank: 'a' })];
  await staff().push([pipeline, { ...stage, patch: { ...stage.patch, pipelineId: pipeline.id } }]);
  place = { pipelineId: pipeline.id, stageId: stage.id };
  const made = await nodeFetch(`${endpoint}/v1/site-keys`, { method: 'POST', headers: { authorization: `Bearer ${await tokenOf({ role: 'staff', subject: 'ana' })}` }, body: JSON.stringify({ name: 'Shop', origins: [shop], forms: ['ticket'] }) });
  siteKey = ((await made.json()) as { key: string }).key;
}, 60_000);
afterAll(async () => {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  asked = [];
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value), removeItem: (name: string) => void kept.delete(name) });
  // A browser says the page's origin by itself.
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    request.headers.set('origin', shop);
    asked.push(new URL(request.url).pathname);
    return nodeFetch(request);
  });
});
afterEach(() => vi.unstubAllGlobals());

it('needs a token or a site key', () => {
  expect(() => restAdapter({ endpoint })).toThrow(/token callback or a site key/);
});

it('reads what a form needs without a proof, and stores with one for each request', async () => {
  const page = restAdapter({ endpoint, siteKey });
  expect(page.capabilities).toMatchObject({ live: false, commands: [] });
  expect(page.subscribe).toBeUndefined();
  expect((await page.describe()).tables['ticket']).toMatchObject({ create: true });
  expect((await page.query!({ table: 'stage' })).rows).toMatchObject([{ id: place.stageId }]);
  expect(asked.filter((path) => path.includes('challenge'))).toEqual([]);

  const blobId = await page.upload!(new Blob(['log'], { type: 'text/plain' }), 'log.txt');
  const ticket = create('ticket', { ...place, subject: 'Cold room', channel: 'form' });
  const attachment = create('attachment', { table: 'ticket', recordId: ticket.id, name: 'log.txt', type: 'text/plain', bytes: 3, blobId });
  expect(await page.push([ticket, attachment].map((change) => ({ ...change, group: 'one' })))).toMatchObject([{ status: 'ok', row: { number: expect.any(String) } }, { status: 'ok' }]);
  expect(asked.filter((path) => path === '/public/challenge')).toHaveLength(2);
  expect(await (await page.download!(blobId)).text()).toBe('log');
  expect(await staff().get!('ticket', [ticket.id])).toMatchObject([{ subject: 'Cold room' }]);

  // The page is loaded again: the same guest, who still sees the ticket.
  const again = restAdapter({ endpoint, siteKey });
  expect(await again.identity!()).toBe(await page.identity!());
  expect((await again.query!({ table: 'ticket' })).rows).toMatchObject([{ id: ticket.id }]);
});

it('solves another proof where the first is not taken', async () => {
  const page = restAdapter({ endpoint, siteKey });
  const through = globalThis.fetch;
  let refused = 0;
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    if (new URL(request.url).pathname !== '/v1/push' || refused++ > 0) return through(request);
    return new Response(JSON.stringify({ error: { code: 'proof', message: 'Too late.' } }), { status: 403 });
  });
  expect(await page.push([create('ticket', { ...place, subject: 'Late' })])).toMatchObject([{ status: 'ok' }]);
  expect(asked.filter((path) => path === '/public/challenge')).toHaveLength(2);
});

it('hands what a guest opened to the customer who signs in', async () => {
  const contact = create('contact', { name: 'Priya' });
  await staff().push([contact]);
  const ticket = create('ticket', { ...place, subject: 'Before' });
  await restAdapter({ endpoint, siteKey }).push([ticket]);
  const signedIn = restAdapter({ endpoint, siteKey, token: () => tokenOf({ role: 'customer', subject: 'priya', contactId: contact.id }) });
  expect((await signedIn.query!({ table: 'ticket' })).rows).toMatchObject([{ id: ticket.id, contactId: contact.id }]);
  expect(asked.filter((path) => path === '/v1/guest')).toHaveLength(1);
});
