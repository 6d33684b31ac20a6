import { type Entry, type Leaf, leafSizeOf } from './leaf.ts';
import type { SchemaVersion } from './schema-version.ts';

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
