import { type AnyRow, parseOrder, parseWhere, type Where } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { selected, target } from '../database/statements.ts';
import { type Flat, type Table, tableNamed, unflatten } from '../database/table.ts';
import type { Identity } from '../identity/identity.ts';
import type { TableRights } from '../rights-rules.ts';
import { actingAs, closedFields, rightsOn } from '../rights.ts';
import { filterSql, orderSql } from './filter-sql.ts';
import { countAll } from './known-counts.ts';
import { shownRow } from './mask.ts';
import { narrowing } from './narrowing.ts';

/** The most rows one query answers with. */
const largestWindow = 2000;

export interface Query {
  readonly table: string;
  readonly where?: Where | undefined;
  readonly orderBy?: readonly string[] | undefined;
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
}

/** A table as someone reads it. */
export interface Readable {
  readonly table: Table;
  readonly rights: TableRights;
  /** Fields that are not read at all. */
  readonly hidden: ReadonlySet<string>;
  /** Fields nothing is asked by: hidden ones, and those shown in part. */
  readonly closed: ReadonlySet<string>;
}

/** @throws UnknownTableError; NotServedError where they have no part in the table: they are told nothing of it */
export function readable(identity: Identity, name: string): Readable {
  const table = tableNamed(name);
  const r = rightsOn(actingAs(identity), name);
  if (!r) throw new NotServedError(name);
  return { table, rights: r, hidden: new Set(r.hidden), closed: closedFields(r) };
}

/** A table that is there, but not for this role. */
export class NotServedError extends Error {
  constructor(table: string) {
    super(`This sign-in has no access to ${table}.`);
  }
}

export function query(db: Database, identity: Identity, { table: name, where, orderBy, offset = 0, limit = largestWindow }: Query): Promise<{ rows: AnyRow[]; total: number; asOf: string }> {
  const { table, rights, hidden, closed } = readable(identity, name);
  const matches = sql`deleted_at is null and ${narrowing(identity, name)} and ${filterSql(table, parseWhere(table.entity, where), closed)}`;
  const order = orderSql(table, parseOrder(table.entity, orderBy), closed);
  return inTransaction(db, identity, 'read', async (access) => {
    const { tx, now } = access;
    const most = Math.min(limit, largestWindow);
    const { rows } = await sql<Flat>`select ${selected(table, hidden)} from ${target(table)} where ${matches} order by ${order} limit ${most} offset ${offset}`.execute(tx);
    // A window that is not full ends with the last row. Counted beside it, all that matches would be read whole, and kept, for the first few.
    const isLast = rows.length < most && (rows.length > 0 || offset === 0);
    const counted = async (): Promise<number> => (rights.read === 'all' ? countAll(db, access, table, matches) : (await sql<{ n: number }>`select count(*) as n from ${target(table)} where ${matches}`.execute(tx)).rows[0]!.n);
    const total = isLast ? offset + rows.length : await counted();
    return { rows: rows.map((r) => shownRow(rights, table, unflatten(table, r))), total, asOf: now };
  });
}

/** Rows by id, in the order of the ids; those that are not there, or may not be seen, are left out. */
export function get(db: Database, identity: Identity, name: string, ids: readonly string[]): Promise<AnyRow[]> {
  const { table, rights, hidden } = readable(identity, name);
  return inTransaction(db, identity, 'read', async ({ tx }) => {
    const { rows } = await sql<Flat>`select ${selected(table, hidden)} from ${target(table)} where id = any(${ids}::text[]) and deleted_at is null`.execute(tx);
    const found = new Map(rows.map((r) => [String(r['id']), shownRow(rights, table, unflatten(table, r))]));
    return ids.flatMap((id) => found.get(id) ?? []);
  });
}

/** All rows that a filter matches, inside a transaction that goes on. */
export async function findIn({ tx }: Access, table: Table, where: Where): Promise<AnyRow[]> {
  const { rows } = await sql<Flat>`select ${selected(table)} from ${target(table)} where deleted_at is null and ${filterSql(table, parseWhere(table.entity, where), new Set())} order by id`.execute(tx);
  return rows.map((r) => unflatten(table, r));
}
