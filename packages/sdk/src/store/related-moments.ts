import type { AnyRow, Entity } from '../schema/index.ts';
import { type NamedRow, namedNow, type RelatedPast } from './related-rows.ts';
import type { Store } from './store.ts';
import type { RowDelta } from './table.ts';

/**
 * A moment at which an answer was given. It and those after it hold what became another since: rows by `table/id`, as they were before.
 * Only who holds an earlier moment keeps what led away from it, and a change costs one entry, however many answers were not read yet.
 */
export interface Moment {
  readonly before: Map<string, AnyRow | undefined>;
  next: Moment | undefined;
}

const newMoment = (): Moment => ({ before: new Map(), next: undefined });

/** What the rows of answers named, for answers whose related rows are read later, if at all. */
export class RelatedMoments implements RelatedPast {
  readonly #store: Store;
  /** Undefined while nobody asked for one. */
  #now: Moment | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The present. */
  now(): Moment {
    if (!this.#now || this.#now.before.size > 0) {
      const next = newMoment();
      if (this.#now) this.#now.next = next;
      this.#now = next;
    }
    return this.#now;
  }

  keep(entity: Entity, was: readonly Pick<RowDelta, 'id' | 'before'>[]): void {
    const kept = this.#now?.before;
    if (kept) for (const { id, before } of was) if (!kept.has(`${entity.name}/${id}`)) kept.set(`${entity.name}/${id}`, before);
  }

  leave(entity: Entity, values: Iterable<string>): void {
    if (!this.#now) return;
    this.keep(entity, [...values].map((value) => {
      const id = this.#store.resolve(entity.name, value);
      return { id, before: this.#store.table(entity).row(id) };
    }));
  }
}

/** Named records as they were at a moment. */
export function namedThen(store: Store, then: Moment): NamedRow {
  const changed = new Map<string, AnyRow | undefined>();
  for (let at: Moment | undefined = then; at; at = at.next) for (const [name, row] of at.before) if (!changed.has(name)) changed.set(name, row);
  const now = namedNow(store);
  if (changed.size === 0) return now;
  return (entity) => {
    const rowOf = now(entity);
    return (value) => {
      const name = [value, store.resolve(entity.name, value)].map((x) => `${entity.name}/${x}`).find((x) => changed.has(x));
      return name === undefined ? rowOf(value) : changed.get(name);
    };
  };
}
