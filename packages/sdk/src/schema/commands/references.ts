import { entities, entityNamed } from '../entities.ts';
import type { AnyRow, Entity } from '../entity.ts';
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
  return Object.values(entities).filter((e) => 'recordId' in e.fields && !isReadonly(e)).map((e) => e.name);
}

/** A field by which rows name one record, and what else must hold of those rows. */
interface Holder extends Reference {
  readonly where: Readonly<Record<string, string>>;
}

/** Every way in which rows that people write can name a record of a table. */
export function holdersOf(table: string): Holder[] {
  return [
    ...referencesTo(table).filter((r) => !isReadonly(entityNamed(r.table)!)).map((r) => ({ ...r, where: {} })),
    ...tablesWithRecordId().map((name) => ({ table: name, field: 'recordId', where: { table } })),
    ...(['from', 'to'] as const).map((side) => ({ table: 'relationship', field: `${side}Id`, where: { [`${side}Table`]: table } })),
  ];
}

/** What was done so that all that named one record names another. */
export interface Repointed {
  /** Ids of rows whose field was changed. */
  readonly moved: readonly (Reference & { readonly ids: readonly string[] })[];
  /** Rows that went, because another said the same already. */
  readonly dropped: readonly { readonly table: string; readonly row: AnyRow }[];
}

/** Rows that do nothing but connect: of two that say the same, one is enough. */
const connecting: ReadonlySet<string> = new Set(['activityLink', 'affiliation', 'relationship', 'dealParty', 'recordTeam', 'classification', 'externalId']);

/** Points everything that named `from` at `to`. */
export async function repoint(store: CommandStore, table: string, from: string, to: string): Promise<Repointed> {
  const moved: (Reference & { ids: string[] })[] = [];
  const dropped: { table: string; row: AnyRow }[] = [];
  for (const { table: holder, field, where } of holdersOf(table)) {
    const ids: string[] = [];
    const naming = await store.find(holder, { ...where, [field]: from });
    const said = new Set(naming.length > 0 && connecting.has(holder) ? (await store.find(holder, { ...where, [field]: to })).map((row) => saying(holder, row)) : []);
    for (const row of naming) {
      const then = { ...row, [field]: to };
      if (connecting.has(holder) && (said.has(saying(holder, then)) || namesItself(holder, then))) {
        await store.remove(holder, row.id);
        dropped.push({ table: holder, row });
        continue;
      }
      await store.update(holder, row.id, { [field]: to });
      said.add(saying(holder, then));
      ids.push(row.id);
    }
    if (ids.length > 0) moved.push({ table: holder, field, ids });
  }
  return { moved, dropped };
}

/** What a row says, without who wrote it and when. */
function saying(table: string, row: AnyRow): string {
  return JSON.stringify(Object.keys(entityNamed(table)!.fields).map((field) => row[field] ?? null));
}

function namesItself(holder: string, row: AnyRow): boolean {
  return holder === 'relationship' && row['fromTable'] === row['toTable'] && row['fromId'] === row['toId'];
}

function isReadonly(e: Entity): boolean {
  return e.readonly === true;
}
