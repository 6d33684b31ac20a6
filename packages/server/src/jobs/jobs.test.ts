import { newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Database, connect, inTransaction } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { type Bench, startBench } from '../testing/bench.ts';
import { callOff, enqueue, type Job, type NewJob, startJobs } from './jobs.ts';

let bench: Bench;
let db: Database;
const silent = (): void => undefined;
const places = { all: 8, ofAKind: 4 };

beforeAll(async () => {
  bench = await startBench();
  db = connect(bench.databaseUrl('serving'), silent);
}, 60_000);
afterAll(async () => {
  await db.destroy();
  await bench.stop();
});

const put = (tenant: string, job: NewJob): Promise<void> => inTransaction(db, systemIdentity(tenant, 'test'), 'write', (access) => enqueue(access, job));

it('does each job of every tenant once, however many processes look for work', async () => {
  const [a, b] = [newId(), newId()];
  const done: string[] = [];
  const handlers = { count: ({ tenant, payload }: Job) => Promise.resolve(void done.push(`${tenant} ${String(payload)}`)) };
  const wanted = Array.from({ length: 40 }, (_, i) => `${i % 2 ? a : b} ${i}`);
  for (let i = 0; i < 40; i++) await put(i % 2 ? a : b, { kind: 'count', payload: i });
  const processes = [1, 2, 3].map(() => startJobs(db, handlers, silent, places));
  await vi.waitFor(() => expect(done.length).toBeGreaterThanOrEqual(40), { timeout: 10_000 });
  await Promise.all(processes.map((p) => p.stop()));
  expect(done.sort()).toEqual(wanted.sort());
});

it('tries a job again after a fault, later each time, and says when it gives up', async () => {
  const tenant = newId();
  const tries: number[] = [];
  await put(tenant, { id: 'shaky', kind: 'shaky', payload: null });
  const jobs = startJobs(db, { shaky: ({ attempts }) => (tries.push(attempts), attempts < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve()) }, silent, places);
  await vi.waitFor(() => expect(tries).toEqual([1, 2]), { timeout: 10_000 });
  await jobs.stop();
});

it('keeps nothing of a job whose transaction was undone, and does none that was called off', async () => {
  const tenant = newId();
  const done: unknown[] = [];
  await expect(inTransaction(db, systemIdentity(tenant, 'test'), 'write', async (access) => {
    await enqueue(access, { kind: 'note', payload: 'undone' });
    throw new Error('undone');
  })).rejects.toThrow('undone');
  await put(tenant, { id: 'off', kind: 'note', payload: 'called off', dueAt: new Date(Date.now() + 60_000).toISOString() });
  await inTransaction(db, systemIdentity(tenant, 'test'), 'write', (access) => callOff(access, 'off'));
  await put(tenant, { kind: 'note', payload: 'done' });
  const jobs = startJobs(db, { note: ({ payload }) => Promise.resolve(void done.push(payload)) }, silent, places);
  await vi.waitFor(() => expect(done).toEqual(['done']), { timeout: 10_000 });
  await jobs.stop();
});

it('moves a job that is put again under its name', async () => {
  const tenant = newId();
  const done: unknown[] = [];
  await put(tenant, { id: 'clock', kind: 'clock', payload: 1, dueAt: new Date(Date.now() + 3_600_000).toISOString() });
  await put(tenant, { id: 'clock', kind: 'clock', payload: 2 });
  const jobs = startJobs(db, { clock: ({ payload }) => Promise.resolve(void done.push(payload)) }, silent, places);
  await vi.waitFor(() => expect(done).toEqual([2]), { timeout: 10_000 });
  await jobs.stop();
});

it('does the jobs of other kinds while those of one wait, and takes the next as one ends', async () => {
  const tenant = newId();
  const waiting: (() => void)[] = [];
  const done: string[] = [];
  const handlers = {
    slow: ({ payload }: Job) => new Promise<void>((end) => waiting.push(() => (done.push(String(payload)), end()))),
    quick: ({ payload }: Job) => Promise.resolve(void done.push(String(payload))),
  };
  for (let i = 0; i < 9; i++) await put(tenant, { kind: 'slow', payload: `slow ${i}` });
  const jobs = startJobs(db, handlers, silent, places);
  await vi.waitFor(() => expect(waiting).toHaveLength(4), { timeout: 10_000 });
  for (let i = 0; i < 9; i++) await put(tenant, { kind: 'quick', payload: `quick ${i}` });
  await vi.waitFor(() => expect(done.filter((d) => d.startsWith('quick'))).toHaveLength(9), { timeout: 10_000 });
  expect([done.length, waiting.length]).toEqual([9, 4]);
  waiting.shift()!();
  await vi.waitFor(() => expect(waiting).toHaveLength(4), { timeout: 10_000 });
  await vi.waitFor(() => {
    for (const end of waiting.splice(0)) end();
    expect(done).toHaveLength(18);
  }, { timeout: 10_000 });
  await jobs.stop();
});

it('holds a job for as long as it is worked on, however long that takes', async () => {
  const tenant = newId();
  let end = (): void => undefined;
  let start = (_job: Job): void => undefined;
  const begun = new Promise<Job>((tell) => (start = tell));
  await put(tenant, { id: 'long', kind: 'long', payload: null });
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    const jobs = startJobs(db, { long: (job) => (start(job), new Promise<void>((done) => (end = done))) }, silent, places);
    const { lockedUntil } = await begun;
    const held = (): Promise<number> => inTransaction(db, systemIdentity(tenant, 'test'), 'read', async ({ tx }) => (await sql`select 1 from vinculo.job where tenant_id = ${tenant} and id = 'long' and locked_until > ${lockedUntil}::timestamptz`.execute(tx)).rows.length);
    expect(await held()).toBe(0);
    vi.advanceTimersByTime(30_000);
    await vi.waitFor(async () => expect(await held()).toBe(1), { timeout: 10_000 });
    end();
    await jobs.stop();
    expect(await inTransaction(db, systemIdentity(tenant, 'test'), 'write', (access) => callOff(access, 'long'))).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});
