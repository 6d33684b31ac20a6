import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { newEpoch } from '../database/migrate.ts';
import { systemTables } from '../database/system-tables.ts';
import { tables } from '../database/table.ts';
import { applicationName } from '../postgres/embedded.ts';
import { SettingsError } from '../settings-error.ts';

/** The first line of a backup. */
interface Header {
  readonly vinculo: 1;
  readonly at: string;
}

/** Before the rows of each table, one line of JSON; after them one that no row can be. */
interface Part {
  readonly table: string;
  readonly columns: readonly string[];
}

const end = '\\.';
const names: readonly string[] = [...[...tables.values()].map((t) => t.name), ...systemTables.filter((t) => !t.ofDatabase).map((t) => t.name)];
const ident = pg.escapeIdentifier;

/** Set by the database that holds a row: transactions of another one mean nothing there. */
const ofDatabase: ReadonlySet<string> = new Set(['changed_xid', 'changed_seq']);

/**
 * Writes everything, as it stands at one moment, to a stream: gzip of lines of text. Others go on writing meanwhile.
 * @param adminUrl a role that sees all rows: a superuser, or one with BYPASSRLS
 * @returns how many rows
 */
export async function backup(adminUrl: string, out: Writable): Promise<number> {
  const client = await admin(adminUrl);
  const gzip = createGzip();
  const written = pipeline(gzip, out);
  let rows = 0;
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows: [now] } = await client.query<{ at: string }>('select now()::text as at');
    gzip.write(`${JSON.stringify({ vinculo: 1, at: now!.at } satisfies Header)}\n`);
    for (const table of names) {
      const columns = (await columnsOf(client, table)).filter((c) => !ofDatabase.has(c));
      const order = (await columnsOf(client, table)).includes('changed_seq') ? 'order by changed_xid, changed_seq' : '';
      gzip.write(`${JSON.stringify({ table, columns } satisfies Part)}\n`);
      const copy = client.query(copyTo(`copy (select ${columns.map((c) => ident(c)).join(', ')} from vinculo.${ident(table)} ${order}) to stdout`));
      for await (const chunk of copy) if (!gzip.write(chunk)) await once(gzip, 'drain');
      rows += copy.rowCount;
      gzip.write(`${end}\n`);
    }
    await client.query('commit');
    gzip.end();
    await written;
    return rows;
  } catch (error) {
    gzip.destroy();
    await written.catch(() => undefined); // says no more than `error`
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * Reads a backup into a database that has the tables and no rows, all or nothing. A new epoch begins: every client reads anew.
 * @throws SettingsError when the database holds rows, or what is read is no backup
 * @returns how many rows
 */
export async function restore(adminUrl: string, from: Readable): Promise<number> {
  const client = await admin(adminUrl);
  const gunzip = createGunzip();
  // A fault of either ends the lines, and is told when they end.
  const read = pipeline(from, gunzip);
  read.catch(() => undefined);
  const lines = createInterface({ input: gunzip, crlfDelay: Infinity })[Symbol.asyncIterator]();
  const tooEarly = (cause?: unknown): never => {
    throw new SettingsError('The backup ends too early, or is none. Nothing was restored.', { cause });
  };
  const next = async (): Promise<string> => {
    const line = await lines.next().catch(tooEarly);
    return line.done ? tooEarly() : line.value;
  };
  let rows = 0;
  try {
    await client.query('begin');
    for (const table of names) {
      const { rowCount } = await client.query(`select 1 from vinculo.${ident(table)} limit 1`);
      if (rowCount) throw new SettingsError(`The database holds rows already (${table}). Restore into an empty one. Nothing was restored.`);
    }
    const header = parsed<Header>(await next());
    if (header?.vinculo !== 1) throw new SettingsError('This is no backup of a Vinculo server. Nothing was restored.');
    // An older version had fewer tables: what it does not bring stays empty.
    for (let line = await lines.next().catch(tooEarly); !line.done; line = await lines.next().catch(tooEarly)) {
      const part = parsed<Part>(line.value);
      if (!part || !names.includes(part.table)) throw new SettingsError(`The backup has a part that this version does not know (${String(part?.table)}). Restore it with the version that wrote it, or a later one.`);
      rows += await readPart(client, part, next);
    }
    // The lines end also where the file was cut short.
    await read.catch(tooEarly);
    await newEpoch(client);
    await client.query('commit');
    return rows;
  } finally {
    from.destroy();
    await client.end();
  }
}

/** Says that this database is not what it was: it was brought back by other means than restore(). */
export async function beginEpoch(adminUrl: string): Promise<void> {
  const client = await connected(adminUrl);
  try {
    await client.query('begin');
    await newEpoch(client);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function readPart(client: pg.Client, { table, columns }: Part, next: () => Promise<string>): Promise<number> {
  const known = await columnsOf(client, table);
  const unknown = columns.find((c) => !known.includes(c));
  if (unknown) throw new SettingsError(`The backup has a column ${table}.${unknown} that this version does not know. Restore it with the version that wrote it, or a later one.`);
  const copy = client.query(copyFrom(`copy vinculo.${ident(table)} (${columns.map((c) => ident(c)).join(', ')}) from stdin`));
  const failed = new Promise<never>((_, fail) => copy.once('error', fail));
  failed.catch(() => undefined); // waited for below
  for (let line = await Promise.race([next(), failed]); line !== end; line = await Promise.race([next(), failed])) {
    if (!copy.write(`${line}\n`)) await Promise.race([new Promise((done) => copy.once('drain', done)), failed]);
  }
  const done = new Promise((ended) => copy.once('finish', ended));
  copy.end();
  await Promise.race([done, failed]);
  return copy.rowCount;
}

function parsed<T>(line: string): T | undefined {
  try {
    // Checked by who asks: a backup is read by who may do anything with the database anyway.
    return JSON.parse(line) as T;
  } catch {
    return undefined; // no line of ours
  }
}

async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`, [`vinculo.${ident(table)}`]);
  return rows.map((r) => r.name);
}

export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName, options: '-c TimeZone=UTC' });
  await client.connect();
  return client;
}

async function admin(url: string): Promise<pg.Client> {
  const client = await connected(url);
  const { rows } = await client.query<{ all: boolean }>('select rolsuper or rolbypassrls as all from pg_roles where rolname = current_user');
  if (rows[0]!.all) return client;
  await client.end();
  throw new SettingsError('Row-level security hides rows from the role of DATABASE_ADMIN_URL, so a backup by it would hold none. Use a superuser or a role with BYPASSRLS, or pg_dump as one.');
}
