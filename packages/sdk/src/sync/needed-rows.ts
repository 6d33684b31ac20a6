import type { AnyRow } from '../schema/index.ts';
import type { Need } from '../store/reader.ts';
import type { Table } from '../store/table.ts';

/** Rows that nobody looks at stay in memory up to this number, those last looked at; when there are more, this part of them. */
export const mostIdle = 20_000;
const staying = 0.9;

/** A part, or a row, that is in memory because somebody needs it, or did. */
interface Held {
  users: number;
  loaded: boolean;
  /** Grows with every use, so that the oldest one is known. */
  used: number;
}

/** Parts and rows that are read together, and what was told of since they were asked for. */
export interface AskedRows {
  readonly parts: Set<string>;
  readonly ids: Set<string>;
  readonly passed: Set<string>;
}

/** Parts and rows of one table that are in memory because somebody needs them, or did. All else of it is on disk alone. */
export class NeededRows {
  readonly #table: Table;
  readonly #read: (asked: AskedRows) => Promise<void>;
  readonly #parts = new Map<string, Held>();
  readonly #ids = new Map<string, Held>();
  #uses = 0;
  /** What is asked for next, together. */
  #asked: AskedRows | undefined;
  /** For each reading of parts and rows: what was told of since it was asked for. */
  readonly #passing = new Set<Set<string>>();

  /** @param read brings rows from disk: it calls `begin` when what is asked for is settled, and `came` when they are here */
  constructor(table: Table, read: (asked: AskedRows) => Promise<void>) {
    this.#table = table;
    this.#read = read;
  }

  get parts(): Iterable<string> {
    return this.#parts.keys();
  }

  get ids(): Iterable<string> {
    return this.#ids.keys();
  }

  /** Whether a row that is in memory is one of those. */
  holds(id: string): boolean {
    const row = this.#table.confirmed(id);
    return this.#ids.has(id) || (row !== undefined && this.#isInPart(row));
  }

  #isInPart(row: AnyRow): boolean {
    const { partBy } = this.#table.entity;
    return partBy !== undefined && this.#parts.has(String(row[partBy] ?? ''));
  }

  /** Whether all of these rows are in memory that there are. */
  has(need: Exclude<Need, 'all'>): boolean {
    return 'parts' in need ? need.parts.every((part) => this.#parts.get(part)?.loaded) : need.ids.every((id) => this.#ids.get(id)?.loaded);
  }

  /** Rows are needed until what is answered is called. They stay until they are trimmed. */
  want(need: Exclude<Need, 'all'>): () => void {
    const [map, names] = 'parts' in need ? [this.#parts, need.parts] : [this.#ids, need.ids];
    const parts = map === this.#parts;
    for (const name of names) {
      const held = map.get(name) ?? { users: 0, loaded: false, used: 0 };
      held.users++;
      held.used = ++this.#uses;
      map.set(name, held);
    }
    const missing = names.filter((name) => !map.get(name)!.loaded);
    if (missing.length > 0) this.#ask(parts, missing);
    return () => {
      for (const name of names) {
        const held = map.get(name);
        if (held) held.users--;
      }
    };
  }

  /** What is asked for in one moment is read together. */
  #ask(parts: boolean, names: readonly string[]): void {
    let asked = this.#asked;
    // What was told of before is no news to who asks now.
    if (!asked || asked.passed.size > 0) {
      const next: AskedRows = { parts: new Set(), ids: new Set(), passed: new Set() };
      asked = this.#asked = next;
      this.watch(next.passed);
      void this.#read(next).finally(() => this.unwatch(next.passed));
    }
    for (const name of names) asked[parts ? 'parts' : 'ids'].add(name);
  }

  /** Whoever asks from now on is read for by itself. */
  begin(asked: AskedRows): void {
    if (this.#asked === asked) this.#asked = undefined;
  }

  /** What was asked for is here. */
  came({ parts, ids }: AskedRows): void {
    for (const part of parts) if (this.#parts.has(part)) this.#parts.get(part)!.loaded = true;
    for (const id of ids) if (this.#ids.has(id)) this.#ids.get(id)!.loaded = true;
  }

  /** Notes there what is told of from now on. */
  watch(passed: Set<string>): void {
    this.#passing.add(passed);
  }

  unwatch(passed: Set<string>): void {
    this.#passing.delete(passed);
  }

  /** Of what a pull brought: what belongs into memory. */
  concerning(rows: readonly AnyRow[], removed: readonly string[]): { readonly rows: readonly AnyRow[]; readonly removed: readonly string[] } {
    // What was told of once counts as newer than the disk, also that it went: that it is there again is not read from there.
    const known = (id: string): boolean => this.#ids.has(id) || this.#table.touchedAt(id) > 0 || this.#table.confirmed(id) !== undefined;
    // Of an own new record that went again it must be known when the answer to its creation comes late.
    const concerns = { rows: rows.filter((row) => known(row.id) || this.#isInPart(row)), removed: removed.filter((id) => known(id) || this.#table.overlaid.has(id)) };
    // What is being read from disk right now may be older: rows that were elsewhere then, or were there still.
    for (const passed of this.#passing) {
      for (const { id } of rows) passed.add(id);
      for (const id of removed) passed.add(id);
    }
    return concerns;
  }

  /** Lets go of what nobody needs any more, the least recently used first. Answers the rows. */
  trim(): readonly string[] {
    const { entity: { partBy } } = this.#table;
    const idle = [
      ...[...this.#parts].filter(([, h]) => h.users === 0).map(([part, h]) => ({ used: h.used, map: this.#parts, name: part, rows: [...this.#table.candidates({ field: partBy!, values: [part] })].map((r) => r.id) })),
      ...[...this.#ids].filter(([, h]) => h.users === 0).map(([id, h]) => ({ used: h.used, map: this.#ids, name: id, rows: [id] })),
    ].sort((a, b) => b.used - a.used);
    let rows = 0;
    const gone: string[] = [];
    for (const held of idle) {
      rows += held.rows.length;
      if (rows <= mostIdle * staying) continue;
      held.map.delete(held.name);
      gone.push(...held.rows);
    }
    return gone;
  }

  /** Rows that nobody needs go from memory: who asks for them from now on has them read again. */
  unload(): void {
    for (const held of [...this.#parts.values(), ...this.#ids.values()]) held.loaded = held.users > 0;
  }
}
