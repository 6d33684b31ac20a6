import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyRow, newId } from '@vinculo/sdk/schema';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../database/connection.ts';
import { type Server, createServer } from '../server.ts';
import { type Session, databaseUrl, session } from '../testing/bench.ts';
import { processOf } from '../testing/service-desk.ts';
import { dailyRounds, retentionHandler, retentionJob } from './retention.ts';

const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
const retention = { ticket: 30, historyEntry: 400 };
const start = (): Promise<Server> => createServer({ dev: true, folder, log: () => undefined, retention });
let server: Server;
let admin: pg.Client;
let tenant: string;
let staff: Session;
const at = '2026-11-22T01:18:50.000Z';
/** What says who someone is: a word and a number of each test's own, to be looked for in all of the database. */
let long: string;
let digits: string;

beforeAll(async () => {
  server = await start();
  admin = await connected();
}, 60_000);
afterAll(async () => {
  await admin.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  tenant = newId();
  long = `Zyx${Array.from({ length: 10 }, () => 'abcdefghij'[Math.floor(Math.random() * 10)]).join('')}`;
  digits = `4930${Math.floor(1e7 + Math.random() * 8e7)}`;
  staff = await session(server, { role: 'staff', tenant, subject: 'ana' });
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(databaseUrl(folder, 'admin'));
  // The server ends the database before the test ends its own connection to it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const run = (command: string, input: object): ReturnType<Session['call']> => staff.call('run', { command, input, key: newId() });

async function file(name: string): Promise<string> {
  const stored = await fetch(`${server.url}/v1/blobs`, { method: 'POST', body: `content ${long}`, headers: { authorization: `Bearer ${staff.token}`, 'content-type': 'text/plain', 'x-vinculo-name': name } });
  return ((await stored.json()) as { id: string }).id;
}

interface Known {
  readonly contact: AnyRow;
  readonly ticket: AnyRow;
  readonly lead: AnyRow;
  readonly activity: AnyRow;
}

/** Someone about whom there is something in every corner. All that says who it is holds its word. */
async function someone(): Promise<Known> {
  const lead = await staff.create('lead', { ...(await processOf(staff, 'lead')), name: `${long} Lead`, poolReason: `${long} moved`, emails: [{ id: 'e', value: `${long}@lead.example` }] });
  await run('convertLead', { leadId: lead.id, deal: null });
  const [contact] = await staff.rows('contact');
  const id = contact!.id;
  await staff.push(staff.change('update', 'contact', id, { name: `${long} Person`, emails: [{ id: 'e', value: `${long}@person.example` }], phones: [{ id: 'p', raw: '0100', e164: `+${digits}` }], description: `${long} has children`, custom: { note: long } }));
  const twin = await staff.create('contact', { name: `${long} Twin`, emails: [{ id: 'f', value: `${long}@twin.example` }], description: long });
  await run('merge', { table: 'contact', intoId: id, fromId: twin.id });
  const ticket = await staff.create('ticket', { ...(await processOf(staff, 'ticket')), subject: `${long} wrote`, description: long, contactId: id, guestName: long, guestEmail: `${long}@person.example`, tags: ['kept'] });
  const message = await staff.create('ticketMessage', { ticketId: ticket.id, body: `${long} here`, at });
  const gone = await staff.create('ticketMessage', { ticketId: ticket.id, body: `${long} removed`, at });
  await staff.push(staff.change('remove', 'ticketMessage', gone.id));
  const activity = await staff.create('activity', { kind: 'call', subject: `Call with ${long}`, body: long, at, details: { from: long }, place: `At ${long}’s` });
  await staff.create('activityLink', { activityId: activity.id, table: 'contact', recordId: id, kind: 'call', at });
  await staff.create('attachment', { table: 'ticketMessage', recordId: message.id, name: `${long}.txt`, blobId: await file(`${long}.txt`) });
  const unknown = await staff.create('ticket', { pipelineId: ticket['pipelineId'], stageId: ticket['stageId'], subject: 'By a guest', guestEmail: `${long}@person.example` });
  for (const name of ['ticket', 'ticketMessage'] as const) {
    const recordId = name === 'ticket' ? unknown.id : (await staff.create('ticketMessage', { ticketId: unknown.id, body: `${long} asked`, at })).id;
    const passport = await staff.create('attachment', { table: name, recordId, name: `${long} passport`, blobId: await file(`${long} passport`) });
    await staff.push(staff.change('remove', 'attachment', passport.id));
    if (name === 'ticketMessage') await staff.push(staff.change('remove', name, recordId));
  }
  await staff.create('externalId', { table: 'contact', recordId: id, system: 'shop', type: 'customer', externalId: `shop-${long}` });
  await staff.create('order', { number: 'O-1', contactId: id });
  await staff.create('consent', { contactId: id, purpose: 'news', channel: 'email', state: 'given', at, evidence: 'form 7' });
  return { contact: contact!, ticket, lead, activity };
}

/** Every row of the database that holds a text, whatever the table. */
async function traces(text: string): Promise<string[]> {
  const { rows: tables } = await admin.query<{ name: string }>(`select relname as name from pg_class where relnamespace = 'vinculo'::regnamespace and relkind = 'r'`);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await admin.query<{ said: string }>(`select to_jsonb(t)::text as said from vinculo."${name}" as t where to_jsonb(t)::text ilike $1 or (to_jsonb(t) ->> 'content') ilike $2`, [`%${text}%`, `%${Buffer.from(text).toString('hex')}%`]);
    found.push(...rows.map((r) => `${name}: ${r.said}`));
  }
  return found;
}

describe('exportPerson', () => {
  it('answers everything about a person in one document, and keeps nothing of it', async () => {
    const { contact, lead, ticket, activity } = await someone();
    const { status, json } = await run('exportPerson', { table: 'contact', id: contact.id });
    expect(status).toBe(200);
    const { records, history, files } = (json as unknown as { output: { records: Record<string, AnyRow[]>; history: AnyRow[]; files: object[] } }).output;
    expect(Object.fromEntries(Object.entries(records).map(([table, rows]) => [table, rows.length]))).toEqual({ contact: 1, lead: 1, ticket: 2, ticketMessage: 1, activity: 1, activityLink: 1, attachment: 1, externalId: 1, order: 1, consent: 1 });
    expect([records['lead']![0]!.id, records['activity']![0]!.id]).toEqual([lead.id, activity.id]);
    expect(records['ticket']!.map((row) => row.id)).toContain(ticket.id);
    expect(history.some((h) => h['recordId'] === contact.id && h['op'] === 'update')).toBe(true);
    expect(files).toMatchObject([{ name: `${long}.txt`, blobId: expect.any(String) as string }]);
    expect(await traces('exportedAt')).toEqual([]);
    // Asked for by the lead it is the same person.
    expect((await run('exportPerson', { table: 'lead', id: lead.id })).json['output']).toMatchObject({ records: { contact: [{ id: contact.id }] } });
  });

  it('is refused for a company and for someone of another tenant', async () => {
    const company = await staff.create('account', { name: 'Pumps Ltd' });
    for (const command of ['exportPerson', 'erasePerson']) {
      expect((await run(command, { table: 'account', id: company.id })).json).toMatchObject({ error: { code: 'not_a_person' } });
      const foreign = await session(server, { role: 'staff', tenant: newId(), subject: 'eve' });
      expect((await foreign.call('run', { command, input: { table: 'account', id: company.id }, key: newId() })).status).toBe(404);
    }
  });
});

describe('erasePerson', () => {
  it('leaves no trace of who it was in any table, and keeps what is no trace', async () => {
    const { contact, ticket } = await someone();
    expect((await traces(long)).length).toBeGreaterThan(15);
    expect((await run('erasePerson', { table: 'contact', id: contact.id })).json).toEqual({ output: { erased: { contact: 1, lead: 1, ticket: 2, ticketMessage: 1, activity: 1, attachment: 1 } } });
    expect(await traces(long)).toEqual([]);
    expect(await traces(digits)).toEqual([]);
    expect((await staff.rows('contact'))[0]).toMatchObject({ id: contact.id, name: '(erased)', emails: null, erasedAt: expect.any(String) as string });
    expect((await staff.rows('ticket', { id: ticket.id }))[0]).toMatchObject({ number: ticket['number'], tags: ['kept'], contactId: contact.id });
    expect(await staff.rows('consent')).toMatchObject([{ state: 'given', evidence: 'form 7' }]);
    expect(await staff.rows('order')).toMatchObject([{ number: 'O-1', contactId: contact.id }]);
    expect((await run('erasePerson', { table: 'contact', id: contact.id })).status).toBe(200);
  });

  it('leaves alone, as the export does, what came from an address that the person only calls their own', async () => {
    const another = `${long}@other.example`;
    const ticket = await staff.create('ticket', { ...(await processOf(staff, 'ticket')), subject: 'By another', description: 'their secret', guestEmail: another });
    const own = { id: 'a', value: `eve-${long}@x.example` };
    const { id } = await staff.create('contact', { name: 'Eve', emails: [own] });
    const eve = await session(server, { role: 'customer', tenant, subject: 'eve', contactId: id });
    expect(await eve.push(eve.change('update', 'contact', id, { emails: [own, { id: 'b', value: another }] }))).toMatchObject([{ status: 'ok' }]);
    const exported = async (of: string): Promise<string> => JSON.stringify((await run('exportPerson', { table: 'contact', id: of })).json);
    expect(await exported(id)).not.toContain('their secret');
    // A merge makes nothing of it either.
    const { id: twin } = await staff.create('contact', { name: 'Eve 2' });
    expect((await run('merge', { table: 'contact', intoId: twin, fromId: id })).status).toBe(200);
    expect(await exported(twin)).toContain(another);
    expect(await exported(twin)).not.toContain('their secret');
    expect((await run('erasePerson', { table: 'contact', id: twin })).status).toBe(200);
    expect(await staff.rows('ticket', { id: ticket.id })).toMatchObject([{ description: 'their secret', guestEmail: another }]);
  });

  it('takes in what is written to a ticket of the person at the same moment', async () => {
    const { contact, ticket } = await someone();
    const writer = await connected();
    try {
      await writer.query('begin');
      await writer.query('select 1 from vinculo.ticket where tenant_id = $1 and id = $2 for key share', [tenant, ticket.id]);
      await writer.query(`insert into vinculo.ticket_message (tenant_id, id, version, created_at, updated_at, ticket_id, body, internal, at) values ($1, $2, 1, now(), now(), $3, $4, false, now())`, [tenant, newId(), ticket.id, `${long} just now`]);
      const erasing = run('erasePerson', { table: 'contact', id: contact.id });
      await vi.waitFor(async () => expect((await admin.query(`select 1 from pg_stat_activity where wait_event_type = 'Lock' and usename = 'vinculo_serving'`)).rowCount).toBeGreaterThan(0), { timeout: 10_000 });
      await writer.query('commit');
      expect((await erasing).json).toMatchObject({ output: { erased: { ticketMessage: 2 } } });
      expect(await traces(long)).toEqual([]);
    } finally {
      await writer.end();
    }
  });

  it('beats what a page that was offline sends late, and takes who comes back', async () => {
    const { contact, ticket, lead, activity } = await someone();
    const early = new Date().toISOString();
    await run('erasePerson', { table: 'contact', id: contact.id });
    const code = async (...changes: Parameters<Session['push']>): Promise<string[]> => (await staff.push(...changes)).map((o) => (o.status === 'rejected' ? o.code : o.status));
    const before = { at: early };
    const emails = [{ id: 'x', value: `${long.toUpperCase()}@person.example` }];
    const group = newId();
    const note = newId();
    expect(await code(
      staff.change('update', 'contact', contact.id, { name: long }, before), staff.change('update', 'contact', contact.id, { name: long }), staff.change('update', 'lead', lead.id, { name: long }, before),
      staff.change('create', 'contact', contact.id, { name: long }), staff.change('create', 'contact', newId(), { name: long, emails }, before), staff.change('create', 'lead', newId(), { name: long, pipelineId: lead['pipelineId'], stageId: lead['stageId'], phones: [{ id: 'p', raw: `+${digits.slice(0, 4)} ${digits.slice(4)}` }] }, before),
      staff.change('create', 'ticketMessage', newId(), { ticketId: ticket.id, body: long, at, fromContactId: contact.id }, before), staff.change('create', 'ticketMessage', newId(), { ticketId: ticket.id, body: long, at }, before),
      staff.change('update', 'ticket', ticket.id, { description: long }, before), staff.change('update', 'activity', activity.id, { body: long }, before),
      staff.change('create', 'activity', note, { kind: 'note', subject: long, at }, { ...before, group }), staff.change('create', 'activityLink', newId(), { activityId: note, table: 'contact', recordId: contact.id, kind: 'note', at }, { ...before, group }),
    )).toEqual(['erased', 'erased', 'erased', 'erased', 'erased', 'erased', 'erased', 'erased', 'erased', 'erased', 'group_failed', 'erased']);
    expect(await traces(long)).toEqual([]);
    expect(await code(staff.change('create', 'contact', newId(), { name: 'Back again', emails }), staff.change('create', 'order', newId(), { number: 'O-2', contactId: contact.id }))).toEqual(['ok', 'ok']);
  });

  it('is done again when a restored database brings the person back', async () => {
    const { contact } = await someone();
    const { rows: [backup] } = await admin.query<{ kept: object }>(`select to_jsonb(c) as kept from vinculo.contact as c where tenant_id = $1 and id = $2`, [tenant, contact.id]);
    await run('erasePerson', { table: 'contact', id: contact.id });
    await vi.waitFor(() => expect(readFileSync(join(folder, 'erased.jsonl'), 'utf8')).toContain(tenant), { timeout: 10_000 });
    expect(readFileSync(join(folder, 'erased.jsonl'), 'utf8')).not.toMatch(new RegExp(`${long}|${digits}|${contact.id}`, 'i'));

    await admin.query(`delete from vinculo.contact where tenant_id = $1 and id = $2`, [tenant, contact.id]);
    await admin.query(`insert into vinculo.contact select * from jsonb_populate_record(null::vinculo.contact, $1::jsonb)`, [JSON.stringify(backup!.kept)]);
    for (const table of ['erased', 'erasure_key']) await admin.query(`delete from vinculo.${table} where tenant_id = $1`, [tenant]);
    expect((await traces(long)).length).toBeGreaterThan(0);
    await admin.end();
    await server.stop();
    server = await start();
    admin = await connected();
    expect(await traces(long)).toEqual([]);
    staff = await session(server, { role: 'staff', tenant, subject: 'ana' });
    expect(await staff.push(staff.change('update', 'contact', contact.id, { name: long }))).toMatchObject([{ code: 'erased' }]);
  }, 60_000);
});

it('does not start with a data folder that says who was erased from another database', async () => {
  const { contact } = await someone();
  await run('erasePerson', { table: 'contact', id: contact.id });
  const other = mkdtempSync(join(tmpdir(), 'vinculo-'));
  try {
    writeFileSync(join(other, 'erased.jsonl'), `${JSON.stringify({ tenant, key: 'of another database', hash: 'h', at })}\n`);
    const database = { url: databaseUrl(folder, 'serving'), adminUrl: databaseUrl(folder, 'admin') };
    await expect(createServer({ dev: true, folder: other, database, log: () => undefined })).rejects.toThrow(/another database/);
    // What was erased here is known as before.
    expect(await staff.push(staff.change('create', 'contact', contact.id, { name: 'late' }))).toMatchObject([{ code: 'erased' }]);
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});

describe('retention', () => {
  it('comes round again after a day on which it failed to the last, also in a tenant where it was given up before', async () => {
    const db = connect(databaseUrl(folder, 'serving'), () => undefined);
    try {
      const job = { tenant, id: retentionJob, kind: retentionJob, payload: null, attempts: 12, lockedUntil: '' };
      await expect(retentionHandler(db, { nonsense: 1 }, () => undefined)(job, true)).rejects.toThrow('nonsense');
      const round = async (): Promise<object[]> => (await admin.query<object>(`select due_at > now() + interval '23 hours' as tomorrow, failed_at from vinculo.job where tenant_id = $1 and kind = 'retention'`, [tenant])).rows;
      expect(await round()).toEqual([{ tomorrow: true, failed_at: null }]);
      await admin.query(`update vinculo.job set failed_at = now() where tenant_id = $1 and kind = 'retention'`, [tenant]);
      dailyRounds(db, () => undefined)(tenant);
      await vi.waitFor(async () => expect(await round()).toMatchObject([{ failed_at: null }]), { timeout: 10_000 });
    } finally {
      await db.destroy();
    }
  });

  it('removes for good what is finished and older than its table’s days, with what hung on it', async () => {
    const { id: pipelineId } = await staff.create('pipeline', { name: 'Service', table: 'ticket' });
    const stage = async (category: string): Promise<string> => (await staff.create('stage', { name: category, category, pipelineId })).id;
    const [open, won] = [await stage('open'), await stage('won')];
    const ticket = async (subject: string, stageId: string): Promise<AnyRow> => {
      const row = await staff.create('ticket', { subject, pipelineId, stageId });
      await staff.create('ticketMessage', { ticketId: row.id, body: `message of ${subject}`, at });
      return row;
    };
    const [first, second] = [staff.change('create', 'team', newId(), { name: 'A' }), staff.change('create', 'team', newId(), { name: 'B' })];
    await staff.push(first, second);
    await admin.query(`update vinculo.pushed set at = now() - interval '31 days' where tenant_id = $1 and client = $2 and counter = $3`, [tenant, ...first.key]);
    const [old, kept, young] = [await ticket('closed long ago', won), await ticket('open for long', open), await ticket('just closed', won)];
    await admin.query(`update vinculo.ticket set updated_at = now() - interval '31 days' where tenant_id = $1 and id = any($2)`, [tenant, [old.id, kept.id]]);
    await admin.query(`update vinculo.history_entry set updated_at = now() - interval '401 days' where tenant_id = $1 and record_id = $2`, [tenant, kept.id]);
    await admin.query(`insert into vinculo.mail_message (tenant_id, id, message_id, direction, audience, about, address_hash, state, at) select $1, n, n, 'out', 'customer', 'answer', 'h', 'sent', now() - make_interval(days => n::int) from unnest(array['729', '731']) as m (n)`, [tenant]);
    await admin.query(`insert into vinculo.revocation (tenant_id, kind, name, before, by) select $1, 'session', n, now() - make_interval(days => n::int), 'ana' from unnest(array['399', '401']) as r (n)`, [tenant]);
    await admin.query(`insert into vinculo.job (tenant_id, id, kind, payload, failed_at) select $1, n, 'never', 'null', now() - make_interval(days => n::int) from unnest(array['29', '31']) as j (n)`, [tenant]);
    await vi.waitFor(async () => {
      expect((await admin.query(`update vinculo.job set due_at = now() where tenant_id = $1 and kind = 'retention'`, [tenant])).rowCount).toBe(1);
      expect((await staff.rows('ticket')).map((t) => t.id).sort()).toEqual([kept.id, young.id].sort());
    }, { timeout: 15_000, interval: 300 });
    expect(await traces('closed long ago')).toEqual([]);
    expect((await staff.rows('ticketMessage')).map((m) => String(m['ticketId'])).sort()).toEqual([kept.id, young.id].sort());
    await vi.waitFor(async () => expect(await staff.rows('historyEntry', { recordId: kept.id })).toEqual([]), { timeout: 10_000 });
    expect(await staff.rows('historyEntry', { recordId: young.id })).not.toEqual([]);
    // That a change was stored is remembered for thirty days.
    await vi.waitFor(async () => expect((await admin.query<{ counter: string }>(`select counter from vinculo.pushed where tenant_id = $1 and client = $2 and counter = any($3)`, [tenant, first.key[0], [first.key[1], second.key[1]]])).rows.map((row) => Number(row.counter))).toEqual([second.key[1]]), { timeout: 10_000 });
    // Of mails, withdrawn sign-ins and jobs that were given up the old ones are forgotten.
    const left = async (): Promise<string[]> => (await admin.query<{ id: string }>(`select id from vinculo.mail_message where tenant_id = $1 union all select name from vinculo.revocation where tenant_id = $1
      union all select id from vinculo.job where tenant_id = $1 and failed_at is not null`, [tenant])).rows.map((row) => row.id).sort();
    await vi.waitFor(async () => expect(await left()).toEqual(['29', '399', '729']), { timeout: 10_000 });
    // It comes round again tomorrow.
    await vi.waitFor(async () => expect((await admin.query<{ later: boolean }>(`select due_at > now() + interval '23 hours' as later from vinculo.job where tenant_id = $1 and kind = 'retention'`, [tenant])).rows).toEqual([{ later: true }]), { timeout: 10_000 });
  });

  it.each([[{ consent: 30 }, /kept as proof/], [{ nonsense: 30 }, /no table/], [{ ticket: 0 }, /whole number/]])('does not start with %j', async (rules, message) => {
    await expect(createServer({ dev: true, folder: join(folder, 'never'), retention: rules, log: () => undefined })).rejects.toThrow(message);
  });
});
