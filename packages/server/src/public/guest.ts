import { randomUUID } from 'node:crypto';
import { AuthError, type Change, ForbiddenError, RefusedError } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Database, inTransaction } from '../database/connection.ts';
import type { Identity } from '../identity/identity.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { push } from '../records/push.ts';
import { readGuest } from './guest-token.ts';
import type { Sites } from './site-keys.ts';
import { isSpent, spend } from './spent.ts';

/** A visitor whom nobody knows yet. */
export function newGuest(): string {
  return `guest-${randomUUID()}`;
}

/** The subject of a guest who comes again. @throws AuthError also where the guest became a customer since */
export async function guestAgain(db: Database, sites: Sites, token: string, siteKey: string): Promise<string> {
  const { site, subject } = await readGuest(sites, token, ['vinculo', 'vinculo-refresh']);
  if (site.key !== siteKey) throw new AuthError('The guest came by another site key.');
  const gone = await inTransaction(db, systemIdentity(site.tenant, 'public'), 'read', (access) => isSpent(access, spentBy(subject)));
  if (gone) throw new AuthError('This guest signed in since. Go on as the customer.');
  return subject;
}

const spentBy = (subject: string): string => `guest:${subject}`;
/** As long as a refresh secret lives, and a day. */
const remembered = 31 * 86_400;

/**
 * A guest of a form has signed in: the tickets they opened become the customer's. Both are vouched for, the guest by the server's own token and the customer by
 * the host's. Asked again it changes nothing more.
 *
 * @returns how many tickets there were to hand over
 * @throws AuthError for a token that is no guest's of this tenant, ForbiddenError for anyone but a customer
 */
export async function upgradeGuest(db: Database, sites: Sites, { role, tenant, contactId, app }: Identity, token: string): Promise<number> {
  if (role !== 'customer') throw new ForbiddenError('Only a signed-in customer can take over what a guest opened.');
  const { site, subject } = await readGuest(sites, token, ['vinculo', 'vinculo-refresh']);
  if (site.tenant !== tenant) throw new AuthError('The guest is another tenant’s.');
  const system = systemIdentity(tenant, app ?? 'form');
  const { ids, now } = await inTransaction(db, system, 'read', async ({ tx, now: at }) => {
    const { rows } = await sql<{ id: string }>`select id from vinculo.ticket where created_by = ${subject} and contact_id is null and deleted_at is null order by id`.execute(tx);
    return { ids: rows.map((r) => r.id), now: at };
  });
  const changes = ids.map((id): Change => ({ key: [`guest:${id}`, 0], op: 'update', table: 'ticket', id, patch: { contactId }, base: { contactId: null }, group: subject, at: now }));
  for (const [i, outcome] of (await push(db, system, changes)).entries()) {
    if (outcome.status === 'rejected') throw new RefusedError('ticket', ids[i]!, outcome.code, outcome.message, outcome.problems);
    if (outcome.status !== 'ok') throw new RefusedError('ticket', ids[i]!, 'conflict', 'The ticket was being changed. Try again.');
  }
  await inTransaction(db, systemIdentity(tenant, 'public'), 'write', (access) => spend(access, spentBy(subject), Math.floor(Date.now() / 1000) + remembered));
  return ids.length;
}
