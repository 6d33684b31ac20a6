import type { StoredEntry } from '../cache/cache.ts';
import { type AnyRow, type Entity, type FieldConflict, newId, type TableDescription, fieldAccess, sameValue } from '../schema/index.ts';
import type { Table } from '../store/table.ts';
import type { SyncContext } from './sync-context.ts';

export { clientOver as Before } from '../client/create-client.ts';

/** So many rows are asked for in one call. */
const atOnce = 1000;

/** Of an entry of the outbox: the backend had this, and lost it. */
const lostCode = 'restored';

/**
 * Finds what the backend lost when it was restored from a backup: rows that are held here as they were written after that, and that it lacks, or has in another
 * state. Each becomes an entry that waits for a person: one that was created since is refused, one that was changed since is in conflict with what was restored.
 * Must run while what was held before still stands.
 *
 * @param restoredTo when the last row was written that was restored
 */
export async function lostRows({ adapter, cache, connection, description, storageBroken, storageFailed }: SyncContext, table: Table, restoredTo: string): Promise<readonly StoredEntry[]> {
  const { entity } = table;
  if (entity.readonly || !adapter.get) return [];
  const isLater = ({ updatedAt }: AnyRow): boolean => updatedAt !== undefined && updatedAt >= restoredTo; // of the last millisecond some may be there
  const later = new Map<string, AnyRow>();
  const note = (row: AnyRow): void => void (isLater(row) ? later.set(row.id, row) : later.delete(row.id));
  if (!storageBroken()) await cache().loadTable(entity.name, (rows) => rows.forEach(note)).catch(storageFailed);
  for (const id of table.confirmedIds()) note(table.confirmed(id)!);
  // What took the place of these may be from after the restore.
  const before = new Map([...table.replaced].flatMap(([id, { row }]) => (isLater(row) ? [[id, row]] : [])));
  for (const [id, row] of before) if (!later.has(id)) later.set(id, row);
  const held = [...later.values()].sort((a, b) => (String(a.createdAt) < String(b.createdAt) ? -1 : 1));
  const client = newId();
  const rights = description()?.tables[entity.name];
  const entries: StoredEntry[] = [];
  for (let at = 0; at < held.length; at += atOnce) {
    const some = held.slice(at, at + atOnce);
    const found = new Map((await connection.call('get', (signal) => adapter.get!(entity.name, some.map((row) => row.id), signal))).map((row) => [row.id, row]));
    for (const row of some) {
      const now = found.get(row.id);
      // It was there, and somebody changed it since.
      if (row.updatedAt === restoredTo && now?.updatedAt !== undefined && now.updatedAt > restoredTo) continue;
      const old = now && isSame(row, now) ? (before.get(row.id) ?? row) : row;
      const entry = entryOf(entity, rights, old, now, [client, entries.length + 1]);
      if (entry) entries.push(entry);
    }
  }
  return entries;
}

/** `at` is when it was written: whoever was erased after that stays so. */
function entryOf(entity: Entity, rights: TableDescription | undefined, row: AnyRow, now: AnyRow | undefined, key: StoredEntry['change']['key']): StoredEntry | undefined {
  const common = { key, table: entity.name, id: row.id, at: row.updatedAt! };
  const reason = { code: lostCode, message: `The server was restored from a backup that does not hold ${now ? 'the last changes of this' : 'this'} ${entity.label.en.toLowerCase()}. Send it again, or discard it.`, problems: [] };
  // Nobody who was erased comes back by it.
  if (row['erasedAt'] || now?.['erasedAt'] || (now && (entity.appendOnly || isSame(row, now)))) return undefined;
  if (!now) {
    const patch = Object.fromEntries(written(entity, rights, row).filter(([, value]) => value !== null));
    return { n: -1, change: { ...common, op: 'create', patch, base: {} }, state: 'refused', reason };
  }
  const fields: FieldConflict[] = written(entity, rights, row).filter(([name, value]) => !sameValue(value, now[name] ?? null)).map(([field, mine]) => ({ field, base: now[field] ?? null, mine, theirs: now[field] ?? null }));
  if (fields.length === 0) return undefined;
  const side = (of: 'mine' | 'theirs'): Record<string, unknown> => Object.fromEntries(fields.map((f) => [f.field, f[of]]));
  return { n: -1, change: { ...common, op: 'update', patch: side('mine'), base: side('theirs') }, state: 'conflict', reason, fields, theirs: now };
}

const isSame = (a: AnyRow, b: AnyRow): boolean => a.version === b.version && a.updatedAt === b.updatedAt;

/** What of a row may be sent again with this sign-in: a record that holds more would be refused whole. */
function written(entity: Entity, rights: TableDescription | undefined, row: AnyRow): readonly (readonly [field: string, value: unknown])[] {
  return Object.entries(row).filter(([name]) => fieldAccess(rights, name) === 'write' && (name === 'custom' || (Object.hasOwn(entity.fields, name) && !entity.fields[name]!.readonly)));
}
