// The libraries that Vinculo is measured against are workspaces of their own (scripts/bench/peers, scripts/bench/board/peers), installed here
// when they are needed: nobody else has to download them.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../program.ts';

const enginePeers = join('scripts', 'bench', 'peers');

/** Installs the peers where they are missing, and checks the code that uses them. */
export async function preparePeers(folder: string = enginePeers): Promise<void> {
  const lock = join(folder, 'pnpm-lock.yaml');
  const installed = join(folder, 'node_modules', '.pnpm', 'lock.yaml');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(lock, 'utf8')) {
    process.stderr.write('bench: installing the peers\n');
    await mustRun('pnpm', ['install', '--frozen-lockfile', '--dir', folder], 'The peers could not be installed.');
  }
  await mustRun('tsc', ['-p', folder], 'The code that uses the peers does not fit them.');
}

/** Their versions, by name. */
export function peerVersions(folder: string = enginePeers): Readonly<Record<string, string>> {
  // The file is ours.
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { dependencies: Record<string, string> })
    .dependencies;
}

async function mustRun(command: string, args: readonly string[], failure: string): Promise<void> {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new Error(`${failure}\n${output}`);
}
