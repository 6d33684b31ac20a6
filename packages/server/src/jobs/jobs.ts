import { newId } from '@vinculo/sdk/schema';
import { type RawBuilder, sql } from 'kysely';
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
  /** Until when nobody else takes it, as it was taken; tells this take from any other. */
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
/** For so many seconds after a process fell over nobody takes its jobs. While a job is worked on it is held anew, four times as often. */
const lease = 120;
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

/** Forgets jobs that were given up before a moment. */
export async function dropFailedJobs({ tx, identity }: Access, before: string): Promise<void> {
  await sql`delete from vinculo.job where tenant_id = ${identity.tenant} and failed_at < ${before}::timestamptz`.execute(tx);
}

/** Tells people that a job was tried for the last time. */
export type GaveUp = (job: Job) => Promise<void>;

function patient(handler: JobHandler | PatientHandler): PatientHandler {
  return typeof handler === 'function' ? { handle: handler, attempts: mostAttempts, pause: (attempts) => Math.min(longestPause, 2 ** attempts) } : handler;
}

/** How many jobs are worked on at a time: of all kinds together, and of one, so that a kind that waits for others leaves room. */
export interface Places {
  readonly all: number;
  readonly ofAKind: number;
}

/** The server in nobody's name: it sees which jobs are due, and nothing else. */
const nobody = systemIdentity('', 'jobs');

/** Does jobs as they fall due, those of all tenants. Several processes share them: each job is done by one at a time. */
export function startJobs(db: Database, handlers: JobHandlers, log: Log, places: Places, gaveUp: GaveUp = () => Promise.resolve()): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const kinds = Object.keys(handlers);
  const working = new Set<Promise<void>>();
  const ofKind = new Map(kinds.map((kind) => [kind, 0]));
  let look = (): void => undefined;
  let ended = false;

  const take = (free: number): Promise<Job[]> => inTransaction(db, nobody, 'write', async ({ tx }) => {
    const room = kinds.map((kind) => Math.max(0, places.ofAKind - ofKind.get(kind)!));
    // Looked for once, kind by kind: what is locked here and not taken is free again when this ends. The table is named first by its strongest use: a migration
    // beside this, which comes to need it whole, would else wait for the weaker one while this waits for the migration.
    const { rows } = await sql<Job>`update vinculo.job set attempts = attempts + 1, locked_until = now() + make_interval(secs => ${lease}) where (tenant_id, id) in (
        with due as materialized (
          select found.* from unnest(${kinds}::text[], ${room}::int[]) as wanted (kind, room), lateral (
            select tenant_id, id, due_at from vinculo.job where kind = wanted.kind and due_at <= now() and failed_at is null and (locked_until is null or locked_until < now())
            order by due_at limit wanted.room for update skip locked) as found
          order by due_at limit ${free})
        select tenant_id, id from due)
      returning tenant_id as tenant, id, kind, payload, attempts, locked_until::text as "lockedUntil"`.execute(tx);
    return rows;
  });

  // A job that was moved meanwhile begins anew and is not this one's to end.
  const held = ({ tenant, id }: Job, until: string): RawBuilder<unknown> => sql`tenant_id = ${tenant} and id = ${id} and locked_until = ${until}::timestamptz`;

  const finish = (job: Job, until: string, how: 'done' | 'again' | 'failed', error?: unknown): Promise<void> => inTransaction(db, nobody, 'write', async ({ tx }) => {
    if (how === 'done') await sql`delete from vinculo.job where ${held(job, until)}`.execute(tx);
    else {
      const pause = patient(handlers[job.kind]!).pause(job.attempts);
      await sql`update vinculo.job set locked_until = null, error = ${JSON.stringify(errorDetails(error))}, due_at = now() + make_interval(secs => ${pause}),
        failed_at = case when ${how === 'failed'} then now() end where ${held(job, until)}`.execute(tx);
    }
  });

  /** Holds a job for as long as it is worked on. @returns what ends that and says until when it was held at last */
  const hold = (job: Job): (() => Promise<string>) => {
    let until = job.lockedUntil;
    const renew = (): Promise<void> => inTransaction(db, nobody, 'write', async ({ tx }) => {
      const { rows } = await sql<{ until: string }>`update vinculo.job set locked_until = now() + make_interval(secs => ${lease}) where ${held(job, until)} returning locked_until::text as until`.execute(tx);
      until = rows[0]?.until ?? until;
    }).catch((error: unknown) => log('warn', 'jobs.disconnected', errorDetails(error)));
    let renewing = Promise.resolve();
    const timer = setInterval(() => (renewing = renewing.then(renew)), (lease * 1000) / 4);
    timer.unref();
    return async () => {
      clearInterval(timer);
      await renewing;
      return until;
    };
  };

  const doOne = async (job: Job): Promise<void> => {
    const { handle, attempts } = patient(handlers[job.kind]!);
    const last = job.attempts >= attempts;
    const release = hold(job);
    try {
      await handle(job, last);
    } catch (error) {
      log(last ? 'error' : 'warn', last ? 'job.failed' : 'job.delayed', { kind: job.kind, attempts: job.attempts, ...errorDetails(error) });
      await finish(job, await release(), last ? 'failed' : 'again', error);
      if (last) await gaveUp(job).catch((untold: unknown) => log('error', 'job.untold', { kind: job.kind, ...errorDetails(untold) }));
      return;
    }
    await finish(job, await release(), 'done');
  };

  const begin = (job: Job): void => {
    ofKind.set(job.kind, ofKind.get(job.kind)! + 1);
    const done = doOne(job).catch((error: unknown) => log('warn', 'jobs.disconnected', errorDetails(error))).finally(() => {
      ofKind.set(job.kind, ofKind.get(job.kind)! - 1);
      working.delete(done);
      ended = true;
      look();
    });
    working.add(done);
  };

  /** Until a place is free again, or the time to look has come. */
  const pause = (): Promise<void> => new Promise((done) => {
    if (ended || stopping.signal.aborted) return done();
    const timer = setTimeout(done, interval);
    timer.unref();
    look = () => {
      clearTimeout(timer);
      done();
    };
  });

  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const free = places.all - working.size;
      try {
        ended = false;
        if (free > 0) (await take(free)).forEach(begin);
      } catch (error) {
        log('warn', 'jobs.disconnected', errorDetails(error));
      }
      await pause();
    }
    await Promise.all(working);
  };

  const looking = kinds.length > 0 ? work() : Promise.resolve();
  return {
    async stop() {
      stopping.abort();
      look();
      await looking;
    },
  };
}
