import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClientOptions, createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend, type MemoryBackendOptions, type Seed } from '../testing/index.ts';

const accounts = (count: number): Seed => ({ user: [{ id: 'ana', name: 'Ana' }], account: Array.from({ length: count }, (_, i) => ({ id: `a${String(i).padStart(5, '0')}`, name: `Account ${i}` })) });

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

function setUp(options: MemoryBackendOptions, more: Partial<ClientOptions> = {}): { backend: MemoryBackend; crm: Vinculo } {
  const backend = memoryBackend(options);
  const crm = createClient({ adapter: backend.adapter('ana'), ...more });
  open.push(crm);
  return { backend, crm };
}

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

describe('a reading from the beginning', () => {
  it('leaves out what was removed, or hidden, between its pages', async () => {
    const { backend, crm } = setUp({ seed: accounts(1500) });
    const live = crm.accounts.query();
    const subscription = live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready');
    backend.faults.expire();
    const gate = backend.faults.hold('pull', { answers: true });
    backend.update('account', 'a01400', { name: 'Renamed' });
    await gate.arrived();
    backend.remove('account', 'a00000');
    backend.hide('ana', 'account', { id: 'a00001' });
    gate.release();
    const { rows } = await when(live, (r) => r.rows.some((a) => a.name === 'Renamed'));
    expect(rows.map((a) => a.id).filter((id) => id < 'a00003')).toEqual(['a00002']);
    subscription.unsubscribe();
  });
});
