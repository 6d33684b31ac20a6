import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@vinculo/sdk';
import type { Adapter, Hint, LiveState } from '@vinculo/sdk/adapter';
import { AuthError, BackendError, BadAnswerError, type Change, ForbiddenError, NotFoundError, OfflineError, RefusedError, UnknownTableError, VinculoError, WhereError, newId } from '@vinculo/sdk/schema';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Failure, accountSubject, runConformance } from '../conformance/index.ts';
import { restAdapter } from './index.ts';

const tokenOf = (claims: object): string => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;
const inAMinute = (): number => Date.now() / 1000 + 300;

describe('against a backend that answers badly', () => {
  let server: Server;
  let endpoint: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const says = (status: number, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): void => {
    answer = (_, response) => response.writeHead(status, headers).end(body);
  };
  const adapter = (token: () => string | Promise<string> = () => tokenOf({ exp: inAMinute() })): Adapter => restAdapter({ endpoint, token });
  const pulled = (a: Adapter = adapter(), signal?: AbortSignal): Promise<unknown> => a.pull({ table: 'deal' }, null, 10, signal).then(() => 'answered', (error: unknown) => error);
  const refusal = (code: string, more: object = {}): string => JSON.stringify({ error: { code, message: 'No.', ...more } });

  it('names each kind of failure by its error', async () => {
    const cases: readonly (readonly [status: number, body: string, kind: unknown, headers?: Record<string, string>])[] = [
      [200, '<!doctype html><title>Sign in</title>', BadAnswerError], [200, '', BadAnswerError], [200, '[]', BadAnswerError], [200, '{"rows":[{}],"deleted":[],"movedOut":[],"cursor":"c","more":false}', BadAnswerError],
      [404, '<html>nginx</html>', BadAnswerError], [426, refusal('client_too_old'), BadAnswerError], [404, refusal('unknown_table', { table: 'deal' }), UnknownTableError], [404, refusal('not_found', { table: 'deal', id: '1' }), NotFoundError],
      [403, refusal('forbidden'), ForbiddenError], [403, '<html>', ForbiddenError], [422, refusal('where'), WhereError], [422, refusal('same_record', { table: 'deal', id: '1' }), RefusedError], [413, refusal('too_large'), VinculoError],
      [500, 'oops', BackendError], [503, refusal('busy'), BackendError], [429, '', BackendError], [401, refusal('auth'), AuthError],
    ];
    for (const [status, body, kind] of cases) {
      says(status, body);
      expect([status, body, await pulled()]).toEqual([status, body, expect.any(kind)]);
    }
  });

  it('names the place where an answer does not fit', async () => {
    const described = { hash: 'h', tenant: 't', currency: 'EUR', timeZone: 'UTC', user: { id: null, name: '', role: 'staff' }, tables: {} };
    const page = { rows: [], deleted: [], movedOut: [], cursor: 'c', more: false };
    const row = { id: '1' };
    const a = adapter();
    const change = { key: ['d', 1], op: 'update', table: 'deal', id: '1', patch: {}, base: {}, at: '2026-11-22T01:18:50.000Z' } as const;
    const request = { table: 'deal', where: {}, orderBy: [], limit: 1 };
    const [describe, pull, push, get, query] = [() => a.describe(), () => a.pull({ table: 'deal' }, null, 10), () => a.push([change]), () => a.get!('deal', ['1']), () => a.query!(request)];
    const cases: readonly (readonly [ask: () => Promise<unknown>, answer: unknown, place: string | undefined])[] = [
      [describe, described, undefined], [describe, { ...described, user: { id: 1, name: '', role: 'staff' } }, 'user.id'], [describe, { ...described, tables: { deal: { create: true, update: 1, remove: true } } }, 'tables.deal.update'],
      [describe, { ...described, tables: [] }, 'tables'], [describe, { ...described, hash: undefined }, 'hash'], [describe, [], ''], [describe, null, ''],
      [pull, page, undefined], [pull, { ...page, rows: [row, { id: 2 }] }, 'rows.1.id'], [pull, { ...page, rows: [null] }, 'rows.0'], [pull, { ...page, rows: { 0: row } }, 'rows'], [pull, { ...page, deleted: ['1', 2] }, 'deleted.1'],
      [pull, { ...page, more: 'no' }, 'more'], [pull, { ...page, reset: 1 }, 'reset'],
      [push, { outcomes: [{ status: 'ok', row: null, overwrote: [{ field: 'name' }] }] }, undefined], [push, { outcomes: [{ status: 'ok' }] }, 'outcomes.0.row'], [push, { outcomes: [{ status: 'fine', row }] }, 'outcomes.0.status'],
      [push, { outcomes: [{ status: 'toString' }] }, 'outcomes.0.status'], [push, { outcomes: [{}] }, 'outcomes.0.status'], [push, { outcomes: [{ status: 'conflict', row, fields: ['name'] }] }, 'outcomes.0.fields.0'],
      [push, { outcomes: [{ status: 'rejected', code: 'c', message: 'm', problems: [{ field: 'f', reason: 'invalid' }] }] }, 'outcomes.0.problems.0.message'], [push, { outcomes: [{ status: 'retry', message: 'm', after: '1' }] }, 'outcomes.0.after'],
      [get, { rows: [row] }, undefined], [get, {}, 'rows'], [query, { rows: [row], asOf: 'now' }, undefined], [query, { rows: [row], total: '1', asOf: 'now' }, 'total'], [query, { rows: [row] }, 'asOf'],
    ];
    for (const [ask, answer, place] of cases) {
      says(200, JSON.stringify(answer));
      const told = await ask().then(() => undefined, (error: unknown) => (error instanceof BadAnswerError ? /at “(.*)”/.exec(error.message)?.[1] : error));
      expect([answer, told]).toEqual([answer, place]);
    }
  });

  it('has the status say that the page is too old', async () => {
    says(426, refusal('client_too_old'));
    const crm = createClient({ adapter: adapter() });
    try {
      await vi.waitFor(() => expect(crm.status.snapshot).toMatchObject({ connection: 'refused', error: { code: 'client_too_old' } }));
    } finally {
      await crm.close();
    }
  });

  it('takes a proxy’s word that a file is too large', async () => {
    says(413, '<html>nginx</html>', { 'content-type': 'text/html' });
    await expect(adapter().upload!(new Blob(['x']), 'x')).rejects.toMatchObject({ code: 'too_large', retryable: false });
  });

  it('says how long to wait', async () => {
    says(503, refusal('busy'), { 'retry-after': '7' });
    expect(await pulled()).toMatchObject({ retryAfter: 7000, retryable: true });
    says(429, '', { 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    expect(((await pulled()) as BackendError).retryAfter).toBeGreaterThan(50_000);
  });

  it('tells an unreachable backend from one that broke off, and both from a call that was cut short', async () => {
    expect(await pulled(restAdapter({ endpoint: 'http://127.0.0.1:9', token: () => 't' }))).toBeInstanceOf(OfflineError);
    answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{"rows":', () => response.destroy());
    expect(await pulled()).toBeInstanceOf(OfflineError);
    const reason = new Error('the view is gone');
    const cut = new AbortController();
    answer = () => cut.abort(reason);
    expect(await pulled(adapter(), cut.signal)).toBe(reason);
  });

  it('asks for the token once while it lasts, and once more when it is refused', async () => {
    let asked = 0;
    const seen: (string | undefined)[] = [];
    let accepted = 'none';
    answer = (request, response) => {
      seen.push(request.headers.authorization);
      const ok = request.headers.authorization === `Bearer ${accepted}`;
      response.writeHead(ok ? 200 : 401).end(ok ? '{"rows":[]}' : refusal('auth'));
    };
    const tokens = [1, 2, 3].map((n) => tokenOf({ n, exp: inAMinute() }));
    const a = adapter(() => tokens[asked++]!);
    accepted = tokens[0]!;
    await Promise.all([a.get!('deal', ['1']), a.get!('deal', ['2'])]);
    await a.get!('deal', ['3']);
    expect(asked).toBe(1);
    accepted = tokens[1]!;
    await a.get!('deal', ['4']);
    expect(asked).toBe(2);
    accepted = 'none';
    await expect(a.get!('deal', ['5'])).rejects.toBeInstanceOf(AuthError);
    expect(asked).toBe(3);
    expect(seen).toHaveLength(7);

    const dying = adapter(() => {
      asked++;
      return tokenOf({ exp: Date.now() / 1000 + 5 });
    });
    await dying.get!('deal', ['1']).catch(() => undefined);
    expect(asked).toBe(5);
  });

  it('says what is wrong with the token callback', async () => {
    const failing = (error: Error) => adapter(() => {
      throw error;
    });
    expect(await pulled(failing(new Error('no session')))).toBeInstanceOf(AuthError);
    expect(await pulled(failing(new TypeError('fetch failed')))).toBeInstanceOf(OfflineError);
    expect(await pulled(adapter(() => ''))).toBeInstanceOf(AuthError);
    await expect(adapter(() => tokenOf({ tenant: 't', sub: '名' })).identity!()).resolves.toBe('t/%E5%90%8D');
    const subjects = ['ana', 'ben'];
    const switching = adapter(() => tokenOf({ tenant: 't', sub: subjects.shift() ?? 'ben' }));
    await switching.identity!();
    await expect(switching.identity!()).rejects.toThrow(/someone else/);
    await expect(adapter(() => 'opaque').identity!()).rejects.toBeInstanceOf(AuthError);
    expect(() => restAdapter({ endpoint: '/crm', token: () => '' })).toThrow(/no address/);
  });

  it('refuses a push that answers fewer outcomes than changes', async () => {
    says(200, '{"outcomes":[]}');
    const change: Change = { key: ['c', 1], op: 'remove', table: 'deal', id: '1', patch: {}, base: {}, at: '' };
    await expect(adapter().push([change])).rejects.toBeInstanceOf(BadAnswerError);
  });

  it('keeps reading hints over broken streams and unreadable events', async () => {
    let streams = 0;
    answer = (_, response) => {
      streams++;
      if (streams === 1) return void response.writeHead(503).end();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (streams === 2) return void response.write(': connected\n\nevent: hint\ndata: {"tab', () => response.write('les":["deal"]}\n\nevent: hint\ndata: nonsense\n\nevent: other\ndata: {}\n\n', () => response.destroy()));
      response.write('event: hint\ndata: {"access":true}\n\n');
    };
    const got: (Hint | LiveState)[] = [];
    await new Promise<void>((done) => {
      const stop = adapter().subscribe!((hint) => {
        got.push(hint);
        if (hint.access) {
          stop();
          done();
        }
      }, (state) => got.push(state));
    });
    expect(got).toEqual(['connected', { tables: ['deal'] }, {}, 'disconnected', 'connected', { access: true }]);
  });

  it('keeps nothing of the pauses between streams that fail', async () => {
    const add = vi.spyOn(AbortSignal.prototype, 'addEventListener');
    const remove = vi.spyOn(AbortSignal.prototype, 'removeEventListener');
    let streams = 0;
    answer = (_, response) => void response.writeHead(++streams < 4 ? 503 : 200, { 'content-type': 'text/event-stream' }).write('event: hint\ndata: {}\n\n', () => streams < 4 && response.end());
    await new Promise<void>((done) => {
      const stop = adapter().subscribe!(() => {
        stop();
        done();
      }, () => undefined);
    });
    // The signal of the whole stream is the one that is listened to again and again.
    const held = (spy: typeof add | typeof remove, signal: unknown): number => spy.mock.contexts.filter((one) => one === signal).length;
    const [ended] = [...new Set(add.mock.contexts)].sort((a, b) => held(add, b) - held(add, a));
    expect(held(add, ended)).toBeGreaterThanOrEqual(3);
    expect(held(remove, ended)).toBe(held(add, ended));
  }, 20_000);
});

describe('against the server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
  let child: ChildProcess;
  let endpoint: string;
  const tenant = newId();
  const stops: (() => void)[] = [];

  beforeAll(async () => {
    const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url));
    child = spawn(process.execPath, ['--conditions=source', main, '--dev', '--port', '0', '--data', folder, '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
    endpoint = await new Promise((done, fail) => {
      let said = '';
      child.stdout!.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const url = /Vinculo server: (\S+)/.exec(said)?.[1];
        if (url) done(url);
      });
      child.once('exit', () => fail(new Error(`The server ended: ${said}`)));
    });
  }, 60_000);
  afterEach(() => stops.splice(0).forEach((stop) => stop()));
  afterAll(async () => {
    child.kill('SIGTERM');
    await new Promise((done) => child.once('exit', done));
    rmSync(folder, { recursive: true, force: true });
  });

  const adapterOf = (claims: object, at: string = endpoint): Adapter => restAdapter({
    endpoint: at,
    token: async () => {
      const response = await fetch(`${endpoint}/dev/token`, { method: 'POST', body: JSON.stringify({ tenant, ...claims }) });
      return ((await response.json()) as { token: string }).token;
    },
  });
  let counter = 0;
  const client = newId();
  const create = (table: string, id: string, patch: Readonly<Record<string, unknown>>): Change => ({ key: [client, ++counter], op: 'create', table, id, patch, base: {}, at: new Date().toISOString() });

  it('goes the whole round: identity, describe, push, pull, get, query, aggregate, run, upload', async () => {
    const a = adapterOf({ role: 'staff', subject: 'ana', name: 'Ana', app: 'intranet' });
    expect(await a.identity!()).toBe(`${tenant}/ana`);
    expect(await a.describe()).toMatchObject({ tenant, user: { id: 'ana', name: 'Ana', role: 'staff' }, tables: { deal: { create: true } } });
    const [one, two] = [newId(), newId()];
    const outcomes = await a.push([create('contact', one, { name: 'Li Wei' }), create('contact', two, { name: 'Wei Li' }), create('contact', newId(), {})]);
    expect(outcomes.map((o) => o.status)).toEqual(['ok', 'ok', 'rejected']);
    const page = await a.pull({ table: 'contact' }, null, 1);
    expect([page.rows.length, page.more]).toEqual([1, true]);
    expect((await a.pull({ table: 'contact' }, page.cursor, 1)).rows).toMatchObject([{ id: two }]);
    expect(await a.get!('contact', [two, 'none', one])).toMatchObject([{ id: two }, { id: one }]);
    expect(await a.query!({ table: 'contact', where: { search: 'wei' }, orderBy: ['-name'], limit: 1 })).toMatchObject({ rows: [{ id: two }], total: 2 });
    expect((await a.aggregate!({ table: 'contact', groupBy: [], measures: { n: { op: 'count' } } })).groups).toEqual([{ key: {}, values: { n: 2 } }]);
    expect(await a.run!('merge', { table: 'contact', intoId: one, fromId: two }, newId())).toEqual({ id: one, moved: {} });
    await expect(a.run!('merge', { table: 'contact', intoId: one, fromId: one }, newId())).rejects.toMatchObject({ code: 'same_record', table: 'contact', id: one });
    await expect(a.run!('merge', { table: 'contact', intoId: one, fromId: two }, newId())).rejects.toBeInstanceOf(NotFoundError);
    const file = await a.upload!(new Blob(['x'], { type: 'text/plain' }), '图.txt');
    expect(file).toMatch(/^[\w-]+$/);
    expect(await (await a.download!(file)).text()).toBe('x');
    await expect(a.query!({ table: 'contact', where: { nane: 1 } })).rejects.toBeInstanceOf(WhereError);
  });

  it('hears of what another client stored', async () => {
    const listening = adapterOf({ role: 'staff', subject: 'ana' });
    const hint = new Promise<Hint>((done) => {
      const connected = new Promise<void>((open) => stops.push(listening.subscribe!(done, (state) => state === 'connected' && open())));
      void connected.then(() => adapterOf({ role: 'staff', subject: 'bo' }).push([create('team', newId(), { name: 'North' })]));
    });
    expect((await hint).tables).toContain('team');
  });

  /** The server behind a line that, once told, carries a request there but not its answer back, or carries nothing. */
  async function lossyLine(): Promise<{ endpoint: string; loseNext(): void; fail(how: Failure): () => void; close(): void }> {
    let losing = false;
    let failing: Failure | undefined;
    const line = createServer((incoming, outgoing) => {
      if (failing === 'offline') return void outgoing.destroy();
      if (failing) return void outgoing.writeHead(failing === 'auth' ? 401 : 200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
      const lost = losing && /^\/v1\/(push|run)(\?|$)/.test(incoming.url!);
      if (lost) losing = false;
      const onward = ask(`${endpoint}${incoming.url}`, { method: incoming.method!, headers: incoming.headers }, (answer) => {
        if (lost) answer.resume().on('end', () => outgoing.destroy());
        else answer.pipe(outgoing.writeHead(answer.statusCode!, answer.headers));
      });
      onward.on('error', () => outgoing.destroy());
      outgoing.on('close', () => onward.destroy());
      incoming.pipe(onward);
    }).listen(0, '127.0.0.1');
    await new Promise((done) => line.once('listening', done));
    return {
      endpoint: `http://127.0.0.1:${(line.address() as AddressInfo).port}`,
      loseNext: () => void (losing = true),
      fail(how) {
        failing = how;
        return () => void (failing = undefined);
      },
      close() {
        line.closeAllConnections();
        line.close();
      },
    };
  }

  runConformance({
    name: 'rest',
    capabilities: restAdapter({ endpoint: 'http://127.0.0.1', token: () => '' }).capabilities,
    hooks: ['loseNextAnswer', 'fail', 'reload', 'users', 'ask', 'child', 'tags', 'items', 'figures', 'samples', 'activities', 'leads', 'custom', 'clients'],
    async start() {
      const line = await lossyLine();
      const own = newId();
      const [one, other] = ['one', 'two'].map((subject, i) => adapterOf({ role: 'staff', subject, tenant: own }, i === 0 ? line.endpoint : endpoint));
      const users = ['one', 'two'] as const;
      await other!.push(users.map((id) => create('user', id, { name: id })));
      return {
        // Both sides of the line lead to the same server; an adapter's source is the address it was given.
        adapter: { ...one!, source: other!.source }, other: other!, subject: accountSubject, users, patience: 20_000,
        loseNextAnswer: line.loseNext, fail: line.fail, reload: () => adapterOf({ role: 'staff', subject: 'one', tenant: own }),
        stop: () => Promise.resolve(line.close()),
      };
    },
  }, { describe, it });

  it('says that a customer has no part in deals', async () => {
    const a = adapterOf({ role: 'customer', subject: 'shop-1', contactId: newId() });
    await expect(a.query!({ table: 'deal' })).rejects.toBeInstanceOf(ForbiddenError);
    expect((await a.describe()).tables).not.toHaveProperty('deal');
  });
});
