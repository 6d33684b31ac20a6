import type { FieldProblem } from '../errors.ts';
import type { AnyRow } from './entity.ts';
import type { FieldConflict } from './merge-fields.ts';

/** Which client made a change, and its number there: the same key is never applied twice. */
export type ChangeKey = readonly [client: string, counter: number];

/** A write as it travels: one record, one operation. */
export interface Change {
  readonly key: ChangeKey;
  readonly op: 'create' | 'update' | 'remove';
  readonly table: string;
  readonly id: string;
  /** The fields that are set; all given fields for a create, none for a remove. */
  readonly patch: Readonly<Record<string, unknown>>;
  /** What the author saw in these fields before. Lets the backend merge instead of overwriting unseen values. */
  readonly base: Readonly<Record<string, unknown>>;
  /** The version the author saw, for backends that compare versions. */
  readonly baseVersion?: string;
  /** Changes with the same group are applied together or not at all, where the backend is atomic. */
  readonly group?: string;
  /** When the author made it, by the author's clock. */
  readonly at: string;
}

/** What became of a change. */
export type PushOutcome =
  /** Stored. `row` is the record as it now stands (null after a remove). `id` where the backend minted its own. `overwrote`: values covered that the author had not seen. */
  | { readonly status: 'ok'; readonly row: AnyRow | null; readonly id?: string; readonly overwrote?: readonly FieldConflict[] }
  /** Not stored: someone else changed the record. `row` is theirs; `fields` those a person must choose between, empty where the backend only compares versions. */
  | { readonly status: 'conflict'; readonly row: AnyRow; readonly fields: readonly FieldConflict[] }
  /** Not stored, and will not be unless edited. */
  | { readonly status: 'rejected'; readonly code: string; readonly message: string; readonly problems?: readonly FieldProblem[] }
  /** Not stored; the same change may pass later. `after` in milliseconds. */
  | { readonly status: 'retry'; readonly message: string; readonly after?: number }
  /** The answer was lost and the backend cannot tell whether it was stored. Never sent again by itself. */
  | { readonly status: 'unknown'; readonly message: string };
