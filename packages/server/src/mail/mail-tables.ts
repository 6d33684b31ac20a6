import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { anyTenant, ofTenant, type SystemTable } from '../database/system-table.ts';

const bySystem = `(${ofTenant} and (select current_setting('vinculo.role', true)) = 'system')`;
const systemOnly = { own: `using (${bySystem} or (${anyTenant})) with check (${bySystem})` };

/**
 * Each mail that went out or came in: what it is about, and what became of it. Addresses stand here as hashes only. `handle` is what the signed token in
 * an address of ours names; `audience` is who was written to, or who wrote (`agent`, `customer`, `other`). A mail of an activity has no ticket;
 * `record_id` is the activity and `link_id` its link to the person, where it has one. Of mail that anybody can cause, `mailbox_hash` is the address without what comes after a +, and
 * `asked_by` the signed-in customer who caused it.
 */
const mailMessage: SystemTable = {
  name: 'mail_message',
  create: [
    `create table if not exists vinculo.mail_message (tenant_id text collate "C" not null, id text collate "C" not null, message_id text collate "C" not null, direction text not null, audience text not null,
      about text not null, ticket_id text collate "C", record_id text collate "C", address_hash text collate "C" not null, handle text collate "C", state text not null, at timestamptz not null default now(), primary key (tenant_id, id))`,
    `alter table vinculo.mail_message add column if not exists link_id text collate "C"`,
    `alter table vinculo.mail_message add column if not exists mailbox_hash text collate "C", add column if not exists asked_by text collate "C"`,
    `create index if not exists mail_message_by_mailbox on vinculo.mail_message (tenant_id, mailbox_hash, at) where mailbox_hash is not null`,
    `create index if not exists mail_message_by_asker on vinculo.mail_message (tenant_id, asked_by, at) where asked_by is not null`,
    `create index if not exists mail_message_by_record on vinculo.mail_message (tenant_id, record_id) where link_id is not null`,
    `create unique index if not exists mail_message_by_message_id on vinculo.mail_message (tenant_id, message_id)`,
    `create index if not exists mail_message_by_ticket on vinculo.mail_message (tenant_id, ticket_id, at)`,
    `create index if not exists mail_message_by_address on vinculo.mail_message (tenant_id, address_hash, at)`,
    // A mail that comes in says of itself only what it answers; whose it is follows from that.
    `create index if not exists mail_message_by_handle on vinculo.mail_message (handle) where handle is not null`,
    `create index if not exists mail_message_answered on vinculo.mail_message (message_id)`,
  ],
  policies: systemOnly,
  grants: 'select, insert, update, delete',
};

/** What is known of an address, under its hash: it was proved to be its owner's, mail to it came back, its owner wants no automatic mail. */
const mailAddress: SystemTable = {
  name: 'mail_address',
  create: [
    `create table if not exists vinculo.mail_address (tenant_id text collate "C" not null, hash text collate "C" not null, verified_at timestamptz, bounced_at timestamptz, unsubscribed_at timestamptz, primary key (tenant_id, hash))`,
  ],
  policies: systemOnly,
  grants: 'select, insert, update',
};

/**
 * Addresses that customers wrote into their own contact, under their hash. Nobody else looked at them, so mail from there is not taken for theirs: whoever
 * enters the address of somebody else would read what that one writes.
 */
const mailSelfNamed: SystemTable = {
  name: 'mail_self_named',
  create: [
    `create table if not exists vinculo.mail_self_named (tenant_id text collate "C" not null, contact_id text collate "C" not null, hash text collate "C" not null, primary key (tenant_id, contact_id, hash))`,
  ],
  policies: systemOnly,
  grants: 'select, insert, delete',
};

/** Which queue the mail to an address is for. Of two tenants with the same address the first to have it gets the mail. */
const mailInbox: SystemTable = {
  name: 'mail_inbox',
  create: [
    `create table if not exists vinculo.mail_inbox (tenant_id text collate "C" not null, queue_id text collate "C" not null, address text collate "C" not null, since timestamptz not null default now(), primary key (tenant_id, queue_id))`,
    `create index if not exists mail_inbox_by_address on vinculo.mail_inbox (address, since)`,
  ],
  policies: { own: `using (${ofTenant} or (${anyTenant})) with check (${ofTenant})` },
  grants: 'select, insert, update, delete',
};

export const mailTables: readonly SystemTable[] = [mailMessage, mailAddress, mailSelfNamed, mailInbox];

/** Forgets mails of before a moment. */
export async function dropMails({ tx, identity }: Access, before: string): Promise<void> {
  await sql`delete from vinculo.mail_message where tenant_id = ${identity.tenant} and at < ${before}::timestamptz`.execute(tx);
}
