import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PresenceRequest } from '../adapter/index.ts';
import { ForbiddenError, OfflineError } from '../errors.ts';
import { type MemoryBackend, type MemoryBackendOptions, memoryBackend } from '../testing/index.ts';
import { createClient } from './create-client.ts';
import type { Live, Vinculo } from './vinculo.ts';
import type { Present } from '../schema/index.ts';

const opened: Vinculo[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const crm of opened.splice(0)) await crm.close();
});

const seed = {
  user: [{ id: 'ana', name: 'Ana' }, { id: 'li', name: 'Li Wei' }],
  ticket: ['t1', 't2'].map((id) => ({ id, subject: id, pipelineId: 'p', stageId: 's' })),
};

function setUp(options: MemoryBackendOptions = {}): { backend: MemoryBackend; page: (user: string) => Vinculo } {
  vi.useFakeTimers();
  const backend = memoryBackend({ seed, ...options });
  return { backend, page: (user) => {
    const crm = createClient({ adapter: backend.adapter(user) });
    opened.push(crm);
    return crm;
  } };
}

/** What a page sees, as long as the test goes on. */
async function watch(crm: Vinculo, ...ids: string[]): Promise<Live<readonly Present[]>> {
  const live = (await crm.presence()).at('ticket', ids);
  live.subscribe(() => {});
  return live;
}

