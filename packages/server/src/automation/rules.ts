import { type AnyRow, type Entity, type RowOf, type Where, type automationRule, compileWhere, entityNamed, fieldOf, resolveNow, sameValue } from '@vinculo/sdk/schema';
import type { Access } from '../database/connection.ts';
import { tableNamed } from '../database/table.ts';
import { findIn } from '../reading/query.ts';
import type { RecordChange } from '../records/record-store.ts';

export type RuleRow = RowOf<typeof automationRule>;

/** What the automation itself writes about, and what is written by the backend alone: no rule looks at it. */
const unruled: ReadonlySet<string> = new Set(['automationRule', 'notification']);

export function isRuled(e: Entity): boolean {
  return !e.readonly && !unruled.has(e.name);
}

/** The rules in force over an entity, in the order in which they are looked at. */
export async function rulesOver(access: Access, tables: readonly string[]): Promise<RuleRow[]> {
  // Rows of a declared table are what its declaration says.
  const rows = (await findIn(access, tableNamed('automationRule'), { active: true, table: { in: [...tables] } })) as unknown as RuleRow[];
  return rows.sort((a, b) => compare(a.rank ?? '\uffff', b.rank ?? '\uffff') || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a change is one that the rule waits for. */
export function awaits(rule: RuleRow, { op, before, row }: RecordChange): boolean {
  if (op === 'remove' || rule.when === 'due' || (rule.when !== 'save' && rule.when !== op)) return false;
  return !rule.changed?.length || rule.changed.some((field) => !sameValue(before?.[field], row[field]));
}

/** Whether a row meets the rule's condition. @throws WhereError */
export function meets(rule: RuleRow, row: AnyRow, now: string): boolean {
  const e = entityOf(rule);
  return compileWhere(e, resolveNow(e, rule.where as Where | undefined ?? {}, Date.parse(now)))(row);
}

/** @throws TypeError for a name that is no entity's, or one that no rule looks at */
export function entityOf(rule: RuleRow): Entity {
  const e = entityNamed(rule.table);
  if (!e || !isRuled(e)) throw new TypeError(`No rule can be made for “${rule.table}”.`);
  return e;
}

/** When a rule that waits for a time is due for a row; undefined when it is not, because it has no such time. */
export function dueOf(rule: RuleRow, row: AnyRow): { readonly time: string; readonly at: string } | undefined {
  const time = row[dueFieldOf(rule)];
  return typeof time === 'string' ? { time, at: new Date(Date.parse(time) + (rule.offsetMinutes ?? 0) * 60_000).toISOString() } : undefined;
}

/** @throws TypeError for a field that holds no time */
export function dueFieldOf(rule: RuleRow): string {
  const field = rule.dueField ?? '';
  const kind = fieldOf(entityOf(rule), field)?.kind;
  if (kind !== 'instant' && kind !== 'date') throw new TypeError(`${rule.table} has no time “${field}” to wait for.`);
  return field;
}
