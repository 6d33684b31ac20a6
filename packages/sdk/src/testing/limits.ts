import { type Adapter, type PullPage } from '../adapter/index.ts';
import { type AnyRow, type FieldAccess, type PushOutcome, type TableDescription, compileWhere, entityNamed, fieldAccess } from '../schema/index.ts';

/** Ways of a backend that the contract allows and that no capability tells. */
export interface Limits {
  /** Pages come in another order than rows were written, and give rows again that came before. */
  readonly untidy?: boolean;
  /** Rows in a page of a pull, at the most. */
  readonly pageSize?: number;
  /** Rows in the answer to a query, at the most. */
  readonly queryRows?: number;
  /** Methods that a backend may lack and that no capability names. */
  readonly without?: readonly ('get' | 'identity')[];
}

/** What of the backend the limits need to see. */
export interface Held {
  row(table: string, id: string): AnyRow | undefined;
  visible(table: string, row: AnyRow): boolean;
  access(table: string): TableDescription | undefined;
}

/** The same adapter with limits of its own, giving only the fields that its user may see. */
export function limited(adapter: Adapter, { untidy = false, pageSize = Infinity, queryRows, without = [] }: Limits, held: Held): Adapter {
  const given = (table: string, row: AnyRow): AnyRow => shown(row, held.access(table), table);
  const outcome = (table: string, o: PushOutcome): PushOutcome => {
    if (o.status === 'conflict') return { ...o, row: given(table, o.row) };
    return o.status === 'ok' && o.row ? { ...o, row: given(table, o.row) } : o;
  };
  /** Rows of the page before, per table, to be given once more. */
  const before = new Map<string, readonly string[]>();
  const { get, query, identity, ...rest } = adapter;
  return {
    ...rest,
    ...(identity && !without.includes('identity') ? { identity } : {}),
    async pull(scope, cursor, limit, signal) {
      const { table, where } = scope;
      const e = entityNamed(table);
      const inScope = (row: AnyRow): boolean => !e || !adapter.capabilities.partial || compileWhere(e, where)(row);
      const page = await adapter.pull(scope, cursor, Math.min(limit, pageSize), signal);
      const rows = untidy ? disordered(page, (before.get(table) ?? []).flatMap((id) => held.row(table, id) ?? []).filter((row) => held.visible(table, row) && inScope(row))) : page.rows;
      before.set(table, page.more ? page.rows.map((row) => row.id) : []);
      return { ...page, rows: rows.map((row) => given(table, row)) };
    },
    async push(changes, signal) {
      return (await adapter.push(changes, signal)).map((o, i) => outcome(changes[i]!.table, o));
    },
    ...(get && !without.includes('get') ? { get: async (table, ids, signal) => (await get(table, ids, signal)).map((row) => given(table, row)) } : {}),
    ...(query ? {
      async query(request, signal) {
        const answer = await query(queryRows === undefined ? request : { ...request, limit: Math.min(request.limit ?? queryRows, queryRows) }, signal);
        return { ...answer, rows: answer.rows.map((row) => given(request.table, row)) };
      },
    } : {}),
  };
}

/** The rows of a page backwards, each of them twice, and among them some that came with an earlier page, as they are now. */
function disordered(page: PullPage, again: readonly AnyRow[]): AnyRow[] {
  const backwards = page.rows.toReversed();
  return page.rows.length === 0 ? [] : [...backwards, ...again, ...backwards];
}

const texts: ReadonlySet<string> = new Set(['text', 'longText', 'option', 'url', 'email']);

/** A row as a user with these rights is given it: hidden fields absent, masked ones told by a mask where a text can stand. */
function shown(row: AnyRow, access: TableDescription | undefined, table: string): AnyRow {
  const fields = Object.keys(access?.fields ?? {});
  if (fields.length === 0 && !access?.without) return row;
  const how = (name: string): FieldAccess => fieldAccess(access, name);
  return Object.fromEntries(Object.entries(row).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
    if (how(name) === 'hidden') return [];
    if (how(name) !== 'masked' || value === null) return [[name, value]];
    return texts.has(entityNamed(table)?.fields[name]?.kind ?? '') ? [[name, '•••']] : [];
  })) as AnyRow;
}
