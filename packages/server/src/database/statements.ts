import { type RawBuilder, sql } from 'kysely';
import { type Column, type Table } from './table.ts';

/** The table in a statement. */
export function target(table: Table): RawBuilder<unknown> {
  return sql.id('vinculo', table.name);
}

/** The columns that make up a row, without those of hidden fields. */
export function selected(table: Table, hidden: ReadonlySet<string> = new Set()): RawBuilder<unknown> {
  const hiddenColumns = new Set(table.fields.filter((f) => hidden.has(f.field)).flatMap((f) => f.columns.map((c) => c.name)));
  if (hidden.has('custom')) hiddenColumns.add('custom');
  return sql.join(table.columns.filter((c) => c.name !== 'tenant_id' && !hiddenColumns.has(c.name)).map((c) => sql.id(c.name)));
}

/** Columns with their types, as jsonb_to_recordset wants them. Names and types are our own. */
export function recordType(columns: readonly Column[]): RawBuilder<unknown> {
  return sql.join(columns.map((c) => sql`${sql.id(c.name)} ${sql.raw(c.type)}`));
}
