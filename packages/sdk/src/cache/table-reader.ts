import type { AnyRow } from '../schema/index.ts';
import type { Progress } from './cache.ts';
import { answerOf, leafBefore, type Reading, type TableRecord } from './database.ts';
import { entriesOf, type Leaf, leafSizeOf, rowsOf } from './leaf.ts';
import { loadPlaces, Places } from './places.ts';
import { hash, idInKey, partByOf, partOf, partPrefix } from './row-key.ts';
import type { SchemaVersion } from './schema-version.ts';

/** Rows read at a time: what one task takes in is what a page can bear without a stutter. */
const rowsAtOnce = 3000;

export async function recordOf(tx: IDBTransaction, table: string): Promise<TableRecord | undefined> {
  // Only records stand in this store.
  return (await answerOf(tx.objectStore('progress').get(table))) as TableRecord | undefined;
}

export function progressOf(record: TableRecord | undefined): Progress {
  return { cursor: record?.cursor ?? null, whole: record?.whole ?? false, anew: record?.anew?.cursor ?? undefined };
}

/** Reads rows of one database. Each method runs inside a transaction over runs, progress and places. */
export class TableReader {
  readonly #schema: SchemaVersion;
  readonly #records = new Map<string, TableRecord>();
  readonly #places = new Map<string, { readonly loaded: Set<number>; readonly places: Places; readonly of: number }>();

  constructor(schema: SchemaVersion) {
    this.#schema = schema;
  }

  async all(tx: IDBTransaction, table: string, take: (rows: readonly AnyRow[]) => void): Promise<Progress> {
    const record = await recordOf(tx, table);
    await walk(tx, record, this.#schema, (rows) => take(rows));
    return progressOf(record);
  }

  async ids(tx: IDBTransaction, table: string): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    await this.all(tx, table, (rows) => {
      for (const { id } of rows) ids.add(id);
    });
    return ids;
  }

