import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, expect, it } from 'vitest';
import { BackendError, ClosedError, createClient, ForbiddenError, type Vinculo } from '../index.ts';
import type { Adapter } from '../adapter/index.ts';
import { memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));
const eur = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'EUR' });

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

async function setUp(options: MemoryBackendOptions = {}, wrap: (adapter: Adapter) => Adapter = (a) => a): Promise<{ backend: MemoryBackend; crm: Vinculo }> {
  const backend = memoryBackend({
    seed: {
      user: [{ id: 'ana', name: 'Ana' }],
      pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }, { id: 'q', name: 'Leads', table: 'lead' }],
      stage: [{ id: 's1', pipelineId: 'p', name: 'Qualify', category: 'open' }, { id: 's2', pipelineId: 'p', name: 'Proposal', category: 'open', requiredFields: ['expectedClose'] }, { id: 'l1', pipelineId: 'q', name: 'New', category: 'open' }],
      deal: [{ id: 'd1', name: 'Freezer', pipelineId: 'p', stageId: 's1', amount: eur(100_00), custom: { a: 1, b: 2 } }, { id: 'd2', name: 'Chiller', pipelineId: 'p', stageId: 's1' }],
      lead: [{ id: 'x', name: 'Lead', pipelineId: 'q', stageId: 'l1', score: 10 }],
    },
    ...options,
  });
  const crm = createClient({ adapter: wrap(backend.adapter('ana')) });
  open.push(crm);
  crm.deals.query().subscribe(() => {});
  crm.leads.query().subscribe(() => {});
  await Promise.all([crm.deals.query().once(), crm.leads.query().once()]);
  return { backend, crm };
}

it('sends a parked change again once, however often its handle is used', async () => {
  const { backend, crm } = await setUp({ capabilities: { idempotency: false } });
  const mend = backend.faults.refuse({ table: 'account' }, 'blocked', 'Not now.');
  crm.accounts.create({ name: 'Twice' });
  const [entry] = await when(crm.outbox, (list) => list.some((e) => e.state === 'refused'));
  mend();
  entry!.retry();
  await when(crm.outbox, (list) => list.length === 0);
  entry!.retry();
  entry!.edit({ name: 'Thrice' });
  await when(crm.status, (s) => s.waiting === 0);
  expect(backend.rows('account').map((a) => a['name'])).toEqual(['Twice']);
});

it('parks, mends and discards a group as one', async () => {
  const { backend, crm } = await setUp();
  crm.batch(() => {
    crm.deals.update('d1', { probability: 10 });
    crm.deals.update('d2', { stageId: 's2' });
  });
  const parked = await when(crm.outbox, (list) => list.length === 2 && list.every((e) => e.state === 'refused'));
  parked.find((e) => e.change.id === 'd2')!.edit({ expectedClose: '2026-12-24' });
  await when(crm.outbox, (list) => list.length === 0);
  expect(backend.row('deal', 'd1')!['probability']).toBe(10);
  expect(backend.row('deal', 'd2')).toMatchObject({ stageId: 's2', expectedClose: '2026-12-24' });
  backend.faults.refuse({ table: 'deal', id: 'd2' }, 'blocked', 'No.');
  crm.batch(() => {
    crm.deals.update('d1', { probability: 90 });
    crm.deals.update('d2', { nextStep: 'Call' });
  });
  (await when(crm.outbox, (list) => list.length === 2 && list.every((e) => e.state === 'refused')))[0]!.discard();
  await when(crm.outbox, (list) => list.length === 0);
  expect(backend.row('deal', 'd1')!['probability']).toBe(10);
});

it('sends nothing of a group of which one change is in conflict already', async () => {
  const { backend, crm } = await setUp();
  backend.faults.offline();
  crm.batch(() => {
    crm.deals.update('d1', { amount: eur(1) });
    crm.deals.update('d2', { nextStep: 'Call' });
  });
  await when(crm.status, (s) => s.connection === 'offline');
  backend.update('deal', 'd1', { amount: eur(2) });
  backend.faults.online();
  await when(crm.deals.query({ where: { id: 'd1' } }), (r) => r.status === 'ready');
  crm.retry();
  await when(crm.outbox, (list) => list.length === 2 && list.every((e) => e.state === 'conflict' || e.state === 'refused'));
  expect(backend.row('deal', 'd2')!['nextStep'] ?? null).toBeNull();
});

