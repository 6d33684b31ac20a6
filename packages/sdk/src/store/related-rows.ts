import { type AnyRow, type Entity, entityNamed } from '../schema/index.ts';
import type { Reader } from './reader.ts';
import type { Taker } from './routes.ts';
import type { RelatedRowsByTable } from './rows-result.ts';
import type { Store } from './store.ts';
import type { RowDelta } from './table.ts';

/** A row as it is named by an answer's rows. */
export type NamedRow = (entity: Entity) => (value: string) => AnyRow | undefined;

/** Is told what was there, before it becomes another or nobody says any more what becomes of it. */
export interface RelatedPast {
  keep(entity: Entity, was: readonly Pick<RowDelta, 'id' | 'before'>[]): void;
  /** @param values what names the records */
  leave(entity: Entity, values: Iterable<string>): void;
}

/** One table that an answer's rows name, with the fields that name it. */
interface Target {
  readonly entity: Entity;
  readonly fields: readonly string[];
  /** How many rows name each record, by the id they name it by. */
  readonly counts: Map<string, number>;
  readonly routes: Map<string, () => void>;
  readonly taker: Taker;
}

/** Keeps the rows that an answer's rows name by reference fields: a change of one reaches only the answers that show it. */
export class RelatedRows {
  readonly #targets: readonly Target[];
  readonly #stops: (() => void)[] = [];
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #past: RelatedPast | undefined;

  /** @param changed told when a row that is named changed @param past where earlier answers are still to be read as they were */
  constructor(e: Entity, include: readonly string[], store: Store, reader: Reader, changed: () => void, past?: RelatedPast) {
    this.#store = store;
    this.#reader = reader;
    this.#past = past;
    this.#targets = targetsOf(e, include).map(({ entity, fields }) => ({ entity, fields, counts: new Map(), routes: new Map(), taker: { take: (deltas) => {
      past?.keep(entity, deltas);
      changed();
    } } }));
    for (const target of this.#targets) {
      const isHeld = reader.readsLocally(target.entity);
      if (!isHeld) this.#stops.push(reader.onHint(target.entity.name, () => this.#fetch(target, [...target.counts.keys()])));
      if (target.entity.residency === 'table' && (isHeld || reader.holdsPart(target.entity))) this.#stops.push(reader.want(store.table(target.entity), 'all'));
    }
  }

  /** Rows of the answer came and went. */
  change(gone: Iterable<AnyRow>, come: Iterable<AnyRow>): void {
    for (const target of this.#targets) {
      const asked: string[] = [];
      for (const row of come) for (const field of target.fields) this.#count(target, row[field], 1, asked);
      for (const row of gone) for (const field of target.fields) this.#count(target, row[field], -1, asked);
      this.#fetch(target, asked.filter((value) => target.counts.has(value)));
    }
  }

  #count(target: Target, value: unknown, by: 1 | -1, asked: string[]): void {
    if (typeof value !== 'string') return;
    const count = (target.counts.get(value) ?? 0) + by;
    if (count <= 0) {
      this.#past?.leave(target.entity, [value]);
      target.counts.delete(value);
      target.routes.get(value)?.();
      target.routes.delete(value);
      return;
    }
    target.counts.set(value, count);
    if (count > 1 || by < 0) return;
    target.routes.set(value, this.#route(target, this.#store.resolve(target.entity.name, value)));
    asked.push(value);
  }

  #route(target: Target, id: string): () => void {
    const { entity } = target;
    const unroute = this.#store.route(entity.name, target.taker, { field: 'id', values: [id] });
    if (entity.residency === 'table' || !(this.#reader.readsLocally(entity) || this.#reader.holdsPart(entity))) return unroute;
    const unwant = this.#reader.want(this.#store.table(entity), { ids: [id] });
    return () => {
      unroute();
      unwant();
    };
  }

  #fetch({ entity }: Target, values: readonly string[]): void {
    if (values.length === 0 || this.#reader.readsLocally(entity)) return;
    const ids = values.map((value) => this.#store.resolve(entity.name, value));
    // A row that cannot be had stays absent, or as it was. It is asked for again with the next hint, and the connection's return is one.
    this.#reader.fetch(entity, ids).catch(() => {});
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    for (const target of this.#targets) {
      this.#past?.leave(target.entity, target.counts.keys());
      for (const stop of target.routes.values()) stop();
    }
  }
}

function targetsOf(e: Entity, include: readonly string[]): { readonly entity: Entity; readonly fields: readonly string[] }[] {
  const byTable = new Map<Entity, string[]>();
  for (const field of include) {
    const entity = entityNamed(e.fields[field]?.ref?.table ?? '');
    if (entity) (byTable.get(entity) ?? byTable.set(entity, []).get(entity)!).push(field);
  }
  return [...byTable].map(([entity, fields]) => ({ entity, fields }));
}

/**
 * The rows that these rows name by the included fields, as far as they are known.
 * @param named how they are found, where it is not as they are now
 */
export function relatedOf(e: Entity, include: readonly string[], store: Store, rows: readonly AnyRow[], named: NamedRow = namedNow(store)): RelatedRowsByTable {
  const related: Record<string, Map<string, AnyRow>> = {};
  for (const { entity, fields } of targetsOf(e, include)) {
    const rowOf = named(entity);
    const known = (related[entity.name] = new Map());
    for (const row of rows) {
      for (const field of fields) {
        const value = row[field];
        if (typeof value !== 'string') continue;
        const target = rowOf(value);
        if (target) known.set(value, target);
      }
    }
  }
  return related;
}

/** Named records as they are now. */
export function namedNow(store: Store): NamedRow {
  return (entity) => {
    const table = store.table(entity);
    return (value) => table.row(store.resolve(entity.name, value));
  };
}
