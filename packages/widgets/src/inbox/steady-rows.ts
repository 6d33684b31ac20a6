import type { InboxRow } from './inbox.controller.ts';

/** The order in which rows are shown, and what of it is not so any more. */
export interface SteadyRows {
  readonly rows: readonly InboxRow[];
  /** Ids of rows that left the list while they were held in place. */
  readonly gone: ReadonlySet<string>;
  /** So many came meanwhile that are not shown yet. */
  readonly arrived: number;
}

/**
 * Keeps rows where they are while a person points at them or works on them: what changes is drawn, what leaves is marked, what comes is counted, and the
 * place under the pointer stays the same. Let go, the list is as it is.
 */
export class SteadyList {
  #shown: readonly InboxRow[] = [];
  #key: unknown;

  /** The rows to draw. `key` tells which list it is: of another one nothing is held. */
  of(rows: readonly InboxRow[], key: unknown, isHeld: boolean): SteadyRows {
    if (!isHeld || key !== this.#key || this.#shown.length === 0) {
      this.#key = key;
      this.#shown = rows;
      return { rows, gone: new Set(), arrived: 0 };
    }
    const now = new Map(rows.map((row) => [row.id, row]));
    const shown = this.#shown.map((row) => now.get(row.id) ?? row);
    const known = new Set(shown.map(({ id }) => id));
    this.#shown = shown;
    return { rows: shown, gone: new Set(shown.filter(({ id }) => !now.has(id)).map(({ id }) => id)), arrived: rows.filter(({ id }) => !known.has(id)).length };
  }

  /** Shows the list as it is, also while it is held. */
  release(): void { this.#shown = []; }
}
