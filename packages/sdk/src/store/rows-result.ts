import type { VinculoError } from '../errors.ts';
import type { AnyRow, Group } from '../schema/index.ts';
import type { Standing } from './reader.ts';
import type { Pieces } from './sorted-list.ts';
import { joined } from './sorted-list.ts';

/** Rows that the rows of an answer name, by table and id. */
export type RelatedRowsByTable = Readonly<Record<string, ReadonlyMap<string, AnyRow>>>;

/** What a live query answers. The client's public types narrow it to the entity. */
export interface RowsResult {
  readonly rows: readonly AnyRow[];
  readonly total: number | undefined;
  readonly complete: boolean | 'unknown';
  readonly status: Standing['status'];
  readonly error?: VinculoError | undefined;
  readonly related: RelatedRowsByTable;
  /** Of an answer that the backend gave: when it stood so, by the backend's clock. */
  readonly asOf?: string | undefined;
}

export interface GroupsResult {
  readonly groups: readonly Group[];
  readonly complete: boolean | 'unknown';
  readonly status: RowsResult['status'];
  readonly error?: VinculoError | undefined;
  readonly asOf?: string | undefined;
}

export interface RowsSpec {
  readonly where?: object;
  readonly orderBy?: readonly string[];
  readonly offset?: number;
  readonly limit?: number;
  readonly include?: readonly string[];
}

/** The rows of an answer, as they stood at one moment. */
export interface RowsThen {
  readonly rows: readonly AnyRow[];
}

/** All rows of a list. They are put into one array only when somebody reads them. */
export class JoinedRows implements RowsThen {
  readonly #pieces: Pieces<AnyRow>;
  #rows: readonly AnyRow[] | undefined;

  constructor(pieces: Pieces<AnyRow>) {
    this.#pieces = pieces;
  }

  get rows(): readonly AnyRow[] {
    return (this.#rows ??= joined(this.#pieces));
  }
}

/** An answer from memory: what is costly to make is made when it is read. */
export class LocalRows implements RowsResult {
  readonly total: number;
  readonly complete: boolean | 'unknown';
  readonly status: RowsResult['status'];
  readonly error?: VinculoError | undefined;
  readonly #window: RowsThen;
  #relate: ((rows: readonly AnyRow[]) => RelatedRowsByTable) | undefined;
  #related: RelatedRowsByTable | undefined;

  constructor(window: RowsThen, total: number, standing: Standing, relate: (rows: readonly AnyRow[]) => RelatedRowsByTable) {
    this.#window = window;
    this.total = total;
    this.complete = standing.status === 'ready' && !standing.isPart ? true : 'unknown';
    this.status = standing.status;
    if (standing.error) this.error = standing.error;
    this.#relate = relate;
  }

  get rows(): readonly AnyRow[] {
    return this.#window.rows;
  }

  get related(): RelatedRowsByTable {
    this.#related ??= this.#relate?.(this.rows) ?? {};
    // What it was made of is no longer needed.
    this.#relate = undefined;
    return this.#related;
  }
}
