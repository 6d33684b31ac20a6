import { sql } from 'kysely';
import { type Access, type Database, asServer, inTransaction } from '../database/connection.ts';
import type { Concerned } from '../live/concerned.ts';
import type { Identity } from './identity.ts';

/** Which sign-ins: one session, by the `sid` or `jti` of its tokens; or all of a subject that began before now. */
export type SignIns = { readonly session: string } | { readonly subject: string };

/**
 * Withdraws sign-ins: their tokens are refused from the next transaction on, in every process, and their open streams end. Somebody withdrawn by subject may
 * sign in anew; a session never comes back.
 */
export function revoke(db: Database, identity: Identity, signIns: SignIns): Promise<void> {
  return inTransaction(db, identity, 'write', async (access) => {
    const [kind, name] = 'session' in signIns ? (['session', signIns.session] as const) : (['subject', signIns.subject] as const);
    await sql`insert into vinculo.revocation (tenant_id, kind, name, before, by) values (${identity.tenant}, ${kind}, ${name}, clock_timestamp(), ${identity.subject})
      on conflict (tenant_id, kind, name) do update set before = excluded.before, by = excluded.by`.execute(access.tx);
    // Their browsers are woken no more until they sign in and ask for it.
    if ('subject' in signIns) await asServer(access, 'sessions', ({ tx }) => sql`delete from vinculo.device where tenant_id = ${identity.tenant} and user_id = ${signIns.subject}`.execute(tx));
    // Which stream is of a session only the stream itself can tell, so all of the tenant look.
    await tellConcerned(access, 'session' in signIns ? 'all' : `subject:${signIns.subject}`);
  });
}

/** Forgets sign-ins that were withdrawn before a moment. */
export async function dropRevocations({ tx, identity }: Access, before: string): Promise<void> {
  await sql`delete from vinculo.revocation where tenant_id = ${identity.tenant} and before < ${before}::timestamptz`.execute(tx);
}

async function tellConcerned({ tx, identity }: Access, concerned: Concerned): Promise<void> {
  const told = { tenant: identity.tenant, tables: [], concerned: [concerned] };
  await sql`select pg_notify('vinculo', jsonb_set(${JSON.stringify(told)}::jsonb, '{xid}', to_jsonb(pg_current_xact_id()::text))::text)`.execute(tx);
}
