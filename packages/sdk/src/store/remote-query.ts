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
  /** Records that were changed from here since the answer, as the backend counted them. */
  readonly #counted = new Map<string, AnyRow | undefined>();
  /** Those of which that is not known. */
  readonly #unread = new Set<string>();
  /** When they were there for good, in ticks of the store. */
  readonly #landed = new Map<string, number>();
  /** As the backend counted it. */
  #total: number | undefined;
  /** The answer held fewer rows than were asked for and are there. */
  #cut = false;
  /** Where the window of the answer begins, when it is not the first: what sorts before stands on an earlier page. */
  #first: AnyRow | undefined;
  /** Where it ends, when more follow: what own changes bring there stands among rows that nobody here knows. */
  #last: AnyRow | undefined;
  /** Own changes left rows or total unknown. */
  #isUnsure = false;
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
    this.#remote = reader.asking(e, () => this.#ask(), (answer, asked) => this.#answer(answer, asked), () => this.#changed());
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
    this.#counted.clear();
    this.#unread.clear();
    for (const id of known) this.#admit(id);
    const stops = [
      this.#store.onStanding(this.#entity.name, () => this.#noteOwn()),
      this.#store.opened(this, this.#entity, this.#spec, false),
      this.#result.watch(),
      this.#store.route(this.#entity.name, this),
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

  /** Keeps how the backend counted a record that is about to be another one. @param before as it stood here */
  #note(id: string, before?: AnyRow): void {
    const isOwn = this.#table.overlaid.has(id);
    const was = isOwn ? this.#table.confirmed(id) : before;
    if (this.#counted.has(id) && !(was && this.#unread.has(id))) return;
    this.#counted.set(id, was);
    // Of an own create there was nothing.
    if (was || (isOwn && this.#table.row(id))) this.#unread.delete(id);
    else this.#unread.add(id);
  }

  #forget(id: string): void {
    this.#counted.delete(id);
    this.#unread.delete(id);
  }

  /** Changes of rows that nobody read show nothing; they may match all the same. */
  #noteOwn(): void {
    const before = this.#unread.size;
    for (const id of this.#table.overlaid) this.#note(id);
    for (const id of this.#unread) {
      if (this.#table.overlaid.has(id)) continue;
      // It landed, and nobody knows over what; or it was taken back, or refused.
      if (this.#table.touchedAt(id) > 0) void this.#remote.ask();
      else this.#forget(id);
    }
    if (before !== this.#unread.size) this.#changed();
  }

  /** Where own changes of a record go without the backend having taken them, or what they left is not known, the backend says what is there. */
  #follow(id: string): void {
    if (this.#table.overlaid.has(id) || !this.#counted.has(id)) return;
    const known = this.#table.confirmed(id);
    if (this.#isUnsure || this.#unread.has(id) || (known && known === this.#counted.get(id))) void this.#remote.ask();
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
      const isOwn = this.#table.overlaid.has(id);
      if (isOwn || (origin === 'write' && (was || is || (before && this.#filter.matches(before))))) this.#note(id, before);
      const isCounted = this.#counted.has(id);
      touched ||= was || isCounted;
      if (isCounted && !isOwn && origin === 'write') this.#landed.set(id, this.#store.tick);
      if (was && !is) {
        this.#members.delete(id);
        // It is held no longer, which does not say that it is gone.
        if (!after && origin === 'read') {
          this.#total = undefined;
          void this.#remote.ask();
        }
      } else if (!was && is && (isOwn || origin === 'write') && this.#belongs(after)) this.#members.add(id);
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
  #answer({ rows, total, asOf }: QueryAnswer, asked: number): void {
    this.#asOf = asOf;
    this.#recalled = false;
    const { offset = 0, limit = Infinity } = this.#spec;
    this.#members = new Set(rows.map((r) => r.id));
    // What landed meanwhile the backend may have counted or not: it is asked once more.
    for (const id of this.#counted.keys()) {
      // Of a removal nothing is told when it lands.
      const landed = this.#table.row(id) ? this.#landed.get(id) ?? 0 : this.#table.touchedAt(id);
      if (landed > asked) this.#unread.add(id);
      else this.#forget(id);
    }
    if (this.#counted.size > 0) void this.#remote.ask();
    this.#total = total;
    this.#cut = total !== undefined && rows.length < Math.min(limit, total - offset);
    this.#first = offset > 0 ? rows[0] : undefined;
    this.#last = rows.length < (total ?? Infinity) - offset ? rows.at(-1) : undefined;
    for (const id of this.#table.overlaid) {
      this.#note(id);
      const row = this.#table.row(id);
      if (!row || !this.#filter.matches(row)) this.#members.delete(id);
      else if (this.#belongs(row)) this.#members.add(id);
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
    const { limit = Infinity, offset = 0, include = [] } = this.#spec;
    let total = this.#total;
    this.#isUnsure = this.#unread.size > 0;
    for (const [id, was] of this.#counted) {
      const row = this.#table.row(id);
      const [counted, is] = [was !== undefined && this.#filter.matches(was), row !== undefined && this.#filter.matches(row)];
      if (total !== undefined) total += Number(is) - Number(counted);
      // Where an earlier page ends is not known here.
      if (offset > 0 && (counted || is)) this.#isUnsure = true;
    }
    const last = this.#last;
    if (last && this.#counted.size > 0 && all.filter((row) => this.#order(row, last) <= 0).length < Math.min(limit, (total ?? Infinity) - offset)) this.#isUnsure = true;
    const rows = limit < all.length ? all.slice(0, limit) : all;
    const { status, error } = this.#recalled && this.#remote.standing.error?.retryable ? ({ status: 'stale' } as const) : this.#remote.standing;
    const complete = status === 'ready' && total !== undefined && !this.#isUnsure ? !this.#cut : 'unknown';
    return {
      rows, total, complete, status: status === 'loading' && rows.length > 0 ? 'stale' : status, ...(error ? { error } : {}),
      ...(this.#asOf === undefined ? {} : { asOf: this.#asOf }), related: relatedOf(this.#entity, include, this.#store, rows),
    };
  }
}
