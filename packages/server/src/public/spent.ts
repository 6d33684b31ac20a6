import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';

/** One new row in so many takes the place of so many whose time is over. */
const sweepEvery = 20;
const swept = 200;

/** Spends what counts once. Answers false where it was spent before, in this process or another. @param until Unix seconds: when nobody can try again anyway */
export async function spend({ tx, identity: { tenant } }: Access, id: string, until: number): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into vinculo.spent (tenant_id, id, until) values (${tenant}, ${id}, to_timestamp(${until})) on conflict do nothing`.execute(tx);
  if (numAffectedRows !== 1n) return false;
  if (Math.random() < 1 / sweepEvery) await sql`delete from vinculo.spent where (tenant_id, id) in (select tenant_id, id from vinculo.spent where tenant_id = ${tenant} and until < now() - interval '1 minute' limit ${swept} for update skip locked)`.execute(tx);
  return true;
}

export async function isSpent({ tx }: Access, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from vinculo.spent where id = ${id}`.execute(tx);
  return rows.length > 0;
}
