import 'fake-indexeddb/auto';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, expect, it } from 'vitest';
import { createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

const open: Vinculo[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close({ wipe: 'discard' })));
});

const newBackend = (): MemoryBackend => memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'acme', name: 'Acme' }] } });
const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

async function accountsOf(crm: Vinculo): Promise<readonly string[]> {
  const { rows } = await when(crm.accounts.query({ orderBy: ['id'] }), (r) => r.status === 'ready' && r.complete === true);
  return rows.map((row) => row.id);
}

it('shows no record that a page wrote which never read its table, and that went since', async () => {
  const backend = newBackend();
  const first = createClient({ adapter: backend.adapter('ana'), cache: 'disk' });
  await first.accounts.create({ id: 'kept', name: 'Kept' }).synced;
  await first.accounts.create({ id: 'went', name: 'Went' }).synced;
  await first.close();
  backend.remove('account', 'went');
  const second = createClient({ adapter: backend.adapter('ana'), cache: 'disk' });
  open.push(second);
  expect(await accountsOf(second)).toEqual(['acme', 'kept']);
  expect(await second.accounts.get('went')).toBeUndefined();
});

it.each(['disk', 'memory'] as const)('shows no record that this page wrote before it read its table, and that went meanwhile (%s)', async (cache) => {
  const backend = newBackend();
  const crm = createClient({ adapter: backend.adapter('ana'), cache });
  open.push(crm);
  await crm.accounts.create({ id: 'went', name: 'Went' }).synced;
  backend.remove('account', 'went');
  expect(await accountsOf(crm)).toEqual(['acme']);
});

it('reads the table anew where the backend cannot be asked for single records', async () => {
  const backend = newBackend();
  const { get: _, ...adapter } = backend.adapter('ana');
  const crm = createClient({ adapter, cache: 'memory' });
  open.push(crm);
  await crm.accounts.create({ id: 'went', name: 'Went' }).synced;
  backend.remove('account', 'went');
  expect(await accountsOf(crm)).toEqual(['acme']);
});
