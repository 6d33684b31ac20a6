import { type Acting, rights, rightsOn, staffActings } from '../rights.ts';
import { type Rows, type TableRights, rulesIn } from '../rights-rules.ts';
import { type Table, snakeCase, tableNamed, tables } from './table.ts';

const tenant = `(select current_setting('vinculo.tenant', true))`;
const subject = `(select nullif(current_setting('vinculo.subject', true), ''))`;
const contact = `(select nullif(current_setting('vinculo.contact', true), ''))`;
/** As a list; empty for whoever did not come by a site key. */
const forms = `(select nullif(current_setting('vinculo.forms', true), ''))::text[]`;
const command = `(select current_setting('vinculo.command', true))`;
const ident = (name: string): string => `"${name}"`;
const actings = Object.keys(rights) as Acting[];

/** What enter() found out about a member of staff, as a list. */
const known = (fact: string): string => `((select nullif(current_setting('vinculo.${fact}', true), ''))::text[])`;

/** Whoever acts under one of these rights. */
function actsAs(some: readonly Acting[]): string {
  const acting = `(select current_setting('vinculo.role', true))`;
  return some.length === 1 ? `${acting} = '${some[0]}'` : `${acting} in (${some.map((a) => `'${a}'`).join(', ')})`;
}

/** How a rule reads a field of the row it judges. */
export type ColumnOf = (field: string) => string;

/**
 * A rule on rows as an SQL condition. Names and values come from rights.ts alone, never from outside.
 * Looks at other tables are calls of functions: written out, policies within policies would take longer to plan than to answer.
 */
export function condition(rows: Rows, column: ColumnOf, look: typeof sees = sees): string {
  if (rows === 'all') return 'true';
  if ('own' in rows) return `${column(rows.own)} = ${contact}`;
  if ('made' in rows) return `${column('createdBy')} = ${subject}`;
  if ('every' in rows) return `(${rows.every.map((r) => condition(r, column, look)).join(' and ')})`;
  if ('some' in rows) return `(${rows.some.map((r) => condition(r, column, look)).join(' or ')})`;
  if ('during' in rows) return `(${command} = '${rows.during}' and ${condition(rows.rows, column, look)})`;
  if ('form' in rows) return `coalesce('${rows.form}' = any(${forms}), true)`;
  if ('empty' in rows) return `${column(rows.field)} is null`;
  if ('is' in rows) return `${column(rows.field)} = ${typeof rows.is === 'boolean' ? String(rows.is) : `'${rows.is}'`}`;
  if ('file' in rows) return `vinculo.stored_blob(${column(rows.file)})`;
  if ('owner' in rows) return rows.of === 'self' ? `${column(rows.owner)} = ${subject}` : `${column(rows.owner)} = any(${known(rows.of)})`;
  if ('queue' in rows) return `${column(rows.queue)} = any(${known('queues')})`;
  if ('territory' in rows) {
    return `exists (select 1 from jsonb_array_elements(case jsonb_typeof(${column(rows.territory)}) when 'array' then ${column(rows.territory)} else '[]'::jsonb end) as place
      where place ->> 'region' = any(${known('regions')}) or place ->> 'country' = any(${known('regions')}))`;
  }
  if ('shared' in rows) return `${column('id')} = any(${known(`shared_${rows.shared}`)})`;
  if ('linked' in rows) return `vinculo.${linkedName(rows.linked, rows.by)}(${column('id')})`;
  if (rows.where === undefined) return look(rows.table, column(rows.via));
  return `exists (select 1 from vinculo.${ident(tableNamed(rows.table).name)} as seen where seen.tenant_id = ${tenant} and seen.id = ${column(rows.via)} and seen.deleted_at is null
    and ${condition(rows.where, (field) => `seen.${ident(snakeCase(field))}`)})`;
}

/**
 * Whether a row of that table is seen, standing or removed: what hung on a record went with it, and whoever saw both is to be told of both.
 * That table's own policies apply to the look: a row that may not be seen lets nothing through.
 */
export function sees(table: string, id: string): string {
  return `vinculo.${seesName(table)}(${id})`;
}

/** Whether a standing row of that table is seen: nothing is hung on one that is gone. */
function stands(table: string, id: string): string {
  return `vinculo.${standsName(table)}(${id})`;
}

const seesName = (table: string): string => ident(`sees_${tableNamed(table).name}`);
const standsName = (table: string): string => ident(`stands_${tableNamed(table).name}`);
const linkedName = (table: string, by: string): string => ident(`linked_by_${tableNamed(table).name}_${snakeCase(by)}`);

