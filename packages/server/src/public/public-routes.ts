import type { Hono } from 'hono';
import type { Database } from '../database/connection.ts';
import { atMost, mebibyte } from '../http/at-most.ts';
import { bodyOf } from '../http/body-of.ts';
import type { Door } from './door.ts';
import { guestAgain, newGuest } from './guest.ts';
import { issueGuestTokens } from './guest-token.ts';
import { makeChallenge } from './proof.ts';
import type { Sites } from './site-keys.ts';
import { publicBodies } from './shapes.ts';
import { storeLead, storeTicket } from './store-form.ts';

export interface PublicRoutes {
  readonly db: Database;
  readonly sites: Sites;
  readonly door: Door;
  /** Rounds of one try of a proof of work. */
  readonly proofCost: number;
}

const kibibyte = 1024;
/** What pages without a backend of their own may ask: a challenge, a guest's token, a ticket, a lead. Each by a site key, from an origin it is for. */
export function addPublicRoutes<E extends object>(app: Hono<E>, { db, sites, door, proofCost }: PublicRoutes): void {
  const small = atMost(16 * kibibyte);
  app.use('/public/*', async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });

  app.post('/public/challenge', small, async (c) => {
    const { siteKey: asked, form } = await bodyOf(c, publicBodies.challenge);
    const site = await door.siteFor(c, asked, form);
    await door.count(c, site, 'ask');
    return c.json(await makeChallenge(site, form, proofCost));
  });

  app.post('/public/guest', small, async (c) => {
    const { siteKey: asked, refresh } = await bodyOf(c, publicBodies.guest);
    const site = await door.siteFor(c, asked);
    await door.count(c, site, 'ask');
    return c.json(await issueGuestTokens(site, refresh === undefined ? newGuest() : await guestAgain(db, sites, refresh, asked)));
  });

  // The proof stands in a header, so that it is checked before the body is read.
  app.post('/public/tickets', atMost(8 * mebibyte), async (c) => {
    const proof = await door.proved(c, 'ticket');
    const { guest, ...form } = await bodyOf(c, publicBodies.ticket);
    const subject = guest === undefined ? undefined : await guestAgain(db, sites, guest, proof.site.key);
    await door.admit(c, proof);
    return c.json(await storeTicket(db, proof.site, subject, form));
  });

  app.post('/public/leads', atMost(64 * kibibyte), async (c) => {
    const proof = await door.proved(c, 'lead');
    const form = await bodyOf(c, publicBodies.lead);
    await door.admit(c, proof);
    return c.json(await storeLead(db, proof.site, form));
  });
}
