// Directus on the same Postgres, doing the same insert and the same list. Installed by the first run, outside of the project: nobody else has to download it.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../demo/free-port.ts';
import { run } from '../../program.ts';
import { ended } from './stand.ts';

/** The newest that runs on Node 20 and later without a compiler. */
export const directusVersion = '11.3.5';
const folder = join('.cache', 'bench', 'directus');
const token = 'a-token-of-the-admin';
const program = join(folder, 'node_modules', 'directus', 'cli.js');

export interface Directus {
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts it with as many contacts as ours has. @param adminUrl the cluster's superuser. @throws Error that says why it does not run here */
export async function startDirectus(adminUrl: string, contacts: number): Promise<Directus> {
  await install();
  await inDatabase(adminUrl, (client) => client.query('create database directus'));
  const database = new URL(adminUrl);
  database.pathname = '/directus';
  const port = await freePort(8055);
  const env = {
    ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}`, SECRET: 'a secret that signs nothing here', DB_CLIENT: 'pg', DB_CONNECTION_STRING: database.href, DB_POOL__MAX: '12',
    ADMIN_EMAIL: 'admin@example.com', ADMIN_PASSWORD: 'not used', ADMIN_TOKEN: token, TELEMETRY: 'false', CACHE_ENABLED: 'false', LOG_LEVEL: 'warn', RATE_LIMITER_ENABLED: 'false', NODE_OPTIONS: '--no-node-snapshot',
  };
  const made = await run(process.execPath, [resolve(program), 'bootstrap'], { cwd: folder, env });
  if (made.code !== 0) throw new Error(`Directus could not set its database up: ${made.output.trim().split('\n').at(-1)}`);
  const child = spawn(process.execPath, [resolve(program), 'start'], { cwd: folder, env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  try {
    await answers(url, child);
    await makeContacts(url);
    await inDatabase(database.href, async (client) => {
      await client.query(`insert into contact (id, name, "givenName", "familyName", "jobTitle") select gen_random_uuid(), initcap(substr(md5(n::text), 1, 6)) || ' ' || initcap(substr(md5(n::text), 8, 9)), 'Ana', 'Ruiz', 'Buyer' from generate_series(1, ${contacts}) as n`);
      await client.query('create index on contact (name)');
      await client.query('vacuum analyze contact');
    });
    return { url, token, stop: () => ended(child) };
  } catch (error) {
    await ended(child);
    throw error;
  }
}

async function install(): Promise<void> {
  if (existsSync(join(folder, 'ready'))) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  process.stderr.write('bench: installing Directus\n');
  // Without the native parts, which would be compiled here: what they serve (flows that run scripts) is not used.
  const { code, output } = await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `directus@${directusVersion}`, 'pg'], { cwd: folder });
  if (code !== 0) throw new Error(`Directus ${directusVersion} could not be installed: ${output.trim().split('\n').at(-1)}`);
  const native = join(folder, 'node_modules', 'isolated-vm', 'out');
  mkdirSync(native, { recursive: true });
  writeFileSync(join(native, 'isolated_vm.js'), 'module.exports = { ivm: {} };\n');
  writeFileSync(join(folder, 'ready'), '');
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (const giveUpAt = Date.now() + 60_000; ; await wait(200)) {
    if (await fetch(`${url}/server/ping`).then((a) => a.ok, () => false)) return;
    if (Date.now() > giveUpAt || child.exitCode !== null) throw new Error('Directus did not start.');
  }
}

/** The same contact, with who made it and when; Directus keeps the history of it as ours does. */
async function makeContacts(url: string): Promise<void> {
  const field = (name: string, type: string, special?: string): object => ({ field: name, type, ...(special ? { meta: { special: [special] } } : {}), schema: {} });
  const fields = [
    { field: 'id', type: 'uuid', meta: { special: ['uuid'] }, schema: { is_primary_key: true } },
    field('date_created', 'timestamp', 'date-created'), field('user_created', 'uuid', 'user-created'),
    ...['name', 'givenName', 'familyName', 'jobTitle'].map((name) => field(name, 'string')), field('description', 'text'),
  ];
  const answer = await fetch(`${url}/collections`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ collection: 'contact', meta: { accountability: 'all' }, schema: {}, fields }) });
  if (!answer.ok) throw new Error(`Directus did not make the collection: ${await answer.text()}`);
}

async function inDatabase(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
