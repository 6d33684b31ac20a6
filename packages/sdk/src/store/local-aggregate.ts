import type { Entity, Measures, Where } from '../schema/index.ts';
import { aggregateRows } from '../schema/index.ts';
import { Computed } from './computed.ts';
import { LiveFilter } from './filter.ts';
import { GroupNode, type GroupUser } from './group-node.ts';
import { type Hooks, LiveValue } from './live.ts';
import { type Need, needOf, type Reader, type Standing } from './reader.ts';
import type { GroupsResult } from './rows-result.ts';
import type { Store } from './store.ts';
import type { Table } from './table.ts';

export interface GroupsSpec {
  readonly where?: object;
  readonly groupBy: readonly string[];
  readonly measures: Measures;
}

/** Live figures over rows that are in memory. */
export class LocalAggregate implements GroupUser {
  readonly live: LiveValue<GroupsResult>;
  readonly #entity: Entity;
  readonly #table: Table;
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #spec: GroupsSpec;
  readonly #filter: LiveFilter;
  readonly #need: Need;
  #node: GroupNode | undefined;
  #standing: Standing = { status: 'loading' };
  readonly #result: Computed<GroupsResult>;

  /** @param live what was given out before this could answer */
  constructor(e: Entity, spec: GroupsSpec, store: Store, reader: Reader, live?: LiveValue<GroupsResult>) {
    this.#entity = e;
    this.#table = store.table(e);
    this.#store = store;
    this.#reader = reader;
    this.#spec = spec;
    this.#filter = new LiveFilter(e, spec.where, store.clock);
    this.#need = needOf(e, this.#filter.parsed);
    this.#result = new Computed(store, () => this.#compute());
    const hooks: Hooks<GroupsResult> = {
      read: () => this.#result.get(),
      start: () => this.#start(),
      pending: (r) => r.status === 'loading',
      partial: (r) => r.status === 'loading',
      failure: (r) => r.error,
    };
    this.live = live ?? new LiveValue(hooks);
    live?.become(hooks);
  }

  #start(): () => void {
    const { where, groupBy, measures } = this.#spec;
    const key = `${this.#entity.name} groups ${JSON.stringify([where, groupBy, measures])}`;
    const { node, done } = this.#store.share(key, () => new GroupNode(this.#entity, where as Where | undefined, groupBy, measures, this.#store));
    this.#node = node;
    node.users.add(this);
    const closed = this.#store.opened(this, this.#entity, this.#spec, true);
    const unwatch = this.#result.watch();
    const unstand = this.#store.onStanding(this.#entity.name, () => this.#stand());
    const unwant = this.#reader.want(this.#table, this.#need);
    this.#standing = this.#reader.standing(this.#table, this.#need, this.#spec.where);
    return () => {
      closed();
      unwant();
      unstand();
      node.users.delete(this);
      done();
      this.#node = undefined;
      unwatch();
    };
  }

  #stand(): void {
    const before = this.#standing;
    this.#standing = this.#reader.standing(this.#table, this.#need, this.#spec.where);
    if (before.status !== this.#standing.status || before.error !== this.#standing.error || before.isPart !== this.#standing.isPart) this.changed();
  }

  changed(): void {
    this.#result.forget();
    this.#store.due(this);
  }

  tell(): void {
    if (this.#node) this.live.tell();
  }

  #compute(): GroupsResult {
    const { isPart, ...standing } = this.#reader.standing(this.#table, this.#need, this.#spec.where);
    return { groups: this.#node?.groups ?? this.#anew(), complete: standing.status === 'ready' && !isPart ? true : 'unknown', ...standing };
  }

  #anew(): GroupsResult['groups'] {
    this.#filter.refresh();
    return aggregateRows(this.#entity, this.#filter.rows(this.#table), this.#spec.groupBy, this.#spec.measures);
  }
}
