import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import * as z from 'zod/mini';
import { applicationName } from '../postgres/embedded.ts';
import { SettingsError } from '../settings-error.ts';
import { ruledFunction } from '../automation/ruled-function.ts';
import { enterFunction } from './enter.ts';
import { noteMoves } from './moved-table.ts';
import { looks, policiesOf } from './policies.ts';
import { systemPolicies } from './system-table.ts';
import { systemTables } from './system-tables.ts';
import { type Table, snakeCase, systemColumns, tables } from './table.ts';

export interface Migrated {
  /** What the database lacked. */
  readonly statements: readonly string[];
  /** The version of the server that it is of, where that is a later one than this: it was left as it is then. */
  readonly later?: string;
}

/** What is no entity's table. */
const foundation = [
  `create schema if not exists vinculo`,
  `create table if not exists vinculo.migration (id bigint generated always as identity primary key, at timestamptz not null default now(), statement text not null)`,
  `create table if not exists vinculo.meta (name text primary key, value text not null)`,
  `create sequence if not exists vinculo.change_seq`,
  `create or replace function vinculo.stamp() returns trigger language plpgsql as $$
    begin new.changed_xid := pg_current_xact_id(); new.changed_seq := nextval('vinculo.change_seq'); return new; end $$`,
  // What a search looks through in keyed items and phone numbers.
  `create or replace function vinculo.item_text(items jsonb) returns text language sql immutable parallel safe as $$
    select string_agg(part #>> '{}', E'\\n') from jsonb_array_elements(case jsonb_typeof(items) when 'array' then items else jsonb_build_array(items) end) as item,
      lateral (values (item -> 'value'), (item -> 'raw'), (item -> 'e164'), (item -> 'handle')) as parts (part) where jsonb_typeof(part) = 'string' $$`,
] as const;

const ident = pg.escapeIdentifier;

/**
 * Brings the database up to the declarations: creates what it lacks (tables, columns, indexes), never drops or changes what is there, and renews the policies.
 * Several processes may start at once: they take turns. A database that a later version brought up to date keeps that one's rights: a process of the version before,
 * started again while the others are replaced, must not put its own back.
 *
 * @param adminUrl a role that may create roles and the schema
 * @param options dryRun: says what it would do, and does nothing
 * @param serving the role the server works as; created or brought in line: no superuser, bypasses no policy, owns nothing
 */
export async function migrate(adminUrl: string, serving: { readonly user: string; readonly password: string }, { dryRun = false }: { readonly dryRun?: boolean } = {}): Promise<Migrated> {
  for (let tries = 1; ; tries++) {
    try {
      return await migrateOnce(adminUrl, serving, dryRun);
    } catch (error) {
      // Servers beside it work on, in another order than it takes the tables. Nothing was done then.
      if (tries === mostTries || !(error instanceof pg.DatabaseError && error.code === '40P01')) throw error;
    }
  }
}

/** So often a migration is begun anew that stood in a deadlock. */
const mostTries = 5;

