import { type AnyRow, newId } from '@vinculo/sdk/schema';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bench } from '../testing/bench.ts';
import type { CaughtMail, MailCatcher } from '../testing/mail-catcher.ts';
import { type MailBench, type MailDesk, mailDesk, mailSecret, startMailBench } from '../testing/mail-desk.ts';
import { processOf } from '../testing/service-desk.ts';

let mail: MailBench;
let catcher: MailCatcher;
let bench: Bench;
let admin: pg.Client;
let desk: MailDesk;
let customer: string;
let contactId: string;

beforeAll(async () => {
  mail = await startMailBench({ publicUrl: 'https://crm.shop.test' });
  ({ bench, catcher } = mail);
  admin = await bench.admin();
}, 60_000);
afterAll(() => mail.stop());
beforeEach(async () => {
  const name = newId().slice(-12);
  customer = `fan-${name}@home.test`;
  desk = await mailDesk(bench, `s-${name}@shop.test`, `ana-${name}@staff.test`);
  contactId = (await desk.staff.create('contact', { name: 'Fan Wei', emails: [{ id: 'a', value: customer }] })).id;
});

const settled = (timeout = 15_000): Promise<void> => vi.waitFor(async () => expect((await admin.query(`select 1 from vinculo.job where tenant_id = $1 and kind = 'mail.activity' and failed_at is null`, [desk.tenant])).rowCount).toBe(0), { timeout, interval: 50 });
const read = async (id: string): Promise<AnyRow> => (await desk.staff.rows('activity', { id }))[0]!;
const timeline = async (recordId: string): Promise<AnyRow[]> => {
  const links = await desk.staff.rows('activityLink', { recordId });
  return desk.staff.rows('activity', { id: { in: links.map((l) => String(l['activityId'])) } }, { orderBy: ['createdAt', 'id'] });
};

/** Writes a mail to these records, as a page does. @returns its id */
async function write(more: object = {}, to: readonly { table: string; recordId: string; role?: string }[] = [{ table: 'contact', recordId: contactId }]): Promise<string> {
  const id = newId();
  const at = new Date().toISOString();
  const { staff } = desk;
  const outcomes = await staff.push(
    staff.change('create', 'activity', id, { kind: 'email', direction: 'out', done: false, details: { send: true }, subject: 'Your pump', body: 'Shall I send the offer?', at, ownerId: desk.ana, ...more }),
    ...to.map(({ table, recordId, role = 'to' }) => staff.change('create', 'activityLink', newId(), { activityId: id, table, recordId, role, kind: 'email', at })),
  );
  expect(outcomes.map((o) => o.status)).toEqual(outcomes.map(() => 'ok'));
  return id;
}

async function bring(headers: Readonly<Record<string, string>>, text: string): Promise<string | undefined> {
  const all = { From: `Fan <${customer}>`, Subject: 'Re: Your pump', 'Message-ID': `<${newId()}@home.test>`, ...headers };
  const response = await fetch(`${bench.server.url}/mail/incoming`, { method: 'POST', headers: { 'x-vinculo-mail-secret': mailSecret }, body: `${Object.entries(all).map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n${text}` });
  return ((await response.json()) as { outcome?: string }).outcome;
}

