import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { type Database, inTransaction } from '../database/connection.ts';
import { BadRequest } from '../http/errors.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { clientAddress, networkOf } from './client-address.ts';
import { checkProof, noProof, type Proof } from './proof.ts';
import { take } from './rate-limit.ts';
import { type Form, type Site, type Sites, secretFor } from './site-keys.ts';
import { spend } from './spent.ts';

export interface DoorSettings {
  readonly db: Database;
  readonly sites: Sites;
  /** How many proxies of one's own stand before the server. */
  readonly proxyHops: number;
  /** Address of whoever opened the connection. */
  readonly peerOf: (c: Context) => string | undefined;
}

/** What one network may do in a time. A school or an office shares an address; a person needs a few requests for one form. */
const perNetwork = {
  /** Challenges and tokens: each costs the server a signature. */
  ask: { most: 60, seconds: 300 },
  /** What is stored: tickets, leads, files. */
  post: { most: 30, seconds: 600 },
  read: { most: 600, seconds: 300 },
} as const;
/** What is stored by all together, of one form and of the tenant. */
const perForm = { most: 600, seconds: 600 };
const perTenant = { most: 1800, seconds: 600 };

/** What every request of a public page has to pass. */
export interface Door {
  /** The site of a key. @throws BadRequest `site_key`, `origin`, `form` */
  siteFor(c: Context, key: string, form?: Form): Promise<Site>;
  /** Refuses a page of an origin that the key is not for. A browser says the origin of every request that writes. @throws BadRequest `origin` */
  checkOrigin(c: Context, site: Site): void;
  /** Counts a request that stores nothing. @throws BadRequest `rate` */
  count(c: Context, site: Site, what: 'ask' | 'read'): Promise<void>;
  /** Checks the proof of a request, which nothing is stored or looked up for. @param form the one it has to be made for; else any that the key is for @throws BadRequest `proof`, `origin`, `form` */
  proved(c: Context, form?: Form): Promise<Proof>;
  /** Spends the proof and counts what is about to be stored. @throws BadRequest `proof` where it was spent before, `rate` */
  admit(c: Context, proof: Proof): Promise<void>;
}

export function publicDoor({ db, sites, proxyHops, peerOf }: DoorSettings): Door {
  /** The address itself is kept nowhere. */
  const networkIn = (c: Context, site: Site): string => {
    const network = networkOf(clientAddress(peerOf(c) ?? '', c.req.header('x-forwarded-for'), proxyHops));
    return createHmac('sha256', secretFor(site, 'address')).update(network).digest('base64url').slice(0, 22);
  };
  const checkOrigin = (c: Context, site: Site): void => {
    const origin = c.req.header('origin');
    const unsaid = origin === undefined && c.req.method === 'GET';
    if (!unsaid && !site.origins.includes(origin ?? '')) throw new BadRequest(403, 'origin', 'The site key is not for pages of this origin. Let staff add it to a key.');
  };
  const checkForm = (site: Site, form: Form): void => {
    if (!site.forms.includes(form)) throw new BadRequest(403, 'form', `The site key is not for the form ${form}.`);
  };
  return {
    checkOrigin,
    async siteFor(c, key, form) {
      const site = await sites.find(key);
      if (!site) throw new BadRequest(403, 'site_key', 'The site key is not known, or was withdrawn.');
      checkOrigin(c, site);
      if (form) checkForm(site, form);
      return site;
    },
    async count(c, site, what) {
      const wait = await inTransaction(db, systemIdentity(site.tenant, 'public'), 'write', (access) => take(access, [{ name: `${what}:${networkIn(c, site)}`, ...perNetwork[what] }]));
      if (wait > 0) throw tooMany(wait);
    },
    async proved(c, form) {
      const proof = await checkProof(sites, c.req.header('x-vinculo-proof'), form);
      checkOrigin(c, proof.site);
      checkForm(proof.site, proof.form);
      return proof;
    },
    async admit(c, { site, form, id, expiresAt }) {
      const isNew = await inTransaction(db, systemIdentity(site.tenant, 'public'), 'write', async (access) => {
        // First whoever asks: a flood from one network uses up nobody else's share.
        const own = await take(access, [{ name: `post:${networkIn(c, site)}`, ...perNetwork.post }]);
        if (own > 0) throw tooMany(own);
        if (!(await spend(access, id, expiresAt))) return false;
        const all = await take(access, [{ name: `form:${site.key}:${form}`, ...perForm }, { name: 'tenant', ...perTenant }]);
        // Undoes the spending too: the same proof may come again later.
        if (all > 0) throw tooMany(all);
        return true;
      });
      if (!isNew) throw noProof('The proof of work was used before. Each counts once: ask for another.');
    },
  };
}

function tooMany(seconds: number): BadRequest {
  return new BadRequest(429, 'rate', `Too many requests. Try again in ${seconds} seconds.`, seconds);
}
