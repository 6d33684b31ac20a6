import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../adapter/index.ts';
import { type AggregateResult, createClient, ForbiddenError, type Vinculo } from '../index.ts';
import { type MemoryBackend, memoryBackend } from '../testing/index.ts';

const eur = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'EUR' });
const seed = {
  user: [{ id: 'ana', name: 'Ana' }],
  pipeline: [{ id: 'p', name: 'P', table: 'deal' }],
  stage: [{ id: 's1', pipelineId: 'p', name: 'S', category: 'open', rank: 'a' }],
  deal: [1, 2, 3].map((i) => ({ id: `d${i}`, name: `Deal ${i}`, pipelineId: 'p', stageId: 's1', amount: eur(i * 100) })),
};

const open: Vinculo[] = [];
afterEach(() => Promise.all(open.splice(0).map((crm) => crm.close())));

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

function setUp(adapter: Partial<Adapter> = {}): { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly figures: () => unknown; readonly live: Observable<AggregateResult>; readonly seen: unknown[] } {
  let time = Date.UTC(2026, 10, 22);
  const backend = memoryBackend({ seed, now: () => ++time });
  const crm = createClient({ adapter: { ...backend.adapter('ana'), ...adapter }, cache: 'none' });
  open.push(crm);
  const live = crm.deals.aggregate({ measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } });
  const seen: unknown[] = [];
  live.subscribe((r) => seen.push(r.groups[0]?.values));
  return { backend, crm, live, seen, figures: () => live.snapshot.groups[0]?.values };
}

