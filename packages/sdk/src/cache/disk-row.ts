import { type AnyRow, entityNamed } from '../schema/index.ts';

const offDiskOf = new Map<string, readonly string[]>();

/** Fields of an entity that may not be written to disk. */
function offDisk(table: string): readonly string[] {
  let names = offDiskOf.get(table);
  if (!names) {
    names = Object.entries(entityNamed(table)?.fields ?? {}).filter(([, f]) => f.cache !== 'disk').map(([name]) => name);
    offDiskOf.set(table, names);
  }
  return names;
}

/** The row as it may be kept on disk. A field that may not is absent, as if it had not been given to this caller. */
export function diskRow(table: string, row: AnyRow): AnyRow {
  const hidden = offDisk(table);
  return hidden.some((name) => name in row) ? (Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name))) as AnyRow) : row;
}

/** Whether a patch sets something that may not be written to disk; such a change is durable only when it is synced. */
export function mayBeKept(table: string, patch: Readonly<Record<string, unknown>>): boolean {
  return !offDisk(table).some((name) => name in patch);
}
