import { answerOf, leafBefore, type PlacesRecord, type Run, type TableRecord } from './database.ts';
import { entriesOf, type Entry, type Leaf } from './leaf.ts';
import { putEntries } from './put-entries.ts';
import type { SchemaVersion } from './schema-version.ts';
import { recordOf } from './table-reader.ts';
import { lastOfEach, runOf } from './table-writer.ts';

export { diskWriting as Before } from './disk-writing.ts';

/** Runs beside the base are put together when there are more, as long as they hold few rows. */
const mostRuns = 8;
const fewRows = 5000;
/** Rows beside the base are folded into it when there are more than this, and more than this part of the base. */
const mostBeside = 2000;
const mostShare = 0.02;
/** Pairs in one row of the store `places`; and how many small rows there may be. */
const pairsAtOnce = 131_072;
const mostPlaces = 16;

const size = (runs: readonly Run[]): number => runs.reduce((sum, run) => sum + run.count, 0);

/** What is worth doing with a table's runs. */
export function planOf({ runs }: TableRecord): 'fold' | 'join' | undefined {
  const beside = size(runs.slice(1));
  if (runs.slice(1).some((run) => run.due)) return 'fold';
  if (beside > Math.max(mostBeside, mostShare * (runs[0]?.count ?? 0))) return 'fold';
  return runs.length > mostRuns + 1 && joinable(runs).length > 1 ? 'join' : undefined;
}

/** The newest runs that are small together. The order of runs is their age, so only neighbours can be joined. */
function joinable(runs: readonly Run[]): readonly Run[] {
  let from = runs.length;
  while (from > 1 && size(runs.slice(from - 1)) <= fewRows) from--;
  return runs.slice(from);
}

/** Makes the newest runs one, in one transaction over runs and progress. */
export async function joinRuns(tx: IDBTransaction, table: string, schema: SchemaVersion): Promise<void> {
  const record = await recordOf(tx, table);
  if (!record) return;
  const joined = joinable(record.runs);
  const leaves = tx.objectStore('runs');
  const all: Entry[] = [];
  for (const { n } of joined) {
    const list = (await answerOf(leaves.getAll(IDBKeyRange.bound([table, n, ''], [table, n, []])))) as Leaf[];
    for (const leaf of list) for (const entry of entriesOf(leaf, schema)) all.push(entry);
    leaves.delete(IDBKeyRange.bound([table, n, ''], [table, n, []]));
  }
  const entries = lastOfEach(all);
  const run = runOf(record.next, entries);
  putEntries(tx, table, run.n, schema, entries);
  await answerOf(tx.objectStore('progress').put({ ...record, next: record.next + 1, runs: [...record.runs.slice(0, record.runs.length - joined.length), run] } satisfies TableRecord));
}

/** Where a fold stands in one of the runs it folds in. */
interface Source {
  readonly run: Run;
  entries: readonly Entry[];
  at: number;
  /** First key of the leaf in `entries`. */
  leaf: string | undefined;
  ended: boolean;
}

/**
 * Folds the runs of a table into its base, step by step. The runs stay until the last step, so that after a cut between any two steps they only say
 * again what the base holds already.
 */
export class Fold {
  readonly table: string;
  readonly #schema: SchemaVersion;
  readonly #base: number;
  /** Newest first. */
  readonly #sources: readonly Source[];

  constructor(record: TableRecord, schema: SchemaVersion) {
    this.table = record.table;
    this.#schema = schema;
    this.#base = record.runs[0]!.n;
    this.#sources = record.runs.slice(1).toReversed().map((run) => ({ run, entries: [], at: 0, leaf: undefined, ended: false }));
  }

