import { createHash } from 'node:crypto';
import { convert } from 'html-to-text';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import { readAddress } from './addresses.ts';

/** The largest mail that is read, in bytes. */
export const largestMail = 25 * 1024 * 1024;

/** A file that came with a mail. */
interface MailAttachment {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** A mail as the rest of the server sees it: nothing in it that could not be stored. */
export interface IncomingMail {
  /** Without angle brackets; of a mail without one, made of what it holds. */
  readonly messageId: string;
  /** What it says it answers, the nearest first. */
  readonly references: readonly string[];
  /** Undefined where it names none that could be. */
  readonly from: { readonly name: string; readonly address: string } | undefined;
  /** Every address it was sent to, as far as it says. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
  /** Attachments beyond `mostAttachments`; they are in the original alone. */
  readonly leftOut: number;
  /** The first value of a header, by its name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
}

const mostAttachments = 100;
const mostReferences = 50;
/** So much of an HTML text is looked at, in characters. */
const longestHtml = 1_000_000;

/**
 * Takes seconds for what is built to take them: readMail() has it done aside.
 * @throws Error for what cannot be read as a mail: nested too deep, headers without end
 */
export async function parseMail(raw: Uint8Array): Promise<IncomingMail> {
  // A mail within a mail stays a file: what it says is not what its sender says.
  const email = await PostalMime.parse(raw, { forceRfc822Attachments: true, maxNestingDepth: 64, maxHeadersSize: 256 * 1024 });
  const [from] = mailboxes(email.from === undefined ? [] : [email.from]);
  return {
    messageId: idsIn(email.messageId)[0] ?? `${createHash('sha256').update(raw).digest('hex')}@no-message-id`,
    references: [...new Set([...idsIn(email.inReplyTo), ...idsIn(email.references).reverse()])].slice(0, mostReferences),
    from, to: recipientsOf(email),
    subject: storable(email.subject ?? '').replace(/\s+/g, ' ').trim().slice(0, 500),
    text: textOf(email),
    attachments: email.attachments.slice(0, mostAttachments).map(attachmentOf), leftOut: Math.max(0, email.attachments.length - mostAttachments),
    headers: new Map(email.headers.toReversed().map(({ key, value }) => [key, value])),
  };
}

function textOf({ text, html }: Email): string {
  const plain = text !== undefined && text.trim() !== '' ? text : html === undefined ? '' : convert(html.slice(0, longestHtml), { wordwrap: false, limits: { maxDepth: 100 }, selectors: [{ selector: 'img', format: 'skip' }, { selector: 'a', options: { ignoreHref: true } }] });
  return storable(plain).replace(/\r\n?/g, '\n').trim();
}

function attachmentOf({ filename, mimeType, content }: Attachment, index: number): MailAttachment {
  const name = storable(filename ?? '').replace(/[\p{Cc}/\\]+/gu, ' ').trim().slice(0, 255);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
  return { name: name || (mimeType === 'message/rfc822' ? 'mail.eml' : `file-${index + 1}`), type: /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType : 'application/octet-stream', content: bytes };
}

/** Where a mail server says whom it was delivered for, that counts before what the sender wrote. */
const deliveredTo: ReadonlySet<string> = new Set(['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']);

function recipientsOf(email: Email): string[] {
  const delivered = email.headers.filter(({ key }) => deliveredTo.has(key)).map(({ value }) => readAddress(value.replace(/^<|>$/g, '')));
  const written = mailboxes([...(email.to ?? []), ...(email.cc ?? [])]).map(({ address }) => address);
  return [...new Set([...delivered, ...written].filter((address) => address !== undefined))].slice(0, 200);
}

function mailboxes(addresses: readonly Address[]): { name: string; address: string }[] {
  return addresses.flatMap((entry) => entry.group ?? [entry]).flatMap(({ name, address }) => {
    const read = readAddress(address);
    return read === undefined ? [] : [{ name: storable(name).trim().slice(0, 200), address: read }];
  });
}

/** The ids in a header: `<a@b> <c@d>`. */
export function idsIn(header: string | undefined): string[] {
  return [...(header ?? '').slice(0, 20_000).matchAll(/<([^<>\s]{1,400})>/g)].map(([, id]) => id!).filter((id) => !/[\0\p{Cs}]/u.test(id));
}

/** Without what Postgres stores not: U+0000 and halves of surrogate pairs. */
function storable(text: string): string {
  return text.replace(/\0/g, '').replace(/\p{Cs}/gu, '\u{fffd}');
}
