import { newId } from '@vinculo/sdk/schema';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rights } from '../rights.ts';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { systemTables } from './system-tables.ts';
import { tables } from './table.ts';

let bench: Bench;
let staff: Session;
let foreign: Session;
let customer: Session;
let guest: Session;
let otherGuest: Session;
const tenant = newId();
const ids: Record<string, string> = {};

async function store(who: Session, content = 'a'): Promise<string> {
  const stored = await fetch(`${bench.server.url}/v1/blobs`, { method: 'POST', body: content, headers: { authorization: `Bearer ${who.token}`, 'content-type': 'text/plain', 'x-vinculo-name': 'a.txt' } });
  return ((await stored.json()) as { id: string }).id;
}

beforeAll(async () => {
  bench = await startBench();
  staff = await bench.session({ role: 'staff', tenant, subject: 'ana' });
  foreign = await bench.session({ role: 'staff', tenant: newId(), subject: 'ana' });
  const make = async (key: string, table: string, patch: object): Promise<void> => void (ids[key] = (await staff.create(table, { ...patch })).id);
  await make('me', 'contact', { name: 'Me', description: 'complains a lot', valueClass: 'low' });
  await make('other', 'contact', { name: 'Other' });
  await make('sales', 'pipeline', { name: 'Sales', table: 'deal' });
  await make('service', 'pipeline', { name: 'Service', table: 'ticket' });
  await make('salesStage', 'stage', { name: 'S', category: 'open', pipelineId: ids['sales'] });
  await make('stage', 'stage', { name: 'New', category: 'open', pipelineId: ids['service'] });
  await make('product', 'product', { name: 'Fan', cost: { minor: 1, currency: 'EUR' } });
  await make('order', 'order', { number: '1', contactId: ids['me'] });
  await make('otherOrder', 'order', { number: '2', contactId: ids['other'] });
  for (const who of ['me', 'other']) {
    await make(`${who}Ticket`, 'ticket', { subject: who, pipelineId: ids['service'], stageId: ids['stage'], contactId: ids[who], cause: 'operator error' });
    await make(`${who}Message`, 'ticketMessage', { ticketId: ids[`${who}Ticket`], body: 'Hello', at: '2026-11-22T01:18:50Z' });
    await make(`${who}Note`, 'ticketMessage', { ticketId: ids[`${who}Ticket`], body: 'secret', internal: true, at: '2026-11-22T01:18:50Z' });
  }
  customer = await bench.session({ role: 'customer', tenant, subject: 'shop-1', contactId: ids['me']! });
  guest = await bench.session({ role: 'guest', tenant, subject: 'guest-1' });
  otherGuest = await bench.session({ role: 'guest', tenant, subject: 'guest-2' });
}, 60_000);
afterAll(() => bench.stop());

