import { type AnyRow, compileFilter, type Entity, type Filter, parseWhere, type Pin, pinsOf, type Where } from '../schema/index.ts';
import { type Moment, momentAfter, momentsOf, momentText, resolveNow } from '../schema/now.ts';
import type { Clock } from './clock.ts';
import type { Table } from './table.ts';

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

  get parsed(): Filter {
    return this.#parsed;
  }

  /** What an index answers of it: the more a value says of a row, the better. */
  get pin(): Pin | undefined {
    const worth = (p: Pin): number => (p.field === 'id' ? 3 : p.field === this.#e.partBy ? 2 : this.#e.fields[p.field]?.kind === 'ref' ? 1 : 0);
    return [...pinsOf(this.#parsed)].sort((a, b) => worth(b) - worth(a))[0];
  }

  rows(table: Table): AnyRow[] {
    const out: AnyRow[] = [];
    for (const row of table.candidates(this.pin)) if (this.matches(row)) out.push(row);
    return out;
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
   * @param passed told of the rows whose match may have changed, after asking `matches` of before
   * @returns how to end it
   */
  follow(table: Table, passed: (rows: readonly { readonly row: AnyRow; readonly was: boolean }[]) => void): () => void {
    if (this.#moments.length === 0) return () => {};
    const pass = (): void => {
      const before = this.#at;
      const at = this.#clock.now();
      const concerned = new Map<string, AnyRow>();
      for (const { field, offset } of this.#moments) {
        const [from, to] = [momentText(this.#e, field, before + offset), momentText(this.#e, field, at + offset)];
        // A clock that was set back passes values the other way.
        for (const row of table.between(field, from < to ? from : to, from < to ? to : from)) concerned.set(row.id, row);
      }
      const rows = [...concerned.values()].map((row) => ({ row, was: this.matches(row) }));
      this.#read(at);
      passed(rows);
      this.#plan(table, pass);
    };
    this.#plan(table, pass);
    return () => this.#cancel?.();
  }

  /** A change of rows may bring an earlier moment. */
  replan: () => void = () => {};

  #plan(table: Table, pass: () => void): void {
    this.replan = () => {
      this.#cancel?.();
      let next = Infinity;
      for (const { field, offset } of this.#moments) {
        const value = table.nextIn(field, momentText(this.#e, field, this.#at + offset));
        if (value !== undefined) next = Math.min(next, momentAfter(this.#e, field, value) - offset);
      }
      this.#cancel = next === Infinity ? undefined : this.#clock.after(Math.max(1, next - this.#clock.now()), pass);
    };
    this.replan();
  }
}
