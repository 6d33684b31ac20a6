import type { AggregateAnswer, AggregateRequest, QueryAnswer, QueryRequest } from '../adapter/index.ts';
import type { VinculoError } from '../errors.ts';
import { type AnyRow, type Entity, type Filter, pinsOf } from '../schema/index.ts';
import type { RemoteAnswer } from './remote-answer.ts';
import type { RowsResult, RowsSpec } from './rows-result.ts';
import type { Table } from './table.ts';

export type Standing =
  /** `isPart`: the question is also about rows that are not held. */
  | { readonly status: 'loading' | 'ready' | 'stale'; readonly error?: undefined; readonly isPart?: true }
  | { readonly status: 'forbidden' | 'unsupported' | 'error'; readonly error: VinculoError; readonly isPart?: undefined };

/** The rows of a table that an answer from memory is made of: all, those of one part (a value of the entity's `partBy` field), or some by id. */
export type Need = 'all' | { readonly parts: readonly string[] } | { readonly ids: readonly string[] };

/** What a filter needs to be in memory. Tables that a client holds whole are needed whole: then every question is answered from them. */
export function needOf(e: Entity, filter: Filter): Need {
  if (e.residency === 'table') return 'all';
  const pins = pinsOf(filter);
  const byId = pins.find((p) => p.field === 'id');
  if (byId) return { ids: byId.values.map(String) };
  const part = pins.find((p) => p.field === e.partBy);
  return part ? { parts: part.values.map(String) } : 'all';
}

/** The first rows of a query's last answer, with what they name, as they are kept on disk. */
export interface KeptWindow {
  readonly rows: readonly AnyRow[];
  readonly total: number | undefined;
  /** Rows by table, each with the id it is named by. */
  readonly related: Readonly<Record<string, readonly (readonly [string, AnyRow])[]>>;
}

/** An answer whose first rows are kept. */
export interface KeptAnswer {
  /** It changed. */
  changed(): void;
  /** Its query ended. */
  stop(): void;
}

/** What live queries ask of the sync: rows they lack. */
export interface Reader {
  /** Whether all queries of this entity are answered from memory. */
  readsLocally(e: Entity): boolean;
  /** Whether a part of the rows is held, and all else asked from the backend. */
  holdsPart(e: Entity): boolean;
  /** Whether a row belongs to the part of its table that is held. */
  isHeld(e: Entity, row: AnyRow): boolean;
  /** Whether a question with this filter is answered from memory or by the backend. */
  answersLocally(e: Entity, where: object | undefined): boolean;
  /** Asks for rows to be there and kept up. Answers how to say that they are no longer needed. */
  want(table: Table, need: Need): () => void;
  /** How answers from memory stand that are made of these rows. @param where what they answer */
  standing(table: Table, need: Need, where?: object): Standing;
  /**
   * A question that the backend answers, asked again whenever it hints that the answer may have changed.
   * @param take told of an answer, and in which tick of the store it was asked for @param changed told when the answer or its standing changed
   */
  asking<T>(e: Entity, question: () => Promise<T>, take: (answer: T, asked: number) => void, changed: () => void): RemoteAnswer<T>;
  /** How a failed or successful answer of the backend stands. */
  judge(error: VinculoError | undefined): Standing;
  /** The rows are in the store when this is fulfilled. */
  query(e: Entity, request: QueryRequest): Promise<QueryAnswer>;
  aggregate(e: Entity, request: AggregateRequest): Promise<AggregateAnswer>;
  /** Brings single rows into the store, also those it holds: nobody may have kept them up. What is asked for in one moment is one call. */
  fetch(e: Entity, ids: readonly string[]): Promise<void>;
  /**
   * Has the first rows of an answer kept, where there is a disk. Undefined where there is none.
   * @param read the answer as it is now @param show told of what was kept the last time, unless the query ended before that was read
   */
  keepAnswer(e: Entity, spec: RowsSpec, read: () => RowsResult, show: (window: KeptWindow) => void): KeptAnswer | undefined;
  /** Calls back when the backend hints that a table changed, or, `again`, when what it did not answer is to be asked once more. */
  onHint(table: string, listener: (again: boolean) => void): () => void;
}
