import { type Group, type Measure, type MeasureValue, type Measures, WhereError, checkAggregate, fieldOf, groupName, parseWhere, summable, type Where } from '@vinculo/sdk/schema';
import { type RawBuilder, sql } from 'kysely';
import { type Database, inTransaction } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { type Table, snakeCase } from '../database/table.ts';
import type { Identity } from '../identity/identity.ts';
import { comparableSql, filterSql } from './filter-sql.ts';
import { narrowing } from './narrowing.ts';
import { readable } from './query.ts';

export interface Aggregate {
  readonly table: string;
  readonly where?: Where | undefined;
  readonly groupBy: readonly string[];
  readonly measures: Measures;
}

/** The most groups one answer has, and of money the most sums. */
const mostGroups = 10_000;

type FieldMeasure = Exclude<Measure, { op: 'count' }>;

export function aggregate(db: Database, identity: Identity, { table: name, where, groupBy, measures }: Aggregate): Promise<{ groups: Group[]; asOf: string }> {
  const { table, closed } = readable(identity, name);
  checkSeen(table, groupBy, measures, closed);
  checkAggregate(table.entity, groupBy, measures);
  const matches = sql`deleted_at is null and ${narrowing(identity, name)} and ${filterSql(table, parseWhere(table.entity, where), closed)}`;
  const keys = groupBy.flatMap((f, i) => keySql(table, f, i));
  const grouping = keys.length > 0 ? sql`group by ${sql.join(keys.map((_, i) => sql.raw(String(i + 1))))}` : sql``;
  const plain = Object.entries(measures).filter(([, m]) => m.op === 'count' || kindOf(table, m.field) !== 'money');
  // Sums of money are per currency: one more grouping each.
  const perCurrency = Object.entries(measures).filter((entry): entry is [string, FieldMeasure] => entry[1].op !== 'count' && kindOf(table, entry[1].field) === 'money');

  return inTransaction(db, identity, 'read', async ({ tx, now }) => {
    const groups = new Map<string, { key: Record<string, unknown>; values: Record<string, MeasureValue> }>();
    const columns = [...keys, ...plain.map(([, m], i) => sql`${measureSql(table, m)} as ${sql.id(`m${i}`)}`), sql`1 as one`];
    const base = await sql<Record<string, unknown>>`select ${sql.join(columns)} from ${target(table)} where ${matches} ${grouping} limit ${mostGroups + 1}`.execute(tx);
    checkNumber(base.rows, groupBy);
    for (const row of base.rows) {
      const key = keyOf(table, groupBy, row);
      const values = Object.fromEntries(Object.keys(measures).map((m): [string, MeasureValue] => [m, {}]));
      plain.forEach(([measure, m], i) => (values[measure] = valueOf(table, m, row[`m${i}`])));
      groups.set(groupName(groupBy, key), { key, values });
    }
    for (const [measure, { op, field }] of perCurrency) {
      const minor = sql.id(`${snakeCase(field)}_minor`);
      const currency = sql.id(`${snakeCase(field)}_currency`);
      const { rows } = await sql<Record<string, unknown>>`select ${sql.join([...keys, sql`${currency} as currency$`, sql`${sql.raw(op)}(${minor})::double precision as value$`])}
        from ${target(table)} where ${matches} and ${minor} is not null group by ${sql.join([...keys.map((_, i) => sql.raw(String(i + 1))), currency])} limit ${mostGroups + 1}`.execute(tx);
      checkNumber(rows, groupBy);
      for (const row of rows) {
        const group = groups.get(groupName(groupBy, keyOf(table, groupBy, row)))!;
        group.values[measure] = { ...(group.values[measure] as Record<string, number>), [String(row['currency$'])]: Number(row['value$']) };
      }
    }
    return { groups: [...groups.values()], asOf: now };
  });
}

function checkNumber(rows: readonly unknown[], groupBy: readonly string[]): void {
  if (rows.length > mostGroups) throw new WhereError(`By ${groupBy.join(', ')} there are more than ${mostGroups} groups. Group by a field with fewer values, or narrow the filter.`);
}

function kindOf(table: Table, field: string): string {
  return fieldOf(table.entity, field)!.kind;
}

/** A field that may not be learned is none. */
function checkSeen({ entity }: Table, groupBy: readonly string[], measures: Measures, closed: ReadonlySet<string>): void {
  for (const field of [...groupBy, ...Object.values(measures).flatMap((m) => (m.op === 'count' ? [] : [m.field]))]) {
    if (closed.has(field)) throw new WhereError(`${entity.name} has no field “${field}” to aggregate.`);
  }
}

function keySql(table: Table, field: string, i: number): RawBuilder<unknown>[] {
  const name = snakeCase(field);
  if (kindOf(table, field) === 'money') return [sql`${sql.id(`${name}_minor`)} as ${sql.id(`k${i}_minor`)}`, sql`${sql.id(`${name}_currency`)} as ${sql.id(`k${i}_currency`)}`];
  return [field === 'version' ? sql`version::text as ${sql.id(`k${i}`)}` : sql`${sql.id(name)} as ${sql.id(`k${i}`)}`];
}

function keyOf(table: Table, groupBy: readonly string[], row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(groupBy.map((field, i) => {
    if (kindOf(table, field) !== 'money') return [field, row[`k${i}`]];
    return [field, row[`k${i}_minor`] === null ? null : { minor: row[`k${i}_minor`], currency: row[`k${i}_currency`] }];
  }));
}

function measureSql(table: Table, m: Measure): RawBuilder<unknown> {
  if (m.op === 'count') return sql`count(*)`;
  const kind = kindOf(table, m.field);
  const value = kind === 'boolean' ? sql`${sql.id(snakeCase(m.field))}::int` : comparableSql(m.field === 'version' ? 'version' : fieldOf(table.entity, m.field)!.kind, m.field);
  return m.op === 'sum' || m.op === 'avg' ? sql`${sql.raw(m.op)}(${value})::double precision` : sql`${sql.raw(m.op)}(${value})`;
}

function valueOf(table: Table, m: Measure, value: unknown): MeasureValue {
  if (m.op === 'count') return Number(value);
  if (value === null || value === undefined) return m.op === 'sum' ? 0 : null;
  return summable.has(kindOf(table, m.field)) ? Number(value) : String(value);
}
