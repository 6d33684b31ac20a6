import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { prepared } from '../database/prepared.ts';
import { recordType, target } from '../database/statements.ts';
import { type Flat, type Table, tableNamed } from '../database/table.ts';
import { Refused } from './refused.ts';

/** New rows and new values of one transaction, written many at a time: a statement costs more than the rows it writes. */
export class HeldWrites {
  readonly #access: Access;
  readonly #inserts = new Map<string, Map<string, Flat>>();
  /** New values of stored rows, by table and id. */
  readonly #updates = new Map<string, Map<string, Flat>>();

  constructor(access: Access) {
    this.#access = access;
  }

  /** Whether something of a table is not written yet. */
  of({ entity: { name } }: Table): boolean {
    return this.#inserts.has(name) || this.#updates.has(name);
  }

  insert({ entity: { name } }: Table, flat: Flat): void {
    (this.#inserts.get(name) ?? this.#inserts.set(name, new Map()).get(name)!).set(String(flat['id']), flat);
  }

  /** New values of a row that stands, or of one that is to be inserted, which is written first. */
  async update({ entity: { name } }: Table, id: string, flat: Flat): Promise<void> {
    if (this.#inserts.get(name)?.has(id)) await this.flush();
    const held = this.#updates.get(name) ?? this.#updates.set(name, new Map()).get(name)!;
    held.set(id, { ...held.get(id), ...flat, id });
  }

  /** @throws Refused where row-level security keeps a row */
  async flush(): Promise<void> {
    await this.flushUpdates();
    for (const [name, held] of this.#inserts) {
      this.#inserts.delete(name);
      const rows = [...held.values()];
      const table = tableNamed(name);
      // Only columns that some row sets: a wide table with few fields filled is the rule.
      const used = new Set(rows.flatMap((r) => Object.keys(r)));
      const columns = table.columns.filter((c) => used.has(c.name));
      const names = sql.join(columns.map((c) => sql.id(c.name)));
      await sql`${prepared}insert into ${target(table)} (${names}) select ${names} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${recordType(columns)})`.execute(this.#access.tx);
    }
  }

  /** Writes new values: in one statement those of a table that set the same columns. @throws Refused where row-level security keeps a row */
  async flushUpdates(): Promise<void> {
    for (const [name, held] of this.#updates) {
      this.#updates.delete(name);
      const table = tableNamed(name);
      const alike = new Map<string, Flat[]>();
      for (const flat of held.values()) {
        const columns = table.columns.filter((c) => Object.hasOwn(flat, c.name)).map((c) => c.name).join();
        (alike.get(columns) ?? alike.set(columns, []).get(columns)!).push(flat);
      }
      for (const flats of alike.values()) await this.#overwrite(table, flats);
    }
  }

  async #overwrite(table: Table, flats: readonly Flat[]): Promise<void> {
    const columns = table.columns.filter((c) => Object.hasOwn(flats[0]!, c.name) && c.name !== 'tenant_id');
    const set = sql.join(columns.filter((c) => c.name !== 'id').map((c) => sql`${sql.id(c.name)} = ${sql.id('r', c.name)}`));
    const { rows } = await sql<{ id: string }>`${prepared}update ${target(table)} as t set ${set} from jsonb_to_recordset(${JSON.stringify(flats)}::jsonb) as r(${recordType(columns)}) where t.id = r.id returning t.id`.execute(this.#access.tx);
    const written = new Set(rows.map(({ id }) => id));
    const kept = flats.find(({ id }) => !written.has(String(id)));
    if (kept) throw new Refused('forbidden', `This sign-in may not change the ${table.entity.name} ${String(kept['id'])}.`);
  }
}
