import { newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bench } from '../testing/bench.ts';
import type { MailCatcher } from '../testing/mail-catcher.ts';
import { type MailBench, type MailDesk, mailDesk, startMailBench } from '../testing/mail-desk.ts';

let mail: MailBench;
let catcher: MailCatcher;
let bench: Bench;
let desk: MailDesk;
let agent: string;
let customer: string;

beforeAll(async () => {
  mail = await startMailBench({ publicUrl: 'https://crm.shop.test' });
  ({ bench, catcher } = mail);
}, 60_000);
afterAll(() => mail.stop());
beforeEach(async () => {
  const name = newId().slice(-12);
  agent = `ana-${name}@staff.test`;
  customer = `fan-${name}@home.test`;
  desk = await mailDesk(bench, `s-${name}@shop.test`, agent);
});

const notes = async (ticketId: string): Promise<unknown[]> => (await desk.staff.rows('ticketMessage', { ticketId, internal: true })).map((row) => row['body']);

describe('a ticket of a guest', () => {
  const secretText = { subject: 'CHEAP PILLS', description: 'Buy at https://spam.test', guestName: 'Spam Name' };

  it('tells staff all of it, and the address, which anybody may have given, the number and a link alone', async () => {
    const ticket = await desk.guest.create('ticket', { ...desk.ticket, ...secretText, guestEmail: customer });
    const toAgent = await catcher.lastTo(agent);
    expect(toAgent.email.subject).toContain('CHEAP PILLS');
    expect(toAgent.email.text).toContain('https://spam.test');
    expect(toAgent.email.text).toContain(customer);
    expect(toAgent.header('auto-submitted')).toBe('auto-generated');
    expect(toAgent.header('list-unsubscribe')).toMatch(/^<https:\/\/crm\.shop\.test\/mail\/unsubscribe\?t=[a-z2-7]{32}>, <mailto:s-.*\+u\.[a-z2-7]{32}@shop\.test>$/);
    expect(toAgent.email.from).toEqual({ name: 'Shop', address: desk.address });
    expect(toAgent.email.replyTo?.[0]?.address).toMatch(/\+t\.[a-z2-7]{32}@shop\.test$/);
    expect(toAgent.envelope.from).toMatch(/\+b\.[a-z2-7]{32}@shop\.test$/);

    const toGuest = await catcher.lastTo(customer);
    expect(toGuest.email.subject).toBe(`[${String(ticket['number'])}] We have received your request`);
    expect(toGuest.email.text).toMatch(/https:\/\/crm\.shop\.test\/mail\/confirm\?t=[a-z2-7]{32}/);
    expect(toGuest.raw).not.toMatch(/PILLS|spam\.test|Spam Name/);
  });

  it('is named by its subject to an address that was confirmed by a press, not by a look', async () => {
    const { id } = await desk.guest.create('ticket', { ...desk.ticket, guestEmail: customer });
    const path = /https:\/\/crm\.shop\.test(\S+)/.exec((await catcher.lastTo(customer)).email.text ?? '')![1]!;
    const answer = (body: string) => desk.staff.create('ticketMessage', { ticketId: id, body, at: new Date().toISOString(), fromUserId: desk.ana });
    expect(await (await fetch(bench.server.url + path)).text()).toContain('<button>');
    await answer('one');
    expect((await catcher.lastTo(customer, 2)).email.subject).not.toContain('Pump');
    expect((await fetch(bench.server.url + path, { method: 'POST' })).status).toBe(200);
    await answer('two');
    expect((await catcher.lastTo(customer, 3)).email.subject).toContain('Pump leaks');
    expect((await fetch(`${bench.server.url}${path.slice(0, -1)}!`, { method: 'POST' })).status).toBe(404);
  });

  it('is confirmed five times a day at most to an address that nobody confirmed, however often it is put into forms', async () => {
    await desk.guest.push(...Array.from({ length: 9 }, () => desk.guest.change('create', 'ticket', newId(), { ...desk.ticket, guestEmail: customer })));
    await catcher.lastTo(customer);
    await desk.sent();
    expect(catcher.mailsTo(customer)).toHaveLength(5);
    await vi.waitFor(() => expect(catcher.mailsTo(agent)).toHaveLength(9), { timeout: 15_000 });
  });

  it('is confirmed no more often where each form names the mailbox otherwise', async () => {
    const addresses = Array.from({ length: 8 }, (_, i) => customer.replace('@', `+${i}@`));
    await desk.guest.push(...addresses.map((guestEmail) => desk.guest.change('create', 'ticket', newId(), { ...desk.ticket, guestEmail })));
    await vi.waitFor(() => expect(catcher.mailsTo(agent)).toHaveLength(8), { timeout: 15_000 });
    await desk.sent();
    expect(addresses.flatMap((address) => catcher.mailsTo(address))).toHaveLength(5);
  });

  it('with a first message that says the same is one mail to staff', async () => {
    const ticket = desk.guest.change('create', 'ticket', newId(), { ...desk.ticket, description: 'It drips.' });
    await desk.guest.push(ticket, desk.guest.change('create', 'ticketMessage', newId(), { ticketId: ticket.id, body: 'It drips.', at: new Date().toISOString(), channel: 'form' }));
    await catcher.lastTo(agent);
    await desk.sent();
    expect(catcher.mailsTo(agent)).toHaveLength(1);
  });

  it('goes to its owner, and without owner and team to the address of its queue', async () => {
    await desk.staff.push(desk.staff.change('update', 'queue', desk.ticket.queueId, { teamId: null }));
    await desk.guest.create('ticket', { ...desk.ticket });
    expect((await catcher.lastTo(desk.address)).email.subject).toContain('Pump leaks');
    await desk.staff.create('ticket', { ...desk.ticket, ownerId: (await desk.staff.create('user', { name: 'Ben', email: `ben-${agent}` })).id });
    await catcher.lastTo(`ben-${agent}`);
    await desk.sent();
    expect(catcher.mailsTo(agent)).toHaveLength(0);
  });
});

