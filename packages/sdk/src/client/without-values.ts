import type { Entity, FieldKind } from '../schema/index.ts';

type Values = Readonly<Record<string, unknown>>;

const hidden = '…';
/** Kinds whose values say nothing of a person by themselves. */
const plain: ReadonlySet<FieldKind> = new Set<FieldKind>(['boolean', 'integer', 'number', 'decimal', 'percent', 'money', 'currency', 'date', 'instant', 'timeZone', 'option', 'ref', 'rank']);
/** Fields of every row, or of rows about others, that hold ids and names of tables. */
const ids: ReadonlySet<string> = new Set(['id', 'recordId', 'table', 'customerId', 'version', 'createdAt', 'updatedAt', 'createdBy', 'updatedBy']);

/** A filter with its values hidden, but for ids and such that say nothing of a person. */
export function withoutValues(e: Entity | undefined, where: unknown): unknown {
  if (typeof where !== 'object' || where === null) return where;
  return Object.fromEntries(Object.entries(where as Values).map(([key, value]) => {
    if (key === 'and' || key === 'or') return [key, Array.isArray(value) ? value.map((w) => withoutValues(e, w)) : hidden];
    if (key === 'not') return [key, withoutValues(e, value)];
    const field = e?.fields[key];
    const tells = field ? !plain.has(field.kind) || field.personal || field.sensitive : true;
    return [key, tells && !ids.has(key) ? hide(value) : value];
  }));
}

/** The operators of a condition stay. */
function hide(value: unknown): unknown {
  if (value === null) return null;
  if (typeof value !== 'object' || Array.isArray(value)) return hidden;
  return Object.fromEntries(Object.keys(value).map((operator) => [operator, hidden]));
}
