import { createHash } from 'node:crypto';
import { type AnyRow, parseWhere, type Where } from '@vinculo/sdk/schema';
import { type RawBuilder, sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { selected, target } from '../database/statements.ts';
import { type Flat, type Table, unflatten } from '../database/table.ts';
import type { Identity } from '../identity/identity.ts';
import { sightHash } from './describe.ts';
import { filterSql } from './filter-sql.ts';
import { shownRow } from './mask.ts';
import { movesOf } from './moves.ts';
import { narrowing } from './narrowing.ts';
import { readable } from './query.ts';

/** The most rows of one page. */
export const largestPage = 5000;

/** Where a pull stands. Opaque to clients. */
interface Cursor {
  /** Epoch of the database. */
  readonly e: string;
  /** Rights the rows were read with. */
  readonly r: string;
  /** Transaction and place in it of the last row read. */
  readonly x: string;
  readonly s: number;
  /** While the first reading of all rows goes on: the transaction it began before. Removals from before that are of no interest. */
  readonly h?: string;
  /** Where a customer or guest is not shown every row of the table: which ones they were, when the reading began. */
  readonly d?: string;
  /** Where a member of staff is not: the transaction before which it was seen to that rows came into and went out of sight. */
  readonly m?: string;
  /** The filter that the rows were read by, shortened; absent for all rows. */
  readonly w?: string;
  /** While the first reading after another epoch goes on: see Page.restoredTo. */
  readonly b?: string;
}

export interface Page {
  readonly rows: AnyRow[];
  readonly deleted: string[];
  /** Rows that changed and do not match what is read. A reader to whom rows may be lost from sight is told to read anew. */
  readonly movedOut: string[];
  readonly cursor: string;
  readonly more: boolean;
  readonly reset?: true;
  /** Of each page of the reading that follows a restore: when the last row was written that was restored. */
  readonly restoredTo?: string;
}

/**
 * What changed after the cursor, in the order of (transaction, place in it). A transaction that is not over hides itself and all that began after it, so a row
 * that commits late is never passed over: it comes once no older transaction runs. Whether a row matches `where` is a matter of its own fields, so that it only
 * comes in or moves out by a change.
 */
export function pull(db: Database, identity: Identity, { table: name, where }: { readonly table: string; readonly where?: Where | undefined }, cursor: string | null, limit: number): Promise<Page> {
  const { table, rights, hidden, closed } = readable(identity, name);
  const w = where && createHash('sha256').update(JSON.stringify(where)).digest('base64url').slice(0, 22);
  const inScope = where ? sql`(${filterSql(table, parseWhere(table.entity, where), closed)}) is true` : sql`true`;
  const seen = narrowing(identity, name);
  return inTransaction(db, identity, 'read', async (access) => {
    const r = sightHash(identity, access.facts, name);
    const { horizon, epoch, restoredTo, dropped } = await standOf(access, table);
    const read = cursor === null ? undefined : readCursor(cursor);
    const restored = read && earlier(read.b, read.e === epoch ? undefined : restoredTo);
    const known = read && read.e === epoch && read.r === r && read.w === w && [read.x, read.h ?? '0', read.m ?? '0'].every((xid) => BigInt(xid) <= BigInt(horizon)) ? read : undefined;
    const partial = rights.read !== 'all';
    const staffs = partial && identity.role === 'staff';
    const goesOn = known?.h !== undefined;
    // Rows can come into or go out of sight without having changed themselves. Of the few rows of a customer what was in sight tells; of staff, what moved.
    const digest = partial && !staffs ? (goesOn ? known.d : await sightOf(access, table, seen)) : undefined;
    const moves = staffs && known?.m !== undefined ? await movesOf(access, name, { from: known.m, to: horizon }) : undefined;
    // Removals since then may be gone for good. A first reading needs only those since it began.
    const isTold = known !== undefined && BigInt(dropped) < BigInt(known.h ?? known.x);
    const valid = isTold && (goesOn || known.d === digest) && staffs === (moves !== undefined);
    const from: Pick<Cursor, 'x' | 's' | 'h'> = valid ? known : { x: '0', s: 0, h: horizon };

    const rows = await changedRows(access, selected(table, hidden), target(table), inScope, seen, from, horizon, limit);
    const more = rows.length === limit;
    const last = rows.at(-1);
    // At the end of a reading everything before the horizon is known, whatever the last row of this table was.
    const next: Cursor = { e: epoch, r, ...(last && more ? { x: last.xid, s: last.seq } : { x: horizon, s: 0 }), ...(more && from.h !== undefined ? { h: from.h } : {}), ...(digest === undefined ? {} : { d: digest }), ...(staffs ? { m: horizon } : {}), ...(w === undefined ? {} : { w }), ...(more && restored ? { b: restored } : {}) };
    const delivered = new Set(rows.map((row) => String(row['id'])));
    const come = valid && moves ? await rowsOf(access, selected(table, hidden), target(table), inScope, [...moves.unchanged].filter((id) => !delivered.has(id))) : [];
    const standing: ShownRow[] = [...rows.filter((row) => row['deleted_at'] === null), ...come];
    return {
      rows: standing.filter((row) => row.in_scope).map((row) => shownRow(rights, table, unflatten(table, row))),
      deleted: rows.filter((row) => row['deleted_at'] !== null).map((row) => String(row['id'])),
      movedOut: [...standing.filter((row) => !row.in_scope).map((row) => String(row['id'])), ...(valid && moves ? moves.gone : [])], cursor: writeCursor(next), more,
      ...(cursor !== null && !valid ? { reset: true as const } : {}), ...(restored ? { restoredTo: restored } : {}),
    };
  });
}

/** Which transactions are over, up to which removals are gone, and since when this database is what it is. Looked up each time: a restore is not told to the processes beside it. */
async function standOf({ tx, identity }: Access, table: Table): Promise<{ readonly horizon: string; readonly epoch: string; readonly restoredTo: string | undefined; readonly dropped: string }> {
  const { rows } = await sql<{ horizon: string; epoch: string; restored_to: string | null; dropped: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
    (select value from vinculo.meta where name = 'epoch') as epoch, (select nullif(value, '') from vinculo.meta where name = 'restored-to') as restored_to,
    coalesce((select changed_xid::text from vinculo.removals_dropped where tenant_id = ${identity.tenant} and "table" = ${table.name}), '0') as dropped`.execute(tx);
  const { horizon, epoch, restored_to, dropped } = rows[0]!;
  return { horizon, epoch, restoredTo: restored_to ?? undefined, dropped };
}

function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

type ShownRow = Flat & { readonly in_scope: boolean };
/** Named apart from the columns: what a statement sorts by is first looked for among its own names, and a transaction’s number as text sorts 1000 before 999. */
type ChangedRow = ShownRow & { readonly xid: string; readonly seq: number };

async function changedRows({ tx }: Access, columns: RawBuilder<unknown>, table: RawBuilder<unknown>, inScope: RawBuilder<unknown>, seen: RawBuilder<unknown>, from: Pick<Cursor, 'x' | 's' | 'h'>, horizon: string, limit: number): Promise<ChangedRow[]> {
  // What was gone, or out of the scope, before a first reading began is no news to its reader.
  const notGone = from.h === undefined ? sql`` : sql`and ((deleted_at is null and ${inScope}) or changed_xid >= ${from.h}::xid8)`;
  const { rows } = await sql<ChangedRow>`select ${columns}, changed_xid::text as xid, changed_seq as seq, ${inScope} as in_scope from ${table}
    where (changed_xid, changed_seq) > (${from.x}::xid8, ${from.s}::bigint) and changed_xid < ${horizon}::xid8 and ${seen} ${notGone} order by changed_xid, changed_seq limit ${limit}`.execute(tx);
  return rows;
}

async function rowsOf({ tx }: Access, columns: RawBuilder<unknown>, table: RawBuilder<unknown>, inScope: RawBuilder<unknown>, ids: readonly string[]): Promise<ShownRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ShownRow>`select ${columns}, ${inScope} as in_scope from ${table} where id = any(${ids}::text[])`.execute(tx);
  return rows;
}

async function sightOf({ tx }: Access, table: Table, seen: RawBuilder<unknown>): Promise<string> {
  const { rows } = await sql<{ digest: string }>`select md5(coalesce(string_agg(id, ',' order by id), '')) as digest from ${target(table)} where ${seen}`.execute(tx);
  return rows[0]!.digest;
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Undefined for anything that is no cursor of ours: the reader then begins anew. */
function readCursor(text: string): Cursor | undefined {
  try {
    const { e, r, x, s, h, d, m, w, b } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
    const isXid = (v: unknown): v is string => typeof v === 'string' && /^\d{1,20}$/.test(v);
    if (typeof e !== 'string' || typeof r !== 'string' || !isXid(x) || !Number.isSafeInteger(s) || (h !== undefined && !isXid(h)) || (d !== undefined && typeof d !== 'string') || (m !== undefined && !isXid(m)) || (w !== undefined && typeof w !== 'string') || (b !== undefined && typeof b !== 'string')) return undefined;
    return { e, r, x, s: s as number, ...(h === undefined ? {} : { h }), ...(d === undefined ? {} : { d }), ...(m === undefined ? {} : { m }), ...(w === undefined ? {} : { w }), ...(b === undefined ? {} : { b }) };
  } catch {
    return undefined;
  }
}
