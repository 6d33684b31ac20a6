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

export function entriesOf({ table, rows, schema: version }: Leaf, schema: SchemaVersion): Entry[] {
  const partBy = partByOf(table);
  return rows.map((row) => (typeof row === 'string' ? { key: row, row: null } : { key: keyOf(partBy, row), row: version === schema.current ? row : schema.row(table, row, version) }));
}

/** The rows that are there, of this version. */
export function rowsOf({ table, rows, schema: version }: Leaf, schema: SchemaVersion): AnyRow[] {
  const there = rows.filter((row) => typeof row !== 'string');
  return version === schema.current ? there : there.map((row) => schema.row(table, row, version));
}