describe('the serving role', () => {
  it('sees and writes nothing in any table before it says for whom', async () => {
    const client = new pg.Client(bench.databaseUrl('serving'));
    await client.connect();
    try {
      const { rows } = await client.query(`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user`);
      expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false }]);
      const owned = await client.query(`select relname, relforcerowsecurity from pg_class where relnamespace = 'vinculo'::regnamespace and relkind = 'r' and (relowner = current_user::regrole or not relforcerowsecurity)`);
      expect(owned.rows.map((r: { relname: string }) => r.relname).sort()).toEqual(['meta', 'migration']);
      for (const { name } of [...tables.values(), ...systemTables]) {
        expect([name, (await client.query(`select 1 from vinculo."${name}"`)).rowCount]).toEqual([name, 0]);
      }
      await expect(client.query(`insert into vinculo.contact (tenant_id, id, version, created_at, updated_at) values ($1, 'x', 1, now(), now())`, [tenant])).rejects.toThrow(/row-level security/);
      expect((await client.query(`update vinculo.contact set name = 'x'`)).rowCount).toBe(0);
      await expect(client.query(`delete from vinculo.contact`)).rejects.toThrow(/permission denied/);
      await expect(client.query(`select vinculo.drop_removals('contact', now(), 10)`)).rejects.toThrow(/Only the server itself/);
      await expect(client.query(`select * from vinculo.migration`)).rejects.toThrow(/permission denied/);
    } finally {
      await client.end();
    }
  });

  it('keeps nothing of one transaction in the next', async () => {
    const client = new pg.Client(bench.databaseUrl('serving'));
    await client.connect();
    try {
      for (const end of ['commit', 'rollback']) {
        await client.query('begin');
        await client.query(`select set_config('vinculo.tenant', $1, true), set_config('vinculo.role', 'staff', true), set_config('vinculo.subject', 'ana', true)`, [tenant]);
        expect((await client.query('select 1 from vinculo.contact')).rowCount).toBe(2);
        await client.query(end);
        expect((await client.query('select 1 from vinculo.contact')).rowCount).toBe(0);
      }
    } finally {
      await client.end();
    }
  });

  it('begins every index with the tenant', async () => {
    const client = new pg.Client(bench.databaseUrl('admin'));
    await client.connect();
    try {
      const { rows } = await client.query<{ indexdef: string }>(`select indexdef from pg_indexes where schemaname = 'vinculo' and tablename not in ('meta', 'migration')`);
      expect(rows.length).toBeGreaterThan(tables.size);
      // What is due, and whose a mail is that came in, is looked for in all tenants at once.
      expect(rows.filter((r) => !/\(tenant_id[,)]/.test(r.indexdef) && !/INDEX (job_due|job_due_by_kind|mail_message_by_handle|mail_message_answered|mail_inbox_by_address) /.test(r.indexdef))).toEqual([]);
    } finally {
      await client.end();
    }
  });
});

describe('another tenant', () => {
  it('is not seen, changed or referred to, whatever the id', async () => {
    for (const name of tables.keys()) expect([name, await foreign.rows(name)]).toEqual([name, []]);
    expect((await foreign.call('get', { table: 'contact', ids: [ids['me']] })).json['rows']).toEqual([]);
    expect((await foreign.call('pull', { table: 'contact', cursor: null })).json).toMatchObject({ rows: [], deleted: [] });
    const outcomes = await foreign.push(
      foreign.change('update', 'contact', ids['me']!, { name: 'Mine now' }),
      foreign.change('remove', 'contact', ids['me']!),
      foreign.change('create', 'order', newId(), { number: '3', contactId: ids['me'] }),
      foreign.change('create', 'contact', ids['me']!, { name: 'Same id, other tenant' }),
    );
    expect(outcomes.map((o) => (o.status === 'rejected' ? o.code : o.status))).toEqual(['not_found', 'ok', 'missing_reference', 'ok']);
    expect(await staff.rows('contact', { id: ids['me'] })).toMatchObject([{ name: 'Me', version: '1' }]);
  });
});

