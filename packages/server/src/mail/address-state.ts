import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { hashOf } from './addresses.ts';

export interface AddressState {
  readonly verified: boolean;
  readonly bounced: boolean;
  readonly unsubscribed: boolean;
}

export async function addressState({ tx, identity }: Access, address: string): Promise<AddressState> {
  const { rows } = await sql<AddressState>`select verified_at is not null as verified, bounced_at is not null as bounced, unsubscribed_at is not null as unsubscribed
    from vinculo.mail_address where tenant_id = ${identity.tenant} and hash = ${hashOf(identity.tenant, address)}`.execute(tx);
  return rows[0] ?? { verified: false, bounced: false, unsubscribed: false };
}

/** Notes what became known of an address. An address that is proved to work anew is written to again. */
export async function noteAddress({ tx, identity }: Access, hash: string, what: 'verified' | 'bounced' | 'unsubscribed'): Promise<void> {
  const column = sql.id(`${what}_at`);
  const again = what === 'verified' ? sql`, bounced_at = null` : sql``;
  await sql`insert into vinculo.mail_address (tenant_id, hash, ${column}) values (${identity.tenant}, ${hash}, now())
    on conflict (tenant_id, hash) do update set ${column} = coalesce(mail_address.${column}, now())${again}`.execute(tx);
}
