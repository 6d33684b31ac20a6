import { businessTime } from '@vinculo/insights/business-time';
import type { AnyRow } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { type Begun, serviceDesk } from '../testing/service-desk.ts';

let bench: Bench;
let staff: Session;
let tenant: string;
let desk: Begun;

beforeAll(async () => void (bench = await startBench()), 60_000);
afterAll(() => bench.stop());
beforeEach(async () => void ({ tenant, staff, desk } = await serviceDesk(bench)));

const read = async (id: string, table = 'ticket'): Promise<AnyRow> => (await staff.rows(table, { id }))[0]!;
const newTicket = async (values: object = {}, by = staff): Promise<AnyRow> => read((await by.create('ticket', { ...desk, subject: 'The pump drips', ...values })).id);
const set = (id: string, patch: Readonly<Record<string, unknown>>): Promise<unknown> => staff.push(staff.change('update', 'ticket', id, patch));
const minutesBetween = (from: unknown, to: unknown): number => (Date.parse(String(to)) - Date.parse(String(from))) / 60_000;

/** A queue whose service level has other times for urgent tickets, and for customers of high value. */
async function queueWithLevels(): Promise<{ queueId: string; usual: string; urgent: string; valued: string }> {
  const policy = async (values: object): Promise<string> => (await staff.create('slaPolicy', { name: 'Standard', ...values })).id;
  const usual = await policy({ firstReplyMinutes: 240, resolutionMinutes: 960 });
  const urgent = await policy({ priority: 'urgent', firstReplyMinutes: 30, resolutionMinutes: 120 });
  const valued = await policy({ valueClass: 'high', firstReplyMinutes: 60, resolutionMinutes: 240 });
  return { queueId: (await staff.create('queue', { name: 'Desk', slaPolicyId: usual })).id, usual, urgent, valued };
}

it('gives a ticket the service level of its queue, priority and customer', async () => {
  const { queueId, usual, urgent, valued } = await queueWithLevels();
  const ticket = await newTicket({ queueId });
  expect(ticket).toMatchObject({ slaPolicyId: usual, slaSince: ticket['createdAt'] });
  expect(minutesBetween(ticket['createdAt'], ticket['firstReplyDue'])).toBe(240);
  await set(ticket.id, { priority: 'urgent' });
  const raised = await read(ticket.id);
  expect(raised).toMatchObject({ slaPolicyId: urgent });
  expect(minutesBetween(ticket['createdAt'], raised['resolutionDue'])).toBe(120);
  const contact = await staff.create('contact', { name: 'Li Na', valueClass: 'high' });
  expect(await newTicket({ queueId, contactId: contact.id })).toMatchObject({ slaPolicyId: valued });
  expect(await newTicket()).toMatchObject({ slaPolicyId: null, resolutionDue: null });
});

it('counts in the hours of the calendar', async () => {
  const hours = Object.fromEntries([1, 2, 3, 4, 5].map((day) => [day, [['09:00', '18:00']]]));
  const calendar = { timeZone: 'Asia/Shanghai', hours, holidays: ['2026-12-31'], makeUpDays: [] };
  const { id: calendarId } = await staff.create('businessCalendar', { name: 'Shanghai', ...calendar });
  const policy = await staff.create('slaPolicy', { name: 'Office', firstReplyMinutes: 600, resolutionMinutes: 6000, calendarId });
  const ticket = await newTicket({ slaPolicyId: policy.id });
  expect(ticket['resolutionDue']).toBe(businessTime(calendar).after(String(ticket['createdAt']), 6000));
});

