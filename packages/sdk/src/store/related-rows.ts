import { type AnyRow, type Entity, entityNamed } from '../schema/index.ts';
import type { Reader } from './reader.ts';
import type { Store } from './store.ts';

/** Keeps the rows that a result's rows name by reference fields. */
export class RelatedRows {
  readonly #targets: readonly { readonly field: string; readonly entity: Entity }[];
  readonly #stops: (() => void)[] = [];
  /** Ids that the rows shown last name, by table. All of them were asked for. */
  readonly #needed = new Map<string, Set<string>>();
  readonly #store: Store;
  readonly #reader: Reader;

  constructor(e: Entity, include: readonly string[], store: Store, reader: Reader, changed: () => void) {
    this.#store = store;
    this.#reader = reader;
    this.#targets = include.flatMap((field) => {
      const target = entityNamed(e.fields[field]?.ref?.table ?? '');
      return target ? [{ field, entity: target }] : [];
    });
    for (const target of new Set(this.#targets.map((t) => t.entity))) {
      this.#needed.set(target.name, new Set());
      if (reader.readsLocally(target)) this.#stops.push(reader.want(store.table(target)));
      else this.#stops.push(reader.onHint(target.name, () => this.#read(target, [...this.#needed.get(target.name)!])));
      this.#stops.push(store.listen(target.name, {
        rows: (_table, deltas) => {
          const needed = this.#needed.get(target.name);
          if (needed && deltas.some((d) => needed.has(d.id))) changed();
        },
        standing: () => {},
      }));
    }
  }

  /** The rows that these rows name, as far as they are known; asks for those it did not ask for yet. */
  of(rows: readonly AnyRow[]): Record<string, ReadonlyMap<string, AnyRow>> {
    const related: Record<string, Map<string, AnyRow>> = {};
    for (const entity of new Set(this.#targets.map((t) => t.entity))) {
      const known = (related[entity.name] = new Map());
      const needed = new Set<string>();
      const table = this.#store.table(entity);
      for (const { field } of this.#targets.filter((t) => t.entity === entity)) {
        for (const row of rows) {
          const id = row[field];
          if (typeof id !== 'string') continue;
          const own = this.#store.resolve(entity.name, id);
          const target = table.visible.get(own);
          if (target) known.set(id, target);
          needed.add(own);
        }
      }
      const before = this.#needed.get(entity.name)!;
      this.#needed.set(entity.name, needed);
      this.#read(entity, [...needed].filter((id) => !before.has(id)));
    }
    return related;
  }

  #read(target: Entity, ids: readonly string[]): void {
    if (ids.length === 0 || this.#reader.readsLocally(target)) return;
    // A row that cannot be had stays absent, or as it was. It is asked for again with the next hint, and the connection's return is one.
    this.#reader.fetch(target, ids).catch(() => {});
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
