import { entities } from '../entities.ts';
import type { CommandStore } from './command.ts';

/** A field that names rows of a table. */
export interface Reference {
  readonly table: string;
  readonly field: string;
}

/** Every declared reference to a table: typed refs, and the table/recordId pairs that can name any table. */
export function referencesTo(target: string): Reference[] {
  const found: Reference[] = [];
  for (const e of Object.values(entities)) {
    for (const [field, f] of Object.entries(e.fields)) {
      if (f.ref?.table === target) found.push({ table: e.name, field });
    }
  }
  return found;
}

/** Tables whose rows name a record by `table` and `recordId`. The backend's own logs keep what they said at the time. */
export function tablesWithRecordId(): string[] {
  return Object.values(entities).filter((e) => 'recordId' in e.fields && !('readonly' in e && e.readonly)).map((e) => e.name);
}

/** Points everything that named `from` at `to`. Returns how many rows moved, per table. */
export async function repoint(store: CommandStore, table: string, from: string, to: string): Promise<Record<string, number>> {
  const moved: Record<string, number> = {};
  const count = (name: string): void => void (moved[name] = (moved[name] ?? 0) + 1);
  for (const { table: holder, field } of referencesTo(table)) {
    for (const row of await store.find(holder, { [field]: from })) {
      // A record that would then name itself (a parent, a referrer) loses the link instead.
      await store.update(holder, row.id, { [field]: holder === table && row.id === to ? null : to });
      count(holder);
    }
  }
  for (const holder of tablesWithRecordId()) {
    for (const row of await store.find(holder, { table, recordId: from })) {
      await store.update(holder, row.id, { recordId: to });
      count(holder);
    }
  }
  for (const side of ['from', 'to'] as const) {
    for (const row of await store.find('relationship', { [`${side}Table`]: table, [`${side}Id`]: from })) {
      await store.update('relationship', row.id, { [`${side}Id`]: to });
      count('relationship');
    }
  }
  return moved;
}
