import { request } from 'node:http';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entities, newId } from '@vinculo/sdk/schema';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createServer } from '../server.ts';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { makePipeline, makeSiteKey, shop, type Visitor, visitor } from '../testing/visitor.ts';

let bench: Bench;
let staff: Session;
let siteKey: string;
const tenant = 'attacked';

beforeAll(async () => {
  bench = await startBench({ proxyHops: 1, proofCost: 10 });
  staff = await bench.session({ role: 'staff', tenant, subject: 'ana' });
  await makePipeline(staff, 'ticket');
  await makePipeline(staff, 'lead');
  siteKey = await makeSiteKey(staff);
}, 60_000);
// Whatever a test sent: the server lives, and nobody's prototypes were touched. (It runs in this process.)
afterEach(async () => {
  const { status } = await fetch(`${bench.server.url}/health`);
  if (status !== 200 || Object.keys(Object.prototype).length > 0) throw new Error(`The server is not well: ${status}, ${Object.keys(Object.prototype).join()}`);
});
afterAll(() => bench.stop());

const count = async (table: string): Promise<number> => (await staff.call('query', { table, limit: 0 })).json['total']!;
let addresses = 0;
const someone = (): Visitor => visitor(bench.server.url, siteKey, { from: `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses++ & 255}` });

/** Runs `work` for 0 to n-1, so many at a time. */
async function each(n: number, atOnce: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < n) await work(next++);
  }));
}

/** The status of an answer that must come within a second and be no fault of the server. What a busy machine delayed is sent once more. */
async function within(what: string, send: () => Promise<{ readonly status: number }>): Promise<number> {
  const timed = async (): Promise<readonly [status: number, took: number]> => {
    const began = performance.now();
    const { status } = await send();
    return [status, performance.now() - began];
  };
  let [status, took] = await timed();
  if (took >= 1000) [status, took] = await timed();
  expect(took, `${what} took ${Math.round(took)} ms`).toBeLessThan(1000);
  expect(status, what).toBeLessThan(500);
  return status;
}

/** Sends over a connection of its own: the server closes one on which it answered before it read the body. */
const attack = (path: string, body: string | Uint8Array, headers: Record<string, string> = {}) => (): Promise<{ readonly status: number }> => new Promise((done, fail) => {
  const bytes = Buffer.from(body);
  const all = { 'content-type': 'application/json', origin: shop, authorization: `Bearer ${staff.token}`, 'content-length': String(bytes.length), ...headers };
  const sent = request(`${bench.server.url}/${path}`, { method: 'POST', agent: false, headers: all }, (answer) => {
    // The answer is here; that the rest of the body is not taken is no fault.
    sent.removeAllListeners('error').on('error', () => undefined);
    answer.resume();
    done({ status: answer.statusCode ?? 0 });
  });
  sent.on('error', fail).end(bytes);
});

