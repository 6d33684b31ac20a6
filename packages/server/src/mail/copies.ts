import type { AnyRow } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { mailboxOf, readAddress } from './addresses.ts';
import { requesterAddresses } from './people.ts';

/** A mail to more is no mail of a person any more. */
const mostCopies = 20;
/** What a ticket keeps of addresses that others named. */
const mostOffered = 50;

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as readonly unknown[]).flatMap((each) => readAddress(each) ?? []) : []);

/** Whether a message came as mail: the others it went to have it already. */
function cameByMail(message: AnyRow | undefined): boolean {
  const custom = message?.['custom'] as { readonly mail?: unknown } | null | undefined; // a field of JSON
  return custom?.mail !== undefined;
}

/**
 * Whom an answer of staff goes to in copy: those that the message names, else those of its ticket. What mail of others named is not among them before staff took
 * it into the ticket, or into a message.
 */
export async function copiesOf(access: Access, ticket: AnyRow, message: AnyRow, from: string): Promise<readonly string[]> {
  const byMail = cameByMail(message);
  const listed = !byMail && Array.isArray(message['cc']) ? message['cc'] : ticket['cc'];
  const without = new Set([...(await requesterAddresses(access, ticket)), ...(byMail ? listOf(message['cc']) : [])]);
  return (await withoutOwn(access, listOf(listed), from)).filter((address) => !without.has(address)).slice(0, mostCopies);
}

/** The others that a mail went to, but for whom it is from and our own addresses. */
export async function othersOf(access: Access, mail: { readonly to: readonly string[]; readonly from: { readonly address: string } }, from: string): Promise<readonly string[]> {
  return (await withoutOwn(access, mail.to, from)).filter((address) => address !== mail.from.address).slice(0, mostOffered);
}

/** What a mail adds to the addresses that wait for staff to confirm them; undefined where that is nothing. */
export async function offered(access: Access, ticket: AnyRow, others: readonly string[]): Promise<readonly string[] | undefined> {
  const known = new Set([...(await requesterAddresses(access, ticket)), ...listOf(ticket['cc'])]);
  const before = listOf(ticket['ccOffered']);
  const all = [...new Set([...before, ...others.filter((address) => !known.has(address))])].slice(0, mostOffered);
  return all.length > before.length ? all : undefined;
}

/** Addresses but for our own, each once: mail to ourselves would come round. */
export async function withoutOwn({ tx, identity }: Access, addresses: readonly string[], from: string): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`select address from vinculo.mail_inbox where tenant_id = ${identity.tenant} and address = any(${addresses.flatMap((address) => [address, mailboxOf(address)])}::text[])`.execute(tx);
  const own = new Set([from, ...rows.map(({ address }) => address)]);
  return [...new Set(addresses)].filter((address) => !own.has(address) && !own.has(mailboxOf(address)));
}
