import { createClient, type Vinculo, type VinculoError } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '@vinculo/sdk/testing';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { phoneOf } from '../parts/typed-values.ts';
import { withItem } from './item-lines.ts';
import type { RecordSubject } from '../parts/record-source.ts';
import type { CardMode } from './card-drawings.ts';
import { CardRecord } from './card-record.ts';
import { ContactCardController } from './contact-card.controller.ts';

const now = Date.UTC(2026, 10, 19, 13, 30);
const open: (() => unknown)[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((end) => end())); });

interface Shown extends RecordSubject {
  readonly mode: CardMode;
}

interface Bench {
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
  readonly card: ContactCardController;
  readonly failures: VinculoError[];
  /** Fulfilled when `holds` does. */
  expectSoon(holds: () => boolean): Promise<void>;
  show(subject: Partial<Shown>): void;
}

/** A controller on a host that is nothing but a redraw: each request asks again for what the subject needs. */
function setUp(subject: Partial<Shown> = { id: 'con-amina' }, options: MemoryBackendOptions = {}, before: (backend: MemoryBackend) => void = () => {}): Bench {
  const backend = memoryBackend({ seed: demoSeed(now), ...options });
  before(backend);
  const crm = createClient({ adapter: backend.adapter() });
  const controllers: ReactiveController[] = [];
  const failures: VinculoError[] = [];
  let current: Shown = { crm, table: 'contact', id: undefined, mode: 'full', ...subject };
  let asked = false;
  const host: ReactiveControllerHost = {
    addController: (each) => void controllers.push(each), removeController: () => {}, updateComplete: Promise.resolve(true),
    requestUpdate() {
      if (asked) return;
      asked = true;
      queueMicrotask(() => { asked = false; watch(); });
    },
  };
  const record = new CardRecord(host, (error) => failures.push(error));
  const card = new ContactCardController(host, record);
  const watch = (): void => { record.watch(current); card.watch(current.mode); };
  for (const each of controllers) each.hostConnected?.();
  watch();
  open.push(() => { for (const each of controllers) each.hostDisconnected?.(); return crm.close(); });
  return {
    backend, crm, card, failures,
    expectSoon: (holds) => vi.waitFor(() => { watch(); if (!holds()) throw new Error('not yet'); }, { interval: 5 }),
    show: (next) => { current = { ...current, ...next }; watch(); },
  };
}

