import { type AnyRow, compileWhere, type Entity, figures, type Group, groupName, type Measures } from '../schema/index.ts';
import { Computed } from './computed.ts';
import { LiveValue } from './live.ts';
import type { Reader } from './reader.ts';
import type { GroupsResult } from './rows-result.ts';
import type { Store } from './store.ts';
import type { RowDelta, Table } from './table.ts';

export interface GroupsSpec {
  readonly where?: object;
  readonly groupBy: readonly string[];
  readonly measures: Measures;
}

interface Bucket {
  readonly key: Record<string, unknown>;
  readonly rows: Map<string, AnyRow>;
  /** Figures, until a row of the group changes. */
  group: Group | undefined;
}

/** Live figures over a table that is in memory as a whole. Only groups with a changed row are counted again. */
export class LocalAggregate {
  readonly live: LiveValue<GroupsResult>;
  readonly #table: Table;
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #spec: GroupsSpec;
  readonly #matches: (row: AnyRow) => boolean;
  #buckets: Map<string, Bucket> | undefined;
  readonly #result: Computed<GroupsResult>;

  constructor(e: Entity, spec: GroupsSpec, store: Store, reader: Reader) {
    this.#table = store.table(e);
    this.#store = store;
    this.#reader = reader;
    this.#spec = spec;
    this.#matches = compileWhere(e, spec.where);
    this.#result = new Computed(store, () => this.#compute());
    this.live = new LiveValue<GroupsResult>({
      read: () => this.#result.get(),
      start: () => this.#start(),
      pending: (r) => r.status === 'loading',
      partial: (r) => r.status === 'loading',
      failure: (r) => r.error,
    });
  }

  #start(): () => void {
    this.#buckets = this.#fill();
    const unwatch = this.#result.watch();
    const forget = this.#store.listen(this.#table.entity.name, { rows: (_table, deltas) => this.#take(deltas), standing: () => this.#changed() });
    const unwant = this.#reader.want(this.#table);
    return () => {
      unwant();
      forget();
      this.#buckets = undefined;
      unwatch();
    };
  }

  #fill(): Map<string, Bucket> {
    const buckets = new Map<string, Bucket>();
    if (this.#spec.groupBy.length === 0) buckets.set('[]', { key: {}, rows: new Map(), group: undefined });
    for (const row of this.#table.visible.values()) if (this.#matches(row)) this.#bucket(buckets, row).rows.set(row.id, row);
    return buckets;
  }

  #bucket(buckets: Map<string, Bucket>, row: AnyRow): Bucket {
    const { groupBy } = this.#spec;
    const name = groupName(groupBy, row);
    const known = buckets.get(name);
    if (known) return known;
    const bucket: Bucket = { key: Object.fromEntries(groupBy.map((f) => [f, row[f] ?? null])), rows: new Map(), group: undefined };
    buckets.set(name, bucket);
    return bucket;
  }

  #take(deltas: readonly RowDelta[]): void {
    const buckets = this.#buckets!;
    let touched = false;
    for (const { id, before, after } of deltas) {
      if (before && this.#matches(before)) {
        const bucket = this.#bucket(buckets, before);
        bucket.rows.delete(id);
        bucket.group = undefined;
        if (bucket.rows.size === 0 && this.#spec.groupBy.length > 0) buckets.delete(groupName(this.#spec.groupBy, before));
        touched = true;
      }
      if (after && this.#matches(after)) {
        const bucket = this.#bucket(buckets, after);
        bucket.rows.set(id, after);
        bucket.group = undefined;
        touched = true;
      }
    }
    if (touched) this.#changed();
  }

  #changed(): void {
    this.#result.forget();
    this.live.tell();
  }

  #compute(): GroupsResult {
    const buckets = this.#buckets ?? this.#fill();
    const groups = [...buckets.values()].map((b) => (b.group ??= { key: b.key, values: figures(this.#table.entity, [...b.rows.values()], this.#spec.measures) }));
    const standing = this.#reader.standing(this.#table);
    return { groups, complete: standing.status === 'ready' ? true : 'unknown', ...standing };
  }
}
