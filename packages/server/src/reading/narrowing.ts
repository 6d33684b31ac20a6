import { type RawBuilder, sql } from 'kysely';
import { target } from '../database/statements.ts';
import { snakeCase, tableNamed } from '../database/table.ts';
import type { Identity } from '../identity/identity.ts';
import type { Rows } from '../rights-rules.ts';
import { actingAs, rightsOn } from '../rights.ts';

/**
 * What is true of every row of a table that a customer or a guest may see, said so that an index can be used: row-level security judges the same, but row by row,
 * and of others' rows there may be millions. It takes nothing away that they may see. Of staff nothing is said: they see by many ways.
 */
export function narrowing(identity: Identity, table: string): RawBuilder<unknown> {
  const r = identity.role === 'customer' || identity.role === 'guest' ? rightsOn(actingAs(identity), table) : undefined;
  const must = r && necessary(identity, r.read);
  // In two, as there is an index of the rows that stand and one of those that were removed.
  return must ? sql`((deleted_at is null and ${must}) or (deleted_at is not null and ${must}))` : sql`true`;
}

/** A condition that a rule cannot hold without; undefined where there is none that is worth asking. */
function necessary(identity: Identity, rule: Rows): RawBuilder<unknown> | undefined {
  if (rule === 'all') return undefined;
  if ('own' in rule) return sql`${column(rule.own)} = ${identity.contactId ?? ''}`;
  if ('made' in rule) return sql`created_by = ${identity.subject}`;
  if ('is' in rule) return typeof rule.is === 'string' ? sql`${column(rule.field)} = ${rule.is}` : undefined;
  if ('every' in rule) {
    const parts = rule.every.flatMap((part) => necessary(identity, part) ?? []);
    return parts.length > 0 ? sql`(${sql.join(parts, sql` and `)})` : undefined;
  }
  if ('some' in rule) {
    const parts = rule.some.map((part) => necessary(identity, part));
    return parts.every((part) => part !== undefined) ? sql`(${sql.join(parts, sql` or `)})` : undefined;
  }
  if ('via' in rule) {
    const r = rightsOn(actingAs(identity), rule.table);
    const named = r && necessary(identity, r.read);
    // Also removed ones: what hung on them went with them, and their reader is told.
    return named && sql`${column(rule.via)} = any(array(select id from ${target(tableNamed(rule.table))} where ((deleted_at is null and ${named}) or (deleted_at is not null and ${named}))))`;
  }
  return undefined;
}

const column = (field: string): RawBuilder<unknown> => sql.id(snakeCase(field));
