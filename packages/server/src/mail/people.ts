import type { AnyRow, EmailItem } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { tableNamed } from '../database/table.ts';
import { findIn } from '../reading/query.ts';
import { hashOf, readAddress } from './addresses.ts';
import { rowOf } from './change-records.ts';

/** Whom a mail goes to. */
export interface Recipient {
  readonly address: string;
  /** BCP 47; undefined where it is not known. */
  readonly locale: string | undefined;
  /** Mail to it came back. */
  readonly bounced: boolean;
}

/** The requester of a ticket, at the address they wrote from or, of a contact, their first that works. Undefined where there is none at all. */
export async function requesterOf(access: Access, ticket: AnyRow): Promise<(Recipient & { readonly name: string | undefined }) | undefined> {
  const contact = await rowOf(access, 'contact', ticket['contactId']);
  const written = readAddress(ticket['guestEmail']);
  const working = written ?? (contact ? firstOf(emailsOf(contact).filter((item) => item.bouncedAt === undefined)) : undefined);
  const address = working ?? (contact ? firstOf(emailsOf(contact)) : undefined);
  const name = contact?.['name'] ?? ticket['guestName'];
  return address === undefined ? undefined : { address, locale: textOf(contact?.['locale']), name: textOf(name), bounced: working === undefined };
}

/** All addresses that are the requester's. */
export async function requesterAddresses(access: Access, ticket: AnyRow): Promise<ReadonlySet<string>> {
  const contact = await rowOf(access, 'contact', ticket['contactId']);
  return new Set([readAddress(ticket['guestEmail']), ...(contact ? emailsOf(contact).map((item) => readAddress(item.value)) : [])].filter((address) => address !== undefined));
}

/** Who of the staff is to hear of a ticket: its owner; of one without, the queue's team; of a queue without a team, whoever reads the queue's address. */
export async function staffFor(access: Access, ticket: AnyRow): Promise<readonly ({ readonly userId: string } | 'queue')[]> {
  const owner = await staffMember(access, ticket['ownerId']);
  if (owner) return [{ userId: owner.id }];
  const queue = await rowOf(access, 'queue', ticket['queueId']);
  if (!queue) return [];
  const team = typeof queue['teamId'] === 'string' ? await findIn(access, tableNamed('user'), { teamId: queue['teamId'] }) : [];
  const members = team.filter((user) => isReachable(user));
  return members.length > 0 ? members.map(({ id }) => ({ userId: id })) : ['queue'];
}

/** A member of staff who works here and has an address. */
export async function staffMember(access: Access, id: unknown): Promise<AnyRow | undefined> {
  const user = await rowOf(access, 'user', id);
  return user && isReachable(user) ? user : undefined;
}

/** The member of staff whose address this is. */
export async function staffAt(access: Access, address: string): Promise<AnyRow | undefined> {
  const { rows } = await sql<{ id: string }>`select id from vinculo."user" where tenant_id = ${access.identity.tenant} and deleted_at is null and lower(email) = ${address} order by id limit 1`.execute(access.tx);
  return staffMember(access, rows[0]?.id);
}

/** The one contact with this address, as the company knows it: what customers entered themselves counts for nobody. Where there are several, none: whose mail it is cannot be told. */
export async function contactAt(access: Access, address: string): Promise<AnyRow | undefined> {
  const { rows } = await sql<{ id: string }>`select id from vinculo.contact where tenant_id = ${access.identity.tenant} and deleted_at is null
    and exists (select 1 from jsonb_array_elements(case jsonb_typeof(emails) when 'array' then emails else '[]' end) as item where lower(item ->> 'value') = ${address})
    and not exists (select 1 from vinculo.mail_self_named as own where own.tenant_id = contact.tenant_id and own.contact_id = contact.id and own.hash = ${hashOf(access.identity.tenant, address)}) limit 2`.execute(access.tx);
  return rows.length === 1 ? rowOf(access, 'contact', rows[0]!.id) : undefined;
}

/** Of a contact's addresses those that only the customer entered. */
export async function selfNamed({ tx, identity: { tenant } }: Access, contactId: string, addresses: readonly string[]): Promise<string[]> {
  const hashes = addresses.map((address) => hashOf(tenant, address.trim()));
  const { rows } = await sql<{ hash: string }>`select hash from vinculo.mail_self_named where tenant_id = ${tenant} and contact_id = ${contactId} and hash = any(${hashes}::text[])`.execute(tx);
  const named = new Set(rows.map(({ hash }) => hash));
  return addresses.filter((_, i) => named.has(hashes[i]!));
}

export function emailsOf(contact: AnyRow): readonly EmailItem[] {
  // The declaration of contact.emails checked it when it was written.
  return (contact['emails'] as readonly EmailItem[] | null | undefined) ?? [];
}

export function firstOf(emails: readonly EmailItem[]): string | undefined {
  return readAddress((emails.find((item) => item.primary) ?? emails[0])?.value);
}

function isReachable(user: AnyRow): boolean {
  return user['active'] !== false && readAddress(user['email']) !== undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
