import { type AnyRow, compileWhere, entities, newId, type Where } from '@vinculo/sdk/schema';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import type { Page } from './pull.ts';

let bench: Bench;
let staff: Session;
let tenant: string;

beforeAll(async () => void (bench = await startBench()), 60_000);
afterAll(() => bench.stop());
beforeEach(async () => {
  tenant = newId();
  staff = await bench.session({ role: 'staff', tenant });
});

async function page(session: Session, table: string, cursor: string | null, limit?: number, where?: Where): Promise<Page> {
  const { status, json } = await session.call('pull', { table, cursor, ...(limit ? { limit } : {}), ...(where ? { where } : {}) });
  if (status !== 200) throw new Error(JSON.stringify(json));
  return json as unknown as Page;
}

/** Follows a cursor to its end, as a client does: a reset forgets what was held. */
async function follow(session: Session, table: string, held: Map<string, AnyRow>, cursor: string | null, limit?: number, where?: Where): Promise<string> {
  for (;;) {
    const { rows, deleted, movedOut, more, reset, cursor: next } = await page(session, table, cursor, limit, where);
    if (reset) held.clear();
    for (const row of rows) held.set(row.id, row);
    for (const id of [...deleted, ...movedOut]) held.delete(id);
    cursor = next;
    if (!more) return cursor;
  }
}

const byId = (a: AnyRow, b: AnyRow): number => (a.id < b.id ? -1 : 1);
const names = (held: Map<string, AnyRow>): unknown[] => [...held.values()].map((r) => String(r['name'])).sort();

