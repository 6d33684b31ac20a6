import type { AggregateAnswer, AggregateRequest, QueryAnswer, QueryRequest } from '../adapter/index.ts';
import { ForbiddenError, UnsupportedError, type VinculoError } from '../errors.ts';
import type { AnyRow, Entity } from '../schema/index.ts';
import type { KeptAnswer, Need, Reader, Standing } from '../store/reader.ts';
import { awaitedRows } from '../store/awaited.ts';
import type { LiveRows } from '../store/live.ts';
import { RemoteAnswer } from '../store/remote-answer.ts';
import { RemoteQuery } from '../store/remote-query.ts';
import type { RowsSpec } from '../store/rows-result.ts';
import type { Table } from '../store/table.ts';
import type { LocalReading } from './local-reading.ts';
import type { Part } from './part.ts';
import type { SyncContext } from './sync-context.ts';

/** A question whose rows others take in again and again meanwhile is given up after so many tries: what they took in stands, and their changes are hints to ask again. */
const mostTries = 5;

/** Ids in one call. */
const mostIds = 500;

const nothing = (): void => {};

/** Brings live queries what they lack: windows and single rows by asking the backend, whole tables through the part that keeps them. */
export class Reading implements Reader {
  readonly #context: SyncContext;
  readonly #local: Part<LocalReading>;
  readonly #hints = new Map<string, Set<(again: boolean) => void>>();
  readonly #asked = new Map<string, { readonly ids: Set<string>; readonly done: Promise<void> }>();

  constructor(context: SyncContext, local: Part<LocalReading>) {
    this.#context = context;
    this.#local = local;
  }

