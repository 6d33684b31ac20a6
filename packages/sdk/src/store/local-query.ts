import type { AnyRow, Entity, Where } from '../schema/index.ts';
import { Computed } from './computed.ts';
import { LiveFilter } from './filter.ts';
import { LiveRows, type RowsHooks } from './live.ts';
import { type KeptAnswer, type KeptWindow, type Need, needOf, type Reader, type Standing } from './reader.ts';
import { namedThen, RelatedMoments } from './related-moments.ts';
import { RelatedRows, relatedOf } from './related-rows.ts';
import { JoinedRows, LocalRows, type RowsResult, type RowsSpec, type RowsThen } from './rows-result.ts';
import { type NodeUser, sortedRows, SortedNode } from './sorted-node.ts';
import type { RowStep } from './steps.ts';
import type { Store } from './store.ts';
import type { RowDelta, Table } from './table.ts';

/** A live query over rows that are in memory: a window of a sorted node. */
export class LocalQuery implements NodeUser {
  readonly live: LiveRows;
  readonly #entity: Entity;
  readonly #table: Table;
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #spec: RowsSpec;
  readonly #filter: LiveFilter;
  readonly #need: Need;
  /** The answer is all rows, not a window of them. */
  readonly #all: boolean;
  #node: SortedNode | undefined;
  #related: RelatedRows | undefined;
  #moments: RelatedMoments | undefined;
  /** The window told last. */
  #window: RowsThen | undefined;
  #total = 0;
  /** Steps since the last telling, while they lead to the answer. */
  #steps: RowStep<AnyRow>[] = [];
  #standing: Standing = { status: 'loading' };
  /** What was told last has rows. */
  #showsRows = false;
  #last: KeptAnswer | undefined;
  /** Shown until the rows are in memory. */
  #kept: KeptWindow | undefined;
  readonly #result: Computed<RowsResult>;

  /** @param live what was given out before this could answer */
  constructor(e: Entity, spec: RowsSpec, store: Store, reader: Reader, live?: LiveRows) {
    this.#entity = e;
    this.#table = store.table(e);
    this.#store = store;
    this.#reader = reader;
    this.#spec = spec;
    this.#filter = new LiveFilter(e, spec.where, store.clock);
    this.#need = needOf(e, this.#filter.parsed);
    this.#all = spec.limit === undefined && !spec.offset;
    this.#result = new Computed(store, () => this.#compute());
    const hooks: RowsHooks = {
      read: () => this.#result.get(),
      start: () => this.#start(),
      // Where rows were told, that there are none any more is news.
      pending: (r) => r.status === 'loading' && r.total === 0 && !this.#showsRows,
      partial: (r) => r.status === 'loading' || this.#waits(),
      failure: (r) => r.error,
      ...(this.#all ? { catchUp: () => this.#catchUp() } : {}),
    };
    this.live = live ?? new LiveRows(hooks);
    live?.become(hooks);
  }

  get wantsSteps(): boolean {
    return this.#all && this.live.followed;
  }

  #start(): () => void {
    const { where, orderBy, include = [] } = this.#spec;
    const key = `${this.#entity.name} rows ${JSON.stringify([where, orderBy])}`;
    const { node, done } = this.#store.share(key, () => new SortedNode(this.#entity, where as Where | undefined, orderBy, this.#store));
    this.#node = node;
    node.users.add(this);
    this.#look(node);
    if (include.length > 0) {
      this.#moments = new RelatedMoments(this.#store);
      this.#related = new RelatedRows(this.#entity, include, this.#store, this.#reader, () => this.#changed(), this.#moments);
      this.#related.change([], this.#window!.rows);
    }
    const closed = this.#store.opened(this, this.#entity, this.#spec, true);
    const unwatch = this.#result.watch();
    const unstand = this.#store.onStanding(this.#entity.name, () => this.#stand());
    const unwant = this.#reader.want(this.#table, this.#need);
    this.#standing = this.#reader.standing(this.#table, this.#need, this.#spec.where);
    this.#showsRows = this.#total > 0;
    // A part is read as fast as a window of it.
    this.#last = this.#need === 'all' ? this.#reader.keepAnswer(this.#entity, this.#spec, () => this.#result.get(), (window) => this.#recall(window)) : undefined;
    return () => {
      closed();
      this.#last?.stop();
      this.#kept = undefined;
      unwant();
      unstand();
      node.users.delete(this);
      done();
      this.#related?.stop();
      this.#node = this.#related = this.#moments = this.#window = undefined;
      this.#steps = [];
      unwatch();
    };
  }

