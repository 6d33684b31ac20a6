import { newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Identity } from '../identity/identity.ts';
import { type Bench, startBench } from '../testing/bench.ts';
import { type Access, type Database, connect, inTransaction } from './connection.ts';

let bench: Bench;
let db: Database;
const [one, two] = [newId(), newId()];
const staffOf = (tenant: string): Identity => ({ tenant, subject: 'ana', role: 'staff', name: 'Ana', expiresAt: Number.MAX_SAFE_INTEGER });

beforeAll(async () => {
  bench = await startBench();
  await (await bench.session({ role: 'staff', tenant: one })).create('account', { name: 'of one' });
  db = connect(bench.databaseUrl('serving'), () => undefined);
}, 60_000);
afterAll(async () => {
  await db.destroy();
  await bench.stop();
});

/** Which process of the database serves, and what it shows. */
async function look({ tx }: Access): Promise<{ pid: number; names: string[] }> {
  const { rows } = await sql<{ pid: number; names: string[] }>`select pg_backend_pid() as pid, array(select name from vinculo.account) as names`.execute(tx);
  return rows[0]!;
}

describe('a connection of the pool', () => {
  it('serves the next tenant without leftovers, however the transaction before ended', async () => {
    const endings: Record<string, (access: Access) => Promise<unknown>> = {
      'by its end': () => Promise.resolve(),
      'by an error of ours': () => Promise.reject(new Error('stop')),
      'by an error of the database': ({ tx }) => sql`select 1 / 0`.execute(tx),
      'by a refusal of row-level security': ({ tx }) => sql`insert into vinculo.account (tenant_id, id, version, created_at, updated_at) values (${two}, 'x', 1, now(), now())`.execute(tx),
      'out of time': async ({ tx }) => {
        await sql`set local statement_timeout = 5`.execute(tx);
        await sql`select pg_sleep(5)`.execute(tx);
      },
      'amid the look of the server': async ({ tx }) => {
        await sql`select set_config('vinculo.role', 'system', true)`.execute(tx);
        await sql`select no_such_column`.execute(tx);
      },
    };
    for (const [how, end] of Object.entries(endings)) {
      for (const mode of ['read', 'write'] as const) {
        let served = 0;
        await inTransaction(db, staffOf(one), mode, async (access) => {
          const { pid, names } = await look(access);
          expect(names).toEqual(['of one']);
          served = pid;
          await end(access);
        }).catch(() => undefined);
        const next = await inTransaction(db, staffOf(two), 'read', look);
        expect([how, next]).toEqual([how, { pid: served, names: [] }]);
        const { rows } = await sql<{ left: string }>`select concat(${sql.join(['tenant', 'role', 'subject', 'contact', 'command', 'team', 'below', 'queues', 'regions', 'shared_deal'].map((s) => sql`current_setting(${`vinculo.${s}`}, true)`))}) as left, array(select name from vinculo.account) as names`.execute(db);
        expect([how, rows]).toEqual([how, [{ left: '', names: [] }]]);
      }
    }
  });

  it('mixes up no tenants where many requests share few connections and some of them fail', async () => {
    const tenants = await Promise.all(Array.from({ length: 6 }, async (_, i) => {
      const tenant = newId();
      await (await bench.session({ role: 'staff', tenant })).create('account', { name: `of ${i}` });
      return { tenant, name: `of ${i}` };
    }));
    const wrong: unknown[] = [];
    await Promise.all(Array.from({ length: 600 }, async (_, i) => {
      const { tenant, name } = tenants[i % tenants.length]!;
      await inTransaction(db, staffOf(tenant), i % 2 ? 'read' : 'write', async (access) => {
        const { names } = await look(access);
        if (names.length !== 1 || names[0] !== name) wrong.push([name, names]);
        if (i % 5 === 0) await sql`select 1 / 0`.execute(access.tx);
        if (i % 7 === 0) throw new Error('stop');
      }).catch(() => undefined);
    }));
    expect(wrong).toEqual([]);
  });
});