describe('a customer', () => {
  it('sees what is theirs, without what the company notes about them', async () => {
    const seen = async (table: string): Promise<unknown[]> => (await customer.rows(table)).map((r) => r.id);
    expect(await seen('contact')).toEqual([ids['me']]);
    expect(await seen('ticket')).toEqual([ids['meTicket']]);
    expect(await seen('ticketMessage')).toEqual([ids['meMessage']]);
    expect(await seen('order')).toEqual([ids['order']]);
    expect(await seen('pipeline')).toEqual([ids['service']]);
    expect(await seen('stage')).toEqual([ids['stage']]);
    const [contact] = await customer.rows('contact');
    expect(Object.keys(contact!)).toEqual(expect.not.arrayContaining(['description', 'valueClass', 'ownerId', 'tags']));
    expect((await customer.rows('product'))[0]).not.toHaveProperty('cost');
    const noted = { custom: { note: 'pays late' } };
    expect(await staff.push(staff.change('update', 'contact', ids['me']!, noted), staff.change('update', 'ticket', ids['meTicket']!, noted))).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
    for (const table of ['contact', 'ticket']) {
      for (const [route, more] of [['query', {}], ['pull', { cursor: null }], ['get', { ids: [ids['me'], ids['meTicket']] }]] as const) {
        const { rows } = (await customer.call(route, { table, ...more })).json as unknown as { rows: object[] };
        expect(rows).toHaveLength(1);
        expect(JSON.stringify(rows)).not.toContain('pays late');
      }
    }
    expect(JSON.stringify(await customer.push(customer.change('update', 'contact', ids['me']!, { jobTitle: 'Fitter' })))).not.toContain('pays late');
    expect((await customer.call('pull', { table: 'ticket', cursor: null })).json['rows']![0]).not.toHaveProperty('cause');
    for (const name of tables.keys()) if (!(name in rights.customer)) expect([name, (await customer.call('query', { table: name })).status]).toEqual([name, 403]);
  });

  it('learns nothing of hidden fields by filtering, sorting or adding up', async () => {
    for (const body of [{ where: { valueClass: 'low' } }, { where: { not: { or: [{ description: { contains: 'complains' } }] } } }, { orderBy: ['valueClass'] }]) {
      expect((await customer.call('query', { table: 'contact', ...body })).status).toBe(422);
    }
    expect((await customer.call('aggregate', { table: 'contact', groupBy: ['valueClass'], measures: { n: { op: 'count' } } })).status).toBe(422);
    expect((await customer.call('aggregate', { table: 'product', groupBy: [], measures: { n: { op: 'sum', field: 'cost' } } })).status).toBe(422);
  });

  it('changes their own contact and asks for service, and nothing else', async () => {
    const mine = { pipelineId: ids['service'], stageId: ids['stage'], subject: 'Leak' };
    const push = async (...changes: Parameters<Session['push']>): Promise<string[]> => (await customer.push(...changes)).map((o) => (o.status === 'rejected' ? o.code : o.status));
    const ticket = newId();
    expect(await push(
      customer.change('update', 'contact', ids['me']!, { jobTitle: 'Buyer' }),
      customer.change('create', 'ticket', ticket, { ...mine, contactId: ids['me'], orderId: ids['order'] }),
      customer.change('create', 'ticketMessage', newId(), { ticketId: ticket, body: 'Help', at: '2026-11-22T01:18:50Z', fromContactId: ids['me'] }),
      customer.change('create', 'attachment', newId(), { table: 'ticket', recordId: ticket, name: 'a.png', blobId: await store(customer) }),
    )).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect((await staff.rows('ticket', { id: ticket }))[0]).toMatchObject({ number: expect.stringMatching(/^T-\d+$/), createdBy: 'shop-1' });
    expect(await staff.rows('historyEntry', { recordId: ticket })).toMatchObject([{ op: 'create', byId: 'shop-1' }]);
    expect(await push(
      customer.change('update', 'contact', ids['me']!, { valueClass: 'high' }),
      customer.change('update', 'contact', ids['other']!, { jobTitle: 'x' }),
      customer.change('remove', 'contact', ids['me']!),
      customer.change('create', 'contact', newId(), { name: 'x' }),
      customer.change('update', 'ticket', ticket, { subject: 'x' }),
      customer.change('create', 'ticket', newId(), { ...mine, contactId: ids['other'] }),
      customer.change('create', 'ticket', newId(), mine),
      customer.change('create', 'ticket', newId(), { ...mine, contactId: ids['me'], orderId: ids['otherOrder'] }),
      customer.change('create', 'ticket', newId(), { ...mine, contactId: ids['me'], number: 'T-1' }),
      customer.change('create', 'ticketMessage', newId(), { ticketId: ids['otherTicket'], body: 'x', at: '2026-11-22T01:18:50Z' }),
      customer.change('create', 'ticketMessage', newId(), { ticketId: ticket, body: 'x', internal: true, at: '2026-11-22T01:18:50Z' }),
      customer.change('create', 'ticketMessage', newId(), { ticketId: ticket, body: 'x', fromContactId: ids['other'], at: '2026-11-22T01:18:50Z' }),
      customer.change('create', 'attachment', newId(), { table: 'ticket', recordId: ids['otherTicket'], name: 'a.png', blobId: await store(customer) }),
      customer.change('create', 'deal', newId(), { name: 'x', pipelineId: ids['sales'], stageId: ids['salesStage'] }),
    )).toEqual(['forbidden', 'not_found', 'forbidden', 'forbidden', 'forbidden', 'missing_reference', 'forbidden', 'missing_reference', 'forbidden', 'missing_reference', 'forbidden', 'missing_reference', 'forbidden', 'forbidden']);
  });
});

