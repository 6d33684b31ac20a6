import { type AnyRow, newId } from '@vinculo/sdk/schema';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../database/connection.ts';
import type { Job } from '../jobs/jobs.ts';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { type Begun, serviceDesk } from '../testing/service-desk.ts';
import { automationJobs } from './automation-jobs.ts';

let bench: Bench;
let staff: Session;
let tenant: string;
let desk: Begun;

beforeAll(async () => void (bench = await startBench()), 60_000);
afterAll(() => bench.stop());
beforeEach(async () => void ({ tenant, staff, desk } = await serviceDesk(bench, { app: 'intranet' })));

const rule = (values: Readonly<Record<string, unknown>>): Promise<AnyRow> => staff.create('automationRule', { name: 'Rule', table: 'ticket', when: 'create', ...values });
const newTicket = async (values: object = {}, by = staff): Promise<AnyRow> => read('ticket', (await by.create('ticket', { ...desk, subject: 'The pump drips', ...values })).id);
const read = async (table: string, id: string): Promise<AnyRow> => (await staff.rows(table, { id }))[0]!;
const history = async (id: string): Promise<AnyRow[]> => (await staff.rows('historyEntry', { recordId: id }, { orderBy: ['at', 'id'] }));
/** What a user was told, as they see it. */
const told = async (user: AnyRow): Promise<AnyRow[]> => (await bench.session({ role: 'staff', tenant, subject: user.id })).rows('notification', { userId: user.id, kind: 'rule' });

describe('a rule', () => {
  it('sorts incoming mail by its words, and says in the history who did it', async () => {
    const { id } = await rule({ where: { channel: 'email', or: [{ subject: { contains: 'refund' } }, { description: { contains: '退款' } }] }, actions: { set: { type: 'refund', tags: ['money'] } } });
    const ticket = await newTicket({ channel: 'email', description: '请退款', tags: ['vip'] });
    expect(ticket).toMatchObject({ type: 'refund', tags: ['vip', 'money'], updatedBy: 'system' });
    expect((await history(ticket.id)).map((h) => [h['op'], h['app'], h['cause'], h['byId']])).toEqual([['create', 'intranet', null, 'ana'], ['update', 'automation', id, 'system']]);
    expect(await newTicket({ channel: 'form', description: '请退款' })).toMatchObject({ type: null });
  });

  it('answers changes of the fields that it names', async () => {
    await rule({ when: 'update', changed: ['status'], where: { status: 'resolved' }, actions: { followUp: { subject: 'Ask about “{title}”', minutes: 60 } } });
    const ticket = await newTicket({ ownerId: (await staff.create('user', { name: 'Ana' })).id });
    await staff.push(staff.change('update', 'ticket', ticket.id, { subject: 'The pump stands' }));
    expect(await staff.rows('activity')).toEqual([]);
    await staff.push(staff.change('update', 'ticket', ticket.id, { status: 'resolved' }));
    const [task] = await staff.rows('activity');
    expect(task).toMatchObject({ kind: 'task', subject: 'Ask about “The pump stands”', done: false, ownerId: ticket['ownerId'] });
    expect(Date.parse(String(task!['dueAt'])) - Date.parse(String(task!['at']))).toBe(3_600_000);
    expect(await staff.rows('activityLink', { recordId: ticket.id })).toMatchObject([{ activityId: task!.id, open: true, at: task!['dueAt'] }]);
  });

  it('works for what guests send, who see nothing of it', async () => {
    const lead = await staff.create('user', { name: 'Lea' });
    const team = await staff.create('team', { name: 'Desk', leadId: lead.id });
    await staff.create('user', { name: 'Tom', teamId: team.id });
    const queue = await staff.create('queue', { name: 'Web', teamId: team.id });
    await rule({ where: { queueId: queue.id }, actions: { assign: { by: 'roundRobin' }, notify: { to: ['owner', 'teamLead'], text: 'New: {title}' } } });
    const guest = await bench.session({ role: 'guest', tenant, subject: 'visitor' });
    const sent = await guest.create('ticket', { ...desk, subject: 'Help', queueId: queue.id });
    expect(sent).not.toHaveProperty('ownerId');
    const tom = (await staff.rows('user', { name: 'Tom' }))[0]!;
    expect(await read('ticket', sent.id)).toMatchObject({ ownerId: tom.id, createdBy: 'visitor' });
    expect(await told(tom)).toMatchObject([{ text: 'New: Help', table: 'ticket', recordId: sent.id }]);
    expect(await told(lead)).toMatchObject([{ text: 'New: Help' }]);
    expect((await guest.call('query', { table: 'notification' })).status).not.toBe(200);
  });

  it('sets the priority by the customer’s value, and raises it', async () => {
    const contact = await staff.create('contact', { name: 'Li Na', valueClass: 'high' });
    await rule({ actions: { priority: { byValue: { high: 'high' } } }, rank: 'a' });
    await rule({ where: { priority: 'high' }, actions: { priority: { raise: true } }, rank: 'b' });
    expect(await newTicket({ contactId: contact.id })).toMatchObject({ priority: 'urgent' });
    expect(await newTicket()).toMatchObject({ priority: 'normal' });
  });

  it('is looked at in the order of ranks, and sees what those before it did', async () => {
    await rule({ rank: 'b', where: { type: 'first' }, actions: { set: { cause: 'second' } } });
    await rule({ rank: 'a', actions: { set: { type: 'first' } } });
    expect(await newTicket()).toMatchObject({ type: 'first', cause: 'second' });
  });

  it('compares with the present', async () => {
    await rule({ where: { resolutionDue: { lt: { now: 3_600_000 } } }, actions: { set: { cause: 'soon' } } });
    const within = (minutes: number): object => ({ resolutionDue: new Date(Date.now() + minutes * 60_000).toISOString() });
    expect(await newTicket(within(50))).toMatchObject({ cause: 'soon' });
    expect(await newTicket(within(70))).toMatchObject({ cause: null });
  });

  it('lets pass what is carried over from another system', async () => {
    await rule({ actions: { set: { cause: 'news' } } });
    expect(await newTicket({}, await bench.session({ role: 'staff', tenant, subject: 'ana', app: 'import' }))).toMatchObject({ cause: null });
  });

  it('that is not active does nothing', async () => {
    await rule({ active: false, actions: { set: { type: 'any' } } });
    expect(await newTicket()).toMatchObject({ type: null });
  });

  it('is done once for a change that is sent twice', async () => {
    await rule({ actions: { followUp: { subject: 'Call', minutes: 5 } } });
    const change = staff.change('create', 'ticket', newId(), { ...desk, subject: 'Twice' });
    expect(await staff.push(change)).toMatchObject([{ status: 'ok' }]);
    expect(await staff.push(change)).toMatchObject([{ status: 'ok' }]);
    expect(await staff.rows('activity')).toHaveLength(1);
  });

  it('is undone with a group that does not pass', async () => {
    await rule({ actions: { followUp: { subject: 'Call', minutes: 5 } } });
    const group = newId();
    const outcomes = await staff.push(staff.change('create', 'ticket', newId(), { ...desk, subject: 'One' }, { group }), staff.change('create', 'ticket', newId(), { ...desk }, { group }));
    expect(outcomes.map((o) => o.status)).toEqual(['rejected', 'rejected']);
    expect(await staff.rows('activity')).toEqual([]);
  });
});

