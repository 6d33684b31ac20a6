import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterEach, expect, it, vi } from 'vitest';
import { RecordController, type RecordChoice } from './record.controller.ts';
import { entityOf } from '../parts/declared-field.ts';
import { RecordSource } from '../parts/record-source.ts';
import { referencesOf } from './references.ts';
import { chosenLists, isAddable, relatedLists } from './related-lists.ts';

const now = Date.UTC(2026, 10, 19, 13, 30);
const open: (() => unknown)[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((end) => end())); });

interface Bench {
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
  readonly control: RecordController;
  expectSoon(holds: () => boolean): Promise<void>;
  show(table: string, id: string): void;
}

/** A controller on a host that is nothing but a redraw: each request asks again for what the subject needs. */
function setUp(table: string, id: string, choice: RecordChoice = { lists: undefined, showsHistory: false }): Bench {
  const backend = memoryBackend({ seed: demoSeed(now) });
  const crm = createClient({ adapter: backend.adapter() });
  const controllers: ReactiveController[] = [];
  let subject = { crm, table, id };
  let asked = false;
  const host: ReactiveControllerHost = {
    addController: (each) => { controllers.push(each); each.hostConnected?.(); }, removeController: () => {}, updateComplete: Promise.resolve(true),
    requestUpdate() {
      if (asked) return;
      asked = true;
      queueMicrotask(() => { asked = false; watch(); });
    },
  };
  const source = new RecordSource(host, () => {}, { entityOf, include: referencesOf });
  const control = new RecordController(host, source);
  const watch = (): void => { source.watch(subject); control.watch(choice); };
  watch();
  open.push(() => { for (const each of controllers) each.hostDisconnected?.(); return crm.close(); });
  return {
    backend, crm, control,
    expectSoon: (holds) => vi.waitFor(() => { watch(); if (!holds()) throw new Error('not yet'); }, { interval: 5, timeout: 5_000 }),
    show: (nextTable, nextId) => { subject = { crm, table: nextTable, id: nextId }; watch(); },
  };
}

it('gathers a deal: its stages, names of what it names, who belongs to it', async () => {
  const { control, expectSoon } = setUp('deal', 'deal-01');
  await expectSoon(() => control.path !== undefined && control.related.some(({ list, rows }) => list.key === 'dealParty' && rows.length === 3) && control.nameOf('contact', 'con-jonas') !== undefined);
  expect(control.path!.now!.name).toBe('Negotiation');
  expect(control.path!.open.map(({ name }) => name)).toEqual(['Qualify', 'Discovery', 'Proposal', 'Negotiation', 'Contract']);
  expect(control.nameOf('account', 'acc-hanseatic')).toBe('Hanseatic Kühltechnik GmbH');
  expect(control.nameOf('user', 'user-katarzyna')).toBe('Katarzyna Wójcik');
});

it('goes on to another record, of another entity, and forgets the last edit', async () => {
  const { control, expectSoon, show } = setUp('deal', 'deal-01');
  await expectSoon(() => control.row !== undefined);
  expect(control.writes.save({ forecast: 'committed' })).toHaveProperty('synced');
  expect(control.writes.last?.fields).toEqual(['forecast']);
  show('account', 'acc-hanseatic');
  await expectSoon(() => control.row?.id === 'acc-hanseatic' && control.related.some(({ list }) => list.key === 'deal'));
  expect(control.writes.last).toBeUndefined();
  expect(control.path).toBeUndefined();
});

it('answers what is wrong with a value, by the entity’s own check', async () => {
  const { control, expectSoon, backend } = setUp('deal', 'deal-01');
  await expectSoon(() => control.row !== undefined);
  expect(control.writes.save({ name: null })).toMatchObject({ field: 'name', reason: 'required' });
  expect(control.writes.save({ probability: 900 })).toMatchObject({ field: 'probability', reason: 'invalid' });
  expect(backend.row('deal', 'deal-01')!['name']).toBe('Cold store, second hall');
});

it('asks for the history only while it is shown', async () => {
  const shown = setUp('deal', 'deal-01', { lists: [], showsHistory: true });
  await shown.expectSoon(() => shown.control.row !== undefined);
  shown.control.writes.save({ forecast: 'committed' });
  await shown.expectSoon(() => shown.control.history?.rows.length === 1);
  expect(shown.control.history!.rows[0]).toMatchObject({ after: { forecast: 'committed' }, byId: 'user-katarzyna' });
  const hidden = setUp('deal', 'deal-01', { lists: [], showsHistory: false });
  await hidden.expectSoon(() => hidden.control.row !== undefined);
  expect(hidden.control.history).toBeUndefined();
});

it('knows by the declarations what names a record, and takes what the host names', () => {
  const { crm } = setUp('account', 'acc-hanseatic');
  const all = relatedLists(crm, 'account', 'acc-hanseatic');
  expect(all.find(({ key }) => key === 'deal')).toMatchObject({ field: 'accountId', isFirst: true });
  expect(all.find(({ key }) => key === 'deal.competitorId')).toMatchObject({ isFirst: false });
  expect(all.find(({ key }) => key === 'attachment')!.where).toEqual({ table: 'account', recordId: 'acc-hanseatic' });
  expect(chosenLists(all, ['ticket', 'deal.competitorId', 'nothing']).map(({ key }) => key)).toEqual(['ticket', 'deal.competitorId']);
  expect(chosenLists(all, undefined).map(({ key }) => key).slice(0, 2)).toEqual(['dealParty', 'contact']);
});

it('lists of a lead how it came and what the person agreed to, which nobody adds by hand; of a customer the card does', async () => {
  const { crm, backend, control, expectSoon } = setUp('lead', 'lead-1');
  const usual = (table: string, id: string): string[] => chosenLists(relatedLists(crm, table, id), undefined).map(({ key }) => key);
  expect(usual('lead', 'lead-1')).toEqual(expect.arrayContaining(['touch', 'consent']));
  expect(usual('contact', 'con-amina').filter((key) => key.startsWith('touch') || key.startsWith('consent'))).toEqual([]);
  expect([usual('account', 'acc-hanseatic').includes('classification'), usual('deal', 'deal-01').includes('classification')]).toEqual([true, false]);
  backend.write('touch', { id: 'touch-1', table: 'lead', recordId: 'lead-1', source: 'newsletter', at: '2026-11-20T08:00:00.000Z' });
  backend.write('consent', { id: 'consent-1', leadId: 'lead-1', purpose: 'offers', channel: 'email', state: 'asked', at: '2026-11-20T08:00:00.000Z' });
  const shown = (): string[] => control.related.flatMap(({ list, rows }) => (rows.length > 0 && !isAddable(list) ? [`${list.key} ${String(rows[0]![list.entity.title])}`] : []));
  await expectSoon(() => shown().length === 2);
  expect(shown()).toEqual(['touch newsletter', 'consent offers']);
});
