import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { run } from '../program.ts';

/** An empty folder with the packages as they are published, beside what they say that they need. */
const folder = mkdtempSync(join(tmpdir(), 'vinculo-packed-'));
const published = ['sdk', 'insights', 'server'] as const;
const children: ChildProcess[] = [];

interface Manifest {
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const installed = (name: string): string => join(folder, 'node_modules', name);
// Our own files, packed a moment ago.
const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(join(installed(`@vinculo/${name}`), 'package.json'), 'utf8')) as Manifest;

async function done(command: string, args: readonly string[], cwd?: string): Promise<void> {
  const { code, output } = await run(command, args, cwd === undefined ? {} : { cwd });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
}

beforeAll(async () => {
  chmodSync(folder, 0o711); // as root, another user runs Postgres in it
  await done('tsc', ['-b', ...published.map((name) => `packages/${name}/tsconfig.src.json`)]);
  for (const name of published) {
    const archive = join(folder, `${name}.tgz`);
    await done('pnpm', ['pack', '--out', archive], resolve('packages', name));
    mkdirSync(installed(`@vinculo/${name}`), { recursive: true });
    await done('tar', ['-xzf', archive, '-C', installed(`@vinculo/${name}`), '--strip-components=1']);
    for (const needed of Object.keys(manifestOf(name).dependencies ?? {}).filter((one) => !one.startsWith('@vinculo/'))) {
      const place = join(installed(`@vinculo/${name}`), 'node_modules', needed);
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(realpathSync(resolve('packages', name, 'node_modules', needed)), place, 'junction');
    }
  }
}, 120_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(env: Readonly<Record<string, string>>): { readonly child: ChildProcess; readonly said: () => string; readonly ended: Promise<number | null> } {
  const main = join(installed('@vinculo/server'), manifestOf('server').bin!['vinculo-server']!);
  let text = '';
  const child = spawn(process.execPath, [main, '--port', '0', '--data', join(folder, 'data')], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] ?? '', ...env } });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  children.push(child);
  return { child, said: () => text, ended: new Promise((ended) => child.once('close', ended)) };
}

it('needs what has a version, and nothing of this folder', () => {
  for (const name of published) for (const [needed, version] of Object.entries(manifestOf(name).dependencies ?? {})) expect(`${needed} ${version}`).toMatch(/ \d+\.\d+\.\d+/);
  expect(readFileSync(join(installed('@vinculo/server'), 'deploy', 'vinculo-server.service'), 'utf8')).toContain('ExecStart=/usr/bin/env vinculo-server');
  expect(readFileSync(join(installed('@vinculo/server'), manifestOf('server').bin!['vinculo-server']!), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

it('starts from the packed files, becomes ready, and ends on SIGTERM', async () => {
  const server = start({ VINCULO_JWT_SECRET: 'a secret of the host, of 32 bytes and more', VINCULO_JWT_ISSUER: 'https://shop.example' });
  await vi.waitFor(() => expect(server.said()).toMatch(/Vinculo server: /), { timeout: 60_000, interval: 50 });
  const url = /Vinculo server: (\S+)/.exec(server.said())![1];
  expect(await (await fetch(`${url}/ready`)).json()).toEqual({ status: 'ready' });
  expect((await fetch(`${url}/v1/pull`, { method: 'POST', body: '{}' })).status).toBe(401);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}, 90_000);

it('ends with 78 where a setting is wrong, which the systemd unit does not try again', async () => {
  const server = start({});
  expect(await server.ended).toBe(78);
  expect(server.said()).toMatch(/No identity is set up/);
  expect(readFileSync(join(installed('@vinculo/server'), 'deploy', 'vinculo-server.service'), 'utf8')).toContain('RestartPreventExitStatus=78');
}, 30_000);
