import { createHmac, randomBytes } from 'node:crypto';
import { type Change, type ErasedPerson, type PushOutcome, contactPoints, entityNamed, foldedEmail, foldedPhone } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { prepared } from '../database/prepared.ts';
import { enqueue } from '../jobs/jobs.ts';

/** Records that are people. */
const peopleTables: ReadonlySet<string> = new Set(['contact', 'lead', 'account']);
/** Records that have a mark: people, and what was theirs. */
const markedTables: ReadonlySet<string> = new Set([...peopleTables, 'ticket', 'ticketMessage', 'activity']);

/** What keepErasures() is done by. */
export const keepJob = 'erasures.keep';

export function markOf(key: string, kind: 'id' | 'email' | 'phone', value: string): string {
  const said = kind === 'email' ? foldedEmail(value) : kind === 'phone' ? foldedPhone(value) : value;
  return createHmac('sha256', key).update(`${kind}\n${said}`).digest('base64url');
}

/** By what people are known in a change. */
interface Known {
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
}

function marksOf(key: string, { ids, emails, phones }: Known): string[] {
  return [...ids.map((id) => markOf(key, 'id', id)), ...emails.map((email) => markOf(key, 'email', email)), ...phones.map((phone) => markOf(key, 'phone', phone))];
}

async function keyOf({ tx }: Access): Promise<string | undefined> {
  return (await sql<{ value: string }>`${prepared}select value from vinculo.erasure_key`.execute(tx)).rows[0]?.value;
}

/** Writes the marks of a person who is erased in this transaction, and has them copied to where a restore does not reach. */
export async function mark(access: Access, { records, about, emails, phones }: ErasedPerson): Promise<void> {
  const { tx, identity, now } = access;
  await sql`insert into vinculo.erasure_key (tenant_id, value) values (${identity.tenant}, ${randomBytes(32).toString('base64url')}) on conflict do nothing`.execute(tx);
  const marks = marksOf((await keyOf(access))!, { ids: [...records, ...about].map(({ id }) => id), emails, phones });
  await sql`insert into vinculo.erased (tenant_id, hash, at) select ${identity.tenant}, hash, ${now}::timestamptz from unnest(${marks}::text[]) as m(hash)
    on conflict (tenant_id, hash) do update set at = excluded.at`.execute(tx);
  await enqueue(access, { id: keepJob, kind: keepJob, payload: null });
}

/** What a change says about people who may have been erased. */
function mentioned({ table, id, op, patch }: Change): { readonly itself: string | undefined; readonly others: Known } {
  const named = Object.entries(entityNamed(table)?.fields ?? {}).filter(([, f]) => f.ref && markedTables.has(f.ref.table)).map(([field]) => patch[field]);
  for (const [kind, field] of [['table', 'recordId'], ['fromTable', 'fromId'], ['toTable', 'toId']] as const) if (markedTables.has(String(patch[kind]))) named.push(patch[field]);
  if (op === 'update' && markedTables.has(table)) named.push(id);
  return { itself: op === 'create' && peopleTables.has(table) ? id : undefined, others: { ids: named.filter((x) => typeof x === 'string'), ...contactPoints(table, patch) } };
}

/**
 * Refuses what was written about a person before they were erased and comes late: a page that was offline sends it. What is written after that is about someone
 * who came back. Must run when the records of the changes are locked, so that an erasure under way is waited for.
 */
export async function lateForErased(access: Access, changes: readonly Change[]): Promise<Map<Change, PushOutcome>> {
  const refused = new Map<Change, PushOutcome>();
  const about = changes.filter((c) => c.op !== 'remove').map((change) => ({ change, ...mentioned(change) }))
    .filter(({ itself, others }) => itself !== undefined || others.ids.length + others.emails.length + others.phones.length > 0);
  if (about.length === 0) return refused;
  const key = await keyOf(access);
  if (key === undefined) return refused;
  const marked = about.map(({ change, itself, others }) => ({ change, itself: itself === undefined ? undefined : markOf(key, 'id', itself), others: marksOf(key, others) }));
  const wanted = marked.flatMap(({ itself, others }) => [...(itself === undefined ? [] : [itself]), ...others]);
  const { rows } = await sql<{ hash: string; at: string }>`select hash, at from vinculo.erased where hash = any(${wanted}::text[])`.execute(access.tx);
  if (rows.length === 0) return refused;
  const erasedAt = new Map(rows.map(({ hash, at }) => [hash, Date.parse(at)]));
  for (const { change, itself, others } of marked) {
    const late = others.some((hash) => !(Date.parse(change.at) > (erasedAt.get(hash) ?? Number.NEGATIVE_INFINITY)));
    if (late || (itself !== undefined && erasedAt.has(itself))) {
      refused.set(change, { status: 'rejected', code: 'erased', message: `This ${change.table} is about a person whose data was erased on request after it was written. Discard the change.` });
    }
  }
  return refused;
}
