import { type AnyRow, type Entity, type Verdict, newId, referencesTo, sameValue, tablesWithRecordId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { type Flat, type Table, flatten, snakeCase, tableNamed, unflatten } from '../database/table.ts';
import { dependentsOf, sightColumns } from '../database/policies.ts';
import { type Concerned, changesAccess } from '../live/concerned.ts';
import { prepared } from '../database/prepared.ts';
import { target } from '../database/statements.ts';
import { type Hook, tellWebhooks } from '../webhooks/webhook-events.ts';
import { HeldWrites } from './held-writes.ts';
import { RecordRows } from './record-rows.ts';
import { Refused } from './refused.ts';

export type Written = Extract<Verdict, { outcome: 'create' | 'update' }>;

/** What was done to one record. */
export interface RecordChange {
  readonly table: Table;
  readonly op: 'create' | 'update' | 'remove';
  /** As it stood; undefined before a create. */
  readonly before: AnyRow | undefined;
  /** As it stands, or stood when it was removed. */
  readonly row: AnyRow;
}

/** What a removal takes with it. */
type Removals = Map<string, { readonly table: Table; readonly row: AnyRow }>;

/** A reference that a removal empties. */
interface Clearing {
  readonly table: Table;
  readonly id: string;
  readonly field: string;
}

/**
 * The records as one transaction sees and changes them. New rows, the history and most new values are held back and written many at a time; every read
 * of a table that has such rows writes them first.
 * Nothing counts before finish() of the automation, which every transaction ends with.
 */
export class RecordStore {
  readonly access: Access;
  /** What is known of them. */
  readonly rows: RecordRows;
  readonly #cause: string | null;
  readonly #held: HeldWrites;
  readonly #touched = new Set<string>();
  readonly #changes: RecordChange[] = [];
  /** Whose rights changed with what was written. */
  readonly #concerned = new Set<Concerned>();
  /** How many of the changes were told. */
  #told = 0;

  /** @param cause what brings the changes about, for the history: a command's name, a rule's id */
  constructor(access: Access, cause: string | null = null) {
    this.access = access;
    this.#held = new HeldWrites(access);
    this.rows = new RecordRows(access, this.#held);
    this.#cause = cause;
  }

  /** What was done, in its order. */
  get changes(): readonly RecordChange[] {
    return this.#changes;
  }

  /** Writes what applyChange decided for a create. An id that was used and removed comes back to life. */
  async create(table: Table, id: string, verdict: Pick<Written, 'set' | 'moved'>): Promise<AnyRow> {
    const { identity, now } = this.access;
    const set = table.entity.name === 'ticket' && verdict.set['number'] === undefined ? { ...verdict.set, number: await this.#ticketNumber() } : verdict.set;
    const gone = this.rows.stored(table, id);
    const version = gone ? Number(gone.row.version) + 1 : 1;
    const system: Flat = { id, version, created_at: now, created_by: identity.subject, updated_at: now, updated_by: identity.subject, deleted_at: null };
    const flat: Flat = { tenant_id: identity.tenant, ...system, ...flatten(table, set) };
    if (gone) await this.#overwrite(table, id, { ...emptied(table), ...flat });
    else this.#insert(table, flat);
    const row = unflatten(table, { ...emptied(table), ...flat });
    this.rows.remember(table, row, false);
    this.#changes.push({ table, op: 'create', before: undefined, row });
    this.#log(table, 'create', id, null, set);
    this.#logMove(table, id, verdict.moved);
    return row;
  }

  /** Brings a removed row back as it was, with who made it and when. @throws Refused when its id is in use */
  async restore(table: Table, row: AnyRow): Promise<void> {
    const { identity, now } = this.access;
    await this.rows.load(table, [row.id]);
    const gone = this.rows.stored(table, row.id);
    if (gone && !gone.removed) throw new Refused('exists', `There is a ${table.entity.name} with id ${row.id} again. Remove it first.`);
    const version = gone ? Number(gone.row.version) + 1 : 1;
    const set = declaredValues(table.entity, row);
    const flat: Flat = {
      tenant_id: identity.tenant, id: row.id, version, created_at: row.createdAt ?? now, created_by: row.createdBy ?? null, updated_at: now, updated_by: identity.subject, deleted_at: null, ...flatten(table, set),
    };
    if (gone) await this.#overwrite(table, row.id, { ...emptied(table), ...flat });
    else this.#insert(table, flat);
    this.rows.remember(table, unflatten(table, { ...emptied(table), ...flat }), false);
    this.#log(table, 'create', row.id, null, set);
  }

  /** Writes the fields that applyChange decided to set. */
  async update(table: Table, current: AnyRow, verdict: Pick<Written, 'set' | 'before' | 'moved'>): Promise<AnyRow> {
    const { identity, now } = this.access;
    const version = Number(current.version) + 1;
    await this.#overwrite(table, current.id, { version, updated_at: now, updated_by: identity.subject, ...flatten(table, verdict.set) });
    const row: AnyRow = { ...current, ...verdict.set, version: String(version), updatedAt: now, updatedBy: identity.subject };
    this.rows.remember(table, row, false);
    const changed = Object.keys(verdict.before);
    this.#changes.push({ table, op: 'update', before: current, row });
    if (changed.length > 0) this.#log(table, 'update', row.id, verdict.before, Object.fromEntries(changed.map((k) => [k, verdict.set[k] ?? null])));
    this.#logMove(table, row.id, verdict.moved);
    return row;
  }

  /**
   * Removes a record, and does with the rows that name it what their declaration says.
   * @returns what went, itself included
   * @throws Refused when one of them must keep it; nothing was written then
   */
  async remove(table: Table, current: AnyRow): Promise<readonly { readonly table: Table; readonly id: string }[]> {
    const removals: Removals = new Map();
    const clearings: Clearing[] = [];
    await this.#planRemoval(table, current, removals, clearings);
    for (const { table: holder, id, field } of clearings) {
      if (removals.has(keyOf(holder, id))) continue;
      const row = await this.rows.get(holder, id);
      if (row) await this.update(holder, row, { set: { [field]: null }, before: { [field]: row[field] ?? null } });
    }
    const { identity, now } = this.access;
    // What hangs on a record goes first: with the record, whether it may be seen would go too.
    for (const { table: holder, row } of [...removals.values()].reverse()) {
      const version = Number(row.version) + 1;
      await this.#overwrite(holder, row.id, { version, updated_at: now, updated_by: identity.subject, deleted_at: now });
      this.rows.remember(holder, { ...row, version: String(version) }, true);
      this.#changes.push({ table: holder, op: 'remove', before: row, row });
      this.#log(holder, 'remove', row.id, declaredValues(holder.entity, row), null);
    }
    return [...removals.values()].map(({ table: holder, row }) => ({ table: holder, id: row.id }));
  }

  async #planRemoval(table: Table, row: AnyRow, removals: Removals, clearings: Clearing[]): Promise<void> {
    if (removals.has(keyOf(table, row.id))) return;
    removals.set(keyOf(table, row.id), { table, row });
    await this.flush();
    // A stronger lock than an update's: nobody may come to refer to the row meanwhile.
    await sql`${prepared}select 1 from ${target(table)} where id = ${row.id} for update`.execute(this.access.tx);
    for (const { table: name, field } of referencesTo(table.entity.name)) {
      const holder = tableNamed(name);
      // Logs keep what they said at the time.
      if (holder.entity.readonly) continue;
      const { rows } = await sql<{ id: string }>`select id from ${target(holder)} where ${sql.id(snakeCase(field))} = ${row.id} and deleted_at is null order by id`.execute(this.access.tx);
      const rule = holder.entity.fields[field]!.ref!.onDelete;
      const others = rows.filter(({ id }) => !removals.has(keyOf(holder, id)));
      if (rule === 'refuse' && others.length > 0) {
        throw new Refused('referenced', `${others.length} ${others.length === 1 ? holder.entity.label.en : holder.entity.pluralLabel.en} (${others[0]!.id}, …) still name this ${table.entity.label.en.toLowerCase()} as ${field}. Change them first.`, [{ field, reason: 'referenced', message: `${holder.entity.name}.${field}` }]);
      }
      if (rule === 'clear') {
        await this.rows.load(holder, others.map(({ id }) => id));
        clearings.push(...others.map(({ id }) => ({ table: holder, id, field })));
      } else await this.#planRemovals(holder, others, removals, clearings);
    }
    const named = [...tablesWithRecordId().map((name) => [name, 'table', 'recordId'] as const), ['relationship', 'fromTable', 'fromId'] as const, ['relationship', 'toTable', 'toId'] as const];
    for (const [name, kind, field] of named) {
      const holder = tableNamed(name);
      const { rows } = await sql<{ id: string }>`select id from ${target(holder)} where ${sql.id(snakeCase(kind))} = ${table.entity.name} and ${sql.id(snakeCase(field))} = ${row.id} and deleted_at is null order by id`.execute(this.access.tx);
      await this.#planRemovals(holder, rows, removals, clearings);
    }
  }

  async #planRemovals(table: Table, found: readonly { readonly id: string }[], removals: Removals, clearings: Clearing[]): Promise<void> {
    await this.rows.load(table, found.map(({ id }) => id));
    for (const { id } of found) {
      const row = this.rows.current(table, id);
      if (row) await this.#planRemoval(table, row, removals, clearings);
    }
  }

  /** Writes what was held back. */
  flush(): Promise<void> {
    return this.#held.flush();
  }

  /** Writes what is left, and has whoever listens told once the transaction is committed: pages, and the webhooks of the tenant. */
  async tell(): Promise<void> {
    await this.flush();
    if (this.#touched.size === 0) return;
    const hint = { tenant: this.access.identity.tenant, tables: [...this.#touched], ...(this.#concerned.size > 0 ? { concerned: [...this.#concerned] } : {}) };
    const { rows } = await sql<{ hooks: Hook[] | null }>`${prepared}select pg_notify('vinculo', jsonb_set(${JSON.stringify(hint)}::jsonb, '{xid}', to_jsonb(pg_current_xact_id()::text))::text),
      (select jsonb_agg(jsonb_build_object('id', id, 'tables', tables, 'events', events)) from vinculo.webhook where tenant_id = ${this.access.identity.tenant} and active) as hooks`.execute(this.access.tx);
    const news = this.#changes.slice(this.#told);
    this.#told = this.#changes.length;
    if (rows[0]?.hooks) await tellWebhooks(this.access, rows[0].hooks, news);
  }

  #insert(table: Table, flat: Flat): void {
    const name = table.entity.name;
    this.#held.insert(table, flat);
    this.#touched.add(name);
    for (const c of changesAccess(name, String(flat['id']), undefined, flat)) this.#concerned.add(c);
  }

  async #overwrite(table: Table, id: string, flat: Flat): Promise<void> {
    const { name } = table.entity;
    this.#touched.add(name);
    const isSight = sightColumns(table).some((c) => Object.hasOwn(flat, c));
    // Who sees the row may be others now, and with it what hangs on it.
    if (isSight) for (const dependent of dependentsOf(name)) this.#touched.add(dependent);
    for (const c of changesAccess(name, id, this.rows.current(table, id), flat)) this.#concerned.add(c);
    // Row-level security judges each change by how the rows stand: what changes who may do what is written in its place among the others.
    const inPlace = this.access.identity.role !== 'system' && (isSight || Object.hasOwn(flat, 'deleted_at'));
    if (inPlace) await this.#held.flushUpdates();
    await this.#held.update(table, id, flat);
    if (inPlace) await this.#held.flushUpdates();
  }

  #log(table: Table, op: 'create' | 'update' | 'remove', id: string, before: Readonly<Record<string, unknown>> | null, after: Readonly<Record<string, unknown>> | null): void {
    if (table.entity.unlogged) return;
    const { identity, now } = this.access;
    this.#append('historyEntry', { table: table.entity.name, recordId: id, op, before, after, byId: identity.subject, app: identity.app ?? null, cause: this.#cause, at: now });
  }

  #logMove(table: Table, id: string, moved: Written['moved']): void {
    if (!moved) return;
    const { identity } = this.access;
    this.#append('stageChange', { table: table.entity.name, recordId: id, fromStageId: moved.from, toStageId: moved.to, at: moved.at, seconds: moved.seconds, byId: identity.subject });
  }

  /** A row of one of the backend's own logs. */
  #append(name: 'historyEntry' | 'stageChange', values: Readonly<Record<string, unknown>>): void {
    const table = tableNamed(name);
    const { identity, now } = this.access;
    this.#insert(table, { tenant_id: identity.tenant, id: newId(), version: 1, created_at: now, created_by: identity.subject, updated_at: now, updated_by: identity.subject, ...flatten(table, values) });
  }

  async #ticketNumber(): Promise<string> {
    const { tx, identity } = this.access;
    const { rows } = await sql<{ value: number }>`insert into vinculo.counter (tenant_id, name, value) values (${identity.tenant}, 'ticket', 1001)
      on conflict (tenant_id, name) do update set value = counter.value + 1 returning value`.execute(tx);
    return `T-${rows[0]!.value}`;
  }
}

function keyOf(table: Table, id: string): string {
  return `${table.name}/${id}`;
}

/** Every declared column empty: what a new row shows for fields that were not given. */
function emptied(table: Table): Flat {
  return Object.fromEntries(table.columns.filter((c) => c.name !== 'tenant_id').map((c) => [c.name, null]));
}

/** The declared fields of a row that hold something, and its custom values. */
function declaredValues(e: Entity, row: AnyRow): Record<string, unknown> {
  return Object.fromEntries([...Object.keys(e.fields), 'custom'].filter((k) => !sameValue(row[k], null)).map((k) => [k, row[k]]));
}
