import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { secretOf } from '../secrets.ts';
import { postgresPrograms, postgresUser } from './programs.ts';
import { SettingsError } from '../settings-error.ts';

/** A Postgres of our own, in a data folder. Listens on the loopback address alone, on a free port. */
export interface EmbeddedPostgres {
  /** As the superuser, for migrations. */
  readonly adminUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const adminUser = 'vinculo_admin';
/** Marks our connections, so that a later start can tell a Postgres in use from one that its server left behind. */
export const applicationName = 'vinculo-server';

/**
 * Starts Postgres on `folder`/postgres, creating the cluster on first use. One left over by a killed server is stopped first.
 * @throws Error when another server works on the same folder, or Postgres does not start; the message holds the end of its log.
 */
export async function startEmbedded(folder: string): Promise<EmbeddedPostgres> {
  const programs = await postgresPrograms();
  const user = postgresUser();
  const data = join(folder, 'postgres');
  const log = join(folder, 'postgres.log');
  // The user that runs Postgres has to pass through the data folder; the secrets in it lie in a closed one.
  if (user) chmodSync(folder, 0o711);
  const password = secretOf(folder, 'postgres-admin');
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(programs.initdb, data, password, user);
  await stopLeftOver(data, password);

  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = start(programs.postgres, data, log, port, user);
    const adminUrl = `postgres://${adminUser}:${password}@127.0.0.1:${port}/postgres?application_name=${applicationName}`;
    if (await answers(adminUrl, () => child.exitCode !== null)) return { adminUrl, pid: child.pid!, stop: () => stopChild(child) };
    await stopChild(child);
    // Someone may have taken the port between asking for it and using it.
    if (attempt === 3) throw new Error(`Postgres did not start on ${data}. The end of ${log}:\n${tail(log)}`);
  }
}

async function initialise(initdb: string, data: string, password: string, user: ReturnType<typeof postgresUser>): Promise<void> {
  rmSync(data, { recursive: true, force: true }); // of a first start that was cut short
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user) chownSync(data, user.uid, user.gid);
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  try {
    // Byte order for text, as the client sorts; upper and lower case by Unicode where a query asks for it.
    const args = ['--pgdata', data, '--username', adminUser, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'];
    const child = spawn(initdb, args, { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    if (code !== 0) throw new Error(`initdb failed (${code}): ${errors.trim()}`);
  } catch (cause) {
    rmSync(data, { recursive: true, force: true });
    const hint = user ? ' As root, the data folder and the packages must lie where the user that runs Postgres may go (not below /root).' : '';
    throw new Error(`The Postgres cluster in ${data} could not be created.${hint} ${cause instanceof Error ? cause.message : ''}`, { cause });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function start(postgres: string, data: string, log: string, port: number, user: ReturnType<typeof postgresUser>): ReturnType<typeof spawn> {
  const out = openSync(log, 'a', 0o600);
  chmodSync(log, 0o600);
  const settings = [
    'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=60', 'shared_buffers=64MB', 'TimeZone=UTC', 'log_timezone=UTC',
    // What people write stays out of the log.
    'log_min_messages=warning', 'log_min_error_statement=panic', 'log_parameter_max_length_on_error=0', 'log_error_verbosity=terse',
  ];
  // A process group of its own: Ctrl-C reaches only the server, which ends its work before it stops Postgres.
  const child = spawn(postgres, ['-D', data, '-p', String(port), ...settings.flatMap((s) => ['-c', s])], { ...user, cwd: '/', detached: true, stdio: ['ignore', out, out] });
  child.on('error', () => undefined); // shows as an exit: answers() then says so with the log
  closeSync(out);
  return child;
}

/** True once a connection succeeds; false when it ended or half a minute passed. */
async function answers(url: string, ended: () => boolean): Promise<boolean> {
  for (const giveUpAt = Date.now() + 30_000; Date.now() < giveUpAt && !ended(); await wait(30)) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      // not yet
    }
  }
  return false;
}

async function stopChild(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT'); // Postgres' fast shutdown: open transactions are rolled back
  if ((await Promise.race([exited.then(() => 'exited'), wait(15_000, 'late', { ref: false })])) === 'late') {
    child.kill('SIGQUIT');
    await exited;
  }
}

/** Ends a Postgres on this folder whose server was killed. A folder without one, or with a pid file that outlived a crash, is left to Postgres itself. */
async function stopLeftOver(data: string, password: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const [pidLine, , , portLine] = readFileSync(file, 'utf8').split('\n');
  const client = new pg.Client({ host: '127.0.0.1', port: Number(portLine), user: adminUser, password, database: 'postgres', connectionTimeoutMillis: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch {
    return; // nothing of ours answers there
  }
  try {
    // The pid could by now be another process': only a Postgres that works on this folder is ours to stop.
    const { rows } = await client.query<{ ours: boolean; users: number }>(
      `select current_setting('data_directory') = $1 as ours, (select count(*)::int from pg_stat_activity where application_name = $2 and backend_type = 'client backend') as users`, [data, applicationName]);
    if (!rows[0]!.ours) return;
    if (rows[0]!.users > 0) throw new SettingsError(`Another server is working on ${data}. Stop it, or give this one a data folder of its own.`);
  } finally {
    await client.end();
  }
  process.kill(Number(pidLine), 'SIGINT');
  for (const giveUpAt = Date.now() + 20_000; existsSync(file); await wait(50)) {
    if (Date.now() > giveUpAt) throw new Error(`The Postgres left over on ${data} (process ${pidLine}) does not stop.`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port.'))));
    });
  });
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-15).join('\n') : '(empty)';
}