const asked = ({ faults }: MemoryBackend): number => faults.calls.filter(({ method }) => method === 'presence').length;
const seen = (live: Live<readonly Present[]>): string[] => live.snapshot.map(({ id, name, doing }) => `${name} ${doing} ${id}`);
const later = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe('crm.presence()', () => {
  it('tells a page who comes, writes and leaves within a second and a half, and nobody of themselves', async () => {
    const { page } = setUp();
    const [ana, li] = [page('ana'), page('li')];
    const shown = await watch(ana, 't1', 't2');
    const own = await watch(li, 't1');
    const presence = await li.presence();
    presence.say('ticket', 't1', 'looking');
    await later(1500);
    expect(seen(shown)).toEqual(['Li Wei looking t1']);
    presence.say('ticket', 't1', 'writing');
    await later(1500);
    expect(seen(shown)).toEqual(['Li Wei writing t1']);
    expect(seen(own)).toEqual([]);
    presence.say('ticket', 't1');
    presence.say('ticket', 't2', 'looking');
    await later(1500);
    expect(seen(shown)).toEqual(['Li Wei looking t2']);
    presence.say('ticket', 't2');
    await later(1500);
    expect(seen(shown)).toEqual([]);
  });

  it('asks nothing of a page that wants nothing, and no more once nobody listens', async () => {
    const { backend, page } = setUp();
    const presence = await page('ana').presence();
    await later(120_000);
    expect(asked(backend)).toBe(0);
    const subscription = presence.at('ticket', ['t1']).subscribe(() => {});
    await later(50_000);
    expect(asked(backend)).toBe(3);
    subscription.unsubscribe();
    await later(120_000);
    expect(asked(backend)).toBe(3);
  });

  it('sends no more than a question a second, however fast somebody types, and says again what goes on', async () => {
    const { backend, page } = setUp();
    const [ana, li] = [page('ana'), page('li')];
    const shown = await watch(ana, 't1');
    const presence = await li.presence();
    await later(0);
    const before = asked(backend);
    for (let key = 0; key < 50; key++) {
      presence.say('ticket', 't1', key % 2 === 0 ? 'writing' : 'looking');
      await later(100);
    }
    expect(asked(backend) - before).toBeLessThanOrEqual(12);
    presence.say('ticket', 't1', 'writing');
    await later(10 * 60_000);
    expect(seen(shown)).toEqual(['Li Wei writing t1']);
  });

  it('forgets a page that fell over', async () => {
    const { backend, page } = setUp();
    const shown = await watch(page('ana'), 't1');
    await backend.adapter('li').presence!({ page: 'gone', at: [{ table: 'ticket', id: 't1', doing: 'writing' }], of: [] });
    await later(1500);
    expect(seen(shown)).toEqual(['Li Wei writing t1']);
    await later(75_000);
    expect(seen(shown)).toEqual([]);
  });

  it('shows nobody while the backend does not answer, and goes on when it does', async () => {
    const { backend, page } = setUp();
    const [ana, li] = [page('ana'), page('li')];
    const shown = await watch(ana, 't1');
    (await li.presence()).say('ticket', 't1', 'looking');
    await later(1500);
    expect(seen(shown)).toEqual(['Li Wei looking t1']);
    backend.faults.failNext(new OfflineError('test'), 'presence');
    backend.faults.failNext(new OfflineError('test'), 'presence');
    await later(21_000);
    expect(seen(shown)).toEqual([]);
    await later(42_000);
    expect(seen(shown)).toEqual(['Li Wei looking t1']);
  });

  it('asks every few seconds where no hints flow', async () => {
    const { page } = setUp({ capabilities: { live: false } });
    const shown = await watch(page('ana'), 't1');
    await later(1500);
    (await page('li').presence()).say('ticket', 't1', 'writing');
    await later(6000);
    expect(seen(shown)).toEqual(['Li Wei writing t1']);
  });

  it('is not offered where the backend does not tell, and asks no more whom it refuses', async () => {
    await expect(setUp({ capabilities: { presence: false } }).page('ana').presence()).rejects.toMatchObject({ code: 'unsupported' });
    const { backend, page } = setUp();
    backend.faults.failNext(new ForbiddenError('Not for customers.'), 'presence');
    const shown = await watch(page('ana'), 't1');
    await later(120_000);
    expect([seen(shown), asked(backend)]).toEqual([[], 1]);
  });

  it('goes on for other tables where one is refused, says there where it is, and asks for that one again once rights changed', async () => {
    const { backend, page } = setUp({ seed: { ...seed, deal: [{ id: 'd1', name: 'Freezer', pipelineId: 'p', stageId: 's' }] } });
    const adapter = backend.adapter('ana');
    const named: string[] = [];
    let refuses = true;
    const ana = createClient({ adapter: { ...adapter, presence: (request, signal) => {
      const tables = [...request.at, ...request.of].map(({ table }) => table);
      named.push(...tables);
      return refuses && tables.includes('deal') ? Promise.reject(new ForbiddenError('No part in deals.')) : adapter.presence!(request, signal);
    } } });
    opened.push(ana);
    const li = page('li');
    const presence = await ana.presence();
    const tickets = await watch(ana, 't1');
    const deals = presence.at('deal', ['d1']);
    deals.subscribe(() => {});
    presence.say('ticket', 't1', 'looking');
    presence.say('deal', 'd1', 'looking');
    const theirs = await watch(li, 't1');
    const there = await li.presence();
    there.say('ticket', 't1', 'writing');
    there.say('deal', 'd1', 'looking');
    await later(5000);
    expect([seen(tickets), seen(deals), seen(theirs)]).toEqual([['Li Wei writing t1'], [], ['Ana looking t1']]);
    const before = named.filter((table) => table === 'deal').length;
    await later(120_000);
    expect([seen(tickets), seen(theirs)]).toEqual([['Li Wei writing t1'], ['Ana looking t1']]);
    expect(named.filter((table) => table === 'deal')).toHaveLength(before);
    refuses = false;
    backend.restrict('deal', { remove: false });
    await later(5000);
    expect([seen(tickets), seen(deals)]).toEqual([['Li Wei writing t1'], ['Li Wei looking d1']]);
  });

  it('says five places of a page, the latest, and asks for two hundred records', async () => {
    const { backend } = setUp();
    const adapter = backend.adapter('li');
    const requests: PresenceRequest[] = [];
    const crm = createClient({ adapter: { ...adapter, presence: (request, signal) => {
      requests.push(request);
      return adapter.presence!(request, signal);
    } } });
    opened.push(crm);
    const presence = await crm.presence();
    for (let n = 0; n < 7; n++) presence.say('ticket', `x${n}`, 'looking');
    await watch(crm, ...Array.from({ length: 300 }, (_, n) => `y${n}`));
    await later(1500);
    expect(requests.at(-1)!.at.map(({ id }) => id)).toEqual(['x2', 'x3', 'x4', 'x5', 'x6']);
    expect(requests.at(-1)!.of.map(({ ids }) => ids.length)).toEqual([200]);
  });
});
