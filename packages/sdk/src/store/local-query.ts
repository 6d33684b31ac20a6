import { type AnyRow, compileOrder, compileWhere, type Entity } from '../schema/index.ts';
import { Computed } from './computed.ts';
import { LiveValue } from './live.ts';
import type { Reader } from './reader.ts';
import { RelatedRows } from './related-rows.ts';
import { putIn, takeOut } from './sorted-rows.ts';
import type { Store } from './store.ts';
import type { RowDelta, Table } from './table.ts';
import type { RowsResult, RowsSpec } from './rows-result.ts';

/** A live query over a table that is in memory as a whole: kept sorted, changed by the change. */
export class LocalQuery {
  readonly live: LiveValue<RowsResult>;
  readonly #table: Table;
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #spec: RowsSpec;
  readonly #matches: (row: AnyRow) => boolean;
  readonly #order: (a: AnyRow, b: AnyRow) => number;
  #rows: AnyRow[] | undefined;
  #related: RelatedRows | undefined;
  readonly #result: Computed<RowsResult>;

  constructor(e: Entity, spec: RowsSpec, store: Store, reader: Reader) {
    this.#table = store.table(e);
    this.#store = store;
    this.#reader = reader;
    this.#spec = spec;
    this.#matches = compileWhere(e, spec.where);
    this.#order = compileOrder(e, spec.orderBy);
    this.#result = new Computed(store, () => this.#compute());
    this.live = new LiveValue<RowsResult>({
      read: () => this.#result.get(),
      start: () => this.#start(),
      pending: (r) => r.status === 'loading' && r.rows.length === 0,
      partial: (r) => r.status === 'loading',
      failure: (r) => r.error,
    });
  }

  #start(): () => void {
    this.#rows = [...this.#table.visible.values()].filter(this.#matches).sort(this.#order);
    this.#related = new RelatedRows(this.#table.entity, this.#spec.include ?? [], this.#store, this.#reader, () => this.#changed());
    const unwatch = this.#result.watch();
    const forget = this.#store.listen(this.#table.entity.name, {
      rows: (_table, deltas) => this.#take(deltas),
      standing: () => this.#changed(),
    });
    const unwant = this.#reader.want(this.#table);
    return () => {
      unwant();
      forget();
      this.#related?.stop();
      this.#rows = this.#related = undefined;
      unwatch();
    };
  }

  #take(deltas: readonly RowDelta[]): void {
    const rows = this.#rows!;
    let touched = false;
    if (deltas.length > 200 && deltas.length * 8 > rows.length) {
      // So many at once are sorted in one go.
      this.#rows = [...this.#table.visible.values()].filter(this.#matches).sort(this.#order);
      touched = true;
    } else {
      for (const { before, after } of deltas) {
        const was = before !== undefined && this.#matches(before);
        const is = after !== undefined && this.#matches(after);
        if (was) takeOut(rows, before, this.#order);
        if (is) putIn(rows, after, this.#order);
        touched ||= was || is;
      }
    }
    if (touched) this.#changed();
  }

  #changed(): void {
    this.#result.forget();
    this.live.tell();
  }

  #compute(): RowsResult {
    const all = this.#rows ?? [...this.#table.visible.values()].filter(this.#matches).sort(this.#order);
    const { offset = 0, limit } = this.#spec;
    const rows = all.slice(offset, limit === undefined ? undefined : offset + limit);
    const standing = this.#reader.standing(this.#table);
    return { rows, total: all.length, complete: standing.status === 'ready' ? true : 'unknown', ...standing, related: this.#related?.of(rows) ?? {} };
  }
}
