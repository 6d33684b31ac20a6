import type { AggregateAnswer } from '../adapter/index.ts';
import { type AnyRow, aggregateRows, type Entity, type Group, groupName, type Measure, type Measures, type MeasureValue, type MoneyByCurrency, sameValue } from '../schema/index.ts';
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

/** What the backend held of a row with own changes, where nobody has read it. */
const unread: unique symbol = Symbol('unread');
type Before = AnyRow | undefined | typeof unread;

/** An own change that the backend confirmed: what it made of the row, for as long as the count may lack it. */
interface Landed {
  readonly before: Before;
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
  readonly #reader: Reader;
  readonly #spec: GroupsSpec;
  readonly #filter: LiveFilter;
  #groups: readonly Group[] = [];
  #asOf: string | undefined;
  /** What the backend held of the records with own changes, as far as is known. */
  readonly #own = new Map<string, Before>();
  #landed: readonly Landed[] = [];
  readonly #remote: RemoteAnswer<AggregateAnswer>;
  readonly #result: Computed<GroupsResult>;

  /** @param live what was given out before this could answer */
  constructor(e: Entity, spec: GroupsSpec, store: Store, reader: Reader, live?: LiveValue<GroupsResult>) {
    this.#entity = e;
    this.#table = store.table(e);
    this.#store = store;
    this.#reader = reader;
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
    this.#noteOwn();
    const stops = [
      this.#store.onStanding(this.#entity.name, () => this.#noteOwn()),
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
    if (origin !== 'write') {
      // What an own change lies over may be known from now on.
      for (const { id } of deltas) if (this.#own.get(id) === unread && this.#table.overlaid.has(id)) this.#own.set(id, this.#beforeOwn(id));
      if (deltas.some(({ id }) => this.#table.overlaid.has(id))) this.#changed();
      return;
    }
    let landed = false;
    for (const { id } of deltas) {
      if (this.#table.overlaid.has(id)) {
        this.#own.set(id, this.#beforeOwn(id));
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

  #beforeOwn(id: string): Before {
    const confirmed = this.#table.confirmed(id);
    // Of an own create there was nothing.
    return confirmed ?? (this.#table.row(id) ? undefined : unread);
  }

  /** Own changes of rows that nobody read count for nothing yet: the rows are asked for. */
  #noteOwn(): void {
    const fresh = [...this.#table.overlaid].filter((id) => !this.#own.has(id));
    for (const id of fresh) this.#own.set(id, this.#beforeOwn(id));
    let changed = false;
    for (const [id, before] of this.#own) {
      if (before !== unread || this.#table.overlaid.has(id)) continue;
      // Taken back or refused.
      this.#own.delete(id);
      changed = true;
    }
    const lacking = fresh.filter((id) => this.#own.get(id) === unread);
    if (changed || lacking.length > 0) this.#changed();
    // One that cannot be had stays unknown until the backend has the change and counts again.
    if (lacking.length > 0) this.#reader.fetch(this.#entity, lacking).catch(() => {});
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
    const { groups, known } = this.#withOwnChanges();
    return { groups, complete: status === 'ready' && known ? true : 'unknown', status, ...(error ? { error } : {}), ...(this.#asOf === undefined ? {} : { asOf: this.#asOf }) };
  }

  #withOwnChanges(): { readonly groups: readonly Group[]; readonly known: boolean } {
    const { groupBy, measures } = this.#spec;
    const { pairs, known } = this.#ownChanges();
    const groups = new Map(this.#groups.map((g) => [groupName(groupBy, g.key), { key: g.key, values: { ...g.values } }]));
    const touched = new Set<string>();
    const all = Object.entries(measures).map(([name, measure]) => {
      const own = pairs.filter((pair) => differs(pair, groupBy, measure));
      const gone = this.#figures(name, measure, own.flatMap(({ was }) => was ?? []));
      const come = this.#figures(name, measure, own.flatMap(({ is }) => is ?? []));
      let knowable = true;
      for (const id of new Set([...gone.keys(), ...come.keys()])) {
        const group = groups.get(id) ?? groups.set(id, { key: (come.get(id) ?? gone.get(id)!).key, values: {} }).get(id)!;
        const value = withOwn(measure.op, group.values[name] ?? null, gone.get(id)?.values[name] ?? null, come.get(id)?.values[name] ?? null);
        if (value === undefined) knowable = false;
        else group.values[name] = value;
        touched.add(id);
      }
      return knowable;
    });
    // A group that own changes emptied, or that is still to come, is none.
    if (groupBy.length > 0) for (const id of touched) if (isEmpty(groups.get(id)!, measures)) groups.delete(id);
    return { groups: pairs.length === 0 ? this.#groups : [...groups.values()], known: known && all.every(Boolean) };
  }

  /** What own changes make of rows that the backend counted, as far as they match. */
  #ownChanges(): { readonly pairs: readonly Pair[]; readonly known: boolean } {
    const { matches } = this.#filter;
    const matching = (row: AnyRow | undefined): AnyRow | undefined => (row && matches(row) ? row : undefined);
    const pairs: Pair[] = [];
    let known = true;
    const note = (before: Before, after: AnyRow | undefined): void => {
      if (before === unread) known = false;
      else pairs.push({ was: matching(before), is: matching(after) });
    };
    for (const id of this.#table.overlaid) note(this.#beforeOwn(id), this.#table.row(id));
    for (const l of this.#landed) note(l.before, l.after);
    return { pairs, known };
  }

  #figures(name: string, measure: Measure, rows: readonly AnyRow[]): ReadonlyMap<string, Group> {
    const { groupBy } = this.#spec;
    return new Map(rows.length === 0 ? [] : aggregateRows(this.#entity, rows, groupBy, { [name]: measure }).map((g) => [groupName(groupBy, g.key), g]));
  }
}

/** A row as the backend counted it, and with own changes; undefined where it does not match. */
interface Pair {
  readonly was: AnyRow | undefined;
  readonly is: AnyRow | undefined;
}

/** Whether a figure may be another by it. */
function differs({ was, is }: Pair, groupBy: readonly string[], measure: Measure): boolean {
  if (!was || !is || groupName(groupBy, was) !== groupName(groupBy, is)) return was !== is;
  return measure.op !== 'count' && !sameValue(was[measure.field], is[measure.field]);
}

/**
 * A figure of the backend with own changes on top, money per currency.
 * @param gone of the rows as the backend counted them @param come of the same rows with own changes
 * @returns undefined when it cannot be known: an average, and the least or greatest when the row that had it changes, as nobody knows the next one
 */
function withOwn(op: Measure['op'], theirs: MeasureValue, gone: MeasureValue, come: MeasureValue): MeasureValue | undefined {
  if (isMoney(theirs) || isMoney(gone) || isMoney(come)) {
    const [a, b, c] = [theirs, gone, come].map((v) => (isMoney(v) ? v : {})) as [MoneyByCurrency, MoneyByCurrency, MoneyByCurrency];
    const all: Record<string, number> = {};
    for (const currency of new Set([...Object.keys(a), ...Object.keys(b), ...Object.keys(c)])) {
      const value = withOwn(op, a[currency] ?? null, b[currency] ?? null, c[currency] ?? null);
      if (value === undefined) return undefined;
      // Figures of one currency are numbers.
      if (value !== null) all[currency] = value as number;
    }
    return all;
  }
  if (op === 'count' || op === 'sum') return Number(theirs) - Number(gone) + Number(come);
  if (theirs === null) return come;
  if (op === 'avg') return gone === null && come === null ? theirs : undefined;
  const reaches = (value: MeasureValue): boolean => value !== null && (op === 'min' ? value <= theirs : value >= theirs);
  if (reaches(come)) return come;
  return reaches(gone) ? undefined : theirs;
}

const isMoney = (value: MeasureValue): value is MoneyByCurrency => typeof value === 'object' && value !== null;

/** Known only where somebody asked for a count. */
function isEmpty({ values }: Group, measures: Measures): boolean {
  return Object.entries(measures).some(([name, { op }]) => op === 'count' && Number(values[name]) <= 0);
}
