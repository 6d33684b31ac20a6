import { expect, it } from 'vitest';
import { pressingClock, serviceClocks, type TimedTicket } from './service-clock.ts';

const now = new Date('2026-11-19T11:20:00.000Z');
const opened: TimedTicket = { createdAt: '2026-11-19T08:12:00.000Z', slaSince: '2026-11-19T08:12:00.000Z', status: 'open' };
const states = (ticket: TimedTicket): string[] => serviceClocks(ticket, now).map(({ goal, state, span }) => `${goal} ${state} ${span / 60_000}`);

it('tells what is due, overdue, met and failed', () => {
  expect(states({ ...opened, firstReplyDue: '2026-11-19T12:40:00.000Z', resolutionDue: '2026-11-19T08:20:00.000Z' })).toEqual(['firstReply due 80', 'resolution overdue 180']);
  expect(states({ ...opened, firstReplyDue: '2026-11-19T12:12:00.000Z', firstReplyAt: '2026-11-19T08:54:00.000Z' })).toEqual(['firstReply met 42']);
  expect(states({ ...opened, status: 'resolved', firstReplyFailedAt: '2026-11-19T09:00:00.000Z', firstReplyAt: '2026-11-19T09:30:00.000Z', resolvedAt: '2026-11-19T10:12:00.000Z' })).toEqual(['firstReply failed 30', 'resolution met 120']);
});

it('does not take what was done late for met where the backend keeps no failures', () => {
  expect(states({ ...opened, firstReplyDue: '2026-11-19T08:30:00.000Z', firstReplyAt: '2026-11-19T08:54:00.000Z' })).toEqual(['firstReply failed 24']);
});

it('stands while the customer is waited for', () => {
  expect(states({ ...opened, status: 'pending', firstReplyAt: '2026-11-19T08:54:00.000Z', waitingSince: '2026-11-19T10:20:00.000Z' })).toEqual(['firstReply met 42', 'resolution paused 60']);
});

it('says nothing without a service level', () => {
  expect(states({ createdAt: opened.createdAt!, status: 'open', firstReplyAt: '2026-11-19T08:54:00.000Z' })).toEqual([]);
  expect(states({ ...opened, status: 'closed', closedAt: '2026-11-19T09:00:00.000Z', slaSince: null })).toEqual([]);
});

it('puts what is late longest first', () => {
  const clocks = serviceClocks({ ...opened, firstReplyDue: '2026-11-19T12:40:00.000Z', resolutionDue: '2026-11-19T08:20:00.000Z' }, now);
  expect(pressingClock(clocks)?.goal).toBe('resolution');
  expect(pressingClock(serviceClocks({ ...opened, firstReplyDue: '2026-11-19T12:12:00.000Z', firstReplyAt: '2026-11-19T08:54:00.000Z' }, now))).toBeUndefined();
});
