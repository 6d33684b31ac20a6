import { type Change, entityNamed } from '../schema/index.ts';

type Values = Readonly<Record<string, unknown>>;

export const recordOf = (change: Pick<Change, 'table' | 'id'>): string => `${change.table}/${change.id}`;

function named(change: Change, values: Values): string[] {
  const e = entityNamed(change.table);
  const out: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') continue;
    const target = name === 'recordId' ? change.patch['table'] : e?.fields[name]?.ref?.table;
    if (typeof target === 'string') out.push(`${target}/${value}`);
  }
  return out;
}

/** Records that a change names by reference fields or by table and recordId. */
export function namedRecords(change: Change): string[] {
  return named(change, change.patch);
}

/** Of those, the ones it cannot do without. */
export function requiredRecords(change: Change): string[] {
  const e = entityNamed(change.table);
  return named(change, Object.fromEntries(Object.entries(change.patch).filter(([name]) => name === 'table' || e?.fields[name]?.presence === 'required')));
}

/** Ids that may have to be renamed in a change: its own, and what it says of others in `patch` and `base`. */
export function idsIn(change: Change): string[] {
  const e = entityNamed(change.table);
  const ids = [change.id];
  for (const values of [change.patch, change.base]) {
    for (const [name, value] of Object.entries(values)) if (typeof value === 'string' && (name === 'recordId' || e?.fields[name]?.ref)) ids.push(value);
  }
  return ids;
}

/** The change with another id for a record. The same object when it does not name the record. */
export function renameIn(change: Change, table: string, from: string, to: string): Change {
  const e = entityNamed(change.table);
  const names = (field: string): boolean => e?.fields[field]?.ref?.table === table || (field === 'recordId' && (change.patch['table'] ?? table) === table);
  const rename = (values: Values): Values =>
    Object.entries(values).some(([f, v]) => v === from && names(f)) ? Object.fromEntries(Object.entries(values).map(([f, v]) => [f, v === from && names(f) ? to : v])) : values;
  const id = change.table === table && change.id === from ? to : change.id;
  const patch = rename(change.patch);
  const base = rename(change.base);
  return id === change.id && patch === change.patch && base === change.base ? change : { ...change, id, patch, base };
}
