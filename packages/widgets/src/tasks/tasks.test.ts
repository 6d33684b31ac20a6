import { createClient, type AnyRow, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { testHost, type TestHost } from '../parts/controller-host.fixture.ts';
import { dueAtOf } from './quick-add.ts';
import { TaskWriting } from './task-writing.ts';
import { TasksController, type TasksSubject } from './tasks.controller.ts';

const open: (() => unknown)[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((end) => end())); });

const hour = 3_600_000;
const now = Date.now();
const at = (hours: number): string => new Date(now + hours * hour).toISOString();
const midnight = new Date(new Date(now).setHours(24, 0, 0, 0) - 1).toISOString();
const task = (id: string, more: object): AnyRow => ({ id, kind: 'task', subject: id, at: at(-200), done: false, ownerId: 'user-katarzyna', ...more });

const book: Seed = {
  ...demoSeed(now),
  activity: [
    task('late', { dueAt: at(-2) }), task('later', { dueAt: at(-50) }), task('evening', { dueAt: midnight }), task('soon', { dueAt: at(30) }), task('someday', {}), task('met', { kind: 'meeting', at: at(40) }),
    task('done', { dueAt: at(-1), done: true }), task('other', { dueAt: at(-1), ownerId: 'user-shira' }), task('far', { dueAt: at(-1), ownerId: 'user-joao' }),
  ],
  activityLink: [
    { id: 'l1', activityId: 'late', table: 'deal', recordId: 'deal-01', role: 'regarding', at: at(-2), kind: 'task', open: true }, { id: 'l2', activityId: 'late', table: 'contact', recordId: 'con-amina', role: 'regarding', at: at(-2), kind: 'task', open: true },
  ],
};

interface Bench { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly tasks: TasksController; readonly writing: TaskWriting; readonly host: TestHost }

async function setUp(subject: Partial<TasksSubject> = {}, ready = true): Promise<Bench> {
  const backend = memoryBackend({ seed: book });
  const crm = createClient({ adapter: backend.adapter() });
  const host = testHost(() => tasks.watch({ crm, userId: undefined, teamId: undefined, ...subject }));
  const tasks: TasksController = new TasksController(host, () => {});
  const writing = new TaskWriting(host, () => crm);
  host.connect();
  open.push(() => { host.disconnect(); return crm.close(); });
  if (ready) await host.soon(() => tasks.state === 'ready' && tasks.sections(new Date(now)).length > 2);
  return { backend, crm, tasks, writing, host };
}

const listed = (tasks: TasksController): Record<string, string[]> => Object.fromEntries(tasks.sections(new Date(now)).map(({ name, tasks: rows }) => [name, rows.map(({ id }) => id)]));

describe('what is to do', () => {
  it('stands in sections by time, meetings by when they take place', async () => {
    const { tasks, host } = await setUp();
    await host.soon(() => listed(tasks)['next']?.length === 2);
    expect(listed(tasks)).toEqual({ overdue: ['later', 'late'], today: ['evening'], next: ['soon', 'met'], undated: ['someday'] });
    expect(tasks.sections(new Date(now)).map(({ total }) => total)).toEqual([2, 1, 2, 1]);
  });

  it('is that of one user, or of everybody in a team', async () => {
    const { tasks, host } = await setUp({ userId: 'user-joao' }, false);
    await host.soon(() => listed(tasks)['overdue']?.join() === 'far');
    const team = await setUp({ teamId: 'team-service' });
    await team.host.soon(() => listed(team.tasks)['overdue']?.length === 3);
    expect(listed(team.tasks)['overdue']).toEqual(['later', 'late', 'other']);
  });

  it('names what a task is about, the customer first', async () => {
    const { tasks, host } = await setUp();
    await host.soon(() => tasks.aboutOf(tasks.find('late')!).length === 2);
    expect(tasks.aboutOf(tasks.find('late')!).map(({ table }) => table)).toEqual(['contact', 'deal']);
  });

  it('says that nobody is signed in', async () => {
    const backend = memoryBackend({ seed: { ...book, user: [] } });
    const crm = createClient({ adapter: backend.adapter() });
    open.push(() => crm.close());
    const host = testHost(() => tasks.watch({ crm, userId: undefined, teamId: undefined }));
    const tasks: TasksController = new TasksController(host, () => {});
    host.connect();
    await host.soon(() => tasks.state === 'noUser');
    expect(tasks.me).toBeUndefined();
    host.disconnect();
  });
});

describe('what is done about it', () => {
  it('moves with its length and its reminder', async () => {
    const { backend, crm, tasks, writing, host } = await setUp();
    await crm.activities.update('soon', { at: at(30), endsAt: at(31), remindAt: at(29) }).synced;
    await host.soon(() => tasks.find('soon')?.endsAt === at(31));
    await writing.move(tasks.find('soon')!, at(54)).synced;
    expect(backend.row('activity', 'soon')).toMatchObject({ dueAt: at(54), at: at(54), endsAt: at(55), remindAt: at(53) });
  });

  it('is taken back', async () => {
    const { backend, tasks, writing, host } = await setUp();
    await writing.complete(tasks.find('late')!, at(0)).synced;
    await host.soon(() => !tasks.find('late'));
    expect(writing.last).toMatchObject({ what: 'completed', activity: { subject: 'late' } });
    writing.undo();
    await host.soon(() => tasks.find('late') !== undefined);
    await host.soon(() => backend.row('activity', 'late')?.['done'] === false);
    expect(writing.last).toBeUndefined();
  });

  it('adds the next step to the same records', async () => {
    const { backend, writing } = await setUp();
    const change = writing.create({ kind: 'task', subject: 'Send the offer', dueAt: at(72), ownerId: 'user-katarzyna', about: [{ table: 'contact', id: 'con-amina' }, { table: 'deal', id: 'deal-01' }] }, at(0));
    await change.synced;
    expect(backend.row('activity', change.id)).toMatchObject({ subject: 'Send the offer', done: false, dueAt: at(72), at: at(72) });
    expect(backend.rows('activityLink').filter((link) => link['activityId'] === change.id)).toHaveLength(2);
  });

  it('forgets the undo of what was refused, and lists it', async () => {
    const { backend, tasks, writing, host } = await setUp();
    backend.faults.refuse({ table: 'activity' }, 'locked', 'The month is closed.');
    await writing.assign(tasks.find('late')!, 'user-shira').synced.catch(() => {});
    await host.soon(() => tasks.parked.length === 1);
    expect(writing.last).toBeUndefined();
  });
});

describe('a day and a time', () => {
  const day = '2026-11-24';
  it.each([
    ['10:30', '2026-11-20T08:00', '2026-11-24T10:30'], ['', '2026-11-20T08:00', '2026-11-24T09:00'], ['', '2026-11-24T10:00', '2026-11-24T18:00'], ['', '2026-11-24T20:00', '2026-11-24T23:59'],
    ['', '2026-11-25T10:00', '2026-11-24T09:00'],
  ])('%s, written at %s, is %s', (time, written, due) => {
    expect(dueAtOf(day, time, new Date(written))).toBe(new Date(due).toISOString());
  });
  it('without a day is no date', () => expect(dueAtOf('', '10:30', new Date(now))).toBeUndefined());
});
