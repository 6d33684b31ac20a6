import { ForbiddenError } from '@vinculo/sdk/schema';
import { Hono } from 'hono';
import type { Database } from '../database/connection.ts';
import { atMost } from '../http/at-most.ts';
import { bodyOf } from '../http/body-of.ts';
import type { Identity } from '../identity/identity.ts';
import { isAdmin } from '../rights.ts';
import { upgradeGuest } from './guest.ts';
import { publicBodies } from './shapes.ts';
import { createSiteKey, listSiteKeys, type Sites, withdrawSiteKey } from './site-keys.ts';

type Env = { Variables: { identity: Identity } };

/** What admins do about the keys of public pages, and what a customer does who was a guest before. Under /v1, signed in. */
export function siteKeyRoutes(db: Database, sites: Sites): Hono<Env> {
  const v1 = new Hono<Env>();
  const admin = (identity: Identity): Identity => {
    if (!isAdmin(identity)) throw new ForbiddenError('Only an admin makes and withdraws site keys.');
    return identity;
  };
  const small = atMost(64 * 1024);
  v1.get('/site-keys', async (c) => c.json({ siteKeys: await listSiteKeys(db, admin(c.get('identity'))) }));
  v1.post('/site-keys', small, async (c) => {
    const identity = admin(c.get('identity'));
    return c.json(await createSiteKey(db, identity, await bodyOf(c, publicBodies.createKey)));
  });
  v1.post('/site-keys/withdraw', small, async (c) => {
    const identity = admin(c.get('identity'));
    await withdrawSiteKey(db, identity, (await bodyOf(c, publicBodies.withdrawKey)).key);
    return c.json({ withdrawn: true });
  });
  v1.post('/guest', small, async (c) => c.json({ tickets: await upgradeGuest(db, sites, c.get('identity'), (await bodyOf(c, publicBodies.upgrade)).guest) }));
  return v1;
}
