import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient, type Vinculo } from '../index.ts';
import type { Adapter } from '../adapter/index.ts';
import { memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '../testing/index.ts';

// Errors that are none of Vinculo's own: an adapter with a fault in it.

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

const open: Vinculo[] = [];
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
  vi.restoreAllMocks();
});

/** @param wrap what of the adapter has a fault, while `broken.now` says so */
function setUp(wrap: (adapter: Adapter) => Partial<Adapter>, options: MemoryBackendOptions = {}, cache: 'memory' | 'none' = 'memory'): { backend: MemoryBackend; crm: Vinculo; broken: { now: boolean } } {
  const backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'acme', name: 'Acme' }] }, ...options });
  const broken = { now: true };
  const adapter = backend.adapter('ana');
  const crm = createClient({ adapter: { ...adapter, ...wrap(adapter) }, cache });
  open.push(crm);
  return { backend, crm, broken };
}

const fault = (): never => {
  throw new TypeError('Cannot read properties of undefined.');
};

it('sends again by itself what the adapter failed over, and says so until then', async () => {
  const { backend, crm, broken } = setUp((adapter) => ({ push: (...args) => (broken.now ? fault() : adapter.push(...args)) }));
  await crm.accounts.query().once();
  const change = crm.accounts.update('acme', { name: 'Acme Group' });
  const { error } = await when(crm.status, (s) => s.error !== undefined);
  expect(error).toMatchObject({ code: 'fault', retryable: true });
  expect((await crm.debug.report()).outbox).toMatchObject([{ state: 'waiting', heldBack: { why: 'pause' } }]);
  broken.now = false;
  await change.synced;
  expect(backend.row('account', 'acme')!['name']).toBe('Acme Group');
  expect((await when(crm.status, (s) => s.waiting === 0)).error).toBeUndefined();
});

it('makes no second record of a create that arrived before the adapter failed, where nothing tells keys apart', async () => {
  const { backend, crm, broken } = setUp((adapter) => ({
    push: async (...args) => {
      const answer = await adapter.push(...args);
      return broken.now ? fault() : answer;
    },
  }), { capabilities: { idempotency: false, ids: 'server' } });
  await crm.accounts.query().once();
  crm.accounts.create({ name: 'Once' });
  await when(crm.outbox, (list) => list.some((e) => e.state === 'unknown'));
  broken.now = false;
  crm.retry();
  await crm.accounts.update('acme', { name: 'Sent' }).synced;
  expect(backend.rows('account').filter((a) => a['name'] === 'Once')).toHaveLength(1);
});

it('reads again on retry() what could not be read, where no hint comes', async () => {
  const { crm, broken } = setUp((adapter) => ({ pull: (...args) => (broken.now ? fault() : adapter.pull(...args)) }), { capabilities: { live: false } });
  const live = crm.accounts.query();
  live.subscribe(() => {});
  await when(live, (r) => r.status === 'error');
  broken.now = false;
  crm.retry();
  expect((await when(live, (r) => r.status === 'ready')).rows).toHaveLength(1);
});

it('asks again on retry() what the backend did not answer', async () => {
  const { crm, broken } = setUp((adapter) => ({ query: (...args) => (broken.now ? fault() : adapter.query!(...args)) }), { capabilities: { live: false } }, 'none');
  const live = crm.accounts.query();
  live.subscribe(() => {});
  await when(live, (r) => r.status === 'error');
  broken.now = false;
  crm.retry();
  expect((await when(live, (r) => r.status === 'ready')).rows).toHaveLength(1);
});
