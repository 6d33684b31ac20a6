import { type AnyRow, newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, connect, inTransaction } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { tables } from '../database/table.ts';
import type { Identity } from '../identity/identity.ts';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { makePipeline } from '../testing/visitor.ts';
import { narrowing } from './narrowing.ts';

let bench: Bench;
let db: Database;
let staff: Session;
const tenant = newId();
const at = '2026-11-22T01:18:50.000Z';
const people: Record<'customer' | 'other' | 'guest', { readonly session: Session; readonly identity: Identity }> = {} as never; // filled before the tests
let begin: { readonly pipelineId: unknown; readonly stageId: string };

beforeAll(async () => {
  bench = await startBench();
  db = connect(bench.databaseUrl('serving'), () => undefined);
  staff = await bench.session({ role: 'staff', tenant, subject: 'ana' });
  await makePipeline(staff, 'ticket');
  await makePipeline(staff, 'lead');
  const stage = async (table: string): Promise<{ pipelineId: unknown; stageId: string }> => {
    const [pipeline] = await staff.rows('pipeline', { table });
    const [first] = await staff.rows('stage', { pipelineId: pipeline!.id, category: 'open' });
    return { pipelineId: pipeline!.id, stageId: first!.id };
  };
  begin = await stage('ticket');
  const ofLeads = await stage('lead');
  for (const name of ['customer', 'other', 'guest'] as const) {
    const contactId = name === 'guest' ? undefined : (await staff.create('contact', { name })).id;
    const role = contactId === undefined ? 'guest' : 'customer';
    const session = await bench.session({ role, tenant, subject: name, ...(contactId === undefined ? {} : { contactId }) });
    people[name] = { session, identity: { tenant, subject: name, role, name, expiresAt: Number.MAX_SAFE_INTEGER, ...(contactId === undefined ? {} : { contactId }) } };
    const own = contactId === undefined ? {} : { contactId };
    const tickets: AnyRow[] = [];
    for (const subject of ['stands', 'is removed']) tickets.push(await session.create('ticket', { ...begin, ...own, subject }));
    for (const ticket of tickets) {
      const message = await session.create('ticketMessage', { ticketId: ticket.id, body: 'Hello', at });
      const gone = await session.create('ticketMessage', { ticketId: ticket.id, body: 'Removed', at });
      await staff.create('ticketMessage', { ticketId: ticket.id, body: 'For us', internal: true, at });
      for (const [table, recordId] of [['ticket', ticket.id], ['ticketMessage', message.id]]) {
        const stored = await bench.server.app.request('/v1/blobs', { method: 'POST', body: 'x', headers: { authorization: `Bearer ${session.token}`, 'content-type': 'text/plain', 'x-vinculo-name': 'a.txt' } });
        await session.create('attachment', { table, recordId, name: 'a.txt', blobId: ((await stored.json()) as { id: string }).id });
      }
      await staff.push(staff.change('remove', 'ticketMessage', gone.id));
    }
    await staff.push(staff.change('remove', 'ticket', tickets[1]!.id));
    const lead = await session.create('lead', { ...ofLeads, name });
    await session.create('consent', { leadId: lead.id, purpose: 'offers', channel: 'email', state: 'asked', at });
    await session.create('touch', { table: 'lead', recordId: lead.id, at, source: 'x' });
    if (contactId !== undefined) {
      await staff.create('order', { number: name, contactId });
      await session.create('consent', { contactId, purpose: 'offers', channel: 'phone', state: 'given', at });
    }
  }
}, 60_000);
afterAll(async () => {
  await db.destroy();
  await bench.stop();
});

