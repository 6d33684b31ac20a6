import { type Rows, type TableRights, rightsOn } from '../rights.ts';
import { roles } from '../identity/identity.ts';
import { type Table, snakeCase, tableNamed } from './table.ts';

const tenant = `(select current_setting('vinculo.tenant', true))`;
const subject = `(select nullif(current_setting('vinculo.subject', true), ''))`;
const contact = `(select nullif(current_setting('vinculo.contact', true), ''))`;
const isRole = (role: string): string => `(select current_setting('vinculo.role', true)) = '${role}'`;
const ident = (name: string): string => `"${name}"`;

/** A rule on rows as an SQL condition over `alias`. Names and values come from rights.ts alone, never from outside. */
function condition(table: Table, rows: Rows): string {
  const column = (field: string): string => `${ident(table.name)}.${ident(snakeCase(field))}`;
  if (rows === 'all') return 'true';
  if ('own' in rows) return `${column(rows.own)} = ${contact}`;
  if ('owner' in rows) return `${column(rows.owner)} = ${subject}`;
  if ('made' in rows) return `${column('createdBy')} = ${subject}`;
  if ('every' in rows) return `(${rows.every.map((r) => condition(table, r)).join(' and ')})`;
  if ('some' in rows) return `(${rows.some.map((r) => condition(table, r)).join(' or ')})`;
  if ('empty' in rows) return `${column(rows.field)} is null`;
  if ('is' in rows) return `${column(rows.field)} = ${typeof rows.is === 'boolean' ? String(rows.is) : `'${rows.is}'`}`;
  if ('file' in rows) return `vinculo.stored_blob(${column(rows.file)})`;
  // The other table's own policies apply to this look: a row that may not be seen lets nothing through.
  const other = ident(tableNamed(rows.table).name);
  return `exists (select 1 from vinculo.${other} as seen where seen.tenant_id = ${ident(table.name)}.tenant_id and seen.id = ${column(rows.via)} and seen.deleted_at is null)`;
}

/** What the backend itself writes on behalf of everyone: its logs. */
function ownLog(table: Table): boolean {
  return table.entity.readonly === true;
}

function allowed(table: Table, verb: keyof TableRights & ('read' | 'create' | 'update')): string {
  const ways = roles.flatMap((role) => {
    const r = rightsOn(role, table.entity.name);
    // A removal is an update of deleted_at.
    const rows = verb === 'update' ? (r?.update ?? r?.remove) : r?.[verb];
    return rows === undefined ? [] : [`(${isRole(role)} and ${condition(table, rows)})`];
  });
  if (verb === 'create' && ownLog(table)) return `tenant_id = ${tenant}`;
  return ways.length === 0 ? 'false' : `tenant_id = ${tenant} and (${ways.join(' or ')})`;
}

/** Row-level security of an entity's table, for the serving role. */
export function policiesOf(table: Table): string[] {
  const on = `on vinculo.${ident(table.name)}`;
  return [
    `drop policy if exists reading ${on}`,
    `drop policy if exists creating ${on}`,
    `drop policy if exists updating ${on}`,
    `create policy reading ${on} for select using (${allowed(table, 'read')})`,
    `create policy creating ${on} for insert with check (${allowed(table, 'create')})`,
    `create policy updating ${on} for update using (${allowed(table, 'update')}) with check (${allowed(table, 'update')})`,
  ];
}
