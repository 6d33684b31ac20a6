import { ForbiddenError } from '@vinculo/sdk/schema';
import { Hono } from 'hono';
import type { Database } from '../database/connection.ts';
import { atMost } from '../http/at-most.ts';
import { bodyOf } from '../http/body-of.ts';
import { BadRequest } from '../http/errors.ts';
import type { Identity } from '../identity/identity.ts';
import type { Outside } from '../outside.ts';
import { isAdmin } from '../rights.ts';
import { webhookBodies } from './webhook-shapes.ts';
import { changeWebhook, deliverAgain, deliveriesOf, listWebhooks, makeWebhook, removeWebhook, rotateSecret } from './webhooks.ts';

type Env = { Variables: { identity: Identity } };

/** What admins do about who is told of changes outside. Under /v1, signed in. */
export function webhookRoutes(db: Database, outside: Outside): Hono<Env> {
  const v1 = new Hono<Env>();
  const admin = (identity: Identity): Identity => {
    if (!isAdmin(identity)) throw new ForbiddenError('Only an admin makes and changes webhooks.');
    return identity;
  };
  const reachable = (url: string | undefined): void => {
    const refusal = url === undefined ? undefined : outside.refusal(url);
    if (refusal !== undefined) throw new BadRequest(422, 'url', `Nothing is sent to this address: ${refusal}.`);
  };
  const small = atMost(128 * 1024);
  v1.get('/webhooks', async (c) => c.json({ webhooks: await listWebhooks(db, admin(c.get('identity'))) }));
  v1.post('/webhooks', small, async (c) => {
    const identity = admin(c.get('identity'));
    const wanted = await bodyOf(c, webhookBodies.make);
    reachable(wanted.url);
    return c.json(await makeWebhook(db, identity, wanted));
  });
  v1.post('/webhooks/change', small, async (c) => {
    const identity = admin(c.get('identity'));
    const wanted = await bodyOf(c, webhookBodies.change);
    reachable(wanted.url);
    return c.json(await changeWebhook(db, identity, wanted));
  });
  v1.post('/webhooks/remove', small, async (c) => {
    const identity = admin(c.get('identity'));
    await removeWebhook(db, identity, (await bodyOf(c, webhookBodies.named)).id);
    return c.json({});
  });
  v1.post('/webhooks/rotate', small, async (c) => {
    const identity = admin(c.get('identity'));
    return c.json({ secret: await rotateSecret(db, identity, (await bodyOf(c, webhookBodies.named)).id) });
  });
  v1.post('/webhooks/deliveries', small, async (c) => {
    const identity = admin(c.get('identity'));
    return c.json({ deliveries: await deliveriesOf(db, identity, (await bodyOf(c, webhookBodies.named)).id) });
  });
  v1.post('/webhooks/redeliver', small, async (c) => {
    const identity = admin(c.get('identity'));
    const { id, events } = await bodyOf(c, webhookBodies.again);
    return c.json({ events: await deliverAgain(db, identity, id, events) });
  });
  return v1;
}
