import { newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { finish } from '../automation/finish.ts';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import type { GaveUp } from '../jobs/jobs.ts';
import { apply } from '../records/apply.ts';
import { RecordStore } from '../records/record-store.ts';
import { type Says, sayNotice } from './notice-texts.ts';

/** Why someone is told. `rule`: a rule of the tenant says so. */
type NoticeKind = 'assigned' | 'invited' | 'mentioned' | 'answered' | 'late' | 'failed' | 'rule';

export interface Notice {
  readonly userId: string;
  readonly kind: NoticeKind;
  readonly says: Says;
  /** The record it is about. */
  readonly about?: { readonly table: string; readonly id: string };
}

/** Writes notifications in the languages of those they are for. Who works here no more is told nothing. */
export async function writeNotices(store: RecordStore, notices: readonly Notice[]): Promise<void> {
  if (notices.length === 0) return;
  const { tx, identity, now } = store.access;
  const { rows } = await sql<{ id: string; locale: string | null }>`select id, locale from vinculo."user" where tenant_id = ${identity.tenant} and id = any(${notices.map((n) => n.userId)}::text[]) and deleted_at is null and active is not false`.execute(tx);
  const people = new Map(rows.map((r) => [r.id, r.locale]));
  for (const { userId, kind, says, about } of notices) {
    const locale = people.get(userId);
    if (locale === undefined) continue;
    const patch = { userId, kind, text: sayNotice(locale, says), at: now, ...(about ? { table: about.table, recordId: about.id } : {}) };
    const outcome = await apply(store, { key: ['notice', 0], op: 'create', table: 'notification', id: newId(), patch, base: {}, at: now });
    if (outcome.status !== 'ok') throw new Error(`A notification of the kind ${kind} was not stored: ${outcome.status === 'rejected' ? outcome.code : outcome.status}.`);
  }
}

/** Tells people in a transaction of the server's own. */
export async function tellPeople(access: Access, notices: readonly Notice[]): Promise<void> {
  const store = new RecordStore(access, 'notice');
  await writeNotices(store, notices);
  await finish(store);
}

/** Who sets up the tenant: the people with the role `admin`. */
export async function adminsOf({ tx, identity }: Access): Promise<string[]> {
  return (await sql<{ id: string }>`select id from vinculo."user" where tenant_id = ${identity.tenant} and role = 'admin' and deleted_at is null and active is not false order by id`.execute(tx)).rows.map((r) => r.id);
}

/** Tells the admins of the tenant that the server gave up a job of theirs. */
export function tellOfJobs(db: Database): GaveUp {
  return ({ tenant, kind }) => inTransaction(db, systemIdentity(tenant, 'jobs'), 'write', async (access) => {
    await tellPeople(access, (await adminsOf(access)).map((userId) => ({ userId, kind: 'failed', says: ['jobFailed', { kind }] })));
  });
}
