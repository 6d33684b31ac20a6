import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '@vinculo/sdk/testing';
import type { ReactiveController } from 'lit';
import { afterEach, expect, test, vi } from 'vitest';
import { message } from '../messages/message.ts';
import { csvOf } from './export-csv.ts';
import type { FilterRule } from '../filters/filter-rules.ts';
import { ListController, type ListHost } from './list.controller.ts';
import { Selection } from './selection.ts';

/** What an element does for its controllers, without drawing. */
class Host implements ListHost {
  readonly locale = 'en';
  table = 'contact';
  columns = '';
  sort = '';
  search = '';
  mine = false;
  groupBy = '';
  readonly = false;
  where?: ListHost['where'] & object;
  filters: readonly FilterRule[] = [];
  readonly #controllers = new Set<ReactiveController>();
  readonly crm: Vinculo | undefined;
  #planned = false;
  constructor(crm: Vinculo | undefined) { this.crm = crm; }
  t: ListHost['t'] = (key, ...values) => message('en', key, ...values);
  addController(each: ReactiveController): void {
    this.#controllers.add(each);
    each.hostConnected?.();
  }
  removeController(each: ReactiveController): void { this.#controllers.delete(each); }
  requestUpdate(): void {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      for (const each of [...this.#controllers]) each.hostUpdate?.();
    });
  }
  get updateComplete(): Promise<boolean> { return Promise.resolve(true); }
  disconnect(): void { for (const each of [...this.#controllers]) each.hostDisconnected?.(); }
}

const now = Date.parse('2026-11-22T10:00:00Z');
const ends: (() => Promise<void>)[] = [];
afterEach(async () => { for (const end of ends.splice(0)) await end(); });

interface SetUp { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly host: Host; readonly list: ListController; names(): unknown[]; set(change: Partial<Host>): void }

async function setUp({ table = 'contact', state = 'ready', cache = 'memory', before, ...options }: MemoryBackendOptions & { table?: string; state?: ListController['state']; cache?: 'memory' | 'none'; before?: (backend: MemoryBackend) => void } = {}): Promise<SetUp> {
  const backend = memoryBackend({ seed: demoSeed(now), ...options });
  before?.(backend);
  const crm = createClient({ adapter: backend.adapter(), cache });
  const host = new Host(crm);
  host.table = table;
  const list = new ListController(host);
  ends.push(async () => { host.disconnect(); await crm.close(); });
  host.requestUpdate();
  // The first one also loads what answers.
  await vi.waitFor(() => expect(list.state).toBe(state), 5000);
  return {
    backend, crm, host, list,
    names: () => Array.from({ length: list.rows.length }, (_, i) => list.titleOf(list.rows.at(i))),
    set(change) { Object.assign(host, change); host.requestUpdate(); },
  };
}

const many = (count: number): MemoryBackendOptions['seed'] => ({ ...demoSeed(now), contact: Array.from({ length: count }, (_, i) => ({ id: `c-${String(i).padStart(5, '0')}`, name: `Person ${String(i).padStart(5, '0')}`, tags: [] })) });

test('shows what people look for first, the title before all', async () => {
  const { list } = await setUp();
  expect(list.shown.map(({ name }) => name)).toEqual(['name', 'jobTitle', 'accountId', 'valueClass', 'emails', 'phones', 'ownerId']);
  expect(list.rows.exact).toBe(list.rows.length);
});

test('a ticket shows its status, not its stage too; an entity that nobody thought of shows its first fields', async () => {
  const tickets = await setUp({ table: 'ticket' });
  expect(tickets.list.shown.map(({ name }) => name)).not.toContain('stageId');
  expect(tickets.list.shown.map(({ name }) => name)).toContain('status');
  const stages = await setUp({ table: 'stage' });
  expect(stages.list.shown.map(({ name }) => name)).toEqual(expect.arrayContaining(['name', 'pipelineId', 'category', 'probability']));
});

test('columns as the host, then as the person says; what there is not is left out', async () => {
  const { list, set, host } = await setUp();
  set({ columns: 'jobTitle, name nonsense' });
  await vi.waitFor(() => expect(list.shown.map(({ name }) => name)).toEqual(['jobTitle', 'name']));
  list.chosen = [{ name: 'name', width: 300 }, { name: 'tags' }];
  host.requestUpdate();
  await vi.waitFor(() => expect(list.shown.map(({ name, own }) => [name, own])).toEqual([['name', 300], ['tags', undefined]]));
});

test('hidden fields are no columns, and those of others are not edited', async () => {
  const { list } = await setUp({ before: (backend) => backend.restrict('contact', { fields: { phones: 'hidden', jobTitle: 'read' } }) });
  expect(list.columns.has('phones')).toBe(false);
  expect([list.edits(list.columns.get('jobTitle')!), list.edits(list.columns.get('valueClass')!)]).toEqual([false, true]);
});

test('sorts by several columns, searches, filters, and shows own records', async () => {
  const { list, set, names } = await setUp({ table: 'deal' });
  set({ sort: '-probability name nonsense accountId' });
  await vi.waitFor(() => expect(list.orderBy).toEqual(['-probability', 'name']));
  set({ sort: '', search: 'chiller' });
  await vi.waitFor(() => expect(names().length).toBeGreaterThan(0));
  for (const name of names()) expect(String(name).toLowerCase()).toContain('chiller');
  set({ search: '', filters: [{ field: 'stageId', op: 'is', values: ['pipe-new-proposal'] }] });
  await vi.waitFor(() => expect(list.rows.isSettled && list.rows.length > 0 && list.rows.at(0)!['stageId'] === 'pipe-new-proposal').toBe(true));
  set({ filters: [], mine: true });
  await vi.waitFor(() => expect(list.rows.at(0)?.['ownerId']).toBe(list.userId));
});

test('a filter that finds nothing is told from an empty list', async () => {
  const { list, set } = await setUp();
  set({ search: 'nobody is called so' });
  await vi.waitFor(() => expect(list.state).toBe('no-match'));
  await setUp({ seed: { ...demoSeed(now), contact: [] }, state: 'empty' });
});

for (const cache of ['memory', 'none'] as const) {
  test(`asks for windows as one scrolls, and knows how many there are (${cache})`, async () => {
    const { list, names } = await setUp({ seed: many(1000), cache });
    expect([list.rows.length, list.rows.exact, names().filter(Boolean).length]).toEqual([1000, 1000, 100]);
    list.rows.drawn(700, 730);
    await vi.waitFor(() => expect(list.titleOf(list.rows.at(710))).toBe('Person 00710'));
    expect(list.rows.at(10)).toBe(undefined);
    list.rows.drawn(980, 999);
    await vi.waitFor(() => expect(list.titleOf(list.rows.at(999))).toBe('Person 00999'));
    list.rows.drawn(0, 20);
    await vi.waitFor(() => expect(list.titleOf(list.rows.at(0))).toBe('Person 00000'));
  });
}

test('names of records that rows name come along', async () => {
  const { list } = await setUp({ table: 'deal' });
  const row = list.rows.at(0)!;
  expect(list.nameOf('stage', String(row['stageId']))).toBeTruthy();
});

test('what may not be seen, and what there is not', async () => {
  await setUp({ before: (backend) => void backend.faults.forbid('contact'), state: 'forbidden' });
  await setUp({ table: 'nonsense', state: 'unsupported' });
  const alone = new ListController(new Host(undefined));
  expect(alone.state).toBe('no-client');
});

test('a selection of all but some counts what is left', () => {
  const selection = new Selection();
  selection.pickAll();
  selection.toggle('a');
  expect([selection.has('a'), selection.has('b'), selection.count(10), selection.count(undefined)]).toEqual([false, true, 9, undefined]);
  selection.clear();
  selection.range(['a', 'b', 'c'], true);
  expect([selection.count(10), selection.isEmpty]).toEqual([3, false]);
});

test('the file has all rows that match, names in place of ids, money with its currency', async () => {
  const { crm, list, host } = await setUp({ table: 'deal', before: (backend) => backend.update('deal', 'deal-01', { name: '=1+1, "x"', amount: { minor: 18_450_050, currency: 'EUR' } }) && undefined });
  const columns = ['name', 'stageId', 'amount', 'expectedClose'].map((name) => list.columns.get(name)!);
  const file = await csvOf(crm, { table: 'deal', where: {}, orderBy: ['name'], include: ['stageId'], columns, bom: true, reader: { locale: 'en', t: host.t, viewer: { locale: 'en' }, nameOf: () => undefined } });
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer());
  const lines = text.split('\r\n');
  expect(lines[0]).toBe('\ufeffName,Stage,Amount,Amount (ISO 4217),Expected close');
  expect(lines.length).toBe(list.rows.length + 2);
  expect(lines.find((line) => line.includes('1+1'))).toMatch(/^"'=1\+1, ""x""",[A-Z]\w+,184500\.50,EUR,\d{4}-\d\d-\d\d$/);
});

test('a file of more rows than a page has each once', async () => {
  const { crm, list, host } = await setUp({ seed: many(1203), cache: 'none' });
  const steps: number[] = [];
  const file = await csvOf(crm, { table: 'contact', where: {}, orderBy: ['name'], include: [], columns: [list.columns.get('name')!], bom: false, reader: { locale: 'en', t: host.t, viewer: { locale: 'en' }, nameOf: () => undefined }, progress: (done) => steps.push(done) });
  const lines = (await file.text()).trim().split('\r\n');
  expect([lines.length, new Set(lines).size, lines.at(-1)]).toEqual([1204, 1204, 'Person 01202']);
  expect(steps).toEqual([500, 1000, 1203]);
});
