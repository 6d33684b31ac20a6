import type { AnyRow } from '../schema/index.ts';
import { keyOf, partByOf } from './row-key.ts';
import type { SchemaVersion } from './schema-version.ts';

/** Rows of a leaf. One put per leaf, not per row: IndexedDB costs per put. Where rows stand by part a leaf is read for a few of them, so it is smaller. */
export const leafSizeOf = (table: string): number => (partByOf(table) === undefined ? 500 : 125);

/** A row and where it is sorted in; null stands where an older run may still hold a row that is gone. */
export interface Entry {
  readonly key: string;
  readonly row: AnyRow | null;
}

/** Sorted rows of one run of one table. */
export interface Leaf {
  readonly table: string;
  readonly run: number;
  readonly first: string;
  /** Version of the schema that wrote it. */
  readonly schema: number;
  /** In the order of their keys; in place of a row that is gone its key. */
  readonly rows: readonly (AnyRow | string)[];
}

/** Puts sorted entries into a run, a leaf each for as many as it holds. Requests of one transaction are answered in order, so that its end says they went well. */
export function putEntries(tx: IDBTransaction, table: string, run: number, schema: SchemaVersion, entries: readonly Entry[]): void {
  const runs = tx.objectStore('runs');
  for (const portion of portions(table, entries)) {
    const first = portion[0]!.key;
    const leaf: Leaf = { table, run, first, schema: schema.current, rows: portion.map(({ key, row }) => row ?? key) };
    // The key is given beside the record: to find it in there a browser makes a second copy of all rows.
    runs.put(leaf, [table, run, first]);
  }
}

export function entriesOf({ table, rows, schema: version }: Leaf, schema: SchemaVersion): Entry[] {
  const partBy = partByOf(table);
  return rows.map((row) => (typeof row === 'string' ? { key: row, row: null } : { key: keyOf(partBy, row), row: version === schema.current ? row : schema.row(table, row, version) }));
}

/** The rows that are there, of this version. */
export function rowsOf({ table, rows, schema: version }: Leaf, schema: SchemaVersion): AnyRow[] {
  const there = rows.filter((row) => typeof row !== 'string');
  return version === schema.current ? there : there.map((row) => schema.row(table, row, version));
}

/** Sorted entries in portions that make a leaf each: full ones, the last two of one size, so that none is tiny. */
function portions(table: string, entries: readonly Entry[]): (readonly Entry[])[] {
  const leafSize = leafSizeOf(table);
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
