// The first rows of a query, as a page shows them, and what they must be after a change.

import type { Row } from '../rows.ts';

export const shown = 50;

/** What a window must show after a change: how many rows, which at the place that changed, and which last. */
export interface Expected {
  readonly length: number;
  readonly at: number;
  readonly id: string | undefined;
  readonly rank: unknown;
  readonly last: string | undefined;
}

/** The window of the first rows, where the one at `at` is looked at more closely. */
export function expectedOf(rows: readonly Row[], at: number): Expected {
  const window = rows.length > shown ? rows.slice(0, shown) : rows;
  const row = window[at];
  return { length: window.length, at, id: row?.id, rank: row?.['rank'], last: window[window.length - 1]?.id };
}

/** Costs little: the clock runs. */
export function shows(rows: readonly Row[], { length, at, id, rank, last }: Expected): boolean {
  const row = rows[at];
  return rows.length === length && row?.id === id && row?.['rank'] === rank && rows[length - 1]?.id === last;
}
