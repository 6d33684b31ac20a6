import { setTimeout as wait } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { errorDetails } from '../log.ts';
import type { MailSettings } from './mail-settings.ts';
import { largestMail } from './parse-mail.ts';
import { type Received, receive, type Receiver } from './receive.ts';

/** Also without a word from the mail server it is looked for mail so often, in milliseconds. */
const interval = 60_000;
const longestPause = 60_000;
/** A mail that fails so often is set aside for people. */
const mostTries = 3;

/**
 * Reads a mailbox as mail comes in. What was dealt with is marked as seen and stays there; what people should look at (too large, unreadable, for nobody,
 * failed over and over) is flagged as well. A mail that several processes read at once is stored once.
 */
export function startMailbox(receiver: Receiver, mailbox: NonNullable<MailSettings['imap']>): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const tries = new Map<number, number>();

  const work = async (): Promise<void> => {
    for (let failures = 0; !stopping.signal.aborted;) {
      const client = connection(mailbox);
      const closed = new Promise<void>((done) => client.once('close', done));
      // What breaks a connection is thrown where it is used; unheard, the event would end the process.
      client.on('error', (error: unknown) => receiver.log('warn', 'mail.connection', errorDetails(error)));
      const close = (): void => client.close();
      stopping.signal.addEventListener('abort', close, { once: true });
      let wake = (): void => undefined;
      client.on('exists', () => wake());
      try {
        await client.connect();
        await client.mailboxOpen(mailbox.mailbox);
        failures = 0;
        while (!stopping.signal.aborted && client.usable) {
          const news = new Promise<void>((done) => (wake = done));
          await readAll(receiver, client, tries, stopping.signal);
          const pause = wait(interval, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
          // It ends with the next command, or with the connection, which `closed` tells of.
          client.idle().catch(() => undefined);
          await Promise.race([news, closed, pause]);
        }
      } catch (error) {
        receiver.log('warn', 'mail.disconnected', errorDetails(error));
      }
      stopping.signal.removeEventListener('abort', close);
      client.close();
      failures += 1;
      if (!stopping.signal.aborted) await wait(Math.min(longestPause, 1000 * 2 ** failures), undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
    }
  };

  const working = work();
  return {
    async stop() {
      stopping.abort();
      await working;
    },
  };
}

function connection({ host, port, secure, auth }: NonNullable<MailSettings['imap']>): ImapFlow {
  return new ImapFlow({ host, port, secure, logger: false, connectionTimeout: 20_000, ...(auth ? { auth } : {}) });
}

/** Takes in all mail that was not seen. One bad mail holds back no other. */
async function readAll(receiver: Receiver, client: ImapFlow, tries: Map<number, number>, stopping: AbortSignal): Promise<void> {
  const uids = await client.search({ seen: false }, { uid: true });
  for (const uid of uids || []) {
    if (stopping.aborted) return;
    const outcome = await readOne(receiver, client, uid);
    if (outcome === 'later') continue;
    if (outcome === 'failed') {
      const tried = (tries.get(uid) ?? 0) + 1;
      tries.set(uid, tried);
      if (tried < mostTries) continue;
    }
    tries.delete(uid);
    const forPeople = outcome === 'failed' || outcome === 'unrouted' || outcome === 'unreadable';
    await client.messageFlagsAdd(String(uid), forPeople ? ['\\Seen', '\\Flagged'] : ['\\Seen'], { uid: true });
  }
}

async function readOne({ db, settings, log }: Receiver, client: ImapFlow, uid: number): Promise<Received | 'failed'> {
  const size = await client.fetchOne(String(uid), { size: true }, { uid: true });
  if (size && (size.size ?? 0) > largestMail) {
    log('warn', 'mail.unreadable', { bytes: size.size ?? 0, error: 'too large' });
    return 'unreadable';
  }
  const message = await client.fetchOne(String(uid), { source: true }, { uid: true });
  if (!message || !message.source) return 'dropped'; // somebody took it out meanwhile
  try {
    return await receive({ db, settings, log }, message.source, { to: [] });
  } catch (error) {
    log('error', 'mail.failed', errorDetails(error));
    return 'failed';
  }
}
