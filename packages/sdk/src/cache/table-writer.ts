import type { AnyRow } from '../schema/index.ts';
import { addPhones } from './add-phones.ts';
import type { TableWrite } from './cache.ts';
import { answerOf, type PlacesRecord, type Reading, type Run, type TableRecord } from './database.ts';
import { diskRow } from './disk-row.ts';
import { type Entry, leafSizeOf } from './leaf.ts';
import { loadPlaces, Places } from './places.ts';
import { putEntries } from './put-entries.ts';
import { hash, partByOf, partOf, partPrefix } from './row-key.ts';
import type { SchemaVersion } from './schema-version.ts';
import { storageError } from './storage-fault.ts';

const empty: Reading = { cursor: null, runs: [], places: [] };

/** Writes batches of rows as runs. One per database: it knows where ids stand. */
export class TableWriter {
  readonly #schema: SchemaVersion;
  readonly #places = new Map<string, { readonly loaded: Set<number>; readonly places: Places }>();
  /** Tables that had a record: one that has none any more was emptied. */
  readonly #seen = new Set<string>();

  constructor(schema: SchemaVersion) {
    this.#schema = schema;
  }

  /** What is known of the disk by heart no longer holds: a transaction failed. */
  forget(): void {
    this.#places.clear();
    this.#seen.clear();
  }

  /** Inside a transaction over runs, progress, places and phones: writes of one table, in order. */
  async write(tx: IDBTransaction, table: string, writes: readonly TableWrite[]): Promise<void> {
    const tables = tx.objectStore('progress');
    let record = (await answerOf(tables.get(table))) as TableRecord | undefined;
    if (!record && this.#seen.has(table) && !writes[0]!.anew?.first) throw storageError('emptied');
    record ??= { table, whole: false, next: 1, ...empty };
    // One after the other while both readings or none are written to; rows of both come together.
    for (let at = 0; at < writes.length; ) {
      const kind = kindOf(writes[at]!);
      let end = at + 1;
      if (kind !== 'turn') while (end < writes.length && kindOf(writes[end]!) === kind) end++;
      record = await this.#writeAlike(tx, record, writes.slice(at, end));
      at = end;
    }
    tables.put(record);
    await addPhones(tx, table, writes);
    this.#seen.add(table);
  }

  async #writeAlike(tx: IDBTransaction, before: TableRecord, writes: readonly TableWrite[]): Promise<TableRecord> {
    let record = before;
    const { anew } = writes[0]!;
    const last = writes.at(-1)!;
    const cursor = writes.findLast((w) => w.cursor !== undefined)?.cursor;
    if (!anew) {
      record = await this.#addTo(tx, record, 'current', writes);
      if (record.anew) record = await this.#addTo(tx, record, 'anew', writes);
      return { ...record, cursor: cursor ?? record.cursor, whole: writes.findLast((w) => w.whole !== undefined)?.whole ?? record.whole };
    }
    if (anew.first || !record.anew) {
      await drop(tx, record.table, record.anew);
      record = { ...record, anew: empty };
    }
    record = await this.#addTo(tx, record, 'anew', writes);
    const gathered: Reading = { ...record.anew!, cursor: cursor ?? record.anew!.cursor };
    if (!last.anew!.last) return { ...record, anew: gathered };
    await drop(tx, record.table, record);
    this.#places.delete(`${record.table}/current`);
    const moved = this.#places.get(`${record.table}/anew`);
    if (moved) this.#places.set(`${record.table}/current`, moved);
    this.#places.delete(`${record.table}/anew`);
    return { table: record.table, next: record.next, whole: true, ...gathered };
  }

