import { createHash } from 'node:crypto';
import { type Description, type EntityName, type TableDescription, entities } from '@vinculo/sdk/schema';
import type { Identity } from '../identity/identity.ts';
import { describeTable, rights } from '../rights.ts';

/** What a tenant's reports are in. */
export interface TenantSettings {
  /** ISO 4217. */
  readonly currency: string;
  /** IANA. */
  readonly timeZone: string;
  /** For so many hours after the last look at the rights a client shows what it kept; without, for as long as it likes. */
  readonly offlineHours?: number;
}

/** Differs whenever what this user may see or do differs: a cursor of other rights is read anew. */
export function rightsHash({ role, subject, contactId }: Identity): string {
  // Staff all see the same; the others see what is theirs.
  const who = role === 'staff' ? [] : role === 'customer' ? [contactId] : [subject];
  return hashOf([role, rights[role], who]).slice(0, 12);
}

export function describe(identity: Identity, { currency, timeZone, offlineHours }: TenantSettings): Description {
  const tables: Record<string, TableDescription> = {};
  for (const name of Object.keys(entities) as EntityName[]) {
    const table = describeTable(identity.role, name);
    if (table) tables[name] = table;
  }
  const { tenant, subject, name, role, contactId } = identity;
  const user = { id: role === 'staff' ? subject : null, name, role, ...(contactId === undefined ? {} : { contactId }) };
  const known = { tenant, user, tables, currency, timeZone, ...(offlineHours === undefined ? {} : { offlineHours }) };
  return { hash: hashOf([known, rightsHash(identity)]), ...known };
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
