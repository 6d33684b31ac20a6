import type { AnyRow } from '@vinculo/sdk/schema';
import type { Flat } from '../database/table.ts';
import type { Identity } from '../identity/identity.ts';

/** Whose rights changed: everybody's of the tenant, those of one subject, or of the customer that a contact is. */
export type Concerned = 'all' | `subject:${string}` | `contact:${string}`;

/** Whose rights change when a row is written: people, teams and queues decide what their colleagues see too. */
export function changesAccess(table: string, id: string, before: AnyRow | undefined, written: Readonly<Flat>): Concerned[] {
  const sets = (...columns: string[]): boolean => columns.some((c) => Object.hasOwn(written, c));
  switch (table) {
    case 'user': return before === undefined || sets('role', 'team_id', 'active', 'deleted_at') ? ['all'] : [];
    // A new team or queue holds nobody and nothing yet.
    case 'team': return before !== undefined && sets('parent_id', 'region', 'deleted_at') ? ['all'] : [];
    case 'queue': return before !== undefined && sets('team_id', 'deleted_at') ? ['all'] : [];
    case 'recordTeam': return [before?.['userId'], written['user_id']].flatMap((user) => (typeof user === 'string' ? [`subject:${user}` as const] : []));
    case 'contact': return sets('deleted_at') && written['deleted_at'] !== null ? [`contact:${id}`] : [];
    default: return [];
  }
}

export function concerns(concerned: readonly Concerned[], { subject, contactId }: Pick<Identity, 'subject' | 'contactId'>): boolean {
  return concerned.some((c) => c === 'all' || c === `subject:${subject}` || (contactId !== undefined && c === `contact:${contactId}`));
}
