import { createHmac, randomBytes } from 'node:crypto';
import { NotFoundError } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Database, inTransaction } from '../database/connection.ts';
import type { Identity } from '../identity/identity.ts';
import { systemIdentity } from '../identity/system-identity.ts';

export const forms = ['ticket', 'lead'] as const;
export type Form = (typeof forms)[number];

/** What a page with this key may do, and from where. */
export interface SiteKey {
  /** What the page carries. It is no secret. */
  readonly key: string;
  readonly name: string;
  /** Origins of the pages, as `https://shop.example`. */
  readonly origins: readonly string[];
  readonly forms: readonly Form[];
  readonly active: boolean;
}

/** A key with what the server signs with in its name. */
export interface Site extends Pick<SiteKey, 'key' | 'origins' | 'forms'> {
  readonly tenant: string;
  readonly secret: string;
}

/** Keys in use, as pages name them. */
export interface Sites {
  /** Undefined for a key that is none, or that was withdrawn. */
  find(key: string): Promise<Site | undefined>;
  /** Whether a page of this origin has a key of any tenant. */
  allowsOrigin(origin: string): Promise<boolean>;
}

/** So long a process believes what it read of a key, in milliseconds: a withdrawn one is refused everywhere after that. */
const believed = 5000;
const mostKept = 1000;

const keyOf = (tenant: string, id: string): string => `${encodeURIComponent(tenant)}.${id}`;

function partsOf(key: string): { tenant: string; id: string } | undefined {
  const dot = key.lastIndexOf('.');
  if (dot < 1 || key.length > 700) return undefined;
  try {
    return { tenant: decodeURIComponent(key.slice(0, dot)), id: key.slice(dot + 1) };
  } catch {
    return undefined;
  }
}

/** Looks keys up, and remembers for a few seconds what it found, also that there was nothing. */
export function siteKeys(db: Database): Sites {
  const kept = new Map<string, { readonly site: Promise<Site | undefined>; readonly until: number }>();
  let origins: { readonly all: Promise<ReadonlySet<string>>; readonly until: number } | undefined;
  return {
    find(key) {
      const known = kept.get(key);
      if (known && known.until > Date.now()) return known.site;
      if (kept.size >= mostKept) kept.clear();
      const site = readSite(db, key);
      kept.set(key, { site, until: Date.now() + believed });
      site.catch(() => kept.delete(key));
      return site;
    },
    async allowsOrigin(origin) {
      if (!origins || origins.until <= Date.now()) {
        origins = { all: readOrigins(db), until: Date.now() + believed };
        origins.all.catch(() => (origins = undefined));
      }
      return (await origins.all).has(origin);
    },
  };
}

async function readSite(db: Database, key: string): Promise<Site | undefined> {
  const parts = partsOf(key);
  if (!parts || /[\0\p{Cs}]/u.test(key + parts.tenant)) return undefined;
  return inTransaction(db, systemIdentity(parts.tenant, 'public'), 'read', async ({ tx }) => {
    const { rows } = await sql<Pick<Site, 'origins' | 'forms' | 'secret'>>`select origins, forms, secret from vinculo.site_key where id = ${parts.id} and active`.execute(tx);
    return rows[0] && { ...rows[0], key, tenant: parts.tenant };
  });
}

function readOrigins(db: Database): Promise<ReadonlySet<string>> {
  return inTransaction(db, systemIdentity('', 'public'), 'read', async ({ tx }) => {
    const { rows } = await sql<{ origin: string }>`select distinct unnest(origins) as origin from vinculo.site_key where active`.execute(tx);
    return new Set(rows.map((r) => r.origin));
  });
}

/** Makes a key for pages of these origins. */
export function createSiteKey(db: Database, { tenant, subject }: Identity, { name, origins, forms: allowed }: Pick<SiteKey, 'name' | 'origins' | 'forms'>): Promise<SiteKey> {
  return inTransaction(db, systemIdentity(tenant, 'public'), 'write', async ({ tx }) => {
    const id = randomBytes(12).toString('base64url');
    await sql`insert into vinculo.site_key (tenant_id, id, name, origins, forms, secret, created_by)
      values (${tenant}, ${id}, ${name}, ${origins}::text[], ${allowed}::text[], ${randomBytes(32).toString('base64url')}, ${subject})`.execute(tx);
    return { key: keyOf(tenant, id), name, origins, forms: allowed, active: true };
  });
}

/** All keys of the tenant, the newest first. */
export function listSiteKeys(db: Database, { tenant }: Identity): Promise<SiteKey[]> {
  return inTransaction(db, systemIdentity(tenant, 'public'), 'read', async ({ tx }) => {
    const { rows } = await sql<Omit<SiteKey, 'key'> & { id: string }>`select id, name, origins, forms, active from vinculo.site_key order by created_at desc, id`.execute(tx);
    return rows.map(({ id, ...row }) => ({ key: keyOf(tenant, id), ...row }));
  });
}

/** Withdraws a key: pages with it, and guests who came by it, are refused within seconds. @throws NotFoundError */
export async function withdrawSiteKey(db: Database, { tenant }: Identity, key: string): Promise<void> {
  const parts = partsOf(key);
  const done = parts?.tenant === tenant && await inTransaction(db, systemIdentity(tenant, 'public'), 'write', async ({ tx }) => {
    const { numAffectedRows } = await sql`update vinculo.site_key set active = false where id = ${parts.id}`.execute(tx);
    return numAffectedRows === 1n;
  });
  if (!done) throw new NotFoundError('siteKey', key);
}

/** A key for one purpose, made from the site's secret: what is signed for one is worth nothing for another. */
export function secretFor({ secret }: Site, purpose: 'challenge' | 'answer' | 'token' | 'address' | 'submission'): Buffer {
  return createHmac('sha256', secret).update(purpose).digest();
}
