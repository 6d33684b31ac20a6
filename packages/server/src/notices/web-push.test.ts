import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { newId } from '@vinculo/sdk/schema';
import { importJWK, jwtVerify } from 'jose';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import webPush from 'web-push';
import { createServer } from '../server.ts';
import { type Bench, startBench } from '../testing/bench.ts';
import { type Company, foundCompany, type Person } from '../testing/company.ts';
import { type Received, type Receiver, startReceiver } from '../testing/receiver.ts';

let bench: Bench;
let firm: Company;
let maker: Receiver;
let admin: pg.Client;
const vapid = { subject: 'mailto:admin@shop.test', ...webPush.generateVAPIDKeys() };

beforeAll(async () => {
  maker = await startReceiver();
  bench = await startBench({ webPush: vapid, privateHosts: ['127.0.0.1'] });
  firm = await foundCompany(bench);
  admin = await bench.admin();
}, 60_000);
afterAll(async () => {
  await bench.stop();
  await maker.stop();
});

/** A browser as far as Web Push goes. */
function browser(): { path: string; subscription: { endpoint: string; keys: { p256dh: string; auth: string } }; messages(): Record<string, unknown>[]; requests(): Received[] } {
  const path = `/${newId()}`;
  const keys = createECDH('prime256v1');
  const mine = keys.generateKeys();
  const auth = randomBytes(16);
  /** RFC 8291. */
  const opened = ({ body }: Received): Record<string, unknown> => {
    const [salt, theirs, sealed] = [body.subarray(0, 16), body.subarray(21, 21 + body[20]!), body.subarray(21 + body[20]!)];
    const ikm = Buffer.from(hkdfSync('sha256', keys.computeSecret(theirs), auth, Buffer.concat([Buffer.from('WebPush: info\0'), mine, theirs]), 32));
    const derived = (info: string, length: number): Buffer => Buffer.from(hkdfSync('sha256', ikm, salt, Buffer.from(`Content-Encoding: ${info}\0`), length));
    const decipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12)).setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString()) as Record<string, unknown>;
  };
  const requests = (): Received[] => maker.received.filter((r) => r.path === path);
  return { path, subscription: { endpoint: maker.url + path, keys: { p256dh: mine.toString('base64url'), auth: auth.toString('base64url') } }, requests, messages: () => requests().map(opened) };
}

const subscribe = async (who: Person, { subscription }: ReturnType<typeof browser>): Promise<number> => (await firm.people[who].call('devices', subscription)).status;
const lead = (ownerId: string): Promise<{ id: string }> => firm.host.create('lead', { name: 'Nord GmbH', pipelineId: firm.ids.leads, stageId: firm.ids.lead, ownerId });
const waiting = async (): Promise<number> => Number((await admin.query<{ n: string }>(`select count(*) as n from vinculo.job where tenant_id = $1 and kind = 'push.send' and failed_at is null`, [firm.tenant])).rows[0]!.n);
const sent = (): Promise<void> => vi.waitFor(async () => {
  await admin.query(`update vinculo.job set due_at = now() where tenant_id = $1 and kind = 'push.send' and locked_until is null`, [firm.tenant]);
  expect(await waiting()).toBe(0);
}, { timeout: 15_000, interval: 50 });

it('wakes no browser of somebody whose sign-ins were all ended, until it subscribes anew', async () => {
  const [lost, kept] = [browser(), browser()];
  expect([await subscribe('tom', lost), await subscribe('sam', kept)]).toEqual([200, 200]);
  expect((await firm.people.boss.call('sessions/revoke', { subject: 'tom' })).status).toBe(200);
  await lead('tom');
  await lead('sam');
  await sent();
  expect([lost.requests().length, kept.requests().length]).toEqual([0, 1]);
  await admin.query(`delete from vinculo.revocation where tenant_id = $1`, [firm.tenant]);
  await admin.query(`delete from vinculo.device where tenant_id = $1`, [firm.tenant]);
});

