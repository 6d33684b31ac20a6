import { type AnyRow, newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from '../testing/bench.ts';
import { fitsOpenApi } from '../testing/fits-openapi.ts';
import type { CaughtMail, MailCatcher } from '../testing/mail-catcher.ts';
import { type MailBench, type MailDesk, mailDesk, mailSecret, startMailBench } from '../testing/mail-desk.ts';

let mail: MailBench;
let catcher: MailCatcher;
let bench: Bench;
let desk: MailDesk;
let agent: string;
let customer: string;

beforeAll(async () => {
  mail = await startMailBench();
  ({ bench, catcher } = mail);
}, 60_000);
afterAll(() => mail.stop());
beforeEach(async () => {
  const name = newId().slice(-12);
  agent = `ana-${name}@staff.test`;
  customer = `fan-${name}@home.test`;
  desk = await mailDesk(bench, `s-${name}@shop.test`, agent);
});

async function post(raw: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}): Promise<{ status: number; outcome: string | undefined }> {
  const response = await fetch(`${bench.server.url}/mail/incoming`, { method: 'POST', body: raw, headers: { 'content-type': 'message/rfc822', 'x-vinculo-mail-secret': mailSecret, ...headers } });
  const json = (await response.json()) as { outcome?: string };
  fitsOpenApi('post', '/mail/incoming', response.status, json);
  return { status: response.status, outcome: json.outcome };
}

/** Brings a mail in. @returns what became of it */
async function bring(headers: Readonly<Record<string, string>>, text = 'It drips.'): Promise<string | undefined> {
  const all = { From: `Fan <${customer}>`, To: desk.address, Subject: 'Pump leaks', 'Message-ID': `<${newId()}@home.test>`, ...headers };
  return (await post(`${Object.entries(all).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text}`)).outcome;
}

const replyTo = (mail: CaughtMail): string => mail.email.replyTo![0]!.address!;
const messages = (where: object = {}): Promise<AnyRow[]> => desk.staff.rows('ticketMessage', where, { orderBy: ['at', 'id'] });
const bodies = async (where: object = {}): Promise<unknown[]> => (await messages(where)).map((row) => row['body']);
const tickets = (): Promise<AnyRow[]> => desk.staff.rows('ticket');

