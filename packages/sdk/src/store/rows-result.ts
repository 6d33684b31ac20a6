import type { VinculoError } from '../errors.ts';
import type { AnyRow, Group } from '../schema/index.ts';

/** What a live query answers. The client's public types narrow it to the entity. */
export interface RowsResult {
  readonly rows: readonly AnyRow[];
  readonly total: number | undefined;
  readonly complete: boolean | 'unknown';
  readonly status: 'loading' | 'ready' | 'stale' | 'forbidden' | 'unsupported' | 'error';
  readonly error?: VinculoError | undefined;
  readonly related: Readonly<Record<string, ReadonlyMap<string, AnyRow>>>;
}

export interface GroupsResult {
  readonly groups: readonly Group[];
  readonly complete: boolean | 'unknown';
  readonly status: RowsResult['status'];
  readonly error?: VinculoError | undefined;
}

export interface RowsSpec {
  readonly where?: object;
  readonly orderBy?: readonly string[];
  readonly offset?: number;
  readonly limit?: number;
  readonly include?: readonly string[];
}
