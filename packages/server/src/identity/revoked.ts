import { AuthError } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Database, inTransaction } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { tableNamed } from '../database/table.ts';
import type { Identity } from './identity.ts';

/**
 * Refuses whoever may hold nothing any more, however long the token still lives: staff whose user is not active or was removed, and customers whose contact
 * was. Who has no such record is judged by the token alone.
 *
 * @throws AuthError with the code `revoked`: clients wipe what they kept
 */
export async function refuseRevoked(db: Database, identity: Identity): Promise<void> {
  const { role, subject, contactId } = identity;
  const gone = await inTransaction(db, identity, 'read', async ({ tx }) => {
    const { rows } = role === 'staff'
      ? await sql<{ gone: boolean }>`select deleted_at is not null or not coalesce(active, true) as gone from ${target(tableNamed('user'))} where id = ${subject}`.execute(tx)
      : role === 'customer'
        ? await sql<{ gone: boolean }>`select deleted_at is not null as gone from ${target(tableNamed('contact'))} where id = ${contactId!}`.execute(tx)
        : { rows: [] };
    return rows[0]?.gone ?? false;
  });
  if (gone) throw new AuthError('This sign-in was withdrawn.', undefined, 'revoked');
}