  async #addTo(tx: IDBTransaction, record: TableRecord, which: 'current' | 'anew', writes: readonly TableWrite[]): Promise<TableRecord> {
    const reading = which === 'current' ? record : record.anew!;
    const partBy = partByOf(record.table);
    const places = partBy === undefined ? undefined : await this.#placesOf(tx, record.table, which, reading);
    const entries = entriesOf(writes, partBy, places);
    let { next } = record;
    const runs = entries.length === 0 ? reading.runs : this.#addRun(tx, record.table, reading.runs, entries, () => next++);
    const pairs = places?.takeFresh();
    const chunks = [...reading.places];
    if (pairs) {
      // Its number counts as loaded: this page has the pairs in memory.
      this.#places.get(`${record.table}/${which}`)!.loaded.add(next);
      tx.objectStore('places').put({ table: record.table, n: next, pairs } satisfies PlacesRecord);
      chunks.push(next++);
    }
    const changed = { cursor: reading.cursor, runs, places: chunks };
    return which === 'current' ? { ...record, ...changed, next } : { ...record, anew: changed, next };
  }

  async #placesOf(tx: IDBTransaction, table: string, which: 'current' | 'anew', reading: Reading): Promise<Places> {
    const key = `${table}/${which}`;
    if (reading.places.length === 0) this.#places.delete(key);
    const known = this.#places.get(key) ?? this.#places.set(key, { loaded: new Set(), places: new Places() }).get(key)!;
    await loadPlaces(tx, table, reading, known);
    return known.places;
  }

  /** Entries are sorted. What comes after everything grows the base; all else is a run of its own, until it is folded. */
  #addRun(tx: IDBTransaction, table: string, runs: readonly Run[], entries: readonly Entry[], number: () => number): readonly Run[] {
    const base = runs[0];
    const put = (run: number, list: readonly Entry[]): void => putEntries(tx, table, run, this.#schema, list);
    if (!base) {
      const rows = entries.filter((e) => e.row);
      if (rows.length === 0) return runs;
      const run = runOf(number(), rows);
      put(run.n, rows);
      return [run];
    }
    if (runs.length === 1 && entries.length >= leafSizeOf(table) / 2 && entries[0]!.key > base.last && entries.every((e) => e.row)) {
      put(base.n, entries);
      return [{ ...base, count: base.count + entries.length, last: entries.at(-1)!.key }];
    }
    const run = runOf(number(), entries);
    put(run.n, entries);
    // What such a row was stands in the older runs until they are folded.
    return [...runs, entries.some(({ row }) => !row || isErased(row)) ? { ...run, due: true } : run];
  }
}

/** Pages of a reading that begins or ends are taken alone. */
function kindOf({ anew }: TableWrite): 'current' | 'anew' | 'turn' {
  return !anew ? 'current' : anew.first || anew.last ? 'turn' : 'anew';
}

/** Whether the personal data of a record were erased. */
export function isErased({ erasedAt }: AnyRow): boolean {
  return typeof erasedAt === 'string';
}

export function runOf(n: number, entries: readonly Entry[]): Run {
  return { n, count: entries.length, first: entries[0]!.key, last: entries.at(-1)!.key };
}

/** What the writes come to: sorted, one entry per key, the last one of a row. A row that was seen in another part is gone there. */
function entriesOf(writes: readonly TableWrite[], partBy: string | undefined, places: Places | undefined): Entry[] {
  const entries: Entry[] = [];
  for (const { table, rows, removed } of writes) {
    for (const id of removed) {
      if (places) bury(id, undefined);
      else entries.push({ key: id, row: null });
    }
    for (const given of rows) {
      const row = diskRow(table, given);
      const { id } = row;
      if (!places || partBy === undefined) entries.push({ key: id, row });
      else {
        const part = hash(partOf(partBy, row));
        bury(id, part);
        entries.push({ key: partPrefix(part) + id, row });
        places.add(hash(id), part);
      }
    }
  }
  return lastOfEach(entries);

  function bury(id: string, except: number | undefined): void {
    for (const part of places!.of(hash(id))) if (part !== except) entries.push({ key: partPrefix(part) + id, row: null });
  }
}

/** Sorted by key; of equal keys the last. Pages often come sorted. */
export function lastOfEach(entries: Entry[]): Entry[] {
  if (entries.every((e, i) => i === 0 || entries[i - 1]!.key < e.key)) return entries;
  entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return entries.filter((e, i) => entries[i + 1]?.key !== e.key);
}

async function drop(tx: IDBTransaction, table: string, reading: Reading | undefined): Promise<void> {
  if (!reading) return;
  for (const { n } of reading.runs) tx.objectStore('runs').delete(IDBKeyRange.bound([table, n, ''], [table, n, []]));
  for (const n of reading.places) tx.objectStore('places').delete([table, n]);
}