async function migrateOnce(adminUrl: string, serving: { readonly user: string; readonly password: string }, dryRun: boolean): Promise<Migrated> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: applicationName });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(7403157001)`);
    await client.query('begin');
    await servingRole(client, serving);
    const later = await laterVersion(client);
    if (later !== undefined) await settleEpoch(client);
    const statements = later === undefined ? await migration(client, serving.user) : [];
    await client.query(dryRun ? 'rollback' : 'commit');
    return { statements, ...(later === undefined ? {} : { later }) };
  } finally {
    await client.end();
  }
}

/** As `1.4.0`. */
const ownVersion = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version;

/** The version that the database is of, where it is later than this one's. */
async function laterVersion(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ there: boolean }>(`select to_regclass('vinculo.meta') is not null as there`);
  const its = rows[0]!.there ? await meta(client, 'version') : undefined;
  return its !== undefined && isLater(its, ownVersion) ? its : undefined;
}

/** Whether one version comes after another, by their three numbers. */
function isLater(one: string, other: string): boolean {
  const numbers = (version: string): number[] => [0, 1, 2].map((i) => Number.parseInt(version.split('.')[i] ?? '', 10) || 0);
  const [a, b] = [numbers(one), numbers(other)];
  const first = a.findIndex((n, i) => n !== b[i]);
  return first >= 0 && a[first]! > b[first]!;
}

async function servingRole(client: pg.Client, { user, password }: { readonly user: string; readonly password: string }): Promise<void> {
  const { rows } = await client.query<{ rolsuper: boolean; rolbypassrls: boolean }>('select rolsuper, rolbypassrls from pg_roles where rolname = $1', [user]);
  if (rows.length === 0) await client.query(`create role ${ident(user)} login nosuperuser nocreatedb nocreaterole noinherit nobypassrls password ${pg.escapeLiteral(password)}`);
  else if (rows[0]!.rolsuper || rows[0]!.rolbypassrls) throw new SettingsError(`The role “${user}” of DATABASE_URL can bypass row-level security. Give the server a role of its own, without superuser and bypassrls.`);
}

async function migration(client: pg.Client, serving: string): Promise<readonly string[]> {
  const { rows: schema } = await client.query<{ there: boolean }>(`select to_regclass('vinculo.migration') is not null as there`);
  const isNew = !schema[0]!.there;
  for (const statement of [...foundation, ...systemTables.flatMap((t) => t.create), await foldFunction(client)]) await client.query(statement);
  const { rows: columns } = await client.query<{ table_name: string; column_name: string }>(`select table_name, column_name from information_schema.columns where table_schema = 'vinculo'`);
  const { rows: indexes } = await client.query<{ indexname: string }>(`select indexname from pg_indexes where schemaname = 'vinculo'`);
  const known = new Map<string, Set<string>>();
  for (const { table_name, column_name } of columns) (known.get(table_name) ?? known.set(table_name, new Set()).get(table_name)!).add(column_name);
  const missing = [...tables.values()].flatMap((t) => [...missingColumns(t, known.get(t.name)), ...missingIndexes(t, new Set(indexes.map((i) => i.indexname)))]);
  for (const statement of missing) {
    await client.query(statement);
    await client.query('insert into vinculo.migration (statement) values ($1)', [statement]);
  }

  const guards = [enterFunction, ruledFunction, ...looks(), ...[...tables.values()].flatMap((t) => [...policiesOf(t), ...noteMoves(t)]), ...systemTables.flatMap(systemPolicies), ...grants(serving)];
  const hash = createHash('sha256').update(JSON.stringify(guards)).digest('hex');
  if (isNew || missing.length > 0 || (await meta(client, 'guards')) !== hash) {
    for (const statement of guards) await client.query(statement);
    await setMeta(client, 'guards', hash);
  }
  if ((await meta(client, 'version')) !== ownVersion) await setMeta(client, 'version', ownVersion);
  await settleEpoch(client);
  // What links to files are signed with, by whichever process makes them.
  if ((await meta(client, 'link-key')) === undefined) await setMeta(client, 'link-key', randomBytes(32).toString('base64url'));
  return missing;
}

/** Lower case by Unicode, with the best this Postgres has (the first is of version 18, the second of 17). */
async function foldFunction(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ collname: string }>(`select collname from unnest(array['pg_unicode_fast', 'pg_c_utf8', 'und-x-icu']) with ordinality as wanted(collname, place)
    where exists (select 1 from pg_collation where pg_collation.collname = wanted.collname) order by place limit 1`);
  if (!rows[0]) throw new SettingsError('This Postgres has no Unicode collation. Use version 17 or newer, or one built with ICU.');
  return `create or replace function vinculo.fold(original text) returns text language sql immutable parallel safe as $$ select lower(original collate ${ident(rows[0].collname)}) $$`;
}

function missingColumns(table: Table, known: ReadonlySet<string> | undefined): string[] {
  const name = `vinculo.${ident(table.name)}`;
  if (!known) {
    const nullable = new Set(['created_by', 'updated_by', 'deleted_at', 'custom']);
    const system = systemColumns.map((c) => `${ident(c.name)} ${c.type}${nullable.has(c.name) ? '' : ' not null'}`);
    const own = table.fields.flatMap((f) => f.columns).map((c) => `${ident(c.name)} ${c.type}`);
    const order = [`changed_xid xid8 not null default pg_current_xact_id()`, `changed_seq bigint not null default nextval('vinculo.change_seq')`];
    return [
      `create table ${name} (${[...system, ...order, ...own, 'primary key (tenant_id, id)'].join(', ')})`,
      `create trigger stamp before update on ${name} for each row execute function vinculo.stamp()`,
      `create index ${ident(`${table.name}_changed`)} on ${name} (tenant_id, changed_xid, changed_seq)`,
    ];
  }
  const defaults = new Map(table.fields.flatMap(({ field, columns }) => {
    const value = table.entity.fields[field]?.default;
    return value === undefined || columns.length > 1 ? [] : [[columns[0]!.name, ` default ${pg.escapeLiteral(typeof value === 'object' ? JSON.stringify(value) : String(value))}`] as const];
  }));
  // Rows that are there have the default then, and so has what a server of the version before writes beside this one.
  return table.columns.filter((c) => !known.has(c.name)).map((c) => `alter table ${name} add column ${ident(c.name)} ${c.type}${defaults.get(c.name) ?? ''}`);
}

/** The declared indexes, one of what was removed, and one for each reference whose rows go with the record they name. */
function missingIndexes(table: Table, known: ReadonlySet<string>): string[] {
  const declared = (table.entity.indexes ?? []).map((fields) => fields.flatMap((f) => columnNames(table, f)));
  const references = Object.entries(table.entity.fields).filter(([, f]) => f.ref?.onDelete === 'remove').map(([field]) => [snakeCase(field)]);
  const wanted = [...declared, ...references.filter(([first]) => !declared.some((columns) => columns[0] === first))];
  const removed = `${table.name}_removed`;
  const ofRemovals = known.has(removed) ? [] : [`create index ${ident(removed)} on vinculo.${ident(table.name)} (tenant_id, deleted_at) where deleted_at is not null`];
  return [...ofRemovals, ...wanted.flatMap((columns) => {
    const full = `${table.name}_by_${columns.join('_')}`;
    const name = full.length <= 63 ? full : `${full.slice(0, 54)}_${createHash('sha256').update(full).digest('hex').slice(0, 8)}`;
    return known.has(name) ? [] : [`create index ${ident(name)} on vinculo.${ident(table.name)} (${['tenant_id', ...columns].map((c) => ident(c)).join(', ')}) where deleted_at is null`];
  })];
}

function columnNames(table: Table, field: string): string[] {
  return table.fields.find((f) => f.field === field)?.columns.map((c) => c.name) ?? [snakeCase(field)];
}

function grants(serving: string): string[] {
  const role = ident(serving);
  const guarded = [...[...tables.values()].map((t) => ({ name: t.name, grants: 'select, insert, update' })), ...systemTables];
  return [
    `grant usage on schema vinculo to ${role}`,
    `grant usage on sequence vinculo.change_seq to ${role}`,
    `grant select on vinculo.meta to ${role}`,
    `grant execute on function vinculo.drop_removals to ${role}`,
    ...guarded.flatMap(({ name, grants: granted }) => [
      `alter table vinculo.${ident(name)} enable row level security`,
      `alter table vinculo.${ident(name)} force row level security`,
      `grant ${granted} on vinculo.${ident(name)} to ${role}`,
    ]),
  ];
}

/**
 * A database that is not the one it was counts transactions anew, or lacks some, so that no cursor of before may be believed. It is told by its cluster, by the
 * cluster's timeline (another one after a recovery to a moment, and after a standby took over), by the database, and by the table that says so (made anew by
 * pg_restore).
 */
async function settleEpoch(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ origin: string }>(`select concat_ws('/', (select system_identifier from pg_control_system()), (select timeline_id from pg_control_checkpoint()),
    (select oid from pg_database where datname = current_database()), 'vinculo.meta'::regclass::oid) as origin`);
  const { origin } = rows[0]!;
  if ((await meta(client, 'origin')) === origin) return;
  await setMeta(client, 'origin', origin);
  await newEpoch(client);
}

/** From now on no cursor is believed that was given before, and clients tell of what they hold that was written later than anything here. */
export async function newEpoch(client: pg.Client): Promise<void> {
  await setMeta(client, 'epoch', randomUUID());
  await setMeta(client, 'restored-to', (await lastWrite(client)) ?? '');
}

/** When the last row was written that the database holds. Forced row-level security hides all rows from an owner that does not bypass it. */
async function lastWrite(client: pg.Client): Promise<string | null> {
  const { rows: role } = await client.query<{ all: boolean }>('select rolsuper or rolbypassrls as all from pg_roles where rolname = current_user');
  const all = [...tables.values()].map((t) => `vinculo.${ident(t.name)}`);
  const force = async (word: 'no force' | 'force'): Promise<void> => {
    if (!role[0]!.all) for (const table of all) await client.query(`alter table ${table} ${word} row level security`);
  };
  await force('no force');
  const { rows } = await client.query<{ at: string | null }>(`select to_char(max(at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from (${all.map((table) => `select max(updated_at) as at from ${table}`).join(' union all ')}) as last`);
  await force('force');
  return rows[0]!.at;
}

async function meta(client: pg.Client, name: string): Promise<string | undefined> {
  return (await client.query<{ value: string }>('select value from vinculo.meta where name = $1', [name])).rows[0]?.value;
}

async function setMeta(client: pg.Client, name: string, value: string): Promise<void> {
  await client.query('insert into vinculo.meta (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value', [name, value]);
}
