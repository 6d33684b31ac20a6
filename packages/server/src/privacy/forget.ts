import { type CommandRecord, holdersOf } from '@vinculo/sdk/schema';
import { type RawBuilder, sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { type Table, snakeCase, tableNamed } from '../database/table.ts';

/** Every declared column of a table set to nothing. */
function nothing(table: Table): RawBuilder<unknown> {
  return sql.join([...table.fields.flatMap((f) => f.columns.map((c) => c.name)), 'custom'].map((name) => sql`${sql.id(name)} = null`));
}

/** Empties the tombstones of removed rows and their history: that they were there, and when they went, is all that stays. */
export async function forget({ tx, now }: Access, table: Table, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update ${target(table)} set ${nothing(table)}, version = version + 1, updated_at = ${now}::timestamptz where id = any(${ids}::text[]) and deleted_at is not null`.execute(tx);
  await sql`update ${target(tableNamed('historyEntry'))} set before = null, after = null, version = version + 1, updated_at = ${now}::timestamptz
    where "table" = ${table.entity.name} and record_id = any(${ids}::text[]) and (before is not null or after is not null)`.execute(tx);
}

/** Empties what was removed before and named this record: messages, activities, files. */
export async function forgetRemovedAbout(access: Access, { table, id }: CommandRecord): Promise<void> {
  const idsOf = async (holder: Table, which: RawBuilder<unknown>): Promise<string[]> =>
    (await sql<{ id: string }>`select id from ${target(holder)} where deleted_at is not null and ${which}`.execute(access.tx)).rows.map((r) => r.id);
  const links = sql`${target(tableNamed('activityLink'))} where "table" = ${table} and record_id = ${id}`;
  await forget(access, tableNamed('activity'), await idsOf(tableNamed('activity'), sql`id in (select activity_id from ${links})`));
  if (table === 'contact') await forget(access, tableNamed('ticketMessage'), await idsOf(tableNamed('ticketMessage'), sql`ticket_id in (select id from ${target(tableNamed('ticket'))} where contact_id = ${id})`));
  for (const { table: name, field, where } of holdersOf(table)) {
    const holder = tableNamed(name);
    const kind = Object.entries(where).map(([column, value]) => sql`and ${sql.id(snakeCase(column))} = ${value}`);
    await forget(access, holder, await idsOf(holder, sql`${sql.id(snakeCase(field))} = ${id} ${sql.join(kind, sql` `)}`));
  }
}

/** Removes rows of one of the backend's own logs at once, with all they said. @returns how many */
export async function dropLogs({ tx, now }: Access, table: Table, before: string, atMost: number): Promise<number> {
  const done = await sql`update ${target(table)} set ${nothing(table)}, version = version + 1, updated_at = ${now}::timestamptz, deleted_at = ${now}::timestamptz
    where id in (select id from ${target(table)} where deleted_at is null and updated_at < ${before}::timestamptz order by id limit ${atMost} for no key update skip locked)`.execute(tx);
  return Number(done.numAffectedRows ?? 0);
}

/** Empties files that no attachment shows any more. */
export async function forgetFiles({ tx }: Access, ids: readonly string[]): Promise<void> {
  await sql`update vinculo.blob set content = '', name = '', type = 'application/octet-stream' where id = any(${ids}::text[])
    and not exists (select 1 from ${target(tableNamed('attachment'))} as a where a.tenant_id = blob.tenant_id and a.blob_id = blob.id and a.deleted_at is null)`.execute(tx);
}
