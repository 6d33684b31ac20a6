import { ForbiddenError } from '@vinculo/sdk/schema';
import type { Hono } from 'hono';
import type { Database } from '../database/connection.ts';
import { atMost } from '../http/at-most.ts';
import { bodies } from '../http/bodies.ts';
import { bodyOf } from '../http/body-of.ts';
import { isAdmin } from '../rights.ts';
import type { Identity } from './identity.ts';
import { revoke } from './revoke.ts';

/** Lets an admin end sign-ins before their tokens end. */
export function addSessionRoutes<E extends { Variables: { identity: Identity } }>(v1: Hono<E>, db: Database): void {
  v1.use('/sessions/revoke', atMost(64 * 1024));
  v1.post('/sessions/revoke', async (c) => {
    const identity = c.get('identity');
    if (!isAdmin(identity)) throw new ForbiddenError('Only an admin may end the sign-ins of others.');
    await revoke(db, identity, await bodyOf(c, bodies.revoke));
    return c.json({});
  });
}
