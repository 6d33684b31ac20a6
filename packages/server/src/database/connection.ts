import { AuthError } from '@vinculo/sdk/schema';
import { Kysely, PostgresDialect, type PostgresPoolClient, type Transaction, sql } from 'kysely';
import pg from 'pg';
import { applicationName } from '../postgres/embedded.ts';
import type { Duty } from '../identity/duty.ts';
import type { Identity } from '../identity/identity.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import type { Fact } from '../rights-rules.ts';
import { actingAs } from '../rights.ts';
import { preparation, prepared } from './prepared.ts';

/** Tables come from the declarations at run time, so the compiler knows none of them; rows are read through Table. */
type Tables = Record<string, Record<string, unknown>>;
export type Database = Kysely<Tables>;
type Tx = Transaction<Tables>;

const instantOid = 1184;
const dateOid = 1082;
const bigintOid = 20;

/** Values as they stand in rows: instants and days as text, whole numbers as numbers (they were checked to be safe ones when written). */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (oid === instantOid) return isoInstant;
      if (oid === dateOid) return (value: string) => value;
      if (oid === bigintOid) return Number;
    }
    return pg.types.getTypeParser(oid, format);
    // pg declares one overload per format; this serves them all.
  }) as typeof pg.types.getTypeParser,
};

/** `2026-11-22 01:18:50.12+00` as `2026-11-22T01:18:50.120Z`. Sessions run in UTC. */
function isoInstant(value: string): string {
  if (!value.endsWith('+00')) return new Date(value.replace(' ', 'T')).toISOString();
  return `${value.slice(0, 10)}T${value.slice(11, 19)}.${value.slice(20, -3).padEnd(3, '0')}Z`;
}

export function clientConfig(url: string): pg.ClientConfig {
  return { connectionString: url, application_name: applicationName, options: '-c TimeZone=UTC -c statement_timeout=60000', types };
}

export function connect(url: string, onError: (error: Error) => void): Database {
  const pool = new pg.Pool({ ...clientConfig(url), max: 12 });
  pool.on('error', onError); // an idle connection that broke; the pool replaces it
  // One that breaks between two statements of a transaction: the next one fails, and says so.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const prepare = preparation();
  /** Connections as Kysely uses them, each one the same object again. */
  const known = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const prepares = (client: pg.PoolClient): PostgresPoolClient => ({
    // Kysely's other form of query() is for cursors, which this server has none of; the rows are of the type that each statement says.
    query: ((text: string, values: readonly unknown[]) => client.query(prepare(text, values))) as unknown as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
  });
  const connected = async (): Promise<PostgresPoolClient> => {
    const client = await pool.connect();
    return known.get(client) ?? known.set(client, prepares(client)).get(client)!;
  };
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: { connect: connected, end: () => pool.end(), options: pool.options } }) });
}

/** Whom a connection string names. */
export function credentialsOf(url: string): { user: string; password: string } {
  const { username, password } = new URL(url);
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** What the rules are judged by for a member of staff, shortened: another value means other rows. */
export type Facts = Readonly<Partial<Record<Fact, string>>>;

export interface Access {
  readonly tx: Tx;
  readonly identity: Identity;
  /** ISO instant at which the transaction began, by the database's clock. */
  readonly now: string;
  readonly facts: Facts;
}

/** What someone may do changed between two looks of one request. The next request goes by it. */
export class RightsChanged extends Error {}

/**
 * Runs `work` in one transaction that sees and writes what `identity` may: the settings that row-level security reads live and die with it.
 * `read` takes one snapshot for all statements and writes nothing.
 *
 * @throws AuthError with the code `revoked` when the sign-in was withdrawn; RightsChanged
 */
export function inTransaction<T>(db: Database, identity: Identity, mode: 'read' | 'write', work: (access: Access) => Promise<T>): Promise<T> {
  return begin(db, identity, mode, ({ acting, ...access }) => {
    if (acting !== actingAs(identity) || access.identity.contactId !== identity.contactId) throw new RightsChanged('What this sign-in may do has just changed. Ask again.');
    return work(access);
  });
}

/**
 * Who this is here and now, beyond what the token says: a member of staff has a duty once the tenant has named an admin, a customer is the contact that theirs
 * was merged into.
 *
 * @throws AuthError with the code `revoked` for whoever may hold nothing any more, however long the token still lives: clients wipe what they kept
 */
export async function admit(db: Database, signedIn: Identity): Promise<{ readonly identity: Identity; readonly facts: Facts }> {
  // One statement is a transaction of its own.
  const { acting, facts, identity } = await enter(db, signedIn);
  // The acting of a member of staff is their duty, or `staff` itself.
  return { identity: acting === signedIn.role ? identity : { ...identity, duty: acting as Duty }, facts };
}

async function begin<T>(db: Database, identity: Identity, mode: 'read' | 'write', work: (access: Access & { readonly acting: string }) => Promise<T>): Promise<T> {
  const transaction = mode === 'read' ? db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only') : db.transaction();
  return transaction.execute(async (tx) => work({ tx, ...(await enter(tx, identity)) }));
}

/** Sets what row-level security reads, for as long as the transaction lives. @returns among others who this is: of a customer the contact that theirs was merged into */
async function enter(tx: Database, identity: Identity): Promise<{ now: string; acting: string; facts: Facts; identity: Identity }> {
  const { tenant, role, subject, contactId = '', session = '', issuedAt = 0, forms } = identity;
  const { rows } = await sql<{ now: string; acting: string; gone: boolean; facts: Facts & { readonly contact?: string } }>`${prepared}select now, acting, gone, facts, set_config('vinculo.forms', coalesce(${forms ?? null}::text[]::text, ''), true) from vinculo.enter(${tenant}, ${role}, ${subject}, ${contactId}, ${session}, ${issuedAt})`.execute(tx);
  const { now, acting, gone, facts: { contact, ...facts } } = rows[0]!;
  if (gone) throw new AuthError('This sign-in was withdrawn.', undefined, 'revoked');
  return { now, acting, facts, identity: contact === undefined ? identity : { ...identity, contactId: contact } };
}

/**
 * Goes on in the same transaction as the server itself, and then again as before. What `work` throws must undo the transaction, or the savepoint around this:
 * it has the rights of the server until then.
 */
export async function asServer<T>(access: Access, app: string, work: (access: Access) => Promise<T>): Promise<T> {
  const { tx, identity } = access;
  await sql`select set_config('vinculo.role', 'system', true)`.execute(tx);
  const done = await work({ ...access, identity: systemIdentity(identity.tenant, app) });
  await sql`select set_config('vinculo.role', ${actingAs(identity)}, true)`.execute(tx);
  return done;
}

/** The SQLSTATE of a database's refusal; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
