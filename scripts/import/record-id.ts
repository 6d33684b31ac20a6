import { createHash } from 'node:crypto';

/**
 * A record id that says nothing but is always the same for the same words: UUID version 8 (RFC 9562) over SHA-256.
 * Ids made this way let a second run, or one that was cut short, find what it wrote before without asking for each row.
 */
export function idFrom(...words: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(words)).digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A short fingerprint of a row's cells, for rows that have no id of their own. */
export function hashOf(cells: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(cells)).digest('hex').slice(0, 24);
}
