import type { Email } from 'postal-mime';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bench, startBench } from '../testing/bench.ts';
import { type DebianMailServer, noMailServerBecause, startDebianMailServer } from '../testing/debian-mail-server.ts';
import { type MailDesk, mailDesk } from '../testing/mail-desk.ts';

const why = noMailServerBecause();
if (why !== undefined) process.stdout.write(`Skipped: ${why}.\n`);

const support = 'support@shop.test';
const agent = 'ana@shop.test';
const customer = 'fan@home.test';
const gone = 'gone@home.test';

describe.skipIf(why !== undefined)('with Postfix and Dovecot', () => {
  let server: DebianMailServer;
  let bench: Bench;
  let desk: MailDesk;

  beforeAll(async () => {
    server = await startDebianMailServer([support, agent, customer], [gone]);
    bench = await startBench({ mail: { smtpUrl: server.smtpUrl, imapUrl: server.imapUrl(support), from: `Shop support <${support}>` } });
    desk = await mailDesk(bench, support, agent);
  }, 300_000);
  afterAll(async () => {
    await bench?.stop();
    await server?.stop();
  });

  /** What a mail program does with “Reply”. */
  async function reply(from: string, to: Email, text: string): Promise<void> {
    const { hostname, port } = new URL(server.smtpUrl);
    const quoted = (to.text ?? '').split('\n').map((line) => `> ${line}`).join('\n');
    await createTransport({ host: hostname, port: Number(port) }).sendMail({
      from, to: to.replyTo![0]!.address!, subject: `Re: ${to.subject ?? ''}`, inReplyTo: to.messageId!, references: [to.messageId!],
      text: `${text}\n\nOn 22 Nov 2026 at 10:00, Shop support <${support}> wrote:\n\n${quoted}\n`,
    });
  }

  async function mailIn(address: string, holds: string): Promise<Email> {
    return vi.waitFor(async () => {
      const found = (await server.mailbox(address)).find(({ text }) => text?.includes(holds));
      if (!found) throw new Error(`No mail with “${holds}” reached ${address}.\n${server.log()}`);
      return found;
    }, { timeout: 30_000, interval: 100 });
  }

  it('a guest’s ticket reaches a member of staff, whose answer by mail reaches the customer, whose answer by mail lands in the ticket', async () => {
    const { id: ticketId, number } = await desk.guest.create('ticket', { ...desk.ticket, description: 'The pump drips at the valve.', guestName: 'Fan Li', guestEmail: customer });
    const told = await mailIn(agent, 'The pump drips at the valve.');
    expect(told.subject).toBe(`[${String(number)}] New request: Pump leaks`);

    await reply(agent, told, 'Please tighten the valve.');
    const answer = await mailIn(customer, 'Please tighten the valve.');
    expect(answer.text).not.toContain('The pump drips');
    expect(await desk.staff.rows('ticketMessage', { ticketId })).toMatchObject([{ body: 'Please tighten the valve.', fromUserId: desk.ana, internal: false }]);

    await reply(customer, answer, '谢谢，已经不漏了。');
    await vi.waitFor(async () => expect(await desk.staff.rows('ticketMessage', { ticketId }, { orderBy: ['at'] })).toMatchObject([{ body: 'Please tighten the valve.' }, { body: '谢谢，已经不漏了。', internal: false, fromUserId: null }]), { timeout: 30_000 });
    expect(await desk.staff.rows('ticket')).toHaveLength(1);
    expect((await mailIn(agent, '已经不漏了')).subject).toContain('The customer wrote');
  }, 90_000);

  it('mail to an address that is no more comes back and is noted', async () => {
    const { id: ticketId } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: gone });
    await desk.staff.create('ticketMessage', { ticketId, body: 'Are you there?', at: new Date().toISOString(), fromUserId: desk.ana });
    await vi.waitFor(async () => expect(await desk.staff.rows('ticketMessage', { ticketId, internal: true })).toMatchObject([{ body: expect.stringMatching(/^The mail to gone@home\.test came back: 550 5\.1\.1 .* No more mail is sent/) }]), { timeout: 30_000 });
  }, 60_000);
});