  /**
   * One step, inside a transaction over runs, progress and places. Answers whether the fold is over.
   * @param most rows that are folded, or written, before it ends; one leaf at the least
   */
  async step(tx: IDBTransaction, most: number): Promise<boolean> {
    const record = await recordOf(tx, this.table);
    const base = record?.runs[0];
    const merged = new Set(this.#sources.map((s) => s.run.n));
    // Another reading took its place meanwhile, or the runs were put together.
    if (!record || base?.n !== this.#base || record.runs.filter((run) => merged.has(run.n)).length !== merged.size) return true;
    let { count, first, last } = base;
    let [rows, written] = [0, 0];
    let over = false;
    while (rows < most && written < most) {
      const from = await this.#head(tx);
      if (from === undefined) {
        over = true;
        break;
      }
      const leaf = await leafBefore(tx.objectStore('runs'), this.table, this.#base, from);
      const to = await this.#nextLeaf(tx, leaf?.first);
      const taken = await this.#take(tx, to, most - rows);
      const before = leaf ? entriesOf(leaf, this.#schema) : [];
      const after = overlaid(before, taken);
      if (leaf && after[0]?.key !== leaf.first) tx.objectStore('runs').delete([this.table, this.#base, leaf.first]);
      putEntries(tx, this.table, this.#base, this.#schema, after);
      written += after.length;
      rows += taken.length;
      count += after.length - before.length;
      if (after.length > 0 && after[0]!.key < first) first = after[0]!.key;
      if (after.length > 0 && after.at(-1)!.key > last) last = after.at(-1)!.key;
    }
    const folded = { n: this.#base, count, first, last };
    const rest = over ? record.runs.slice(1).filter((run) => !merged.has(run.n)) : record.runs.slice(1);
    let next: TableRecord = { ...record, runs: [folded, ...rest] };
    if (over) {
      for (const n of merged) tx.objectStore('runs').delete(IDBKeyRange.bound([this.table, n, ''], [this.table, n, []]));
      next = await joinPlaces(tx, next);
    }
    await answerOf(tx.objectStore('progress').put(next));
    return over;
  }

  /** The smallest key that is left. */
  async #head(tx: IDBTransaction): Promise<string | undefined> {
    let least: string | undefined;
    for (const source of this.#sources) {
      await this.#fill(tx, source);
      const key = source.entries[source.at]?.key;
      if (key !== undefined && (least === undefined || key < least)) least = key;
    }
    return least;
  }

  async #fill(tx: IDBTransaction, source: Source): Promise<void> {
    if (source.ended || source.at < source.entries.length) return;
    const range = IDBKeyRange.bound([this.table, source.run.n, source.leaf ?? ''], [this.table, source.run.n, []], source.leaf !== undefined);
    const [leaf] = (await answerOf(tx.objectStore('runs').getAll(range, 1))) as Leaf[];
    source.entries = leaf ? entriesOf(leaf, this.#schema) : [];
    source.at = 0;
    source.leaf = leaf?.first;
    source.ended = !leaf;
  }

  async #nextLeaf(tx: IDBTransaction, first: string | undefined): Promise<string | undefined> {
    const range = IDBKeyRange.bound([this.table, this.#base, first ?? ''], [this.table, this.#base, []], first !== undefined);
    const key = await answerOf(tx.objectStore('runs').getKey(range));
    // Keys of this store are [table, run, first].
    return key === undefined ? undefined : (key as [string, number, string])[2];
  }

  /** The entries before a key, the newest of each; not many more than are asked for, however many runs they come from. */
  async #take(tx: IDBTransaction, to: string | undefined, most: number): Promise<Entry[]> {
    const taken: Entry[] = [];
    while (taken.length < most) {
      for (const source of this.#sources) await this.#fill(tx, source);
      const open = this.#sources.filter((s) => s.at < s.entries.length);
      if (open.length === 0) break;
      const share = Math.ceil((most - taken.length) / open.length);
      // Up to here every source has been read, and gives its share at the most.
      const bound = open.map((s) => s.entries[Math.min(s.at + share, s.entries.length) - 1]!.key).reduce((a, b) => (a < b ? a : b));
      const batch: Entry[] = [];
      // Oldest first: of equal keys the last one counts.
      for (const source of open.toReversed()) {
        while (source.at < source.entries.length) {
          const entry = source.entries[source.at]!;
          if (entry.key > bound || (to !== undefined && entry.key >= to)) break;
          batch.push(entry);
          source.at++;
        }
      }
      if (batch.length === 0) break;
      for (const entry of lastOfEach(batch)) taken.push(entry);
    }
    return taken;
  }
}

/** Sorted entries with newer ones over them. */
function overlaid(before: readonly Entry[], newer: readonly Entry[]): Entry[] {
  const out: Entry[] = [];
  let at = 0;
  for (const entry of newer) {
    while (at < before.length && before[at]!.key < entry.key) out.push(before[at++]!);
    if (before[at]?.key === entry.key) at++;
    if (entry.row) out.push(entry);
  }
  for (; at < before.length; at++) out.push(before[at]!);
  return out;
}

/** Puts small rows of the store `places` together. */
async function joinPlaces(tx: IDBTransaction, record: TableRecord): Promise<TableRecord> {
  if (record.places.length <= mostPlaces) return record;
  const store = tx.objectStore('places');
  const kept: number[] = [];
  let { next } = record;
  let small: PlacesRecord[] = [];
  const put = (): void => {
    if (small.length === 0) return;
    const pairs = new Uint32Array(small.reduce((sum, p) => sum + p.pairs.length, 0));
    let at = 0;
    for (const p of small) {
      pairs.set(p.pairs, at);
      at += p.pairs.length;
      store.delete([p.table, p.n]);
    }
    store.put({ table: record.table, n: next, pairs } satisfies PlacesRecord);
    kept.push(next++);
    small = [];
  };
  for (const n of record.places) {
    const found = (await answerOf(store.get([record.table, n]))) as PlacesRecord | undefined;
    if (!found) continue;
    if (found.pairs.length >= pairsAtOnce * 2) kept.push(n);
    else small.push(found);
    if (small.reduce((sum, p) => sum + p.pairs.length, 0) >= pairsAtOnce * 2) put();
  }
  put();
  return { ...record, places: kept, next };
}

