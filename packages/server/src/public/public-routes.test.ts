import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createServer, type Server } from '../server.ts';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { makePipeline, makeSiteKey, shop, type Visitor, visitor } from '../testing/visitor.ts';

let bench: Bench;
let staff: Session;
let siteKey: string;
let place: { readonly pipelineId: string; readonly stageId: string };
const tenant = 'forms';
/** A proof that a test solves in milliseconds. */
const proofCost = 10;

beforeAll(async () => {
  bench = await startBench({ proxyHops: 1, proofCost });
  staff = await bench.session({ role: 'staff', tenant, subject: 'ana' });
  place = await makePipeline(staff, 'ticket');
  await makePipeline(staff, 'lead');
  siteKey = await makeSiteKey(staff);
}, 60_000);
afterAll(() => bench.stop());

let addresses = 0;
/** A visitor from an address of their own. */
const someone = (more: Parameters<typeof visitor>[2] & { readonly key?: string } = {}): Visitor => visitor(bench.server.url, more.key ?? siteKey, { from: `198.51.${addresses >> 8}.${addresses++ & 255}`, ...more });
const tickets = (subject: string) => staff.rows('ticket', { subject });
const refusal = (code: string) => expect.objectContaining({ json: { error: expect.objectContaining({ code }) } });
const as = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a ticket form', () => {
  it('stores a ticket with its message and files, and lets its guest follow it', async () => {
    const page = someone();
    const subject = `Cold room ${newId()}`;
    const files = [{ name: 'log.txt', type: 'text/plain', content: Buffer.from('compressor: off').toString('base64') }];
    const { status, json } = await page.post('public/tickets', { key: newId(), ticket: { subject, description: 'It stops.', guestName: 'Priya', guestEmail: 'priya@example.com' }, files }, { 'x-vinculo-proof': await page.proof() });
    expect([status, json]).toEqual([200, { id: expect.any(String), number: expect.stringMatching(/^T-\d+$/), token: expect.any(String), refresh: expect.any(String) }]);
    const [row] = await tickets(subject);
    expect(row).toMatchObject({ id: json['id'], ...place, channel: 'form', guestName: 'Priya', guestEmail: 'priya@example.com' });
    expect(await staff.rows('ticketMessage', { ticketId: row!.id })).toMatchObject([{ body: 'It stops.', internal: false, attachmentIds: [expect.any(String)] }]);
    const [attachment] = await staff.rows('attachment', { recordId: row!.id });
    expect(attachment).toMatchObject({ name: 'log.txt', type: 'text/plain', bytes: 15 });

    const seen = await page.post('v1/query', { table: 'ticket' }, as(json['token']!));
    expect(seen.json['rows']).toEqual([expect.objectContaining({ id: row!.id, subject })]);
    const again = await page.post('public/guest', { siteKey, refresh: json['refresh'] });
    expect((await page.post('v1/query', { table: 'ticket' }, as(again.json['token']!))).json['rows']).toHaveLength(1);
    expect((await someone().post('v1/query', { table: 'ticket' }, as((await page.post('public/guest', { siteKey })).json['token']!))).json['rows']).toEqual([]);
  });

  it('makes one ticket of a double click and of a retry, and tells each the same', async () => {
    const page = someone();
    const body = { key: newId(), ticket: { subject: `Twice ${newId()}`, description: 'Once.' } };
    const proofs = await Promise.all([page.proof(), page.proof(), page.proof()]);
    const answers = await Promise.all(proofs.slice(0, 2).map((proof) => page.post('public/tickets', body, { 'x-vinculo-proof': proof })));
    answers.push(await page.post('public/tickets', body, { 'x-vinculo-proof': proofs[2] }));
    expect(answers.map((a) => [a.status, a.json['id'], a.json['number']])).toEqual(Array.from({ length: 3 }, () => [200, answers[0]!.json['id'], answers[0]!.json['number']]));
    expect(await tickets(body.ticket.subject)).toHaveLength(1);
    expect(await staff.rows('ticketMessage', { ticketId: answers[0]!.json['id']! })).toHaveLength(1);
  });

  it('refuses what is no field of it, too long or of a foreign page', async () => {
    const page = someone();
    const bodies: unknown[] = [
      { ticket: { subject: 'x', ownerId: 'ana' } }, { ticket: { subject: 'x', contactId: 'c' } }, { ticket: { subject: 'x'.repeat(201) } }, { ticket: { subject: '' } }, { ticket: {} }, { ticket: { subject: 'x', description: 'x'.repeat(20_001) } },
      { ticket: { subject: 'x' }, more: 1 }, { ticket: { subject: 'x' }, files: Array.from({ length: 6 }, () => ({ name: 'a.txt', type: 'text/plain', content: '' })) },
    ];
    const proof = await page.proof();
    for (const body of bodies) expect(await page.post('public/tickets', { key: newId(), ...(body as object) }, { 'x-vinculo-proof': proof })).toMatchObject({ status: 422, json: { error: { code: 'bad_request' } } });
    expect(await page.post('public/tickets', { key: 'short', ticket: { subject: 'x' } }, { 'x-vinculo-proof': proof })).toMatchObject({ status: 422 });
    expect(await someone({ origin: 'https://elsewhere.example' }).post('public/tickets', { key: newId(), ticket: { subject: 'x' } }, { 'x-vinculo-proof': proof })).toEqual(refusal('origin'));
    // None of them used the proof up.
    expect((await page.post('public/tickets', { key: newId(), ticket: { subject: 'x' } }, { 'x-vinculo-proof': proof })).status).toBe(200);
  });

  it('says which field is not valid, and stores nothing of the request then', async () => {
    const page = someone();
    const subject = `Bad address ${newId()}`;
    const answer = await page.post('public/tickets', { key: newId(), ticket: { subject, guestEmail: 'nowhere' } }, { 'x-vinculo-proof': await page.proof() });
    expect(answer).toMatchObject({ status: 422, json: { error: { code: 'validation', problems: [{ field: 'guestEmail' }] } } });
    expect(await tickets(subject)).toEqual([]);
  });
});

