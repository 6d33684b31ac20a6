import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type ClientOptions, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close({ wipe: 'discard' })));
});

function setUp(cache: NonNullable<ClientOptions['cache']> = 'memory'): { readonly crm: Vinculo; readonly backend: MemoryBackend } {
  const backend = memoryBackend({
    seed: {
      user: [{ id: 'ana', name: 'Ana' }],
      pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }],
      stage: ['s1', 's2'].map((id) => ({ id, pipelineId: 'p', name: id, category: 'open', rank: id })),
      deal: [{ id: 'd1', name: 'Freezer', pipelineId: 'p', stageId: 's1', rank: 'a' }, { id: 'd2', name: 'Pump', pipelineId: 'p', stageId: 's2', rank: 'b' }],
    },
  });
  const crm = createClient({ adapter: backend.adapter('ana'), cache });
  open.push(crm);
  return { crm, backend };
}

describe('what the caller goes on changing', () => {
  it.each(['memory', 'none'] as const)('a question stays as it was asked, also for others who ask the same; cache %s', async (cache) => {
    const { crm } = setUp(cache);
    await crm.deals.query().once();
    const where = { stageId: 's1' };
    const held = crm.deals.query({ where });
    const counted = crm.deals.aggregate({ where, measures: { n: { op: 'count' } } });
    where.stageId = 's2';
    const same = crm.deals.query({ where: { stageId: 's1' } });
    expect(same).toBe(held);
    expect((await same.once()).rows.map((r) => r.name)).toEqual(['Freezer']);
    expect((await crm.deals.query({ where }).once()).rows.map((r) => r.name)).toEqual(['Pump']);
    const [group] = (await counted.once()).groups;
    expect(group!.values['n']).toBe(1);
  });

  it('a patch is sent as it was when it was written', async () => {
    const { crm, backend } = setUp();
    await crm.deals.query().once();
    const tags = ['cold'];
    const custom = { size: { width: 2 } };
    const written = crm.deals.update('d1', { tags, custom });
    const created = crm.deals.create({ name: 'Fan', pipelineId: 'p', stageId: 's1', rank: 'c', tags });
    const unseen = crm.deals.update('d2', { tags: new Proxy(tags, {}) });
    tags.push('sold');
    custom.size.width = 3;
    await Promise.all([written.synced, created.synced, unseen.synced]);
    expect(backend.row('deal', 'd1')).toMatchObject({ tags: ['cold'], custom: { size: { width: 2 } } });
    expect(backend.row('deal', created.id)).toMatchObject({ tags: ['cold'] });
    expect(backend.row('deal', 'd2')).toMatchObject({ tags: ['cold'] });
  });
});

it('questions that nobody holds leave nothing behind', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { crm } = setUp();
  await crm.deals.query().once();
  const { deals } = crm;
  const ask = async (): Promise<number> => {
    for (let i = 0; i < 3000; i++) {
      deals.query({ where: { search: `${i}`.padStart(2000, 'x') } });
      if (i % 500 === 0) await new Promise((resolve) => void setTimeout(resolve));
    }
    // What is told of collected answers is told in a task of its own.
    for (let i = 0; i < 5; i++) {
      collect();
      await new Promise((resolve) => void setTimeout(resolve));
    }
    return process.memoryUsage().heapUsed;
  };
  const before = await ask();
  // 3,000 keys of 2,000 characters are 6 MB.
  expect((await ask()) - before).toBeLessThan(2_000_000);
});
