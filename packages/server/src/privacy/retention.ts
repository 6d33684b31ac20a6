import { entityNamed, unmergeDays } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { type Table, tableNamed, tables } from '../database/table.ts';
import { dropRevocations } from '../identity/revoke.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { type JobHandler, dropFailedJobs, enqueue } from '../jobs/jobs.ts';
import { type Log, errorDetails } from '../log.ts';
import { dropMails } from '../mail/mail-tables.ts';
import { dropMoves } from '../reading/moves.ts';
import { RecordStore } from '../records/record-store.ts';
import { Refused } from '../records/refused.ts';
import { dropDeliveries } from '../webhooks/send-webhook.ts';
import { SettingsError } from '../settings-error.ts';
import { dropLogs, forget } from './forget.ts';

/** By table: for so many days after its last change a row is kept. */
export type Retention = Readonly<Record<string, number>>;

export const retentionJob = 'retention';
const day = 86_400_000;
/** So many days a client may be away and still be told what went out of its sight; then it reads anew. */
const movesKept = 30;
/** So many days a client may be away and still be told what was removed; then it reads anew. No less than a merge can be undone, which removed rows are needed for. */
const removalsKept = 90;
/** So many days it is known what became of webhooks. */
const deliveriesKept = 30;
/** So many days a mail that went out or came in is known by its id: an answer to it later than that is mail of its own. */
const mailsKept = 730;
/** So many days it is known of a job that it was given up. */
const failedJobsKept = 30;
/** So many days a sign-in that was withdrawn is known: longer than sessions of hosts last. */
const revocationsKept = 400;
/** Rows of one transaction: pulls wait for none of them long. */
const atOnce = 100;
const logsAtOnce = 5000;
/** For so many days a change or a command that is sent again is answered as the first time, and not done again. */
const answeredAgain = 30;

/** @throws SettingsError for a table that has no age, and for days that are no whole number above 0 */
export function checkRetention(retention: Retention): void {
  for (const [name, days] of Object.entries(retention)) {
    const e = entityNamed(name);
    if (!e || e.appendOnly) throw new SettingsError(`Retention: ${name} is ${e ? 'kept as proof' : 'no table'}. Name tables as in describe(), for example historyEntry.`);
    if (!Number.isInteger(days) || days < 1) throw new SettingsError(`Retention: ${name} is kept for “${days}” days; it must be a whole number above 0.`);
  }
}

/** Removes for good what is older than its table's days, once a day: what is finished of processes and activities, and what nothing needs that has to stay. */
export function retentionHandler(db: Database, retention: Retention, log: Log): JobHandler {
  return async ({ tenant }, last) => {
    const identity = systemIdentity(tenant, 'retention');
    const inWrite: InWrite = (work) => inTransaction(db, identity, 'write', work);
    const removed: Record<string, number> = {};
    try {
      await round(inWrite, retention, removed);
    } catch (error) {
      // Tomorrow's round does not fail with today's.
      if (last) await inWrite(tomorrow);
      throw error;
    }
    await inWrite(tomorrow);
    if (Object.values(removed).some((n) => n > 0)) log('info', 'retention', removed);
  };
}

type InWrite = <T>(work: (access: Access) => Promise<T>) => Promise<T>;

/** @param removed how many rows by table, filled as they go */
async function round(inWrite: InWrite, retention: Retention, removed: Record<string, number>): Promise<void> {
  for (const [name, days] of Object.entries(retention)) {
    const table = tableNamed(name);
    const before = daysAgo(days);
    removed[name] = table.entity.readonly ? await dropAllLogs(inWrite, table, before) : await dropAll(inWrite, table, before);
  }
  await forgetKeys(inWrite);
  await dropRemovals(inWrite);
  await inWrite(async (access) => {
    await sql`update ${target(tableNamed('mergeRecord'))} set undo = null, version = version + 1, updated_at = ${access.now}::timestamptz where undo is not null and at < ${daysAgo(unmergeDays)}::timestamptz`.execute(access.tx);
    await dropDeliveries(access, daysAgo(deliveriesKept));
    await dropMoves(access, daysAgo(movesKept));
    await dropMails(access, daysAgo(mailsKept));
    await dropFailedJobs(access, daysAgo(failedJobsKept));
    await dropRevocations(access, daysAgo(revocationsKept));
  });
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * day).toISOString();
}

