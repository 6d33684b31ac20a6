import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, expect, it } from 'vitest';
import type { Change } from '../schema/index.ts';
import { createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));
const eur = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'EUR' });

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

/** A client that has the deals, and every change that it sends. */
async function setUp(): Promise<{ backend: MemoryBackend; crm: Vinculo; sent: Change[] }> {
  const backend = memoryBackend({
    seed: {
      pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }],
      stage: [{ id: 's1', pipelineId: 'p', name: 'Qualify', category: 'open' }],
      deal: [{ id: 'd1', name: 'Freezer', pipelineId: 'p', stageId: 's1', probability: 10, amount: eur(1) }, { id: 'd2', name: 'Chiller', pipelineId: 'p', stageId: 's1', probability: 5 }],
    },
  });
  const adapter = backend.adapter('ana');
  const sent: Change[] = [];
  const crm = createClient({ adapter: { ...adapter, push: (changes, signal) => {
    sent.push(...changes);
    return adapter.push(changes, signal);
  } } });
  open.push(crm);
  crm.deals.query().subscribe(() => {});
  await crm.deals.query().once();
  // What keeps and sends changes is loaded by then.
  await crm.deals.update('d2', { probability: 20 }).synced;
  sent.length = 0;
  return { backend, crm, sent };
}

const quiet = (crm: Vinculo): Promise<unknown> => when(crm.status, (s) => s.waiting === 0);

it('sends what a subscriber writes after what it was told of', async () => {
  const { backend, crm, sent } = await setUp();
  let answered = false;
  crm.deals.query().subscribe(({ rows }) => {
    const made = rows.find((row) => row['name'] === 'Pump');
    if (!made || answered) return;
    answered = true;
    crm.deals.update(made.id, { probability: 70 });
  });
  const { id, synced } = crm.deals.create({ name: 'Pump', pipelineId: 'p', stageId: 's1' });
  await synced;
  await quiet(crm);
  expect(sent.map((change) => change.op)).toEqual(['create', 'update']);
  expect(backend.row('deal', id)).toMatchObject({ name: 'Pump', probability: 70 });
  expect(crm.outbox.snapshot).toEqual([]);
});

it('lets the later of two writes win when the second is made by a subscriber', async () => {
  const { backend, crm, sent } = await setUp();
  crm.deals.query({ where: { id: 'd1' } }).subscribe(({ rows }) => {
    if (rows[0]?.['probability'] === 30) crm.deals.update('d1', { probability: 40 });
  });
  crm.deals.update('d1', { probability: 30 });
  await quiet(crm);
  expect(sent.map((change) => change.patch['probability'])).toEqual([30, 40]);
  expect(backend.row('deal', 'd1')!['probability']).toBe(40);
});

it('tells a batch once, when all of it stands', async () => {
  const { crm } = await setUp();
  const told: (readonly unknown[])[] = [];
  crm.deals.query({ orderBy: ['id'] }).subscribe(({ rows }) => told.push(rows.map((row) => row['probability'])));
  told.length = 0;
  crm.batch(() => {
    crm.deals.update('d1', { probability: 20 });
    crm.deals.update('d2', { probability: 10 });
  });
  expect(told).toEqual([[20, 10]]);
});

it('lets a batch build on what it wrote itself', async () => {
  const { backend, crm, sent } = await setUp();
  crm.batch(() => {
    crm.deals.update('d1', { amount: eur(2), probability: 30 });
    crm.deals.update('d1', { amount: eur(3) });
    crm.deals.update('d1', { probability: 30 });
  });
  await quiet(crm);
  expect(sent.map((change) => [change.patch, change.base])).toEqual([
    [{ amount: eur(2), probability: 30 }, { amount: eur(1), probability: 10 }],
    [{ amount: eur(3) }, { amount: eur(2) }],
    [{}, {}],
  ]);
  expect(backend.row('deal', 'd1')).toMatchObject({ amount: eur(3), probability: 30 });
  expect(crm.outbox.snapshot).toEqual([]);
  expect(crm.notices.snapshot).toEqual([]);
});

it('tells whoever follows steps also what is written while the first are told', async () => {
  const { crm } = await setUp();
  const list: unknown[] = [];
  const live = crm.deals.query({ orderBy: ['name'] });
  let first = true;
  live.steps.subscribe((steps) => {
    for (const step of steps) {
      if (step.op === 'insert') list.splice(step.at, 0, step.row);
      else if (step.op === 'remove') list.splice(step.at, 1);
      else list[step.at] = step.row;
    }
    if (!first) return;
    first = false;
    crm.deals.create({ name: 'Added', pipelineId: 'p', stageId: 's1' });
  });
  expect(list).toEqual(live.snapshot.rows);
  expect(list).toHaveLength(3);
});

it('goes on showing the changes of other records when one is taken back', async () => {
  const { backend, crm } = await setUp();
  const live = crm.deals.query({ orderBy: ['id'], limit: 2 });
  const { rows: [, before] } = await when(live, (r) => r.status === 'ready');
  backend.faults.offline();
  crm.deals.update('d1', { probability: 90 });
  const other = crm.deals.update('d2', { probability: 80 });
  await when(crm.outbox, (list) => list.length === 2 && list.every((e) => e.state === 'waiting'));
  other.undo();
  await when(crm.outbox, (list) => list.length === 1);
  expect(live.snapshot.rows.map((row) => row.probability)).toEqual([90, before!.probability]);
});
