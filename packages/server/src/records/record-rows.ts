import { type AnyRow, type Entity, entityNamed } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, asServer } from '../database/connection.ts';
import { prepared } from '../database/prepared.ts';
import { selected, target } from '../database/statements.ts';
import { type Flat, type Table, snakeCase, tableNamed, unflatten } from '../database/table.ts';
import type { Rows } from '../rights-rules.ts';
import { actingAs, rightsOn } from '../rights.ts';
import type { HeldWrites } from './held-writes.ts';

/** Of an id: whether a row has it. `unknown` is also one that may not be seen. */
type Presence = 'stands' | 'removed' | 'unknown';

/** A stored row, and whether it stands or was removed. */
interface Stored {
  readonly row: AnyRow;
  readonly removed: boolean;
}

const readAhead = 1000;

/** The rows that one transaction knows: read and locked against other writers, read only to judge by, or known to stand. */
export class RecordRows {
  readonly #access: Access;
  readonly #held: HeldWrites;
  /** Rows read or written here, locked against other writers; undefined for an id that is free. */
  readonly #rows = new Map<string, Map<string, Stored | undefined>>();
  /** Ids of rows that may be referred to, by table. */
  readonly #present = new Map<string, Map<string, Presence>>();
  /** Rows read without a lock, only to judge by. */
  readonly #rules = new Map<string, Map<string, AnyRow | undefined>>();

  constructor(access: Access, held: HeldWrites) {
    this.#access = access;
    this.#held = held;
  }

