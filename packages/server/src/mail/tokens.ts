import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a token is good for: an answer (`t`), a report that mail came back (`b`), no more automatic mail (`u`), a proof that the address is one's own (`c`), a consent that is given (`n`). */
export type TokenKind = 't' | 'b' | 'u' | 'c' | 'n';

/** Letters that survive a mail server that writes addresses in lower case. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const secretBytes = 10;

/** A new random name of a mail, 16 letters. */
export function mintHandle(): string {
  return base32(randomBytes(secretBytes));
}

/** The handle and its signature, 32 letters: short enough for the 64 that stand before the @ of an address (RFC 5321, 4.5.3.1.1). */
export function tokenOf(secret: string, kind: TokenKind, handle: string): string {
  return handle + signature(secret, kind, handle);
}

/** The address as a mail carries it: `support+t.<token>@shop.example`. */
export function addressWithToken(address: string, kind: TokenKind, token: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}+${kind}.${token}${address.slice(at)}`;
}

/** The handle in a token of this kind; undefined where the signature is not ours. */
export function handleIn(secret: string, kind: TokenKind, token: string): string | undefined {
  if (!/^[a-z2-7]{32}$/.test(token)) return undefined;
  const handle = token.slice(0, 16);
  return timingSafeEqual(Buffer.from(token.slice(16)), Buffer.from(signature(secret, kind, handle))) ? handle : undefined;
}

/** The token in an address of ours, with what it is good for. */
export function tokenIn(secret: string, address: string): { readonly kind: TokenKind; readonly handle: string } | undefined {
  const [, kind, token] = /\+([tbu])\.([a-z2-7]{32})@/.exec(address.toLowerCase()) ?? [];
  if (kind === undefined || token === undefined) return undefined;
  const handle = handleIn(secret, kind as TokenKind, token); // one of the three letters the pattern lets through
  return handle === undefined ? undefined : { kind: kind as TokenKind, handle };
}

function signature(secret: string, kind: TokenKind, handle: string): string {
  return base32(createHmac('sha256', secret).update(`${kind}.${handle}`).digest().subarray(0, secretBytes));
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return text;
}
