import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

// A backend that mints the ids: whoever still has the id that a record was created with means that record.

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
});
