// The server as an operator runs it, as a program of its own, with the Postgres that comes along.

import { SignJWT } from 'jose';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from '../../demo/free-port.ts';

const main = fileURLToPath(new URL('../../../packages/server/src/main.ts', import.meta.url));
/** What the host's backend signs its tokens with. */
const secret = 'the secret of a host that measures';
export const tenant = 'bench';

/** What a process takes, in MB. */
export interface Memory {
  /** What of it is in the machine's memory (RSS). */
  readonly resident: number;
  /** What its JavaScript objects take. */
  readonly heap: number;
}

export interface Stand {
  readonly url: string;
  readonly pid: number;
  memory(): Promise<Memory>;
  /** Seconds of processor time it has taken so far. */
  busy(): Promise<number>;
  stop(): Promise<void>;
}


/** A token of a member of staff, good for 15 minutes. */
export function tokenOf(subject: string): Promise<string> {
  return new SignJWT({ tenant, role: 'staff' }).setProtectedHeader({ alg: 'HS256' }).setSubject(subject).setIssuer('host').setAudience('vinculo').setIssuedAt().setExpirationTime('15m').sign(new TextEncoder().encode(secret));
}

/** @param database another Postgres than the one in the folder */
export async function startServer(folder: string, database?: { readonly url: string }): Promise<Stand> {
  const metricsPort = await freePort(9400);
  const child = spawn(process.execPath, ['--conditions=source', main, '--port', '0', '--data', folder], {
    // The log is written, as it is in production, and nobody reads it.
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NODE_ENV: 'production', VINCULO_JWT_SECRET: secret, VINCULO_JWT_ISSUER: 'host', VINCULO_METRICS_PORT: String(metricsPort), ...(database ? { DATABASE_URL: database.url } : {}) },
  });
  const url = await new Promise<string>((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /Vinculo server: (\S+)/.exec(chunk.toString())?.[1];
      if (found) done(found);
    });
    child.once('exit', (code) => fail(new Error(`The server ended with ${code}.`)));
  });
  const figures = async (): Promise<(name: string) => number> => {
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    return (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  };
  return {
    url,
    pid: child.pid!, // it answered, so it was started
    async memory() {
      const figure = await figures();
      return { resident: figure('process_resident_memory_bytes') / 1e6, heap: figure('nodejs_heap_size_used_bytes') / 1e6 };
    },
    busy: async () => (await figures())('process_cpu_seconds_total'),
    stop: () => ended(child),
  };
}

/** Ends a program and waits until it has. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await exit;
}

/** The folder's Postgres, while its server runs. */
export function databaseUrl(folder: string, as: 'serving' | 'admin'): string {
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://vinculo_${as}:${readFileSync(join(folder, 'secrets', `postgres-${as}`), 'utf8')}@127.0.0.1:${port}/postgres`;
}

/** Statements of the owner, who is above the policies. */
export async function asOwner<T>(folder: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl(folder, 'admin') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Asks the server as someone. @throws Error unless it answers 200 */
export async function ask<T>(server: Pick<Stand, 'url'>, subject: string, route: string, body: unknown): Promise<T> {
  const answer = await fetch(`${server.url}/v1/${route}`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Bearer ${await tokenOf(subject)}`, 'content-type': 'application/json' } });
  if (answer.status !== 200) throw new Error(`${route} was answered ${answer.status}: ${await answer.text()}`);
  // The protocol's own shapes (docs/protocol.md).
  return (await answer.json()) as T;
}