describe('figures that the backend counts', () => {
  it('hold an own change exactly once: while it waits, after it landed, and when it is counted', async () => {
    const { backend, crm, live, figures, seen } = setUp();
    await when(live, (r) => r.status === 'ready');
    await crm.deals.query().once();
    expect(live).toHaveProperty('snapshot.asOf', expect.stringContaining('2026-11-22T'));
    const counting = backend.faults.hold('aggregate');
    const change = crm.deals.update('d1', { amount: eur(1000) });
    const expected = { count: 3, sum: { EUR: 1500 } };
    expect(figures()).toEqual(expected);
    await change.synced;
    // The backend has it, but has not counted again.
    await counting.arrived();
    expect(figures()).toEqual(expected);
    counting.release();
    await when(live, (r) => (r.asOf ?? '') > '2026-11-22T00:00:00.005Z');
    await crm.deals.create({ name: 'Four', pipelineId: 'p', stageId: 's1', amount: eur(5) }).synced;
    await when(live, (r) => r.groups[0]?.values['count'] === 4);
    expect(figures()).toEqual({ count: 4, sum: { EUR: 1505 } });
    // Nothing else was ever told on the way.
    const told = new Set(seen.map((v) => JSON.stringify(v)));
    expect(told).toEqual(new Set(['{"count":3,"sum":{"EUR":600}}', '{"count":3,"sum":{"EUR":1500}}', '{"count":4,"sum":{"EUR":1505}}']));
  });

  it('let an own change go that was refused', async () => {
    const { backend, crm, live, figures } = setUp();
    await when(live, (r) => r.status === 'ready');
    await crm.deals.query().once();
    backend.faults.refuse({ table: 'deal', id: 'd2' }, 'no', 'No.');
    const change = crm.deals.update('d2', { amount: eur(9000) });
    expect(figures()).toEqual({ count: 3, sum: { EUR: 9400 } });
    await change.synced.catch(() => {});
    await when(crm.status, (s) => s.parked === 1);
    expect(figures()).toEqual({ count: 3, sum: { EUR: 600 } });
  });

  it('move an own change from one group to another, and lose the group that it empties', async () => {
    const { backend, crm } = setUp();
    backend.write('stage', { id: 's2', pipelineId: 'p', name: 'T', category: 'open', rank: 'b' });
    const live = crm.deals.aggregate({ where: { id: { in: ['d1', 'd2'] } }, groupBy: ['stageId'], measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } });
    live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready');
    await crm.deals.query().once();
    const pushing = backend.faults.hold('push');
    const groups = (): unknown => Object.fromEntries(live.snapshot.groups.map((g) => [g.key['stageId'], g.values]));
    const first = crm.deals.update('d1', { stageId: 's2' });
    expect(groups()).toEqual({ s1: { count: 1, sum: { EUR: 200 } }, s2: { count: 1, sum: { EUR: 100 } } });
    const second = crm.deals.update('d2', { stageId: 's2' });
    expect(groups()).toEqual({ s2: { count: 2, sum: { EUR: 300 } } });
    pushing.release();
    await Promise.all([first.synced, second.synced]);
    expect(groups()).toEqual({ s2: { count: 2, sum: { EUR: 300 } } });
  });

  it('hold an own change of a row that was not read before as soon as it was read, and say that they lack it until then', async () => {
    const { backend, crm, live, figures } = setUp();
    await when(live, (r) => r.status === 'ready');
    backend.faults.hold('push');
    const reading = backend.faults.hold('get');
    crm.deals.update('d1', { amount: eur(1000) });
    expect(live).toHaveProperty('snapshot.complete', 'unknown');
    expect(figures()).toEqual({ count: 3, sum: { EUR: 600 } });
    reading.release();
    await when(live, (r) => r.complete === true);
    expect(figures()).toEqual({ count: 3, sum: { EUR: 1500 } });
  });

  it('say that they lack an own change whose row cannot be read, until the backend counted it or it was taken back', async () => {
    const { backend, crm, live, figures } = setUp({ get: () => Promise.reject(new ForbiddenError('It may not be read.')) });
    await when(live, (r) => r.status === 'ready');
    const pushing = backend.faults.hold('push');
    const taken = crm.deals.update('d2', { amount: eur(1) });
    expect(live).toHaveProperty('snapshot.complete', 'unknown');
    taken.undo();
    await when(live, (r) => r.complete === true);
    const counting = backend.faults.hold('aggregate');
    const change = crm.deals.update('d1', { amount: eur(1000) });
    pushing.release();
    await change.synced;
    await counting.arrived();
    expect(live).toHaveProperty('snapshot.complete', 'unknown');
    expect(figures()).toEqual({ count: 3, sum: { EUR: 600 } });
    counting.release();
    await when(live, (r) => r.complete === true);
    expect(figures()).toEqual({ count: 3, sum: { EUR: 1500 } });
  });

  it('hold own changes in the least and greatest values where these can be known, and say so where they cannot', async () => {
    const { backend, crm } = setUp();
    const measures = { least: { op: 'min', field: 'amount' }, greatest: { op: 'max', field: 'amount' }, mean: { op: 'avg', field: 'probability' } } as const;
    const live = crm.deals.aggregate({ measures });
    live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready');
    await crm.deals.query().once();
    backend.faults.hold('push');
    const state = (): unknown => [live.snapshot.groups[0]!.values['least'], live.snapshot.groups[0]!.values['greatest'], live.snapshot.complete];
    expect(state()).toEqual([{ EUR: 100 }, { EUR: 300 }, true]);
    crm.deals.update('d2', { amount: eur(50) });
    expect(state()).toEqual([{ EUR: 50 }, { EUR: 300 }, true]);
    crm.deals.update('d1', { name: 'One' });
    expect(state()).toEqual([{ EUR: 50 }, { EUR: 300 }, true]);
    const highest = crm.deals.update('d3', { amount: eur(20) });
    expect(state()).toEqual([{ EUR: 20 }, { EUR: 300 }, 'unknown']);
    highest.undo();
    await when(live, (r) => r.complete === true);
    expect(state()).toEqual([{ EUR: 50 }, { EUR: 300 }, true]);
    // No deal had a probability: the first one is the mean, and a second one cannot be told from it alone.
    crm.deals.update('d1', { probability: 30 });
    expect(live.snapshot.groups[0]!.values['mean']).toBe(30);
    expect(live.snapshot.complete).toBe(true);
  });
});