  /** Reads and locks rows that will be asked for, in one statement. */
  async load(table: Table, ids: readonly string[]): Promise<void> {
    const known = this.#rowsOf(table);
    const wanted = [...new Set(ids)].filter((id) => !known.has(id)).sort();
    for (let i = 0; i < wanted.length; i += readAhead) {
      const some = wanted.slice(i, i + readAhead);
      const mayUpdate = this.#mayUpdate(table);
      const read = (ids: readonly string[], lock = sql``): Promise<{ rows: Flat[] }> => sql<Flat>`${prepared}select ${selected(table)} from ${target(table)} where id = any(${ids}::text[]) order by id ${lock}`.execute(this.#access.tx);
      const { rows } = await read(some, mayUpdate === 'none' ? sql`` : sql`for no key update`);
      for (const id of some) known.set(id, undefined);
      const locked = new Set(rows.map((r) => String(r['id'])));
      const others = mayUpdate === 'some' ? some.filter((id) => !locked.has(id)) : [];
      // What may be read and not changed cannot be locked. It is known all the same: a change of it is forbidden, not lost.
      if (others.length > 0) rows.push(...(await read(others)).rows);
      for (const flat of rows) known.set(String(flat['id']), { row: unflatten(table, flat), removed: flat['deleted_at'] !== null });
    }
  }

  /** The row, undefined when there is none, it was removed or may not be seen. */
  async get(table: Table, id: string): Promise<AnyRow | undefined> {
    await this.load(table, [id]);
    return this.current(table, id);
  }

  /** A row that was loaded. */
  current(table: Table, id: string): AnyRow | undefined {
    const stored = this.#rowsOf(table).get(id);
    return stored && !stored.removed ? stored.row : undefined;
  }

  /** Reads rows that a judgement needs but does not change. They are not locked. */
  async learnRules(table: Table, ids: readonly string[]): Promise<void> {
    const known = this.#rulesOf(table);
    const wanted = ids.filter((id) => !known.has(id) && this.current(table, id) === undefined);
    if (wanted.length === 0) return;
    if (this.#held.of(table)) await this.#held.flush();
    const { rows } = await sql<Flat>`${prepared}select ${selected(table)} from ${target(table)} where id = any(${wanted}::text[]) and deleted_at is null`.execute(this.#access.tx);
    for (const id of wanted) known.set(id, undefined);
    for (const flat of rows) known.set(String(flat['id']), unflatten(table, flat));
  }

  /** A row that was learned, or written here. */
  rules(table: Table, id: string): AnyRow | undefined {
    return this.current(table, id) ?? this.#rulesOf(table).get(id);
  }

  /** Learns which of these ids may be referred to. They cannot be removed, or merged into others, before this transaction ends. */
  async learnPresent(table: Table, ids: readonly string[]): Promise<void> {
    const known = this.#presentOf(table);
    const wanted = [...new Set(ids)].filter((id) => !known.has(id)).sort();
    for (let i = 0; i < wanted.length; i += readAhead) {
      const some = wanted.slice(i, i + readAhead);
      const read = ({ tx }: Access, of: readonly string[], lock = sql``): Promise<{ rows: { id: string; removed: boolean }[] }> =>
        sql<{ id: string; removed: boolean }>`${prepared}select id, deleted_at is not null as removed from ${target(table)} where id = any(${of}::text[]) order by id ${lock}`.execute(tx);
      const mine = this.#mayUpdate(table) === 'all';
      let { rows } = await read(this.#access, some, mine ? sql`for key share` : sql``);
      // Who may not change a row may not lock it either; the server holds it for them.
      if (!mine && rows.length > 0) ({ rows } = await asServer(this.#access, this.#access.identity.app ?? '', (own) => read(own, rows.map(({ id }) => id), sql`for key share`)));
      for (const id of some) known.set(id, 'unknown');
      for (const { id, removed } of rows) known.set(id, removed ? 'removed' : 'stands');
    }
  }

  /** The first reference among these values that names no row, or of those by table and id one that names a removed row. */
  async danglingReference(e: Entity, values: Readonly<Record<string, unknown>>): Promise<{ field: string; table: string; id: string } | undefined> {
    for (const { field, table: name, id, byTable } of recordsNamed(e, values)) {
      const table = tableNamed(name);
      await this.learnPresent(table, [id]);
      const present = this.#presentOf(table).get(id);
      // What is named by table and id may come later.
      if (present === 'removed' || (present === 'unknown' && !byTable)) return { field, table: name, id };
    }
    return undefined;
  }

  /** Reads and locks the standing rows that name this id in a field. */
  async naming(table: Table, field: string, named: string): Promise<AnyRow[]> {
    await this.#held.flush();
    const { rows } = await sql<{ id: string }>`select id from ${target(table)} where ${sql.id(snakeCase(field))} = ${named} and deleted_at is null order by id`.execute(this.#access.tx);
    await this.load(table, rows.map(({ id }) => id));
    return rows.flatMap(({ id }) => this.current(table, id) ?? []);
  }

  /** A row that was written here. */
  remember(table: Table, row: AnyRow, removed: boolean): void {
    this.#rowsOf(table).set(row.id, { row, removed });
    this.#presentOf(table).set(row.id, removed ? 'removed' : 'stands');
  }

  /** A row that was loaded or written here, and whether it was removed; undefined where its id is free. */
  stored(table: Table, id: string): Stored | undefined {
    return this.#rowsOf(table).get(id);
  }

  /** Which of the rows one sees one may also change. */
  #mayUpdate(table: Table): 'all' | 'some' | 'none' {
    const r = rightsOn(actingAs(this.#access.identity), table.entity.name);
    const rows: Rows | undefined = r?.update ?? r?.remove;
    return rows === undefined ? 'none' : rows === 'all' ? 'all' : 'some';
  }

  #rowsOf(table: Table): Map<string, Stored | undefined> {
    return this.#rows.get(table.name) ?? this.#rows.set(table.name, new Map()).get(table.name)!;
  }

  #rulesOf(table: Table): Map<string, AnyRow | undefined> {
    return this.#rules.get(table.name) ?? this.#rules.set(table.name, new Map()).get(table.name)!;
  }

  #presentOf(table: Table): Map<string, Presence> {
    return this.#present.get(table.name) ?? this.#present.set(table.name, new Map()).get(table.name)!;
  }
}

/** Fields that name a record of the table that another field names. */
const pairs = [['table', 'recordId'], ['fromTable', 'fromId'], ['toTable', 'toId']] as const;

/** The records that values name: by references, and by table and id. */
export function* recordsNamed(e: Entity, values: Readonly<Record<string, unknown>>): Generator<{ readonly field: string; readonly table: string; readonly id: string; readonly byTable: boolean }> {
  for (const [field, { ref }] of Object.entries(e.fields)) {
    const id = values[field];
    if (ref && typeof id === 'string') yield { field, table: ref.table, id, byTable: false };
  }
  for (const [kind, field] of pairs) {
    const [table, id] = [values[kind], values[field]];
    if (field in e.fields && typeof table === 'string' && typeof id === 'string' && entityNamed(table)) yield { field, table, id, byTable: true };
  }
}
