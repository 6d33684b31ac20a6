import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { expect, vi } from 'vitest';

/** A mail that was handed in. */
export interface CaughtMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: string;
  readonly email: Email;
  readonly header: (name: string) => string | undefined;
}

/** A mail server in this process that keeps what it is given. */
export interface MailCatcher {
  readonly url: string;
  readonly mails: readonly CaughtMail[];
  /** Those to an address, in the order in which they came. */
  mailsTo(address: string): readonly CaughtMail[];
  /** Waits until so many came to an address. @returns the last of these */
  lastTo(address: string, count?: number): Promise<CaughtMail>;
  /** What it answers to these addresses instead of taking the mail, as `550 5.1.1 No such user`. */
  readonly refuses: Map<string, string>;
  stop(): Promise<void>;
}

export async function startMailCatcher(): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const refuses = new Map<string, string>();
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, _session, answer) {
      const [, code, text] = /^(\d{3}) (.*)$/.exec(refuses.get(address) ?? '') ?? [];
      answer(code === undefined ? null : Object.assign(new Error(text), { responseCode: Number(code) }));
    },
    onData(stream, { envelope }, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).once('end', () => {
        const raw = Buffer.concat(chunks);
        void caught(raw, envelope).then((mail) => mails.push(mail)).then(() => answer(null), answer);
      });
    },
  });
  const port = await new Promise<number>((done) => {
    const listening = server.listen(0, '127.0.0.1', () => done((listening.address() as AddressInfo).port)); // listens on TCP, so the address is one
  });
  const mailsTo = (address: string): readonly CaughtMail[] => mails.filter(({ envelope }) => envelope.to.includes(address));
  const lastTo = async (address: string, count = 1): Promise<CaughtMail> => {
    await vi.waitFor(() => expect(mailsTo(address).length).toBeGreaterThanOrEqual(count), { timeout: 15_000 });
    return mailsTo(address)[count - 1]!;
  };
  return { url: `smtp://127.0.0.1:${port}`, mails, mailsTo, lastTo, refuses, stop: () => new Promise((done) => server.close(() => done())) };
}

async function caught(raw: Buffer, { mailFrom, rcptTo }: SMTPServerSession['envelope']): Promise<CaughtMail> {
  const email = await PostalMime.parse(raw);
  return {
    envelope: { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address) },
    raw: raw.toString('utf8'), email, header: (name) => email.headers.find(({ key }) => key === name)?.value,
  };
}
