// What a library must be able to do to take part. Each workload (workloads/) uses a few of these and checks what they did.

import type { Row, TableName } from './rows.ts';

/** Says that a library has no way to do something, and why. It is shown as n/a, never as a time. */
export class NotAble extends Error {
  override name = 'NotAble';
}

export interface WatchSpec {
  readonly table: TableName;
  /** Rows where this field has this value. */
  readonly where?: { readonly field: string; readonly value: string };
  readonly orderBy: string;
  readonly descending?: boolean;
  readonly limit?: number;
}

/** Count and sum of the amounts of one stage. */
export type Sums = (stageId: string) => { readonly count: number; readonly sum: number } | undefined;

/** Rows of one table as a backend gives them: in pages of 1,000, made when they are asked for. */
export interface Source {
  readonly table: TableName;
  readonly count: number;
  row(n: number): Row;
}

export const pageSize = 1000;

export function pageOf(source: Source, first: number): Row[] {
  return Array.from({ length: Math.min(pageSize, source.count - first) }, (_, i) => source.row(first + i));
}

/** Pages of all sources, in turn, so that each comes to its end at about the same time. */
export function* pagesOf(sources: readonly Source[]): Generator<{ readonly table: TableName; readonly rows: Row[] }> {
  const most = Math.max(...sources.map((s) => s.count));
  const done = sources.map(() => 0);
  for (let at = 0; at < most; at += pageSize) {
    for (const [k, source] of sources.entries()) {
      if (done[k]! >= source.count || done[k]! / source.count > at / most) continue;
      yield { table: source.table, rows: pageOf(source, done[k]!) };
      done[k]! += pageSize;
    }
  }
}

type Stop = () => void;

/** An open database of one library. */
export interface Store {
  /**
   * Takes in rows that a backend confirmed. Where `durable` was asked for they are on disk when `close` is fulfilled.
   * @param until performance.now() after which no further page is begun
   * @returns how many rows were taken in
   */
  load(sources: readonly Source[], until?: number): Promise<number>;
  /** A live query. `told` gets the rows in order, at first and after every change. */
  watch?(spec: WatchSpec, told: (rows: readonly Row[]) => void): Stop | Promise<Stop>;
  /** Live figures of the deals by stage. */
  watchSums?(told: (sums: Sums) => void): Stop | Promise<Stop>;
  /** A person's change of one row. */
  update?(table: TableName, id: string, patch: Readonly<Record<string, unknown>>): void | Promise<void>;
  /** Changed rows from the backend. `begin` is called when the library takes them: from there on the clock runs. Fulfilled when they are where the library keeps them. */
  pull?(table: TableName, rows: readonly Row[], begin: () => void): void | Promise<void>;
  /** A person's change, fulfilled when it is on disk with strict durability. */
  updateDurably?(table: TableName, id: string, patch: Readonly<Record<string, unknown>>): Promise<void>;
  /** Several of them at once, fulfilled when all are on disk. */
  updateAllDurably?(
    table: TableName,
    patches: readonly { readonly id: string; readonly patch: Readonly<Record<string, unknown>> }[],
  ): Promise<void>;
  /** The newest 50 links of a customer. */
  timeline?(recordId: string): readonly Row[] | Promise<readonly Row[]>;
  /** How many rows of a table are on disk. */
  stored?(table: TableName): Promise<number>;
  /** Fulfilled when all rows of a table are in memory. */
  resident?(table: TableName, count: number): Promise<void>;
  /** Fulfilled when nothing is under way any more. */
  settle?(): Promise<void>;
  /** Fulfilled when what is done in idle time is done too: a page is opened long after its rows came. */
  calm?(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenSpec {
  readonly name: string;
  /** Rows must outlive the page. */
  readonly durable: boolean;
  /** Tables that will be used, each with the indexes its queries want: fields to filter by, then the one to sort by. */
  readonly tables: Readonly<Partial<Record<TableName, readonly (readonly string[])[]>>>;
  /** Writes are to be on disk when they are said to be, not only handed to the system. */
  readonly strict?: true;
  /** Another page opens the same. */
  readonly manyTabs?: true;
}

export type WorkloadName =
  | 'move'
  | 'unrelated'
  | 'sums'
  | 'subscribe'
  | 'ingest'
  | 'reload'
  | 'timeline'
  | 'durable'
  | 'pullUnderQueries'
  | 'tabs'
  | 'heap';

export interface Contestant {
  readonly name: string;
  /** @throws NotAble */
  open(spec: OpenSpec): Promise<Store>;
  /** Workloads it cannot run, and why. */
  readonly cannot: Readonly<Partial<Record<WorkloadName, string>>>;
  /** Deletes what `open` with this name left on disk. */
  wipe(spec: OpenSpec): Promise<void>;
}
