import { Worker } from 'node:worker_threads';
import { type IncomingMail, parseMail } from './parse-mail.ts';

/** So long a mail is given to be read, in milliseconds. One of 25 MiB with files takes about one second. */
const longest = 10_000;
/** In MiB. */
const mostMemory = 512;
/** What is no larger, in bytes, takes a tenth of a second at worst, which is what a thread takes to begin. */
const atOnce = 32 * 1024;

const program = new URL(import.meta.url.endsWith('.ts') ? './parse-worker.ts' : './parse-worker.js', import.meta.url);

/**
 * Reads a mail, a larger one in a thread of its own: it may be built to take minutes, and nobody else is to wait for it.
 * @throws Error for what is no mail, or takes too long or too much memory
 */
export async function readMail(raw: Uint8Array): Promise<IncomingMail> {
  if (raw.length <= atOnce) return parseMail(raw);
  const worker = new Worker(program, { workerData: raw, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: mostMemory } });
  let late: NodeJS.Timeout | undefined;
  try {
    return await new Promise<IncomingMail>((done, fail) => {
      late = setTimeout(() => fail(new Error('The mail takes too long to be read.')), longest);
      worker.once('message', done).once('error', fail).once('exit', () => fail(new Error('The reading of the mail ended early.')));
    });
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}
