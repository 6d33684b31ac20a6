import { Dexie, type Table as DexieTable } from 'dexie/dist/modern/dexie.mjs';
import { StorageError } from '../errors.ts';
import type { AnyRow, Change } from '../schema/index.ts';
import type { Alias, Cache, CachedTable, StoredEntry, TableWrite } from './cache.ts';
import { diskRow } from './disk-row.ts';

/** Version of what stands in the database. Another format is another database. */
const format = 1;
/** One put per leaf, not per row: IndexedDB costs per put. */
const leafSize = 500;
/** Newer rows stand one by one beside the leaves until there are this many; then the leaves are written anew. */
const foldAt = 1500;

interface Leaf {
  table: string;
  first: string;
  rows: AnyRow[];
}

/** A row newer than its leaf; `row` undefined: removed. */
interface Newer {
  table: string;
  id: string;
  row: AnyRow | undefined;
}

interface TableMeta {
  table: string;
  cursor: string | null;
  whole: boolean;
}

type OutboxRow = Omit<StoredEntry, 'n'> & { n?: number };

class CacheDatabase extends Dexie {
  declare leaves: DexieTable<Leaf, [string, string]>;
  declare newer: DexieTable<Newer, [string, string]>;
  declare tableMeta: DexieTable<TableMeta, string>;
  declare outbox: DexieTable<OutboxRow, number>;
  declare aliases: DexieTable<Alias, [string, string]>;

  constructor(name: string) {
    super(name);
    this.version(1).stores({ leaves: '[table+first], table', newer: '[table+id], table', tableMeta: 'table', outbox: '++n', aliases: '[table+from]' });
  }
}

async function guarded<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StorageError(`The browser's storage failed while ${what} (${error instanceof Error ? error.message : String(error)}). The page goes on without it; free disk space or leave private mode, then reload.`, error);
  }
}

/** Opens the database of one user of one backend. @throws StorageError */
export async function openDiskCache(source: string, identity: string): Promise<Cache> {
  const db = new CacheDatabase(`vinculo:${source}:${identity}:${format}`);
  await guarded('opening', () => db.open());
  // Another tab with a newer version asks this one to let go; the next call then fails and says so.
  db.on('versionchange', () => db.close());
  return {
    loadTable: (table) => guarded(`reading ${table}`, () => loadTable(db, table)),
    write: (write) => guarded(`writing ${write.table}`, () => db.transaction('rw', db.leaves, db.newer, db.tableMeta, () => writeTable(db, write))),
    loadOutbox: () => guarded('reading the outbox', async () => (await db.outbox.orderBy('n').toArray()) as StoredEntry[]),
    loadAliases: () => guarded('reading aliases', () => db.aliases.toArray()),
    append: (changes) => guarded('writing the outbox', () => append(db, changes)),
    update: (entries) => guarded('writing the outbox', async () => void (await putWhereHeld(db, entries, false))),
    claim: (entries, strict) => guarded('writing the outbox', () => putWhereHeld(db, entries, strict)),
    withdraw: (ns) => guarded('writing the outbox', () => withdraw(db, ns)),
    settle: (ns, writes, aliases) => guarded('writing the outbox', () => db.transaction('rw', [db.outbox, db.aliases, db.leaves, db.newer, db.tableMeta], async () => {
      await db.outbox.bulkDelete([...ns]);
      if (aliases.length > 0) await db.aliases.bulkPut([...aliases]);
      for (const write of writes) await writeTable(db, write);
    })),
    close: () => db.close(),
    destroy: () => guarded('deleting', () => db.delete()),
  };
}

async function loadTable(db: CacheDatabase, table: string): Promise<CachedTable> {
  return db.transaction('r', db.leaves, db.newer, db.tableMeta, async () => {
    const [meta, leaves, newer] = await Promise.all([db.tableMeta.get(table), db.leaves.where('table').equals(table).toArray(), db.newer.where('table').equals(table).toArray()]);
    const rows = new Map<string, AnyRow>();
    for (const leaf of leaves) for (const row of leaf.rows) rows.set(row.id, row);
    for (const { id, row } of newer) {
      if (row) rows.set(id, row);
      else rows.delete(id);
    }
    return { rows: [...rows.values()], cursor: meta?.cursor ?? null, whole: meta?.whole ?? false };
  });
}

/** Inside a transaction over leaves, newer and tableMeta. */
async function writeTable(db: CacheDatabase, { table, rows, removed, cursor, whole }: TableWrite): Promise<void> {
  const changes: Newer[] = [...rows.map((row) => ({ table, id: row.id, row: diskRow(table, row) })), ...removed.map((id) => ({ table, id, row: undefined }))];
  const waiting = changes.length > 0 ? await db.newer.where('table').equals(table).count() : 0;
  if (waiting + changes.length > foldAt) await fold(db, table, changes);
  else await db.newer.bulkPut(changes);
  if (cursor !== undefined || whole !== undefined) {
    const known = await db.tableMeta.get(table);
    await db.tableMeta.put({ table, cursor: cursor ?? known?.cursor ?? null, whole: whole ?? known?.whole ?? false });
  }
}

/** Writes the table's leaves anew with everything that came since. */
async function fold(db: CacheDatabase, table: string, changes: readonly Newer[]): Promise<void> {
  const rows = new Map((await loadTable(db, table)).rows.map((row) => [row.id, row]));
  for (const { id, row } of changes) {
    if (row) rows.set(id, row);
    else rows.delete(id);
  }
  const sorted = [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const leaves: Leaf[] = [];
  for (let at = 0; at < sorted.length; at += leafSize) leaves.push({ table, first: sorted[at]!.id, rows: sorted.slice(at, at + leafSize) });
  await db.newer.where('table').equals(table).delete();
  await db.leaves.where('table').equals(table).delete();
  await db.leaves.bulkPut(leaves);
}

/** Replaces entries that are still there, and answers their places. */
function putWhereHeld(db: CacheDatabase, entries: readonly StoredEntry[], strict: boolean): Promise<readonly number[]> {
  return inOutbox(db, strict, (store, held: number[]) => {
    for (const entry of entries) {
      const request = store.getKey(entry.n);
      request.onsuccess = () => {
        if (request.result === undefined) return;
        held.push(entry.n);
        store.put(entry);
      };
    }
  });
}

async function withdraw(db: CacheDatabase, ns: readonly number[]): Promise<boolean> {
  return db.transaction('rw', db.outbox, async () => {
    const entries = await db.outbox.bulkGet([...ns]);
    if (entries.some((e) => e?.state === 'sending')) return false;
    await db.outbox.bulkDelete([...ns]);
    return true;
  });
}

/** With strict durability: fulfilled when the bytes are on disk, not only handed to the system. */
function append(db: CacheDatabase, changes: readonly Change[]): Promise<readonly number[]> {
  return inOutbox(db, true, (store, ns: number[]) => {
    for (const change of changes) {
      const entry: OutboxRow = { change, state: 'waiting' };
      const request = store.add(entry);
      request.onsuccess = () => ns.push(Number(request.result));
    }
  });
}

function inOutbox<T>(db: CacheDatabase, strict: boolean, work: (store: IDBObjectStore, result: T[]) => void): Promise<readonly T[]> {
  return new Promise((resolve, reject) => {
    const transaction = db.backendDB().transaction('outbox', 'readwrite', { durability: strict ? 'strict' : 'relaxed' });
    const result: T[] = [];
    work(transaction.objectStore('outbox'), result);
    transaction.oncomplete = () => resolve(result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
  });
}
