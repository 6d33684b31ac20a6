import { type Server as HttpServer, createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@vinculo/sdk/schema';
import { SignJWT, decodeJwt } from 'jose';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, type Session, startBench } from '../testing/bench.ts';

const page = 'http://localhost:5173';
const publicUrl = 'https://crm.example';
const tenant = newId();
let http: HttpServer;
let issuer: string;
let bench: Bench;
let office: Session;

/** Accounts of the provider by how they sign in. */
const accounts: Readonly<Record<string, { email: string; email_verified: boolean }>> = {
  ana: { email: 'Ana@firm.example', email_verified: true },
  unverified: { email: 'ana@firm.example', email_verified: false },
  stranger: { email: 'stranger@firm.example', email_verified: true },
  linked: { email: 'other@firm.example', email_verified: false },
  usurper: { email: 'lin@firm.example', email_verified: true },
  gone: { email: 'gone@firm.example', email_verified: true },
  twin: { email: 'twin@firm.example', email_verified: true },
};

beforeAll(async () => {
  http = createHttpServer((request, response) => void provider.callback()(request, response));
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'vinculo', client_secret: 'a secret of the client', redirect_uris: [`${publicUrl}/auth/callback`], response_types: ['code'], grant_types: ['authorization_code'] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a key of the provider’s cookies'] },
    findAccount: (_, id) => (accounts[id] ? { accountId: id, claims: () => ({ sub: id, name: id, ...accounts[id] }) } : undefined),
  });
  bench = await startBench({ signIn: { issuer, clientId: 'vinculo', clientSecret: 'a secret of the client', tenant, publicUrl, secret: 'a secret that all processes of the server share' } });
  office = await bench.session({ role: 'staff', tenant, subject: 'office' });
  await office.create('user', { name: 'Ana Ruiz', email: 'ana@firm.example' }, 'user-ana');
  await office.create('user', { name: 'Lin', email: 'lin@firm.example' }, 'user-lin');
  await office.create('externalId', { table: 'user', recordId: 'user-lin', system: issuer, type: 'account', externalId: 'linked' });
  await office.create('user', { name: 'Gone', email: 'gone@firm.example', active: false }, 'user-gone');
  for (const id of ['twin-1', 'twin-2']) await office.create('user', { name: id, email: 'twin@firm.example' }, id);
}, 60_000);
afterAll(async () => {
  await bench.stop();
  http.closeAllConnections();
  http.close();
});

/** A browser at the provider: follows its redirects, fills in its forms, keeps its cookies. Comes back with the address it is sent to in the end. */
async function throughProvider(start: string, account: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 12; step++) {
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; ') }, ...(form ? { method: 'POST', body: form } : {}) });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      cookies.set(name!, value!);
    }
    const location = answer.headers.get('location');
    if (location) {
      url = new URL(location, url).href;
      form = undefined;
      if (url.startsWith(publicUrl)) return new URL(url);
      continue;
    }
    const html = await answer.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(html)?.[1];
    if (!prompt) throw new Error(`The provider answered ${answer.status}: ${html.slice(0, 300)}`);
    url = new URL(/<form[^>]* action="([^"]+)"/.exec(html)![1]!, url).href;
    form = new URLSearchParams(prompt === 'login' ? { prompt, login: account, password: 'x' } : { prompt });
  }
  throw new Error('The provider does not come to an end.');
}

const ask = (path: string, init: RequestInit = {}): Promise<Response> => Promise.resolve(bench.server.app.request(path, init));

async function begin(): Promise<{ url: string; cookie: string; set: string }> {
  const answer = await ask(`/auth/login?origin=${encodeURIComponent(page)}`);
  expect(answer.status).toBe(302);
  const set = answer.headers.get('set-cookie')!;
  return { url: answer.headers.get('location')!, cookie: set.split(';')[0]!, set };
}

