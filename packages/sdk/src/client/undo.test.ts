import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type Vinculo } from '../index.ts';
import { type MemoryBackend, memoryBackend } from '../testing/index.ts';

const open: Vinculo[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((crm) => crm.close({ wipe: 'discard' }))); });

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

async function setUp(cache: 'memory' | 'none'): Promise<{ readonly backend: MemoryBackend; readonly crm: Vinculo }> {
  const backend = memoryBackend({ seed: { account: [{ id: 'acme', name: 'Acme', industry: 'Steel' }], contact: [{ id: 'mei', name: 'Mei', accountId: 'acme' }] } });
  const crm = createClient({ adapter: backend.adapter('ana'), cache });
  open.push(crm);
  crm.accounts.query().subscribe(() => {});
  crm.contacts.query().subscribe(() => {});
  await Promise.all([crm.accounts.query().once(), crm.contacts.query().once()]);
  return { backend, crm };
}

describe.each(['memory', 'none'] as const)('taking back, cache %s', (cache) => {
  it('a change that was refused and sent again is answered by its opposite', async () => {
    const { backend, crm } = await setUp(cache);
    const allow = backend.faults.refuse({ table: 'account' }, 'closed', 'We are closed.');
    const change = crm.accounts.update('acme', { industry: 'Glass' });
    await expect(change.synced).rejects.toMatchObject({ code: 'closed' });
    allow();
    crm.outbox.snapshot[0]!.retry();
    await when(crm.outbox, (entries) => entries.length === 0);
    expect(backend.row('account', 'acme')!['industry']).toBe('Glass');
    await change.undo()!.synced;
    expect(backend.row('account', 'acme')!['industry']).toBe('Steel');
  });

  it('a change that was refused and is let go has no opposite', async () => {
    const { backend, crm } = await setUp(cache);
    backend.faults.refuse({ table: 'account' }, 'closed', 'We are closed.');
    const change = crm.accounts.update('acme', { industry: 'Glass' });
    await expect(change.synced).rejects.toMatchObject({ code: 'closed' });
    crm.outbox.snapshot[0]!.discard();
    await when(crm.outbox, (entries) => entries.length === 0);
    expect(change.undo()).toBeUndefined();
    await expect(change.synced).rejects.toMatchObject({ code: 'closed' });
  });

  it.each(['undo', 'discard'] as const)('a new record that was not sent: what names it goes without that name, or with it where it cannot be without: %s', async (way) => {
    const { backend, crm } = await setUp(cache);
    backend.faults.offline();
    await when(crm.status, ({ connection }) => connection === 'offline');
    const account = crm.accounts.create({ name: 'New' });
    const kid = crm.contacts.create({ name: 'Kid', accountId: account.id });
    const moved = crm.contacts.update('mei', { accountId: account.id, jobTitle: 'CEO' });
    const role = crm.affiliations.create({ contactId: 'mei', accountId: account.id });
    if (way === 'undo') account.undo();
    else crm.outbox.snapshot.find(({ change }) => change.id === account.id)!.discard();
    await expect(role.synced).rejects.toMatchObject({ code: 'discarded' });
    backend.faults.online();
    crm.retry();
    await Promise.all([kid.synced, moved.synced]);
    expect(backend.row('contact', kid.id)!['accountId'] ?? null).toBeNull();
    expect(backend.row('contact', 'mei')).toMatchObject({ accountId: 'acme', jobTitle: 'CEO' });
    expect([backend.rows('affiliation'), crm.outbox.snapshot]).toEqual([[], []]);
    // What is taken back then is what was sent.
    await moved.undo()!.synced;
    expect(backend.row('contact', 'mei')!['jobTitle'] ?? null).toBeNull();
  });
});
