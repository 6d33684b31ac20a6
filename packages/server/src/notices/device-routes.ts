import { ForbiddenError } from '@vinculo/sdk/schema';
import { Hono } from 'hono';
import type { Database } from '../database/connection.ts';
import { atMost } from '../http/at-most.ts';
import { bodyOf } from '../http/body-of.ts';
import { BadRequest } from '../http/errors.ts';
import type { Identity } from '../identity/identity.ts';
import type { Outside } from '../outside.ts';
import { addDevice, deviceBodies, removeDevice } from './devices.ts';

type Env = { Variables: { identity: Identity } };

/** Lets members of staff have their browsers woken. Under /v1, signed in. @param publicKey undefined where Web Push is not set up */
export function deviceRoutes(db: Database, outside: Outside, publicKey: string | undefined): Hono<Env> {
  const v1 = new Hono<Env>();
  const staff = (identity: Identity): Identity => {
    if (identity.role !== 'staff') throw new ForbiddenError('Only members of staff are told by Web Push.');
    return identity;
  };
  const small = atMost(16 * 1024);
  v1.get('/devices', (c) => {
    staff(c.get('identity'));
    return c.json({ publicKey: publicKey ?? null });
  });
  v1.post('/devices', small, async (c) => {
    const identity = staff(c.get('identity'));
    const device = await bodyOf(c, deviceBodies.add);
    const refusal = publicKey === undefined ? 'Web Push is not set up here' : outside.refusal(device.endpoint);
    if (refusal !== undefined) throw new BadRequest(422, 'endpoint', `The device was not taken: ${refusal}.`);
    await addDevice(db, identity, device);
    return c.json({});
  });
  v1.post('/devices/remove', small, async (c) => {
    const identity = staff(c.get('identity'));
    await removeDevice(db, identity, (await bodyOf(c, deviceBodies.remove)).endpoint);
    return c.json({});
  });
  return v1;
}