describe('forms', () => {
  it('store nothing of 10,000 posts without a proof', async () => {
    const guest = String((await someone().post('public/guest', { siteKey })).json['token']);
    const posts: readonly (readonly [string, unknown, Record<string, string>])[] = [
      ['public/tickets', { key: newId(), ticket: { subject: 'Buy this' } }, {}], ['public/leads', { key: newId(), lead: { name: 'Buy this' } }, {}],
      ['public/tickets', { key: newId(), ticket: { subject: 'Buy this' } }, { 'x-vinculo-proof': Buffer.from('{"challenge":{},"solution":{}}').toString('base64') }],
      ['v1/push', { changes: [{ key: [newId(), 1], op: 'create', table: 'ticket', id: newId(), patch: { subject: 'Buy this' }, base: {}, at: '' }] }, { authorization: `Bearer ${guest}` }],
    ];
    const answers = new Map<string, number>();
    await each(10_000, 32, async (i) => {
      // Most go where forms are sent; a tenth comes with a guest's token.
      const [path, body, headers] = posts[i % 10 === 0 ? 3 : i % 3]!;
      const { status, json } = await visitor(bench.server.url, siteKey, { from: `10.9.${i >> 8}.${i & 255}` }).post(path, body, headers);
      const answer = `${status} ${(json['error']! as { code: string }).code}`;
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    });
    expect(Object.fromEntries(answers)).toEqual({ '403 proof': 10_000 });
    expect([await count('ticket'), await count('lead'), await count('ticketMessage')]).toEqual([0, 0, 0]);
  }, 60_000);

  it('take one of a thousand posts with the same proof, from a thousand addresses', async () => {
    const proof = await someone().proof();
    let stored = 0;
    await each(1000, 32, async () => {
      const { status } = await someone().post('public/tickets', { key: newId(), ticket: { subject: 'Again' } }, { 'x-vinculo-proof': proof });
      if (status === 200) stored++;
    });
    expect([stored, (await staff.rows('ticket', { subject: 'Again' })).length]).toEqual([1, 1]);
  }, 30_000);

  it('take no proof that was altered, made for another form or another key', async () => {
    const page = someone();
    const good = JSON.parse(Buffer.from(await page.proof(), 'base64').toString()) as { challenge: { parameters: Record<string, unknown>; signature: string }; solution: Record<string, unknown> };
    const otherKey = await makeSiteKey(staff);
    const { challenge: { parameters, signature }, solution } = good;
    const forged: unknown[] = [
      { challenge: { parameters: { ...parameters, expiresAt: 4_000_000_000 }, signature }, solution }, { challenge: { parameters: { ...parameters, data: { form: 'lead', site: siteKey } }, signature }, solution },
      { challenge: { parameters: { ...parameters, data: { form: 'ticket', site: otherKey } }, signature }, solution }, { challenge: { parameters, signature }, solution: { ...solution, derivedKey: '0'.repeat(64) } },
      { challenge: { parameters: { ...parameters, keySignature: undefined }, signature }, solution }, { challenge: { parameters: { ...parameters, cost: 1 }, signature }, solution },
      { challenge: { parameters, signature: '0'.repeat(64) }, solution }, { challenge: { parameters }, solution }, { challenge: { parameters, signature }, solution: { ...solution, derivedKey: 'abc' } },
    ];
    for (const payload of forged) {
      const { json } = await page.post('public/tickets', { key: newId(), ticket: { subject: 'Forged' } }, { 'x-vinculo-proof': Buffer.from(JSON.stringify(payload)).toString('base64') });
      expect([payload, json]).toEqual([payload, { error: expect.objectContaining({ code: 'proof' }) }]);
    }
    expect(await staff.rows('ticket', { subject: 'Forged' })).toEqual([]);
  });

  it('are limited by where a request comes from, whatever it says of that itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
    const bare = await createServer({ folder, database: { url: bench.databaseUrl('serving') }, tokens: { secret: 'a secret of another host, long enough', issuer: 'x' }, log: () => undefined });
    try {
      let given = 0;
      await each(300, 8, async (i) => {
        const { status } = await visitor(bare.url, siteKey, { from: `198.51.100.${i & 255}, 203.0.113.${i >> 8}` }).post('public/guest', { siteKey });
        if (status === 200) given++;
      });
      // Sixty in five minutes, and one more for each five seconds that went by.
      expect(given).toBeGreaterThanOrEqual(60);
      expect(given).toBeLessThanOrEqual(70);
    } finally {
      await bare.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }, 30_000);
});

