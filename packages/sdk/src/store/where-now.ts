import type { Entity, Where } from '../schema/index.ts';

type Resolve = (table: string | undefined, id: string) => string;

/** A filter with all records called by the ids that are good now. The same object when it names none that got another. */
export function whereNow<W extends Where | object | undefined>(e: Entity, where: W, resolve: Resolve): W {
  if (!where) return where;
  let changed = false;
  const given = where as Readonly<Record<string, unknown>>;
  const entries = Object.entries(given).map(([key, value]): [string, unknown] => {
    let now = value;
    if (key === 'and' || key === 'or') now = Array.isArray(value) ? each(value, (w) => whereNow(e, w as Where, resolve)) : value;
    else if (key === 'not') now = whereNow(e, value as Where, resolve);
    else {
      const of = given['table'];
      const table = key === 'id' ? e.name : key === 'recordId' && typeof of === 'string' ? of : e.fields[key]?.ref?.table;
      if (table !== undefined || key === 'recordId') now = named(value, (id) => resolve(table, id));
    }
    changed ||= now !== value;
    return [key, now];
  });
  // The shape stays; only ids are replaced.
  return changed ? (Object.fromEntries(entries) as W) : where;
}

/** The value of a field or a condition on it. Only equality can be said of an id. */
function named(value: unknown, resolve: (id: string) => string): unknown {
  if (typeof value === 'string') return resolve(value);
  if (Array.isArray(value)) return each(value, (v) => named(v, resolve));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const now = entries.map(([op, v]): [string, unknown] => [op, op === 'eq' || op === 'ne' || op === 'in' ? named(v, resolve) : v]);
  return now.every(([, v], i) => v === entries[i]![1]) ? value : Object.fromEntries(now);
}

function each(list: readonly unknown[], map: (item: unknown) => unknown): readonly unknown[] {
  const now = list.map(map);
  return now.every((item, i) => item === list[i]) ? list : now;
}
