import { type CommandRecord, type ErasedPerson, holdersOf } from '@vinculo/sdk/schema';
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

/** Empties what was removed before and named a person or what was theirs: messages, activities, files with their content. */
export async function forgetRemovedAbout(access: Access, { records, about }: Pick<ErasedPerson, 'records' | 'about'>): Promise<void> {
  const idsIn = (of: readonly CommandRecord[], name: string): string[] => of.filter(({ table }) => table === name).map(({ id }) => id);
  const { activity, ticketMessage } = { activity: tableNamed('activity'), ticketMessage: tableNamed('ticketMessage') };
  const removed = new Map<Table, Set<string>>();
  const add = async (holder: Table, which: RawBuilder<unknown>): Promise<void> => {
    const { rows } = await sql<{ id: string }>`select id from ${target(holder)} where deleted_at is not null and ${which}`.execute(access.tx);
    const ids = removed.get(holder) ?? removed.set(holder, new Set()).get(holder)!;
    for (const { id } of rows) ids.add(id);
  };
  await add(ticketMessage, sql`(ticket_id = any(${idsIn(about, 'ticket')}::text[]) or ticket_id in (select id from ${target(tableNamed('ticket'))} where contact_id = any(${idsIn(records, 'contact')}::text[])))`);
  for (const { table, id } of records) {
    await add(activity, sql`id in (select activity_id from ${target(tableNamed('activityLink'))} where "table" = ${table} and record_id = ${id})`);
    for (const { table: name, field, where } of holdersOf(table)) {
      const kind = Object.entries(where).map(([column, value]) => sql`and ${sql.id(snakeCase(column))} = ${value}`);
      await add(tableNamed(name), sql`${sql.id(snakeCase(field))} = ${id} ${sql.join(kind, sql` `)}`);
    }
  }
  const attachment = tableNamed('attachment');
  for (const name of ['ticket', 'ticketMessage', 'activity']) {
    await add(attachment, sql`"table" = ${name} and record_id = any(${[...idsIn(about, name), ...(removed.get(tableNamed(name)) ?? [])]}::text[])`);
  }
  // What names the files goes with the rows.
  const { rows: files } = await sql<{ id: string }>`select blob_id as id from ${target(attachment)} where id = any(${[...removed.get(attachment)!]}::text[]) and blob_id is not null
    union select custom #>> '{mail,original}' from ${target(ticketMessage)} where id = any(${[...removed.get(ticketMessage)!]}::text[]) and custom #>> '{mail,original}' is not null`.execute(access.tx);
  for (const [holder, ids] of removed) await forget(access, holder, [...ids]);
  await forgetFiles(access, files.map(({ id }) => id));
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