it('stands while the customer is waited for, until the customer writes', async () => {
  const { queueId } = await queueWithLevels();
  const guest = await bench.session({ role: 'guest', tenant, subject: 'visitor' });
  const { id } = await guest.create('ticket', { ...desk, subject: 'Help', queueId });
  const ana = await staff.create('user', { name: 'Ana' }, 'ana');
  const at = new Date().toISOString();
  await staff.create('ticketMessage', { ticketId: id, body: 'For us alone', internal: true, fromUserId: ana.id, at });
  expect(await read(id)).toMatchObject({ firstReplyAt: null });
  await staff.create('ticketMessage', { ticketId: id, body: 'Which pump?', fromUserId: ana.id, at });
  expect(await read(id)).toMatchObject({ firstReplyAt: at, firstReplyFailedAt: null });
  await set(id, { status: 'pending' });
  expect(await read(id)).toMatchObject({ resolutionDue: null, waitingSince: expect.any(String) });
  await guest.create('ticketMessage', { ticketId: id, body: 'The blue one', at });
  const resumed = await read(id);
  expect(resumed).toMatchObject({ status: 'open', waitingSince: null });
  expect(minutesBetween(resumed['slaSince'], resumed['resolutionDue'])).toBeCloseTo(960 + Number(resumed['waitedMinutes']), 3);
});

it('notes when it was too late, has the rules told, and keeps it', async () => {
  const lead = await staff.create('user', { name: 'Lea' });
  const team = await staff.create('team', { name: 'Desk', leadId: lead.id });
  const owner = await staff.create('user', { name: 'Tom', teamId: team.id });
  const policy = await staff.create('slaPolicy', { name: 'At once', firstReplyMinutes: 600, resolutionMinutes: 0 });
  await staff.create('automationRule', { name: 'Escalate', table: 'ticket', when: 'update', changed: ['resolutionFailedAt'], where: { resolutionFailedAt: { ne: null } }, actions: { priority: { raise: true }, notify: { to: ['teamLead'], text: 'Late: {title}' } } });
  const { id } = await newTicket({ slaPolicyId: policy.id, ownerId: owner.id });
  await vi.waitFor(async () => expect(await read(id)).toMatchObject({ priority: 'high', firstReplyFailedAt: null }), { timeout: 5000 });
  const late = await read(id);
  expect(late['resolutionFailedAt']).toBe(late['resolutionDue']);
  expect(await (await bench.session({ role: 'staff', tenant, subject: lead.id })).rows('notification', { kind: 'rule' })).toMatchObject([{ userId: lead.id, text: 'Late: The pump drips' }]);
  await set(id, { status: 'resolved' });
  expect(await read(id)).toMatchObject({ resolutionFailedAt: late['resolutionFailedAt'], resolvedAt: expect.any(String) });
});

it('is begun by a rule', async () => {
  const policy = await staff.create('slaPolicy', { name: 'Gold', firstReplyMinutes: 10, resolutionMinutes: 20 });
  await staff.create('automationRule', { name: 'Gold', table: 'ticket', when: 'create', where: { type: 'outage' }, actions: { startSla: { policyId: policy.id } } });
  const ticket = await newTicket({ type: 'outage' });
  expect(minutesBetween(ticket['createdAt'], ticket['resolutionDue'])).toBe(20);
});

it('says on the service level why no clock runs, and lets the ticket through', async () => {
  const calendar = await staff.create('businessCalendar', { name: 'Odd', timeZone: 'Mars/Olympus', hours: { 1: [['09:00', '18:00']] } });
  const policy = await staff.create('slaPolicy', { name: 'Odd', resolutionMinutes: 60, calendarId: calendar.id });
  expect(await newTicket({ slaPolicyId: policy.id })).toMatchObject({ resolutionDue: null });
  expect((await read(policy.id, 'slaPolicy'))['problem']).toMatch(/mars/i);
  await staff.push(staff.change('update', 'businessCalendar', calendar.id, { timeZone: 'UTC' }));
  expect(await newTicket({ slaPolicyId: policy.id })).toMatchObject({ resolutionDue: expect.any(String) });
  expect(await read(policy.id, 'slaPolicy')).toMatchObject({ problem: null });
});