describe('an answer of staff', () => {
  it('reaches the customer with its files, in one thread; an internal note does not', async () => {
    const { id: contactId } = await desk.staff.create('contact', { name: 'Fan', emails: [{ id: 'a', value: `old-${customer}`, bouncedAt: '2026-01-01T00:00:00Z' }, { id: 'b', value: customer }] });
    const guest = await bench.session({ role: 'customer', tenant: desk.tenant, subject: 'fan', contactId });
    const { id: ticketId } = await guest.create('ticket', { ...desk.ticket, contactId });
    const first = await catcher.lastTo(customer);
    const uploaded = await fetch(`${bench.server.url}/v1/blobs`, { method: 'POST', body: 'drawing', headers: { authorization: `Bearer ${desk.staff.token}`, 'content-type': 'text/plain', 'x-vinculo-name': 'valve.txt' } });
    const { id: blobId } = (await uploaded.json()) as { id: string };
    const [file, message] = [newId(), newId()];
    await desk.staff.push(
      desk.staff.change('create', 'ticketMessage', newId(), { ticketId, body: 'He always complains.', internal: true, at: new Date().toISOString(), fromUserId: desk.ana }),
      desk.staff.change('create', 'ticketMessage', message, { ticketId, body: 'Tighten the valve.', at: new Date().toISOString(), fromUserId: desk.ana, attachmentIds: [file] }),
    );
    // The file comes after the message that names it.
    await desk.staff.create('attachment', { table: 'ticketMessage', recordId: message, name: 'valve.txt', type: 'text/plain', blobId }, file);
    const answer = await catcher.lastTo(customer, 2);
    expect(answer.email.text).toContain('Tighten the valve.');
    expect(answer.email.text).toContain('Ana Ruiz');
    expect(answer.email.attachments).toMatchObject([{ filename: 'valve.txt', mimeType: 'text/plain' }]);
    expect(answer.header('auto-submitted')).toBeUndefined();
    expect(answer.header('list-unsubscribe')).toBeUndefined();
    expect(answer.email.inReplyTo).toBe(first.email.messageId);
    await desk.sent();
    expect(catcher.mailsTo(customer)).toHaveLength(2);
    expect(catcher.mails.some(({ raw }) => raw.includes('always complains'))).toBe(false);
  });

  it('brings no file of another ticket, whatever id it names', async () => {
    const uploaded = await fetch(`${bench.server.url}/v1/blobs`, { method: 'POST', body: 'salaries', headers: { authorization: `Bearer ${desk.staff.token}`, 'content-type': 'text/plain', 'x-vinculo-name': 'salaries.txt' } });
    const { id: blobId } = (await uploaded.json()) as { id: string };
    const file = (recordId: string, name: string): Promise<{ id: string }> => desk.staff.create('attachment', { table: 'ticket', recordId, name, type: 'text/plain', blobId });
    const other = await desk.staff.create('ticket', { ...desk.ticket });
    const { id: ticketId } = await desk.guest.create('ticket', { ...desk.ticket, guestEmail: customer });
    const attachmentIds = [(await file(other.id, 'salaries.txt')).id, (await file(ticketId, 'offer.txt')).id];
    await catcher.lastTo(customer);
    await desk.staff.create('ticketMessage', { ticketId, body: 'See here.', at: new Date().toISOString(), fromUserId: desk.ana, attachmentIds });
    expect((await catcher.lastTo(customer, 2)).email.attachments).toMatchObject([{ filename: 'offer.txt' }]);
  });

  it('is in the customer’s language, and so is word of the solution', async () => {
    const { id: contactId } = await desk.staff.create('contact', { name: '李伟', locale: 'zh-CN', emails: [{ id: 'a', value: customer }] });
    const { id: ticketId } = await desk.staff.create('ticket', { ...desk.ticket, contactId });
    await desk.staff.create('ticketMessage', { ticketId, body: '请拧紧阀门。', at: new Date().toISOString(), fromUserId: desk.ana });
    expect((await catcher.lastTo(customer)).email.subject).toContain('您的服务请求有新回复');
    await desk.staff.push(desk.staff.change('update', 'ticket', ticketId, { status: 'resolved', resolution: '已更换阀门。' }));
    const solved = await catcher.lastTo(customer, 2);
    expect(solved.email.subject).toContain('您的服务请求已解决');
    expect(solved.email.text).toContain('已更换阀门。');
    // Closing what is solved is no news.
    await desk.staff.push(desk.staff.change('update', 'ticket', ticketId, { status: 'closed' }));
    await desk.sent();
    expect(catcher.mailsTo(customer)).toHaveLength(2);
  });
});

