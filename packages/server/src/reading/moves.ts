import { sql } from 'kysely';
import { type Access, asServer } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { snakeCase, tableNamed } from '../database/table.ts';
import type { Rows } from '../rights-rules.ts';
import { actingAs, rightsOn } from '../rights.ts';

/** Rows of a table whose being seen may have changed: those seen now, and those that may have been seen before. */
interface Moves {
  readonly seen: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** Those of `seen` that did not change themselves. */
  readonly unchanged: ReadonlySet<string>;
}

/** Transactions from `from`, and before `to`. */
interface Range {
  readonly from: string;
  readonly to: string;
}

/** More than this, and reading anew costs less than following. */
const mostMoves = 5000;

const none: Moves = { seen: new Set(), gone: new Set(), unchanged: new Set() };

/**
 * What came into and went out of the sight of a member of staff since they last looked, though they are who they were: rows of the table itself that have
 * another owner now, and rows that hang on such ones. Undefined when it is too much to follow, or so long ago that it is not kept.
 */
export async function movesOf(access: Access, table: string, range: Range): Promise<Moves | undefined> {
  const known = new Map<string, Promise<Moves | undefined>>();
  const { rows } = await sql<{ any: boolean; gone: boolean }>`select exists (select 1 from vinculo.moved where changed_xid >= ${range.from}::xid8 and changed_xid < ${range.to}::xid8) as any,
    exists (select 1 from vinculo.moves_dropped where tenant_id = ${access.identity.tenant} and changed_xid >= ${range.from}::xid8) as gone`.execute(access.tx);
  return rows[0]!.gone ? undefined : follow(access, table, range, rows[0]!.any, known);
}

/** Forgets who saw what before `before` (ISO instant). Whoever looks for the first time since then reads anew. */
export async function dropMoves({ tx, identity }: Access, before: string): Promise<void> {
  await sql`with gone as (delete from vinculo.moved where tenant_id = ${identity.tenant} and at < ${before}::timestamptz returning changed_xid),
    latest as (select changed_xid from gone order by changed_xid desc limit 1)
    insert into vinculo.moves_dropped (tenant_id, changed_xid) select ${identity.tenant}, changed_xid from latest
    on conflict (tenant_id) do update set changed_xid = greatest(moves_dropped.changed_xid, excluded.changed_xid)`.execute(tx);
}

function follow(access: Access, name: string, range: Range, anything: boolean, known: Map<string, Promise<Moves | undefined>>): Promise<Moves | undefined> {
  return known.get(name) ?? known.set(name, followAnew(access, name, range, anything, known)).get(name)!;
}

async function followAnew(access: Access, name: string, range: Range, anything: boolean, known: Map<string, Promise<Moves | undefined>>): Promise<Moves | undefined> {
  const r = rightsOn(actingAs(access.identity), name);
  if (!r || r.read === 'all') return none;
  const table = target(tableNamed(name));
  const own = anything
    ? (await sql<{ id: string; seen: boolean }>`select distinct m.id, exists (select 1 from ${table} as t where t.tenant_id = m.tenant_id and t.id = m.id and t.deleted_at is null) as seen
        from vinculo.moved as m where m."table" = ${name} and m.changed_xid >= ${range.from}::xid8 and m.changed_xid < ${range.to}::xid8 limit ${mostMoves + 1}`.execute(access.tx)).rows
    : [];
  const hanging = new Set<string>();
  for (const rule of lookingRules(r.read)) {
    const ids = await hangingBy(access, name, rule, range, anything, known);
    if (!ids) return undefined;
    for (const id of ids) hanging.add(id);
  }
  if (own.length + hanging.size > mostMoves) return undefined;
  const moved = new Set(own.map(({ id }) => id));
  const others = [...hanging].filter((id) => !moved.has(id));
  const seenOthers = others.length === 0 ? [] : (await sql<{ id: string }>`select id from ${table} where id = any(${others}::text[]) and deleted_at is null`.execute(access.tx)).rows.map(({ id }) => id);
  const unchanged = new Set(seenOthers);
  return {
    seen: new Set([...own.filter(({ seen }) => seen).map(({ id }) => id), ...seenOthers]), unchanged,
    gone: new Set([...own.filter(({ seen }) => !seen).map(({ id }) => id), ...others.filter((id) => !unchanged.has(id))]),
  };
}

type Looking = { readonly field: string; readonly table: string; readonly is?: { readonly field: string; readonly value: string } } | { readonly linked: string; readonly by: string };

/** The rules by which a row is seen with another one, each with the value that says of which table that is. */
function lookingRules(rows: Rows, is?: { readonly field: string; readonly value: string }): Looking[] {
  if (rows === 'all') return [];
  if ('some' in rows) return rows.some.flatMap((r) => lookingRules(r, is));
  if ('every' in rows) {
    const kind = rows.every.flatMap((r) => (r !== 'all' && 'is' in r && typeof r.is === 'string' ? [{ field: r.field, value: r.is }] : []))[0];
    return rows.every.flatMap((r) => lookingRules(r, kind ?? is));
  }
  if ('via' in rows) return [{ field: rows.via, table: rows.table, ...(is ? { is } : {}) }];
  return 'linked' in rows ? [{ linked: rows.linked, by: rows.by }] : [];
}

/** Rows that hang on those that moved, seen or not: they are judged afterwards. Also those removed since, whose removal is no longer in sight of whoever lost what they hang on. Undefined when there are too many. */
async function hangingBy(access: Access, name: string, rule: Looking, range: Range, anything: boolean, known: Map<string, Promise<Moves | undefined>>): Promise<string[] | undefined> {
  const parents = await follow(access, 'linked' in rule ? rule.linked : rule.table, range, anything, known);
  if (!parents) return undefined;
  const ids = [...parents.seen, ...parents.gone];
  const { rows } = 'linked' in rule
    // A link that was made or removed lets its activity be seen or not, which itself did not change.
    ? await sql<{ id: string }>`select distinct ${sql.id(snakeCase(rule.by))} as id from ${target(tableNamed(rule.linked))} where changed_xid >= ${range.from}::xid8 and changed_xid < ${range.to}::xid8 limit ${mostMoves + 1}`.execute(access.tx)
    : { rows: [] };
  if (ids.length === 0) return rows.map(({ id }) => id);
  const found = await asServer(access, 'pull', () => ('linked' in rule
    ? sql<{ id: string }>`select distinct ${sql.id(snakeCase(rule.by))} as id from ${target(tableNamed(rule.linked))} where id = any(${ids}::text[]) limit ${mostMoves + 1}`
    : sql<{ id: string }>`select id from ${target(tableNamed(name))} where ${sql.id(snakeCase(rule.field))} = any(${ids}::text[]) and ${rule.is ? sql`${sql.id(snakeCase(rule.is.field))} = ${rule.is.value}` : sql`true`}
        and (deleted_at is null or changed_xid >= ${range.from}::xid8) limit ${mostMoves + 1}`
  ).execute(access.tx));
  return found.rows.length + rows.length > mostMoves ? undefined : [...found.rows, ...rows].map(({ id }) => id);
}
