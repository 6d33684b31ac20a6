import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { restAdapter } from '@vinculo/adapters/rest';
import type { Adapter } from '@vinculo/sdk/adapter';
import { demoSeed } from '@vinculo/sdk/testing';
import { issueDevToken } from '@vinculo/server';
import { freePort } from '../demo/free-port.ts';
import { changeSender, refusal } from '../import/change-sender.ts';

/** The real server in a process of its own, so that it can die. */
export interface CrmServer {
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** What the database holds, as staff see it. */
  readonly adapter: Adapter;
  /** Ends it as a power cut would: nothing is finished, Postgres is left behind. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and data. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Apart for each process, so that two never find the same port free; below those that outgoing connections get. */
let nextPort = 10_000 + 200 * (process.pid % 100);

/** A port nobody listens on, of this process' own. */
export async function ownPort(): Promise<number> {
  const port = await freePort(nextPort);
  nextPort = port + 1;
  return port;
}

/** Starts a server with the demo book in a database of its own. */
export async function startCrmServer(): Promise<CrmServer> {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-smoke-'));
  chmodSync(folder, 0o711);
  const port = await ownPort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = await started(folder, port);
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child?.exitCode === null && child.signalCode === null) {
      const exited = new Promise((done) => child!.once('exit', done));
      child.kill(signal);
      await exited;
    }
  };
  const stop = async (): Promise<void> => {
    await end('SIGTERM');
    await stopPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  };
  const adapter = restAdapter({ endpoint: url, token: () => issueDevToken(folder, { role: 'staff', subject: 'test', name: 'Test' }) });
  try {
    await start();
    await fill(adapter);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url, port, folder, adapter, start, stop,
    kill: () => end('SIGKILL'),
  };
}

async function started(folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=source', 'packages/server/src/main.ts', '--dev', '--port', String(port), '--data', folder, '--quiet'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((done, fail) => {
    const hear = (text: Buffer): void => {
      said += text.toString();
      if (said.includes('Vinculo server:')) done();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', fail).once('exit', (code) => fail(new Error(`The server ended with ${code}: ${said}`)));
  });
  return child;
}

/** Of a server that was killed. */
async function stopPostgres(folder: string): Promise<void> {
  const file = join(folder, 'postgres', 'postmaster.pid');
  if (!existsSync(file)) return;
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGINT');
  while (existsSync(file)) await wait(20);
}

async function fill(adapter: Adapter): Promise<void> {
  // Who made a row and when is the server's to say.
  const writes = Object.entries(demoSeed()).flatMap(([table, rows]) => rows.map(({ id, createdAt: _createdAt, ...patch }) => ({ op: 'create' as const, table, id, patch })));
  const outcomes = await changeSender(adapter)(writes);
  const refused = outcomes.flatMap((outcome, i) => refusal(outcome) === undefined ? [] : [`${writes[i]!.table} ${writes[i]!.id}: ${refusal(outcome)}`]);
  if (refused.length > 0) throw new Error(`The server refused rows of the demo book:\n${refused.join('\n')}`);
}