it('a lead form stores a lead once, and shows nothing of it', async () => {
  const page = someone();
  const body = { key: newId(), lead: { name: `Lead ${newId()}`, company: 'Kaltgrün', email: 'lead@example.com', phone: '030 1', description: 'Call me.' } };
  const answers = [await page.post('public/leads', body, { 'x-vinculo-proof': await page.proof('lead') }), await page.post('public/leads', body, { 'x-vinculo-proof': await page.proof('lead') })];
  expect(answers.map((a) => [a.status, a.json])).toEqual([[200, { id: expect.any(String) }], [200, { id: answers[0]!.json['id'] }]]);
  expect(await staff.rows('lead', { name: body.lead.name })).toMatchObject([{ source: 'form', company: 'Kaltgrün', emails: [{ value: 'lead@example.com' }], phones: [{ raw: '030 1' }] }]);
  expect(await page.post('public/leads', body, { 'x-vinculo-proof': await page.proof('ticket') })).toEqual(refusal('proof'));
});

describe('a site key', () => {
  it('is for its origins and forms alone, and for nothing once it is withdrawn', async () => {
    const key = await makeSiteKey(staff, { forms: ['ticket'], origins: ['https://one.example'] });
    const ask = (more: object, form = 'ticket') => someone({ key, origin: 'https://one.example', ...more }).post('public/challenge', { siteKey: key, form });
    expect((await ask({})).status).toBe(200);
    expect(await ask({}, 'lead')).toEqual(refusal('form'));
    expect(await ask({ origin: shop })).toEqual(refusal('origin'));
    expect(await someone().post('public/challenge', { siteKey: 'nobody.x', form: 'ticket' })).toEqual(refusal('site_key'));
    const { json: guest } = await someone({ origin: 'https://one.example' }).post('public/guest', { siteKey: key });
    expect((await staff.call('site-keys/withdraw', { key })).status).toBe(200);
    await vi.waitFor(async () => expect(await ask({})).toEqual(refusal('site_key')), { timeout: 10_000, interval: 250 });
    expect((await someone({ origin: 'https://one.example' }).post('v1/query', { table: 'ticket' }, as(guest['token']!))).status).toBe(401);
    expect((await staff.call('site-keys')).json['siteKeys']).toEqual(expect.arrayContaining([expect.objectContaining({ key, active: false })]));
  }, 20_000);

  it('lets its guests see where its own forms begin, and nothing of the other one’s process', async () => {
    const process = async (forms: readonly ('ticket' | 'lead')[]): Promise<string[][]> => {
      const key = await makeSiteKey(staff, { forms });
      const page = someone({ key });
      const { json: guest } = await page.post('public/guest', { siteKey: key });
      const pipelines = (await page.post('v1/query', { table: 'pipeline' }, as(guest['token']!))).json['rows']! as { id: string; table: string }[];
      const stages = (await page.post('v1/pull', { table: 'stage', where: undefined, cursor: null }, as(guest['token']!))).json['rows']! as { pipelineId: string }[];
      const tableOf = new Map((await staff.rows('pipeline')).map((row) => [row.id, String(row['table'])]));
      return [pipelines.map(({ table }) => table), stages.map(({ pipelineId }) => tableOf.get(pipelineId)!)].map((names) => [...new Set(names)].sort());
    };
    expect(await process(['ticket'])).toEqual([['ticket'], ['ticket']]);
    expect(await process(['lead'])).toEqual([['lead'], ['lead']]);
    expect(await process(['ticket', 'lead'])).toEqual([['lead', 'ticket'], ['lead', 'ticket']]);
    // Whom the host itself vouches for came by no key.
    const vouched = await bench.session({ role: 'guest', tenant, subject: 'gus' });
    expect([...new Set((await vouched.rows('pipeline')).map((row) => String(row['table'])))].sort()).toEqual(['lead', 'ticket']);
  });

  it('is made and withdrawn by staff of its tenant alone, for origins that are some', async () => {
    const body = { name: 'x', origins: [shop], forms: ['ticket'] };
    for (const claims of [{ role: 'guest', subject: 'g' }, { role: 'customer', subject: 'c', contactId: newId() }] as const) {
      const other = await bench.session({ tenant, ...claims });
      expect([(await other.call('site-keys', body)).status, (await other.call('site-keys')).status, (await other.call('site-keys/withdraw', { key: siteKey })).status]).toEqual([403, 403, 403]);
    }
    const foreign = await bench.session({ role: 'staff', tenant: 'other', subject: 'bo' });
    expect((await foreign.call('site-keys/withdraw', { key: siteKey })).status).toBe(404);
    expect((await foreign.call('site-keys')).json).toEqual({ siteKeys: [] });
    for (const origins of [['*'], ['https://a.example/path'], ['javascript:alert(1)'], [], ['null']]) expect((await staff.call('site-keys', { ...body, origins })).status).toBe(422);
  });

  it('lets pages of its origins call, and no others', async () => {
    const preflight = async (origin: string) => (await fetch(`${bench.server.url}/v1/push`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-vinculo-proof' } })).headers.get('access-control-allow-origin');
    expect([await preflight(shop), await preflight('https://elsewhere.example')]).toEqual([shop, null]);
  });
});

describe('a guest of a form, on the protocol', () => {
  const guest = async (page: Visitor) => as((await page.post('public/guest', { siteKey })).json['token']!);
  const ticket = (subject: string, more: object = {}, op = 'create') => ({ key: [newId(), 1], op, table: 'ticket', id: newId(), patch: { ...place, subject, ...more }, base: {}, at: new Date().toISOString() });

  it('stores with a proof, and without one nothing', async () => {
    const page = someone();
    const who = await guest(page);
    const subject = `Pushed ${newId()}`;
    const changes = [ticket(subject)];
    expect(await page.post('v1/push', { changes }, who)).toEqual(refusal('proof'));
    expect(await tickets(subject)).toEqual([]);
    const proof = await page.proof();
    expect((await page.post('v1/push', { changes }, { ...who, 'x-vinculo-proof': proof })).json['outcomes']).toMatchObject([{ status: 'ok', row: { number: expect.any(String) } }]);
    expect(await page.post('v1/push', { changes: [ticket(subject)] }, { ...who, 'x-vinculo-proof': proof })).toEqual(refusal('proof'));
    expect(await page.post('v1/blobs', 'text', { ...who, 'content-type': 'text/plain', 'x-vinculo-name': 'a.txt' })).toEqual(refusal('proof'));
    expect(await tickets(subject)).toHaveLength(1);
  });

  it('sends what a form sends and nothing else; what it may not is answered change by change', async () => {
    const page = someone();
    const who = { ...(await guest(page)), 'x-vinculo-proof': await page.proof() };
    const pushes = [[ticket('a'), ticket('b')], [ticket('a', { ownerId: 'ana' })], [ticket('a', { tags: ['x'] })], [ticket('a', {}, 'update')], [{ ...ticket('a'), table: 'contact' }], [ticket('x'.repeat(201))]];
    for (const changes of pushes) expect((await page.post('v1/push', { changes }, who)).json['outcomes']).toEqual(changes.map(() => expect.objectContaining({ status: 'rejected', code: 'validation' })));
    for (const [path, body] of [['v1/run', { command: 'merge', input: {}, key: 'k' }], ['v1/site-keys', {}], ['v1/guest', { guest: 'x' }]] as const) expect(await page.post(path, body, who)).toEqual(refusal('forbidden'));
    expect((await fetch(`${bench.server.url}/v1/live`, { headers: { ...who, origin: shop } })).status).toBe(403);
    expect(await someone({ origin: 'https://elsewhere.example' }).post('v1/query', { table: 'ticket' }, who)).toEqual(refusal('origin'));
  });

  it('becomes a customer by a sign-in, and loses no ticket', async () => {
    const page = someone();
    const subject = `Mine ${newId()}`;
    const { json: sent } = await page.post('public/tickets', { key: newId(), ticket: { subject, description: 'Before I signed in.' } }, { 'x-vinculo-proof': await page.proof() });
    const contact = await staff.create('contact', { name: 'Priya' });
    const customer = await bench.session({ role: 'customer', tenant, subject: 'priya', contactId: contact.id });
    expect(await customer.rows('ticket')).toEqual([]);
    expect((await customer.call('guest', { guest: sent['refresh'] })).json).toEqual({ tickets: 1 });
    expect((await customer.call('guest', { guest: sent['refresh'] })).json).toEqual({ tickets: 0 });
    expect(await customer.rows('ticket')).toMatchObject([{ id: sent['id'], subject, contactId: contact.id }]);
    expect(await customer.rows('ticketMessage', { ticketId: sent['id'] })).toMatchObject([{ body: 'Before I signed in.' }]);
    expect((await page.post('public/guest', { siteKey, refresh: sent['refresh'] })).status).toBe(401);

    const other = await staff.create('contact', { name: 'Someone else' });
    const thief = await bench.session({ role: 'customer', tenant, subject: 'thief', contactId: other.id });
    expect((await thief.call('guest', { guest: sent['refresh'] })).json).toEqual({ tickets: 0 });
    const foreign = await bench.session({ role: 'customer', tenant: 'other', subject: 'x', contactId: other.id });
    expect((await foreign.call('guest', { guest: sent['refresh'] })).status).toBe(401);
    for (const guest of ['nonsense', customer.token]) expect((await customer.call('guest', { guest })).status).toBe(401);
    expect((await staff.call('guest', { guest: sent['refresh'] })).status).toBe(403);
  });

  it('has tokens that nothing else makes: not the refresh secret, not another key’s', async () => {
    const page = someone();
    const { json } = await page.post('public/guest', { siteKey });
    const other = await makeSiteKey(staff);
    const [header, payload, signature] = String(json['token']).split('.') as [string, string, string];
    const head = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
    const forged = `${Buffer.from(JSON.stringify({ ...head, kid: other })).toString('base64url')}.${payload}.${signature}`;
    const unsigned = `${Buffer.from(JSON.stringify({ ...head, alg: 'none' })).toString('base64url')}.${payload}.`;
    for (const token of [json['refresh']!, forged, unsigned]) expect((await page.post('v1/query', { table: 'ticket' }, as(token))).status).toBe(401);
    expect((await page.post('public/guest', { siteKey: other, refresh: json['refresh'] })).status).toBe(401);
  });
});

describe('three processes', () => {
  const folders: string[] = [];
  let others: Server[];
  beforeAll(async () => {
    const database = { url: bench.databaseUrl('serving') };
    others = [];
    for (let i = 0; i < 2; i++) {
      const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
      folders.push(folder);
      others.push(await createServer({ folder, database, tokens: { secret: 'a secret of another host, long enough', issuer: 'x' }, proxyHops: 1, proofCost, log: () => undefined }));
    }
  }, 60_000);
  afterAll(async () => {
    await Promise.all(others.map((s) => s.stop()));
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('count a proof once among them, and a limit together', async () => {
    const urls = [bench.server, ...others].map((s) => s.url);
    const from = '198.18.0.1';
    const visitors = urls.map((url) => visitor(url, siteKey, { from }));
    const proof = await visitors[0]!.proof();
    const subject = `Three ${newId()}`;
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => visitor(urls[i % 3]!, siteKey, { from: `198.18.1.${i}` }).post('public/tickets', { key: newId(), ticket: { subject } }, { 'x-vinculo-proof': proof })));
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1);
    expect(await tickets(subject)).toHaveLength(1);

    const asked = await Promise.all(Array.from({ length: 90 }, (_, i) => visitors[i % 3]!.post('public/guest', { siteKey })));
    const refused = asked.filter((a) => a.status === 429);
    // Sixty in five minutes; one was the challenge, and the limit refills by one in five seconds.
    expect(asked.length - refused.length).toBeGreaterThanOrEqual(59);
    expect(asked.length - refused.length).toBeLessThanOrEqual(63);
    expect(Number(refused[0]!.retryAfter)).toBeGreaterThan(0);
    expect(refused[0]).toEqual(refusal('rate'));
  });
});