it('sends nothing of what is imported, and no old messages', async () => {
  const importing = await bench.session({ role: 'staff', tenant: desk.tenant, subject: 'importer', app: 'import' });
  const { id: ticketId } = await importing.create('ticket', { ...desk.ticket, guestEmail: customer });
  await importing.create('ticketMessage', { ticketId, body: 'Long ago.', at: new Date().toISOString(), fromUserId: desk.ana });
  await desk.staff.create('ticketMessage', { ticketId, body: 'Long ago.', at: '2020-01-01T00:00:00Z', fromUserId: desk.ana });
  await desk.sent();
  expect([...catcher.mailsTo(customer), ...catcher.mailsTo(agent)]).toEqual([]);
});

describe('a mail server that does not take a mail', () => {
  it('for now gets it again, as the same mail', async () => {
    catcher.refuses.set(customer, '451 4.7.1 Come back later');
    const { id: ticketId } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: customer });
    await desk.staff.create('ticketMessage', { ticketId, body: 'Tighten it.', at: new Date().toISOString(), fromUserId: desk.ana });
    await catcher.lastTo(agent);
    expect(catcher.mailsTo(customer)).toEqual([]);
    catcher.refuses.delete(customer);
    await catcher.lastTo(customer);
    await desk.sent();
    expect(catcher.mailsTo(customer)).toHaveLength(1);
    expect(await notes(ticketId)).toEqual([]);
  });

  it('for good is believed: staff read of it, and the address gets no more', async () => {
    catcher.refuses.set(customer, '550 5.1.1 No such user');
    const { id: ticketId } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: customer });
    const answer = () => desk.staff.create('ticketMessage', { ticketId, body: 'Tighten it.', at: new Date().toISOString(), fromUserId: desk.ana });
    await answer();
    await vi.waitFor(async () => expect(await notes(ticketId)).toEqual([expect.stringMatching(/fan-.* was refused: 550 5\.1\.1 No such user/)]), { timeout: 10_000 });
    catcher.refuses.delete(customer);
    await answer();
    await vi.waitFor(async () => expect(await notes(ticketId)).toEqual(expect.arrayContaining([expect.stringContaining('Nothing was sent')])), { timeout: 10_000 });
    expect(catcher.mailsTo(customer)).toEqual([]);
  });
});

it('ends automatic mail at the press of its link, and by one click of a mail program; answers still come', async () => {
  const { id: ticketId } = await desk.guest.create('ticket', { ...desk.ticket, guestEmail: customer });
  const link = /<https:\/\/crm\.shop\.test([^>]+)>/.exec((await catcher.lastTo(customer)).header('list-unsubscribe') ?? '')![1]!;
  expect((await fetch(bench.server.url + link, { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(200);
  await desk.staff.push(desk.staff.change('update', 'ticket', ticketId, { status: 'resolved' }));
  await desk.staff.create('ticketMessage', { ticketId, body: 'Done.', at: new Date().toISOString(), fromUserId: desk.ana });
  await catcher.lastTo(customer, 2);
  await desk.sent();
  expect(catcher.mailsTo(customer).map(({ email }) => email.subject)).toEqual([expect.stringContaining('received'), expect.stringContaining('answer')]);
});
