import { type AnyRow, type Change, newId } from '@vinculo/sdk/schema';
import fc from 'fast-check';
import type pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Bench, startBench } from '../testing/bench.ts';
import { type Company, foundCompany } from '../testing/company.ts';
import { type Received, type Receiver, startReceiver } from '../testing/receiver.ts';

let bench: Bench;
let firm: Company;
let receiver: Receiver;
let admin: pg.Client;
let path: string;

beforeAll(async () => {
  receiver = await startReceiver();
  bench = await startBench({ privateHosts: ['127.0.0.1'] });
  firm = await foundCompany(bench);
  admin = await bench.admin();
}, 60_000);
afterAll(async () => {
  await bench.stop();
  await receiver.stop();
});
beforeEach(async () => {
  path = `/${newId()}`;
  await admin.query('update vinculo.webhook set active = false where tenant_id = $1', [firm.tenant]);
});

interface Told {
  readonly type: string;
  readonly data: { readonly table: string; readonly id: string; readonly version: string; readonly changed?: readonly string[]; readonly row?: AnyRow };
}

async function hook(more: object = {}): Promise<{ id: string; secret: string }> {
  const { status, json } = await firm.people.boss.call('webhooks', { url: receiver.url + path, tables: ['account'], events: ['created', 'updated', 'removed'], userId: 'boss', ...more });
  expect([status, json]).toEqual([200, json]);
  return json as unknown as { id: string; secret: string };
}
const got = (): Received[] => receiver.received.filter((r) => r.path === path);
const told = (): Told[] => got().map((r) => JSON.parse(r.body.toString()) as Told);
const until = (check: () => void | Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 15_000, interval: 50 });
/** Lets what waits for its next try be tried now. */
const hurry = (): Promise<unknown> => admin.query(`update vinculo.job set due_at = now() where tenant_id = $1 and kind = 'webhook.send' and locked_until is null`, [firm.tenant]);
/** Waits until nothing is left to be sent. */
const sent = (): Promise<void> => until(async () => expect((await admin.query(`select 1 from vinculo.job where tenant_id = $1 and kind = 'webhook.send' and failed_at is null`, [firm.tenant])).rowCount).toBe(0));
const deliveries = async (id: string): Promise<{ event: string; state: string; attempts: number; problem: string | null }[]> => (await firm.people.boss.call('webhooks/deliveries', { id })).json['deliveries']!;
const one = async (id: string): Promise<{ active: boolean; stopped: string | null; failingSince: string | null }> => ((await firm.people.boss.call('webhooks')).json['webhooks'] as unknown as { id: string; active: boolean; stopped: string | null; failingSince: string | null }[]).find((w) => w.id === id)!;
const signed = (secret: string, { headers, body }: Received): unknown => new Webhook(secret).verify(body, headers as Record<string, string>);