  #look(node: SortedNode): void {
    const { offset = 0, limit = Infinity } = this.#spec;
    this.#window = this.#all ? new JoinedRows(node.list.share()) : { rows: node.list.slice(offset, offset + limit) };
    this.#total = node.list.length;
  }

  changed(deltas: readonly RowDelta[], steps: readonly RowStep<AnyRow>[]): void {
    const node = this.#node!;
    const before = this.#window!;
    const total = this.#total;
    this.#look(node);
    if (this.#all) {
      this.#related?.change(deltas.flatMap((d) => d.before ?? []), deltas.flatMap((d) => d.after ?? []));
      if (this.wantsSteps) this.#steps.push(...steps);
    } else {
      const [was, is] = [before.rows, this.#window!.rows];
      if (total === this.#total && was.length === is.length && was.every((row, i) => row === is[i])) {
        this.#window = before;
        return;
      }
      this.#related?.change(was, is);
    }
    this.#changed();
  }

  #changed(): void {
    this.#result.forget();
    this.#store.due(this);
  }

  #stand(): void {
    const before = this.#standing;
    this.#standing = this.#reader.standing(this.#table, this.#need, this.#spec.where);
    if (before.status !== this.#standing.status || before.error !== this.#standing.error || before.isPart !== this.#standing.isPart) this.#changed();
  }

  tell(): void {
    const steps = this.#steps;
    this.#steps = [];
    if (!this.#node) return;
    if (this.#kept && !this.#waits()) this.#kept = undefined;
    this.live.tell(this.#all && !this.#kept ? steps : undefined);
    this.#showsRows = this.#total > 0;
    this.#last?.changed();
  }

  /** What is kept is shown: the rows themselves are not there yet. */
  #waits(): boolean {
    return this.#kept !== undefined && !this.live.followed && this.#reader.standing(this.#table, this.#need, this.#spec.where).status === 'loading';
  }

  #recall(window: KeptWindow): void {
    this.#kept = window;
    if (this.#waits()) this.#changed();
    this.#store.step(() => {});
  }

  #catchUp(): void {
    if (this.#steps.length > 0) this.tell();
  }

  #compute(): RowsResult {
    const { include = [] } = this.#spec;
    const standing = this.#reader.standing(this.#table, this.#need, this.#spec.where);
    if (this.#kept && this.#waits()) {
      const { rows, total, related } = this.#kept;
      return { rows, total, complete: 'unknown', status: 'stale', related: Object.fromEntries(Object.entries(related).map(([table, known]) => [table, new Map(known)])) };
    }
    const then = this.#moments?.now();
    const relate = (named: readonly AnyRow[]): RowsResult['related'] => relatedOf(this.#entity, include, this.#store, named, then && namedThen(this.#store, then));
    if (this.#window) return new LocalRows(this.#window, this.#total, standing, relate);
    const rows = sortedRows(this.#filter, this.#spec.orderBy, this.#entity, this.#table);
    const { offset = 0, limit = Infinity } = this.#spec;
    const window = this.#all ? rows : rows.slice(offset, offset + limit);
    // Nobody keeps up what they name: it is read now.
    const related = relate(window);
    return new LocalRows({ rows: window }, rows.length, standing, () => related);
  }
}
