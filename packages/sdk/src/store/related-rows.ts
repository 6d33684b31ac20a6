import { type AnyRow, type Entity, entityNamed } from '../schema/index.ts';
import type { Reader } from './reader.ts';
import type { Store } from './store.ts';

/** Keeps the rows that a result's rows name by reference fields. */
export class RelatedRows {
  readonly #targets: readonly { readonly field: string; readonly entity: Entity }[];
  readonly #stops: (() => void)[] = [];
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
      else this.#stops.push(reader.onHint(target.name, () => this.#reread(target)));
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
    for (const { field, entity } of this.#targets) {
      const known = (related[entity.name] ??= new Map());
      const needed = this.#needed.get(entity.name)!;
      const table = this.#store.table(entity);
      const unread: string[] = [];
      for (const row of rows) {
        const id = row[field];
        if (typeof id !== 'string') continue;
        const target = table.visible.get(this.#store.resolve(entity.name, id));
        if (target) known.set(id, target);
        if (!needed.has(id)) unread.push(id);
        needed.add(id);
      }
      if (unread.length > 0 && !this.#reader.readsLocally(entity)) {
        // A row that cannot be had stays absent from `related`; the connection's status says why.
        this.#reader.fetch(entity, unread).catch(() => unread.forEach((id) => needed.delete(id)));
      }
    }
    return related;
  }

  #reread(target: Entity): void {
    const needed = [...(this.#needed.get(target.name) ?? [])];
    // What is shown stays shown when the connection goes; its return is a hint of its own.
    if (needed.length > 0) this.#reader.fetch(target, needed).catch(() => {});
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