describe('a webhook', () => {
  it('is told of each change of its tables once it is stored, signed, under an id of its own', async () => {
    const { secret } = await hook();
    const { host } = firm;
    const { id } = await host.create('account', { name: 'Nord' });
    await host.create('contact', { name: 'not asked for' });
    await sent();
    await host.push(host.change('update', 'account', id, { name: 'Süd' }));
    await sent();
    await host.push(host.change('remove', 'account', id));
    await sent();
    expect(told().map(({ type, data }) => [type, data.id, data.version, data.changed, data.row?.['name']])).toEqual([
      ['account.created', id, '1', undefined, 'Nord'], ['account.updated', id, '2', ['name'], 'Süd'], ['account.removed', id, '3', undefined, undefined],
    ]);
    for (const request of got()) expect(signed(secret, request)).toMatchObject({ data: { id } });
    expect(new Set(got().map((r) => r.headers['webhook-id'])).size).toBe(3);
    expect(() => signed(`whsec_${Buffer.from('another secret of 32 bytes ......').toString('base64')}`, got()[0]!)).toThrow(/signature/);
  });

  it('is told nothing of what was not stored, or was imported', async () => {
    await hook();
    const { host } = firm;
    await host.push(host.change('create', 'account', newId(), { name: 'one' }, { group: 'g' }), host.change('create', 'account', newId(), { parentId: 'nobody' }, { group: 'g' }));
    const importer = await bench.session({ role: 'staff', tenant: firm.tenant, subject: 'host', app: 'import' });
    await importer.create('account', { name: 'imported' });
    const { id } = await host.create('account', { name: 'last' });
    await sent();
    expect(told().map((t) => t.data.id)).toEqual([id]);
  });

  it('is told no more than its user may see', async () => {
    const { host } = firm;
    // Long enough to stand in no id and no time by chance.
    const [hidden, alsoHidden] = [987_654_321_098, 876_543_210_987];
    const { id } = await hook({ tables: [], userId: 'ada' });
    const account = await host.create('account', { name: 'Nord', annualRevenue: { minor: 100, currency: 'EUR' } });
    await sent();
    await host.push(host.change('update', 'account', account.id, { annualRevenue: { minor: hidden, currency: 'EUR' } }));
    const deal = await host.create('deal', { name: 'secret deal', pipelineId: firm.ids.deals, stageId: firm.ids.deal, ownerId: 'sam' });
    await host.push(host.change('remove', 'deal', deal.id));
    await host.push(host.change('update', 'account', account.id, { name: 'Süd', annualRevenue: { minor: alsoHidden, currency: 'EUR' } }));
    await sent();
    expect(told().map(({ type, data }) => [type, data.changed])).toEqual([['account.created', undefined], ['account.updated', ['name']]]);
    expect(got().map((r) => r.body.toString()).join()).not.toMatch(new RegExp(`annualRevenue|${hidden}|${alsoHidden}|secret deal`));
    // Who works here no more sees nothing, and the admins are told.
    await host.push(host.change('update', 'user', 'ada', { active: false }));
    await host.create('account', { name: 'West' });
    await sent();
    expect(got()).toHaveLength(2);
    expect(await one(id)).toMatchObject({ active: false, stopped: 'user' });
    expect(await firm.people.boss.rows('notification', { kind: 'failed' })).not.toEqual([]);
    await host.push(host.change('update', 'user', 'ada', { active: true }));
  });

  it('is tried again under the same id until it takes it, later each time', async () => {
    const { id, secret } = await hook();
    receiver.answers.set(path, 503);
    const { id: accountId } = await firm.host.create('account', { name: 'Nord' });
    for (let tries = 1; tries <= 3; tries++) {
      await until(async () => expect(await deliveries(id)).toMatchObject([{ state: 'waiting', attempts: tries, problem: '503' }]));
      const { rows } = await admin.query<{ pause: string }>(`select extract(epoch from due_at - now()) as pause from vinculo.job where tenant_id = $1 and kind = 'webhook.send' and locked_until is null`, [firm.tenant]);
      if (rows[0]) expect(Number(rows[0].pause)).toBeLessThanOrEqual(5 * 3 ** (tries - 1) * 1.5);
      if (tries === 3) break;
      await until(async () => {
        await hurry();
        expect(got().length).toBe(tries + 1);
      });
    }
    expect((await one(id)).failingSince).not.toBeNull();
    receiver.answers.delete(path);
    await until(async () => {
      await hurry();
      expect(got()).toHaveLength(4);
    });
    await sent();
    expect(new Set(got().map((r) => r.headers['webhook-id'])).size).toBe(1);
    expect(signed(secret, got()[3]!)).toMatchObject({ data: { id: accountId } });
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 4, problem: null }]);
    expect((await one(id)).failingSince).toBeNull();
  });

  it('that took nothing for days is stopped and told of, and goes on with what failed when an admin says so', async () => {
    const { id } = await hook();
    receiver.answers.set(path, 500);
    const before = (await firm.people.boss.rows('notification', { kind: 'failed' })).length;
    await admin.query(`update vinculo.webhook set failing_since = now() - interval '4 days' where id = $1`, [id]);
    await firm.host.create('account', { name: 'Nord' });
    await until(async () => expect(await one(id)).toMatchObject({ active: false, stopped: 'failing' }));
    await sent();
    expect(await firm.people.boss.rows('notification', { kind: 'failed' })).toHaveLength(before + 1);
    await firm.host.create('account', { name: 'while it is stopped' });
    await sent();
    expect(got()).toHaveLength(1);
    receiver.answers.delete(path);
    expect((await firm.people.boss.call('webhooks/change', { id, active: true })).json).toMatchObject({ active: true, stopped: null, failingSince: null });
    expect((await firm.people.boss.call('webhooks/redeliver', { id })).json).toEqual({ events: 1 });
    await sent();
    expect(got().map((r) => r.headers['webhook-id'])).toEqual([got()[0]!.headers['webhook-id'], got()[0]!.headers['webhook-id']]);
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered' }]);
    const { event } = (await deliveries(id))[0]!;
    expect((await firm.people.boss.call('webhooks/redeliver', { id, events: [event] })).json).toEqual({ events: 1 });
    await sent();
    expect(got()).toHaveLength(3);
  });

  it('does not wait for ever to tell what its user may not see any more', async () => {
    const { id } = await hook({ userId: 'sam' });
    receiver.answers.set(path, 503);
    const account = await firm.host.create('account', { name: 'Nord', ownerId: 'sam' });
    await until(async () => expect(await deliveries(id)).toMatchObject([{ state: 'waiting', problem: '503' }]));
    await firm.host.push(firm.host.change('update', 'account', account.id, { ownerId: 'tom' }));
    receiver.answers.delete(path);
    await until(async () => {
      await hurry();
      expect(await deliveries(id)).toMatchObject([{ state: 'failed', problem: 'unseen' }]);
    });
    expect(got()).toHaveLength(1);
  });

  it('is one of fifty at the most', async () => {
    const { id } = await hook();
    await admin.query(`insert into vinculo.webhook (tenant_id, id, url, tables, events, user_id, active, created_by) select tenant_id, 'w' || n, url, tables, events, user_id, false, created_by from vinculo.webhook, generate_series(1, 50) as n where id = $1`, [id]);
    try {
      expect((await firm.people.boss.call('webhooks', { url: receiver.url, tables: [], events: ['created'], userId: 'boss' })).json).toMatchObject({ error: { code: 'too_many' } });
    } finally {
      await admin.query(`delete from vinculo.webhook where tenant_id = $1 and id like 'w%'`, [firm.tenant]);
    }
  });

  it('whose receiver says that it is gone is stopped at once', async () => {
    const { id } = await hook();
    receiver.answers.set(path, 410);
    await firm.host.create('account', { name: 'Nord' });
    await until(async () => expect(await one(id)).toMatchObject({ active: false, stopped: 'gone' }));
  });

  it('is signed with the old secret as well for a day after a new one was given', async () => {
    const { id, secret } = await hook();
    const next = (await firm.people.boss.call('webhooks/rotate', { id })).json['secret'] as unknown as string;
    await firm.host.create('account', { name: 'Nord' });
    await sent();
    for (const known of [secret, next]) expect(signed(known, got()[0]!)).toMatchObject({ type: 'account.created' });
    await admin.query(`update vinculo.webhook_secret set until = now() where webhook_id = $1 and until is not null`, [id]);
    await firm.host.create('account', { name: 'Süd' });
    await sent();
    expect(signed(next, got()[1]!)).toMatchObject({ type: 'account.created' });
    expect(() => signed(secret, got()[1]!)).toThrow(/signature/);
    expect(JSON.stringify((await firm.people.boss.call('webhooks')).json)).not.toContain('whsec_');
  });

  it('never leads into a private network, and is made for https alone', async () => {
    const { id } = await hook({ url: `https://localhost:${receiver.port}${path}` });
    await firm.host.create('account', { name: 'Nord' });
    await until(async () => expect(await deliveries(id)).toMatchObject([{ state: 'waiting', problem: 'private' }]));
    expect(got()).toEqual([]);
    const make = async (more: object): Promise<unknown> => (await firm.people.boss.call('webhooks', { url: receiver.url, tables: [], events: ['created'], userId: 'boss', ...more })).status;
    expect(await make({ url: 'http://shop.example/' })).toBe(422);
    expect(await make({ url: 'https://a:b@shop.example/' })).toBe(422);
    expect(await make({ userId: 'nobody' })).toBe(404);
    expect(await make({ tables: ['notification'] })).toBe(422);
    expect((await firm.people.boss.call('webhooks/remove', { id })).status).toBe(200);
    await sent();
    expect(await one(id)).toBeUndefined();
  });

  it('hears of every change that was stored, whatever they are', async () => {
    const { id } = await hook();
    const { host } = firm;
    const stored: string[] = [];
    const removed = new Set<string>();
    const op = fc.record({ op: fc.constantFrom<Change['op']>('create', 'update', 'update', 'remove'), record: fc.integer({ min: 0, max: 3 }), name: fc.string({ minLength: 1, maxLength: 3 }).filter((s) => s.trim() !== '') });
    await fc.assert(fc.asyncProperty(fc.array(op, { minLength: 1, maxLength: 8 }), async (ops) => {
      const records = Array.from({ length: 4 }, () => newId());
      const changes = ops.map((o): Change => host.change(o.op, 'account', records[o.record]!, o.op === 'remove' ? {} : { name: o.name }));
      for (const { op: done, id: record } of changes) if (done === 'remove') removed.add(record);
      await host.push(...changes);
      const { rows } = await admin.query<{ id: string; version: string }>('select id, version from vinculo.account where tenant_id = $1 and id = any($2)', [firm.tenant, records]);
      for (const row of rows) for (let v = 1; v <= Number(row.version); v++) stored.push(`${row.id} ${v}`);
    }), { numRuns: 10, examples: [[(['create', 'remove', 'create'] as const).map((op) => ({ op, record: 0, name: 'Nord' }))]] });
    await sent();
    const noted = await admin.query<{ of: string; state: string }>(`select (event ->> 'recordId') || ' ' || (event ->> 'version') as of, state from vinculo.webhook_delivery where webhook_id = $1`, [id]);
    const heard = new Set(noted.rows.map((r) => r.of));
    // What was removed before it was told is told as removed alone; and nothing is told of a removal where the record is there again.
    const { rows: gone } = await admin.query<{ id: string; version: string }>('select id, version from vinculo.account where tenant_id = $1 and deleted_at is not null', [firm.tenant]);
    expect(stored.filter((s) => !heard.has(s) && !removed.has(s.split(' ')[0]!))).toEqual([]);
    for (const g of gone.filter((row) => stored.some((s) => s.startsWith(row.id)))) expect(heard.has(`${g.id} ${g.version}`)).toBe(true);
    expect([...heard].filter((h) => !stored.includes(h))).toEqual([]);
  });
});
