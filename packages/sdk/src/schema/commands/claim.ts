import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import type { Command, CommandStore } from './command.ts';
import { idInput } from './input.ts';
import { poolLimit } from './pool-limit.ts';

export interface ClaimInput {
  readonly table: 'lead' | 'account' | 'ticket';
  readonly id: string;
}

export interface ClaimOutput {
  readonly ownerId: string;
  /** How many of the table this person holds now, and may hold to claim one. */
  readonly held: number;
  /** Null of tickets: what waits for an answer is kept from nobody who takes it. */
  readonly limit: number | null;
}

export interface ReturnToPoolInput {
  readonly table: 'lead' | 'account';
  readonly id: string;
  /** Why: kept on the record until someone claims it, and in its history. */
  readonly reason: string;
}

const pooled = z.enum(['lead', 'account']);

/**
 * Takes a record without an owner out of the pool, or a ticket without one out of its queue, for oneself. Of two people who claim at once one gets it.
 *
 * Refused with `already_claimed` (the message and `problems` name who has it), `pool_limit` when one holds as many as one may (`poolLimit` of one's user row,
 * 200 where it is empty; open leads and accounts count each by themselves, tickets not at all), `no_user` when the sign-in is no user's.
 *
 * @example await crm.run('claim', { table: 'lead', id: 'l1' }) // { ownerId: 'u1', held: 12, limit: 200 }
 */
export const claimCommand: Command<ClaimInput, ClaimOutput> = {
  name: 'claim',
  input: z.object({ table: z.enum(['lead', 'account', 'ticket']), id: idInput }),
  async run(store, { table, id }) {
    // Also keeps one person's claims apart, so that none of them counts too few.
    const user = store.userId === null ? undefined : await store.get('user', store.userId);
    if (!user) throw new RefusedError(table, id, 'no_user', 'Only someone with a user row can own records. Let the token name one.');
    const row = await store.get(table, id);
    if (!row) throw new NotFoundError(table, id);
    const owner = row['ownerId'];
    const held = (await store.find(table, { ownerId: user.id, ...(table === 'account' ? {} : { closedAt: null }) })).length;
    const limit = table === 'ticket' ? null : Number(user['poolLimit'] ?? poolLimit);
    if (owner === user.id) return { ownerId: user.id, held, limit };
    if (typeof owner === 'string') {
      const name = await nameOf(store, owner);
      throw new RefusedError(table, id, 'already_claimed', `${name} has it already.`, [{ field: 'ownerId', reason: 'already_claimed', message: name }]);
    }
    if (limit !== null && held >= limit) throw new RefusedError(table, id, 'pool_limit', `You hold ${held} of at most ${limit}. Close or return some first.`);
    await store.update(table, id, { ownerId: user.id, ...(table === 'ticket' ? {} : { poolReason: null }) });
    return { ownerId: user.id, held: held + 1, limit };
  },
};

/**
 * Gives a record back to the pool: it has no owner, and says why.
 * Refused with `in_pool` when it is there already, `validation` without a reason.
 *
 * @example await crm.run('returnToPool', { table: 'lead', id: 'l1', reason: 'No answer for a month' })
 */
export const returnToPoolCommand: Command<ReturnToPoolInput, null> = {
  name: 'returnToPool',
  input: z.object({ table: pooled, id: idInput, reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)) }),
  async run(store, { table, id, reason }) {
    const row = await store.get(table, id);
    if (!row) throw new NotFoundError(table, id);
    if ((row['ownerId'] ?? null) === null) throw new RefusedError(table, id, 'in_pool', `The ${table} is in the pool already.`);
    await store.update(table, id, { ownerId: null, poolReason: reason });
    return null;
  },
};

async function nameOf(store: CommandStore, userId: string): Promise<string> {
  return String((await store.find('user', { id: userId }))[0]?.['name'] ?? userId);
}