describe('a mail to the address of a queue', () => {
  it('becomes a ticket of the contact with that address, in that queue, with its files; twice the same is one', async () => {
    const { id: contactId } = await desk.staff.create('contact', { name: 'Fan', emails: [{ id: 'a', value: customer.toUpperCase() }] });
    const id = `<${newId()}@home.test>`;
    const type = 'multipart/mixed; boundary=x';
    const text = '--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt drips. 漏水\r\n--x\r\nContent-Type: image/png; name="a.png"\r\nContent-Disposition: attachment; filename="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--x--';
    const outcomes = await Promise.all([1, 2, 3].map(() => bring({ 'Message-ID': id, 'Content-Type': type }, text)));
    expect(outcomes.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(['stored', 'twice', 'twice']);
    const [ticket, ...others] = await tickets();
    expect(others).toEqual([]);
    expect(ticket).toMatchObject({ subject: 'Pump leaks', description: 'It drips. 漏水', contactId, guestEmail: customer, queueId: desk.ticket.queueId, channel: 'email', status: 'new' });
    const [message] = await messages({ ticketId: ticket!.id });
    expect(message).toMatchObject({ body: 'It drips. 漏水', internal: false, fromContactId: contactId });
    const [file] = await desk.staff.rows('attachment', { recordId: message!.id });
    expect(file).toMatchObject({ name: 'a.png', type: 'image/png', bytes: 8 });
    // The sender hears that it came, without a word of what they wrote.
    const received = await catcher.lastTo(customer);
    expect(received.raw).not.toContain('Pump');
    expect(received.email.inReplyTo).toBe(id);
    expect((await catcher.lastTo(agent)).email.text).toContain('漏水');
  });

  it('is sorted by rules on its words: into a queue, to who can do it, with a service level; who has it hears of it', async () => {
    const { staff } = desk;
    const pay = `pay-${newId().slice(-12)}@staff.test`;
    const { id: teamId } = await staff.create('team', { name: 'Money' });
    const { id: ownerId } = await staff.create('user', { name: 'Pia', email: pay, teamId, skills: ['refund'] });
    const { id: policyId } = await staff.create('slaPolicy', { name: 'Money', resolutionMinutes: 60 });
    const { id: queueId } = await staff.create('queue', { name: 'Money', teamId });
    await staff.create('automationRule', {
      name: 'Refunds', table: 'ticket', when: 'create', where: { channel: 'email', or: [{ subject: { contains: 'REFUND' } }, { description: { contains: '退款' } }] },
      actions: { set: { type: 'refund', queueId }, startSla: { policyId }, assign: { by: 'roundRobin', skill: 'type' } },
    });
    expect(await bring({ Subject: 'Re: my order' }, 'Please refund. 请退款')).toBe('stored');
    expect(await bring({ Subject: 'Pump leaks' })).toBe('stored');
    const of = async (subject: string): Promise<AnyRow | undefined> => (await tickets()).find((ticket) => ticket['subject'] === subject);
    expect(await of('Re: my order')).toMatchObject({ type: 'refund', queueId, ownerId, slaPolicyId: policyId, resolutionDue: expect.any(String) });
    expect(await of('Pump leaks')).toMatchObject({ type: null, queueId: desk.ticket.queueId, ownerId: null, slaPolicyId: null });
    expect((await catcher.lastTo(pay)).email.text).toContain('请退款');
    await desk.sent();
    expect(catcher.mailsTo(agent).map((mail) => mail.email.text).join()).not.toContain('请退款');
  });

  it('may bring files of any kind, which are kept as what they are and never as a page, a script or a picture that is none', async () => {
    const file = (name: string, type: string, content: string): string => `--x\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(content, 'latin1').toString('base64')}\r\n`;
    const png = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0';
    const parts = [file('a.html', 'text/html', '<script>alert(1)</script>'), file('b.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'), file('c.png', 'image/png', '%PDF-1.7 \n'), file('d.bin', 'application/x-msdownload', png), file('e.txt', 'text/plain', 'hello')];
    expect(await bring({ 'Content-Type': 'multipart/mixed; boundary=x' }, `--x\r\nContent-Type: text/plain\r\n\r\nSee there.\r\n${parts.join('')}--x--`)).toBe('stored');
    const files = (await desk.staff.rows('attachment', { table: 'ticketMessage' })).toSorted((a, b) => String(a['name']).localeCompare(String(b['name'])));
    const kept = ['application/octet-stream', 'application/octet-stream', 'application/pdf', 'image/png', 'text/plain'];
    expect(files.map((f) => f['type'])).toEqual(kept);
    const served = await Promise.all(files.map(async (f) => (await fetch(`${bench.server.url}/v1/blobs/${String(f['blobId'])}`, { headers: { authorization: `Bearer ${desk.staff.token}` } })).headers));
    expect(served.map((h) => [h.get('content-type'), h.get('content-disposition')?.split(';')[0]])).toEqual(kept.map((type) => [type, 'attachment']));
  });

  it('is forgotten as a whole with the person who wrote it', async () => {
    const { id } = await desk.staff.create('contact', { name: 'Fan', emails: [{ id: 'a', value: customer }] });
    await bring({});
    const [message] = await messages();
    const { original } = (message!['custom'] as { mail: { original: string } }).mail;
    const whole = async (): Promise<string> => (await fetch(`${bench.server.url}/v1/blobs/${original}`, { headers: { authorization: `Bearer ${desk.staff.token}` } })).text();
    expect(await whole()).toContain('It drips.');
    expect((await desk.staff.call('run', { command: 'erasePerson', input: { table: 'contact', id }, key: newId() })).status).toBe(200);
    expect(await whole()).not.toContain('It drips.');
  });

  it('with no such contact, or two of them, is a guest’s', async () => {
    for (const name of ['Fan', 'Fan Wei']) await desk.staff.create('contact', { name, emails: [{ id: 'a', value: customer }] });
    expect(await bring({})).toBe('stored');
    expect(await tickets()).toMatchObject([{ contactId: null, guestEmail: customer, guestName: 'Fan' }]);
  });

  it('is not for a customer who entered the address of somebody else as their own, until staff does', async () => {
    const { id: contactId } = await desk.staff.create('contact', { name: 'Eve', emails: [{ id: 'a', value: 'eve@home.test' }] });
    const eve = await bench.session({ role: 'customer', tenant: desk.tenant, subject: 'eve', contactId });
    const [stored] = await eve.push(eve.change('update', 'contact', contactId, { emails: [{ id: 'a', value: 'eve@home.test' }, { id: 'b', value: customer, verified: true }] }));
    expect(stored?.status).toBe('ok');
    await bring({});
    expect(await tickets()).toMatchObject([{ contactId: null, guestEmail: customer }]);
    expect(await eve.rows('ticket')).toEqual([]);
    // Whose address it is does not fall open because two have it.
    const { id: fan } = await desk.staff.create('contact', { name: 'Fan', emails: [{ id: 'a', value: customer }] });
    await bring({});
    expect(await eve.rows('ticket')).toEqual([]);
    expect(await desk.staff.rows('ticket', { contactId: fan })).toHaveLength(1);
  });

  it('is for a customer whose new address staff entered too', async () => {
    const { id: contactId } = await desk.staff.create('contact', { name: 'Fan', emails: [] });
    const fan = await bench.session({ role: 'customer', tenant: desk.tenant, subject: 'fan', contactId });
    const set = async (by: typeof fan, emails: object[]): Promise<void> => expect(await by.push(by.change('update', 'contact', contactId, { emails }))).toMatchObject([{ status: 'ok' }]);
    await set(fan, [{ id: 'b', value: customer }]);
    await set(desk.staff, []);
    await set(desk.staff, [{ id: 'c', value: customer }]);
    await bring({});
    expect(await tickets()).toMatchObject([{ contactId }]);
  });

  it('that is nobody’s is told so', async () => {
    expect(await bring({ To: 'nobody@shop.test' })).toBe('unrouted');
    await desk.staff.push(desk.staff.change('update', 'queue', desk.ticket.queueId, { email: null }));
    expect(await bring({})).toBe('unrouted');
  });

  it('that another tenant has as well goes to who had it first', async () => {
    await mailDesk(bench, desk.address, agent);
    expect(await bring({})).toBe('stored');
    expect(await tickets()).toHaveLength(1);
  });
});

describe('an answer by mail', () => {
  let ticketId: string;
  let toAgent: CaughtMail;
  let toCustomer: CaughtMail;
  beforeEach(async () => {
    ticketId = (await desk.guest.create('ticket', { ...desk.ticket, guestEmail: customer })).id;
    [toAgent, toCustomer] = await Promise.all([catcher.lastTo(agent), catcher.lastTo(customer)]);
  });

  it('of the customer lands in the ticket without what it quotes, and opens it again', async () => {
    await desk.staff.push(desk.staff.change('update', 'ticket', ticketId, { status: 'pending' }));
    const quoted = (toCustomer.email.text ?? '').split('\n').map((line) => `> ${line}`).join('\n');
    expect(await bring({ To: replyTo(toCustomer) }, `It still drips.\n\nOn 22 Nov 2026 10:00, Shop <${desk.address}> wrote:\n${quoted}`)).toBe('stored');
    const [message] = await messages({ ticketId });
    expect(message).toMatchObject({ body: 'It still drips.', internal: false, fromUserId: null, channel: 'email' });
    const { original } = (message!['custom'] as { mail: { original: string } }).mail;
    const whole = await fetch(`${bench.server.url}/v1/blobs/${original}`, { headers: { authorization: `Bearer ${desk.staff.token}` } });
    expect(await whole.text()).toContain('> --- Please write');
    expect((await fetch(`${bench.server.url}/v1/blobs/${original}`, { headers: { authorization: `Bearer ${desk.guest.token}` } })).status).toBe(404);
    expect(await tickets()).toMatchObject([{ id: ticketId, status: 'open' }]);
    expect((await catcher.lastTo(agent, 2)).email.text).toContain('It still drips.');
    // Who answers has shown that the address is theirs.
    await desk.staff.create('ticketMessage', { ticketId, body: 'We come.', at: new Date().toISOString(), fromUserId: desk.ana });
    expect((await catcher.lastTo(customer, 2)).email.subject).toContain('Pump leaks');
  });

  it('without the token is found by what it answers', async () => {
    expect(await bring({ To: desk.address, References: `<x@y.test> ${String(toCustomer.email.messageId)}` }, 'More.')).toBe('stored');
    expect(await bodies({ ticketId })).toEqual(['More.']);
  });

  it('of staff is said in their name and sent to the customer', async () => {
    expect(await bring({ From: `Ana <${agent.toUpperCase()}>`, To: replyTo(toAgent) }, 'Tighten the valve.')).toBe('stored');
    expect(await messages({ ticketId })).toMatchObject([{ body: 'Tighten the valve.', fromUserId: desk.ana, internal: false }]);
    const sent = await catcher.lastTo(customer, 2);
    expect(sent.email.text).toContain('Tighten the valve.');
    expect(sent.raw).not.toContain(replyTo(toAgent));
  });

  it('of anybody else is a note for staff that names its sender, and is sent to nobody', async () => {
    expect(await bring({ From: 'eve@evil.test', To: replyTo(toCustomer) }, 'Cancel the order.')).toBe('stored');
    // Staff’s address alone makes nobody staff, nor does the customer’s, answering what was written to staff.
    expect(await bring({ From: agent, To: replyTo(toCustomer) }, 'Refund it.')).toBe('stored');
    expect(await bring({ From: customer, To: replyTo(toAgent) }, 'Refund it all.')).toBe('stored');
    const found = await messages({ ticketId });
    expect(found.map((row) => [row['internal'], row['fromUserId'], (row['custom'] as { mail: { sender: string } }).mail.sender])).toEqual(found.map(() => [true, null, 'other']));
    expect(found.map((row) => row['body'])).toEqual(expect.arrayContaining([expect.stringMatching(/^eve@evil\.test, who is not the requester.*\n\nCancel the order\.$/)]));
    expect(found).toHaveLength(3);
    expect(await desk.guest.rows('ticketMessage')).toEqual([]);
    await desk.sent();
    expect(catcher.mails.filter(({ envelope }) => envelope.to.includes(customer))).toHaveLength(1);
  });

  it('with a token that was tampered with is no answer', async () => {
    const address = replyTo(toCustomer);
    expect(await bring({ From: 'eve@evil.test', To: address.replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@')) })).toBe('stored');
    expect(await bodies({ ticketId })).toEqual([]);
    expect(await tickets()).toHaveLength(2);
  });

  it('of a machine, or our own mail come round, is dropped', async () => {
    const machines: Readonly<Record<string, string>>[] = [
      { 'Auto-Submitted': 'auto-replied' }, { 'Auto-Submitted': 'auto-generated (vacation)' }, { Precedence: 'bulk' }, { Precedence: 'auto_reply' }, { 'X-Loop': 'help@shop.test' }, { 'X-Autoreply': 'yes' },
      { 'Return-Path': '<>' }, { From: 'MAILER-DAEMON@home.test' }, { From: desk.address }, { From: 'help@shop.test' }, { From: 'nothing' }, { 'Message-ID': toCustomer.email.messageId! }, { To: toCustomer.envelope.from },
    ];
    for (const headers of machines) expect([headers, await bring({ To: replyTo(toCustomer), ...headers })]).toEqual([headers, 'dropped']);
    expect((await post(toAgent.raw, { 'x-vinculo-envelope-to': desk.address })).outcome).toBe('dropped');
    expect(await bring({ To: replyTo(toCustomer), 'Auto-Submitted': 'no' })).toBe('stored');
    expect(await bodies()).toEqual(['It drips.']);
  });

  it('to the address for it ends automatic mail', async () => {
    const [, address] = /mailto:([^>]+)>/.exec(toCustomer.header('list-unsubscribe') ?? '')!;
    expect(await bring({ To: address! }, '')).toBe('noted');
    await desk.staff.push(desk.staff.change('update', 'ticket', ticketId, { status: 'resolved' }));
    await desk.sent();
    expect(catcher.mails.filter(({ envelope }) => envelope.to.includes(customer))).toHaveLength(1);
  });
});

describe('mail that came back', () => {
  const report = (sent: CaughtMail, action: string, status: string, to: string): string => [
    'From: MAILER-DAEMON@mx.test', `To: ${to}`, 'Return-Path: <>', 'Auto-Submitted: auto-replied', `Message-ID: <${newId()}@mx.test>`, 'Content-Type: multipart/report; report-type=delivery-status; boundary=x', '',
    '--x', 'Content-Type: text/plain', '', 'Sorry.', '--x', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.test', '', `Final-Recipient: rfc822; ${sent.envelope.to[0]!}`, `Action: ${action}`, `Status: ${status}`, `Diagnostic-Code: smtp; 550 ${status}`, '  no such user',
    '--x', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${String(sent.email.messageId)}`, 'Subject: x', '--x--',
  ].join('\r\n');

  it('is noted once on the ticket it was about, and its address gets no more', async () => {
    const { id: contactId } = await desk.staff.create('contact', { name: 'Fan', emails: [{ id: 'a', value: customer }] });
    const { id: ticketId } = await desk.staff.create('ticket', { ...desk.ticket, contactId });
    const answer = () => desk.staff.create('ticketMessage', { ticketId, body: 'Tighten it.', at: new Date().toISOString(), fromUserId: desk.ana });
    await answer();
    const sent = await catcher.lastTo(customer);
    expect((await post(report(sent, 'delayed', '4.4.1', sent.envelope.from))).outcome).toBe('noted');
    expect(await messages({ ticketId, internal: true })).toEqual([]);
    expect((await post(report(sent, 'failed', '5.1.1', sent.envelope.from))).outcome).toBe('noted');
    expect((await post(report(sent, 'failed', '5.1.1', 'help@shop.test'))).outcome).toBe('noted');
    expect(await bodies({ ticketId, internal: true })).toEqual([`The mail to ${customer} came back: 550 5.1.1 no such user. No more mail is sent to this address.`]);
    expect(await desk.staff.rows('contact', { id: contactId })).toMatchObject([{ emails: [{ value: customer, bouncedAt: expect.any(String) }] }]);
    await answer();
    await desk.sent();
    expect(catcher.mails.filter(({ envelope }) => envelope.to.includes(customer))).toHaveLength(1);
  });

  it('because a mailbox is full marks no address, and a report on mail we never sent changes nothing', async () => {
    const { id: ticketId } = await desk.staff.create('ticket', { ...desk.ticket, guestEmail: customer });
    const answer = () => desk.staff.create('ticketMessage', { ticketId, body: 'Tighten it.', at: new Date().toISOString(), fromUserId: desk.ana });
    await answer();
    const sent = await catcher.lastTo(customer);
    await post(report(sent, 'failed', '5.2.2', sent.envelope.from));
    await answer();
    await catcher.lastTo(customer, 2);
    const forged = { ...sent, email: { ...sent.email, messageId: '<made-up@shop.test>' } };
    expect((await post(report(forged, 'failed', '5.1.1', desk.address))).outcome).toBe('dropped');
    await answer();
    await catcher.lastTo(customer, 3);
  });
});

describe('what is hostile', () => {
  it('is refused without the secret and above the size, and holds back nothing', async () => {
    expect((await post('From: a@b.test\r\n\r\nx', { 'x-vinculo-mail-secret': 'guess' })).status).toBe(401);
    expect((await post(new Uint8Array(26 * 1024 * 1024))).status).toBe(413);
    const nested = Array.from({ length: 1000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('');
    expect((await post(`To: ${desk.address}\r\n${nested}`)).outcome).toBe('unreadable');
    expect(await bring({ 'Content-Type': 'text/plain; charset=no-such' }, 'bad \xff \0 charset')).toBe('stored');
    expect(await bring({ Subject: '' }, '')).toBe('stored');
    expect(await bring({ Subject: 'x'.repeat(2000) }, 'y'.repeat(300_000))).toBe('stored');
    const large = await post(`From: ${customer}\r\nTo: ${desk.address}\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${'A'.repeat(76)}\r\n`.repeat(290_000)}`);
    expect(large.outcome).toBe('stored');
    expect(await tickets()).toHaveLength(4);
  });

  it('in number is taken later', async () => {
    const outcomes: (string | undefined)[] = [];
    for (let i = 0; i < 41; i++) outcomes.push(await bring({}));
    expect(new Set(outcomes.slice(0, 40))).toEqual(new Set(['stored']));
    expect(outcomes[40]).toBeUndefined();
    expect((await post(`From: ${customer}\r\nTo: ${desk.address}\r\n\r\nonce more`)).status).toBe(429);
    expect(await bring({ From: 'other@home.test' })).toBe('stored');
  });
});
