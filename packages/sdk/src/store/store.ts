import type { AnyRow, Change, Entity, Pin } from '../schema/index.ts';
import { type Clock, realClock } from './clock.ts';
import type { LiveValue } from './live.ts';
import { Routes, type Origin, type Taker } from './routes.ts';
import type { GroupsResult, RowsResult } from './rows-result.ts';
import { type RowDelta, Table } from './table.ts';
import type { whereNow } from './where-now.ts';

/** What a reading found, and when it was asked for, in ticks of the store. */
export interface Findings {
  readonly rows: readonly AnyRow[];
  readonly removed: readonly string[];
  readonly asked: (id: string) => number;
}

/** A live answer: told once per step of changes, when all answers stand. */
export interface Told {
  tell(): void;
}

/** The answer to a question that somebody listens to. */
export interface OpenAnswer extends Told {
  readonly live: LiveValue<RowsResult> | LiveValue<GroupsResult>;
}

/** What it answers, whether from rows in memory or else by the backend, and since when somebody listens, in milliseconds. */
export type OpenQuestion = readonly [entity: Entity, spec: object, memory: boolean, since: number];

/** What answers share: kept up by changes, for as long as one of them is there. */
export interface SharedNode extends Taker {
  /** Rows that it is made of. */
  readonly size: number;
  stop(): void;
}

/** All tables of one client, and who listens to which. Every change of visible rows goes through here. */
export class Store {
  readonly clock: Clock;
  readonly #tables = new Map<string, Table>();
  readonly #routes = new Map<string, Routes>();
  readonly #standing = new Map<string, Set<() => void>>();
  /** Ids that a backend replaced by its own, by table. */
  readonly #aliases = new Map<string, Map<string, string>>();
  readonly #renaming = new Set<Told>();
  /** Answers to be told of at the end of the step. */
  readonly #due = new Set<Told>();
  #steps = 0;
  #telling = false;
  #ended = false;
  /** Nodes that answers share, by what they answer. */
  readonly #nodes = new Map<string, { readonly node: SharedNode; users: number }>();
  /** Answers with somebody listening. */
  readonly open: Map<OpenAnswer, OpenQuestion> = new Map<OpenAnswer, OpenQuestion>();
  /** Called whenever an answer was told, while somebody debugs. */
  onTold: ((told: Told) => void) | undefined;
  /** How filters name records whose ids a backend replaced. Comes with what learns of such ids. */
  whereNow: typeof whereNow | undefined;
  /** Counts takings of rows, so that an answer can be told from an older one. */
  tick = 0;
  /** Counts changes of whatever answers are made of. */
  revision = 0;

  constructor(clock: Clock = realClock) {
    this.clock = clock;
  }

  table(e: Entity): Table {
    return this.#tables.get(e.name) ?? this.#tables.set(e.name, new Table(e)).get(e.name)!;
  }

  /** Those that were ever asked for. */
  get tables(): Iterable<Table> {
    return this.#tables.values();
  }