describe('a rule that does not work', () => {
  it('is told of when it is saved, and no more when it was mended', async () => {
    const { id } = await rule({ where: { colour: 'red' }, actions: { set: { type: 'x' } } });
    expect((await read('automationRule', id))['lastError']).toMatch(/no field “colour”/);
    await staff.push(staff.change('update', 'automationRule', id, { where: { type: 'red' } }));
    expect(await read('automationRule', id)).toMatchObject({ lastError: null, failedAt: null });
    const other = await rule({ actions: { explode: true } });
    expect((await read('automationRule', other.id))['lastError']).toMatch(/actions do not fit/);
  });

  it('never stops a person’s change, nor the rules after it', async () => {
    const refused = await rule({ rank: 'a', actions: { set: { stageId: 'nowhere', type: 'lost' } } });
    const dangling = await rule({ rank: 'b', actions: { set: { ownerId: 'nobody' } } });
    const unstorable = await rule({ rank: 'c', actions: { set: { subject: '' } } });
    await rule({ rank: 'd', actions: { set: { cause: 'reached' } } });
    const ticket = await newTicket();
    expect(ticket).toMatchObject({ subject: 'The pump drips', type: null, ownerId: null, cause: 'reached', stageId: desk.stageId });
    for (const { id } of [refused, dangling, unstorable]) {
      const { lastError, failedAt } = await read('automationRule', id);
      expect(lastError).toContain(ticket.id);
      expect(failedAt).not.toBeNull();
    }
  });
});

