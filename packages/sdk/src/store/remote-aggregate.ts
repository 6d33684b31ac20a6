import type { AggregateAnswer } from '../adapter/index.ts';
import { type AnyRow, aggregateRows, compileWhere, type Entity, type Group, groupName, type Measures, type MeasureValue } from '../schema/index.ts';
import { Computed } from './computed.ts';
import { LiveValue } from './live.ts';
import type { GroupsSpec } from './local-aggregate.ts';
import type { Reader } from './reader.ts';
import { RemoteAnswer } from './remote-answer.ts';
import type { GroupsResult } from './rows-result.ts';
import type { Store } from './store.ts';
import type { Table } from './table.ts';

/** Live figures that the backend counts, with own unsent changes added exactly once. */
export class RemoteAggregate {
  readonly live: LiveValue<GroupsResult>;
  readonly #entity: Entity;
  readonly #table: Table;
  readonly #store: Store;
  readonly #spec: GroupsSpec;
  readonly #matches: (row: AnyRow) => boolean;
  #groups: readonly Group[] = [];
  readonly #remote: RemoteAnswer<AggregateAnswer>;
  readonly #result: Computed<GroupsResult>;

  constructor(e: Entity, spec: GroupsSpec, store: Store, reader: Reader) {
    this.#entity = e;
    this.#table = store.table(e);
    this.#store = store;
    this.#spec = spec;
    this.#matches = compileWhere(e, spec.where);
    const { where, groupBy, measures } = spec;
    this.#remote = new RemoteAnswer(e, store, reader, () => reader.aggregate(e, { table: e.name, ...(where ? { where } : {}), groupBy, measures }), (answer) => void (this.#groups = answer.groups), () => this.#changed());
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
    const forget = this.#store.listen(this.#entity.name, {
      rows: (_table, deltas, origin) => {
        if (origin !== 'write') return;
        this.#changed();
        // A confirmed change is in the backend's next count, no longer among the own ones.
        if (deltas.some((d) => !this.#table.overlays.has(d.id))) void this.#remote.ask();
      },
      standing: () => {},
    });
    const unwatch = this.#result.watch();
    const stop = this.#remote.start();
    return () => {
      forget();
      stop();
      this.#groups = [];
      unwatch();
    };
  }

  #changed(): void {
    this.#result.forget();
    this.live.tell();
  }

  #compute(): GroupsResult {
    const { status, error } = this.#remote.standing;
    return { groups: this.#withOwnChanges(), complete: status === 'ready' ? true : 'unknown', status, ...(error ? { error } : {}) };
  }

  #withOwnChanges(): readonly Group[] {
    const { groupBy, measures } = this.#spec;
    if (this.#table.overlays.size === 0) return this.#groups;
    const before: AnyRow[] = [];
    const after: AnyRow[] = [];
    for (const id of this.#table.overlays.keys()) {
      const was = this.#table.confirmed.get(id);
      const is = this.#table.visible.get(id);
      if (was && this.#matches(was)) before.push(was);
      if (is && this.#matches(is)) after.push(is);
    }
    const groups = new Map(this.#groups.map((g) => [groupName(groupBy, g.key), g]));
    const fold = (rows: readonly AnyRow[], sign: 1 | -1): void => {
      for (const own of aggregateRows(this.#entity, rows, groupBy, measures)) {
        const name = groupName(groupBy, own.key);
        groups.set(name, combine(groups.get(name), own, measures, sign));
      }
    };
    fold(before, -1);
    fold(after, 1);
    return [...groups.values()];
  }
}

/** Counts and sums change by own rows; the backend's minima, maxima and averages stand until it counts again. */
function combine(theirs: Group | undefined, own: Group, measures: Measures, sign: 1 | -1): Group {
  if (!theirs) return own;
  const values: Record<string, MeasureValue> = { ...theirs.values };
  for (const [name, { op }] of Object.entries(measures)) {
    if (op === 'count' || op === 'sum') values[name] = plus(theirs.values[name] ?? 0, own.values[name] ?? 0, sign);
  }
  return { key: theirs.key, values };
}

function plus(a: MeasureValue, b: MeasureValue, sign: 1 | -1): MeasureValue {
  if (typeof a === 'object' || typeof b === 'object') {
    const sums: Record<string, number> = typeof a === 'object' ? { ...a } : {};
    if (typeof b === 'object') for (const [currency, minor] of Object.entries((b ?? {}))) sums[currency] = (sums[currency] ?? 0) + sign * minor;
    return sums;
  }
  return Number(a) + sign * Number(b);
}