describe('every answer comes within a second', () => {
  it('to bodies with names of the language’s own', async () => {
    const change = (patch: string): string => `{"changes":[{"key":["c",1],"op":"create","table":"account","id":"${newId()}","patch":${patch},"base":{},"at":""}]}`;
    const bodies: (readonly [string, string])[] = [
      ['v1/push', change('{"__proto__":{"polluted":1},"name":"x"}')], ['v1/push', change('{"constructor":{"prototype":{"polluted":1}},"name":"x"}')], ['v1/push', change('{"name":"x","custom":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}')],
      ['v1/push', '{"__proto__":{"changes":[]}}'], ['v1/push', change('{"name":"x"}').replace('"account"', '"__proto__"')], ['v1/query', '{"table":"constructor"}'], ['v1/query', '{"table":"account","where":{"__proto__":{"eq":1}}}'],
      ['v1/query', '{"table":"account","orderBy":["__proto__"]}'], ['v1/aggregate', '{"table":"account","groupBy":[],"measures":{"__proto__":{"op":"count"}}}'], ['v1/run', '{"command":"__proto__","input":{"__proto__":{}},"key":"k"}'],
      ['public/challenge', `{"siteKey":"${siteKey}","form":"ticket","__proto__":{"polluted":1}}`], ['public/challenge', '{"siteKey":"__proto__","form":"constructor"}'], ['v1/site-keys', `{"name":"x","origins":["${shop}"],"forms":["ticket"],"__proto__":{"polluted":1}}`],
    ];
    for (const [path, body] of bodies) await within(body, attack(path, body));
    const page = someone();
    const proof = await page.proof();
    for (const body of [`{"key":"${newId()}","ticket":{"subject":"x","__proto__":{"ownerId":"ana"}}}`, `{"key":"${newId()}","ticket":{"subject":"x"},"constructor":{"prototype":{}}}`]) {
      expect(await within(body, () => page.post('public/tickets', body, { 'x-vinculo-proof': proof }))).toBe(422);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('to 100 KB of what regular expressions get lost in, in every kind of field, filter and header', async () => {
    const n = 100_000;
    const texts = [
      `a@${'.'.repeat(n)}@`, `a@${'a.'.repeat(n / 2)}@`, 'a'.repeat(n), '1'.repeat(n), `-${'0'.repeat(n)}x`, `${'0'.repeat(n)}.${'0'.repeat(n)}`, `${' '.repeat(n)}x`, '\t\n'.repeat(n / 2), '+00'.repeat(n / 3),
      `2026-11-22T00:00:00.${'0'.repeat(n)}Z`, '2026-'.repeat(n / 5), '('.repeat(n), '\\'.repeat(n), '%_'.repeat(n / 2), '💥'.repeat(n / 4), 'İ'.repeat(n), `${'A'.repeat(n)}!`,
    ];
    const inKind = (kind: string, text: string): unknown => {
      if (kind === 'tags') return [text];
      if (kind === 'money') return { minor: 1, currency: text };
      if (kind === 'phone') return { raw: text, e164: text };
      if (kind === 'json') return { [text.slice(0, 1000)]: text };
      if (['emails', 'phones', 'addresses', 'socials', 'lines'].includes(kind)) return [{ id: text, value: text, raw: text, e164: text, country: text, quantity: text, unitPrice: text, currency: text, name: text, network: text, handle: text, deliveryDate: text, bouncedAt: text }];
      return text;
    };
    const kinds = new Map(Object.values(entities).filter((e) => !('readonly' in e)).flatMap((e) => Object.entries(e.fields).map(([field, { kind }]) => [kind, { table: e.name, field }] as const)));
    expect(kinds.size).toBeGreaterThan(15);
    const lists = new Set(['emails', 'phones', 'addresses', 'socials', 'lines']);
    const listed = [...kinds].filter(([kind]) => lists.has(kind));
    const plain = [...kinds].filter(([kind]) => !lists.has(kind));
    for (const text of texts) {
      // A list has a dozen such texts by itself; plain kinds go six together.
      for (const group of [plain.slice(0, 6), plain.slice(6, 12), plain.slice(12), ...listed.map((each) => [each])]) {
        const changes = group.map(([kind, { table, field }], i) => ({ key: [newId(), i], op: 'create', table, id: newId(), patch: { [field]: inKind(kind, text) }, base: {}, at: '' }));
        await within(`${group.map(([kind]) => kind).join()} ${text.slice(0, 12)}`, attack('v1/push', JSON.stringify({ changes })));
      }
    }
    for (const text of texts) {
      for (const where of [{ search: text }, { name: { contains: text } }, { name: text }, { createdAt: { gt: text } }, { [text]: 1 }]) await within(`where ${text.slice(0, 12)}`, attack('v1/query', JSON.stringify({ table: 'account', where })));
      await within(`table ${text.slice(0, 12)}`, attack('v1/query', JSON.stringify({ table: text, orderBy: [text] })));
      await within(`id ${text.slice(0, 12)}`, attack('v1/get', JSON.stringify({ table: 'account', ids: [text] })));
      await within(`cursor ${text.slice(0, 12)}`, attack('v1/pull', JSON.stringify({ table: 'account', cursor: text })));
      await within(`key ${text.slice(0, 12)}`, attack('public/challenge', JSON.stringify({ siteKey: text, form: text })));
      await within(`refresh ${text.slice(0, 12)}`, attack('public/guest', JSON.stringify({ siteKey, refresh: text })));
      await within(`origin ${text.slice(0, 12)}`, attack('v1/site-keys', JSON.stringify({ name: text, origins: [text], forms: [text] })));
    }
    // Headers are cut off by the HTTP server at 16 KB.
    for (const sign of ['a', '.', '/', '%', '%41', 'a.', ',', '1.']) {
      const long = sign.repeat(12_000 / sign.length);
      for (const header of ['x-vinculo-name', 'content-type', 'x-vinculo-proof', 'x-forwarded-for', 'origin', 'content-encoding', 'authorization']) await within(`${header} ${sign}`, attack('v1/blobs', 'x', { [header]: long }));
    }
  }, 60_000);

  it('to JSON 100,000 levels deep', async () => {
    const n = 100_000;
    const deep = [`${'['.repeat(n)}${']'.repeat(n)}`, `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`, '['.repeat(n), `${'{"and":['.repeat(n)}{}${']}'.repeat(n)}`];
    for (const json of deep) {
      for (const path of ['v1/push', 'v1/pull', 'v1/get', 'v1/query', 'v1/aggregate', 'v1/run', 'v1/site-keys', 'v1/guest', 'public/challenge', 'public/guest', 'dev/token']) {
        expect(await within(path, attack(path, json)), path).toBeGreaterThanOrEqual(400);
      }
      await within('a filter', attack('v1/query', `{"table":"account","where":${json}}`));
      await within('a value', attack('v1/push', `{"changes":[{"key":["c",1],"op":"create","table":"account","id":"${newId()}","patch":{"name":"x","custom":${json}},"base":{},"at":""}]}`));
    }
  });

  it('to bodies of a million small values, each of which would be looked at', async () => {
    const n = 1_000_000;
    const list = (value: string, of = n): string => `[${`${value},`.repeat(of - 1)}${value}]`;
    const fields = (of = n): string => `{${Array.from({ length: of }, (_, i) => `"k${i}":1`).join()}}`;
    const change = (patch: string, i = 0): string => `{"key":["c",${i}],"op":"create","table":"account","id":"${newId()}","patch":${patch},"base":{},"at":""}`;
    const bodies: (readonly [path: string, body: string])[] = [
      ['v1/get', `{"table":"account","ids":${list('0')}}`], ['v1/push', `{"changes":${list('{}')}}`], ['v1/query', `{"table":"account","orderBy":${list('0')}}`], ['v1/query', `{"table":"account","where":{"or":${list('{}')}}}`],
      ['v1/query', `{"table":"account","where":${fields()}}`], ['v1/query', `{"table":"account","where":{"or":${list(`{"or":${list('{}', 4000)}}`, n / 4000)}}}`], ['v1/aggregate', `{"table":"account","groupBy":[],"measures":${fields()}}`],
      ['v1/push', `{"changes":[${change(fields())}]}`], ['v1/push', `{"changes":[${change(`{"name":"x","custom":${fields()}}`)}]}`], ['v1/push', `{"changes":[${change(`{"name":"x","emails":${list('{}')}}`)}]}`], ['v1/push', `{"changes":[${change(`{"name":"x","tags":${list('"a"')}}`)}]}`],
      ['v1/run', `{"command":"transfer","key":"${newId()}","input":{"fromUserId":"x","toUserIds":${list('0')}}}`], ['v1/presence', `{"page":"p","at":${list('{}')},"of":[]}`],
    ];
    for (const [path, body] of bodies) expect([path, body.slice(0, 90), await within(body.slice(0, 90), attack(path, body))]).toEqual([path, body.slice(0, 90), 413]);
    // As many as are taken: none of them costs much either.
    const many: (readonly [path: string, body: string, status: number])[] = [
      ['v1/get', `{"table":"account","ids":${list('0', 5000)}}`, 422], ['v1/query', `{"table":"account","where":{"or":${list('{}', 5000)}}}`, 422], ['v1/aggregate', `{"table":"account","groupBy":[],"measures":${fields(5000)}}`, 422],
      ['v1/push', `{"changes":[${Array.from({ length: 45 }, (_, i) => change(fields(5000), i)).join()}]}`, 422], ['v1/push', `{"changes":[${Array.from({ length: 22 }, (_, i) => change(`{"name":"x","emails":${list('{}', 5000)}}`, i)).join()}]}`, 200],
      ['v1/push', `{"changes":[${Array.from({ length: 30 }, (_, i) => change(`{"name":"x","emails":${list(`{"id":"a","value":"${'.'.repeat(60)}"}`, 2500)}}`, i)).join()}]}`, 200],
    ];
    for (const [path, body, status] of many) expect([path, body.slice(0, 90), await within(body.slice(0, 90), attack(path, body))]).toEqual([path, body.slice(0, 90), status]);
    const page = someone();
    const guest = { authorization: `Bearer ${String((await page.post('public/guest', { siteKey })).json['token'])}` };
    const asked = `{"table":"ticket","where":{"or":${list('{"subject":{"contains":"aaaaaaaaaaaaaaaa"}}', 2000)}}}`;
    expect(await within('a guest’s question', () => page.post('v1/query', asked, guest))).toBe(413);
  }, 30_000);

  it('to packed bodies, which are not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 91)); // 200 MB of "[" in 200 KB
    for (const path of ['v1/push', 'v1/query', 'public/challenge', 'public/guest']) {
      for (const encoding of ['gzip', 'x-gzip', 'gzip, gzip', 'br', 'deflate']) expect([413, 415]).toContain(await within(`${path} ${encoding}`, attack(path, bomb, { 'content-encoding': encoding })));
      expect([400, 413]).toContain(await within(path, attack(path, bomb)));
    }
  }, 30_000);

  it('to files that claim to be what they are not, which are never shown in place', async () => {
    const page = someone();
    const who = { authorization: `Bearer ${String((await page.post('public/guest', { siteKey })).json['token'])}` };
    const script = '<script>alert(document.domain)</script>';
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
    const files: readonly (readonly [name: string, declared: string, content: Buffer, fromGuest: number])[] = [
      ['a.html', 'text/html', Buffer.from(`<!doctype html>${script}`), 422], ['a.svg', 'image/svg+xml', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`), 422],
      ['a.svg', 'image/png', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`), 422], ['a.txt', 'text/plain', Buffer.from(`\n ${script}`), 422], ['a.xml', 'application/xml', Buffer.from(`<?xml version="1.0"?><x/>`), 422],
      ['a.gif', 'image/gif', Buffer.from(`GIF89a/*${script}*/=1;alert(1)`), 200], ['a.html', 'text/html', Buffer.concat([png, Buffer.from(script)]), 422], ['a.png', 'image/png', Buffer.concat([png, Buffer.from(script)]), 200],
      ['a.jpg', 'image/jpeg', png, 422], ['a.pdf', 'application/pdf', Buffer.from(`%PDF-1.7\n${script}`), 200], ['a.exe', 'image/png', Buffer.from('MZ\x90\x00'), 422], ['a.js', 'text/javascript', Buffer.from('alert(1)'), 422],
      ['a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', zipBomb('[Content_Types].xml'), 200], ['a.zip', 'application/zip', zipBomb('a'), 422], ['a.png', 'image/png', Buffer.alloc(0), 422],
    ];
    for (const [name, declared, content, fromGuest] of files) {
      const send = (headers: Record<string, string>) => fetch(`${bench.server.url}/v1/blobs`, { method: 'POST', body: new Uint8Array(content), headers: { ...headers, origin: shop, 'x-forwarded-for': '192.0.2.1', 'content-type': declared, 'x-vinculo-name': name } });
      expect([name, declared, await within(name, async () => send({ ...who, 'x-vinculo-proof': await someone().proof() }))]).toEqual([name, declared, fromGuest]);
      const stored = await send({ authorization: `Bearer ${staff.token}` });
      const { id } = (await stored.json()) as { id: string };
      const served = await fetch(`${bench.server.url}/v1/blobs/${id}`, { headers: { authorization: `Bearer ${staff.token}` } });
      expect(served.headers.get('content-disposition')).toMatch(/^attachment;/);
      expect([served.headers.get('x-content-type-options'), served.headers.get('content-security-policy')]).toEqual(['nosniff', "default-src 'none'; sandbox"]);
      expect(served.headers.get('content-type')).not.toMatch(/html|svg|xml$|script/);
      expect(Buffer.from(await served.arrayBuffer()).equals(content)).toBe(true);
    }
  }, 30_000);
});

/** A zip with one entry that becomes a thousand times larger: 30 MB in 30 KB. */
function zipBomb(name: string): Buffer {
  const content = Buffer.alloc(30 * 1024 * 1024, 32);
  const packed = deflateRawSync(content, { level: 9 });
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), packed]);
}
