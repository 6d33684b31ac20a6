import type { AggregateAnswer } from '../adapter/index.ts';
import { type AnyRow, aggregateRows, type Entity, type Group, groupName, type Measures, type MeasureValue } from '../schema/index.ts';
import { resolveNow } from '../schema/now.ts';
import { Computed } from './computed.ts';
import { LiveFilter } from './filter.ts';
import { type Hooks, LiveValue } from './live.ts';
import type { GroupsSpec } from './local-aggregate.ts';
import type { Reader } from './reader.ts';
import type { RemoteAnswer } from './remote-answer.ts';
import type { Origin, Taker } from './routes.ts';
import type { GroupsResult } from './rows-result.ts';
import type { Store } from './store.ts';
import type { RowDelta, Table } from './table.ts';

/** An own change that the backend confirmed: what it made of the row, for as long as the count may lack it. */
interface Landed {
  readonly before: AnyRow | undefined;
  readonly after: AnyRow | undefined;
  /** Tick of the store by which it had landed. */
  readonly at: number;
}

/** Live figures that the backend counts, with own changes added exactly once: those it has not confirmed, and those it confirmed after it counted. */
export class RemoteAggregate implements Taker {
  readonly live: LiveValue<GroupsResult>;
  readonly #entity: Entity;
  readonly #table: Table;
  readonly #store: Store;
  readonly #spec: GroupsSpec;
  readonly #filter: LiveFilter;
  #groups: readonly Group[] = [];
  #asOf: string | undefined;
  /** What the backend held of the records with own changes, as far as is known. */
  readonly #own = new Map<string, AnyRow | undefined>();
  #landed: readonly Landed[] = [];
  readonly #remote: RemoteAnswer<AggregateAnswer>;
  readonly #result: Computed<GroupsResult>;

  /** @param live what was given out before this could answer */
  constructor(e: Entity, spec: GroupsSpec, store: Store, reader: Reader, live?: LiveValue<GroupsResult>) {
    this.#entity = e;
    this.#table = store.table(e);
    this.#store = store;
    this.#spec = spec;
    this.#filter = new LiveFilter(e, spec.where, store.clock);
    const ask = (): Promise<AggregateAnswer> => {
      const where = resolveNow(e, spec.where, store.clock.now());
      return reader.aggregate(e, { table: e.name, ...(where ? { where } : {}), groupBy: spec.groupBy, measures: spec.measures });
    };
    this.#remote = reader.asking(e, ask, (answer, asked) => this.#answer(answer, asked), () => this.#changed());
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
    for (const id of this.#table.overlaid) this.#own.set(id, this.#table.confirmed(id));
    const stops = [
      this.#store.opened(this, this.#entity, this.#spec, false),
      this.#store.route(this.#entity.name, this),
      this.#filter.follow(this.#table, () => {
        this.#changed();
        void this.#remote.ask();
      }),
      this.#result.watch(),
      this.#remote.start(),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#groups = this.#landed = [];
      this.#asOf = undefined;
      this.#own.clear();
    };
  }

  take(deltas: readonly RowDelta[], origin: Origin): void {
    if (this.#filter.advance(this.#table, deltas).length > 0) void this.#remote.ask();
    if (origin !== 'write') return;
    let landed = false;
    for (const { id } of deltas) {
      if (this.#table.overlaid.has(id)) {
        this.#own.set(id, this.#table.confirmed(id));
        continue;
      }
      landed = true;
      if (!this.#own.has(id)) continue;
      const before = this.#own.get(id);
      const after = this.#table.row(this.#store.resolve(this.#entity.name, id));
      this.#own.delete(id);
      // What was taken back or refused leaves the row as it was.
      if (before !== after) this.#landed = [...this.#landed, { before, after, at: this.#store.tick }];
    }
    this.#changed();
    if (landed) void this.#remote.ask();
  }

  #answer({ groups, asOf }: AggregateAnswer, asked: number): void {
    this.#groups = groups;
    this.#asOf = asOf;
    const counted = ({ at, after }: Landed): boolean => at <= asked || (typeof after?.updatedAt === 'string' && after.updatedAt <= asOf);
    this.#landed = this.#landed.filter((l) => !counted(l));
  }

  #changed(): void {
    this.#result.forget();
    this.#store.due(this);
    // Outside of a step there is nobody else to wait for.
    this.#store.step(() => {});
  }

  tell(): void {
    this.live.tell();
  }

  #compute(): GroupsResult {
    const { status, error } = this.#remote.standing;
    // Nothing of it may be held any more.
    const groups = error?.code === 'revoked' ? [] : this.#withOwnChanges();
    return { groups, complete: status === 'ready' ? true : 'unknown', status, ...(error ? { error } : {}), ...(this.#asOf === undefined ? {} : { asOf: this.#asOf }) };
  }

  #withOwnChanges(): readonly Group[] {
    const { groupBy, measures } = this.#spec;
    if (this.#table.overlaid.size === 0 && this.#landed.length === 0) return this.#groups;
    const { matches } = this.#filter;
    const before: AnyRow[] = [];
    const after: AnyRow[] = [];
    const note = (was: AnyRow | undefined, is: AnyRow | undefined): void => {
      if (was && matches(was)) before.push(was);
      if (is && matches(is)) after.push(is);
    };
    for (const id of this.#table.overlaid) note(this.#table.confirmed(id), this.#table.row(id));
    for (const l of this.#landed) note(l.before, l.after);
    const groups = new Map(this.#groups.map((g) => [groupName(groupBy, g.key), g]));
    const fold = (rows: readonly AnyRow[], sign: 1 | -1): void => {
      for (const own of aggregateRows(this.#entity, rows, groupBy, measures)) {
        const name = groupName(groupBy, own.key);
        const group = combine(groups.get(name), own, measures, sign);
        // A group that own changes emptied, or that is still to come, is none.
        if (groupBy.length > 0 && isEmpty(group, measures)) groups.delete(name);
        else groups.set(name, group);
      }
    };
    fold(after, 1);
    fold(before, -1);
    return [...groups.values()];
  }
}

/** Counts and sums change by own rows; the backend's minima, maxima and averages stand until it counts again. */
function combine(theirs: Group | undefined, own: Group, measures: Measures, sign: 1 | -1): Group {
  if (!theirs && sign === 1) return own;
  const values: Record<string, MeasureValue> = { ...theirs?.values };
  for (const [name, { op }] of Object.entries(measures)) {
    if (op === 'count' || op === 'sum') values[name] = plus(theirs?.values[name] ?? 0, own.values[name] ?? 0, sign);
    else values[name] ??= null;
  }
  return { key: own.key, values };
}

/** Known only where somebody asked for a count. */
function isEmpty({ values }: Group, measures: Measures): boolean {
  return Object.entries(measures).some(([name, { op }]) => op === 'count' && Number(values[name]) <= 0);
}

function plus(a: MeasureValue, b: MeasureValue, sign: 1 | -1): MeasureValue {
  if (typeof a === 'object' || typeof b === 'object') {
    const sums: Record<string, number> = typeof a === 'object' ? { ...a } : {};
    if (typeof b === 'object') for (const [currency, minor] of Object.entries((b ?? {}))) sums[currency] = (sums[currency] ?? 0) + sign * minor;
    return sums;
  }
  return Number(a) + sign * Number(b);
}