async function tomorrow(access: Access): Promise<void> {
  await enqueue(access, { id: retentionJob, kind: retentionJob, payload: null, dueAt: new Date(Date.now() + day).toISOString() });
}

async function dropAllLogs(inWrite: InWrite, table: Table, before: string): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await inWrite((access) => dropLogs(access, table, before, logsAtOnce));
    total += count;
    if (count < logsAtOnce) return total;
  }
}

/** Keys of changes and commands, with the values that the changes covered and what the commands answered. */
async function forgetKeys(inWrite: InWrite): Promise<void> {
  for (let count = logsAtOnce; count === logsAtOnce;) {
    count = await inWrite(async ({ tx, identity: { tenant } }) => {
      const done = await sql`delete from vinculo.pushed where tenant_id = ${tenant} and (subject, client, counter) in (select subject, client, counter from vinculo.pushed
        where tenant_id = ${tenant} and at < now() - make_interval(days => ${answeredAgain}) order by at limit ${logsAtOnce})`.execute(tx);
      return Number(done.numAffectedRows ?? 0);
    });
  }
}

/** Drops for good what was removed long ago. */
async function dropRemovals(inWrite: InWrite): Promise<void> {
  const before = daysAgo(removalsKept);
  for (const { name } of tables.values()) {
    for (let count = logsAtOnce; count === logsAtOnce;) {
      count = await inWrite(async ({ tx }) => (await sql<{ count: number }>`select vinculo.drop_removals(${name}, ${before}::timestamptz, ${logsAtOnce}) as count`.execute(tx)).rows[0]!.count);
    }
  }
}

async function dropAll(inWrite: InWrite, table: Table, before: string): Promise<number> {
  const { fields } = table.entity;
  const finished = 'closedAt' in fields ? sql`and closed_at is not null` : table.entity.name === 'activity' ? sql`and done` : sql``;
  let total = 0;
  for (let after = ''; ;) {
    const { last, count } = await inWrite(async (access) => {
      const { rows } = await sql<{ id: string }>`select id from ${target(table)} where id > ${after} and deleted_at is null and updated_at < ${before}::timestamptz ${finished} order by id limit ${atOnce}`.execute(access.tx);
      const store = new RecordStore(access, 'retention');
      const gone = new Map<Table, string[]>();
      for (const { id } of rows) {
        const row = await store.rows.get(table, id);
        // Somebody wrote it meanwhile, or something that has to stay needs it.
        if (!row || String(row.updatedAt) >= before) continue;
        for (const removal of await removedWith(store, table, row)) (gone.get(removal.table) ?? gone.set(removal.table, []).get(removal.table)!).push(removal.id);
      }
      await store.tell();
      for (const [of, ids] of gone) await forget(access, of, ids);
      return { last: rows.length < atOnce ? undefined : rows.at(-1)!.id, count: gone.get(table)?.length ?? 0 };
    });
    total += count;
    if (last === undefined) return total;
    after = last;
  }
}

async function removedWith(store: RecordStore, table: Table, row: Parameters<RecordStore['remove']>[1]): Promise<readonly { readonly table: Table; readonly id: string }[]> {
  try {
    return await store.remove(table, row);
  } catch (error) {
    if (error instanceof Refused) return []; // nothing was written then
    throw error;
  }
}

/** Sees to it that each tenant that is worked in has its daily round. @returns to be told of a tenant whenever one is met */
export function dailyRounds(db: Database, log: Log): (tenant: string) => void {
  const met = new Set<string>();
  return (tenant) => {
    if (met.has(tenant)) return;
    met.add(tenant);
    const identity = systemIdentity(tenant, 'retention');
    void inTransaction(db, identity, 'write', ({ tx }) => sql`insert into vinculo.job (tenant_id, id, kind, payload) values (${tenant}, ${retentionJob}, ${retentionJob}, 'null')
      on conflict (tenant_id, id) do update set failed_at = null, attempts = 0, locked_until = null, due_at = now() where job.failed_at is not null`.execute(tx)).catch((error: unknown) => {
      met.delete(tenant);
      log('warn', 'retention.delayed', errorDetails(error));
    });
  };
}
