import type { Where } from '@vinculo/sdk/schema';
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

/** So many counts each process remembers; those not asked for longest go. */
const most = 1000;
const known = new WeakMap<Database, Map<string, Known>>();

/**
 * How many standing rows of a table match. To count takes longer than to read the first of them, so a count is remembered for as long as no row of the table
 * changes, which the database says at once. For readers of all rows alone: of what may be lost from sight no row tells.
 */
export async function countAll(db: Database, { tx, identity }: Access, table: Table, where: Where | undefined, matches: RawBuilder<unknown>): Promise<number> {
  const counts = known.get(db) ?? known.set(db, new Map()).get(db)!;
  const key = createHash('sha256').update(JSON.stringify([identity.tenant, table.name, where ?? null])).digest('base64');
  const remember = (count: Known): number => {
    // What was asked for last stands last.
    counts.delete(key);
    counts.set(key, count);
    return count.n;
  };
  // It stays for those who ask meanwhile.
  const last = counts.get(key);
  if (last && (await stands(tx, identity.tenant, table, last))) return remember(last);
  const { rows } = await sql<Known>`select count(*) as n, pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (select value from vinculo.meta where name = 'epoch') as epoch from ${target(table)} where ${matches}`.execute(tx);
  const n = remember(rows[0]!);
  for (const oldest of counts.keys()) {
    if (counts.size <= most) break;
    counts.delete(oldest);
  }
  return n;
}

/** Whether nothing in the table changed since, no removal was dropped that would have told, and the database is the same. */
async function stands(tx: Access['tx'], tenant: string, table: Table, { horizon, epoch }: Known): Promise<boolean> {
  const { rows } = await sql<{ stands: boolean }>`select (select value from vinculo.meta where name = 'epoch') = ${epoch}
    and not exists (select 1 from ${target(table)} where changed_xid >= ${horizon}::xid8)
    and not exists (select 1 from vinculo.removals_dropped where tenant_id = ${tenant} and "table" = ${table.name} and changed_xid >= ${horizon}::xid8) as stands`.execute(tx);
  return rows[0]!.stands;
}
