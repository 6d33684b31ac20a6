// A real Tryton server of one's own: Debian's packages, a fresh sqlite database in a temporary folder, a free port.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { run } from '../program.ts';

const modules = ['party', 'company', 'sale', 'sale_opportunity'];
const packages = ['tryton-server', ...modules.map((m) => `tryton-modules-${m.replace('_', '-')}`)];

export interface TrytonServer {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Installs what is missing, makes the database `crm` (admin / admin) with one company, and starts the server. */
export async function startTryton(): Promise<TrytonServer> {
  await install();
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-tryton-'));
  let server: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    if (server && server.exitCode === null) {
      const ended = new Promise((resolve) => server!.once('exit', resolve));
      server.kill();
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const config = join(folder, 'trytond.conf');
    mkdirSync(join(folder, 'db'));
    writeFileSync(join(folder, 'db', 'crm.sqlite'), '');
    writeFileSync(join(folder, 'password'), 'admin');
    writeFileSync(config, `[database]\nuri = sqlite://\npath = ${join(folder, 'db')}\n[web]\nlisten = 127.0.0.1:${port}\n[session]\nauthentications = password\n`);
    say('making the database');
    const made = await run('trytond-admin', ['-c', config, '-d', 'crm', '--email', 'admin@example.com', '-u', ...modules, '--activate-dependencies'], { env: { TRYTONPASSFILE: join(folder, 'password') } });
    if (made.code !== 0) throw new Error(`trytond-admin failed:\n${made.output.slice(-2000)}`);
    const log = openSync(join(folder, 'server.log'), 'w');
    server = spawn('trytond', ['-c', config, '-d', 'crm'], { stdio: ['ignore', log, log] });
    const endpoint = `http://127.0.0.1:${port}`;
    await answered(endpoint, server, join(folder, 'server.log'));
    await found(endpoint);
    return { endpoint, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function install(): Promise<void> {
  const there = await run('dpkg-query', ['-W', '-f', '${Status}\n', ...packages]).catch(() => undefined);
  if (there?.code === 0 && there.output.split('\n').filter((s) => s === 'install ok installed').length === packages.length) return;
  say(`installing ${packages.join(' ')}`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = ['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300'];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [[...apt, 'update'], [...apt, 'install', '--no-install-recommends', ...packages]]) {
    const [command = '', ...rest] = [...sudo, ...args];
    const done = await run(command, rest, { env });
    if (done.code !== 0 && args.includes('install')) throw new Error(`Tryton could not be installed with apt-get; it is packaged for Debian.\n${done.output.slice(-2000)}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No free port.'))));
    });
  });
}

async function answered(endpoint: string, server: ChildProcess, log: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`trytond ended:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    const up = await fetch(`${endpoint}/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"id":1,"method":"common.server.version","params":[]}' }).then((r) => r.ok, () => false);
    if (up) return;
    await wait(100);
  }
  throw new Error(`trytond did not answer within 30 s:\n${readFileSync(log, 'utf8').slice(-2000)}`);
}

/** What a new database lacks before it can hold an opportunity: a company, its currency, and an employee who is the user. */
async function found(endpoint: string): Promise<void> {
  let token = '';
  const call = async <T>(method: string, ...params: readonly unknown[]): Promise<T> => {
    const response = await fetch(`${endpoint}/crm/`, {
      method: 'POST', headers: { 'content-type': 'application/json', ...(token ? { authorization: `Session ${token}` } : {}) }, body: JSON.stringify({ id: 1, method, params }),
    });
    const reply = await response.json() as { result?: T; error?: unknown };
    if (reply.error !== undefined) throw new Error(`${method}: ${JSON.stringify(reply.error)}`);
    return reply.result as T;
  };
  const [uid, key] = await call<[number, string]>('common.db.login', 'admin', { password: 'admin' }, 'en');
  token = btoa(`admin:${uid}:${key}`);
  const [party, person] = await call<[number, number]>('model.party.party.create', [{ name: 'Our Company' }, { name: 'Our Employee' }], {});
  const [currency] = await call<[number]>('model.currency.currency.create', [{ name: 'Euro', code: 'EUR', symbol: '€', digits: 2 }], {});
  const [company] = await call<[number]>('model.company.company.create', [{ party, currency }], {});
  await call('model.res.user.write', [uid], { companies: [['add', [company]]], company }, {});
  const [employee] = await call<[number]>('model.company.employee.create', [{ party: person, company }], { company });
  await call('model.res.user.write', [uid], { employees: [['add', [employee]]], employee }, { company });
}

function say(text: string): void {
  process.stderr.write(`tryton: ${text}\n`);
}
