import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, expect, it } from 'vitest';
import { createClient, type Vinculo } from '../index.ts';
import type { Adapter } from '../adapter/index.ts';
import type { Change, PushOutcome } from '../schema/index.ts';
import { memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

const accounts = ['a', 'b', 'c'];

/** A page that lost its line after it had read three accounts. */
async function cutOff(options: MemoryBackendOptions = {}, wrap: (adapter: Adapter) => Adapter = (a) => a): Promise<{ backend: MemoryBackend; crm: Vinculo; pushes: () => readonly (readonly Change[])[]; heal: () => Promise<void> }> {
  const backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: accounts.map((id) => ({ id, name: id, tags: [id], industry: 'old' })) }, ...options });
  const crm = createClient({ adapter: wrap(backend.adapter('ana')) });
  open.push(crm);
  crm.accounts.query().subscribe(() => {});
  await crm.accounts.query().once();
  backend.faults.offline();
  await when(crm.status, (s) => s.connection === 'offline');
  return {
    backend, crm,
    pushes: () => backend.faults.calls.flatMap((c) => (c.method === 'push' ? [c.changes ?? []] : [])),
    async heal() {
      backend.faults.online();
      crm.retry();
      await when(crm.status, (s) => s.connection === 'online' && s.waiting === 0);
    },
  };
}

const tagsOf = (crm: Vinculo, id: string): readonly string[] => (crm.accounts.query({ where: { id } }).snapshot.rows[0]?.tags as readonly string[] | null) ?? [];

it.each([['merges', {}], ['compares versions', { conflicts: 'compare' }]] as const)('sends 200 changes of three records in one call to a backend that %s; each is an entry of the history', async (_name, options) => {
  const { backend, crm, pushes, heal } = await cutOff(options);
  const pages = accounts.map((id) => crm.accounts.query({ where: { id } }));
  for (const page of pages) page.subscribe(() => {});
  const made = Array.from({ length: 200 }, (_, i) => {
    const id = accounts[i % 3]!;
    return i % 2 === 0 ? crm.accounts.update(id, { industry: `v${i}` }) : crm.accounts.update(id, { tags: [...tagsOf(crm, id), `t${i}`] });
  });
  // Others write meanwhile.
  for (const id of accounts) backend.update('account', id, { tags: [id, 'theirs'], website: 'https://example.com/' });
  const before = pushes().length;
  await heal();
  await Promise.all(made.map((change) => change.synced));
  // Where only versions are compared, the first call may find out that others wrote.
  expect(pushes().length - before).toBeLessThanOrEqual(2);
  for (const [at, id] of accounts.entries()) {
    const numbers = Array.from({ length: 200 }, (_, i) => i).filter((i) => i % 3 === at);
    const row = backend.row('account', id)!;
    expect(row['industry']).toBe(`v${numbers.findLast((i) => i % 2 === 0)}`);
    expect([...(row['tags'] as string[])].sort()).toEqual([id, 'theirs', ...numbers.filter((i) => i % 2 === 1).map((i) => `t${i}`)].sort());
    expect(row['website']).toBe('https://example.com/');
    expect(backend.rows('historyEntry').filter((h) => h['recordId'] === id)).toHaveLength(numbers.length);
    expect(crm.accounts.query({ where: { id } }).snapshot.rows[0]).toMatchObject({ industry: row['industry'], tags: row['tags'] });
  }
});

it('parks the refused one of several waiting changes of a record; the others arrive', async () => {
  const { backend, crm, pushes, heal } = await cutOff({}, (adapter) => ({
    ...adapter,
    async push(changes, signal): Promise<readonly PushOutcome[]> {
      const good = changes.filter((c) => c.patch['industry'] !== 'bad');
      const answers = await adapter.push(good, signal);
      return changes.map((c) => answers[good.indexOf(c)] ?? { status: 'rejected', code: 'blocked', message: 'Not this.' });
    },
  }));
  const one = crm.accounts.update('a', { industry: 'good' });
  const two = crm.accounts.update('a', { industry: 'bad', description: 'Not kept' });
  const three = crm.accounts.update('a', { website: 'https://a.example/' });
  const before = pushes().length;
  const refused = two.synced.catch((error: unknown) => error);
  await heal();
  expect(await refused).toMatchObject({ code: 'blocked' });
  await Promise.all([one.synced, three.synced]);
  expect(pushes().length - before).toBe(1);
  expect(backend.row('account', 'a')).toMatchObject({ industry: 'good', website: 'https://a.example/' });
  expect(crm.outbox.snapshot).toMatchObject([{ state: 'refused' }]);
  crm.outbox.snapshot[0]!.edit({ industry: 'better' });
  await when(crm.outbox, (list) => list.length === 0);
  expect(backend.row('account', 'a')).toMatchObject({ industry: 'better', website: 'https://a.example/' });
});

it('takes one of several waiting changes of a record back, and sends the others over what was before it', async () => {
  const { backend, crm, heal } = await cutOff();
  crm.accounts.update('a', { industry: 'one' });
  const two = crm.accounts.update('a', { industry: 'two', website: 'https://two.example/' });
  const three = crm.accounts.update('a', { industry: 'three' });
  two.undo();
  await heal();
  await three.synced;
  expect(backend.row('account', 'a')).toMatchObject({ industry: 'three' });
  expect(backend.row('account', 'a')!['website'] ?? null).toBeNull();
  expect(crm.notices.snapshot).toEqual([]);
});

it('sends what comes after a create when the backend has that', async () => {
  const { backend, crm, pushes, heal } = await cutOff({ capabilities: { ids: 'server' } });
  const created = crm.accounts.create({ name: 'New' });
  const id = created.id;
  const edits = Array.from({ length: 10 }, (_, i) => crm.accounts.update(id, { industry: `v${i}` }));
  const before = pushes().length;
  await heal();
  await Promise.all(edits.map((e) => e.synced));
  expect(pushes().length - before).toBe(2);
  expect(backend.rows('account').find((a) => a['name'] === 'New')).toMatchObject({ industry: 'v9' });
});

it('sends one by one where a lost answer would leave them in doubt', async () => {
  const { crm, pushes, heal } = await cutOff({ capabilities: { idempotency: false } });
  for (let i = 0; i < 4; i++) crm.accounts.update('a', { industry: `v${i}` });
  const before = pushes().length;
  await heal();
  expect(pushes().slice(before).map((changes) => changes.length)).toEqual([1, 1, 1, 1]);
});

it('is not troubled by an answer that was lost: what arrived is told apart by its keys', async () => {
  const { backend, crm, heal } = await cutOff();
  for (let i = 0; i < 5; i++) crm.accounts.update('a', { tags: ['a', ...Array.from({ length: i + 1 }, (_, k) => `t${k}`)] });
  backend.faults.loseNextAnswer();
  await heal();
  expect(backend.row('account', 'a')!['tags']).toEqual(['a', 't0', 't1', 't2', 't3', 't4']);
  expect(backend.rows('historyEntry').filter((h) => h['recordId'] === 'a')).toHaveLength(5);
});
