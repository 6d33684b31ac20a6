import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityItem, arrange, changesItems, horizonOf, orderItem } from './timeline-items.ts';
import { searched } from './timeline-search.ts';
import type { Activity, HistoryEntry, TimelineItem } from './timeline-types.ts';

const now = '2026-11-22T12:00:00.000Z';
const instant = (minute: number): string => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();
const order = (id: string, at: string): TimelineItem => orderItem({ id, number: id, kind: 'order', orderedAt: at });
const activity = (id: string, more: Partial<Activity>): Activity => ({ id, kind: 'task', subject: id, at: now, done: false, ...more });

describe('the horizon', () => {
  it('never lets a row show before a newer one of a source that has more', () => {
    const source = fc.tuple(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(fc.property(fc.array(source, { minLength: 1, maxLength: 5 }), (sources) => {
      const all = sources.map(([minutes], s) => minutes.sort((a, b) => b - a).map((minute, i) => ({ id: `${s}-${i}`, at: instant(minute) })));
      const loaded = all.map((rows, s) => rows.slice(0, sources[s]![1]));
      const horizon = horizonOf(loaded.map((rows, s) => ({ times: rows.map((row) => row.at), more: all[s]!.length > rows.length })));
      const shown = arrange(loaded.flat().map((row) => order(row.id, row.at)), horizon, 'UTC').days.flatMap((day) => day.items);
      const missing = all.flat().filter((row) => !shown.some((item) => item.key === `order ${row.id}`));
      const oldest = shown.at(-1)?.at ?? horizon;
      // What is not shown is no newer than the last that is.
      for (const row of missing) expect(row.at <= oldest).toBe(true);
      // And it is not stricter than it has to be: all that lies above it is there.
      expect(shown.length).toBe(loaded.flat().filter((row) => row.at >= horizon).length);
    }), { numRuns: 500 });
  });

  it('is not there when every source is at its end', () => {
    expect(horizonOf([{ times: [instant(1)], more: false }, { times: [], more: true }])).toBe('');
  });
});

describe('places', () => {
  it('late first, then what comes by its time and without a date last, then days of the viewer', () => {
    const items = [
      activityItem(activity('late', { dueAt: '2026-11-21T09:00:00.000Z' }), [], now), activityItem(activity('later', { dueAt: '2026-11-20T09:00:00.000Z' }), [], now),
      activityItem(activity('someday', {}), [], now), activityItem(activity('soon', { dueAt: '2026-11-23T09:00:00.000Z' }), [], now),
      activityItem(activity('running', { kind: 'meeting', at: '2026-11-22T11:30:00.000Z', endsAt: '2026-11-22T12:30:00.000Z' }), [], now),
      order('evening', '2026-11-21T23:30:00.000Z'), order('noon', '2026-11-21T11:00:00.000Z'),
    ];
    const { overdue, upcoming, days } = arrange(items, '', 'Europe/Berlin');
    expect(overdue.map((item) => item.activity.id)).toEqual(['later', 'late']);
    expect(upcoming.map((item) => item.activity.id)).toEqual(['running', 'soon', 'someday']);
    expect(days.map(({ day, items: own }) => [day, own.map((item) => item.key)])).toEqual([['2026-11-22', ['order evening']], ['2026-11-21', ['order noon']]]);
  });

  it('takes a thing done by a clock that runs ahead for done, and one done tomorrow for planned', () => {
    expect(activityItem(activity('a', { done: true, at: '2026-11-22T12:03:00.000Z' }), [], now).when).toBe('past');
    expect(activityItem(activity('a', { done: true, at: '2026-11-23T12:03:00.000Z' }), [], now).when).toBe('upcoming');
  });

  it('says of the day that the horizon cuts that it is not whole', () => {
    const { days } = arrange([order('a', instant(3000)), order('b', instant(1500)), order('c', instant(10))], instant(1480), 'UTC');
    expect(days.map(({ complete, items }) => [items.length, complete])).toEqual([[1, true], [1, false]]);
  });

  it('finds items by all words of a search', () => {
    const arranged = arrange([activityItem(activity('Send Drawings', { dueAt: now }), [], '2026-12-01T00:00:00.000Z'), order('10-48213', instant(5))], '', 'UTC');
    expect(searched(arranged, 'draw SEND').overdue).toHaveLength(1);
    expect(searched(arranged, 'draw 48213')).toMatchObject({ overdue: [], days: [] });
    expect(searched(arranged, '48213').days[0]!.items).toHaveLength(1);
  });
});

describe('changes of fields', () => {
  const entry = (id: string, minute: number, before: object, after: object, byId = 'ana'): HistoryEntry => ({ id, table: 'contact', recordId: 'c', op: 'update', at: instant(minute), byId, before: { ...before }, after: { ...after } });

  it('of one person within ten minutes are one item: the first value before, the last after', () => {
    const items = changesItems([entry('c', 30, { jobTitle: 'C' }, { jobTitle: 'D' }), entry('b', 5, { jobTitle: 'B', department: null }, { jobTitle: 'C', department: 'X' }), entry('a', 0, { jobTitle: 'A' }, { jobTitle: 'B' })]);
    expect(items.map((item) => [item.at, item.weight, item.fields])).toEqual([
      [instant(30), 1, [{ name: 'jobTitle', before: 'C', after: 'D' }]],
      [instant(5), 2, [{ name: 'jobTitle', before: 'A', after: 'C' }, { name: 'department', before: null, after: 'X' }]],
    ]);
  });

  it('of two people stay two, and a move through a process is not told twice', () => {
    expect(changesItems([entry('a', 0, { name: 'A' }, { name: 'B' }), entry('b', 1, { name: 'B' }, { name: 'C' }, 'ben'), entry('m', 2, { stageId: 's1', stageSince: null }, { stageId: 's2', stageSince: now })])).toHaveLength(2);
  });
});
