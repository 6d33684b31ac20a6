// Finds a Chromium for the tests and for `npm run demo -- --check`, or installs one where apt can.

import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { run } from './program.ts';

/** Flags for a headless run: nothing that calls home, no GPU, and no sandbox where root makes it impossible. */
export const chromiumFlags: readonly string[] = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'chromium-headless-shell',
];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The path of a Chromium on this machine: CHROME_PATH first, then PATH, then the usual places. */
export function findChromium(): string | undefined {
  const given = process.env['CHROME_PATH'];
  if (given) {
    if (!existsSync(given))
      throw new Error(`CHROME_PATH names ${given}, which does not exist. Correct it or unset it.`);
    return given;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...places].find(isProgram);
}

/** As findChromium, but installs one with apt where there is none. Throws with advice where that cannot be done. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  if (!isProgram('/usr/bin/apt-get')) {
    throw new Error('No Chromium was found. Install Chrome or Chromium, or set CHROME_PATH to one.');
  }
  process.stderr.write('setup: installing chromium-headless-shell\n');
  let output = '';
  for (let attempt = 1; attempt <= 3; attempt++) {
    if (attempt > 1) await wait(attempt * 5_000);
    output = await installWithApt();
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(`Chromium could not be installed with apt-get. Install it by hand, or set CHROME_PATH.\n${output}`);
}

async function installWithApt(): Promise<string> {
  const root = process.getuid?.() === 0;
  const apt = async (...args: string[]): Promise<string> => {
    const command = ['apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args];
    const [program = '', ...rest] = root
      ? command
      : ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive', ...command];
    try {
      const finished = await run(program, rest, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
      return finished.code === 0 ? '' : finished.output;
    } catch (error) {
      return String(error);
    }
  };
  const update = await apt('update');
  const small = await apt('install', '--no-install-recommends', 'chromium-headless-shell');
  if (small === '') return '';
  const whole = await apt('install', '--no-install-recommends', 'chromium');
  return [update, small, whole].join('\n').trim();
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
