import { spawn } from 'node:child_process';

export interface Finished {
  /** The exit code; 1 where a signal ended the program. */
  readonly code: number;
  /** What it printed, standard output and errors in the order they came. Empty when `show` was set. */
  readonly output: string;
}

/**
 * Runs a program of node_modules/.bin (or any other on PATH) to its end, with no standard input.
 *
 * @param options.show Print its output as it comes instead of returning it.
 * @param options.signal Ends it, and whatever it started; the promise then rejects with the signal's reason.
 */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly show?: boolean; readonly signal?: AbortSignal } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
      shell: process.platform === 'win32',
      // A group of its own can be ended as a whole.
      detached: options.signal !== undefined,
    });
    options.signal?.addEventListener('abort', () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
    }, { once: true });
    let output = '';
    const add = (text: Buffer): void => {
      output += text.toString();
    };
    child.stdout?.on('data', add);
    child.stderr?.on('data', add);
    child.on('error', reject);
    child.on('close', (code) => (options.signal?.aborted ? reject(options.signal.reason as Error) : resolve({ code: code ?? 1, output })));
  });
}
