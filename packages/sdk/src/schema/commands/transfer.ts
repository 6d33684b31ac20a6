import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import { entities, entityNamed } from '../entities.ts';
import type { AnyRow, Entity } from '../entity.ts';
import type { Command, CommandStore } from './command.ts';
import { idInput, namesInput } from './input.ts';

export interface TransferInput {
  readonly fromUserId: string;
  /** Who gets it all. Either this or `toUserIds`. */
  readonly toUserId?: string;
  /** Among whom it is split: each account with all that is about it goes to one of them, and each gets as many of a table as the others. */
  readonly toUserIds?: readonly string[];
  /** Only these tables; all that have an owner when absent. */
  readonly tables?: readonly string[];
  /** Only counts: nothing is written. */
  readonly preview?: boolean;
}

export interface TransferOutput {
  /** Records that changed hands (in a preview: would change hands), per table. */
  readonly moved: Readonly<Record<string, number>>;
  /** The same for each person who gets some. */
  readonly people: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * Hands everything a leaving salesperson owns to another, or splits it among several: every table with an owner. What is finished (closed deals, leads and
 * tickets, activities that are done) stays with who did it, so that figures of past periods hold.
 *
 * Refused with `same_record` when someone would get their own, `not_active` when they work here no more, `validation` when nobody is named, `unknown_table` for a table without an owner.
 *
 * @example
 * await crm.run('transfer', { fromUserId: 'u1', toUserIds: ['u2', 'u3'], preview: true })
 * // { moved: { account: 3, deal: 2 }, people: { u2: { account: 2, deal: 1 }, u3: { account: 1, deal: 1 } } }
 */
export const transferCommand: Command<TransferInput, TransferOutput> = {
  name: 'transfer',
  input: z.object({ fromUserId: idInput, toUserId: z.optional(idInput), toUserIds: z.optional(z.array(idInput).check(z.minLength(1), z.maxLength(50))), tables: z.optional(namesInput), preview: z.optional(z.boolean()) }),
  looks: ({ preview = false }) => preview,
  async run(store, { fromUserId, toUserId, toUserIds, tables, preview = false }) {
    const to = [...new Set([...(toUserId === undefined ? [] : [toUserId]), ...(toUserIds ?? [])])];
    if (to.length === 0) throw new RefusedError('user', fromUserId, 'validation', 'Say who gets the records: toUserId, or toUserIds.', [{ field: 'toUserId', reason: 'required', message: 'toUserId may not be empty' }]);
    if (to.includes(fromUserId)) throw new RefusedError('user', fromUserId, 'same_record', 'The records are this person’s already.');
    for (const id of to) {
      const user = await store.get('user', id);
      if (!user) throw new NotFoundError('user', id);
      if (user['active'] === false) throw new RefusedError('user', id, 'not_active', `${String(user['name'])} works here no more. Name somebody who does.`, [{ field: 'toUserId', reason: 'not_active', message: id }]);
    }
    for (const name of tables ?? []) if (!hasOwner(entityNamed(name))) throw new RefusedError(name, '', 'unknown_table', `${name} is no table whose records have an owner.`);

    const dealer = dealing(to);
    const people: Record<string, Record<string, number>> = {};
    const moved: Record<string, number> = {};
    // Accounts come first in the order of the declarations: what is about them follows.
    for (const e of Object.values(entities)) {
      if (!hasOwner(e) || (tables !== undefined && !tables.includes(e.name))) continue;
      const open = e.name === 'activity' ? { done: false } : 'closedAt' in e.fields ? { closedAt: null } : {};
      const rows = await store.find(e.name, { ownerId: fromUserId, ...open });
      const about = to.length > 1 && e.name === 'activity' ? await linkedRecords(store, rows) : undefined;
      for (const row of rows) {
        const ownerId = dealer(e.name, row, about?.get(row.id) ?? []);
        if (!preview) await store.update(e.name, row.id, { ownerId });
        moved[e.name] = (moved[e.name] ?? 0) + 1;
        const theirs = (people[ownerId] ??= {});
        theirs[e.name] = (theirs[e.name] ?? 0) + 1;
      }
    }
    return { moved, people };
  },
};

function hasOwner(e: Entity | undefined): boolean {
  return e !== undefined && 'ownerId' in e.fields;
}

/** Says who gets a record: whoever got what it is about, else whoever has fewest of its table. */
function dealing(to: readonly string[]): (table: string, row: AnyRow, about: readonly string[]) => string {
  const given = new Map<string, string>();
  const counts = new Map<string, number>();
  return (table, row, about) => {
    const named = [row['accountId'], row['contactId'], row['parentId'], ...about].flatMap((id) => given.get(String(id)) ?? []);
    const count = (id: string): number => counts.get(`${table}/${id}`) ?? 0;
    const who = named[0] ?? to.reduce((least, id) => (count(id) < count(least) ? id : least));
    given.set(row.id, who);
    counts.set(`${table}/${who}`, count(who) + 1);
    return who;
  };
}

/** The ids of the records that activities are about. */
async function linkedRecords(store: CommandStore, activities: readonly AnyRow[]): Promise<Map<string, string[]>> {
  const links = new Map<string, string[]>();
  for (let i = 0; i < activities.length; i += 500) {
    const ids = activities.slice(i, i + 500).map(({ id }) => id);
    for (const link of await store.find('activityLink', { activityId: { in: ids } })) {
      const activityId = String(link['activityId']);
      (links.get(activityId) ?? links.set(activityId, []).get(activityId)!).push(String(link['recordId']));
    }
  }
  return links;
}