describe('a loop', () => {
  it('of two rules that undo each other ends, and is told of', async () => {
    const a = await rule({ when: 'save', where: { priority: { ne: 'high' } }, actions: { set: { priority: 'high' } } });
    const b = await rule({ when: 'update', where: { priority: 'high' }, actions: { set: { priority: 'low' } } });
    const ticket = await newTicket();
    expect(ticket['priority']).toBe('low');
    const [first, second] = [await read('automationRule', a.id), await read('automationRule', b.id)];
    expect(first['stoppedAt']).not.toBeNull();
    expect(first['lastError']).toContain('again and again');
    expect(second['stoppedAt']).toBeNull();
    // create, high by a, low by b; a is stopped.
    expect(await history(ticket.id)).toHaveLength(3);
  });

  it('is not what merely looks at the same record again', async () => {
    const a = await rule({ when: 'save', actions: { set: { type: 'seen' } } });
    const ana = await staff.create('user', { name: 'Ana' });
    const b = await rule({ when: 'save', actions: { set: { cause: 'seen' }, notify: { to: [{ userId: ana.id }], text: 'Seen' } } });
    expect(await newTicket()).toMatchObject({ type: 'seen', cause: 'seen' });
    expect(await told(ana)).toHaveLength(1);
    for (const { id } of [a, b]) expect(await read('automationRule', id)).toMatchObject({ stoppedAt: null, lastError: null });
  });

  it('over ever new records ends at a depth', async () => {
    const a = await rule({ table: 'activity', actions: { followUp: { subject: 'Again', minutes: 1 } } });
    await staff.create('activity', { kind: 'task', subject: 'First', at: '2026-11-22T08:00:00.000Z' });
    expect(await staff.rows('activity')).toHaveLength(9);
    expect((await read('automationRule', a.id))['lastError']).toContain('number 9');
  });

  it('that branches ends at a number', async () => {
    for (const subject of ['One', 'Two', 'Three']) await rule({ table: 'activity', actions: { followUp: { subject, minutes: 1 } } });
    await staff.create('activity', { kind: 'task', subject: 'First', at: '2026-11-22T08:00:00.000Z' });
    expect(await staff.rows('activity')).toHaveLength(101);
    expect((await staff.rows('automationRule')).map((r) => r['lastError'])).toContainEqual(expect.stringContaining('100 times'));
  });
});

describe('a rule that waits for a time', () => {
  const soon = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

  it('acts when it comes, once, if the condition holds by then', async () => {
    const ana = await staff.create('user', { name: 'Ana' });
    await rule({ when: 'due', dueField: 'resolutionDue', where: { resolvedAt: null }, actions: { priority: { raise: true }, notify: { to: ['owner'], text: 'Late: {title}' } } });
    const late = await newTicket({ ownerId: ana.id, resolutionDue: soon(300) });
    const solved = await newTicket({ ownerId: ana.id, resolutionDue: soon(300), resolvedAt: soon(0) });
    await vi.waitFor(async () => expect(await read('ticket', late.id)).toMatchObject({ priority: 'high' }), { timeout: 5000 });
    await vi.waitFor(async () => expect(await waitingJobs()).toEqual([]), { timeout: 5000 });
    expect(await told(ana)).toMatchObject([{ text: 'Late: The pump drips' }]);
    expect(await read('ticket', solved.id)).toMatchObject({ priority: 'normal' });
  });

  it('acts before it comes, moves with it, and is called off', async () => {
    await rule({ when: 'due', dueField: 'resolutionDue', offsetMinutes: -60, actions: { set: { cause: 'in an hour' } } });
    const ticket = await newTicket({ resolutionDue: soon(2 * 3_600_000) });
    const cleared = await newTicket({ resolutionDue: soon(2 * 3_600_000) });
    expect(await waitingJobs()).toHaveLength(2);
    await staff.push(staff.change('update', 'ticket', ticket.id, { resolutionDue: soon(3_600_000) }), staff.change('update', 'ticket', cleared.id, { resolutionDue: null }));
    await vi.waitFor(async () => expect(await read('ticket', ticket.id)).toMatchObject({ cause: 'in an hour' }), { timeout: 5000 });
    expect(await read('ticket', cleared.id)).toMatchObject({ cause: null });
  });

  it('is done once, also when a process takes its job again while another is at it', async () => {
    const ana = await staff.create('user', { name: 'Ana' });
    await rule({ when: 'due', dueField: 'resolutionDue', actions: { notify: { to: ['owner'], text: 'Late' } } });
    await newTicket({ ownerId: ana.id, resolutionDue: soon(3_600_000) });
    const [job] = await waitingJobs();
    const db = connect(bench.databaseUrl('serving'), () => undefined);
    try {
      const handle = automationJobs(db)[job!.kind]!;
      await Promise.all([1, 2, 3].map((attempts) => handle({ ...job!, tenant, attempts, lockedUntil: '' }, false)));
    } finally {
      await db.destroy();
    }
    expect(await told(ana)).toHaveLength(1);
    expect(await waitingJobs()).toEqual([]);
  });

  it('waits for records that were there before it', async () => {
    const ticket = await newTicket({ resolutionDue: soon(3000) });
    await newTicket({ resolutionDue: soon(-60_000) });
    await rule({ when: 'due', dueField: 'resolutionDue', actions: { set: { cause: 'came' } } });
    await vi.waitFor(async () => expect(await staff.rows('ticket', { cause: 'came' })).toMatchObject([{ id: ticket.id }]), { timeout: 10_000 });
  });

  async function waitingJobs(): Promise<Pick<Job, 'id' | 'kind' | 'payload'>[]> {
    const client = new pg.Client({ connectionString: bench.databaseUrl('admin') });
    await client.connect();
    try {
      return (await client.query<Pick<Job, 'id' | 'kind' | 'payload'>>(`select id, kind, payload from vinculo.job where tenant_id = $1 and kind in ('ticket.clock', 'automation.due')`, [tenant])).rows;
    } finally {
      await client.end();
    }
  }
});
