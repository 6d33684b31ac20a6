// The limits: what one job costs when it is written by hand for that job alone. Nothing general, nothing that a real
// client needs besides (no other queries, no undo, no other tabs), so no library can be faster by much; how near it
// comes is what the table says. Each limit's result is checked as a contestant's is.

import { NotAble, type Source, pageOf, pagesOf } from './contestant.ts';
import { amountOf, type Row } from './rows.ts';

// ---- W1: a sorted list, a map, a check and one callback ------------------------------------------------------------

const chunkSize = 128;

/** Rows in order of rank in short arrays: an insertion moves at most one array's worth. */
export class ChunkedList {
  readonly #chunks: Row[][] = [];

  constructor(rows: readonly Row[]) {
    const sorted = [...rows].sort(byRank);
    for (let at = 0; at < sorted.length; at += chunkSize) this.#chunks.push(sorted.slice(at, at + chunkSize));
  }

  insert(row: Row): void {
    const c = Math.min(this.#chunkOf(row), this.#chunks.length - 1);
    const chunk = this.#chunks[c];
    if (!chunk) {
      this.#chunks.push([row]);
      return;
    }
    chunk.splice(placeIn(chunk, row), 0, row);
    if (chunk.length > 2 * chunkSize) this.#chunks.splice(c + 1, 0, chunk.splice(chunkSize));
  }

  remove(row: Row): void {
    const c = this.#chunkOf(row);
    const chunk = this.#chunks[c]!;
    chunk.splice(placeIn(chunk, row), 1);
    if (chunk.length === 0) this.#chunks.splice(c, 1);
  }

  first(count: number): Row[] {
    const out: Row[] = [];
    for (const chunk of this.#chunks) {
      for (const row of chunk) {
        if (out.length === count) return out;
        out.push(row);
      }
    }
    return out;
  }

  /** The first chunk whose last row is not before this one. */
  #chunkOf(row: Row): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      const chunk = this.#chunks[mid]!;
      if (byRank(chunk[chunk.length - 1]!, row) < 0) low = mid + 1;
      else high = mid;
    }
    return low;
  }
}

function placeIn(chunk: readonly Row[], row: Row): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (byRank(chunk[mid]!, row) < 0) low = mid + 1;
    else high = mid;
  }
  return low;
}

export function byRank(a: Row, b: Row): number {
  const x = a['rank'] as string;
  const y = b['rank'] as string;
  return x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** A board of deals that shows its first cards. */
export function boardByHand(
  rows: readonly Row[],
  shown: number,
  told: (rows: readonly Row[]) => void,
): (id: string, patch: { readonly stageId?: unknown; readonly rank?: unknown }) => void {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const list = new ChunkedList(rows);
  told(list.first(shown));
  return (id, patch) => {
    if (typeof patch.stageId !== 'string' || patch.stageId.length === 0 || patch.stageId.length > 100)
      throw new TypeError('stageId');
    if (typeof patch.rank !== 'string' || patch.rank.length === 0 || patch.rank.length > 100)
      throw new TypeError('rank');
    const before = byId.get(id);
    if (!before) throw new TypeError('id');
    const after = { ...before, ...patch };
    list.remove(before);
    list.insert(after);
    byId.set(id, after);
    told(list.first(shown));
  };
}

// ---- W3: a map and the figures of its groups -----------------------------------------------------------------------

export interface Figures {
  count: number;
  sum: number;
}

/** Count and sum of the amounts by stage; `told` is called for each changed row. */
export function sumsByHand(
  rows: readonly Row[],
  told: (groups: ReadonlyMap<string, Figures>) => void,
): (changed: readonly Row[]) => void {
  const byId = new Map<string, Row>();
  const groups = new Map<string, Figures>();
  const group = (row: Row): Figures => {
    const stage = row['stageId'] as string;
    const known = groups.get(stage);
    if (known) return known;
    const made = { count: 0, sum: 0 };
    groups.set(stage, made);
    return made;
  };
  const put = (row: Row): void => {
    const before = byId.get(row.id);
    byId.set(row.id, row);
    if (before) {
      const left = group(before);
      left.count -= 1;
      left.sum -= amountOf(before);
    }
    const entered = group(row);
    entered.count += 1;
    entered.sum += amountOf(row);
  };
  for (const row of rows) put(row);
  told(groups);
  return (changed) => {
    for (const row of changed) {
      put(row);
      told(groups);
    }
  };
}

// ---- W4: sorting ---------------------------------------------------------------------------------------------------

/** The rows in order of one text field. */
export function sortedByHand(rows: readonly Row[], field: string, descending: boolean): Row[] {
  return [...rows].sort(
    descending
      ? (a, b) => ((a[field] as string) < (b[field] as string) ? 1 : -1)
      : (a, b) => ((a[field] as string) < (b[field] as string) ? -1 : 1),
  );
}

// ---- W5 to W8: IndexedDB without any library -----------------------------------------------------------------------

const leafSize = 500;

function requested<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () =>
      reject(transaction.error ?? new Error('the transaction was aborted'));
  });
}