describe('what the card shows', () => {
  it('gathers a contact: account, owner and team, consent, what is next, what is open', async () => {
    const { card, expectSoon } = setUp();
    await expectSoon(() => card.state === 'ready' && card.deals !== undefined && card.tickets !== undefined && card.next?.activity !== undefined && card.lastContact?.direction !== undefined);
    expect(card.record!.name).toBe('Amina Okonkwo-Bauer');
    expect(card.account!.name).toBe('Hanseatic Kühltechnik GmbH');
    expect(card.owner).toEqual({ name: 'Katarzyna Wójcik', team: 'Service' });
    expect(card.consents.map(({ channel, state }) => [channel, state])).toEqual([['email', 'given'], ['phone', 'withdrawn']]);
    expect(card.next!.activity!.subject).toBe('Send drawings to the plant');
    expect(card.deals).toEqual({ count: 2, sums: [{ currency: 'EUR', minor: 212_400_00 }] });
    expect(card.tickets).toEqual({ count: 0 });
    expect(card.lastContact).toMatchObject({ kind: 'email', direction: 'in' });
  });

  it('shows an account with its parent and how many contacts it has', async () => {
    const { card, backend, expectSoon } = setUp({ table: 'account', id: 'acc-hanseatic' });
    backend.update('account', 'acc-hanseatic', { parentId: 'acc-polar' });
    await expectSoon(() => card.state === 'ready' && card.contacts === 2 && card.account?.name === 'Polarkälte AG');
    await expectSoon(() => card.tickets?.count === 1);
    expect(card.tickets!.due).toBe(backend.row('ticket', 'tick-2')!['firstReplyDue']);
  });

  it('never mixes currencies, and counts open stages only', async () => {
    const { card, backend, expectSoon } = setUp();
    backend.write('deal', { ...backend.row('deal', 'deal-01')!, id: 'deal-yen', amount: { minor: 5_000, currency: 'JPY' } });
    backend.write('deal', { ...backend.row('deal', 'deal-01')!, id: 'deal-won', stageId: 'pipe-new-won' });
    await expectSoon(() => card.deals?.count === 3);
    expect(card.deals!.sums).toEqual([{ currency: 'EUR', minor: 212_400_00 }, { currency: 'JPY', minor: 5_000 }]);
  });

  it('says that nothing is planned, and asks for no more than a row needs when compact', async () => {
    const { card, backend, expectSoon } = setUp({ id: 'con-priya', mode: 'compact' });
    await expectSoon(() => card.state === 'ready' && card.next !== undefined);
    expect(card.next).toEqual({});
    expect(card.deals).toBeUndefined();
    expect(new Set(backend.faults.calls.map(({ table }) => table))).not.toContain('consent');
  });

  it('asks for nothing beside the record before the backend said what may be read', async () => {
    let gate: ReturnType<MemoryBackend['faults']['hold']> | undefined;
    const { card, backend, expectSoon } = setUp({ id: 'con-amina' }, {}, ({ faults }) => { gate = faults.hold('describe'); });
    const asked = (): ReadonlySet<unknown> => new Set(backend.faults.calls.map(({ table }) => table));
    await expectSoon(() => card.record !== undefined);
    expect(card.state).toBe('loading');
    for (const table of ['activityLink', 'deal', 'relationship', 'affiliation', 'classification', 'recordTeam', 'user']) expect(asked(), table).not.toContain(table);
    gate!.release();
    await expectSoon(() => card.state === 'ready' && card.deals !== undefined);
    expect(asked()).toContain('activityLink');
  });

  it('follows another record, and other people’s edits', async () => {
    const { card, backend, expectSoon, show } = setUp();
    await expectSoon(() => card.state === 'ready');
    show({ id: 'con-zhang' });
    await expectSoon(() => card.record?.name === '张雅婷');
    backend.update('contact', 'con-zhang', { jobTitle: '总经理' });
    await expectSoon(() => card.record?.jobTitle === '总经理');
  });

  it.each([
    ['noClient', { crm: undefined, id: 'con-amina' }],
    ['noRecord', { id: undefined }],
    ['missing', { id: 'con-nobody' }],
  ] as const)('is in state %s', async (state, subject) => {
    const { card, expectSoon } = setUp(subject);
    await expectSoon(() => card.state === state);
  });

  it('tells a forbidden record, one that cannot be had, and says each failure once', async () => {
    const forbidden = setUp({ id: undefined });
    forbidden.backend.faults.forbid('contact');
    forbidden.show({ id: 'con-amina' });
    await forbidden.expectSoon(() => forbidden.card.state === 'forbidden');
    const offline = setUp({ id: undefined });
    offline.backend.faults.offline();
    offline.show({ id: 'con-amina' });
    await offline.expectSoon(() => offline.card.state === 'error');
    expect(offline.card.error!.code).toBe('offline');
    expect(offline.failures.map(({ code }) => code)).toEqual(['offline']);
    offline.backend.faults.online();
    offline.crm.retry();
    await offline.expectSoon(() => offline.card.state === 'ready');
  });

  it('leaves out what may not be seen', async () => {
    const { card, backend, expectSoon, show } = setUp({ id: undefined });
    backend.faults.forbid('deal');
    backend.faults.forbid('activityLink');
    show({ id: 'con-amina' });
    await expectSoon(() => card.state === 'ready' && card.deals === null && card.next === null);
    expect(card.lastContact).toMatchObject({ at: card.record!.lastContactAt });
  });

  it('knows what may be changed', async () => {
    const { card, backend, expectSoon } = setUp();
    backend.restrict('contact', { fields: { name: 'read', phones: 'masked' }, custom: [{ name: 'erp', kind: 'text', label: { en: 'ERP number', 'zh-Hans': 'ERP 编号' } }] });
    await expectSoon(() => card.customFields.length === 1);
    expect([card.canEdit('name'), card.canEdit('jobTitle'), card.isMasked('phones')]).toEqual([false, true, true]);
    expect(card.optionLabel('valueClass', 'high')).toMatchObject({ en: 'High value' });
    backend.restrict('contact', { update: false });
    await expectSoon(() => !card.canEdit('jobTitle'));
  });

  it('offers nothing for a field that the backend does not hold', async () => {
    const { card, backend, expectSoon } = setUp();
    await expectSoon(() => card.state === 'ready' && card.canEdit('tags') && card.canComplete);
    backend.restrict('contact', { without: ['tags', 'jobTitle'] });
    backend.restrict('activity', { fields: { done: 'read' } });
    await expectSoon(() => !card.canEdit('tags') && !card.canComplete);
    expect([card.canEdit('jobTitle'), card.canEdit('name')]).toEqual([false, true]);
    backend.restrict('activity', { without: ['at'] });
    await expectSoon(() => !card.canComplete && card.canEdit('name'));
  });
});

