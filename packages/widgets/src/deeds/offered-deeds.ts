import type { AnyRow, CommandName, Description, Entity } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';
import { whoIs } from '../parts/who-is.ts';

/** What a person can do with the whole of a record, beside writing its fields. */
export type Deed = 'merge' | 'handOver' | 'claim' | 'giveBack' | 'export' | 'erase';

const mergeable: ReadonlySet<string> = new Set(['account', 'contact', 'lead', 'ticket']);
const pooled: ReadonlySet<string> = new Set(['account', 'lead']);
const persons: ReadonlySet<string> = new Set(['contact', 'lead']);

/** Whether a command may be run, by what the backend said; where it does not say, staff who may change the record can try. */
export function mayRun(description: Description | undefined, table: string, command: CommandName): boolean {
  if (!description) return false;
  return description.commands?.includes(command) ?? (whoIs(description) === 'staff' && description.tables[table]?.update === true);
}

/** What is offered for a record. Of one whose personal data was erased nothing is. */
export function offeredDeeds(description: Description | undefined, entity: Entity | undefined, row: AnyRow | undefined): readonly Deed[] {
  if (!description || !entity || !row || row['erasedAt']) return [];
  const table = entity.name;
  const own = description.tables[table];
  const may = (command: CommandName): boolean => mayRun(description, table, command);
  const isOwned = typeof row['ownerId'] === 'string';
  const isPerson = persons.has(table) || (table === 'account' && row['kind'] === 'person');
  const offered: readonly (Deed | false)[] = [
    pooled.has(table) && !isOwned && may('claim') && 'claim',
    entity.fields['ownerId']?.ref?.table === 'user' && own?.update === true && fieldAccess(own, 'ownerId') === 'write' && 'handOver',
    pooled.has(table) && isOwned && may('returnToPool') && 'giveBack',
    mergeable.has(table) && may('merge') && 'merge',
    isPerson && may('exportPerson') && 'export',
    isPerson && may('erasePerson') && 'erase',
  ];
  return offered.filter((deed) => deed !== false);
}
