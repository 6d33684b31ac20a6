import { businessTime } from '@vinculo/insights/business-time';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ServiceLevel, type TicketRow, clockPatch, lateBy } from './ticket-clocks.ts';

const office = [['09:00', '12:00'], ['13:00', '18:00']];
const time = businessTime({ timeZone: 'Europe/Berlin', hours: { 1: office, 2: office, 3: office, 4: office, 5: office } });
const level = (resolutionMinutes: number, firstReplyMinutes = 60): ServiceLevel => ({ policyId: `p${resolutionMinutes}`, firstReplyMinutes, resolutionMinutes, time });
const fresh: TicketRow = { id: 't', subject: 'Pump', status: 'new', priority: 'normal', pipelineId: 'p', stageId: 's' };

/** The ticket after a change by someone and what the clocks add to it. */
function changed(row: TicketRow | undefined, patch: Partial<TicketRow>, by: ServiceLevel | undefined, now: string): TicketRow {
  const next = { ...(row ?? fresh), ...patch };
  return { ...next, ...clockPatch(row, next, by, now) };
}

// A Monday in Berlin (UTC+1).
const at = (clock: string): string => new Date(`2026-11-23T${clock}:00+01:00`).toISOString();
const nextDay = (clock: string): string => new Date(`2026-11-24T${clock}:00+01:00`).toISOString();

describe('the clocks of a ticket', () => {
  it('count working time from its creation', () => {
    expect(changed(undefined, {}, level(480), at('16:30'))).toMatchObject({ slaPolicyId: 'p480', slaSince: at('16:30'), firstReplyDue: at('17:30'), resolutionDue: nextDay('16:30') });
  });

  it('stand while the customer is waited for, and go on with what was left', () => {
    let row = changed(undefined, {}, level(120), at('09:00'));
    row = changed(row, { status: 'pending' }, level(120), at('10:00'));
    expect(row).toMatchObject({ firstReplyDue: null, resolutionDue: null, waitingSince: at('10:00') });
    row = changed(row, { status: 'open' }, level(120), at('14:00'));
    expect(row).toMatchObject({ firstReplyDue: at('14:00'), resolutionDue: at('15:00'), waitingSince: null, waitedMinutes: 180 });
  });

  it('follow another priority, counted from the same beginning', () => {
    const row = changed(changed(undefined, {}, level(480), at('09:00')), { priority: 'urgent' }, level(60), at('09:30'));
    expect(row).toMatchObject({ slaPolicyId: 'p60', resolutionDue: at('10:00') });
  });

  it('keep what was met, also when the due moves afterwards', () => {
    let row = changed(undefined, {}, level(480), at('09:00'));
    row = changed(row, { firstReplyAt: at('09:50') }, level(480), at('09:50'));
    row = changed(row, { priority: 'low' }, level(960, 240), at('11:00'));
    expect(row.firstReplyDue).toBe(at('10:00'));
    expect(row.firstReplyFailedAt).toBeUndefined();
  });

  it('keep what was failed, also when a later due would have been met', () => {
    let row = changed(undefined, {}, level(60), at('09:00'));
    row = { ...row, ...lateBy(row, false, at('10:00')) };
    expect(row).toMatchObject({ resolutionFailedAt: at('10:00'), firstReplyFailedAt: at('10:00') });
    row = changed(row, { priority: 'low' }, level(480), at('11:00'));
    row = changed(row, { status: 'resolved' }, level(480), at('11:30'));
    expect(row).toMatchObject({ resolutionDue: at('18:00'), resolutionFailedAt: at('10:00'), resolvedAt: at('11:30') });
  });

  it('go on after a reopening with the time that was left at the end', () => {
    let row = changed(undefined, {}, level(120), at('09:00'));
    row = changed(row, { status: 'resolved' }, level(120), at('10:00'));
    expect(row).toMatchObject({ resolvedAt: at('10:00'), resolutionDue: at('11:00') });
    expect(row.resolutionFailedAt).toBeUndefined();
    row = changed(row, { status: 'open' }, level(120), nextDay('09:00'));
    expect(row).toMatchObject({ resolvedAt: null, resolutionDue: nextDay('10:00'), waitingSince: null });
  });

  it('call a ticket late that is answered after its due, whoever noticed', () => {
    const row = changed(changed(undefined, {}, level(480), at('09:00')), { firstReplyAt: at('10:01') }, level(480), at('10:02'));
    expect(row).toMatchObject({ firstReplyFailedAt: at('10:00') });
  });

  it('take an answer after the end for one that came with the time that was left', () => {
    let row = changed(undefined, {}, level(480), at('09:00'));
    row = changed(row, { status: 'resolved' }, level(480), at('09:30'));
    row = changed(row, { firstReplyAt: at('11:00') }, level(480), at('11:00'));
    row = changed(row, { status: 'open' }, level(480), at('11:10'));
    expect(row.firstReplyDue).toBe(at('11:30'));
    expect(changed(row, { priority: 'low' }, level(480), at('14:00')).firstReplyFailedAt).toBeUndefined();
  });

  it('leave a ticket alone that has dues of its own, that has ended before, or has no service level', () => {
    expect(clockPatch(undefined, { ...fresh, resolutionDue: at('12:00') }, level(60), at('09:00'))).toEqual({});
    expect(clockPatch(undefined, { ...fresh, status: 'closed', resolvedAt: at('08:00') }, level(60), at('09:00'))).toEqual({});
    expect(clockPatch(undefined, fresh, undefined, at('09:00'))).toEqual({});
  });

  it('end when the service level is taken away', () => {
    const row = changed(changed(undefined, {}, level(60), at('09:00')), { slaPolicyId: null }, undefined, at('09:30'));
    expect(row).toMatchObject({ slaSince: null, resolutionDue: null, firstReplyDue: null });
  });
});

const event = fc.record({
  after: fc.integer({ min: 1, max: 3000 }),
  patch: fc.oneof(fc.record({ status: fc.constantFrom('new', 'open', 'pending', 'resolved', 'closed') }), fc.record({ priority: fc.constantFrom('low', 'urgent') }), fc.constant({ reply: true })),
});

it('leaves exactly the time that work was not done for, whatever happens to a ticket', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.array(event, { maxLength: 12 }), (minutes, events) => {
    const by = level(minutes);
    let now = Date.parse(at('09:00'));
    let row = changed(undefined, {}, by, new Date(now).toISOString());
    let worked = 0;
    let lateReply = false;
    for (const { after, patch } of events) {
      const before = new Date(now).toISOString();
      now += after * 60_000;
      const moment = new Date(now).toISOString();
      if (row.status === 'new' || row.status === 'open') worked += time.between(before, moment);
      if (!row.firstReplyAt) lateReply ||= 'reply' in patch ? worked > 60 : worked >= 60;
      row = changed(row, 'reply' in patch ? { firstReplyAt: row.firstReplyAt ?? moment } : patch, by, moment);
      // Looking again at what was settled changes nothing.
      expect(clockPatch(row, row, by, moment)).toEqual({});
      const runs = row.status === 'new' || row.status === 'open';
      if (runs) expect(row.resolutionDue).toBe(time.after(row.slaSince!, minutes + time.between(row.slaSince!, moment) - worked));
      if (row.status === 'pending') expect(row.resolutionDue).toBeNull();
      expect(row.resolutionFailedAt !== undefined).toBe(worked >= minutes);
      expect(row.firstReplyFailedAt !== undefined).toBe(lateReply);
    }
  }), { numRuns: 300 });
});