async function signIn(account: string): Promise<Response> {
  const { url, cookie } = await begin();
  const back = await throughProvider(url, account);
  return ask(`${back.pathname}${back.search}`, { headers: { cookie } });
}

function messageOf(html: string): { token: string; origin: string } {
  const [, message, origin] = /postMessage\((\{.*\}), (".*")\);/.exec(html)!;
  return { token: (JSON.parse(message!) as { token: string }).token, origin: JSON.parse(origin!) as string };
}

const described = (token: string): Promise<Response> => ask('/v1/describe', { headers: { authorization: `Bearer ${token}` } });
const renew = (token: string): Promise<Response> => ask('/auth/renew', { method: 'POST', headers: { authorization: `Bearer ${token}` } });

describe('signing in by a provider', () => {
  it('hands the page that asked a short token of the user whose verified address it is, and never in an address', async () => {
    const { url, set } = await begin();
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', redirect_uri: `${publicUrl}/auth/callback`, client_id: 'vinculo' });
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/Secure/);
    expect(set).toMatch(/SameSite=Lax/);
    const answer = await signIn('ana');
    expect(answer.status).toBe(200);
    expect([answer.headers.get('cache-control'), answer.headers.get('content-security-policy')]).toEqual(['no-store', expect.stringMatching(/^default-src 'none'; script-src 'nonce-/)]);
    const { token, origin } = messageOf(await answer.text());
    expect(origin).toBe(page);
    expect(await (await described(token)).json()).toMatchObject({ tenant, user: { id: 'user-ana', name: 'Ana Ruiz', role: 'staff' } });
    const { exp, iat } = decodeJwt(token);
    expect(exp! - iat!).toBe(900);
  });

  it('knows an account by its external id first, and lets in nobody who is none of the staff', async () => {
    expect(await (await described(messageOf(await (await signIn('linked')).text()).token)).json()).toMatchObject({ user: { id: 'user-lin' } });
    for (const account of ['unverified', 'stranger', 'gone', 'twin', 'usurper']) {
      const answer = await signIn(account);
      expect([account, answer.status, (await answer.text()).includes('postMessage')]).toEqual([account, 403, false]);
    }
  });

  it('is refused where it was not begun: without what the browser kept, with another’s, a second time, or for a page that may not call', async () => {
    const [mine, other] = [await begin(), await begin()];
    const back = await throughProvider(mine.url, 'ana');
    const path = `${back.pathname}${back.search}`;
    for (const cookie of ['', other.cookie, 'vinculo-sign-in=nonsense']) expect((await ask(path, { headers: { cookie } })).status).toBe(403);
    expect((await ask(path, { headers: { cookie: mine.cookie } })).status).toBe(200);
    expect((await ask(path, { headers: { cookie: mine.cookie } })).status).toBe(403);
    expect((await ask(`${back.pathname}?error=access_denied&state=${back.searchParams.get('state')}&iss=${encodeURIComponent(issuer)}`, { headers: { cookie: mine.cookie } })).status).toBe(403);
    for (const origin of ['https://evil.example', '', 'null', `${page}.evil.example`]) expect((await ask(`/auth/login?origin=${encodeURIComponent(origin)}`)).status).toBe(422);
  });

  it('is renewed for as long as the session holds, and not by tokens of the host', async () => {
    const { token } = messageOf(await (await signIn('ana')).text());
    const next = ((await (await renew(token)).json()) as { token: string }).token;
    expect(decodeJwt(next)['sid']).toBe(decodeJwt(token)['sid']);
    expect((await described(next)).status).toBe(200);
    expect((await renew(office.token)).status).toBe(401);
    expect((await renew(await new SignJWT({ ...decodeJwt(token) }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('x'.repeat(32))))).status).toBe(401);
    expect((await office.call('sessions/revoke', { session: decodeJwt(token)['sid'] })).status).toBe(200);
    expect([(await renew(next)).status, (await described(next)).status]).toEqual([401, 401]);
  });
});
