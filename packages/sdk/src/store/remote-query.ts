import { VinculoError } from '../errors.ts';
import { type AnyRow, compileOrder, compileWhere, type Entity } from '../schema/index.ts';
import { LiveValue } from './live.ts';
import type { Reader, Standing } from './reader.ts';
import { RelatedRows } from './related-rows.ts';
import type { RowsResult, RowsSpec } from './rows-result.ts';
import type { Origin, Store } from './store.ts';
import type { RowDelta, Table } from './table.ts';

/**
 * A live query that the backend answers: its window of rows, with own changes on top, asked again when the backend hints at a change.
 */
export class RemoteQuery {
  readonly live: LiveValue<RowsResult>;
  readonly #entity: Entity;
  readonly #table: Table;
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #spec: RowsSpec;
  readonly #matches: (row: AnyRow) => boolean;
  readonly #order: (a: AnyRow, b: AnyRow) => number;
  /** Ids that the answer held, and since then those that own changes brought in. */
  #members = new Set<string>();
  #total: number | undefined;
  #answered = false;
  #standing: Standing = { status: 'loading' };
  #related: RelatedRows | undefined;
  #result: RowsResult | undefined;
  #asking = false;
  #again = false;
  #running = false;

  constructor(e: Entity, spec: RowsSpec, store: Store, reader: Reader) {
    this.#entity = e;
    this.#table = store.table(e);
    this.#store = store;
    this.#reader = reader;
    this.#spec = spec;
    this.#matches = compileWhere(e, spec.where);
    this.#order = compileOrder(e, spec.orderBy);
    this.live = new LiveValue<RowsResult>({
      read: () => (this.#result ??= this.#compute()),
      start: () => this.#start(),
      pending: (r) => r.status === 'loading' && r.rows.length === 0,
      partial: (r) => r.status === 'loading',
      failure: (r) => (r.rows.length > 0 ? undefined : r.error),
    });
  }

  #start(): () => void {
    this.#running = true;
    this.#related = new RelatedRows(this.#entity, this.#spec.include ?? [], this.#store, this.#reader, () => this.#changed());
    for (const [id] of this.#table.overlays) this.#admit(id);
    const stops = [
      this.#store.listen(this.#entity.name, {
        rows: (_table, deltas, origin) => this.#take(deltas, origin),
        standing: (table) => this.#reconsider(table),
      }),
      this.#reader.onHint(this.#entity.name, () => void this.#ask()),
    ];
    void this.#ask();
    return () => {
      this.#running = false;
      for (const stop of stops) stop();
      this.#related?.stop();
      this.#related = undefined;
    };
  }

  #admit(id: string): void {
    const row = this.#table.visible.get(id);
    if (row && this.#matches(row)) this.#members.add(id);
  }

  #take(deltas: readonly RowDelta[], origin: Origin): void {
    let touched = false;
    for (const { id, before, after } of deltas) {
      const is = after !== undefined && this.#matches(after);
      const was = this.#members.has(id);
      if (was && !is) {
        this.#members.delete(id);
        if (this.#total !== undefined) this.#total--;
        touched = true;
      } else if (!was && is && origin === 'write') {
        this.#members.add(id);
        // A row of which only the new state is known may have matched before, outside of the window: the next answer tells the total.
        if (this.#total !== undefined && (before === undefined || !this.#matches(before))) this.#total++;
        touched = true;
      } else if (was) touched = true;
    }
    if (touched) this.#changed();
  }

  #reconsider(table: Table | undefined): void {
    if (table === undefined && this.#answered && this.#standing.error === undefined) {
      const online = this.#reader.judge(undefined);
      if (online.status !== this.#standing.status) {
        this.#standing = online;
        this.#changed();
      }
    }
  }

  async #ask(): Promise<void> {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      do {
        this.#again = false;
        const { where, orderBy, offset, limit } = this.#spec;
        const answer = await this.#reader.query(this.#entity, {
          table: this.#entity.name, ...(where ? { where: where } : {}), ...(orderBy ? { orderBy } : {}), ...(offset ? { offset } : {}), ...(limit === undefined ? {} : { limit }),
        });
        if (!this.#running) return;
        this.#members = new Set(answer.rows.map((r) => r.id));
        this.#total = answer.total;
        for (const [id] of this.#table.overlays) {
          const confirmed = this.#table.confirmed.get(id);
          const counted = confirmed !== undefined && this.#matches(confirmed);
          const row = this.#table.visible.get(id);
          const is = row !== undefined && this.#matches(row);
          if (is) this.#members.add(id);
          else this.#members.delete(id);
          if (this.#total !== undefined) this.#total += Number(is) - Number(counted);
        }
        this.#answered = true;
        this.#standing = this.#reader.judge(undefined);
      } while (this.#again);
    } catch (error) {
      this.#standing = this.#failed(error);
    } finally {
      this.#asking = false;
    }
    this.#changed();
  }

  #failed(error: unknown): Standing {
    const known = error instanceof VinculoError ? error : new VinculoError('fault', `The query of ${this.#entity.pluralLabel.en.toLowerCase()} failed: ${String(error)}`, { cause: error });
    // Rows that were shown stay shown; only their standing changes.
    return this.#answered && known.retryable ? { status: 'stale' } : this.#reader.judge(known);
  }

  #changed(): void {
    this.#result = undefined;
    this.live.tell();
  }

  #compute(): RowsResult {
    const all: AnyRow[] = [];
    for (const id of this.#members) {
      const row = this.#table.visible.get(id);
      if (row) all.push(row);
    }
    all.sort(this.#order);
    const rows = this.#spec.limit === undefined ? all : all.slice(0, this.#spec.limit);
    const { status, error } = this.#standing;
    const complete = status === 'ready' && this.#total !== undefined ? true : 'unknown';
    return { rows, total: this.#total, complete, status: status === 'loading' && rows.length > 0 ? 'stale' : status, ...(error ? { error } : {}), related: this.#related?.of(rows) ?? {} };
  }
}
