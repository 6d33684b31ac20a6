import type { PullPage } from '../adapter/index.ts';
import type { TableWrite } from '../cache/cache.ts';
import { sameRow, type Table } from '../store/table.ts';
import type { Holding } from './holding.ts';
import type { SyncContext } from './sync-context.ts';
import { writeRows } from './write-rows.ts';

/** No database: what began before the disk was emptied says no more how far it reaches. */
const nowhere = '';
/** Rows written at a time when all of a table is written anew. */
const rowsAtOnce = 2000;

/** A table that is being read, and where what comes goes. */
export interface TableReading {
  readonly table: Table;
  readonly holding: Holding;
  /** The database in which what is known of the disk stands (Cache.database); undefined until something is read for it. */
  readonly on: string | undefined;
  /** What a whole new reading brought stands on disk, or is on its way there, and memory has the old one. */
  gathers: boolean;
  /** Whether all pages of it are on disk that were written so far. */
  staged: Promise<boolean>;
  /** Puts rows into the store. */
  take(write: TableWrite): void;
}

/** A whole new reading can stand on disk beside the old one. */
export function keepsBeside({ mode, storageBroken }: SyncContext): boolean {
  return mode === 'disk' && !storageBroken();
}

/** Keeps a page of a whole new reading on disk. Answers `all: false` when it held what was touched after it was asked for, `written: false` when the last one could not be written. */
export async function stagePage(context: SyncContext, reading: TableReading, page: PullPage, asked: number, first: boolean): Promise<{ readonly all: boolean; readonly written: boolean }> {
  const { table, holding, on } = reading;
  const last = !page.more;
  const { adapter, connection, store } = context;
  const fresh = new Map<string, number>();
  const touched = (id: string): boolean => table.touchedAt(id) > (fresh.get(id) ?? asked);
  // The cursor of this page goes past rows that came to be known otherwise meanwhile: what they are now is asked before it does.
  const unsure = page.rows.filter((row) => touched(row.id)).map((row) => row.id);
  const now = store.tick;
  const found = unsure.length > 0 && adapter.get ? await connection.call('get', (signal) => adapter.get!(table.entity.name, unsure, signal)) : [];
  if (adapter.get) for (const id of unsure) fresh.set(id, now);
  const read = new Map(found.map((row) => [row.id, row]));
  // In place of what may be older stands what is known.
  const rows = page.rows.flatMap((row) => (touched(row.id) ? (table.confirmed(row.id) ?? []) : fresh.has(row.id) ? (read.get(row.id) ?? []) : row));
  const removed = [...page.deleted, ...page.movedOut];
  const all = !page.rows.some((row) => touched(row.id)) && !removed.some(touched);
  const write: TableWrite = { table: table.entity.name, rows, removed, cursor: page.cursor, anew: { first, last }, on: on ?? nowhere };
  reading.gathers = true;
  const before = first ? true : reading.staged;
  holding.anew = last ? undefined : page.cursor;
  // The last page takes the place of the old rows with those before it: where one of them was refused, as another tab led for a moment, it must not.
  if (last) return { all, written: (await before) && reading.on === on && (await writeRows(context, write)) };
  reading.staged = Promise.all([before, writeRows(context, write)]).then((written) => written.every(Boolean));
  await context.cache().room();
  return { all, written: true };
}

/**
 * Applies what a page holds, but for rows that were touched after it was asked for: which of the two is newer cannot be told.
 * @param asked the store's tick when a row was asked for
 * @returns false when a row was left out, or nothing was taken
 */
