import { type RawBuilder, sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { Access, Database } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import type { Table } from '../database/table.ts';

interface Known {
  readonly n: number;
  /** The oldest transaction that was under way when it was counted: what changed since is of that one or a later one. */
  readonly horizon: string;
  readonly epoch: string;
}

/** A count, and whether all that it saw is of transactions before its horizon. */
interface Counted extends Known {
  readonly settled: boolean;
}

/** So many counts each process remembers; those not asked for longest go. */
const most = 1000;
const known = new WeakMap<Database, Map<string, Known>>();

/**
 * How many rows of a table match. To count takes longer than to read the first of them, so a count is remembered for as long as no row of the table
 * changes, which the database says at once. For readers of all rows alone: of what may be lost from sight no row tells.
 *
 * @param matches the condition as it is asked: a search looks through more fields for one reader than for another, and what it finds in them is not for both
 */
export async function countAll(db: Database, { tx, identity }: Access, table: Table, matches: RawBuilder<unknown>): Promise<number> {
  const counts = known.get(db) ?? known.set(db, new Map()).get(db)!;
  const { sql: condition, parameters } = matches.compile(db);
  const key = createHash('sha256').update(JSON.stringify([identity.tenant, table.name, condition, parameters])).digest('base64');
  const remember = ({ n, horizon, epoch }: Known): void => {
    // What was asked for last stands last.
    counts.delete(key);
    counts.set(key, { n, horizon, epoch });
  };
  // It stays for those who ask meanwhile.
  const last = counts.get(key);
  if (last && (await stands(tx, identity.tenant, table, last))) {
    remember(last);
    return last.n;
  }
  const { rows } = await sql<Counted>`select count(*) as n, pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (select value from vinculo.meta where name = 'epoch') as epoch,
    not exists (select 1 from ${target(table)} where changed_xid >= pg_snapshot_xmin(pg_current_snapshot())) as settled from ${target(table)} where ${matches}`.execute(tx);
  const counted = rows[0]!;
  // Else what a later transaction wrote is in it: one that sees less would be told too much.
  if (counted.settled) remember(counted);
  for (const oldest of counts.keys()) {
    if (counts.size <= most) break;
    counts.delete(oldest);
  }
  return counted.n;
}

/** Whether all that was counted is seen here, nothing in the table changed since, no removal was dropped that would have told, and the database is the same. */
async function stands(tx: Access['tx'], tenant: string, table: Table, { horizon, epoch }: Known): Promise<boolean> {
  const { rows } = await sql<{ stands: boolean }>`select (select value from vinculo.meta where name = 'epoch') = ${epoch}
    and pg_snapshot_xmin(pg_current_snapshot()) >= ${horizon}::xid8
    and not exists (select 1 from ${target(table)} where changed_xid >= ${horizon}::xid8)
    and not exists (select 1 from vinculo.removals_dropped where tenant_id = ${tenant} and "table" = ${table.name} and changed_xid >= ${horizon}::xid8) as stands`.execute(tx);
  return rows[0]!.stands;
}