  /** Queries that the backend answers ask again: of these tables, or all. */
  hint(tables: readonly string[] | undefined): void {
    for (const [name, listeners] of this.#hints) if (!tables || tables.includes(name)) for (const listener of [...listeners]) listener(false);
  }

  /** What the backend did not answer is asked again. */
  retry(): void {
    for (const listeners of this.#hints.values()) for (const listener of [...listeners]) listener(true);
  }

  /** Tables are kept, in memory at least. */
  get keepsTables(): boolean {
    const { adapter: { attach, capabilities: { query, aggregate } }, mode } = this.#context;
    return mode !== 'none' || !query || !aggregate || attach !== undefined;
  }

  readsLocally(e: Entity): boolean {
    const { query, aggregate } = this.#context.adapter.capabilities;
    if (!query || !aggregate) return true;
    return this.#context.mode !== 'none' && e.residency === 'table' && !this.holdsPart(e);
  }

  /** A part of the rows is held, and the backend answers what is about the rest. */
  holdsPart(e: Entity): boolean {
    const { adapter: { capabilities: { query, aggregate } }, mode, scopes } = this.#context;
    return query && aggregate && mode !== 'none' && scopes.has(e.name);
  }

  /** A live query. What answers from memory may still be on its way: what is given out until then is taken over by it. @param live what was given out before */
  rows(e: Entity, spec: RowsSpec, live?: LiveRows): LiveRows {
    if (!this.readsLocally(e) && !this.holdsPart(e)) return this.fromBackend(e, spec, live);
    const local = this.#local;
    if (local.value) return local.value.query(e, spec, live);
    const given = live ?? awaitedRows(e, spec, this.#context.store, local);
    local.load().then((here) => here.query(e, spec, given), nothing);
    return given;
  }

  /** A live query that the backend answers. */
  fromBackend(e: Entity, spec: RowsSpec, live: LiveRows | undefined): LiveRows {
    return new RemoteQuery(e, spec, this.#context.store, this, live).live;
  }

  isHeld(e: Entity, row: AnyRow): boolean {
    return this.holdsPart(e) && this.#local.value?.scopes.of(e.name)?.holds(row) !== false;
  }

  /** Whether what a whole table in memory says of a record is all there is to say: it is kept up, or is not there. */
  keeps(e: Entity, id: string): boolean {
    if (!this.holdsPart(e)) return true;
    const row = this.#context.store.table(e).confirmed(id);
    return row !== undefined && this.isHeld(e, row);
  }

  answersLocally(e: Entity, where: object | undefined): boolean {
    return this.holdsPart(e) ? this.#local.value?.scopes.of(e.name)?.covers(where) === true : this.readsLocally(e);
  }

  want(table: Table, need: Need): () => void {
    const { value } = this.#local;
    if (value) return value.want(table, need);
    let wanted = true;
    const asked = this.#local.load().then((local) => (wanted ? local.want(table, need) : nothing), () => nothing);
    return () => {
      wanted = false;
      void asked.then((release) => release());
    };
  }

  standing(table: Table, need: Need, where?: object): Standing {
    const { value, error } = this.#local;
    return value?.standing(table, need, where) ?? (error ? { status: 'error', error } : { status: 'loading' });
  }

  /** Says so where the backend does not hold a table. */
  served(e: Entity): Standing | undefined {
    const revoked = this.#revoked;
    if (revoked) return { status: 'error', error: revoked };
    const d = this.#context.description();
    if (!d || d.tables[e.name]) return undefined;
    return { status: 'unsupported', error: new UnsupportedError(`This backend holds no ${e.pluralLabel.en.toLowerCase()}, or they may not be seen with this sign-in.`) };
  }

  asking<T>(e: Entity, question: () => Promise<T>, take: (answer: T, asked: number) => void, changed: () => void): RemoteAnswer<T> {
    return new RemoteAnswer(e, this.#context.store, this, question, take, changed);
  }

  /** Why nothing may be shown any more. */
  get #revoked(): VinculoError | undefined {
    const { error } = this.#context.connection;
    return error?.code === 'revoked' ? error : undefined;
  }

  judge(given: VinculoError | undefined): Standing {
    const error = this.#revoked ?? given;
    if (!error) return { status: this.#context.connection.state === 'online' ? 'ready' : 'stale' };
    const status = error instanceof ForbiddenError ? 'forbidden' : error instanceof UnsupportedError ? 'unsupported' : 'error';
    return { status, error };
  }

  async query(e: Entity, request: QueryRequest): Promise<QueryAnswer> {
    await this.#context.ready();
    this.#check(e);
    for (let tries = 1; ; tries++) {
      const asked = this.#context.store.tick;
      const answer = await this.#context.connection.call('query', (signal) => this.#context.adapter.query!(request, signal));
      if (this.#keep(e, answer.rows, [], asked) || tries === mostTries) return answer;
    }
  }

  async aggregate(e: Entity, request: AggregateRequest): Promise<AggregateAnswer> {
    await this.#context.ready();
    this.#check(e);
    return this.#context.connection.call('aggregate', (signal) => this.#context.adapter.aggregate!(request, signal));
  }

  #check(e: Entity): void {
    const served = this.served(e);
    if (served?.error) throw served.error;
  }

  /** Takes in what the backend answered. Answers false when rows were left out; then it is worth asking again. */
  #keep(e: Entity, rows: readonly AnyRow[], removed: readonly string[], asked: number): boolean {
    const { store } = this.#context;
    // A row that is held no longer may have moved out after it was read for this answer: it is read again.
    const late = this.holdsPart(e) ? this.#local.value?.unknownSince(e, asked) : undefined;
    const sure = late ? rows.filter((row) => !late(row)) : rows;
    const taken = store.sift(e, { rows: sure, removed, asked: () => asked });
    for (const row of taken.rows) store.table(e).unwritten.add(row.id);
    for (const id of taken.removed) store.table(e).unwritten.add(id);
    if (taken.rows.length > 0) store.confirm(e, taken.rows, [], 'read');
    if (taken.removed.length > 0) store.confirm(e, [], taken.removed, 'write');
    return taken.all && sure.length === rows.length;
  }

  fetch(e: Entity, ids: readonly string[]): Promise<void> {
    const waiting = this.#asked.get(e.name);
    if (waiting) {
      for (const id of ids) waiting.ids.add(id);
      return waiting.done;
    }
    const batch = new Set(ids);
    const done = this.#loadTogether(e, batch);
    this.#asked.set(e.name, { ids: batch, done });
    return done;
  }

  async #loadTogether(e: Entity, ids: ReadonlySet<string>): Promise<void> {
    // Whoever else asks in this moment still gets on board.
    await Promise.resolve();
    this.#asked.delete(e.name);
    await this.load(e, [...ids]);
  }

  /** Reads rows from the backend, whether they are known or not. Ids that are not answered are gone. */
  async load(e: Entity, ids: readonly string[]): Promise<void> {
    await this.#context.ready();
    this.#check(e);
    for (let tries = 1; ; tries++) {
      const asked = this.#context.store.tick;
      const rows = await this.#context.connection.call('get', (signal) => this.#readRows(e, ids, signal));
      const found = new Set(rows.map((r) => r.id));
      if (this.#keep(e, rows, ids.filter((id) => !found.has(id)), asked) || tries === mostTries) return;
    }
  }

  async #readRows(e: Entity, ids: readonly string[], signal: AbortSignal): Promise<readonly AnyRow[]> {
    const rows: AnyRow[] = [];
    for (let at = 0; at < ids.length; at += mostIds) rows.push(...(await this.#readSome(e, ids.slice(at, at + mostIds), signal)));
    return rows;
  }

  async #readSome(e: Entity, ids: readonly string[], signal: AbortSignal): Promise<readonly AnyRow[]> {
    if (this.#context.adapter.get) return this.#context.adapter.get(e.name, ids, signal);
    if (this.#context.adapter.query) return (await this.#context.adapter.query({ table: e.name, where: { id: { in: [...ids] } } }, signal)).rows;
    throw new UnsupportedError(`This backend gives no single ${e.name}; query the whole table instead.`);
  }

  keepAnswer(...question: Parameters<Reader['keepAnswer']>): KeptAnswer | undefined {
    if (this.#context.mode !== 'disk') return undefined;
    let stopped = false;
    let kept: KeptAnswer | undefined;
    const begin = (local: LocalReading): void => {
      if (!stopped) kept = local.keepAnswer(...question);
    };
    if (this.#local.value) begin(this.#local.value);
    else this.#local.load().then(begin, nothing);
    return {
      changed: () => kept?.changed(),
      stop() {
        stopped = true;
        kept?.stop();
      },
    };
  }

  onHint(table: string, listener: (again: boolean) => void): () => void {
    const set = this.#hints.get(table) ?? this.#hints.set(table, new Set()).get(table)!;
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Records as the backend holds them now, without those that are gone. The store is not told. */
  read(e: Entity, ids: readonly string[]): Promise<readonly AnyRow[]> {
    return this.#context.connection.call('get', (signal) => this.#readRows(e, ids, signal));
  }
}
