import { filter, firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type ClientOptions, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '../testing/index.ts';

const seed = {
  user: [{ id: 'ana', name: 'Ana' }],
  pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }],
  stage: [{ id: 's1', pipelineId: 'p', name: 'Qualify', category: 'open', rank: 'a' }],
  account: [{ id: 'acme', name: 'Acme', industry: 'Steel', status: 'old', custom: { x: 1, y: 2 } }],
  deal: [{ id: 'd1', name: 'Freezer', pipelineId: 'p', stageId: 's1', rank: 'a', probability: 30, nextStep: 'Call' }],
};

const open: Vinculo[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((crm) => crm.close({ wipe: 'discard' }))); });

function setUp(options: MemoryBackendOptions = {}, more: Partial<ClientOptions> = {}): { readonly backend: MemoryBackend; readonly crm: Vinculo } {
  const backend = memoryBackend({ seed, ...options });
  const crm = createClient({ adapter: backend.adapter('ana'), ...more });
  open.push(crm);
  return { backend, crm };
}

describe.each(['none', 'memory'] as const)('a change of a row that nobody read here, cache: %s', (cache) => {
  it('is taken back to what stood there', async () => {
    const { backend, crm } = setUp({}, { cache });
    const change = crm.deals.update('d1', { probability: 60, nextStep: 'Mail' });
    await change.synced;
    expect(backend.row('deal', 'd1')).toMatchObject({ probability: 60, nextStep: 'Mail' });
    expect(backend.faults.calls.findLast(({ method }) => method === 'push')!.changes![0]!.base).toEqual({ probability: 30, nextStep: 'Call' });
    await change.undo()!.synced;
    expect(backend.row('deal', 'd1')).toMatchObject({ probability: 30, nextStep: 'Call' });
  });

  it('is taken back one after the other, where several were made', async () => {
    const { backend, crm } = setUp({}, { cache });
    const [first, second] = [crm.deals.update('d1', { probability: 60 }), crm.deals.update('d1', { probability: 70 })];
    await Promise.all([first.synced, second.synced]);
    await second.undo()!.synced;
    expect(backend.row('deal', 'd1')!['probability']).toBe(60);
    await first.undo()!.synced;
    expect(backend.row('deal', 'd1')!['probability']).toBe(30);
  });

  it('is taken back where it removed the record', async () => {
    const { backend, crm } = setUp({}, { cache });
    const change = crm.deals.remove('d1');
    await change.synced;
    expect(backend.row('deal', 'd1')).toBeUndefined();
    await change.undo()!.synced;
    expect(backend.row('deal', 'd1')).toMatchObject({ name: 'Freezer', probability: 30, nextStep: 'Call' });
  });

  it('leaves the other fields that a backend added', async () => {
    const { backend, crm } = setUp({}, { cache });
    await crm.accounts.update('acme', { custom: { x: 5 } }).synced;
    expect(backend.row('account', 'acme')!['custom']).toEqual({ x: 5, y: 2 });
  });
});

it('is not taken back where nobody can say what stood there, lest nothing be written in its place', async () => {
  const backend = memoryBackend({ seed, capabilities: { query: false, aggregate: false } });
  const crm = createClient({ adapter: { ...backend.adapter('ana'), get: undefined } });
  open.push(crm);
  const [change, removal] = [crm.deals.update('d1', { probability: 60 }), crm.accounts.remove('acme')];
  await Promise.all([change.synced, removal.synced]);
  await expect(change.undo()!.synced).rejects.toMatchObject({ code: 'unsupported' });
  await expect(removal.undo()!.durable).rejects.toMatchObject({ code: 'unsupported' });
  expect(backend.row('deal', 'd1')!['probability']).toBe(60);
});

it('is sent once its row was read', async () => {
  const { backend, crm } = setUp({}, { cache: 'none' });
  const held = backend.faults.hold('get');
  const change = crm.deals.update('d1', { probability: 60 });
  await held.arrived();
  expect(backend.faults.calls.some(({ method }) => method === 'push')).toBe(false);
  held.release();
  await change.synced;
  expect(backend.row('deal', 'd1')!['probability']).toBe(60);
});

it('sends a removal again as a record with the fields that may be written', async () => {
  const { backend, crm } = setUp();
  backend.restrict('account', { fields: { status: 'read' } });
  await crm.accounts.query().once();
  const change = crm.accounts.remove('acme');
  await change.synced;
  await change.undo()!.synced;
  expect(backend.row('account', 'acme')).toMatchObject({ name: 'Acme', industry: 'Steel' });
});

it('removes again what was created', async () => {
  const { backend, crm } = setUp();
  const change = crm.accounts.create({ name: 'Gamma' });
  await change.synced;
  await change.undo()!.synced;
  expect(backend.row('account', change.id)).toBeUndefined();
});

it('edits a refused change of fields that a backend added one by one', async () => {
  const { backend, crm } = setUp();
  await crm.accounts.query().once();
  const lift = backend.faults.refuse({ table: 'account', id: 'acme' }, 'no', 'No.');
  crm.accounts.update('acme', { custom: { x: 5 } });
  const [entry] = await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.some((each) => each.state === 'refused'))));
  lift();
  entry!.edit({ custom: { x: 6 } });
  await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length === 0)));
  expect(backend.row('account', 'acme')!['custom']).toEqual({ x: 6, y: 2 });
});
