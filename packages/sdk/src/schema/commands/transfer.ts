import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import { entities } from '../entities.ts';
import type { Command } from './command.ts';
import { idInput, namesInput } from './input.ts';

export interface TransferInput {
  readonly fromUserId: string;
  readonly toUserId: string;
  /** Only these tables; all that have an owner when absent. */
  readonly tables?: readonly string[];
}

export interface TransferOutput {
  /** Records that changed hands, per table. */
  readonly moved: Readonly<Record<string, number>>;
}

/** Hands everything a leaving salesperson owns to another: accounts, contacts, leads, deals, tickets that are still open, and activities still to do. */
export const transferCommand: Command<TransferInput, TransferOutput> = {
  name: 'transfer',
  input: z.object({ fromUserId: idInput, toUserId: idInput, tables: z.optional(namesInput) }),
  async run(store, { fromUserId, toUserId, tables }) {
    if (fromUserId === toUserId) throw new RefusedError('user', toUserId, 'same_record', 'The records are this person’s already.');
    if (!(await store.get('user', toUserId))) throw new NotFoundError('user', toUserId);
    const owned = Object.values(entities).filter((e) => 'ownerId' in e.fields && (tables === undefined || tables.includes(e.name)));
    const moved: Record<string, number> = {};
    for (const e of owned) {
      // What is finished stays with who did it, so that figures of past periods hold.
      const open = e.name === 'activity' ? { done: false } : 'closedAt' in e.fields ? { closedAt: null } : {};
      const rows = await store.find(e.name, { ownerId: fromUserId, ...open });
      for (const row of rows) await store.update(e.name, row.id, { ownerId: toUserId });
      if (rows.length > 0) moved[e.name] = rows.length;
    }
    return { moved };
  },
};
