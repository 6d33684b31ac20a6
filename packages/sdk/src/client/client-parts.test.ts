import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Engine } from '../sync/engine.ts';
import { memoryBackend } from '../testing/index.ts';
import { type ClientParts, clientOver } from './create-client.ts';
import * as debug from './debug.ts';
import * as lookup from './lookup.ts';
import * as presence from './presence.ts';
import type { Vinculo } from './vinculo.ts';

const crms: Vinculo[] = [];
beforeEach(() => void vi.useFakeTimers());
afterEach(async () => {
  vi.useRealTimers();
  for (const crm of crms.splice(0)) await crm.close();
});

/** A client whose parts cannot be loaded until `comes` says so. */
function setUp(comes: () => boolean): Vinculo {
  const adapter = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'acme', name: 'Acme' }] } }).adapter('ana');
  const bring = <M>(part: M) => (): Promise<M> => (comes() ? Promise.resolve(part) : Promise.reject(new TypeError('Failed to fetch dynamically imported module')));
  const parts: ClientParts = { lookup: bring(lookup), presence: bring(presence), debug: bring(debug) };
  const crm = clientOver(new Engine(adapter, 'memory'), adapter, undefined, parts);
  crms.push(crm);
  return crm;
}

it('who else is there, and what a client does, are told once the parts that tell could be loaded, which is tried again', async () => {
  let isThere = false;
  const crm = setUp(() => isThere);
  const told: string[] = [];
  const asked = [crm.presence().then(() => told.push('presence')), crm.debug.report().then(() => told.push('report'))];
  await vi.advanceTimersByTimeAsync(20_000);
  expect(told).toEqual([]);
  isThere = true;
  await vi.advanceTimersByTimeAsync(30_000);
  await Promise.all(asked);
  expect(told.toSorted()).toEqual(['presence', 'report']);
  expect(await crm.presence()).toBe(await crm.presence());
});

it('a part that is waited for comes at once with retry(), and never with close()', async () => {
  let isThere = false;
  const crm = setUp(() => isThere);
  const waits = crm.presence();
  await vi.advanceTimersByTimeAsync(10_000);
  isThere = true;
  crm.retry();
  await vi.advanceTimersByTimeAsync(0);
  expect(await waits).toBe(await crm.presence());

  const other = setUp(() => false);
  const ended = other.presence().catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10_000);
  const closed = other.close();
  await vi.advanceTimersByTimeAsync(2000);
  await closed;
  expect(await ended).toMatchObject({ code: 'closed' });
});

it('a look-up says that its part could not be loaded, and the next one tries again', async () => {
  vi.useRealTimers();
  let isThere = false;
  const crm = setUp(() => isThere);
  await Promise.all([crm.lookup('acme'), crm.lookupPhone('030 123')].map((asked) => expect(asked).rejects.toMatchObject({ code: 'not_loaded', retryable: true })));
  isThere = true;
  expect((await crm.lookup('acme')).map(({ id }) => id)).toEqual(['acme']);
});