describe('an email that staff writes as an activity', () => {
  it('is offered to staff by the description, and to nobody else', async () => {
    const guest = await bench.session({ role: 'customer', tenant: desk.tenant, contactId });
    expect((await desk.staff.call('describe')).json).toMatchObject({ mail: true });
    expect((await guest.call('describe')).json).not.toHaveProperty('mail');
  });

  it('goes to the person in its author’s name from an address of theirs, and the answer comes back onto the timeline, in one thread', async () => {
    const account = await desk.staff.create('account', { name: 'Nord' });
    const id = await write({}, [{ table: 'contact', recordId: contactId }, { table: 'account', recordId: account.id, role: 'regarding' }]);
    const sent = await catcher.lastTo(customer);
    expect(sent.email).toMatchObject({ subject: 'Your pump', from: { name: 'Ana Ruiz', address: desk.address } });
    expect(sent.email.text).toContain('Shall I send the offer?');
    expect([sent.header('auto-submitted'), sent.header('list-unsubscribe')]).toEqual([undefined, undefined]);
    await settled();
    expect(await read(id)).toMatchObject({ done: true, threadId: id, outcome: `Sent to ${customer}` });

    const replyTo = sent.email.replyTo![0]!.address!;
    const answerId = `<${newId()}@home.test>`;
    expect(await bring({ To: replyTo, 'Message-ID': answerId, 'In-Reply-To': sent.email.messageId! }, 'Yes please.\r\n\r\nOn Mon, 23 Nov 2026 at 10:00, Ana Ruiz <help@shop.test> wrote:\r\n> Shall I send the offer?')).toBe('stored');
    expect(await bring({ To: replyTo, 'Message-ID': answerId }, 'Yes please.')).toBe('twice');
    for (const record of [contactId, account.id]) expect((await timeline(record)).map((a) => [a['direction'], a['subject'], a['body'], a['threadId'], a['ownerId']])).toEqual([['out', 'Your pump', 'Shall I send the offer?', id, desk.ana], ['in', 'Re: Your pump', 'Yes please.', id, desk.ana]]);
    expect(await desk.staff.rows('notification', { kind: 'answered' })).toMatchObject([{ userId: desk.ana, text: 'The customer wrote: Re: Your pump', table: 'activity' }]);
    expect(await desk.staff.rows('ticket')).toEqual([]);

    await write({ subject: 'Re: Your pump', body: 'Here it is.', threadId: id });
    const next = await catcher.lastTo(customer, 2);
    expect(next.email.inReplyTo).toBe(answerId);
    expect(next.header('references')).toContain(sent.email.messageId);
  });

  it('says of each whom it went to, also where all are written to at once', async () => {
    const addresses = Array.from({ length: 12 }, (_, i) => `p${i}-${customer}`);
    const people = await Promise.all(addresses.map((value) => desk.staff.create('contact', { name: 'One of many', emails: [{ id: 'a', value }] })));
    const id = await write({}, people.map((person) => ({ table: 'contact', recordId: person.id })));
    for (const address of addresses) await catcher.lastTo(address);
    await settled();
    expect(String((await read(id))['outcome']).split('\n').sort()).toEqual(addresses.map((address) => `Sent to ${address}`).sort());
  });

  it('goes to an address that no record has, and in copy, each a mail of its own, and the answers come back to where it was written', async () => {
    const [stranger, boss] = [`stranger-${customer}`, `boss-${customer}`];
    const account = await desk.staff.create('account', { name: 'Nord' });
    const regarding = { table: 'account', recordId: account.id, role: 'regarding' };
    const details = { send: true, to: [stranger.toUpperCase(), customer, 'no address'], cc: [boss, stranger, desk.address, 'help@shop.test', boss] };
    const id = await write({ details }, [{ table: 'contact', recordId: contactId }, regarding]);
    const [toCustomer, toStranger, toBoss] = [await catcher.lastTo(customer), await catcher.lastTo(stranger), await catcher.lastTo(boss)];
    const header = ({ email }: CaughtMail): unknown => [email.to?.map((each) => each.address), email.cc?.map((each) => each.address)];
    expect([toCustomer, toStranger, toBoss].map(header)).toEqual([[[customer], [boss]], [[stranger], [boss]], [[customer, stranger], [boss]]]);
    expect([toCustomer, toStranger, toBoss].map(({ envelope }) => envelope.to)).toEqual([[customer], [stranger], [boss]]);
    await settled();
    expect([customer, stranger, boss, desk.address, 'help@shop.test'].map((each) => catcher.mailsTo(each).length)).toEqual([1, 1, 1, 0, 0]);
    expect(String((await read(id))['outcome']).split('\n').sort()).toEqual(['Not sent to “no address”: this is no address.', ...[customer, stranger, boss].map((each) => `Sent to ${each}`)].sort());

    expect(await bring({ From: `Boss <${boss}>`, To: toBoss.email.replyTo![0]!.address! }, 'Not before May.')).toBe('stored');
    for (const record of [contactId, account.id]) {
      const answer = (await timeline(record)).find((each) => each['direction'] === 'in')!;
      expect(answer).toMatchObject({ threadId: id, ownerId: desk.ana });
      expect(answer['body']).toMatch(new RegExp(`^${boss.replace(/\./g, '\\.')}.*wrote by mail:\n\nNot before May\\.`, 's'));
    }
    // In one thread, each of their own.
    await write({ subject: 'Re: Your pump', threadId: id, details: { send: true, to: [stranger] } }, [regarding]);
    const next = await catcher.lastTo(stranger, 2);
    expect(next.email.inReplyTo).toBe(toStranger.email.messageId);
    expect(next.raw).not.toContain(String(toCustomer.email.messageId));
  });

  it('to an address alone needs nobody in the role “to”, says when it came back, and is no marketing', async () => {
    const stranger = `alone-${customer}`;
    const regarding = { table: 'contact', recordId: contactId, role: 'regarding' };
    const id = await write({ details: { send: true, to: [stranger] } }, [regarding]);
    const sent = await catcher.lastTo(stranger);
    await settled();
    expect(await read(id)).toMatchObject({ done: true, outcome: `Sent to ${stranger}` });
    const report = `--x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 gone\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${sent.email.messageId!}\r\n\r\n--x--`;
    expect(await bring({ From: 'MAILER-DAEMON@mx.test', To: sent.envelope.from, 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' }, report)).toBe('noted');
    expect((await read(id))['outcome']).toBe(`Sent to ${stranger}\nThe mail to ${stranger} came back: 550 gone. No more mail is sent to this address.`);
    const marketing = await write({ purpose: 'marketing', details: { send: true, to: [`other-${customer}`] } }, [regarding]);
    await vi.waitFor(async () => expect((await read(marketing))['outcome']).toMatch(/no consent/), { timeout: 15_000 });
  });

  it('goes to twenty in all, the people first and then the copies', async () => {
    const of = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${name}${i}-${customer}`);
    const id = await write({ details: { send: true, to: of('to', 10), cc: of('cc', 15) } });
    await catcher.lastTo(customer);
    await settled(40_000);
    const reached = [customer, ...of('to', 10), ...of('cc', 15)].flatMap((each) => catcher.mailsTo(each).map(() => each));
    // More than the field takes is said of them, and yet none goes out twice.
    expect(reached).toEqual([customer, ...of('to', 10), ...of('cc', 9)]);
    expect(String((await read(id))['outcome'])).toMatch(/Sent to[^]*\n…$/);
    expect(catcher.mailsTo(customer)[0]!.email.cc).toHaveLength(9);
    expect(String((await read(id))['outcome']).split('\n')).toContain('Not sent to 6 more: a mail goes to 20 in all.');
  }, 60_000);

  it('that somebody else answers is kept with the name of who wrote, also without the token', async () => {
    await write();
    const sent = await catcher.lastTo(customer);
    await settled();
    expect(await bring({ From: 'Eve <eve@else.test>', To: 'help@shop.test', 'In-Reply-To': sent.email.messageId! }, 'Give me a discount.')).toBe('stored');
    const answer = (await timeline(contactId)).find((a) => a['direction'] === 'in')!;
    expect(answer['body']).toMatch(/eve@else\.test.*wrote by mail:\n\nGive me a discount\./s);
    expect(await desk.staff.rows('activityLink', { activityId: answer.id })).toMatchObject([{ recordId: contactId, role: 'regarding' }]);
  });

  it('is sent only where its author says so, and never twice, or by customers, imports and other people’s links', async () => {
    await write({ details: null });
    await write({ done: true });
    await write({ direction: 'in' });
    await write({ kind: 'call' });
    const importer = await bench.session({ role: 'staff', tenant: desk.tenant, subject: desk.ana, app: 'import' });
    const noted = await importer.create('activity', { kind: 'email', direction: 'out', done: false, details: { send: true }, subject: 'old', at: new Date().toISOString() });
    await importer.create('activityLink', { activityId: noted.id, table: 'contact', recordId: contactId, role: 'to', kind: 'email', at: new Date().toISOString() });
    const id = await write({ subject: 'The one' });
    await catcher.lastTo(customer);
    const other = await bench.session({ role: 'staff', tenant: desk.tenant, subject: 'ben' });
    const elsewhere = await desk.staff.create('contact', { name: 'Lu', emails: [{ id: 'a', value: `lu-${customer}` }] });
    await other.create('activityLink', { activityId: id, table: 'contact', recordId: elsewhere.id, role: 'to', kind: 'email', at: new Date().toISOString() });
    await desk.staff.push(desk.staff.change('update', 'activity', id, { done: false }));
    await settled();
    expect(catcher.mailsTo(customer).map((m) => m.email.subject)).toEqual(['The one']);
    expect(catcher.mailsTo(`lu-${customer}`)).toEqual([]);
  });

  it('says on itself when it was refused, came back or had nobody to go to', async () => {
    catcher.refuses.set(customer, '550 5.1.1 No such user');
    const refused = await write();
    await vi.waitFor(async () => expect((await read(refused))['outcome']).toMatch(/was refused: 550 5\.1\.1/), { timeout: 15_000 });
    expect((await read(refused))['done']).toBe(false);
    catcher.refuses.delete(customer);
    const again = await write();
    await vi.waitFor(async () => expect((await read(again))['outcome']).toMatch(/Nothing was sent/), { timeout: 15_000 });
    const nameless = await desk.staff.create('contact', { name: 'no address' });
    const nobody = await write({}, [{ table: 'contact', recordId: nameless.id }]);
    await vi.waitFor(async () => expect((await read(nobody))['outcome']).toMatch(/there is nobody/), { timeout: 15_000 });

    const works = await desk.staff.create('lead', { name: 'Lea', ...(await processOf(desk.staff, 'lead')), emails: [{ id: 'a', value: `lea-${customer}` }] });
    const id = await write({}, [{ table: 'lead', recordId: works.id }]);
    const sent = await catcher.lastTo(`lea-${customer}`);
    await settled();
    const report = `--x\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 gone\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${sent.email.messageId!}\r\n\r\n--x--`;
    expect(await bring({ From: 'MAILER-DAEMON@mx.test', To: sent.envelope.from, 'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x' }, report)).toBe('noted');
    expect((await read(id))['outcome']).toBe(`Sent to lea-${customer}\nThe mail to lea-${customer} came back: 550 gone. No more mail is sent to this address.`);
    expect((await desk.staff.rows('lead', { id: works.id }))[0]!['emails']).toMatchObject([{ bouncedAt: expect.any(String) }]);
  });

  it('for marketing goes only with consent, until it is taken back or the reader wants no more', async () => {
    const consent = (state: string): Promise<AnyRow> => desk.staff.create('consent', { contactId, purpose: 'marketing', channel: 'email', state, at: new Date().toISOString() });
    const refused = async (): Promise<void> => {
      const id = await write({ purpose: 'marketing' });
      await vi.waitFor(async () => expect((await read(id))['outcome']).toMatch(/no consent/), { timeout: 15_000 });
    };
    await refused();
    await consent('given');
    await write({ purpose: 'marketing' });
    const sent = await catcher.lastTo(customer);
    const unsubscribe = /<https:\/\/crm\.shop\.test(\S+?)>/.exec(sent.header('list-unsubscribe') ?? '')![1]!;
    await consent('withdrawn');
    await refused();
    await consent('given');
    await write({ purpose: 'marketing' });
    await catcher.lastTo(customer, 2);
    expect((await fetch(bench.server.url + unsubscribe, { method: 'POST' })).status).toBe(200);
    await refused();
    await write();
    await catcher.lastTo(customer, 3);
  });

  it('is forgotten as a whole with the person who answered it', async () => {
    await write();
    const sent = await catcher.lastTo(customer);
    await settled();
    await bring({ To: sent.email.replyTo![0]!.address! }, 'My secret.');
    const answer = (await timeline(contactId)).find((a) => a['direction'] === 'in')!;
    const { original } = (answer['custom'] as { mail: { original: string } }).mail;
    const whole = async (): Promise<string> => (await fetch(`${bench.server.url}/v1/blobs/${original}`, { headers: { authorization: `Bearer ${desk.staff.token}` } })).text();
    expect(await whole()).toContain('My secret.');
    expect((await desk.staff.call('run', { command: 'erasePerson', input: { table: 'contact', id: contactId }, key: newId() })).status).toBe(200);
    expect(await whole()).not.toContain('My secret.');
    expect(JSON.stringify(await timeline(contactId))).not.toContain('My secret.');
  });
});
