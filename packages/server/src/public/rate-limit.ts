import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';

/** So many within so many seconds, for whatever `name` stands for. */
export interface Limit {
  readonly name: string;
  readonly most: number;
  readonly seconds: number;
}

/** One new row in so many takes the place of so many that nobody needs any more. */
const sweepEvery = 20;
const swept = 200;

/**
 * Counts one against each limit, in all processes alike, and answers for how many seconds to wait: 0 when it is within all of them.
 * Each limit refills steadily (the generic cell rate algorithm), so that there is no moment at which all of it comes back at once.
 */
export async function take({ tx, identity: { tenant } }: Access, limits: readonly Limit[]): Promise<number> {
  const names = limits.map((l) => l.name);
  const wanted = sql`unnest(${names}::text[], ${limits.map((l) => l.seconds / l.most)}::float8[], ${limits.map((l) => l.seconds)}::float8[]) as l(name, step, span)`;
  // In the order of their names, so that two requests never wait for each other.
  const { rows } = await sql<{ fresh: boolean }>`insert into vinculo.rate as r (tenant_id, name, full_at, step, span)
    select ${tenant}, name, clock_timestamp() + make_interval(secs => step), make_interval(secs => step), make_interval(secs => span) from ${wanted} order by name
    on conflict (tenant_id, name) do update set full_at = greatest(r.full_at, clock_timestamp()) + excluded.step, step = excluded.step, span = excluded.span
      where greatest(r.full_at, clock_timestamp()) + excluded.step <= clock_timestamp() + excluded.span
    returning xmax = 0 as fresh`.execute(tx);
  if (rows.some((r) => r.fresh) && Math.random() < 1 / sweepEvery) {
    await sql`delete from vinculo.rate where (tenant_id, name) in (select tenant_id, name from vinculo.rate where tenant_id = ${tenant} and full_at < now() limit ${swept} for update skip locked)`.execute(tx);
  }
  if (rows.length === limits.length) return 0;
  const { rows: waits } = await sql<{ seconds: number }>`select max(extract(epoch from full_at + step - span - clock_timestamp()))::float8 as seconds from vinculo.rate where name = any(${names}::text[])`.execute(tx);
  return Math.max(1, Math.ceil(waits[0]!.seconds));
}
