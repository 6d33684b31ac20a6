import type { AggregateAnswer, AggregateRequest, QueryAnswer, QueryRequest } from '../adapter/index.ts';
import type { VinculoError } from '../errors.ts';
import type { Entity } from '../schema/index.ts';
import type { Table } from './table.ts';

export type Standing =
  | { readonly status: 'loading' | 'ready' | 'stale'; readonly error?: undefined }
  | { readonly status: 'forbidden' | 'unsupported' | 'error'; readonly error: VinculoError };

/** What live queries ask of the sync: rows they lack. */
export interface Reader {
  /** Whether queries of this entity are answered from memory (whole tables) or by the backend. */
  readsLocally(e: Entity): boolean;
  /** Asks for the whole table to be there and kept up. Answers how to say that it is no longer needed. */
  want(table: Table): () => void;
  /** How answers from memory stand for this table. */
  standing(table: Table): Standing;
  /** How a failed or successful answer of the backend stands. */
  judge(error: VinculoError | undefined): Standing;
  /** The rows are in the store when this is fulfilled. */
  query(e: Entity, request: QueryRequest): Promise<QueryAnswer>;
  aggregate(e: Entity, request: AggregateRequest): Promise<AggregateAnswer>;
  /** Brings single rows into the store, also those it holds: nobody may have kept them up. What is asked for in one moment is one call. */
  fetch(e: Entity, ids: readonly string[]): Promise<void>;
  /** Calls back when the backend hints that a table changed. */
  onHint(table: string, listener: () => void): () => void;
}
