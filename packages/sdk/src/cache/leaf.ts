import type { AnyRow } from '../schema/index.ts';
import type { SchemaVersion } from './schema-version.ts';

/** One put per leaf, not per row: IndexedDB costs per put. */
export const leafSize = 500;

/** A row as it stands in a leaf: where it is sorted in, and its JSON. */
export interface Entry {
  readonly key: string;
  readonly text: string;
}

/** Stands where an older run may still hold a row that is gone. */
export const grave = 'null';

/** Sorted rows of one run of one table. Rows are one text: a browser clones that many times faster than the objects. */
export interface Leaf {
  readonly table: string;
  readonly run: number;
  readonly first: string;
  /** Version of the schema that wrote it. */
  readonly schema: number;
  /** A key per line; a list where a key has more than one line. */
  readonly keys: string | readonly string[];
  /** JSON of the rows, `separator` between them. JSON writes a line break inside a text as two characters, so it separates nothing else. */
  readonly rows: string;
}

const separator = ',\n';

export function leafOf(table: string, run: number, schema: number, entries: readonly Entry[]): Leaf {
  const keys = entries.map((e) => e.key);
  return { table, run, first: keys[0]!, schema, keys: keys.some((key) => key.includes('\n')) ? keys : keys.join('\n'), rows: entries.map((e) => e.text).join(separator) };
}

export function keysOf({ keys }: Leaf): readonly string[] {
  return typeof keys === 'string' ? keys.split('\n') : keys;
}

/** Rows in the order of the keys; null for a grave. */
export function rowsOf(leaf: Leaf, schema: SchemaVersion): (AnyRow | null)[] {
  // Written by leafOf.
  return bringUp(JSON.parse(`[${leaf.rows}]`) as (AnyRow | null)[], leaf, schema);
}

/** The rows at some places of a leaf, without reading the others. */
export function rowsAt(leaf: Leaf, places: readonly number[], schema: SchemaVersion): (AnyRow | null)[] {
  const texts = leaf.rows.split(separator);
  return bringUp(places.map((i) => JSON.parse(texts[i]!) as AnyRow | null), leaf, schema);
}

function bringUp(rows: (AnyRow | null)[], leaf: Leaf, schema: SchemaVersion): (AnyRow | null)[] {
  return leaf.schema === schema.current ? rows : rows.map((row) => row && schema.row(leaf.table, row, leaf.schema));
}

export function entriesOf(leaf: Leaf, schema: SchemaVersion): Entry[] {
  const texts = leaf.schema === schema.current ? leaf.rows.split(separator) : rowsOf(leaf, schema).map((row) => JSON.stringify(row));
  return keysOf(leaf).map((key, i) => ({ key, text: texts[i]! }));
}

/** Sorted entries in portions that make a leaf each: full ones, the last two of one size, so that none is tiny. */
export function portions(entries: readonly Entry[]): (readonly Entry[])[] {
  const out: (readonly Entry[])[] = [];
  let at = 0;
  while (entries.length - at > 2 * leafSize) {
    out.push(entries.slice(at, at + leafSize));
    at += leafSize;
  }
  const left = entries.length - at;
  const size = left > leafSize ? Math.ceil(left / 2) : left;
  for (; at < entries.length; at += size) out.push(entries.slice(at, at + size));
  return out;
}
