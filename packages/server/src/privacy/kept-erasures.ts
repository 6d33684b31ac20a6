import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import { type Database, inTransaction } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { tableNamed } from '../database/table.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import type { Log } from '../log.ts';
import { run } from '../records/run.ts';
import { SettingsError } from '../settings-error.ts';
import { forget } from './forget.ts';
import { markOf } from './marks.ts';

const keptMark = z.object({ tenant: z.string(), key: z.string(), hash: z.string(), at: z.string() });
type KeptMark = z.infer<typeof keptMark>;

/** Beside the database, so that no restore of it takes back who was erased. It holds no name, address or number. */
const fileIn = (folder: string): string => join(folder, 'erased.jsonl');

function readKept(folder: string): KeptMark[] {
  const file = fileIn(folder);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').flatMap((line) => {
    try {
      const read = keptMark.safeParse(JSON.parse(line));
      return read.success ? [read.data] : [];
    } catch {
      return []; // a line cut short by a crash; what it said is written again
    }
  });
}

/** Adds to the file in the data folder what the database holds of marks and the file does not. */
export async function keepErasures(db: Database, folder: string): Promise<void> {
  const { rows } = await inTransaction(db, systemIdentity('', 'erasure'), 'read', ({ tx }) =>
    sql<KeptMark>`select e.tenant_id as tenant, k.value as key, e.hash, e.at from vinculo.erased as e join vinculo.erasure_key as k using (tenant_id) order by e.at`.execute(tx));
  const kept = new Set(readKept(folder).map((m) => `${m.tenant}/${m.hash}/${m.at}`));
  const missing = rows.filter((m) => !kept.has(`${m.tenant}/${m.hash}/${m.at}`));
  // A line of its own first: the last one may have been cut short.
  if (missing.length > 0) appendFileSync(fileIn(folder), `\n${missing.map((m) => JSON.stringify(m)).join('\n')}\n`, { mode: 0o600 });
}

/**
 * Erases again whom a restored database brought back: everyone whose mark the file in the data folder has and the database lacks.
 * Run at every start; where nothing was restored it finds nothing.
 * @throws SettingsError for the file of another database: by its secret none of this one's marks would be known any more
 */
export async function reapplyErasures(db: Database, folder: string, log: Log): Promise<void> {
  const byTenant = new Map<string, KeptMark[]>();
  for (const m of readKept(folder)) (byTenant.get(m.tenant) ?? byTenant.set(m.tenant, []).get(m.tenant)!).push(m);
  for (const [tenant, marks] of byTenant) {
    const identity = systemIdentity(tenant, 'erasure');
    const people = await inTransaction(db, identity, 'write', async (access) => {
      const { tx } = access;
      const key = marks.at(-1)!.key;
      const { rows: own } = await sql<{ value: string }>`select value from vinculo.erasure_key where tenant_id = ${tenant} and exists (select 1 from vinculo.erased where tenant_id = ${tenant})`.execute(tx);
      if (own[0] && marks.some((m) => m.key !== own[0]!.value)) {
        throw new SettingsError(`The file ${fileIn(folder)} says who was erased from another database than this, in tenant ${tenant}. Start the server with the data folder of this database, or move the file away.`);
      }
      await sql`insert into vinculo.erasure_key (tenant_id, value) values (${tenant}, ${key}) on conflict (tenant_id) do update set value = excluded.value`.execute(tx);
      const { rows: back } = await sql<{ hash: string }>`insert into vinculo.erased (tenant_id, hash, at) select distinct on (hash) ${tenant}, hash, at from unnest(${marks.map((m) => m.hash)}::text[], ${marks.map((m) => m.at)}::timestamptz[]) as m(hash, at) order by hash, at desc
        on conflict do nothing returning hash`.execute(tx);
      const wanted = new Set(back.map((r) => r.hash));
      const found: { readonly table: 'contact' | 'lead' | 'account'; readonly id: string }[] = [];
      if (wanted.size === 0) return found;
      for (const table of ['contact', 'lead', 'account'] as const) {
        const { rows } = await sql<{ id: string; removed: boolean }>`select id, deleted_at is not null as removed from ${target(tableNamed(table))} where erased_at is null`.execute(tx);
        const theirs = rows.filter(({ id }) => wanted.has(markOf(key, 'id', id)));
        await forget(access, tableNamed(table), theirs.filter((r) => r.removed).map((r) => r.id));
        found.push(...theirs.filter((r) => !r.removed).map(({ id }) => ({ table, id })));
      }
      return found;
    });
    for (const person of people) await run(db, identity, 'erasePerson', person, newId());
    if (people.length > 0) log('warn', 'erasures.applied', { people: people.length });
  }
  await keepErasures(db, folder);
}
