import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, type JWTHeaderParameters, SignJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tokenVerifier } from './identity.ts';

const secret = 'a secret shared with the backend of the host';
const key = new TextEncoder().encode(secret);

interface Made {
  readonly header?: JWTHeaderParameters;
  readonly claims?: object;
  readonly from?: number;
  readonly to?: number;
}

function sign(by: Parameters<SignJWT['sign']>[0], { header = { alg: 'HS256' }, claims = {}, from = 0, to = 600 }: Made = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ tenant: 't', role: 'staff', sub: 'ana', iss: 'host', aud: 'vinculo', iat: now + from, exp: now + to, ...claims }).setProtectedHeader(header).sign(by);
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token', () => {
  it('is taken with the right claims, and by them says who it is', async () => {
    const verify = await tokenVerifier({ secret, issuer: 'host' });
    const now = Math.floor(Date.now() / 1000);
    expect(await verify(await sign(key, { header: { alg: 'HS256', typ: 'JWT' }, claims: { sid: 's', jti: 'j', name: 'Ana' } }))).toEqual({ tenant: 't', subject: 'ana', role: 'staff', name: 'Ana', session: 's', issuedAt: expect.closeTo(now, -1), expiresAt: expect.closeTo(now + 600, -1) });
    expect(await verify(await sign(key, { claims: { jti: 'j', nbf: now - 5, aud: ['shop', 'vinculo'] } }))).toMatchObject({ session: 'j' });
  });

  it('is refused before its time, without an audience, with a header that is not a token’s, and when it is too long to be one', async () => {
    const verify = await tokenVerifier({ secret, issuer: 'host' });
    const now = Math.floor(Date.now() / 1000);
    const bad: Record<string, string> = {
      'not yet': await sign(key, { claims: { nbf: now + 120 } }),
      'issued in future': await sign(key, { from: 300 }),
      'no audience': await sign(key, { claims: { aud: undefined } }),
      'audience like ours': await sign(key, { claims: { aud: ['vinculo.evil.example'] } }),
      'another kind of token': await sign(key, { header: { alg: 'HS256', typ: 'logout+jwt' } }),
      'critical extension': await sign(key, { header: { alg: 'HS256', crit: ['exp'], exp: 1 } as unknown as JWTHeaderParameters }).catch(() => `${part({ alg: 'HS256', crit: ['x'], x: 1 })}.${part({})}.x`),
      'unsigned': `${part({ alg: 'none' })}.${(await sign(key)).split('.')[1]}.`,
      'unsigned, oddly written': `${part({ alg: 'nOnE' })}.${(await sign(key)).split('.')[1]}.`,
      'signature of another': `${(await sign(key, { claims: { sub: 'boss' } })).split('.').slice(0, 2).join('.')}.${(await sign(key)).split('.')[2]}`,
      'oversized': await sign(key, { claims: { name: 'x'.repeat(9000) } }),
      'name too long': await sign(key, { claims: { name: 'x'.repeat(300) } }),
      'the server itself': await sign(key, { claims: { role: 'system' } }),
      'a duty': await sign(key, { claims: { role: 'admin' } }),
    };
    for (const [why, token] of Object.entries(bad)) expect([why, await verify(token).then(() => 'taken', (e: unknown) => (e as { code: string }).code)]).toEqual([why, 'auth']);
  });

  it('of a key pair is not to be made with what is public of it', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const pem = await exportSPKI(publicKey);
    const verify = await tokenVerifier({ publicKey: pem, algorithm: 'RS256', issuer: 'host' });
    expect(await verify(await sign(privateKey, { header: { alg: 'RS256' } }))).toMatchObject({ subject: 'ana' });
    for (const alg of ['HS256', 'HS384', 'HS512']) for (const text of [pem, pem.trim(), `${pem}\n`]) await expect(verify(await sign(new TextEncoder().encode(text), { header: { alg } }))).rejects.toThrow(/not accepted/);
    const rsaPss = await generateKeyPair('PS256');
    await expect(verify(await sign(rsaPss.privateKey, { header: { alg: 'PS256' } }))).rejects.toThrow(/not accepted/);
    // A key that the token brings along is nobody's.
    const own = await generateKeyPair('RS256', { extractable: true });
    await expect(verify(await sign(own.privateKey, { header: { alg: 'RS256', jwk: await exportJWK(own.publicKey) } }))).rejects.toThrow(/not accepted/);
  });
});

describe('a set of keys', () => {
  let server: HttpServer | undefined;
  afterEach(() => {
    vi.useRealTimers();
    server?.closeAllConnections();
    server?.close();
  });

  interface Pair {
    readonly kid: string;
    readonly publicKey: CryptoKey;
    readonly privateKey: CryptoKey;
  }

  const pair = async (kid: string): Promise<Pair> => ({ kid, ...(await generateKeyPair('ES256', { extractable: true })) });

  it('may be changed: a new key counts once tokens name it, an old one no longer once it is gone from the set', async () => {
    const [first, second] = [await pair('1'), await pair('2')];
    let published: Pair[] = [first];
    let asked = 0;
    server = createHttpServer((_, response) => {
      asked++;
      void Promise.all(published.map(async ({ kid, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }))).then((keys) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys })));
    });
    await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
    const verify = await tokenVerifier({ jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`, algorithm: 'ES256', issuer: 'host' });
    const by = ({ kid, privateKey }: Pair): Promise<string> => sign(privateKey, { header: { alg: 'ES256', kid } });
    const taken = async (of: Pair): Promise<boolean> => verify(await by(of)).then(() => true, () => false);
    const later = (seconds: number): void => void vi.useFakeTimers({ now: Date.now() + seconds * 1000, toFake: ['Date'] });

    expect([await taken(first), await taken(first), asked]).toEqual([true, true, 1]);
    expect(await taken(second)).toBe(false);
    published = [first, second];
    later(10);
    expect([await taken(second), await taken(first), asked]).toEqual([true, true, 2]);
    // Made-up names do not make the server ask again and again.
    for (let i = 0; i < 20; i++) await verify(await sign(second.privateKey, { header: { alg: 'ES256', kid: `made-up-${i}` } })).catch(() => undefined);
    expect(asked).toBe(2);
    published = [second];
    later(600);
    expect([await taken(first), await taken(second)]).toEqual([false, true]);
    // While the host's set cannot be had nobody is let in by guess, and it is no fault of the token.
    server.closeAllConnections();
    await new Promise((done) => server!.close(done));
    later(600);
    expect(await taken(second)).toBe(false);
  });
});