it('wakes each browser of whom a notification is for, with a sealed message that says what kind it is and of which record', async () => {
  const [laptop, phone, others] = [browser(), browser(), browser()];
  expect((await firm.people.sam.call('devices')).json).toEqual({ publicKey: vapid.publicKey });
  expect([await subscribe('sam', laptop), await subscribe('sam', phone), await subscribe('tom', others)]).toEqual([200, 200, 200]);
  const { id } = await lead('sam');
  await sent();
  const [notice] = await firm.people.sam.rows('notification', { recordId: id });
  for (const device of [laptop, phone]) expect(device.messages()).toEqual([{ id: notice!.id, kind: 'assigned', title: 'Something is yours now', table: 'lead', recordId: id }]);
  expect(others.requests()).toEqual([]);
  const { headers, body } = laptop.requests()[0]!;
  expect(body.toString('latin1')).not.toMatch(/Nord|assigned|lead/);
  // Who sends is proved to the browser's maker (RFC 8292).
  const [, token, key] = /^vapid t=([^,]+), k=(\S+)$/.exec(headers.authorization!)!;
  const point = Buffer.from(key!, 'base64url');
  const { payload } = await jwtVerify(token!, await importJWK({ kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') }, 'ES256'));
  expect([key, payload.aud, payload.sub]).toEqual([vapid.publicKey, maker.url, vapid.subject]);
});

it('forgets a browser that is gone, tries again where the maker is busy, and follows a browser to its next user', async () => {
  const [gone, busy, shared] = [browser(), browser(), browser()];
  for (const device of [gone, busy, shared]) await subscribe('sue', device);
  maker.answers.set(gone.path, 410).set(busy.path, 503);
  await lead('sue');
  await vi.waitFor(() => expect([gone, busy, shared].map((d) => d.requests().length)).toEqual([1, 1, 1]), { timeout: 10_000 });
  maker.answers.delete(busy.path);
  await sent();
  expect(busy.messages().length).toBeGreaterThanOrEqual(2);
  expect(new Set(busy.requests().map((r) => r.headers['topic'])).size).toBe(1);
  await subscribe('tom', shared);
  const before = [gone, busy, shared].map((d) => d.requests().length);
  await lead('sue');
  await sent();
  expect([gone, busy, shared].map((d, i) => d.requests().length - before[i]!)).toEqual([0, 1, 0]);
  await firm.people.tom.call('devices/remove', { endpoint: busy.subscription.endpoint });
  await firm.people.sue.call('devices/remove', { endpoint: busy.subscription.endpoint });
  await lead('sue');
  await sent();
  expect(busy.requests()).toHaveLength(before[1]! + 1);
});

it('wakes nobody who works here no more, or whose endpoint leads into a private network', async () => {
  const device = browser();
  await subscribe('zoe', device);
  await firm.host.push(firm.host.change('create', 'account', newId(), { name: 'x', ownerId: 'zoe' }), firm.host.change('update', 'user', 'zoe', { active: false }));
  await sent();
  const hidden = browser();
  await firm.people.ada.call('devices', { ...hidden.subscription, endpoint: `https://localhost:${maker.port}${hidden.path}` });
  await firm.host.create('account', { name: 'x', ownerId: 'ada' });
  await sent();
  expect(hidden.requests()).toEqual([]);
  expect((await admin.query(`select 1 from vinculo.device where tenant_id = $1 and user_id = 'ada'`, [firm.tenant])).rowCount).toBe(0);
});

it('takes no devices of customers, no addresses without https and no keys that are none', async () => {
  const { subscription } = browser();
  const guest = await bench.session({ role: 'guest', tenant: firm.tenant, subject: 'g' });
  expect((await guest.call('devices', subscription)).status).toBe(403);
  const { sam } = firm.people;
  for (const wrong of [{ endpoint: 'http://push.example/x' }, { endpoint: 'nonsense' }, { keys: { p256dh: 'x', auth: subscription.keys.auth } }, { keys: { p256dh: subscription.keys.p256dh, auth: 'x' } }]) expect((await sam.call('devices', { ...subscription, ...wrong })).status).toBe(422);
  await expect(createServer({ dev: true, folder: bench.server.folder, log: () => undefined, webPush: { ...vapid, privateKey: 'x' } })).rejects.toThrow(/32 bytes/);
});
