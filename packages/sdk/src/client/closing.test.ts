import { describe, expect, it } from 'vitest';
import { ClosedError, createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

function setUp(cache: 'memory' | 'none'): { readonly crm: Vinculo; readonly backend: MemoryBackend } {
  const backend = memoryBackend({
    seed: { user: [{ id: 'ana', name: 'Ana' }], contact: ['a', 'b', 'c'].map((id) => ({ id, name: id })) },
  });
  return { crm: createClient({ adapter: backend.adapter('ana'), cache }), backend };
}

describe.each(['memory', 'none'] as const)('a closed client, cache %s', (cache) => {
  it('leaves nobody waiting for an answer', async () => {
    const { crm, backend } = setUp(cache);
    await crm.teams.query().once();
    backend.faults.hold('pull');
    backend.faults.hold('query');
    backend.faults.hold('aggregate');
    const asked = [crm.contacts.query({ orderBy: ['-id'] }).once(), crm.contacts.aggregate({ measures: { n: { op: 'count' } } }).once()];
    const settled = Promise.allSettled(asked);
    await crm.close();
    for (const outcome of await settled) expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(ClosedError) });
  });

  it('says so to whoever kept a collection or a query', async () => {
    const { crm } = setUp(cache);
    const { contacts } = crm;
    const answered = contacts.query();
    await answered.once();
    await crm.close();
    for (const ask of [() => answered.once(), () => contacts.query({ limit: 2 }).once(), () => contacts.aggregate({ measures: { n: { op: 'count' } } }).once()]) {
      await expect(ask()).rejects.toBeInstanceOf(ClosedError);
    }
  });

  it('says so to whoever waits for the description', async () => {
    const { crm, backend } = setUp(cache);
    backend.faults.offline();
    const described = crm.description.once().catch((error: unknown) => error);
    await crm.close();
    expect(await described).toBeInstanceOf(ClosedError);
  });

  it('counts a batch as one change when it is not to lose it, and afterwards nothing waits and nobody leads', async () => {
    const { crm, backend } = setUp(cache);
    await crm.contacts.query().once();
    backend.faults.offline();
    const change = crm.contacts.update('a', { name: 'A' });
    const lost = change.synced.catch((error: unknown) => error);
    crm.batch(() => {
      crm.contacts.update('b', { name: 'B' });
      crm.contacts.update('c', { name: 'C' });
    });
    await expect(crm.close({ wipe: true })).rejects.toMatchObject({ code: 'unsynced_changes', count: 2 });
    expect(crm.status.snapshot).toMatchObject({ waiting: 2, leader: true });
    await crm.close({ wipe: 'discard' });
    expect(await lost).toBeInstanceOf(ClosedError);
    expect(crm.status.snapshot).toMatchObject({ waiting: 0, parked: 0, leader: false });
    expect(crm.outbox.snapshot).toEqual([]);
  });

  it('ends the reports of who looks inside', async () => {
    const { crm } = setUp(cache);
    let reports = 0;
    let ended: () => void = () => {};
    const end = new Promise<void>((resolve) => (ended = resolve));
    await new Promise<void>((told) => {
      crm.debug.changes.subscribe({
        next: () => {
          reports++;
          told();
        },
        complete: ended,
      });
    });
    await crm.close();
    await end;
    expect(reports).toBeGreaterThan(0);
  });
});
