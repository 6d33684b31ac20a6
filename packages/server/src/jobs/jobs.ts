import { newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { errorDetails, type Log } from '../log.ts';

export interface Job {
  readonly tenant: string;
  readonly id: string;
  readonly kind: string;
  /** What enqueue() was given. */
  readonly payload: unknown;
  /** This one included. */
  readonly attempts: number;
  /** Until when nobody else takes it; tells this take from any other. */
  readonly lockedUntil: string;
}

/**
 * Does a job. It may run again: after a fault, and after a crash in the middle of it. What it throws has it tried again later.
 * @param last whether it is not tried again after this
 */
export type JobHandler = (job: Job, last: boolean) => Promise<void>;

/** A kind of job that is tried in a rhythm of its own. */
export interface PatientHandler {
  readonly handle: JobHandler;
  readonly attempts: number;
  /** Seconds until the next try, after so many. */
  readonly pause: (attempts: number) => number;
}

export type JobHandlers = Readonly<Record<string, JobHandler | PatientHandler>>;

export interface NewJob {
  /** Given again, the job that waits under it is moved to the new instant and gets the new payload. Default: one of its own. */
  readonly id?: string;
  readonly kind: string;
  readonly payload: unknown;
  /** ISO instant. Default: at once. */
  readonly dueAt?: string;
}

/** So often a job is tried, with pauses of 2, 4, 8 ... seconds, of half an hour at most. */
const mostAttempts = 12;
/** How long a job may take before another process takes it over, in seconds. */
const lease = 120;
const atOnce = 8;
const longestPause = 1800;
/** How often it is looked for due jobs, in milliseconds. */
const interval = 250;

/** Writes a job in the transaction of what causes it. */
export function enqueue(access: Access, job: NewJob): Promise<void> {
  return enqueueAll(access, [job]);
}

/** Writes jobs of different ids in one statement. */
export async function enqueueAll({ tx, identity }: Access, jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  const rows = jobs.map(({ id = newId(), kind, payload, dueAt = null }) => ({ id, kind, payload, due_at: dueAt }));
  await sql`insert into vinculo.job (tenant_id, id, kind, payload, due_at)
    select ${identity.tenant}, id, kind, coalesce(payload, 'null'), coalesce(due_at, now()) from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id text, kind text, payload jsonb, due_at timestamptz)
    on conflict (tenant_id, id) do update set payload = excluded.payload, due_at = excluded.due_at, attempts = 0, failed_at = null, error = null, locked_until = null`.execute(tx);
}

/** Calls off a job that waits; false when there is none. A handler that calls off its own job in the transaction of its work does that work once, whatever happens. */
export async function callOff({ tx, identity }: Access, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from vinculo.job where tenant_id = ${identity.tenant} and id = ${id}`.execute(tx);
  return numAffectedRows === 1n;
}

/** Tells people that a job was tried for the last time. */
export type GaveUp = (job: Job) => Promise<void>;

function patient(handler: JobHandler | PatientHandler): PatientHandler {
  return typeof handler === 'function' ? { handle: handler, attempts: mostAttempts, pause: (attempts) => Math.min(longestPause, 2 ** attempts) } : handler;
}

/** The server in nobody's name: it sees which jobs are due, and nothing else. */
const nobody = systemIdentity('', 'jobs');

/** Does jobs as they fall due, those of all tenants. Several processes share them: each job is done by one at a time. */
export function startJobs(db: Database, handlers: JobHandlers, log: Log, gaveUp: GaveUp = () => Promise.resolve()): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const kinds = Object.keys(handlers);

  const take = (): Promise<Job[]> => inTransaction(db, nobody, 'write', async ({ tx }) => {
    const { rows } = await sql<Job>`update vinculo.job set attempts = attempts + 1, locked_until = now() + make_interval(secs => ${lease})
      where (tenant_id, id) in (select tenant_id, id from vinculo.job where due_at <= now() and failed_at is null and (locked_until is null or locked_until < now()) and kind = any(${kinds}::text[])
        order by due_at limit ${atOnce} for update skip locked)
      returning tenant_id as tenant, id, kind, payload, attempts, locked_until::text as "lockedUntil"`.execute(tx);
    return rows;
  });

  const finish = (job: Job, how: 'done' | 'again' | 'failed', error?: unknown): Promise<void> => inTransaction(db, nobody, 'write', async ({ tx }) => {
    // A job that was moved meanwhile begins anew and is not this one's to end.
    const mine = sql`tenant_id = ${job.tenant} and id = ${job.id} and locked_until = ${job.lockedUntil}::timestamptz`;
    if (how === 'done') await sql`delete from vinculo.job where ${mine}`.execute(tx);
    else {
      const pause = patient(handlers[job.kind]!).pause(job.attempts);
      await sql`update vinculo.job set locked_until = null, error = ${JSON.stringify(errorDetails(error))}, due_at = now() + make_interval(secs => ${pause}),
        failed_at = case when ${how === 'failed'} then now() end where ${mine}`.execute(tx);
    }
  });

  const doOne = async (job: Job): Promise<void> => {
    const { handle, attempts } = patient(handlers[job.kind]!);
    const last = job.attempts >= attempts;
    try {
      await handle(job, last);
      await finish(job, 'done');
    } catch (error) {
      log(last ? 'error' : 'warn', last ? 'job.failed' : 'job.delayed', { kind: job.kind, attempts: job.attempts, ...errorDetails(error) });
      await finish(job, last ? 'failed' : 'again', error);
      if (last) await gaveUp(job).catch((untold: unknown) => log('error', 'job.untold', { kind: job.kind, ...errorDetails(untold) }));
    }
  };

  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let found = 0;
      try {
        const jobs = await take();
        found = jobs.length;
        await Promise.all(jobs.map(doOne));
      } catch (error) {
        log('warn', 'jobs.disconnected', errorDetails(error));
      }
      if (found < atOnce) await wait(interval, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
    }
  };

  const working = kinds.length > 0 ? work() : Promise.resolve();
  return {
    async stop() {
      stopping.abort();
      await working;
    },
  };
}
