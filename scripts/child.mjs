import { spawn } from 'node:child_process';
import { SetupError } from './setup.mjs';

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env */
export function inherit(command, args, env) {
  return spawn(command, args, { env, stdio: 'inherit', shell: process.platform === 'win32' });
}

/**
 * Waits for a child that shares our terminal. The child decides when to end, so that what it started is stopped
 * before the prompt comes back. A terminal sends Ctrl-C to both of us; any other sender reaches only us, so we pass it on.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
export function exitCodeOf(child) {
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** @param {NodeJS.ErrnoException} error */
export function failWith(error) {
  if (error.code === 'ENOENT' && error.path) process.stderr.write(`${error.path}: no such command\n`);
  else if (error instanceof SetupError) process.stderr.write(`setup: ${error.message}\n`);
  else throw error;
  process.exitCode = 1;
}
