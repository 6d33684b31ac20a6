import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type ClientOptions, type Result, type Vinculo } from '../index.ts';
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

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

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

describe('an answer that was told never changes', () => {
  const relatedSeed = async (cache: NonNullable<ClientOptions['cache']>): Promise<ReturnType<typeof setUp>> => {
    const made = setUp(cache);
    await made.crm.stages.query().once();
    return made;
  };
  const stageName = (r: Result<{ readonly stageId: string }>): unknown => r.related['stage']?.get(r.rows[0]?.stageId ?? '')?.['name'];

  it.each(['memory', 'none'] as const)('its related rows neither, whenever they are read first; cache %s', async (cache) => {
    const { crm } = await relatedSeed(cache);
    const told: Result<{ readonly stageId: string }>[] = [];
    const live = crm.deals.query({ where: { id: 'd1' }, include: ['stageId'] });
    const subscription = live.subscribe((r) => told.push(r));
    await when(live, (r) => r.related['stage']?.size === 1);
    const first = told.at(-1)!;
    crm.stages.update('s1', { name: 'Renamed' });
    const second = live.snapshot;
    // From now on nobody hears of the first stage, and then of none.
    crm.deals.update('d1', { stageId: 's2' });
    const third = live.snapshot;
    crm.stages.update('s1', { name: 'Renamed again' });
    subscription.unsubscribe();
    crm.stages.update('s2', { name: 'Renamed too' });
    expect([first, second, third].map(stageName)).toEqual(['s1', 'Renamed', 's2']);
    expect((await when(live, (r) => stageName(r) !== undefined)).related['stage']!.get('s2')!['name']).toBe('Renamed too');
  });

  it('what was read of a query to which nobody listens neither', async () => {
    const { crm } = await relatedSeed('memory');
    const live = crm.deals.query({ where: { id: 'd1' }, include: ['stageId'] });
    const [answer, read] = [await live.once(), live.snapshot];
    crm.stages.update('s1', { name: 'Renamed' });
    expect([answer, read, live.snapshot].map(stageName)).toEqual(['s1', 's1', 'Renamed']);
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
