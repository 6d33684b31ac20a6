import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../packages/server/src/main.ts', import.meta.url));

/** The server as a program, on one port and one data folder for as long as it is wanted. */
export interface ServerProcess {
  readonly port: number;
  /** Of the server and of its Postgres; undefined while it starts. */
  readonly pids: { readonly server: number | undefined; readonly postgres: number | undefined };
  /** Kills it in the middle of whatever it does and starts it again. Its Postgres goes on until then, and is found and stopped by the next one. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startServer(folder: string): Promise<ServerProcess> {
  let { child, port } = await start(folder, 0);
  return {
    port,
    get pids() {
      const file = join(folder, 'postgres', 'postmaster.pid');
      return { server: child.pid, postgres: existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : undefined };
    },
    async restart() {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGKILL');
      await ended;
      ({ child } = await start(folder, port));
    },
    async stop() {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function start(folder: string, port: number): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, ['--conditions=source', main, '--dev', '--quiet', '--port', String(port), '--data', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((done, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /Vinculo server: http:\/\/127\.0\.0\.1:(\d+)/.exec(chunk.toString())?.[1];
      if (found) done({ child, port: Number(found) });
    });
    child.once('exit', (code) => fail(new Error(`The server ended with ${code}.`)));
  });
}