describe('a guest', () => {
  it('asks for service and sees only what they asked', async () => {
    const ticket = newId();
    const group = newId();
    const outcomes = await guest.push(
      guest.change('create', 'ticket', ticket, { subject: 'Leak', pipelineId: ids['service'], stageId: ids['stage'], guestName: 'Bo', guestEmail: 'bo@x.example' }, { group }),
      guest.change('create', 'ticketMessage', newId(), { ticketId: ticket, body: 'Help', at: '2026-11-22T01:18:50Z' }, { group }),
      guest.change('create', 'attachment', newId(), { table: 'ticket', recordId: ticket, name: 'a.png', blobId: await store(guest) }, { group }),
    );
    expect(outcomes.map((o) => o.status)).toEqual(['ok', 'ok', 'ok']);
    expect((await guest.rows('ticket')).map((r) => r.id)).toEqual([ticket]);
    expect(await guest.rows('ticketMessage')).toHaveLength(1);
    expect([...(await otherGuest.rows('ticket')), ...(await otherGuest.rows('ticketMessage')), ...(await otherGuest.rows('attachment'))]).toEqual([]);
    const [claimed] = await guest.push(guest.change('create', 'ticket', newId(), { subject: 'x', pipelineId: ids['service'], stageId: ids['stage'], contactId: ids['me'] }));
    expect(claimed).toMatchObject({ code: 'forbidden' });
    // What begins as solved nobody would look at.
    const { id: solved } = await staff.create('stage', { name: 'Solved', category: 'won', pipelineId: ids['service'] });
    for (const [who, more] of [[guest, {}], [customer, { contactId: ids['me'] }]] as const) {
      expect(await who.push(who.change('create', 'ticket', newId(), { subject: 'x', pipelineId: ids['service'], stageId: solved, ...more }))).toMatchObject([{ code: 'forbidden' }]);
    }
    // Nor what stands in a pipeline that is not used any more.
    const { id: pipelineId } = await staff.create('pipeline', { name: 'Old service', table: 'ticket', active: false });
    const { id: stageId } = await staff.create('stage', { name: 'New', category: 'open', pipelineId });
    for (const [who, more] of [[guest, {}], [customer, { contactId: ids['me'] }]] as const) {
      expect(await who.push(who.change('create', 'ticket', newId(), { subject: 'x', pipelineId, stageId, ...more }))).toMatchObject([{ code: 'forbidden' }]);
    }
    expect((await guest.call('query', { table: 'contact' })).status).toBe(403);
  });

  it('reads, as a customer does, the kept answers that are meant for them, and not what the desk does with them', async () => {
    const { id } = await staff.create('savedReply', { name: 'It does not cool', body: 'Brush the fins.', public: true, scope: 'reply', changes: { status: 'resolved', note: 'Sent the usual.' } });
    await staff.create('savedReply', { name: 'Send a technician', body: 'For the desk.' });
    for (const who of [guest, customer]) {
      const rows = await who.rows('savedReply');
      expect(rows).toEqual([expect.objectContaining({ id, name: 'It does not cool', body: 'Brush the fins.', public: true })]);
      expect(Object.keys(rows[0]!)).not.toEqual(expect.arrayContaining(['changes']));
      expect([rows[0]!['changes'], rows[0]!['scope'], rows[0]!['teamId']]).toEqual([undefined, undefined, undefined]);
      expect(await who.push(who.change('update', 'savedReply', id, { body: 'x' }))).toMatchObject([{ code: 'forbidden' }]);
    }
    await staff.push(staff.change('update', 'savedReply', id, { public: false }));
    expect(await guest.rows('savedReply')).toEqual([]);
  });
});

