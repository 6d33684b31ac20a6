import type { QueryAnswer } from '../adapter/index.ts';
import { type AnyRow, compileOrder, type Entity, entityNamed } from '../schema/index.ts';
import { resolveNow } from '../schema/now.ts';
import { Computed } from './computed.ts';
import { LiveFilter } from './filter.ts';
import { LiveRows, type RowsHooks } from './live.ts';
import type { KeptAnswer, KeptWindow, Reader } from './reader.ts';
import { RelatedRows, relatedOf } from './related-rows.ts';
import type { RemoteAnswer } from './remote-answer.ts';
import type { Origin, Taker } from './routes.ts';
import type { RowsResult, RowsSpec } from './rows-result.ts';
import type { Store } from './store.ts';
import type { RowDelta, Table } from './table.ts';

/**
 * A live query that the backend answers: its window of rows, with own changes on top, asked again when the backend hints at a change.
 */
export class RemoteQuery implements Taker {
  readonly live: LiveRows;
  readonly #entity: Entity;
  readonly #table: Table;
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #spec: RowsSpec;
  readonly #filter: LiveFilter;
  readonly #order: (a: AnyRow, b: AnyRow) => number;
  /** Ids that the answer held, and since then those that own changes brought in. */
  #members = new Set<string>();
  /** Ids that the answer held. */
  #answered: ReadonlySet<string> = new Set();
  /** Records with own changes that the answer did not hold, and what was known below these. */
  readonly #below = new Map<string, AnyRow | undefined>();
  #total: number | undefined;
  /** The answer held fewer rows than were asked for and are there. */
  #cut = false;
  /** Where the window of the answer begins, when it is not the first: what sorts before stands on an earlier page. */
  #first: AnyRow | undefined;
  readonly #remote: RemoteAnswer<QueryAnswer>;
  #related: RelatedRows | undefined;
  /** Rows whose related rows are kept. */
  #shown: readonly AnyRow[] = [];
  #asOf: string | undefined;
  #kept: KeptAnswer | undefined;
  /** What is shown was kept from an earlier page, and nothing newer came. */
  #recalled = false;
  readonly #result: Computed<RowsResult>;

  /** @param live what was given out before, and is to answer this from now on */
  constructor(e: Entity, spec: RowsSpec, store: Store, reader: Reader, live?: LiveRows) {
    this.#entity = e;
    this.#table = store.table(e);
    this.#store = store;
    this.#reader = reader;
    this.#spec = spec;
    this.#filter = new LiveFilter(e, spec.where, store.clock);
    this.#order = compileOrder(e, spec.orderBy);
    this.#remote = reader.asking(e, () => this.#ask(), (answer) => this.#answer(answer), () => this.#changed());
    this.#result = new Computed(store, () => this.#compute());
    const hooks: RowsHooks = {
      read: () => this.#result.get(),
      start: () => this.#start(),
      pending: (r) => r.status === 'loading' && r.rows.length === 0,
      // Rows known from before are shown, but are no answer.
      partial: () => this.#remote.standing.status === 'loading',
      failure: (r) => (r.rows.length > 0 ? undefined : r.error),
    };
    this.live = live ?? new LiveRows(hooks);
    live?.become(hooks);
  }

  #start(): () => void {
    const { include = [] } = this.#spec;
    if (include.length > 0) this.#related = new RelatedRows(this.#entity, include, this.#store, this.#reader, () => this.#changed());
    // Of an earlier answer that stays what still fits.
    const known = [...this.#members, ...this.#table.overlaid];
    this.#members.clear();
    this.#below.clear();
    this.#answered = new Set();
    for (const id of known) this.#admit(id);
    const stops = [
      this.#store.opened(this, this.#entity, this.#spec, false),
      this.#result.watch(),
      this.#store.route(this.#entity.name, this, this.#filter.pin),
      this.#filter.follow(this.#table, () => this.#passed()),
      this.#remote.start(),
      () => this.#kept?.stop(),
    ];
    this.#kept = this.#reader.keepAnswer(this.#entity, this.#spec, () => this.#result.get(), (window) => this.#recall(window));
    return () => {
      for (const stop of stops) stop();
      this.#total = this.#asOf = undefined;
      this.#recalled = false;
      this.#related?.stop();
      this.#related = undefined;
      this.#shown = [];
    };
  }

