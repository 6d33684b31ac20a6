import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type Result, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

// A backend that mints the ids: whoever still has the id that a record was created with means that record.

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));
const names = (r: Result<{ readonly name: string }>): string[] => r.rows.map((row) => row.name);

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

function setUp(cache: 'memory' | 'none'): { backend: MemoryBackend; crm: Vinculo } {
  const backend = memoryBackend({
    capabilities: { ids: 'server' },
    seed: {
      user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'acme', name: 'Acme' }],
      pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }], stage: [{ id: 's1', pipelineId: 'p', name: 'Qualify', category: 'open' }],
      deal: [{ id: 'd1', name: 'Freezer', pipelineId: 'p', stageId: 's1', accountId: 'acme' }],
    },
  });
  const crm = createClient({ adapter: backend.adapter('ana'), cache });
  open.push(crm);
  return { backend, crm };
}

describe.each(['memory', 'none'] as const)('an id that was replaced, cache %s', (cache) => {
  it('reaches the backend as the new one, in whatever is written later', async () => {
    const { backend, crm } = setUp(cache);
    await crm.deals.query().once();
    const account = crm.accounts.create({ name: 'Minted' });
    const { id } = (await account.synced)!;
    expect(id).not.toBe(account.id);
    const created = await crm.deals.create({ name: 'Linked', pipelineId: 'p', stageId: 's1', accountId: account.id }).synced;
    expect(created).toMatchObject({ accountId: id });
    await crm.deals.update('d1', { accountId: account.id }).synced;
    expect(backend.row('deal', 'd1')).toMatchObject({ accountId: id });
    const note = await crm.attachments.create({ table: 'account', recordId: account.id, name: 'a.txt', type: 'text/plain', bytes: 1, blobId: 'b' }).synced;
    expect(note).toMatchObject({ recordId: id });
  });

  it('finds the same record in questions that are asked later', async () => {
    const { crm } = setUp(cache);
    const account = crm.accounts.create({ name: 'Minted' });
    const { id } = (await account.synced)!;
    await crm.deals.create({ name: 'Linked', pipelineId: 'p', stageId: 's1', accountId: id }).synced;
    expect(names(await crm.accounts.query({ where: { id: account.id } }).once())).toEqual(['Minted']);
    expect(names(await crm.accounts.query({ where: { or: [{ id: { in: ['acme', account.id] } }] }, orderBy: ['name'] }).once())).toEqual(['Acme', 'Minted']);
    expect(names(await crm.deals.query({ where: { accountId: account.id } }).once())).toEqual(['Linked']);
    await crm.attachments.create({ table: 'account', recordId: id, name: 'a.txt', type: 'text/plain', bytes: 1, blobId: 'b' }).synced;
    expect(names(await crm.attachments.query({ where: { table: 'account', recordId: account.id } }).once())).toEqual(['a.txt']);
    expect(names(await crm.attachments.query({ where: { recordId: { in: [account.id] } } }).once())).toEqual(['a.txt']);
    expect(names(await crm.deals.query({ where: { not: { accountId: { eq: account.id } } } }).once())).toEqual(['Freezer']);
    expect((await crm.deals.aggregate({ where: { accountId: account.id }, measures: { n: { op: 'count' } } }).once()).groups[0]!.values['n']).toBe(1);
  });

  it('is followed by the questions that name it, which show the record all the time', async () => {
    const { backend, crm } = setUp(cache);
    await crm.deals.query().once();
    const gate = backend.faults.hold('push');
    const account = crm.accounts.create({ name: 'Minted' });
    const deal = crm.deals.create({ name: 'Linked', pipelineId: 'p', stageId: 's1', accountId: account.id });
    const seen: string[][] = [];
    const one = crm.accounts.query({ where: { id: account.id } });
    one.subscribe((r) => seen.push(names(r)));
    const linked = crm.deals.query({ where: { accountId: account.id } });
    const steps: string[] = [];
    linked.steps.subscribe((list) => list.forEach((s) => steps.push(`${s.op} ${'row' in s ? s.row.name : ''}`)));
    const counted = crm.deals.aggregate({ where: { accountId: account.id }, measures: { n: { op: 'count' } } });
    counted.subscribe(() => {});
    await when(one, (r) => r.rows.length === 1);
    gate.release();
    await Promise.all([account.synced, deal.synced]);
    expect((await when(one, (r) => r.rows[0]?.id !== account.id)).rows).toHaveLength(1);
    expect((await when(linked, (r) => r.status === 'ready' && r.rows[0]?.id !== deal.id)).rows).toHaveLength(1);
    expect((await when(counted, (r) => r.status === 'ready')).groups[0]!.values['n']).toBe(1);
    expect(seen.slice(seen.findIndex((list) => list.length > 0)).filter((list) => list.length !== 1)).toEqual([]);
    expect(steps.at(-1)).not.toMatch(/^remove/);
    backend.update('account', (await account.synced)!.id, { name: 'Renamed' });
    expect(names(await when(one, (r) => r.rows[0]?.name === 'Renamed'))).toEqual(['Renamed']);
  });
});
