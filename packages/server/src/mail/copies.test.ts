import { newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from '../testing/bench.ts';
import type { CaughtMail, MailCatcher } from '../testing/mail-catcher.ts';
import { type MailBench, type MailDesk, mailDesk, mailSecret, startMailBench } from '../testing/mail-desk.ts';

let mail: MailBench;
let catcher: MailCatcher;
let bench: Bench;
let desk: MailDesk;
let agent: string;
let customer: string;
let boss: string;
let friend: string;

beforeAll(async () => {
  mail = await startMailBench();
  ({ bench, catcher } = mail);
}, 60_000);
afterAll(() => mail.stop());
beforeEach(async () => {
  const name = newId().slice(-12);
  [agent, customer, boss, friend] = [`ana-${name}@staff.test`, `fan-${name}@home.test`, `boss-${name}@home.test`, `friend-${name}@home.test`] as [string, string, string, string];
  desk = await mailDesk(bench, `s-${name}@shop.test`, agent);
});

async function bring(headers: Readonly<Record<string, string>>, text = 'It drips.'): Promise<string | undefined> {
  const all = { From: `Fan <${customer}>`, To: desk.address, Subject: 'Pump leaks', 'Message-ID': `<${newId()}@home.test>`, ...headers };
  const raw = `${Object.entries(all).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text}`;
  const response = await fetch(`${bench.server.url}/mail/incoming`, { method: 'POST', body: raw, headers: { 'content-type': 'message/rfc822', 'x-vinculo-mail-secret': mailSecret } });
  return ((await response.json()) as { outcome?: string }).outcome;
}

const ticketOf = async (subject = 'Pump leaks') => (await desk.staff.rows('ticket', { subject }))[0]!;
const answer = (ticketId: string, more: object = {}) => desk.staff.create('ticketMessage', { ticketId, body: 'Tighten the valve.', at: new Date().toISOString(), fromUserId: desk.ana, ...more });
const replyTo = (mail: CaughtMail): string => mail.email.replyTo![0]!.address!;
const headerOf = (mail: CaughtMail): { to: unknown; cc: unknown } => ({ to: mail.email.to?.map(({ address }) => address), cc: mail.email.cc?.map(({ address }) => address) });

describe('those in copy', () => {
  it('get an answer that staff writes, as mails of their own that name everybody, and none of what the customer hears by itself', async () => {
    const { id } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: customer, cc: [boss, friend.toUpperCase(), boss, 'no address', desk.address, customer] });
    await answer(id);
    const [toCustomer, toBoss, toFriend] = [await catcher.lastTo(customer), await catcher.lastTo(boss), await catcher.lastTo(friend)];
    for (const mail of [toCustomer, toBoss, toFriend]) expect(headerOf(mail)).toEqual({ to: [customer], cc: [boss, friend] });
    expect([toCustomer, toBoss, toFriend].map(({ envelope }) => envelope.to)).toEqual([[customer], [boss], [friend]]);
    expect(toBoss.email.text).toContain('Tighten the valve.');
    // Nobody knows yet whose address it is: what the customer wrote, its subject, is not told there.
    expect(toBoss.email.subject).not.toContain('Pump');
    await desk.staff.push(desk.staff.change('update', 'ticket', id, { status: 'resolved', resolution: 'A new seal.' }));
    await catcher.lastTo(customer, 2);
    await answer(id, { internal: true });
    await desk.sent();
    expect([boss, friend].map((each) => catcher.mailsTo(each).length)).toEqual([1, 1]);
    // In one thread, each of their own.
    await answer(id);
    const again = await catcher.lastTo(boss, 2);
    expect(again.email.inReplyTo).toBe(toBoss.email.messageId);
    expect(again.raw).not.toContain(String(toCustomer.email.messageId));
  });

  it('are whom the message names, where it names some or nobody', async () => {
    const { id } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: customer, cc: [boss] });
    await answer(id, { cc: [friend] });
    expect(headerOf(await catcher.lastTo(friend))).toEqual({ to: [customer], cc: [friend] });
    await answer(id, { cc: [] });
    await catcher.lastTo(customer, 2);
    await desk.sent();
    expect([boss, friend].map((each) => catcher.mailsTo(each).length)).toEqual([0, 1]);
  });

  it('named by a customer’s mail are kept and offered, and not written to before staff takes them up', async () => {
    expect(await bring({ To: `${desk.address}, friend <${friend}>`, Cc: `Boss <${boss}>, ${desk.address.replace('@', '+x@')}, help@shop.test` })).toBe('stored');
    const ticket = await ticketOf();
    expect(ticket).toMatchObject({ cc: null, ccOffered: [friend, boss] });
    expect((await desk.staff.rows('ticketMessage', { ticketId: ticket.id }))[0]).toMatchObject({ cc: [friend, boss] });
    await answer(ticket.id);
    await catcher.lastTo(customer, 2);
    await desk.sent();
    expect([boss, friend].map((each) => catcher.mailsTo(each).length)).toEqual([0, 0]);
    await desk.staff.push(desk.staff.change('update', 'ticket', ticket.id, { cc: [boss], ccOffered: [] }));
    await answer(ticket.id);
    await catcher.lastTo(boss);
    // Named again: who is in copy already is offered no more.
    const other = `other-${boss}`;
    expect(await bring({ To: replyTo(await catcher.lastTo(customer, 3)), Cc: `${boss}, ${other}` }, 'Thanks.')).toBe('stored');
    expect(await ticketOf()).toMatchObject({ cc: [boss], ccOffered: [other] });
    await desk.sent();
    expect(catcher.mailsTo(friend)).toHaveLength(0);
  });

  it('of an answer that staff writes by mail are those of the ticket, without whom that mail reached already', async () => {
    const { id } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: customer, cc: [boss, friend], ownerId: desk.ana });
    const guest = await bench.session({ role: 'guest', tenant: desk.tenant, subject: 'g' });
    const own = await guest.create('ticket', { ...desk.ticket, subject: 'Own', guestEmail: customer });
    await desk.staff.push(desk.staff.change('update', 'ticket', own.id, { cc: [boss, friend] }));
    expect(await bring({ From: `Ana <${agent}>`, To: replyTo(await catcher.lastTo(agent)), Cc: `${friend}, stranger-${friend}` }, 'By mail.')).toBe('stored');
    await catcher.lastTo(boss);
    await desk.sent();
    expect(headerOf(catcher.mailsTo(boss)[0]!)).toEqual({ to: [customer], cc: [boss] });
    expect(catcher.mailsTo(friend)).toHaveLength(0);
    expect(catcher.mailsTo(`stranger-${friend}`)).toHaveLength(0);
    expect((await desk.staff.rows('ticket', { id: own.id }))[0]).toMatchObject({ ccOffered: [`stranger-${friend}`] });
    expect(id).not.toBe(own.id);
  });

  it('that a message alone names are named, too, where their mail comes back', async () => {
    const { id } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: customer });
    await answer(id, { cc: [friend] });
    const { envelope } = await catcher.lastTo(friend);
    await desk.sent();
    const report = '--x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 gone\r\n--x--';
    expect(await bring({ From: 'MAILER-DAEMON@mx.test', To: envelope.from, 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' }, report)).toBe('noted');
    const notes = (await desk.staff.rows('ticketMessage', { ticketId: id, internal: true })).map((row) => String(row['body']));
    expect(notes.filter((note) => note.includes('came back'))).toEqual([expect.stringContaining(friend)]);
  });

  it('who answer are a note that names them, and what comes back from them is said of them alone', async () => {
    const { id } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: customer, cc: [boss, friend] });
    catcher.refuses.set(friend, '550 5.1.1 No such user');
    await answer(id);
    expect(await bring({ From: boss, To: replyTo(await catcher.lastTo(boss)) }, 'I agree.')).toBe('stored');
    await desk.sent();
    const notes = (await desk.staff.rows('ticketMessage', { ticketId: id, internal: true })).map((row) => String(row['body']));
    expect(notes.some((note) => note.includes(boss) && note.includes('I agree.'))).toBe(true);
    expect(notes.some((note) => note.includes(friend))).toBe(true);
    await answer(id);
    await catcher.lastTo(customer, 2);
    await desk.sent();
    expect(catcher.mailsTo(customer)).toHaveLength(2);
    catcher.refuses.delete(friend);
    expect(catcher.mailsTo(friend)).toHaveLength(0);
  });

  it('are nothing that guests and customers name or see', async () => {
    const guest = await bench.session({ role: 'guest', tenant: desk.tenant, subject: 'g2' });
    const [refused] = await guest.push(guest.change('create', 'ticket', newId(), { ...desk.ticket, guestEmail: customer, cc: [boss] }));
    expect(refused).toMatchObject({ status: 'rejected', problems: [{ field: 'cc' }] });
    const own = await guest.create('ticket', { ...desk.ticket, subject: 'Mine', guestEmail: customer });
    await desk.staff.push(desk.staff.change('update', 'ticket', own.id, { cc: [boss], ccOffered: [friend] }));
    const message = await guest.push(guest.change('create', 'ticketMessage', newId(), { ticketId: own.id, body: 'Spam for all', at: new Date().toISOString(), cc: [friend] }));
    expect(message[0]).toMatchObject({ status: 'rejected' });
    await answer(own.id);
    await catcher.lastTo(boss);
    const seen = JSON.stringify([await guest.rows('ticket'), await guest.rows('ticketMessage')]);
    expect(seen).not.toContain(boss);
    expect(seen).not.toContain(friend);
    expect(seen).toContain('Tighten the valve.');
    expect(catcher.mailsTo(friend)).toHaveLength(0);
  });
});