export function openRaw(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('leaves');
    request.result.createObjectStore('outbox', { autoIncrement: true });
  };
  return requested(request);
}

/** Rows in the order they come, 500 to a record; writing goes on while the next ones are made ready. */
export async function ingestByHand(name: string, sources: readonly Source[]): Promise<number> {
  const db = await openRaw(name);
  let rows = 0;
  let leaf = 0;
  let writing: Promise<void>[] = [];
  for (const page of pagesOf(sources)) {
    const transaction = db.transaction('leaves', 'readwrite', { durability: 'relaxed' });
    const leaves = transaction.objectStore('leaves');
    for (let at = 0; at < page.rows.length; at += leafSize)
      leaves.put(page.rows.slice(at, at + leafSize), [page.table, leaf++]);
    rows += page.rows.length;
    writing.push(completed(transaction));
    if (writing.length === 8) {
      await Promise.all(writing);
      writing = [];
    }
  }
  await Promise.all(writing);
  db.close();
  return rows;
}

/** Writes one table's rows as leaves in the order given. */
export async function writeLeaves(name: string, table: string, rows: readonly Row[]): Promise<void> {
  const db = await openRaw(name);
  for (let at = 0; at < rows.length; at += leafSize * 20) {
    const transaction = db.transaction('leaves', 'readwrite', { durability: 'relaxed' });
    for (let k = at; k < Math.min(rows.length, at + leafSize * 20); k += leafSize)
      transaction.objectStore('leaves').put(rows.slice(k, k + leafSize), [table, k / leafSize]);
    await completed(transaction);
  }
  db.close();
}

export async function readLeaf(db: IDBDatabase, table: string, number: number): Promise<readonly Row[]> {
  const rows = await requested<readonly Row[] | undefined>(
    db.transaction('leaves').objectStore('leaves').get([table, number]),
  );
  if (!rows) throw new NotAble(`there is no leaf ${number}`);
  return rows;
}

/** All leaves of a table, into a map. */
export async function readTable(db: IDBDatabase, table: string): Promise<Map<string, Row>> {
  const leaves = await requested<Row[][]>(
    db
      .transaction('leaves')
      .objectStore('leaves')
      .getAll(IDBKeyRange.bound([table, 0], [table, Infinity])),
  );
  const rows = new Map<string, Row>();
  for (const leaf of leaves) for (const row of leaf) rows.set(row.id, row);
  return rows;
}

/** Records in one transaction, fulfilled when they are on disk. */
export function appendStrictly(db: IDBDatabase, records: readonly unknown[]): Promise<void> {
  const transaction = db.transaction('outbox', 'readwrite', { durability: 'strict' });
  const outbox = transaction.objectStore('outbox');
  for (const record of records) outbox.add(record);
  return completed(transaction);
}

export function countOutbox(db: IDBDatabase): Promise<number> {
  return requested(db.transaction('outbox').objectStore('outbox').count());
}

// ---- W11: a map ----------------------------------------------------------------------------------------------------

export function mapOf(source: Source): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (let at = 0; at < source.count; at += 1000) for (const row of pageOf(source, at)) rows.set(row.id, row);
  return rows;
}
