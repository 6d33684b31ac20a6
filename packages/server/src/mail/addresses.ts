import { createHash } from 'node:crypto';

/** A name and an address, as in `Shop <support@shop.example>`. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

const plausible = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,255}$/;

/** An address that may be written to or came in, in lower case; undefined for anything else. */
export function readAddress(text: unknown): string | undefined {
  const address = typeof text === 'string' ? text.trim().toLowerCase() : '';
  return plausible.test(address) ? address : undefined;
}

/** @returns undefined where `text` is neither `a@b` nor `Name <a@b>` */
export function readMailbox(text: string): Mailbox | undefined {
  const [, name, inner] = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? [undefined, '', text];
  const address = readAddress(inner);
  return address === undefined ? undefined : { name: name ?? '', address };
}

/** The mailbox that an address leads to: what comes after a + in it is for its owner's own sorting (RFC 5233). Where a mail server knows no such thing, two people are taken for one. */
export function mailboxOf(address: string): string {
  return address.replace(/\+[^@]*@/, '@');
}

/** What stands for an address in tables that are no records: it can be compared and not read. */
export function hashOf(tenant: string, address: string): string {
  return createHash('sha256').update(`${tenant}\n${address.toLowerCase()}`).digest('base64url');
}