  /** What was kept of the last answer is shown until there is one. Rows that are kept whole come from there. */
  #recall({ rows, total, related }: KeptWindow): void {
    if (this.#asOf !== undefined) return;
    this.#recalled = true;
    this.#total ??= total;
    this.#store.step(() => {
      for (const [name, known] of Object.entries(related)) {
        const entity = entityNamed(name);
        if (entity && !this.#reader.readsLocally(entity)) this.#store.recall(entity, this.#notHeld(entity, known.map(([, row]) => row)));
      }
      this.#store.recall(this.#entity, this.#notHeld(this.#entity, rows));
      for (const { id } of rows) this.#admit(this.#store.resolve(this.#entity.name, id));
      this.#changed();
    });
  }

  /** What is held of a table comes from there, where it is known whether it is there still. */
  #notHeld(e: Entity, rows: readonly AnyRow[]): readonly AnyRow[] {
    return rows.filter((row) => !this.#reader.isHeld(e, row));
  }

  /** Time passed a value that the question compares with the present. */
  #passed(): void {
    this.#changed();
    void this.#remote.ask();
  }

  #admit(id: string): void {
    const row = this.#table.row(id);
    if (row && this.#belongs(row)) this.#members.add(id);
  }

  /** Where own changes of a record go without the backend having taken them, and it was not in the answer, whether it is there is the backend's to say. */
  #follow(id: string): void {
    if (this.#answered.has(id)) return;
    const isOverlaid = this.#table.overlaid.has(id);
    if (this.#below.has(id) === isOverlaid) return;
    const known = this.#table.confirmed(id);
    if (isOverlaid) return void this.#below.set(id, known);
    if (known && known === this.#below.get(id)) void this.#remote.ask();
    this.#below.delete(id);
  }

  /** Matches, and does not stand on an earlier page. */
  #belongs(row: AnyRow): boolean {
    if (!this.#filter.matches(row)) return false;
    return !this.#spec.offset || (this.#first !== undefined && this.#order(this.#first, row) <= 0);
  }

  take(deltas: readonly RowDelta[], origin: Origin): void {
    if (this.#filter.advance(this.#table, deltas).length > 0) void this.#remote.ask();
    let touched = false;
    for (const { id, before, after } of deltas) {
      const is = after !== undefined && this.#filter.matches(after);
      const was = this.#members.has(id);
      if (was && !is) {
        this.#members.delete(id);
        if (this.#total !== undefined) this.#total--;
        // It is held no longer, which does not say that it is gone.
        if (!after && origin === 'read') {
          this.#total = undefined;
          void this.#remote.ask();
        }
        touched = true;
      } else if (!was && is && origin === 'write') {
        if (this.#belongs(after)) this.#members.add(id);
        // A row of which only the new state is known may have matched before, outside of the window: the next answer tells the total.
        if (this.#total !== undefined && (before === undefined || !this.#filter.matches(before))) this.#total++;
        touched = true;
      } else if (was) touched = true;
      this.#follow(id);
    }
    if (touched) this.#changed();
  }

  #ask(): Promise<QueryAnswer> {
    const { orderBy, offset, limit } = this.#spec;
    const where = resolveNow(this.#entity, this.#spec.where, this.#store.clock.now());
    return this.#reader.query(this.#entity, { table: this.#entity.name, ...(where ? { where } : {}), ...(orderBy ? { orderBy } : {}), ...(offset ? { offset } : {}), ...(limit === undefined ? {} : { limit }) });
  }

  /** The backend's window, with own changes on top counted once. */
  #answer({ rows, total, asOf }: QueryAnswer): void {
    this.#asOf = asOf;
    this.#recalled = false;
    const { offset = 0, limit = Infinity } = this.#spec;
    this.#members = new Set(rows.map((r) => r.id));
    this.#answered = new Set(this.#members);
    this.#below.clear();
    this.#total = total;
    this.#cut = total !== undefined && rows.length < Math.min(limit, total - offset);
    this.#first = offset > 0 ? rows[0] : undefined;
    for (const id of this.#table.overlaid) {
      this.#follow(id);
      const confirmed = this.#table.confirmed(id);
      const counted = confirmed !== undefined && this.#filter.matches(confirmed);
      const row = this.#table.row(id);
      const is = row !== undefined && this.#filter.matches(row);
      if (!is) this.#members.delete(id);
      else if (this.#belongs(row)) this.#members.add(id);
      if (this.#total !== undefined) this.#total += Number(is) - Number(counted);
    }
  }

  #changed(): void {
    this.#result.forget();
    this.#store.due(this);
    // Outside of a step there is nobody else to wait for.
    this.#store.step(() => {});
  }

  tell(): void {
    if (this.#related) {
      const { rows } = this.#result.get();
      this.#related.change(this.#shown, rows);
      this.#shown = rows;
    }
    this.live.tell();
    this.#kept?.changed();
  }

  #compute(): RowsResult {
    const all: AnyRow[] = [];
    for (const id of this.#members) {
      const row = this.#table.row(id);
      if (row && this.#filter.matches(row)) all.push(row);
    }
    all.sort(this.#order);
    const { limit, include = [] } = this.#spec;
    const rows = limit === undefined ? all : all.slice(0, limit);
    const { status, error } = this.#recalled && this.#remote.standing.error?.retryable ? ({ status: 'stale' } as const) : this.#remote.standing;
    const complete = status === 'ready' && this.#total !== undefined ? !this.#cut : 'unknown';
    return {
      rows, total: this.#total, complete, status: status === 'loading' && rows.length > 0 ? 'stale' : status, ...(error ? { error } : {}),
      ...(this.#asOf === undefined ? {} : { asOf: this.#asOf }), related: relatedOf(this.#entity, include, this.#store, rows),
    };
  }
}
