import { newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { connect, type Database, inTransaction } from '../database/connection.ts';
import { tableNamed } from '../database/table.ts';
import type { Identity } from '../identity/identity.ts';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { countAll } from './known-counts.ts';

let bench: Bench;
let staff: Session;
let tenant: string;
let admin: pg.Client;
let db: Database;
beforeAll(async () => {
  bench = await startBench();
  admin = await bench.admin();
  db = connect(bench.databaseUrl('serving'), (error) => {
    throw error;
  });
}, 60_000);
afterAll(async () => {
  await db.destroy();
  await bench.stop();
});
beforeEach(async () => {
  tenant = newId();
  staff = await bench.session({ role: 'staff', tenant });
});

const total = async (where?: object): Promise<number> => (await staff.call('query', { table: 'account', where, limit: 1 })).json['total']!;

it('tells how many rows match after each kind of change, of this filter and of others', async () => {
  const made = [];
  for (let n = 0; n < 4; n++) made.push(await staff.create('account', { name: `A${n}`, industry: n % 2 === 0 ? 'steel' : 'glass' }));
  expect([await total(), await total({ industry: 'steel' })]).toEqual([4, 2]);
  await staff.push(staff.change('update', 'account', made[1]!.id, { industry: 'steel' }));
  expect([await total(), await total({ industry: 'steel' })]).toEqual([4, 3]);
  await staff.push(staff.change('remove', 'account', made[0]!.id));
  expect([await total(), await total({ industry: 'steel' }), await total({ industry: 'glass' })]).toEqual([3, 2, 1]);
  await staff.create('account', { name: 'B' });
  expect(await total()).toBe(4);
  const foreign = await bench.session({ role: 'staff', tenant: newId() });
  await foreign.create('account', { name: 'C' });
  await foreign.create('account', { name: 'D' });
  expect((await foreign.call('query', { table: 'account', limit: 1 })).json['total']).toBe(2);
  expect(await total()).toBe(4);
});

it('counts a row whose transaction began before the count and was committed after it', async () => {
  for (const name of ['A', 'B']) await staff.create('account', { name });
  await admin.query('begin');
  try {
    await admin.query(`insert into vinculo.account (tenant_id, id, version, created_at, updated_at, name) values ($1, 'late', 1, now(), now(), 'late')`, [tenant]);
    await staff.create('account', { name: 'C' });
    expect([await total(), await total()]).toEqual([3, 3]);
  } finally {
    await admin.query('commit');
  }
  expect(await total()).toBe(4);
});

it('counts anew once removals that would have told were dropped, and in another epoch', async () => {
  for (const name of ['A', 'B', 'C']) await staff.create('account', { name });
  // A count is good for something only where no older transaction runs.
  await vi.waitFor(async () => {
    const { rows } = await admin.query<{ over: boolean }>('select bool_and(changed_xid < pg_snapshot_xmin(pg_current_snapshot())) as over from vinculo.account where tenant_id = $1', [tenant]);
    expect(rows[0]!.over).toBe(true);
  });
  expect(await total()).toBe(3);
  // As nothing in the program does: without a word of it in the table.
  const drop = (name: string): Promise<unknown> => admin.query(`delete from vinculo.account where tenant_id = $1 and name = $2`, [tenant, name]);
  await drop('A');
  expect(await total(), 'it is remembered').toBe(3);
  await admin.query(`insert into vinculo.removals_dropped (tenant_id, "table", changed_xid) values ($1, 'account', pg_current_xact_id())`, [tenant]);
  expect(await total()).toBe(2);
  await admin.query('delete from vinculo.removals_dropped where tenant_id = $1', [tenant]);
  expect(await total()).toBe(2);
  await drop('B');
  expect(await total(), 'it is remembered').toBe(2);
  const { rows } = await admin.query<{ value: string }>(`update vinculo.meta set value = 'another' where name = 'epoch' returning (select value from vinculo.meta where name = 'epoch')`);
  expect(await total()).toBe(1);
  await admin.query(`update vinculo.meta set value = $1 where name = 'epoch'`, [rows[0]!.value]);
});

it.each(['alone', 'beside a long transaction'])('tells a transaction what it sees itself, where a later one counted more meanwhile: %s', async (how) => {
  for (const name of ['A', 'B']) await staff.create('account', { name });
  const identity: Identity = { tenant, subject: 'ana', role: 'staff', name: 'Ana', expiresAt: Number.MAX_SAFE_INTEGER };
  const within = (work: (count: () => Promise<number>) => Promise<void>): Promise<void> =>
    inTransaction(db, identity, 'read', (access) => work(() => countAll(db, access, tableNamed('account'), sql`deleted_at is null`)));
  await admin.query('begin');
  try {
    if (how !== 'alone') await admin.query('select pg_current_xact_id()');
    await within(async (older) => {
      await staff.create('account', { name: 'C' });
      await within(async (newer) => expect(await newer()).toBe(3));
      expect(await older()).toBe(2);
    });
  } finally {
    await admin.query('commit');
  }
});

it('finds for each reader in what they may look through alone, whatever others found', async () => {
  for (const [id, role] of [['ana', 'admin'], ['ron', 'readonly']] as const) await staff.create('user', { name: id, role }, id);
  const [ana, ron] = await Promise.all(['ana', 'ron'].map((subject) => bench.session({ role: 'staff', tenant, subject })));
  for (let n = 0; n < 3; n++) await ana!.create('contact', { name: `N${n}`, emails: [{ id: 'e', value: `n${n}@hidden.example` }] });
  const of = async (who: Session): Promise<number> => (await who.call('query', { table: 'contact', where: { search: 'hidden.example' }, limit: 0 })).json['total']!;
  expect([await of(ana!), await of(ron!), await of(ana!)]).toEqual([3, 0, 3]);
});

it('tells staff who see a part of the rows what they see, whatever others were told', async () => {
  for (const id of ['ana', 'sam']) await staff.create('user', { name: id, role: id === 'ana' ? 'admin' : 'sales' }, id);
  const [ana, sam] = await Promise.all(['ana', 'sam'].map((subject) => bench.session({ role: 'staff', tenant, subject })));
  for (let n = 0; n < 3; n++) await ana!.create('account', { name: `A${n}`, ownerId: n === 0 ? 'sam' : 'ana' });
  const of = async (who: Session): Promise<number> => (await who.call('query', { table: 'account', limit: 0 })).json['total']!;
  expect([await of(ana!), await of(sam!), await of(ana!)]).toEqual([3, 1, 3]);
});
