import { type AnyRow, newId } from '@vinculo/sdk/schema';
import { readAll } from './bench.ts';
import { type ConformanceCase, hook, needs } from './case.ts';
import { check, checkSame } from './check.ts';

/** Activities and the links by which they stand in timelines. */
export const activityCases: readonly ConformanceCase[] = [
  {
    name: 'the links of an activity say what it says, whatever they were given, as soon as it changes',
    skip: needs(hook('activities')),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const [at, due, later] = ['2026-11-20T08:00:00.000Z', '2026-11-24T08:00:00.000Z', '2026-11-26T08:00:00.000Z'] as const;
      const record = await bench.create('visited');
      const activity = await bench.stored(bench.change('create', 'activity', newId(), { kind: 'task', subject: bench.label('visit'), at, dueAt: due, done: false }));
      const link = await bench.stored(bench.change('create', 'activityLink', newId(), { activityId: activity.id, table: subject.table, recordId: record.id, at, kind: 'call', open: false }));
      const says = (from: AnyRow | undefined, values: object, asked: string): void => checkSame({ kind: from?.['kind'], at: from?.['at'], open: from?.['open'] }, values, asked);
      says(link, { kind: 'task', at: due, open: true }, 'a new link has the kind of its activity, is open until that is done, and stands where that is due');

      const until = adapter.capabilities.pull === 'page' ? null : (await readAll(adapter, 'activityLink')).cursor;
      const moved = await bench.stored(bench.change('update', 'activity', activity.id, { dueAt: later, kind: 'visit' }, activity));
      const followed = await bench.now(link.id, 'activityLink');
      says(followed, { kind: 'visit', at: later, open: true }, 'a new time and kind of an activity are those of its links');
      check(!adapter.capabilities.versions || followed?.version !== link.version, 'a link that follows has another version', followed);
      const pulled = (await readAll(adapter, 'activityLink', until)).rows.get(link.id);
      says(pulled, { kind: 'visit', at: later, open: true }, 'a pull brings the links that followed');

      await bench.stored(bench.change('update', 'activity', activity.id, { done: true, at: due }, moved));
      const done = await bench.now(link.id, 'activityLink');
      says(done, { kind: 'visit', at: due, open: false }, 'the links of what is done stand where it was done');
      await bench.stored(bench.change('update', 'activityLink', link.id, { open: true, at }, done));
      says(await bench.now(link.id, 'activityLink'), { kind: 'visit', at: due, open: false }, 'a link is never given what its activity does not say');
    },
  },
  {
    name: 'the links of activities to a record go with it',
    skip: needs(hook('activities')),
    async run(bench) {
      const { subject } = bench.backend;
      const at = '2026-11-20T08:00:00.000Z';
      const [gone, kept] = [await bench.create('leaves'), await bench.create('stays')];
      const activity = await bench.stored(bench.change('create', 'activity', newId(), { kind: 'call', subject: bench.label('call'), at, done: true }));
      const link = (recordId: string): Promise<AnyRow> => bench.stored(bench.change('create', 'activityLink', newId(), { activityId: activity.id, table: subject.table, recordId, at, kind: 'call', open: false }));
      const [theirs, other] = [await link(gone.id), await link(kept.id)];
      await bench.stored(bench.change('remove', subject.table, gone.id, {}, gone));
      check((await bench.now(theirs.id, 'activityLink')) === undefined, 'no link names a record that is gone');
      check((await bench.now(other.id, 'activityLink')) !== undefined, 'the links to other records stay');
    },
  },
];
