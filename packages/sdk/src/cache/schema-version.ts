import type { AnyRow, Change } from '../schema/index.ts';

/** How rows and changes of one version of the entity declarations become those of the next. */
export interface Upgrade {
  row(table: string, row: AnyRow): AnyRow;
  change(change: Change): Change;
}

/** `upgrades[0]` makes version 2 of version 1. Add one when a declaration changes so that rows on disk no longer fit it; never change one that was released. */
export const upgrades: readonly Upgrade[] = [];

/** The version of what this software writes, and how older ones are brought up to it. */
export class SchemaVersion {
  readonly current: number;
  readonly #upgrades: readonly Upgrade[];

  constructor(list: readonly Upgrade[]) {
    this.#upgrades = list;
    this.current = list.length + 1;
  }

  row(table: string, row: AnyRow, version: number): AnyRow {
    return this.#upgrades.slice(version - 1).reduce((r, upgrade) => upgrade.row(table, r), row);
  }

  change(change: Change, version: number): Change {
    return this.#upgrades.slice(version - 1).reduce((c, upgrade) => upgrade.change(c), change);
  }
}
