import { type AnyRow, entityNamed } from '../schema/index.ts';

/** A number of 32 bits for a text, never 0 (FNV-1a with the final mixing of MurmurHash3). */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0 || 1;
}

/** What the keys of all rows of a part begin with. Eight characters: two parts may share them, so that rows are looked at too. */
export function partPrefix(partHash: number): string {
  return partHash.toString(16).padStart(8, '0');
}

/** The id in a key. */
export function idInKey(partBy: string | undefined, key: string): string {
  return partBy === undefined ? key : key.slice(8);
}

/** The field by whose value rows of a table stand together; undefined where they stand by id. */
export function partByOf(table: string): string | undefined {
  return entityNamed(table)?.partBy;
}

/** The part a row belongs to. */
export function partOf(partBy: string, row: AnyRow): string {
  return String(row[partBy] ?? '');
}

/** Where a row is sorted in. */
export function keyOf(partBy: string | undefined, row: AnyRow): string {
  return partBy === undefined ? row.id : partPrefix(hash(partOf(partBy, row))) + row.id;
}
