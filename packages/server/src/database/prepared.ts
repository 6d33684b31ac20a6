import { type RawBuilder, sql } from 'kysely';
import type pg from 'pg';

const mark = '/* prepared */ ';

/**
 * Begins a statement that each connection keeps ready once it is used often: to plan one under row-level security takes Postgres longer than to run it.
 * Only for statements that find rows by their keys, whose plan is the same for all values.
 *
 * @example sql`${prepared}select 1 from vinculo.contact where id = ${id}`
 */
export const prepared: RawBuilder<unknown> = sql.raw(mark);

/** So often a statement is used before it is kept: most columns that someone sets together are set once. */
const often = 10;
/** A connection keeps so many: each takes Postgres some 100 KB. */
const most = 100;
/** So many are counted. Whoever invents new ones only makes the count begin anew. */
const counted = 2000;

/** Gives statements that are marked and used often a name, by which connections keep them. */
export function preparation(): (text: string, values: readonly unknown[]) => pg.QueryConfig {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  const nameOf = (text: string): string | undefined => {
    const name = names.get(text);
    if (name !== undefined || !text.startsWith(mark) || names.size >= most) return name;
    if (uses.size >= counted) uses.clear();
    const used = (uses.get(text) ?? 0) + 1;
    uses.set(text, used);
    if (used < often) return undefined;
    uses.delete(text);
    names.set(text, `vinculo_${names.size + 1}`);
    return names.get(text);
  };
  return (text, values) => {
    const name = nameOf(text);
    return { text, values: [...values], ...(name === undefined ? {} : { name }) };
  };
}