it('takes nothing for the backend’s that a group wrote which was taken back', async () => {
  const { backend, crm } = await setUp({ capabilities: { live: false } });
  backend.update('deal', 'd2', { name: 'Theirs' });
  const stands = backend.row('deal', 'd2')!;
  crm.batch(() => {
    crm.deals.update('d2', { nextStep: 'Call' });
    crm.deals.update('d2', { name: 'Mine' });
  });
  const parked = await when(crm.outbox, (list) => list.length === 2 && list.every((e) => e.state === 'conflict' || e.state === 'refused'));
  expect(parked.map((e) => [e.state, e.change.patch])).toEqual([['refused', { nextStep: 'Call' }], ['conflict', { name: 'Mine' }]]);
  expect(backend.row('deal', 'd2')).toEqual(stands);
  expect((await crm.deals.query({ where: { id: 'd2' } }).once()).rows).toEqual([stands]);
  parked[0]!.retry();
  await when(crm.outbox, (list) => list.length === 2 && list.every((e) => e.state === 'conflict' || e.state === 'refused') && list[0] !== parked[0]);
  expect(crm.outbox.snapshot.map((e) => e.change.patch)).toEqual([{ nextStep: 'Call' }, { name: 'Mine' }]);
  crm.outbox.snapshot[1]!.retry();
  await when(crm.outbox, (list) => list.length === 0);
  expect(backend.row('deal', 'd2')).toMatchObject({ nextStep: 'Call', name: 'Mine' });
});

/** An adapter whose backend fails whenever a change of this record is among those it gets. */
const failing = (id: string, error: Error) => (adapter: Adapter): Adapter => ({
  ...adapter,
  push: (changes, signal) => (changes.some((c) => c.id === id) ? Promise.reject(error) : adapter.push(changes, signal)),
});

it('finds the one change that the backend will not take, and parks only that', async () => {
  const { backend, crm } = await setUp({}, failing('d1', new ForbiddenError('Not this one.')));
  backend.faults.offline();
  for (let i = 0; i < 6; i++) crm.accounts.create({ name: `Account ${i}` });
  crm.deals.update('d1', { nextStep: 'Poison' });
  crm.deals.update('d2', { nextStep: 'Good' });
  backend.faults.online();
  crm.retry();
  await when(crm.outbox, (list) => list.length === 1 && list[0]!.state === 'refused');
  expect(backend.rows('account')).toHaveLength(6);
  expect(backend.row('deal', 'd2')!['nextStep']).toBe('Good');
});

it('lets others go first when the backend fails over one change again and again', async () => {
  const { backend, crm } = await setUp({}, failing('d1', new BackendError('The server failed.')));
  crm.deals.update('d1', { nextStep: 'Poison' });
  crm.deals.update('d2', { nextStep: 'Good' });
  while (backend.row('deal', 'd2')!['nextStep'] !== 'Good') {
    crm.retry();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(crm.outbox.snapshot.map((e) => e.change.id)).toEqual(['d1']);
});

it('keeps the greater where the policy says so, also when it merges itself', async () => {
  const { backend, crm } = await setUp();
  backend.faults.offline();
  const change = crm.leads.update('x', { score: 20 });
  await when(crm.status, (s) => s.connection === 'offline');
  backend.update('lead', 'x', { score: 90 });
  backend.faults.online();
  await when(crm.leads.query({ where: { score: 90 } }), (r) => r.rows.length === 1);
  crm.retry();
  await change.synced;
  expect(backend.row('lead', 'x')!['score']).toBe(90);
});

it('patches custom fields key by key, and brings all of them back when a remove is undone', async () => {
  const { backend, crm } = await setUp();
  await crm.deals.update('d1', { custom: { b: 3 } }).synced;
  expect(backend.row('deal', 'd1')!.custom).toEqual({ a: 1, b: 3 });
  const gone = crm.deals.remove('d1');
  await gone.synced;
  await gone.undo()!.synced;
  expect(backend.row('deal', 'd1')!.custom).toEqual({ a: 1, b: 3 });
});

it('undoes a change once', async () => {
  const { backend, crm } = await setUp();
  backend.faults.offline();
  const gone = crm.deals.remove('d1');
  expect(gone.undo()).toBeUndefined();
  expect(gone.undo()).toBeUndefined();
  backend.faults.online();
  crm.retry();
  await when(crm.status, (s) => s.connection === 'online' && s.waiting === 0);
  expect(crm.outbox.snapshot).toEqual([]);
  expect(backend.row('deal', 'd1')).toBeDefined();
});

it('answers who waits when it is closed, and takes no more writes', async () => {
  const { backend, crm } = await setUp();
  const { deals } = crm;
  backend.faults.hold('push');
  const change = crm.deals.update('d1', { nextStep: 'Late' });
  await crm.close();
  await expect(change.synced).rejects.toBeInstanceOf(ClosedError);
  expect(() => deals.update('d1', { nextStep: 'Later' })).toThrow(ClosedError);
});

it('judges a move to another pipeline', async () => {
  const { backend, crm } = await setUp();
  await expect(crm.deals.update('d1', { pipelineId: 'q' }).synced).rejects.toMatchObject({ code: 'move_refused' });
  expect(backend.row('deal', 'd1')!['pipelineId']).toBe('p');
});
