import type { Change } from '@vinculo/sdk/schema';
import type { Access } from '../database/connection.ts';

/**
 * A consent that whoever gives it writes (guests, customers), dated no later than the server's clock: the newest counts, so one of the future would outlive each
 * withdrawal until then. Earlier it may be, as it may have waited on a device.
 */
export function withPresentTime({ identity: { role }, now }: Access, change: Change): Change {
  const { at } = change.patch;
  if (change.table !== 'consent' || (role !== 'guest' && role !== 'customer') || typeof at !== 'string') return change;
  // What is no instant at all is refused when it is checked.
  return Date.parse(at) > Date.parse(now) ? { ...change, patch: { ...change.patch, at: now } } : change;
}
