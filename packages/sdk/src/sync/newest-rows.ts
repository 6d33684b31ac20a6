import type { TableWrite } from '../cache/cache.ts';
import type { AnyRow, Change, Entity } from '../schema/index.ts';
import { sameRow } from '../store/table.ts';
import type { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';
import { writeRows } from './write-rows.ts';

/** Rows as the backend held them, asked for at that tick of the store. */
interface Answer {
  readonly asked: number;
  readonly rows: ReadonlyMap<string, AnyRow>;
}

/** Brings single rows that answers told of, or that are asked for, to store, cache and other tabs, where it can be told that they are the newest. */
export class NewestRows {
  readonly #context: SyncContext;
  readonly #reading: Reading;
  /** What will be asked for together, by table, and what was asked for last. */
  readonly #next = new Map<string, { readonly ids: Set<string>; readonly answer: Promise<Answer> }>();
  readonly #last = new Map<string, Promise<Answer>>();

  constructor(context: SyncContext, reading: Reading) {
    this.#context = context;
    this.#reading = reading;
  }

  /** An answer takes the place of a row: see Table.replaced. @param mine what the answer is to, which it holds */
  replaces(e: Entity, row: AnyRow, mine: Change['patch']): void {
    const { store } = this.#context;
    const { replaced } = store.table(e);
    replaced.set(row.id, { row: { ...(replaced.get(row.id)?.row ?? row), ...mine }, at: store.tick });
  }

  /** The record as others left it, asked for at this tick of the store. */
  async learned(table: string, row: AnyRow, asked: number): Promise<void> {
    const e = this.#context.entityOf(table);
    if (e && !(await this.#take(e, row.id, row, asked))) await this.reread(e, row.id);
  }

  /** Settles which state of a row is the newest by asking for it. */
  async reread(e: Entity, id: string): Promise<void> {
    try {
      for (;;) {
        const { rows, asked } = await this.#ask(e, id);
        const row = rows.get(id);
        if (await this.#take(e, id, row, asked)) return;
      }
    } catch {
      // The connection went; the pull that follows its return begins where this row may have been missed.
      this.#context.rewind(this.#context.store.table(e));
    }
  }

  /**
   * Rows that a tab tells which led before this one does: what was pulled here may be newer than they are, and reaches as far as it did.
   * Answers those of which nothing is known; for the others the backend is asked.
   */
  late(e: Entity, { table: name, rows, removed, left = [] }: TableWrite): TableWrite {
    const table = this.#context.store.table(e);
    const isNew = (id: string): boolean => table.touchedAt(id) === 0;
    const gone = [...removed, ...left].filter((id) => table.confirmed(id));
    const others = rows.filter((row) => !isNew(row.id) && !sameRow(table.confirmed(row.id), row)).map((row) => row.id);
    for (const id of [...others, ...gone]) void this.reread(e, id);
    return { table: name, rows: rows.filter((row) => isNew(row.id)), removed: removed.filter(isNew), left: left.filter(isNew) };
  }

  /** Of many rows that come into doubt together few questions are made: while one is under way the others gather. */
  async #ask(e: Entity, id: string): Promise<Answer> {
    let next = this.#next.get(e.name);
    if (!next) {
      const ids = new Set<string>();
      const before = this.#last.get(e.name);
      next = { ids, answer: this.#askAfter(before, e, ids) };
      this.#next.set(e.name, next);
      this.#last.set(e.name, next.answer);
    }
    next.ids.add(id);
    return next.answer;
  }

  async #askAfter(before: Promise<Answer> | undefined, e: Entity, ids: ReadonlySet<string>): Promise<Answer> {
    // Whoever else asks in this moment still gets on board. Whether the one before was answered is told to those who asked.
    await before?.catch(() => undefined);
    this.#next.delete(e.name);
    const asked = this.#context.store.tick;
    const rows = await this.#reading.read(e, [...ids]);
    return { asked, rows: new Map(rows.map((row) => [row.id, row])) };
  }

  /** Takes in a record as others left it, undefined when they removed it. Answers false when it came to be known otherwise after this was asked for. */
  async #take(e: Entity, id: string, row: AnyRow | undefined, asked: number): Promise<boolean> {
    const { rows, removed, all } = this.#context.store.sift(e, { rows: row ? [row] : [], removed: row ? [] : [id], asked: () => asked });
    if (!all) return false;
    const table = this.#context.store.table(e);
    if (rows.length + removed.length === 0 && !table.unwritten.has(id)) return true;
    const held = table.confirmed(id);
    if (held) this.replaces(e, held, {});
    const write: TableWrite = { table: e.name, rows: row ? [row] : [], removed: row ? [] : [id] };
    // The store first: between a reading and its taking there must be no gap for a confirmation.
    this.#context.store.confirm(e, row ? [row] : [], row ? [] : [id], 'write');
    // What a whole new reading brought may be newer than this.
    if (this.#context.gathers(table)) {
      table.unwritten.add(id);
      return true;
    }
    table.unwritten.delete(id);
    await writeRows(this.#context, write);
    return true;
  }
}
