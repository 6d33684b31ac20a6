import { type Entity, type FieldKind, type FieldTest, type Filter, type SortKey, WhereError, fieldOf, sameValue } from '@vinculo/sdk/schema';
import { type RawBuilder, sql } from 'kysely';
import { type Table, snakeCase } from '../database/table.ts';

type Sql<T = unknown> = RawBuilder<T>;

/**
 * The SQL reading of a filter: true for the rows that compileFilter() says yes to; false or null for all others, so `not` asks for "is not true".
 * Text compares by code points where the memory reading compares UTF-16 units: they differ only in the order of characters beyond U+FFFF.
 */
export function filterSql(table: Table, filter: Filter, hidden: ReadonlySet<string>): Sql {
  if ('all' in filter) return filter.all.length === 0 ? sql`true` : sql`(${sql.join(filter.all.map((f) => filterSql(table, f, hidden)), sql` and `)})`;
  if ('any' in filter) return filter.any.length === 0 ? sql`false` : sql`(${sql.join(filter.any.map((f) => filterSql(table, f, hidden)), sql` or `)})`;
  if ('not' in filter) return sql`(${filterSql(table, filter.not, hidden)} is not true)`;
  if ('search' in filter) return searchSql(table, filter.search, hidden);
  if (hidden.has(filter.field)) throw new WhereError(`${table.entity.name} has no field “${filter.field}” to filter by.`);
  return testSql(table.entity, filter);
}

/** Lower case by Unicode, as JavaScript does it. */
const lower = (text: Sql): Sql => sql`vinculo.fold(${text})`;
const column = (field: string): Sql => sql.id(snakeCase(field));
const isNull = (kind: FieldKind, field: string): Sql => sql`${kind === 'money' ? sql.id(`${snakeCase(field)}_minor`) : column(field)} is null`;

function searchSql(table: Table, words: readonly string[], hidden: ReadonlySet<string>): Sql {
  const parts = Object.entries(table.entity.fields).filter(([name, f]) => f.searchable && !hidden.has(name)).map(([name, f]) => {
    switch (f.kind) {
      case 'tags': return sql`array_to_string(${column(name)}, E'\n')`;
      case 'phone': case 'emails': case 'phones': case 'addresses': case 'socials': case 'lines': case 'json': return sql`vinculo.item_text(${column(name)})`;
      default: return textOf(f.kind, name);
    }
  });
  if (parts.length === 0) return sql`false`;
  const text = lower(sql`concat_ws(E'\n', ${sql.join(parts)})`);
  return sql`(${sql.join(words.map((w) => sql`strpos(${text}, ${w}) > 0`), sql` and `)})`;
}

function testSql(e: Entity, { field, op, value }: FieldTest): Sql {
  const kind = kindOf(e, field);
  switch (op) {
    case 'eq': return equal(kind, field, value);
    case 'ne': return sql`(${equal(kind, field, value)} is not true)`;
    case 'in': return oneOf(kind, field, value as readonly unknown[]);
    case 'lt': return compare(kind, field, sql`<`, value);
    case 'lte': return compare(kind, field, sql`<=`, value);
    case 'gt': return compare(kind, field, sql`>`, value);
    case 'gte': return compare(kind, field, sql`>=`, value);
    case 'contains': return sql`strpos(${lower(sql`coalesce(${textOf(kind, field)}, '')`)}, ${String(value).toLowerCase()}) > 0`;
    case 'has': return kind === 'tags' && typeof value === 'string' ? sql`${value} = any(${column(field)})` : sql`false`;
  }
}

/** The version is text to everyone but the database. */
function kindOf(e: Entity, field: string): FieldKind | 'version' {
  return field === 'version' ? 'version' : fieldOf(e, field)!.kind;
}

type Kind = FieldKind | 'version';
const isText = (kind: Kind): boolean => ['text', 'longText', 'email', 'url', 'currency', 'timeZone', 'option', 'ref', 'rank'].includes(kind);
const isNumber = (kind: Kind): boolean => kind === 'integer' || kind === 'number' || kind === 'percent';

/** The value as comparable() gives it, as text. */
function textOf(kind: Kind, field: string): Sql {
  switch (kind) {
    case 'instant': return sql`to_char(${column(field)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') collate "C"`;
    case 'money': return sql`${sql.id(`${snakeCase(field)}_minor`)}::text`;
    case 'boolean': return sql`${column(field)}::int::text`;
    case 'phone': return sql`coalesce(${column(field)} ->> 'e164', ${column(field)} ->> 'raw') collate "C"`;
    default: return isText(kind) ? column(field) : sql`${column(field)}::text collate "C"`;
  }
}

function whole(value: number): Sql {
  return Number.isSafeInteger(value) ? sql`${value}::bigint` : sql`${value}::double precision`;
}