describe('a pull', () => {
  it('gives every row once over pages, then only what changed, and removals', async () => {
    const rows = [];
    for (let i = 0; i < 7; i++) rows.push(await staff.create('account', { name: `A${i}` }));
    await staff.push(staff.change('remove', 'account', rows[6]!.id));
    const held = new Map<string, AnyRow>();
    let cursor = await follow(staff, 'account', held, null, 2);
    expect([...held.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(rows.slice(0, 6));

    expect(await page(staff, 'account', cursor)).toMatchObject({ rows: [], deleted: [], more: false });
    await staff.push(staff.change('update', 'account', rows[1]!.id, { name: 'B1' }), staff.change('remove', 'account', rows[2]!.id));
    const changed = await page(staff, 'account', cursor);
    expect(changed).toMatchObject({ rows: [{ id: rows[1]!.id, name: 'B1', version: '2' }], deleted: [rows[2]!.id], movedOut: [] });
    expect(changed).not.toHaveProperty('reset');
    cursor = await follow(staff, 'account', held, cursor);
    expect(names(held)).toEqual(['A0', 'A3', 'A4', 'A5', 'B1']);
  });

  it('tells of removals for 90 days; who was away for longer reads anew, and who was not goes on', async () => {
    const [one, two] = [await staff.create('account', { name: 'One' }), await staff.create('account', { name: 'Two' })];
    const [kept, away] = [new Map<string, AnyRow>(), new Map<string, AnyRow>()];
    const before = await follow(staff, 'account', away, null);
    let cursor = await follow(staff, 'account', kept, null);
    const other = await staff.create('contact', { name: 'Other' });
    const contacts = (await page(staff, 'contact', null)).cursor;
    await staff.push(staff.change('remove', 'account', one.id));
    cursor = await follow(staff, 'account', kept, cursor);
    await staff.push(staff.change('remove', 'contact', other.id));
    const admin = new pg.Client(bench.databaseUrl('admin'));
    await admin.connect();
    const left = async (): Promise<unknown[]> => (await admin.query(`select id from vinculo.account where tenant_id = $1`, [tenant])).rows.map((r: { id: string }) => r.id);
    try {
      // Without the trigger that would make it a new change.
      await admin.query(`set session_replication_role = replica`);
      await admin.query(`update vinculo.account set deleted_at = deleted_at - interval '91 days' where tenant_id = $1`, [tenant]);
      await admin.query(`set session_replication_role = origin`);
      await vi.waitFor(async () => {
        await admin.query(`update vinculo.job set due_at = now() where tenant_id = $1 and kind = 'retention'`, [tenant]);
        expect(await left()).toEqual([two.id]);
      }, { timeout: 15_000, interval: 300 });
    } finally {
      await admin.end();
    }
    expect(await page(staff, 'account', before)).toMatchObject({ reset: true, rows: [{ name: 'Two' }] });
    await follow(staff, 'account', away, before, 1);
    expect(names(away)).toEqual(['Two']);
    expect(await page(staff, 'account', cursor)).not.toHaveProperty('reset');
    expect(names(kept)).toEqual(['Two']);
    // Of a table from which nothing is gone, and of what was removed since, all is told.
    const still = await page(staff, 'contact', contacts);
    expect(still).toMatchObject({ deleted: [other.id] });
    expect(still).not.toHaveProperty('reset');
  });

  it('begins anew for a cursor that names a transaction still to come', async () => {
    const rows = [await staff.create('account', { name: 'A' }), await staff.create('account', { name: 'B' })];
    const { cursor } = await page(staff, 'account', null, 1);
    const genuine = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as object;
    for (const forged of [{ x: '99999999999999999999' }, { h: '99999999999999999999' }, { x: '9007199254740991', h: '9007199254740991' }]) {
      const answer = await page(staff, 'account', Buffer.from(JSON.stringify({ ...genuine, ...forged })).toString('base64url'));
      expect(answer).toMatchObject({ reset: true, more: false });
      expect(answer.rows).toHaveLength(rows.length);
    }
  });

  it('passes over nothing where the numbers of transactions get one more digit', async () => {
    const client = new pg.Client(bench.databaseUrl('admin'));
    await client.connect();
    try {
      let xid = 0;
      const limit = (): number => 10 ** String(xid).length;
      do xid = Number((await client.query<{ xid: string }>('select pg_current_xact_id()::text as xid')).rows[0]!.xid);
      while (xid < limit() - 3);
    } finally {
      await client.end();
    }
    for (let i = 0; i < 6; i++) await staff.create('account', { name: `A${i}` });
    const held = new Map<string, AnyRow>();
    await follow(staff, 'account', held, null, 2);
    expect(names(held)).toEqual(['A0', 'A1', 'A2', 'A3', 'A4', 'A5']);
  });

  it('tells of a row that was removed while its first reading went on', async () => {
    const rows = [];
    for (let i = 0; i < 4; i++) rows.push(await staff.create('account', { name: `A${i}` }));
    const first = await page(staff, 'account', null, 2);
    await staff.push(staff.change('remove', 'account', rows[0]!.id));
    const held = new Map(first.rows.map((r) => [r.id, r]));
    await follow(staff, 'account', held, first.cursor, 2);
    expect(names(held)).toEqual(['A1', 'A2', 'A3']);
  });

  it('never passes over a row whose transaction commits late', async () => {
    const client = new pg.Client(bench.databaseUrl('admin'));
    await client.connect();
    try {
      const held = new Map<string, AnyRow>();
      await staff.create('account', { name: 'before' });
      let cursor = await follow(staff, 'account', held, null);
      await client.query('begin');
      await client.query(`insert into vinculo.account (tenant_id, id, version, created_at, updated_at, name) values ($1, 'late', 1, now(), now(), 'late')`, [tenant]);
      await staff.create('account', { name: 'meanwhile' });
      cursor = await follow(staff, 'account', held, cursor);
      expect(names(held)).toEqual(['before']);
      await client.query('commit');
      cursor = await follow(staff, 'account', held, cursor);
      expect(names(held)).toEqual(['before', 'late', 'meanwhile']);

      await client.query('begin');
      await client.query(`update vinculo.account set name = 'undone' where id = 'late' and tenant_id = $1`, [tenant]);
      await staff.create('account', { name: 'more' });
      await client.query('rollback');
      await follow(staff, 'account', held, cursor);
      expect(names(held)).toEqual(['before', 'late', 'meanwhile', 'more']);
    } finally {
      await client.end();
    }
  });

  it('loses nothing among many writers with transactions of any length', async () => {
    const writers = Array.from({ length: 4 }, async (_, w) => {
      const client = new pg.Client(bench.databaseUrl('admin'));
      await client.connect();
      for (let i = 0; i < 12; i++) {
        await client.query('begin');
        await client.query(`insert into vinculo.account (tenant_id, id, version, created_at, updated_at, name) values ($1, $2, 1, now(), now(), $2)`, [tenant, `${w}-${i}`]);
        if ((w + i) % 3 === 0) await client.query('select pg_sleep(0.02)');
        await client.query('commit');
      }
      await client.end();
    });
    const written = new AbortController();
    const all = Promise.all(writers).finally(() => written.abort());
    const held = new Map<string, AnyRow>();
    let cursor: string | null = null;
    while (!written.signal.aborted) cursor = await follow(staff, 'account', held, cursor, 3);
    await all;
    await follow(staff, 'account', held, cursor, 3);
    expect(held.size).toBe(48);
  });

  it('begins anew for a cursor that is none, of another epoch, other rights or from the future', async () => {
    await staff.create('account', { name: 'A' });
    const { cursor } = await page(staff, 'account', null);
    const known = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Record<string, unknown>;
    const altered = (change: object): string => Buffer.from(JSON.stringify({ ...known, ...change })).toString('base64url');
    for (const bad of ['nonsense', altered({ e: 'other' }), altered({ r: 'other' }), altered({ x: '99999999999' }), altered({ x: "1'; drop table" })]) {
      expect(await page(staff, 'account', bad)).toMatchObject({ reset: true, rows: [{ name: 'A' }] });
    }
  });

  it('has a customer forget what went out of sight, though it did not change itself', async () => {
    const me = await staff.create('contact', { name: 'Me' });
    const other = await staff.create('contact', { name: 'Other' });
    const { id: pipelineId } = await staff.create('pipeline', { name: 'Service', table: 'ticket' });
    const { id: stageId } = await staff.create('stage', { name: 'New', category: 'open', pipelineId });
    const ticket = await staff.create('ticket', { subject: 'Leak', pipelineId, stageId, contactId: me.id });
    const message = await staff.create('ticketMessage', { ticketId: ticket.id, body: 'Hello', at: '2026-11-22T01:18:50Z' });
    const customer = await bench.session({ role: 'customer', tenant, subject: 'c', contactId: me.id });
    const [tickets, messages] = [new Map<string, AnyRow>(), new Map<string, AnyRow>()];
    const ticketCursor = await follow(customer, 'ticket', tickets, null);
    const messageCursor = await follow(customer, 'ticketMessage', messages, null);
    expect([...tickets.keys(), ...messages.keys()]).toEqual([ticket.id, message.id]);
    expect(await page(customer, 'ticket', ticketCursor)).toMatchObject({ rows: [], more: false });

    await staff.push(staff.change('update', 'ticket', ticket.id, { contactId: other.id }));
    await follow(customer, 'ticket', tickets, ticketCursor);
    await follow(customer, 'ticketMessage', messages, messageCursor);
    expect(tickets.size + messages.size).toBe(0);
  });
});

describe('a pull of a scope', () => {
  const mine: Where = { industry: 'mine' };

  it('gives what matches, then what enters and leaves by its fields, and removals', async () => {
    const rows = [];
    for (const industry of ['mine', 'other', 'mine', 'mine', 'other']) rows.push(await staff.create('account', { name: `A${rows.length}`, industry }));
    const held = new Map<string, AnyRow>();
    const cursor = await follow(staff, 'account', held, null, 2, mine);
    expect(names(held)).toEqual(['A0', 'A2', 'A3']);

    await staff.push(
      staff.change('update', 'account', rows[0]!.id, { industry: 'other' }), staff.change('update', 'account', rows[1]!.id, { industry: 'mine' }),
      staff.change('update', 'account', rows[2]!.id, { name: 'B2' }), staff.change('remove', 'account', rows[3]!.id), staff.change('update', 'account', rows[4]!.id, { industry: null }),
    );
    const changed = await page(staff, 'account', cursor, undefined, mine);
    expect(changed).toMatchObject({ deleted: [rows[3]!.id], movedOut: [rows[0]!.id, rows[4]!.id] });
    expect(changed.rows.map((r) => r['name'])).toEqual(['A1', 'B2']);
    await follow(staff, 'account', held, cursor, 1, mine);
    expect(names(held)).toEqual(['A1', 'B2']);
  });

  it('names no row that was outside before its first reading began', async () => {
    for (const industry of ['other', 'mine', 'other']) await staff.create('account', { name: industry, industry });
    const first = await page(staff, 'account', null, undefined, mine);
    expect(first.rows.map((r) => r['name'])).toEqual(['mine']);
    expect(first.movedOut).toEqual([]);
  });

  it('begins anew for the cursor of another scope, and of none', async () => {
    await staff.create('account', { name: 'mine', industry: 'mine' });
    await staff.create('account', { name: 'other', industry: 'other' });
    const { cursor } = await page(staff, 'account', null, undefined, mine);
    expect(await page(staff, 'account', cursor, undefined, mine)).not.toHaveProperty('reset');
    for (const where of [undefined, { industry: 'other' }]) {
      const anew = await page(staff, 'account', cursor, undefined, where);
      expect(anew.reset).toBe(true);
      expect(anew.rows.map((r) => r['name'])).toContain('other');
    }
  });

  it('refuses a filter that it cannot answer', async () => {
    expect(await staff.call('pull', { table: 'account', cursor: null, where: { noSuchField: 1 } })).toMatchObject({ status: 422, json: { error: { code: 'where' } } });
  });

  it('comes to the rows that match, after any changes and pages of any size', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('write' as const), at: fc.nat(5), industry: fc.constantFrom('mine', 'other', null), founded: fc.integer({ min: 1990, max: 1999 }) }),
      fc.record({ do: fc.constant('remove' as const), at: fc.nat(5) }),
      fc.record({ do: fc.constant('page' as const), limit: fc.integer({ min: 1, max: 3 }) }),
    );
    const scopes: readonly Where[] = [mine, { industry: { ne: 'other' } }, { or: [mine, { yearFounded: { gte: 1995 } }] }, { not: { yearFounded: { lt: 1995 } } }];
    await fc.assert(fc.asyncProperty(fc.constantFrom(...scopes), fc.array(step, { maxLength: 14 }), async (where, steps) => {
      const session = await bench.session({ role: 'staff', tenant: newId() });
      const ids: (string | undefined)[] = [];
      const held = new Map<string, AnyRow>();
      let cursor: string | null = null;
      const take = (p: Page): void => {
        if (p.reset) held.clear();
        for (const row of p.rows) held.set(row.id, row);
        for (const id of [...p.deleted, ...p.movedOut]) held.delete(id);
        cursor = p.cursor;
      };
      for (const s of steps) {
        if (s.do === 'page') take(await page(session, 'account', cursor, s.limit, where));
        else if (s.do === 'remove') {
          const id = ids[s.at];
          if (id !== undefined) await session.push(session.change('remove', 'account', id));
          ids[s.at] = undefined;
        } else {
          const id = ids[s.at];
          const values = { industry: s.industry, yearFounded: s.founded };
          if (id === undefined) ids[s.at] = (await session.create('account', { name: `A${s.at}`, ...values })).id;
          else await session.push(session.change('update', 'account', id, values));
        }
      }
      let more = true;
      while (more) {
        const p: Page = await page(session, 'account', cursor, 2, where);
        take(p);
        ({ more } = p);
      }
      const all = new Map<string, AnyRow>();
      await follow(session, 'account', all, null);
      const matches = compileWhere(entities.account, where);
      expect([...held.values()].sort(byId)).toEqual([...all.values()].filter(matches).sort(byId));
    }), { numRuns: 25 });
  }, 60_000);
});
