import { randomBytes } from 'node:crypto';
import { AuthError } from '@vinculo/sdk/schema';
import type { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { html, raw } from 'hono/html';
import { BadRequest } from '../http/errors.ts';
import { type SignIn, SignInRefused, callbackPath, longestAbsence } from './sign-in.ts';

const cookie = 'vinculo-sign-in';

/**
 * Signs staff in through their provider. A page opens `/auth/login?origin=…` in a window of its own; when the person is back, that window sends
 * `{ type: 'vinculo-sign-in', token }` to the page that opened it, if it is of that origin. No token is ever part of an address.
 */
export function addSignInRoutes<E extends object>(app: Hono<E>, signIn: SignIn, { publicUrl, allowsOrigin }: { readonly publicUrl: string; readonly allowsOrigin: (origin: string) => boolean }): void {
  const path = { path: '/auth', httpOnly: true, sameSite: 'Lax', secure: publicUrl.startsWith('https:') } as const;

  app.get('/auth/login', async (c) => {
    const origin = c.req.query('origin') ?? '';
    if (!allowsOrigin(origin)) throw new BadRequest(422, 'bad_request', 'The parameter origin must be that of a page that may call this server.');
    const { url, kept } = await signIn.begin(origin);
    setCookie(c, cookie, kept, { ...path, maxAge: longestAbsence });
    c.header('cache-control', 'no-store');
    return c.redirect(url);
  });

  app.get(callbackPath, async (c) => {
    const nonce = randomBytes(16).toString('base64');
    c.header('content-security-policy', `default-src 'none'; script-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'`);
    c.header('cache-control', 'no-store');
    c.header('referrer-policy', 'no-referrer');
    const kept = getCookie(c, cookie);
    deleteCookie(c, cookie, path);
    try {
      const { token, origin } = await signIn.finish(new URL(c.req.url), kept);
      const message = [{ type: 'vinculo-sign-in', token }, origin].map((part) => JSON.stringify(part).replaceAll('<', '\\u003c'));
      const script = `if (window.opener) { window.opener.postMessage(${message.join(', ')}); window.close(); }`;
      // What is put into the script is JSON of our own making, without “<”.
      return await c.html(html`<!doctype html><meta charset="utf-8"><title>Signed in</title><p>You are signed in. You may close this window.</p><script nonce="${nonce}">${raw(script)}</script>`);
    } catch (error) {
      if (!(error instanceof SignInRefused) && !(error instanceof AuthError)) throw error;
      return c.html(html`<!doctype html><meta charset="utf-8"><title>Not signed in</title><p>${error.message}</p>`, 403);
    }
  });

  app.post('/auth/renew', async (c) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (!token) throw new AuthError('The request has no token. Send the one of the sign-in as “Authorization: Bearer …”.');
    c.header('cache-control', 'no-store');
    return c.json({ token: await signIn.renew(token) });
  });
}