  async part(tx: IDBTransaction, table: string, part: string): Promise<readonly AnyRow[]> {
    const partBy = partByOf(table);
    if (partBy === undefined) return [];
    const from = partPrefix(hash(part));
    const to = `${from}\uffff`;
    // Where the runs are as they were last, one wait is enough.
    const last = this.#records.get(table);
    const [record, guessed] = await Promise.all([recordOf(tx, table), last && leavesBetween(tx, last, from, to)]);
    if (!record) return [];
    this.#records.set(table, record);
    const leaves = guessed && sameRuns(last!, record) ? guessed : await leavesBetween(tx, record, from, to);
    const rows = new Map<string, AnyRow>();
    for (const leaf of leaves) {
      for (const gone of leaf.rows) if (typeof gone === 'string' && gone.startsWith(from)) rows.delete(idInKey(partBy, gone));
      for (const row of rowsOf(leaf, this.#schema)) if (partOf(partBy, row) === part) rows.set(row.id, row);
    }
    return [...rows.values()];
  }

  async some(tx: IDBTransaction, table: string, ids: readonly string[]): Promise<readonly AnyRow[]> {
    const record = await recordOf(tx, table);
    if (!record) return [];
    const keys = partByOf(table) === undefined ? [...ids] : await this.#keysOf(tx, record, ids);
    const found = new Map<string, AnyRow | null>();
    for (const { n, first, last } of record.runs.toReversed()) {
      const sought = keys.filter((key) => key >= first && key <= last && !found.has(key)).sort();
      for (const [key, row] of await this.#seek(tx, table, n, sought)) found.set(key, row);
    }
    return [...found.values()].filter((row) => row !== null);
  }

  /** Sorted keys in one run. */
  async #seek(tx: IDBTransaction, table: string, run: number, sought: readonly string[]): Promise<Map<string, AnyRow | null>> {
    const leaves = tx.objectStore('runs');
    const found = new Map<string, AnyRow | null>();
    for (let at = 0; at < sought.length; ) {
      const leaf = await leafBefore(leaves, table, run, sought[at]!);
      const there = new Map((leaf ? entriesOf(leaf, this.#schema) : []).map(({ key, row }) => [key, row]));
      const last = [...there.keys()].at(-1) ?? '';
      do {
        const key = sought[at++]!;
        const row = there.get(key);
        if (row !== undefined) found.set(key, row);
      } while (at < sought.length && sought[at]! <= last);
    }
    return found;
  }

  /** Where rows of these ids may stand. */
  async #keysOf(tx: IDBTransaction, record: TableRecord, ids: readonly string[]): Promise<string[]> {
    const first = record.places[0] ?? 0;
    let known = this.#places.get(record.table);
    // Another reading, or places that were put together: the list begins with another number.
    if (known?.of !== first) known = undefined;
    known ??= { loaded: new Set(), places: new Places(), of: first };
    this.#places.set(record.table, known);
    await loadPlaces(tx, record.table, record, known);
    const { places } = known;
    return ids.flatMap((id) => places.of(hash(id)).map((part) => partPrefix(part) + id));
  }
}

/** The leaves that may hold keys of a range, of each run, oldest first. All are asked for at once: a transaction's requests wait for each other anyway, but not for this page in between. */
async function leavesBetween(tx: IDBTransaction, { table, runs }: TableRecord, from: string, to: string): Promise<readonly Leaf[]> {
  return (await Promise.all(runs.filter((run) => run.first <= to && run.last >= from).map(({ n }) => leavesOfRun(tx.objectStore('runs'), table, n, from, to)))).flat();
}

async function leavesOfRun(leaves: IDBObjectStore, table: string, run: number, from: string, to: string): Promise<readonly Leaf[]> {
  const last = await leafBefore(leaves, table, run, to);
  // Mostly that is the only one.
  if (!last || last.first <= from) return last ? [last] : [];
  const [before, within] = await Promise.all([
    leafBefore(leaves, table, run, from),
    answerOf(leaves.getAll(IDBKeyRange.bound([table, run, from], [table, run, to], true))) as Promise<Leaf[]>,
  ]);
  return before ? [before, ...within] : within;
}

function sameRuns(a: TableRecord, b: TableRecord): boolean {
  return a.runs.length === b.runs.length && a.runs.every((run, i) => run.n === b.runs[i]!.n && run.first === b.runs[i]!.first && run.last === b.runs[i]!.last);
}

/** Goes over all rows of a table, newer runs first, some leaves in one task each. */
async function walk(tx: IDBTransaction, reading: (Reading & { readonly table: string }) | undefined, schema: SchemaVersion, take: (rows: readonly AnyRow[]) => void): Promise<void> {
  if (!reading) return;
  const { table, runs } = reading;
  const leaves = tx.objectStore('runs');
  const atOnce = rowsAtOnce / leafSizeOf(table);
  const newer = new Set<string>();
  for (const { n } of runs.toReversed()) {
    const isBase = n === runs[0]!.n;
    const read = (after: string | undefined): Promise<Leaf[]> => answerOf(leaves.getAll(IDBKeyRange.bound([table, n, after ?? ''], [table, n, []], after !== undefined), atOnce)) as Promise<Leaf[]>;
    let batch = await read(undefined);
    while (batch.length > 0) {
      // Asked for before this one is looked at: a transaction without requests would end.
      const next = read(batch.at(-1)!.first);
      const rows: AnyRow[] = [];
      for (const leaf of batch) {
        if (isBase && newer.size === 0) for (const row of rowsOf(leaf, schema)) rows.push(row);
        else {
          for (const { key, row } of entriesOf(leaf, schema)) {
            if (newer.has(key)) continue;
            if (row) rows.push(row);
            if (!isBase) newer.add(key);
          }
        }
      }
      if (rows.length > 0) take(rows);
      batch = await next;
    }
  }
}
