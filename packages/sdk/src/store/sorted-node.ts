import { type AnyRow, compileOrder, type Entity, sortRows, type Where } from '../schema/index.ts';
import { LiveFilter, type Passed } from './filter.ts';
import { SortedList } from './sorted-list.ts';
import type { RowStep } from './steps.ts';
import type { SharedNode, Store } from './store.ts';
import type { RowDelta, Table } from './table.ts';

/** What an answer hears of its node: steps where it asked for them. Called before anyone is told, so that all answers stand by then. */
export interface NodeUser {
  readonly wantsSteps: boolean;
  changed(deltas: readonly RowDelta[], steps: readonly RowStep<AnyRow>[]): void;
}

/** Rows of a table that match a filter, kept sorted by the change. One serves all answers with this filter and order, whatever their windows. */
export class SortedNode implements SharedNode {
  readonly filter: LiveFilter;
  readonly users: Set<NodeUser> = new Set<NodeUser>();
  readonly list: SortedList<AnyRow>;
  readonly #table: Table;
  readonly #sort: (rows: readonly AnyRow[]) => AnyRow[];
  readonly #stops: (() => void)[];

  constructor(e: Entity, where: Where | undefined, orderBy: readonly string[] | undefined, store: Store) {
    const table = (this.#table = store.table(e));
    this.filter = new LiveFilter(e, where, store.clock);
    this.#sort = (rows) => sortRows(e, orderBy, rows);
    this.list = new SortedList(compileOrder(e, orderBy), this.#sort(this.filter.rows(table)));
    this.#stops = [
      store.route(e.name, this, this.filter.pin),
      this.filter.follow(table, (rows) => store.step(() => this.#apply(ofTime(rows)))),
    ];
  }

  get size(): number {
    return this.list.length;
  }

  take(deltas: readonly RowDelta[]): void {
    if (this.filter.all) {
      this.#apply(deltas);
      return;
    }
    const was = this.filter.matches;
    const own = ofTime(this.filter.advance(this.#table, deltas));
    const is = this.filter.matches;
    for (const delta of deltas) {
      const before = delta.before && was(delta.before) ? delta.before : undefined;
      const after = delta.after && is(delta.after) ? delta.after : undefined;
      if (before || after) own.push(before === delta.before && after === delta.after ? delta : { id: delta.id, before, after });
    }
    this.#apply(own);
  }

  #apply(deltas: readonly RowDelta[]): void {
    if (deltas.length === 0) return;
    const steps: RowStep<AnyRow>[] = [];
    let tellSteps = false;
    for (const user of this.users) tellSteps ||= user.wantsSteps;
    // So many at once are sorted in one go.
    const many = !tellSteps && deltas.length > 200 && deltas.length * 4 >= this.list.length;
    if (many && deltas.every((d) => !d.before)) this.list.insertAll(this.#sort(deltas.flatMap((d) => d.after ?? [])));
    else if (many) this.list.reset(this.#sort(this.filter.rows(this.#table)));
    else for (const { before, after } of deltas) {
      if (before && after && this.list.replace(before, after)) {
        if (tellSteps) steps.push({ op: 'set', at: this.list.rank(after), row: after });
        continue;
      }
      if (before) {
        if (tellSteps) steps.push({ op: 'remove', at: this.list.rank(before), row: before });
        this.list.remove(before);
      }
      if (after) {
        if (tellSteps) steps.push({ op: 'insert', at: this.list.rank(after), row: after });
        this.list.insert(after);
      }
    }
    for (const user of this.users) user.changed(deltas, steps);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}

function ofTime(passed: readonly Passed[]): RowDelta[] {
  return passed.map(({ row, is }) => ({ id: row.id, before: is ? undefined : row, after: is ? row : undefined }));
}

/** The rows of a table that match, sorted, when nobody keeps them up. */
export function sortedRows(filter: LiveFilter, orderBy: readonly string[] | undefined, e: Entity, table: Table): AnyRow[] {
  filter.refresh();
  return sortRows(e, orderBy, filter.rows(table));
}
