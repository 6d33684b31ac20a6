import { createHash } from 'node:crypto';
import { type CommandName, type Description, type EntityName, type TableDescription, commands, entities } from '@vinculo/sdk/schema';
import type { Identity } from '../identity/identity.ts';
import type { Facts } from '../database/connection.ts';
import { type Acting, actingAs, describeTable, factsFor, mayRun, rights, rightsOn } from '../rights.ts';

/** What a tenant's reports are in. */
export interface TenantSettings {
  /** ISO 4217. */
  readonly currency: string;
  /** IANA. */
  readonly timeZone: string;
  /** For so many hours after the last look at the rights a client shows what it kept; without, for as long as it likes. */
  readonly offlineHours?: number;
  /** Mail of activities can be sent. */
  readonly mail?: boolean;
}

/** Differs whenever what this user may see or do differs. */
function rightsHash(identity: Identity, facts: Facts): string {
  const acting = actingAs(identity);
  // Those who all see the same need not be told apart.
  const who = seesAll(acting) ? [] : identity.role === 'customer' ? [identity.contactId] : [identity.subject, facts];
  return hashOf([acting, rights[acting], who]).slice(0, 12);
}

/** Differs whenever other rows of a table are shown than by what the rows themselves say: a cursor of other rights is read anew. */
export function sightHash(identity: Identity, facts: Facts, table: string): string {
  const acting = actingAs(identity);
  if (rightsOn(acting, table)?.read === 'all') return hashOf([acting, rights[acting]]).slice(0, 12);
  const who = identity.role === 'customer' ? [identity.contactId] : [identity.subject, [...factsFor(acting, table)].sort().map((f) => facts[f])];
  return hashOf([acting, rights[acting], who]).slice(0, 12);
}

function seesAll(acting: Acting): boolean {
  return Object.values(rights[acting]).every((r) => r.read === 'all');
}

export function describe(identity: Identity, facts: Facts, { currency, timeZone, offlineHours, mail }: TenantSettings): Description {
  const tables: Record<string, TableDescription> = {};
  for (const name of Object.keys(entities) as EntityName[]) {
    const table = describeTable(actingAs(identity), name);
    if (table) tables[name] = table;
  }
  const { tenant, subject, name, role, contactId } = identity;
  const user = { id: role === 'staff' ? subject : null, name, role: actingAs(identity), ...(contactId === undefined ? {} : { contactId }) };
  const known = { tenant, user, tables, commands: (Object.keys(commands) as CommandName[]).filter((command) => mayRun(identity, command)), currency, timeZone, ...(offlineHours === undefined ? {} : { offlineHours }), ...(mail && role === 'staff' ? { mail } : {}) };
  return { hash: hashOf([known, rightsHash(identity, facts)]), ...known };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
