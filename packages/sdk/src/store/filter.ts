import { type AnyRow, compileFilter, type Entity, type Filter, parseWhere, type Pin, pinsOf, type Where } from '../schema/index.ts';
import { type Moment, momentsOf, momentText, resolveNow, spanOf } from '../schema/now.ts';
import type { Clock } from './clock.ts';
import type { RowDelta, Table } from './table.ts';

/** A filter over rows of a table, which says the same until the time passes a value it compares with the present. */
export class LiveFilter {
  readonly #e: Entity;
  readonly #where: Where | undefined;
  readonly #moments: readonly Moment[];
  readonly #clock: Clock;
  #parsed: Filter;
  /** When the filter was last read, in milliseconds. */
  #at: number;
  #cancel: (() => void) | undefined;
  matches: (row: AnyRow) => boolean;

  constructor(e: Entity, where: Where | undefined, clock: Clock) {
    this.#e = e;
    this.#where = where;
    this.#clock = clock;
    this.#moments = momentsOf(where);
    this.#at = clock.now();
    this.#parsed = parseWhere(e, resolveNow(e, where, this.#at));
    this.matches = compileFilter(e, this.#parsed);
  }

  /** Every row matches, at all times. */
  get all(): boolean {
    return 'all' in this.#parsed && this.#parsed.all.length === 0;
  }

  get parsed(): Filter {
    return this.#parsed;
  }

  /** What an index answers of it: the more a value says of a row, the better. */
  get pin(): Pin | undefined {
    const worth = (p: Pin): number => (p.field === 'id' ? 3 : p.field === this.#e.partBy ? 2 : this.#e.fields[p.field]?.kind === 'ref' ? 1 : 0);
    return [...pinsOf(this.#parsed)].sort((a, b) => worth(b) - worth(a))[0];
  }

  rows(table: Table): AnyRow[] {
    return table.select(this.pin, this.matches);
  }

  /** Reads the filter anew when it is older than the present. For answers that nobody keeps up. */
  refresh(): void {
    if (this.#moments.length > 0) this.#read(this.#clock.now());
  }

  #read(at: number): void {
    this.#at = at;
    this.#parsed = parseWhere(this.#e, resolveNow(this.#e, this.#where, at));
    this.matches = compileFilter(this.#e, this.#parsed);
  }

  /**
   * Keeps the filter up with the time.
   * @param passed told of the rows that came in or went without having changed
   * @returns how to end it
   */
  follow(table: Table, passed: (rows: readonly Passed[]) => void): () => void {
    if (this.#moments.length === 0) return () => {};
    this.#replan = () => {
      this.#cancel?.();
      let next = Infinity;
      for (const { field, offset } of this.#moments) {
        const present = momentText(this.#e, field, this.#at + offset);
        const value = table.nextIn(field, present);
        if (value === undefined) continue;
        const span = spanOf(this.#e, field, value);
        // What a backend gave may be no moment: time never comes to it.
        if (Number.isNaN(span.from)) continue;
        next = Math.min(next, (value === present ? span.after : span.from) - offset);
      }
      this.#cancel = next === Infinity ? undefined : this.#clock.after(Math.max(1, next - this.#clock.now()), () => passed(this.advance(table, [])));
    };
    this.#replan();
    return () => this.#cancel?.();
  }

  /**
   * Reads the filter anew as of the present.
   * @param deltas rows that are being changed, which are not passed besides: they matched by the `matches` of before, and match by the new one
   */
  advance(table: Table, deltas: readonly RowDelta[]): readonly Passed[] {
    if (this.#moments.length === 0) return none;
    const at = this.#clock.now();
    const old = this.matches;
    const concerned = new Map<string, AnyRow>();
    if (at !== this.#at) {
      for (const { field, offset } of this.#moments) {
        const [from, to] = [momentText(this.#e, field, this.#at + offset), momentText(this.#e, field, at + offset)];
        // A clock that was set back passes values the other way.
        for (const row of table.between(field, from < to ? from : to, from < to ? to : from)) concerned.set(row.id, row);
      }
      for (const { id } of deltas) concerned.delete(id);
      this.#read(at);
    }
    this.#replan();
    return [...concerned.values()].flatMap((row): Passed[] => {
      const is = this.matches(row);
      return old(row) === is ? [] : [{ row, is }];
    });
  }

  #replan: () => void = () => {};
}

/** A row that came in or went because time passed. */
export interface Passed {
  readonly row: AnyRow;
  readonly is: boolean;
}

const none: readonly Passed[] = [];
