import { type AnyRow, type Change, type Entity, sameValue } from '../schema/index.ts';
import { type RowDelta, Table } from './table.ts';

/** `write`: something really changed; `read`: rows became known that were there before. */
export type Origin = 'write' | 'read';

/** What a reading found, and when it was asked for, in ticks of the store. */
export interface Findings {
  readonly rows: readonly AnyRow[];
  readonly removed: readonly string[];
  readonly asked: (id: string) => number;
}

/** Something that is told of changes of tables: a live query. */
export interface Listener {
  /** Rows changed. */
  rows(table: Table, deltas: readonly RowDelta[], origin: Origin): void;
  /** The standing of a table or of the connection changed. */
  standing(table: Table | undefined): void;
}

/** All tables of one client, and who listens to which. Every change of visible rows goes through `change`. */
export class Store {
  readonly #tables = new Map<string, Table>();
  readonly #listeners = new Map<string, Set<Listener>>();
  /** Ids that a backend replaced by its own, by table. */
  readonly #aliases = new Map<string, Map<string, string>>();
  /** Counts takings of rows, so that an answer can be told from an older one. */
  tick = 0;
  /** Counts changes of whatever answers are made of. */
  revision = 0;

  table(e: Entity): Table {
    return this.#tables.get(e.name) ?? this.#tables.set(e.name, new Table(e)).get(e.name)!;
  }

  get tables(): Iterable<Table> {
    return this.#tables.values();
  }

  /** The id under which a record is known now. */
  resolve(table: string, id: string): string {
    return this.#aliases.get(table)?.get(id) ?? id;
  }

  alias(table: string, from: string, to: string): void {
    (this.#aliases.get(table) ?? this.#aliases.set(table, new Map()).get(table)!).set(from, to);
  }

  listen(table: string, listener: Listener): () => void {
    const set = this.#listeners.get(table) ?? this.#listeners.set(table, new Set()).get(table)!;
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Changes confirmed rows of a table and tells who listens. `undefined` as a row removes it. */
  confirm(e: Entity, rows: Iterable<readonly [id: string, row: AnyRow | undefined]>, origin: Origin): void {
    const table = this.table(e);
    const ids: string[] = [];
    this.tick++;
    for (const [id, row] of rows) {
      if (row) table.confirmed.set(id, row);
      else table.confirmed.delete(id);
      table.confirmedAt.set(id, this.tick);
      ids.push(id);
    }
    this.#settle(table, ids, origin);
  }

  /**
   * What of a reading may be taken in: news, but not of rows that were touched after it was asked for; which of the two is newer cannot be told.
   * A row that is as it was known counts as touched now, and is no news.
   * @returns `all`: nothing was left out
   */
  sift(e: Entity, { rows, removed, asked }: Findings): { readonly rows: readonly AnyRow[]; readonly removed: readonly string[]; readonly all: boolean } {
    const table = this.table(e);
    const sure = (id: string): boolean => (table.confirmedAt.get(id) ?? 0) <= asked(id);
    // The same row may come twice; the last one counts.
    const last = new Map(rows.map((r) => [r.id, r]));
    const news: AnyRow[] = [];
    this.tick++;
    for (const row of last.values()) {
      if (sameRow(table.confirmed.get(row.id), row)) table.confirmedAt.set(row.id, this.tick);
      else news.push(row);
    }
    const gone = removed.filter((id) => table.confirmed.has(id));
    const taken = { rows: news.filter((r) => sure(r.id)), removed: gone.filter(sure) };
    return { ...taken, all: taken.rows.length === news.length && taken.removed.length === gone.length };
  }

  /** Says which own changes lie over a record, oldest first; none takes them away. */
  overlay(e: Entity, id: string, changes: readonly Change[]): void {
    const table = this.table(e);
    if (changes.length > 0) table.overlays.set(id, [...changes]);
    else table.overlays.delete(id);
    this.#settle(table, [id], 'write');
  }

  /** A push answered: the confirmed row comes and the change that made it goes, in one step, so that nothing flickers. */
  replace(e: Entity, id: string, row: AnyRow | undefined, left: readonly Change[], previousId: string = id): void {
    const table = this.table(e);
    if (row) table.confirmed.set(id, row);
    else table.confirmed.delete(id);
    table.confirmedAt.set(id, ++this.tick);
    if (left.length > 0) table.overlays.set(id, [...left]);
    else table.overlays.delete(id);
    if (previousId !== id) {
      table.overlays.delete(previousId);
      table.confirmed.delete(previousId);
      table.confirmedAt.set(previousId, this.tick);
    }
    this.#settle(table, previousId === id ? [id] : [previousId, id], 'write');
  }

  #settle(table: Table, ids: readonly string[], origin: Origin): void {
    this.revision++;
    const deltas = ids.map((id) => table.refresh(id)).filter((d) => d !== undefined);
    if (deltas.length > 0) for (const listener of this.#of(table.entity.name)) listener.rows(table, deltas, origin);
  }

  /** The standing of one table changed, or of all when absent. */
  standing(table?: Table): void {
    this.revision++;
    if (table) for (const listener of this.#of(table.entity.name)) listener.standing(table);
    else for (const listener of new Set([...this.#listeners.values()].flatMap((s) => [...s]))) listener.standing(undefined);
  }

  // A listener may come or go while others are told.
  #of(table: string): Listener[] {
    return [...(this.#listeners.get(table) ?? [])];
  }

  /** Forgets all rows: another user, or the end. */
  clear(): void {
    for (const table of this.#tables.values()) {
      table.whole = false;
      table.fresh = false;
      table.overlays.clear();
      const ids = [...table.confirmed.keys(), ...table.visible.keys()];
      table.confirmed.clear();
      table.confirmedAt.clear();
      table.unwritten.clear();
      this.#settle(table, ids, 'write');
    }
    this.#aliases.clear();
  }
}

/** Whether two states of a record are one: by version where there are versions, else by content. */
export function sameRow(a: AnyRow | undefined, b: AnyRow): boolean {
  if (!a) return false;
  if (a.version !== undefined || b.version !== undefined) return a.version === b.version;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((field) => sameValue(a[field], b[field]));
}