/** The functions that look at other tables. */
export function looks(): string[] {
  const made = new Map<string, string>();
  const look = (name: string, table: string, where: string): void => void made.set(name, `create or replace function vinculo.${name}(wanted text) returns boolean language plpgsql stable as $$
    begin return exists (select 1 from vinculo.${ident(tableNamed(table).name)} where tenant_id = current_setting('vinculo.tenant', true) and ${where}); end $$`);
  for (const name of tables.keys()) {
    look(seesName(name), name, 'id = wanted');
    look(standsName(name), name, 'id = wanted and deleted_at is null');
  }
  for (const acting of actings) {
    for (const r of Object.values(rights[acting])) {
      for (const rule of rulesIn(r.read)) if (rule !== 'all' && 'linked' in rule) look(linkedName(rule.linked, rule.by), rule.linked, `${ident(snakeCase(rule.by))} = wanted and deleted_at is null`);
    }
  }
  return [...made.values()];
}

/** What the backend itself writes on behalf of everyone: its logs. */
function ownLog(table: Table): boolean {
  return table.entity.readonly === true;
}

function allowed(table: Table, look: typeof sees, rule: (r: TableRights) => Rows | undefined): string {
  const column: ColumnOf = (field) => `${ident(table.name)}.${ident(snakeCase(field))}`;
  // Those under the same rule are named together, so that the condition stays short.
  const ways = new Map<string, Acting[]>();
  for (const acting of actings) {
    const r = rightsOn(acting, table.entity.name);
    const rows = r && rule(r);
    if (rows === undefined) continue;
    const way = condition(rows, column, look);
    (ways.get(way) ?? ways.set(way, []).get(way)!).push(acting);
  }
  return ways.size === 0 ? 'false' : `tenant_id = ${tenant} and (${[...ways].map(([way, who]) => `(${actsAs(who)} and ${way})`).join(' or ')})`;
}

/** Row-level security of an entity's table, for the serving role. */
export function policiesOf(table: Table): string[] {
  const on = `on vinculo.${ident(table.name)}`;
  const creating = ownLog(table) ? `tenant_id = ${tenant}` : allowed(table, stands, (r) => r.create);
  // A removal is an update of deleted_at.
  const before = allowed(table, stands, (r) => (r.update && r.remove ? { some: [r.update, r.remove] } : (r.update ?? r.remove)));
  const standing = allowed(table, stands, (r) => r.becomes ?? r.update);
  const removed = allowed(table, stands, (r) => r.remove);
  return [
    `drop policy if exists reading ${on}`,
    `drop policy if exists creating ${on}`,
    `drop policy if exists updating ${on}`,
    `drop policy if exists dropping ${on}`,
    `create policy reading ${on} for select using (${allowed(table, sees, (r) => r.read)})`,
    `create policy creating ${on} for insert with check (${creating})`,
    `create policy updating ${on} for update using (${before}) with check ((deleted_at is null and ${standing}) or (deleted_at is not null and ${removed}))`,
    // Of no use to the serving role, which may not delete: see removals-table.ts.
    `create policy dropping ${on} for delete using (tenant_id = ${tenant} and (select current_setting('vinculo.role', true)) = 'system' and deleted_at is not null)`,
  ];
}

/** Columns that the staff's rules of reading look at, beside what never changes: when one of them does, the row may come into or go out of someone's sight. */
export function sightColumns(table: Table): string[] {
  const fields = staffActings.flatMap((a) => {
    const r = rightsOn(a, table.entity.name);
    return r ? rulesIn(r.read).flatMap(fieldsOf) : [];
  });
  return [...new Set(fields)].map(snakeCase).sort();
}

function fieldsOf(rule: Rows): string[] {
  if (rule === 'all' || 'every' in rule || 'some' in rule || 'during' in rule || 'made' in rule || 'shared' in rule || 'linked' in rule || 'form' in rule) return [];
  if ('own' in rule) return rule.own === 'id' ? [] : [rule.own];
  if ('field' in rule) return [rule.field];
  if ('owner' in rule) return rule.owner === 'id' ? [] : [rule.owner];
  if ('queue' in rule) return [rule.queue];
  if ('territory' in rule) return [rule.territory];
  return 'via' in rule ? [rule.via] : [];
}

/** Tables in which rows can be seen or not by what becomes of a row of this one. */
export function dependentsOf(name: string): string[] {
  return dependents.get(name) ?? [];
}

const dependents = new Map([...tables.keys()].map((name) => [name, transitive(name)] as const));

function transitive(name: string, found = new Set<string>()): string[] {
  for (const [other] of tables) {
    if (found.has(other)) continue;
    const names = actings.some((a) => {
      const r = rightsOn(a, other);
      return r !== undefined && rulesIn(r.read).some((rule) => rule !== 'all' && (('via' in rule && rule.table === name) || ('linked' in rule && rule.linked === name)));
    });
    if (!names) continue;
    found.add(other);
    transitive(other, found);
  }
  return [...found];
}
