import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '@vinculo/sdk/schema';
import { SignJWT, exportSPKI, generateKeyPair } from 'jose';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issueDevToken } from './identity/dev-identity.ts';
import { createServer } from './server.ts';
import { type Bench, databaseUrl, session, startBench } from './testing/bench.ts';

const folders: string[] = [];
const quiet = () => undefined;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('settings', () => {
  it('refuse the development identity on any address but loopback, and a server without identity', async () => {
    const folder = newFolder();
    for (const host of ['0.0.0.0', '192.168.1.10', '::', 'crm.example', '127.0.0.1.evil.example']) {
      await expect(createServer({ folder, dev: true, host, log: quiet })).rejects.toThrow(/development identity/);
    }
    await expect(createServer({ folder, log: quiet })).rejects.toThrow(/No identity/);
    await expect(createServer({ folder, dev: true, tokens: { secret: 'x'.repeat(32), issuer: 'i' }, log: quiet })).rejects.toThrow(/exclude/);
    await expect(createServer({ folder, tokens: { secret: 'short', issuer: 'i' }, log: quiet })).rejects.toThrow(/32 bytes/);
    expect(existsSync(join(folder, 'postgres'))).toBe(false);
  });
});

describe('tokens', () => {
  let bench: Bench;
  const secret = 'a secret shared with the backend of the host';
  beforeAll(async () => void (bench = await startBench()), 60_000);
  afterAll(() => bench.stop());

  async function statusOf(url: string, token: string): Promise<number> {
    return (await fetch(`${url}/v1/describe`, { headers: { authorization: `Bearer ${token}` } })).status;
  }

  const claims: object = { tenant: 't', role: 'staff' };
  const sign = (key: Parameters<SignJWT['sign']>[0], { alg = 'HS256', payload = claims, issuer = 'host', audience = 'vinculo', from = 0, to = 600 } = {}) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ ...payload }).setProtectedHeader({ alg }).setSubject('ana').setIssuer(issuer).setAudience(audience).setIssuedAt(now + from).setExpirationTime(now + to).sign(key);
  };

  it('are taken with the right key, issuer, audience, life and claims only', async () => {
    const key = new TextEncoder().encode(secret);
    const database = { url: bench.databaseUrl('serving'), adminUrl: bench.databaseUrl('admin') };
    const server = await createServer({ folder: newFolder(), database, tokens: { secret, issuer: 'host' }, offlineHours: 8, log: quiet });
    try {
      const described = await fetch(`${server.url}/v1/describe`, { headers: { authorization: `Bearer ${await sign(key)}` } });
      expect(await described.json()).toMatchObject({ user: { id: 'ana' }, offlineHours: 8 });
      expect(await statusOf(server.url, await sign(key))).toBe(200);
      const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await sign(key)).split('.')[1]}.`;
      const refused = [
        '', 'nonsense', unsigned, await sign(new TextEncoder().encode('another secret of sufficient length')), await sign(key, { issuer: 'other' }), await sign(key, { audience: 'other' }), await sign(key, { alg: 'HS512' }),
        await sign(key, { from: -1200, to: -60 }), await sign(key, { to: 3600 }), await sign(key, { from: 3000, to: 3600 }), await sign(key, { payload: { role: 'staff' } }), await sign(key, { payload: { ...claims, role: 'admin' } }),
        await sign(key, { payload: { ...claims, role: 'customer' } }), await sign(key, { payload: { ...claims, tenant: '' } }), await issueDevToken(bench.server.folder, { role: 'staff' }),
      ];
      expect(await Promise.all(refused.map((token) => statusOf(server.url, token)))).toEqual(refused.map(() => 401));
      expect((await fetch(`${server.url}/dev/token`, { method: 'POST', body: '{"role":"staff"}' })).status).toBe(404);
    } finally {
      await server.stop();
    }
  });

  it('are asked for in the log by routes alone: what people type into an address stays out of it', async () => {
    const routes: unknown[] = [];
    const server = await createServer({ folder: bench.server.folder, dev: true, database: { url: bench.databaseUrl('serving') }, log: (_level, event, details) => void (event === 'request' && routes.push(details?.['route'])) });
    try {
      const asked = ['/jane@home.example', '/v1/jane@home.example', '/v1/blobs/jane', '/v1/describe', '/public/jane', '/mail/confirm?t=jane'];
      for (const path of asked) await fetch(`${server.url}${path}`);
      await fetch(`${server.url}/v1/describe/jane`, { headers: { authorization: `Bearer ${await issueDevToken(bench.server.folder, { role: 'staff' })}` } });
      expect(routes).toHaveLength(asked.length + 1);
      expect(JSON.stringify(routes)).not.toContain('jane');
      expect(routes).toContain('/v1/describe');
    } finally {
      await server.stop();
    }
  });

  it('may be signed with a key pair', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const pem = await exportSPKI(publicKey);
    const server = await createServer({ folder: newFolder(), database: { url: bench.databaseUrl('serving') }, tokens: { publicKey: pem, algorithm: 'ES256', issuer: 'host' }, log: quiet });
    try {
      expect(await statusOf(server.url, await sign(privateKey, { alg: 'ES256' }))).toBe(200);
      expect(await statusOf(server.url, await sign(new TextEncoder().encode(pem)))).toBe(401);
    } finally {
      await server.stop();
    }
  });

  it('of the development identity are handed out to pages of this machine alone', async () => {
    const ask = (headers: Record<string, string>) => fetch(`${bench.server.url}/dev/token`, { method: 'POST', body: JSON.stringify({ role: 'staff', tenant: 't', subject: 'bo' }), headers });
    const { token } = (await (await ask({ origin: 'http://localhost:5173' })).json()) as { token: string };
    expect(await statusOf(bench.server.url, token)).toBe(200);
    expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await fetch(`${bench.server.url}/dev/token`, { method: 'POST', body: '{"role":"king"}' })).status).toBe(422);
  });

  it('of a sign-in that was withdrawn are answered by `revoked`, until it is given back', async () => {
    const office = await bench.session({ role: 'staff', subject: 'boss' });
    const ben = (await office.create('user', { name: 'Ben' })).id;
    const mia = (await office.create('contact', { name: 'Mia' })).id;
    const staff = await bench.session({ role: 'staff', subject: ben });
    const customer = await bench.session({ role: 'customer', contactId: mia });
    const said = async (who: typeof staff) => {
      const { status, json } = await who.call('describe');
      return status === 200 ? 200 : `${status} ${(json as unknown as { error: { code: string } }).error.code}`;
    };
    expect([await said(staff), await said(customer)]).toEqual([200, 200]);
    await office.push(office.change('update', 'user', ben, { active: false }), office.change('remove', 'contact', mia));
    expect([await said(staff), await said(customer), await said(office)]).toEqual(['401 revoked', '401 revoked', 200]);
    expect((await staff.call('pull', { table: 'deal', cursor: null })).status).toBe(401);
    await office.push(office.change('update', 'user', ben, { active: true }));
    expect(await said(staff)).toBe(200);
  });

  it('say nothing to origins that are not allowed', async () => {
    const allowed = async (origin: string) => (await fetch(`${bench.server.url}/v1/describe`, { headers: { origin } })).headers.get('access-control-allow-origin');
    expect([await allowed('http://127.0.0.1:3000'), await allowed('https://evil.example'), await allowed('http://localhost.evil.example'), await allowed('null')]).toEqual(['http://127.0.0.1:3000', null, null, null]);
  });

  it('come before a database role that could go round the rules', async () => {
    await expect(createServer({ folder: newFolder(), database: { url: bench.databaseUrl('admin') }, tokens: { secret, issuer: 'host' }, log: quiet })).rejects.toThrow(/bypass row-level security/);
    await expect(createServer({ folder: newFolder(), database: { url: bench.databaseUrl('admin'), adminUrl: bench.databaseUrl('admin') }, tokens: { secret, issuer: 'host' }, log: quiet })).rejects.toThrow(/bypass row-level security/);
  });

  it('come before a role that could become one that goes round the rules, or that owns what they are made of', async () => {
    const admin = new pg.Client(bench.databaseUrl('admin'));
    await admin.connect();
    const { host, pathname } = new URL(bench.databaseUrl('admin'));
    const starts = (role: string) => createServer({ folder: newFolder(), database: { url: `postgres://${role}:pw@${host}${pathname}` }, tokens: { secret, issuer: 'host' }, log: quiet });
    try {
      await admin.query(`create role keeper bypassrls; create role sly login noinherit password 'pw'; grant keeper to sly; create role owner_of_functions login password 'pw'; create role owner_of_schema login password 'pw'`);
      await expect(starts('sly')).rejects.toThrow(/bypass row-level security/);
      await admin.query(`alter function vinculo.drop_removals owner to owner_of_functions`);
      await expect(starts('owner_of_functions')).rejects.toThrow(/owns/);
      await admin.query(`alter function vinculo.drop_removals owner to vinculo_admin; alter schema vinculo owner to owner_of_schema`);
      await expect(starts('owner_of_schema')).rejects.toThrow(/owns/);
    } finally {
      await admin.query(`alter schema vinculo owner to vinculo_admin`);
      await admin.end();
    }
  });

  it('do not matter to requests that are none', async () => {
    const post = async (route: string, body: string) => {
      const answer = await fetch(`${bench.server.url}/v1/${route}`, { method: 'POST', body, headers: { authorization: `Bearer ${await issueDevToken(bench.server.folder, { role: 'staff' })}` } });
      return [answer.status, ((await answer.json()) as { error: { code: string } }).error.code];
    };
    expect(await post('push', '{')).toEqual([400, 'no_json']);
    expect(await post('push', '{"changes":[{"key":["a",1],"op":"drop"}]}')).toEqual([422, 'bad_request']);
    expect(await post('push', JSON.stringify({ changes: 'x'.repeat(17 * 1024 * 1024) }))).toEqual([413, 'too_large']);
    expect(await post('run', '{"command":"constructor","input":{},"key":"k"}')).toEqual([422, 'bad_request']);
    expect(await post('nothing', '{}')).toEqual([404, 'no_route']);
    expect((await fetch(`${bench.server.url}/health`)).status).toBe(200);
  });
});

