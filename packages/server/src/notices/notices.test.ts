import { type AnyRow, newId } from '@vinculo/sdk/schema';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bench } from '../testing/bench.ts';
import { type Company, type Person, startCompany } from '../testing/company.ts';

let bench: Bench;
let firm: Company;
let admin: pg.Client;
beforeAll(async () => {
  ({ bench, firm } = await startCompany());
  admin = await bench.admin();
}, 60_000);
afterAll(() => bench.stop());

const told = (who: Person, where: object): Promise<AnyRow[]> => firm.people[who].rows('notification', where);
const ticket = (more: object): Promise<AnyRow> => firm.host.create('ticket', { subject: 'The pump drips', pipelineId: firm.ids.tickets, stageId: firm.ids.ticket, ...more });

describe('members of staff are told', () => {
  it('of what became theirs by the hand of others, in their language, and may set it to read', async () => {
    const { host, people: { sam, tom } } = firm;
    await host.push(host.change('update', 'user', 'tom', { locale: 'zh-CN' }));
    const { id: recordId } = await host.create('lead', { name: 'Nord', pipelineId: firm.ids.leads, stageId: firm.ids.lead, ownerId: 'sam' });
    const [notice, ...more] = await told('sam', { recordId });
    expect([notice, more]).toMatchObject([{ userId: 'sam', kind: 'assigned', text: 'Now yours: Nord', table: 'lead', readAt: null }, []]);
    expect((await sam.push(sam.change('update', 'notification', notice!.id, { readAt: new Date().toISOString() })))[0]).toMatchObject({ status: 'ok' });
    expect((await tom.push(tom.change('update', 'notification', notice!.id, { readAt: null })))[0]!.status).not.toBe('ok');
    await host.push(host.change('update', 'lead', recordId, { name: 'Süd' }), host.change('update', 'lead', recordId, { ownerId: 'tom' }));
    expect(await told('sam', { recordId })).toHaveLength(1);
    expect(await told('tom', { recordId })).toMatchObject([{ kind: 'assigned', text: '已分配给您：Süd' }]);
    const own = await sam.create('lead', { name: 'mine', pipelineId: firm.ids.leads, stageId: firm.ids.lead, ownerId: 'sam' });
    expect(await told('sam', { recordId: own.id })).toEqual([]);
  });

  it('of a rule’s choice too, and by a pull as of any other row', async () => {
    const { host, people: { sue } } = firm;
    const { json } = await sue.call('pull', { table: 'notification', cursor: null });
    const { id: ruleId } = await host.create('automationRule', { name: 'To Sue', table: 'lead', when: 'create', where: { name: 'For Sue' }, actions: { set: { ownerId: 'sue' } } });
    const { id } = await host.create('lead', { name: 'For Sue', pipelineId: firm.ids.leads, stageId: firm.ids.lead });
    expect((await sue.call('pull', { table: 'notification', cursor: json['cursor'] })).json['rows']).toMatchObject([{ userId: 'sue', kind: 'assigned', recordId: id }]);
    await host.push(host.change('remove', 'automationRule', ruleId));
  });

  it('that the customer wrote, not of notes and answers of colleagues', async () => {
    const contact = await firm.host.create('contact', { name: 'Fan' });
    const { id: ticketId } = await ticket({ contactId: contact.id, ownerId: 'ada', queueId: firm.ids.queue });
    const fan = await bench.session({ role: 'customer', tenant: firm.tenant, subject: 'shop-1', contactId: contact.id });
    const message = (body: string, more: object = {}): object => ({ ticketId, body, at: new Date().toISOString(), ...more });
    await fan.create('ticketMessage', { ...message('Still wet') });
    await firm.host.create('ticketMessage', { ...message('note', { internal: true }) });
    await firm.host.create('ticketMessage', { ...message('answer', { fromUserId: 'boss' }) });
    expect(await told('ada', { recordId: ticketId, kind: 'answered' })).toMatchObject([{ text: 'The customer wrote: The pump drips', table: 'ticket' }]);
  });

  it('of a meeting they are asked to, and when it moves; nothing of what it is about, and not of one that is over', async () => {
    const { host } = firm;
    const at = '2030-02-04T09:30:00.000Z';
    const { id: recordId } = await host.create('activity', { kind: 'meeting', subject: 'Secret terms', at, dueAt: at, done: false, timeZone: 'Europe/Berlin', ownerId: 'boss', details: { attendees: ['user/mia', 'user/boss', 'contact/x'] } });
    expect(await told('mia', { recordId })).toMatchObject([{ kind: 'invited', text: expect.stringMatching(/^You take part in a meeting: Feb 4, 2030, 10:30\sAM GMT\+1$/), table: 'activity' }]);
    // What else is written about it is no news.
    await host.push(host.change('update', 'activity', recordId, { place: 'Room 4' }));
    expect(await told('mia', { recordId })).toHaveLength(1);
    const later = '2030-02-05T09:30:00.000Z';
    await host.push(host.change('update', 'activity', recordId, { at: later, dueAt: later }));
    expect((await told('mia', { recordId })).map((row) => row['text'])).toContainEqual(expect.stringMatching(/^A meeting you take part in has a new time: Feb 5, 2030, 10:30\sAM GMT\+1$/));
    await host.push(host.change('update', 'activity', recordId, { details: { attendees: ['user/mia', 'user/tom'] } }));
    expect(await told('mia', { recordId })).toHaveLength(2);
    expect(await told('tom', { recordId })).toMatchObject([{ kind: 'invited', text: '您参加的会议：2030年2月5日 GMT+1 10:30' }]);
    const { id: over } = await host.create('activity', { kind: 'meeting', subject: 'Last week', at, done: true, ownerId: 'boss', details: { attendees: ['user/mia'] } });
    expect(await told('mia', { recordId: over })).toEqual([]);
  });

  it('that they were mentioned, once, and nothing that stands in the record', async () => {
    const { host } = firm;
    const { id: ticketId } = await ticket({ subject: 'Secret pump' });
    await host.create('ticketMessage', { ticketId, internal: true, at: new Date().toISOString(), body: 'Ask @[Sam](sam), @[Sam](sam) or @[Nobody](nobody), and me @[Host](host)' });
    expect(await told('sam', { recordId: ticketId })).toMatchObject([{ kind: 'mentioned', text: 'You were mentioned', table: 'ticket' }]);
    const call = await host.create('activity', { kind: 'call', subject: 'call', body: 'with @[Sam](sam)', at: new Date().toISOString() });
    await host.push(host.change('update', 'activity', call.id, { body: 'with @[Sam](sam) and @[Tom](tom)' }));
    expect(await told('sam', { recordId: call.id })).toHaveLength(1);
    expect(await told('tom', { recordId: call.id })).toHaveLength(1);
    const guest = await bench.session({ role: 'guest', tenant: firm.tenant, subject: 'g' });
    const asked = await guest.create('ticket', { subject: 'x', description: '@[Sam](sam)', pipelineId: firm.ids.tickets, stageId: firm.ids.ticket });
    expect(await told('sam', { recordId: asked.id })).toEqual([]);
  });

  it('that a ticket of theirs is late', async () => {
    const { host } = firm;
    const soon = new Date(Date.now() + 400).toISOString();
    const { id: policy } = await host.create('slaPolicy', { name: 'Fast', resolutionMinutes: 1 });
    const { id } = await ticket({ ownerId: 'ada', slaPolicyId: policy });
    await host.push(host.change('update', 'ticket', id, { resolutionDue: soon }));
    await vi.waitFor(async () => expect(await told('ada', { recordId: id, kind: 'late' })).toMatchObject([{ text: 'Too late: The pump drips' }]), { timeout: 15_000 });
  });

  it('of twenty records at the most by one change, and of nothing that is imported', async () => {
    const { host, people: { boss } } = firm;
    for (const batch of [0, 1]) await host.push(...Array.from({ length: 15 }, (_, i) => host.change('create', 'account', newId(), { name: `${batch}-${i}`, ownerId: 'sue' })));
    const count = async (): Promise<number> => (await told('mia', { kind: 'assigned' })).length;
    const before = await count();
    expect((await boss.call('run', { command: 'transfer', input: { fromUserId: 'sue', toUserId: 'mia' }, key: newId() })).status).toBe(200);
    expect(await count()).toBe(before + 20);
    const importer = await bench.session({ role: 'staff', tenant: firm.tenant, subject: 'host', app: 'import' });
    await importer.create('account', { name: 'old', ownerId: 'mia' });
    expect(await count()).toBe(before + 20);
  });

  it('as admins, of a job that the server gave up', async () => {
    await admin.query(`insert into vinculo.job (tenant_id, id, kind, payload, attempts) values ($1, $2, 'ticket.clock', 'null', 11)`, [firm.tenant, newId()]);
    await vi.waitFor(async () => expect(await told('boss', { kind: 'failed' })).toMatchObject([{ text: 'The server gave up a job of the kind ticket.clock' }]), { timeout: 10_000 });
    expect(await told('sam', { kind: 'failed' })).toEqual([]);
  });
});