describe('what a person does', () => {
  it('saves a field, shows it at once, and takes it back', async () => {
    const { card, backend, expectSoon } = setUp();
    await expectSoon(() => card.state === 'ready');
    card.writes.save({ jobTitle: 'Chief buyer' });
    expect(card.record!.jobTitle).toBe('Chief buyer');
    await expectSoon(() => card.writes.waiting.length === 0 && backend.row('contact', 'con-amina')!['jobTitle'] === 'Chief buyer');
    expect(card.writes.last!.fields).toEqual(['jobTitle']);
    card.writes.undo();
    await expectSoon(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'Head of procurement');
    expect(card.writes.last).toBeUndefined();
  });

  it('says which value does not fit, and writes nothing', async () => {
    const { card, expectSoon } = setUp();
    await expectSoon(() => card.state === 'ready');
    expect(card.writes.save({ name: '' })).toMatchObject({ field: 'name', reason: 'required' });
    expect(card.writes.save({ emails: [{ id: 'x', value: 'nobody' }] })).toMatchObject({ field: 'emails', reason: 'invalid' });
    expect(card.writes.waiting).toEqual([]);
    expect(card.writes.last).toBeUndefined();
  });

  it('marks the next activity as done for everyone it concerns, shows the one after it, and undoes both', async () => {
    const { card, backend, expectSoon } = setUp();
    await expectSoon(() => card.next?.activity !== undefined);
    const done = card.next!.activity!;
    const links = (): unknown[] => backend.rows('activityLink').filter((link) => link['activityId'] === done.id).map((link) => link['open']);
    card.complete(done);
    await expectSoon(() => backend.row('activity', done.id)!['done'] === true && links().every((each) => each === false));
    await expectSoon(() => card.next?.activity?.subject === 'Call about the revised quote');
    card.writes.undo();
    await expectSoon(() => backend.row('activity', done.id)!['done'] === false && links().every((each) => each === true));
    await expectSoon(() => card.next?.activity?.id === done.id);
  });

  it('completes the next activity offline: the one after it shows at once, and the call counts as contact', async () => {
    const { card, backend, crm, expectSoon } = setUp();
    backend.write('contact', { ...backend.row('contact', 'con-amina')!, lastContactAt: null });
    await expectSoon(() => card.next?.activity !== undefined && card.lastContact?.kind === 'email');
    backend.faults.offline();
    crm.retry();
    await expectSoon(() => card.status!.connection === 'offline');
    card.complete(card.next!.activity!);
    await expectSoon(() => card.next?.activity?.subject === 'Call about the revised quote');
    card.complete(card.next!.activity!);
    await expectSoon(() => card.next?.activity?.subject !== 'Call about the revised quote' && card.lastContact?.kind === 'call');
    expect(crm.outbox.snapshot.map(({ change }) => change.table)).toEqual(['activity', 'activity']);
  });

  it('keeps a change made offline, and says that it waits', async () => {
    const { card, backend, expectSoon } = setUp();
    await expectSoon(() => card.state === 'ready');
    backend.faults.offline();
    card.writes.save({ jobTitle: 'Buyer' });
    await expectSoon(() => card.status!.connection === 'offline' && card.writes.waiting.length === 1 && card.isStale);
    expect(card.record!.jobTitle).toBe('Buyer');
  });

  it('parks a refused change, and sends it again with another value', async () => {
    const { card, backend, expectSoon } = setUp();
    await expectSoon(() => card.state === 'ready');
    const accept = backend.faults.refuse({ table: 'contact' }, 'locked', 'The job title is kept elsewhere.');
    card.writes.save({ jobTitle: 'CEO' });
    await expectSoon(() => card.writes.refused.length === 1 && card.writes.last === undefined);
    expect(card.record!.jobTitle).toBe('Head of procurement');
    accept();
    card.writes.resend(card.writes.refused[0]!, { jobTitle: 'COO' });
    await expectSoon(() => card.writes.refused.length === 0 && backend.row('contact', 'con-amina')!['jobTitle'] === 'COO');
  });

  it.each([['mine', 'Amina Bauer'], ['theirs', 'Amina Okonkwo']] as const)('lets a person choose between two names: %s', async (side, name) => {
    const { card, backend, expectSoon } = setUp();
    await expectSoon(() => card.state === 'ready');
    const gate = backend.faults.hold('push');
    card.writes.save({ name: 'Amina Bauer' });
    backend.update('contact', 'con-amina', { name: 'Amina Okonkwo', updatedBy: 'user-joao' });
    gate.release();
    await expectSoon(() => card.writes.conflicts.length === 1 && card.userName('user-joao') !== undefined);
    const [entry] = card.writes.conflicts;
    expect(card.writes.choices.open(entry!)).toMatchObject([{ field: 'name', base: 'Amina Okonkwo-Bauer', mine: 'Amina Bauer', theirs: 'Amina Okonkwo' }]);
    card.writes.choices.choose(entry!, 'name', side);
    await expectSoon(() => card.writes.conflicts.length === 0 && card.writes.waiting.length === 0 && card.record!.name === name);
    expect(backend.row('contact', 'con-amina')!['name']).toBe(name);
  });

  it('tells of a value it covered, and puts it back', async () => {
    const { card, backend, expectSoon } = setUp();
    await expectSoon(() => card.state === 'ready');
    const gate = backend.faults.hold('push');
    card.writes.save({ jobTitle: 'CEO' });
    backend.update('contact', 'con-amina', { jobTitle: 'COO' });
    gate.release();
    await expectSoon(() => card.writes.notices.length === 1);
    card.writes.notices[0]!.restore();
    await expectSoon(() => card.writes.notices.length === 0 && backend.row('contact', 'con-amina')!['jobTitle'] === 'COO');
  });
});

describe('items', () => {
  it('reads a phone number as it is typed', () => {
    expect(phoneOf('+49 (171) 392-0042')).toEqual({ raw: '+49 (171) 392-0042', e164: '+491713920042' });
    expect(phoneOf('0044 20 7946 0188')).toEqual({ raw: '0044 20 7946 0188', e164: '+442079460188' });
    expect(phoneOf(' 138 0055 0142 ')).toEqual({ raw: '138 0055 0142' });
    expect(phoneOf('none')).toBeUndefined();
  });

  it('sets, adds and takes out one item', () => {
    const list = [{ id: 'a', value: '1' }, { id: 'b', value: '2' }];
    expect(withItem(list, 'b', { value: '3' })).toEqual([{ id: 'a', value: '1' }, { id: 'b', value: '3' }]);
    expect(withItem(list, 'c', { value: '4' })).toHaveLength(3);
    expect(withItem(list, 'a', undefined)).toEqual([{ id: 'b', value: '2' }]);
  });
});
