import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Adapter, Capabilities } from '../adapter/index.ts';
import { createClient, type Vinculo } from '../index.ts';
import { type MemoryBackend, memoryBackend } from '../testing/index.ts';

const seed = { account: [{ id: 'acme', name: 'Acme', industry: 'Steel' }, { id: 'beta', name: 'Beta', industry: 'Food' }] };

const open: Vinculo[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((crm) => crm.close({ wipe: 'discard' }))); });

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

/** A backend that takes no change that says "bad". */
async function setUp(capabilities: Partial<Capabilities> = {}): Promise<{ readonly backend: MemoryBackend; readonly crm: Vinculo }> {
  const backend = memoryBackend({ seed, capabilities });
  const adapter: Adapter = backend.adapter('ana');
  const crm = createClient({
    adapter: {
      ...adapter,
      push: async (changes, signal) => {
        const isBad = changes.map(({ patch }) => Object.values(patch).includes('bad'));
        const answers = await adapter.push(changes.filter((_, i) => !isBad[i]), signal);
        let next = 0;
        return isBad.map((bad) => (bad ? { status: 'rejected', code: 'no', message: 'No.' } : answers[next++]!));
      },
    },
  });
  open.push(crm);
  crm.accounts.query().subscribe(() => {});
  await crm.accounts.query().once();
  backend.faults.offline();
  return { backend, crm };
}

async function sent({ backend, crm }: { readonly backend: MemoryBackend; readonly crm: Vinculo }): Promise<void> {
  await when(crm.status, ({ connection }) => connection === 'offline');
  backend.faults.online();
  crm.retry();
  await when(crm.status, ({ waiting }) => waiting === 0);
}

describe.each([['in one call', {}], ['one by one', { push: 'single', atomic: false }]] as const)('an edit of a field whose earlier edit is refused, sent %s', (_, capabilities) => {
  it.each(['name', 'industry'] as const)('goes on over what stood before that one: %s', async (field) => {
    const set = await setUp(capabilities);
    const [refused, good] = [set.crm.accounts.update('acme', { [field]: 'bad' }), set.crm.accounts.update('acme', { [field]: 'good' })];
    await sent(set);
    await expect(refused.synced).rejects.toMatchObject({ code: 'no' });
    await good.synced;
    expect(set.backend.row('account', 'acme')![field]).toBe('good');
    expect(set.crm.outbox.snapshot.map(({ state, change }) => [state, change.patch])).toEqual([['refused', { [field]: 'bad' }]]);
    expect(set.crm.notices.snapshot).toEqual([]);
    await good.undo()!.synced;
    expect(set.backend.row('account', 'acme')![field]).toBe(field === 'name' ? 'Acme' : 'Steel');
  });
});

it.each([0, 1])('a later edit stands on what stood before a batch, through whichever change that one was taken back: %i', async (which) => {
  const set = await setUp();
  const batch = set.crm.batch(() => {
    set.crm.accounts.update('acme', { industry: 'Glass' });
    set.crm.accounts.update('beta', { name: 'Gamma', industry: 'Glass' });
    set.crm.accounts.update('beta', { name: 'Delta' });
  });
  const later = set.crm.accounts.update('beta', { name: 'Epsilon', industry: 'Wood' });
  batch[which]!.undo();
  await when(set.crm.outbox, (entries) => entries.length === 1);
  await sent(set);
  await later.synced;
  expect(set.backend.row('account', 'beta')).toMatchObject({ name: 'Epsilon', industry: 'Wood' });
  expect(set.backend.row('account', 'acme')!['industry']).toBe('Steel');
  expect(set.crm.notices.snapshot).toEqual([]);
});
