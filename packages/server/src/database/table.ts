import { type AnyRow, type Entity, type FieldKind, entities, entityNamed, UnknownTableError } from '@vinculo/sdk/schema';

/** A column of a table, with the type it is declared with. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** A declared field and the columns that hold it: one, or two for money. */
interface FieldColumns {
  readonly field: string;
  readonly kind: FieldKind;
  readonly columns: readonly Column[];
}

/** How an entity is kept in Postgres. */
export interface Table {
  readonly entity: Entity;
  /** Its name in the schema `vinculo`. */
  readonly name: string;
  readonly fields: readonly FieldColumns[];
  /** All columns a row is written to, as a record type for jsonb_to_recordset. */
  readonly columns: readonly Column[];
}

/** Flat values of a row by column, as they go to the database in JSON. */
export type Flat = Record<string, unknown>;

const text = 'text collate "C"';

/** Present in every table. changed_xid and changed_seq are set by the database itself. */
export const systemColumns: readonly Column[] = [
  { name: 'tenant_id', type: text }, { name: 'id', type: text }, { name: 'version', type: 'bigint' },
  { name: 'created_at', type: 'timestamptz(3)' }, { name: 'created_by', type: text },
  { name: 'updated_at', type: 'timestamptz(3)' }, { name: 'updated_by', type: text },
  { name: 'deleted_at', type: 'timestamptz(3)' }, { name: 'custom', type: 'jsonb' },
];

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

function columnType(kind: FieldKind): string {
  switch (kind) {
    case 'boolean': return 'boolean';
    case 'integer': return 'bigint';
    case 'number': case 'percent': return 'double precision';
    case 'decimal': return 'numeric';
    case 'date': return 'date';
    case 'instant': return 'timestamptz(3)';
    case 'tags': return 'text[]';
    case 'json': case 'phone': case 'emails': case 'phones': case 'addresses': case 'socials': case 'lines': return 'jsonb';
    default: return text;
  }
}

function columnsOf(field: string, kind: FieldKind): Column[] {
  const name = snakeCase(field);
  if (kind === 'money') return [{ name: `${name}_minor`, type: 'bigint' }, { name: `${name}_currency`, type: text }];
  return [{ name, type: columnType(kind) }];
}

function tableOf(entity: Entity): Table {
  const fields = Object.entries(entity.fields).map(([field, { kind }]) => ({ field, kind, columns: columnsOf(field, kind) }));
  const columns = [...systemColumns, ...fields.flatMap((f) => f.columns)];
  const taken = new Set(['changed_xid', 'changed_seq']);
  for (const { name } of columns) {
    if (taken.has(name)) throw new TypeError(`Entity ${entity.name}: two fields would share the column “${name}”. Rename one.`);
    taken.add(name);
  }
  return { entity, name: snakeCase(entity.name), fields, columns };
}

/** All tables, in the order of their dependencies. */
export const tables: ReadonlyMap<string, Table> = new Map(Object.values(entities).map((e) => [e.name, tableOf(e)]));

/** @throws UnknownTableError for a name from outside that is no entity */
export function tableNamed(name: string): Table {
  const table = entityNamed(name) ? tables.get(name) : undefined;
  if (!table) throw new UnknownTableError(name);
  return table;
}

/** The columns of declared fields that `values` has, with their values. Absent fields are left out; null empties. */
export function flatten(table: Table, values: Readonly<Record<string, unknown>>): Flat {
  const flat: Flat = {};
  for (const { field, kind, columns } of table.fields) {
    const value = values[field];
    if (value === undefined) continue;
    if (kind === 'money') {
      const money = value as { minor: number; currency: string } | null;
      flat[columns[0]!.name] = money?.minor ?? null;
      flat[columns[1]!.name] = money?.currency ?? null;
    } else flat[columns[0]!.name] = value;
  }
  if (values['custom'] !== undefined) flat['custom'] = values['custom'];
  return flat;
}

/** A row as it travels, of the columns that were read. A field none of whose columns were read is absent. */
export function unflatten(table: Table, flat: Readonly<Flat>): AnyRow {
  const row: Record<string, unknown> = {
    id: flat['id'], version: String(flat['version']), createdAt: flat['created_at'], updatedAt: flat['updated_at'], createdBy: flat['created_by'], updatedBy: flat['updated_by'],
  };
  if (flat['custom'] !== null && flat['custom'] !== undefined) row['custom'] = flat['custom'];
  for (const { field, kind, columns } of table.fields) {
    const value = flat[columns[0]!.name];
    if (value === undefined) continue;
    row[field] = kind === 'money' && value !== null ? { minor: value, currency: flat[columns[1]!.name] } : value;
  }
  return row as AnyRow;
}
