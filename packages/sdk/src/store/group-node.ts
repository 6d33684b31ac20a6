import { type AnyRow, type Entity, type Group, groupName, type Measures, type Where } from '../schema/index.ts';
import { LiveFilter, type Passed } from './filter.ts';
import { type Figure, figureOf } from './figure.ts';
import type { SharedNode, Store } from './store.ts';
import type { RowDelta, Table } from './table.ts';

/** Figures of one group, kept up row by row. */
interface Bucket {
  readonly key: Readonly<Record<string, unknown>>;
  count: number;
  readonly figures: readonly Figure[];
  /** As told last; the same object until a figure changed. */
  group: Group | undefined;
}

export interface GroupUser {
  changed(): void;
}

/** Figures over the rows of a table that match, by group. A change costs the same however large its group is. */
export class GroupNode implements SharedNode {
  readonly users: Set<GroupUser> = new Set<GroupUser>();
  readonly #table: Table;
  readonly #filter: LiveFilter;
  readonly #groupBy: readonly string[];
  readonly #measures: readonly (readonly [name: string, make: () => Figure])[];
  /** By the one field's value where there is one, else by the name of all values. */
  readonly #buckets = new Map<unknown, Bucket>();
  readonly #stops: (() => void)[];
  #groups: readonly Group[] | undefined;

  constructor(e: Entity, where: Where | undefined, groupBy: readonly string[], measures: Measures, store: Store) {
    const table = (this.#table = store.table(e));
    this.#filter = new LiveFilter(e, where, store.clock);
    this.#groupBy = groupBy;
    this.#measures = Object.entries(measures).map(([name, measure]) => [name, figureOf(e, measure)] as const);
    if (groupBy.length === 0) this.#buckets.set('', this.#open({}));
    for (const row of this.#filter.rows(table)) this.#add(row);
    this.#stops = [
      store.route(e.name, this, this.#filter.pin),
      this.#filter.follow(table, (passed) => store.step(() => this.#pass(passed) && this.#changed())),
    ];
  }

  /** All groups, the same array until a figure changed. */
  get groups(): readonly Group[] {
    return (this.#groups ??= [...this.#buckets.values()].map((b) => this.#told(b)));
  }

  get size(): number {
    let size = 0;
    for (const { count } of this.#buckets.values()) size += count;
    return size;
  }

  take(deltas: readonly RowDelta[]): void {
    const matched = this.#filter.matches;
    let touched = this.#pass(this.#filter.advance(this.#table, deltas));
    const { matches } = this.#filter;
    for (const { before, after } of deltas) {
      const was = before !== undefined && matched(before);
      const is = after !== undefined && matches(after);
      if (was && is) touched = this.#exchange(before, after) || touched;
      else if (was) this.#remove(before);
      else if (is) this.#add(after);
      touched ||= was !== is;
    }
    if (touched) this.#changed();
  }

  #pass(passed: readonly Passed[]): boolean {
    for (const { row, is } of passed) {
      if (is) this.#add(row);
      else this.#remove(row);
    }
    return passed.length > 0;
  }

  #changed(): void {
    this.#groups = undefined;
    for (const user of this.users) user.changed();
  }

  /** A row that stays in its group counts again only where a figure's field changed. Answers whether one did. */
  #exchange(before: AnyRow, after: AnyRow): boolean {
    const from = this.#nameOf(before);
    if (from !== this.#nameOf(after)) {
      this.#remove(before);
      this.#add(after);
      return true;
    }
    const bucket = this.#buckets.get(from)!;
    let changed = false;
    for (const figure of bucket.figures) changed = figure.exchange(before, after) || changed;
    if (changed) bucket.group = undefined;
    return changed;
  }

  #add(row: AnyRow): void {
    const name = this.#nameOf(row);
    let bucket = this.#buckets.get(name);
    if (!bucket) this.#buckets.set(name, (bucket = this.#open(Object.fromEntries(this.#groupBy.map((f) => [f, row[f] ?? null])))));
    bucket.count++;
    for (const figure of bucket.figures) figure.add(row);
    bucket.group = undefined;
  }

  #remove(row: AnyRow): void {
    const name = this.#nameOf(row);
    const bucket = this.#buckets.get(name)!;
    bucket.count--;
    for (const figure of bucket.figures) figure.remove(row);
    bucket.group = undefined;
    if (bucket.count === 0 && this.#groupBy.length > 0) this.#buckets.delete(name);
  }

  #open(key: Readonly<Record<string, unknown>>): Bucket {
    return { key, count: 0, figures: this.#measures.map(([, make]) => make()), group: undefined };
  }

  #nameOf(row: AnyRow): unknown {
    if (this.#groupBy.length === 0) return '';
    if (this.#groupBy.length === 1) {
      const value = row[this.#groupBy[0]!] ?? null;
      if (typeof value !== 'object' || value === null) return value;
    }
    // A text that no plain value can be taken for.
    return `\0${groupName(this.#groupBy, row)}`;
  }

  #told(bucket: Bucket): Group {
    return (bucket.group ??= { key: bucket.key, values: Object.fromEntries(this.#measures.map(([name], i) => [name, bucket.figures[i]!.value(bucket.count)])) });
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