export async function applyPage(context: SyncContext, reading: TableReading, { rows, deleted, movedOut }: Pick<PullPage, 'rows' | 'deleted' | 'movedOut'>, asked: (id: string) => number, progress: { cursor: string | null; whole?: true }): Promise<boolean> {
  const { table, on } = reading;
  // What the disk holds is being read again: which database that is has to be looked at first, or what is removed here would stay there.
  if (on === undefined && keepsBeside(context)) return false;
  const { unwritten } = table;
  const removed = [...deleted, ...movedOut];
  const left = new Set(movedOut);
  const taken = context.store.sift(table.entity, { rows, removed, asked });
  // What is known here by another way is no news to the store, but to the cache and the other tabs.
  const known = unwritten.size === 0 ? [] : rows.filter((r) => unwritten.has(r.id) && sameRow(table.confirmed(r.id), r));
  // What is not there here, or no longer, may be on disk, or in another tab that had it from an answer of the backend.
  const elsewhere = removed.filter((id) => !table.confirmed(id));
  const all = [...taken.removed, ...elsewhere];
  const write: TableWrite = {
    table: table.entity.name, on: (keepsBeside(context) ? on : undefined) ?? nowhere,
    rows: [...taken.rows, ...known],
    removed: all.filter((id) => !left.has(id)),
    ...(left.size > 0 ? { left: all.filter((id) => left.has(id)) } : {}),
    ...(progress.cursor === null || !taken.all ? {} : { cursor: progress.cursor }),
    ...(progress.whole ? { whole: true } : {}),
  };
  for (const { id } of write.rows) unwritten.delete(id);
  for (const id of all) unwritten.delete(id);
  // The store first: between a reading and its taking there must be no gap for a confirmation.
  reading.take(write);
  await writeAlong(context, write);
  return taken.all;
}

/**
 * The first page of a reading from the beginning, which tells no removal, with what became of rows that are known without one: own new records, answers to
 * questions, what an earlier page wrote that ended before it read anything. Asked for after the page: what goes later, the next pages tell.
 * Undefined where the backend cannot be asked for single rows.
 */
export async function firstPage({ adapter, cache, connection }: SyncContext, { table, holding }: TableReading, page: PullPage): Promise<PullPage | undefined> {
  const { name } = table.entity;
  const ids = new Set([...(await cache().ids(name)), ...table.confirmedIds()].filter((id) => !holding.isBeside(id)));
  for (const { id } of page.rows) ids.delete(id);
  if (ids.size === 0) return page;
  if (!adapter.get) return undefined;
  const found = await connection.call('get', (signal) => adapter.get!(name, [...ids], signal));
  for (const { id } of found) ids.delete(id);
  return { ...page, rows: [...page.rows, ...found], deleted: [...page.deleted, ...ids] };
}

/** Asks for rows that a whole new reading says are gone, or otherwise, but which were touched meanwhile. Answers false when that did not settle it. */
export async function lookUp(context: SyncContext, reading: TableReading, ids: readonly string[]): Promise<boolean> {
  const { adapter, connection, store } = context;
  if (ids.length === 0) return true;
  if (!adapter.get) return false;
  const asked = store.tick;
  const rows = await connection.call('get', (signal) => adapter.get!(reading.table.entity.name, ids, signal));
  const found = new Set(rows.map((row) => row.id));
  return applyPage(context, reading, { rows, deleted: ids.filter((id) => !found.has(id)), movedOut: [] }, () => asked, { cursor: null });
}

/** Writes a table to an emptied disk as it is in memory. */
export function fillDisk(context: SyncContext, reading: TableReading): void {
  const { table, holding, on } = reading;
  const { cursor } = holding;
  // What was gathered there goes with this.
  holding.anew = undefined;
  reading.gathers = false;
  const rows = [...table.confirmedIds()].map((id) => table.confirmed(id)!);
  for (let at = 0; at === 0 || at < rows.length; at += rowsAtOnce) {
    const last = at + rowsAtOnce >= rows.length;
    void writeAlong(context, { table: table.entity.name, rows: rows.slice(at, at + rowsAtOnce), removed: [], on: on ?? nowhere, anew: { first: at === 0, last }, ...(last && cursor !== null ? { cursor } : {}) });
  }
}

/** Has rows written, and told to the other tabs when they are. Fulfilled when there is room for more. */
function writeAlong(context: SyncContext, write: TableWrite): Promise<void> {
  void writeRows(context, write);
  return context.cache().room();
}
