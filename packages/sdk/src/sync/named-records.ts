import { type Change, type Entity, entityNamed, newId } from '../schema/index.ts';

type Values = Readonly<Record<string, unknown>>;

/** Files are named like records of a table of this name: they get the backend's ids by the same aliases. */
export const blobTable = 'blob';

const unsent = 'unsent-';

/** An id for a file that no backend has yet. */
export const unsentBlobId = (now: number): string => unsent + newId(now);

/** Whether a file's id is good on this device alone. Such an id never reaches a backend. */
export const isUnsentBlob = (id: string): boolean => id.startsWith(unsent);

/** Files no backend has yet that a change names. */
export function unsentBlobsIn(change: Change): string[] {
  const found: string[] = [];
  for (const name of Object.keys(change.patch)) {
    const value = change.patch[name];
    if (typeof value === 'string' && isUnsentBlob(value) && entityNamed(change.table)?.fields[name]?.blob) found.push(value);
  }
  return found;
}

/** The table that a field names a record of. */
const tableNamedBy = (e: Entity | undefined, field: string): string | undefined => (e?.fields[field]?.blob ? blobTable : e?.fields[field]?.ref?.table);

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

/** Of those, the ones it cannot do without, or goes with. */
export function requiredRecords(change: Change): string[] {
  const e = entityNamed(change.table);
  const requires = (name: string): boolean => name === 'table' || e?.fields[name]?.presence === 'required' || e?.fields[name]?.ref?.onDelete === 'remove';
  return named(change, Object.fromEntries(Object.entries(change.patch).filter(([name]) => requires(name))));
}

/** Ids that may have to be renamed in a change: its own, and what it says of others in `patch` and `base`. */
export function idsIn(change: Change): string[] {
  const e = entityNamed(change.table);
  const ids = [change.id];
  for (const values of [change.patch, change.base]) {
    for (const [name, value] of Object.entries(values)) if (typeof value === 'string' && (name === 'recordId' || tableNamedBy(e, name))) ids.push(value);
  }
  return ids;
}

/** The change with all records called by the ids that are good now. The same object when it names none that got another. */
export function resolveIn(change: Change, resolve: (table: string, id: string) => string): Change {
  const e = entityNamed(change.table);
  let renamed = change;
  const to = (table: unknown, id: unknown): void => {
    if (typeof table !== 'string' || typeof id !== 'string') return;
    const now = resolve(table, id);
    if (now !== id) renamed = renameIn(renamed, table, id, now);
  };
  to(change.table, change.id);
  for (const values of [change.patch, change.base]) for (const [name, value] of Object.entries(values)) to(name === 'recordId' ? (change.patch['table'] ?? change.base['table']) : tableNamedBy(e, name), value);
  return renamed;
}

/** The change without a word of a record that never came to be. The same object when it names none. */
export function forgetIn(change: Change, table: string, id: string): Change {
  const e = entityNamed(change.table);
  const names = ([field, value]: readonly [string, unknown]): boolean => value === id && tableNamedBy(e, field) === table;
  const [patch, base] = [Object.entries(change.patch), Object.entries(change.base)];
  if (!patch.some(names) && !base.some(names)) return change;
  return { ...change, patch: Object.fromEntries(patch.filter((each) => !names(each))), base: Object.fromEntries(base.map((each) => (names(each) ? [each[0], null] : each))) };
}

/** The change with another id for a record. The same object when it does not name the record. */
export function renameIn(change: Change, table: string, from: string, to: string): Change {
  const e = entityNamed(change.table);
  const names = (field: string): boolean => tableNamedBy(e, field) === table || (field === 'recordId' && (change.patch['table'] ?? table) === table);
  const rename = (values: Values): Values =>
    Object.entries(values).some(([f, v]) => v === from && names(f)) ? Object.fromEntries(Object.entries(values).map(([f, v]) => [f, v === from && names(f) ? to : v])) : values;
  const id = change.table === table && change.id === from ? to : change.id;
  const patch = rename(change.patch);
  const base = rename(change.base);
  return id === change.id && patch === change.patch && base === change.base ? change : { ...change, id, patch, base };
}