describe('the program', () => {
  const children: ChildProcess[] = [];
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));

  /** Starts vinculo-server; resolves with its address, or what it said when it ended. */
  function start(folder: string, ...args: string[]): Promise<{ child: ChildProcess; url?: string; said: string }> {
    const child = spawn(process.execPath, ['--conditions=source', main, '--dev', '--port', '0', '--data', folder, '--quiet', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    return new Promise((done) => {
      let said = '';
      const hear = (chunk: Buffer): void => {
        said += chunk.toString();
        const url = /Vinculo server: (\S+)/.exec(said)?.[1];
        if (url && said.includes('eyJ')) done({ child, url, said });
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('close', () => done({ child, said }));
    });
  }

  const ended = (child: ChildProcess): Promise<number | null> => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve(child.exitCode) : new Promise((done) => child.once('exit', (code) => done(code))));
  const postgresOf = (folder: string): number => Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  /** A process that ended but that nobody waited for (its parent was killed) runs no more. */
  const runs = (pid: number): boolean => {
    try {
      process.kill(pid, 0);
      return !existsSync(`/proc/${pid}/stat`) || readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)![0] !== 'Z';
    } catch {
      return false;
    }
  };

  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill('SIGTERM');
      await ended(child);
    }
  });

  it('keeps its data over a restart, leaves no process, and gets up after it was killed', async () => {
    const folder = newFolder();
    const server = (url: string) => ({ url, port: 0, folder, stop: () => Promise.resolve() });
    const first = await start(folder);
    const staff = await session(server(first.url!), { role: 'staff' });
    const row = await staff.create('account', { name: 'A' });
    const { cursor } = (await staff.call('pull', { table: 'account', cursor: null })).json as unknown as { cursor: string };
    const postgres = postgresOf(folder);

    const second = await start(folder);
    expect(second.url).toBeUndefined();
    expect(second.said).toMatch(/Another server is working/);

    first.child.kill('SIGINT');
    expect(await ended(first.child)).toBe(0);
    expect(runs(postgres)).toBe(false);
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);

    const third = await start(folder);
    const left = postgresOf(folder);
    third.child.kill('SIGKILL');
    await ended(third.child);
    expect(runs(left)).toBe(true);

    const fourth = await start(folder);
    expect(runs(left)).toBe(false);
    const again = await session(server(fourth.url!), { role: 'staff' });
    expect(await again.rows('account')).toEqual([row]);
    expect((await again.call('pull', { table: 'account', cursor })).json).toMatchObject({ rows: [], more: false });
    fourth.child.kill('SIGTERM');
    expect(await ended(fourth.child)).toBe(0);
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
  }, 60_000);

  it('says which port is taken, and stops while it still starts', async () => {
    const folder = newFolder();
    const first = await start(folder);
    const taken = await start(newFolder(), '--port', new URL(first.url!).port);
    expect(taken.said).toMatch(/port is taken/);
    expect(taken.child.exitCode).toBe(1);

    const early = newFolder();
    const starting = start(early);
    children.at(-1)!.kill('SIGTERM');
    expect((await starting).url).toBeUndefined();
    expect(existsSync(join(early, 'postgres', 'postmaster.pid'))).toBe(false);
  }, 60_000);
});

describe('a database that is a copy', () => {
  it('begins a new epoch, so that no old cursor is believed, and lacks nothing after a new field', async () => {
    const folder = newFolder();
    let server = await createServer({ folder, dev: true, log: quiet });
    try {
      const staff = await session(server, { role: 'staff', tenant: newId() });
      const { cursor } = (await staff.call('pull', { table: 'account', cursor: null })).json as unknown as { cursor: string };
      const client = new pg.Client(databaseUrl(folder, 'admin'));
      await client.connect();
      await client.query(`update vinculo.meta set value = 'another' where name = 'origin'`);
      await client.query(`alter table vinculo.account drop column website`);
      await client.end();
      await server.stop();
      server = await createServer({ folder, dev: true, log: quiet });
      const again = await session(server, { role: 'staff', tenant: newId() });
      expect((await again.call('pull', { table: 'account', cursor })).json).toMatchObject({ reset: true });
      expect(await again.create('account', { name: 'A', website: 'https://a.example' })).toMatchObject({ website: 'https://a.example' });
    } finally {
      await server.stop();
    }
  }, 60_000);
});