describe('the description', () => {
  it('says to each role what it may do', async () => {
    const of = async (session: Session) => (await session.call('describe')).json as unknown as { hash: string; tables: Record<string, unknown>; user: unknown };
    const [all, own, little] = [await of(staff), await of(customer), await of(guest)];
    expect(Object.keys(all.tables)).toEqual([...tables.keys()]);
    expect(all.tables['historyEntry']).toEqual({ create: false, update: false, remove: false });
    expect(all.tables['ticket']).toEqual({ create: true, update: true, remove: true, fields: Object.fromEntries(['stageSince', 'number', 'slaSince', 'waitingSince', 'waitedMinutes', 'firstReplyFailedAt', 'resolutionFailedAt'].map((f) => [f, 'read'])) });
    expect(all.user).toEqual({ id: 'ana', name: 'ana', role: 'staff' });
    expect(own.tables['contact']).toMatchObject({ create: false, update: true, remove: false, fields: { valueClass: 'hidden', accountId: 'read' } });
    expect(own.tables).not.toHaveProperty('deal');
    expect(own.user).toEqual({ id: null, name: 'shop-1', role: 'customer', contactId: ids['me'] });
    expect(Object.keys(little.tables)).toEqual(['pipeline', 'stage', 'lead', 'queue', 'savedReply', 'ticket', 'ticketMessage', 'consent', 'touch', 'attachment']);
    expect(little.tables['lead']).toMatchObject({ create: true, update: false, remove: false, fields: { score: 'hidden', ownerId: 'hidden', convertedContactId: 'hidden', custom: 'hidden' } });
    expect(new Set([all.hash, own.hash, little.hash, (await of(foreign)).hash]).size).toBe(4);
    expect((await of(staff)).hash).toBe(all.hash);
  });
});

describe('a file', () => {
  it('is kept whole, served for saving alone, and shown to whom its attachment is shown', async () => {
    const content = new Uint8Array([0, 255, 60, 104, 116, 109, 108]);
    const url = `${bench.server.url}/v1/blobs`;
    const stored = await fetch(url, { method: 'POST', body: content, headers: { authorization: `Bearer ${customer.token}`, 'content-type': 'text/html', 'x-vinculo-name': encodeURIComponent('图 (1).html') } });
    const { id } = (await stored.json()) as { id: string };
    const load = (session: Session) => fetch(`${url}/${id}`, { headers: { authorization: `Bearer ${session.token}` } });
    const answer = await load(customer);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(content);
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%E5%9B%BE%20%281%29.html");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect([(await load(staff)).status, (await load(guest)).status, (await load(foreign)).status]).toEqual([200, 404, 404]);
    expect((await fetch(`${url}/${id}`)).status).toBe(401);

    const mine = await bench.session({ role: 'customer', tenant, subject: 'shop-1-phone', contactId: ids['me']! });
    expect((await load(mine)).status).toBe(404);
    await customer.create('attachment', { table: 'ticket', recordId: ids['meTicket'], name: 'a', blobId: id });
    expect((await load(mine)).status).toBe(200);
    expect((await fetch(url, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1), headers: { authorization: `Bearer ${customer.token}`, 'x-vinculo-name': 'big' } })).status).toBe(413);
  });

  it('of another is not opened by an attachment to an own request', async () => {
    const secret = await store(staff, 'salaries');
    const load = async (who: Session) => (await fetch(`${bench.server.url}/v1/blobs/${secret}`, { headers: { authorization: `Bearer ${who.token}` } })).status;
    const onMessage = { table: 'ticketMessage', recordId: ids['meMessage'], name: 'a', blobId: secret };
    const onTicket = { table: 'ticket', recordId: ids['meTicket'], name: 'a', blobId: secret };
    expect(await customer.push(...[onTicket, onMessage].map((patch) => customer.change('create', 'attachment', newId(), patch)))).toMatchObject([{ code: 'forbidden' }, { code: 'forbidden' }]);
    const ticket = newId();
    expect(await guest.push(
      guest.change('create', 'ticket', ticket, { subject: 'x', pipelineId: ids['service'], stageId: ids['stage'] }),
      guest.change('create', 'attachment', newId(), { ...onTicket, recordId: ticket }),
    )).toMatchObject([{ status: 'ok' }, { code: 'forbidden' }]);
    expect([await load(customer), await load(guest)]).toEqual([404, 404]);

    await staff.create('attachment', onTicket);
    expect([await load(customer), await load(guest)]).toEqual([200, 404]);
  });
});