it('takes away nothing that a customer or a guest may see, in any table', async () => {
  for (const [name, { identity }] of Object.entries(people)) {
    let seen = 0;
    for (const table of tables.values()) {
      const ids = (where: ReturnType<typeof narrowing>): Promise<string[]> => inTransaction(db, identity, 'read', async ({ tx }) => (await sql<{ id: string }>`select id from ${target(table)} where ${where} order by id`.execute(tx)).rows.map((r) => r.id));
      const all = await ids(sql`true`);
      expect([name, table.name, await ids(narrowing(identity, table.entity.name))]).toEqual([name, table.name, all]);
      if (narrowing(identity, table.entity.name).compile(db).sql !== 'true') seen += all.length;
    }
    // Tickets, messages, files, a lead with what is about it; of customers themselves, an order and a consent more.
    expect([name, seen >= 11]).toEqual([name, true]);
  }
});

it('gives a customer a file of staff at once beside a hundred thousand of others', async () => {
  const { session } = people.customer;
  const admin = new pg.Client(bench.databaseUrl('admin'));
  await admin.connect();
  await admin.query(`insert into vinculo.attachment (tenant_id, id, version, created_at, updated_at, created_by, "table", record_id, name, blob_id) select $1, 'a' || i, 1, now(), now(), 'x', 'ticket', 't' || i, 'N', 'b' || i from generate_series(1, 100000) i`, [tenant]);
  await admin.query('analyze vinculo.attachment');
  await admin.end();
  const stored = await bench.server.app.request('/v1/blobs', { method: 'POST', body: 'plan', headers: { authorization: `Bearer ${staff.token}`, 'content-type': 'text/plain', 'x-vinculo-name': 'plan.txt' } });
  const { id } = (await stored.json()) as { id: string };
  const load = async (): Promise<{ readonly status: number; readonly ms: number }> => {
    const began = performance.now();
    const { status } = await bench.server.app.request(`/v1/blobs/${id}`, { headers: { authorization: `Bearer ${session.token}` } });
    return { status, ms: performance.now() - began };
  };
  expect((await load()).status).toBe(404);
  await staff.create('attachment', { table: 'ticket', recordId: (await session.rows('ticket'))[0]!.id, name: 'plan.txt', blobId: id });
  const loads = [await load(), await load(), await load()];
  expect(loads.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(Math.min(...loads.map(({ ms }) => ms))).toBeLessThan(500);
});

it('answers a guest and a customer at once beside a hundred thousand messages of others', async () => {
  const admin = new pg.Client(bench.databaseUrl('admin'));
  await admin.connect();
  await admin.query(`insert into vinculo.ticket (tenant_id, id, version, created_at, updated_at, created_by, subject, pipeline_id, stage_id) select $1, 't' || i, 1, now(), now(), 'x', 'S', $2, $3 from generate_series(1, 10000) i`, [tenant, begin.pipelineId, begin.stageId]);
  await admin.query(`insert into vinculo.ticket_message (tenant_id, id, version, created_at, updated_at, created_by, ticket_id, body, internal, at) select $1, 'm' || i, 1, now(), now(), 'x', 't' || (i % 10000), 'B', false, now() from generate_series(1, 100000) i`, [tenant]);
  await admin.query('analyze vinculo.ticket, vinculo.ticket_message');
  await admin.end();
  for (const { session } of [people.guest, people.customer]) {
    for (const [route, body] of [['pull', { table: 'ticketMessage', cursor: null }], ['query', { table: 'ticketMessage', where: { body: { contains: 'e' } } }], ['aggregate', { table: 'ticketMessage', groupBy: [], measures: { n: { op: 'count' } } }], ['pull', { table: 'ticket', cursor: null }], ['pull', { table: 'attachment', cursor: null }]] as const) {
      const times: number[] = [];
      // The best of some: a busy machine delays one or the other.
      while (times.length < 5 && !(times.at(-1)! < 500)) {
        const began = performance.now();
        expect((await session.call(route, body)).status).toBe(200);
        times.push(performance.now() - began);
      }
      expect([route, body.table, times.at(-1)! < 500 ? 'at once' : times]).toEqual([route, body.table, 'at once']);
    }
  }
}, 60_000);