  /** The id under which a record is known now. @param table undefined where a question does not say it: ids of this client are of one record among all */
  resolve(table: string | undefined, id: string): string {
    if (table !== undefined) return this.#aliases.get(table)?.get(id) ?? id;
    for (const known of this.#aliases.values()) if (known.has(id)) return known.get(id)!;
    return id;
  }

  /** Whether any record got another id. */
  get renamed(): boolean {
    return this.#aliases.size > 0;
  }

  alias(table: string, from: string, to: string): void {
    const known = this.#aliases.get(table) ?? this.#aliases.set(table, new Map()).get(table)!;
    if (known.get(from) === to) return;
    known.set(from, to);
    this.step(() => {
      for (const listener of this.#renaming) this.due(listener);
    });
  }

  /** Calls back, when all of the step stands, after a record got another id. For as long as the store lives. */
  onAlias(listener: () => void): void {
    this.#renaming.add({ tell: listener });
  }

  // ---- who listens -------------------------------------------------------------------------------------------------

  /** Brings a taker the changes of a table that may concern it. Answers how to end it. */
  route(table: string, taker: Taker, pin?: Pin): () => void {
    const routes = this.#routes.get(table) ?? this.#routes.set(table, new Routes()).get(table)!;
    return routes.add(taker, pin);
  }

  /** Calls back when the standing of a table or of the connection changed. */
  onStanding(table: string, listener: () => void): () => void {
    const set = this.#standing.get(table) ?? this.#standing.set(table, new Set()).get(table)!;
    set.add(listener);
    return () => void set.delete(listener);
  }

  /** Takes note of a question that is listened to from now on. Answers how to end that. */
  opened(answer: OpenAnswer, entity: Entity, spec: object, memory: boolean): () => void {
    this.open.set(answer, [entity, spec, memory, this.clock.now()]);
    return () => void this.open.delete(answer);
  }

  /** Whether somebody listens to an answer of the backend about this entity. */
  asksBackend(e: Entity): boolean {
    for (const [entity, , memory] of this.open.values()) if (entity === e && !memory) return true;
    return false;
  }

  /** The node that answers `key` (table, kind and question as JSON, with spaces between), made when the first one asks and kept up until the last one is done. */
  share<N extends SharedNode>(key: string, make: () => N): { readonly node: N; readonly done: () => void } {
    const known = this.#nodes.get(key) ?? this.#nodes.set(key, { node: make(), users: 0 }).get(key)!;
    known.users++;
    let used = true;
    return {
      // A key names one kind of node: whoever shares it made it the same way.
      node: known.node as N,
      done: () => {
        if (!used) return;
        used = false;
        if (--known.users > 0) return;
        this.#nodes.delete(key);
        known.node.stop();
      },
    };
  }

  /** Keys of the nodes that live, with how many answers use each, and how many rows each is made of. */
  get nodes(): readonly { readonly key: string; readonly users: number; readonly rows: number }[] {
    return [...this.#nodes].map(([key, { users, node }]) => ({ key, users, rows: node.size }));
  }

  // ---- steps -------------------------------------------------------------------------------------------------------

  /** Whatever changes inside is one step: live answers are told when all of it stands. */
  step<T>(work: () => T): T {
    this.#steps++;
    try {
      return work();
    } finally {
      this.#steps--;
      this.#tellAll();
    }
  }

  /** Has an answer told at the end of the step. */
  due(told: Told): void {
    this.#due.add(told);
  }

  // A listener may write in turn: its changes are another step, told after this one.
  #tellAll(): void {
    if (this.#steps > 0 || this.#telling) return;
    this.#telling = true;
    try {
      for (const told of this.#due) {
        this.#due.delete(told);
        told.tell();
        this.onTold?.(told);
      }
    } finally {
      this.#telling = false;
    }
  }

  // ---- changes -----------------------------------------------------------------------------------------------------

  /** Takes in rows as the backend holds them, and ids of those that are gone, and tells who listens. */
  confirm(e: Entity, rows: readonly AnyRow[], removed: readonly string[], origin: Origin): void {
    if (this.#ended) return;
    const table = this.table(e);
    this.#deliver(table, table.confirmAll(rows, removed, ++this.tick), origin);
  }

  /**
   * What of a reading may be taken in: news, but not of rows that were touched after it was asked for; which of the two is newer cannot be told.
   * A row that is as it was known counts as touched now, and is no news.
   * @returns `all`: nothing was left out
   */
  sift(e: Entity, { rows, removed, asked }: Findings): { readonly rows: readonly AnyRow[]; readonly removed: readonly string[]; readonly all: boolean } {
    const table = this.table(e);
    const tick = ++this.tick;
    const { rows: news, all } = table.news(rows, asked, tick) ?? table.news(lastOfEach(rows), asked, ++this.tick)!;
    const gone = removed.filter((id) => table.confirmed(id) !== undefined);
    const taken = gone.filter((id) => table.touchedAt(id) <= asked(id));
    return { rows: news, removed: taken, all: all && taken.length === gone.length };
  }

  /** Says which own changes lie over a record, oldest first; none takes them away. */
  overlay(e: Entity, id: string, changes: readonly Change[]): void {
    if (this.#ended) return;
    const table = this.table(e);
    const delta = table.cover(id, changes);
    this.#deliver(table, delta ? [delta] : [], 'write');
    if (!delta) this.#unseen(table, id);
  }

  /** One more own change lies over a record, the newest of all. */
  layer(e: Entity, change: Change): void {
    if (this.#ended) return;
    const table = this.table(e);
    const delta = table.layer(change);
    this.#deliver(table, delta ? [delta] : [], 'write');
    if (!delta) this.#unseen(table, change.id);
  }

  /** A push answered: the confirmed row comes and the change that made it goes, in one step, so that nothing flickers. */
  replace(e: Entity, id: string, row: AnyRow | undefined, left: readonly Change[], previousId: string = id): void {
    if (this.#ended) return;
    const table = this.table(e);
    this.tick++;
    const deltas: RowDelta[] = [];
    if (previousId !== id) {
      const gone = table.confirm(previousId, undefined, this.tick, []);
      if (gone) deltas.push(gone);
    }
    const delta = table.confirm(id, row, this.tick, left);
    if (delta) deltas.push(delta);
    this.#deliver(table, deltas, 'write');
  }

  /** A change over a row that nobody read is not seen, but what the backend counts is no longer all. */
  #unseen(table: Table, id: string): void {
    if (!table.row(id) && !table.confirmed(id)) this.standing(table);
  }

  #deliver(table: Table, deltas: readonly RowDelta[], origin: Origin): void {
    this.revision++;
    if (deltas.length > 0) this.#routes.get(table.entity.name)?.deliver(deltas, origin);
    this.#tellAll();
  }

  /** The standing of one table changed, or of all when absent. */
  standing(table?: Table): void {
    this.revision++;
    this.step(() => {
      const listeners = table ? (this.#standing.get(table.entity.name) ?? []) : new Set([...this.#standing.values()].flatMap((s) => [...s]));
      for (const listener of [...listeners]) listener();
    });
  }

  /** Shows rows as they were when they were last seen, until anything is known of them. */
  recall(e: Entity, rows: readonly AnyRow[]): void {
    if (this.#ended) return;
    const table = this.table(e);
    this.#deliver(table, rows.map((row) => table.recall(row)).filter((d) => d !== undefined), 'read');
  }

  /** Lets rows go that nobody looks at: they are on disk, and come back when they are asked for. */
  forget(e: Entity, ids: Iterable<string>): void {
    this.table(e).forget(ids);
    this.revision++;
  }

  /** Forgets all rows, and takes in no more: what is still being read comes too late. */
  end(): void {
    this.#ended = true;
    this.step(() => {
      for (const table of this.#tables.values()) this.#deliver(table, table.clear(), 'write');
      this.#aliases.clear();
    });
  }
}

function lastOfEach(rows: readonly AnyRow[]): AnyRow[] {
  return [...new Map(rows.map((r) => [r.id, r])).values()];
}