/** A day or an instant as it is stored. Anything else of these kinds compares as text, as in memory. */
function isStoredText(kind: Kind, value: unknown): value is string {
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value)) || value.startsWith('0000')) return false;
  return kind === 'instant' ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) : /^\d{4}-\d\d-\d\d$/.test(value) && new Date(value).toISOString().startsWith(value);
}

function equal(kind: Kind, field: string, value: unknown): Sql {
  if (value === null || value === undefined) return isNull(kind as FieldKind, field);
  switch (kind) {
    case 'money': {
      if (typeof value !== 'object') return sql`false`;
      const { minor, currency, ...rest } = value as Record<string, unknown>;
      if (typeof minor !== 'number' || typeof currency !== 'string' || Object.values(rest).some((v) => !sameValue(v, null))) return sql`false`;
      return sql`(${sql.id(`${snakeCase(field)}_minor`)} = ${whole(minor)} and ${sql.id(`${snakeCase(field)}_currency`)} = ${currency})`;
    }
    case 'boolean': return typeof value === 'boolean' ? sql`${column(field)} = ${value}::boolean` : sql`false`;
    case 'integer': return typeof value === 'number' ? sql`${column(field)} = ${whole(value)}` : sql`false`;
    case 'number': case 'percent': return typeof value === 'number' ? sql`${column(field)} = ${value}::double precision` : sql`false`;
    case 'tags': return Array.isArray(value) && value.every((v) => typeof v === 'string') ? sql`${column(field)} = ${value}::text[]` : sql`false`;
    case 'phone': case 'json': case 'emails': case 'phones': case 'addresses': case 'socials': case 'lines':
      return typeof value === 'object' ? sql`jsonb_strip_nulls(${column(field)}) = jsonb_strip_nulls(${JSON.stringify(value)}::jsonb)` : sql`false`;
    case 'instant': return isStoredText(kind, value) ? sql`${column(field)} = ${value}::timestamptz` : sql`false`;
    case 'date': return isStoredText(kind, value) ? sql`${column(field)} = ${value}::date` : sql`false`;
    default: return typeof value === 'string' ? sql`${textOf(kind, field)} = ${value}` : sql`false`;
  }
}

function oneOf(kind: Kind, field: string, values: readonly unknown[]): Sql {
  if (!Array.isArray(values)) throw new WhereError(`“in” on ${field} needs a list.`);
  if (values.length > 0 && isText(kind) && values.every((v) => typeof v === 'string')) return sql`${column(field)} = any(${values}::text[])`;
  return values.length === 0 ? sql`false` : sql`(${sql.join(values.map((v) => equal(kind, field, v)), sql` or `)})`;
}

function compare(kind: Kind, field: string, operator: Sql, value: unknown): Sql {
  if (kind === 'money') {
    if (typeof value !== 'object' || value === null || !('minor' in value) || typeof value.minor !== 'number' || !('currency' in value)) return sql`false`;
    return sql`(${sql.id(`${snakeCase(field)}_currency`)} = ${String(value.currency)} and ${sql.id(`${snakeCase(field)}_minor`)} ${operator} ${whole(value.minor)})`;
  }
  if (kind === 'boolean') return typeof value === 'boolean' ? sql`${column(field)} ${operator} ${value}::boolean` : sql`false`;
  if (isNumber(kind)) return typeof value === 'number' ? sql`${column(field)} ${operator} ${kind === 'integer' ? whole(value) : sql`${value}::double precision`}` : sql`false`;
  if (kind === 'decimal') {
    const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
    return Number.isNaN(number) ? sql`false` : sql`${column(field)}::double precision ${operator} ${number}::double precision`;
  }
  const text = kind === 'phone' && typeof value === 'object' && value !== null ? ((value as { e164?: string }).e164 ?? (value as { raw?: string }).raw) : value;
  if (typeof text !== 'string') return sql`false`;
  if (kind === 'instant' && isStoredText(kind, text)) return sql`${column(field)} ${operator} ${text}::timestamptz`;
  if (kind === 'date' && isStoredText(kind, text)) return sql`${column(field)} ${operator} ${text}::date`;
  return sql`${textOf(kind, field)} ${operator} (${text}::text collate "C")`;
}

/** What rows are sorted by: the keys, empties last, then the id. */
export function orderSql(table: Table, keys: readonly SortKey[], hidden: ReadonlySet<string>): Sql {
  const parts = keys.map(({ field, descending }) => {
    if (hidden.has(field)) throw new WhereError(`${table.entity.name} has no field “${field}” to sort by.`);
    return sql`${comparableSql(kindOf(table.entity, field), field)} ${descending ? sql`desc` : sql`asc`} nulls last`;
  });
  return sql.join([...parts, sql`id asc`]);
}

/** The value a field is ordered by. */
export function comparableSql(kind: Kind, field: string): Sql {
  switch (kind) {
    case 'decimal': return sql`${column(field)}::double precision`;
    case 'money': return sql.id(`${snakeCase(field)}_minor`);
    case 'phone': case 'version': return textOf(kind, field);
    default: return column(field);
  }
}
