import { createClient, type AnyRow, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { similarByOf, similarRecords } from '../parts/similar-records.ts';
import { HandOverController } from './hand-over.controller.ts';
import type { DeedSubject } from './deed-subject.ts';
import { MergeController } from './merge.controller.ts';
import { offeredDeeds } from './offered-deeds.ts';
import { whatNames } from './what-names.ts';

const now = Date.UTC(2026, 10, 19, 13, 30);
let backend: MemoryBackend;
let crm: Vinculo;
beforeEach(() => {
  backend = memoryBackend({ seed: demoSeed(now) });
  backend.write('contact', { id: 'con-twin', name: 'Amina Okonkwo', jobTitle: 'Purchasing', accountId: 'acc-hanseatic', tags: ['vip'], department: 'Einkauf', emails: [{ id: 'm-twin', value: 'a.okonkwo@hanseatic-kuehl.example', label: 'work' }], salutation: 'Dr.' });
  backend.write('ticket', { id: 'tic-twin', subject: 'Of the twin', pipelineId: backend.rows('ticket')[0]!['pipelineId'], stageId: backend.rows('ticket')[0]!['stageId'], contactId: 'con-twin' });
  crm = createClient({ adapter: backend.adapter() });
});
afterEach(() => crm.close());

async function subjectOf(table: string, id: string): Promise<DeedSubject> {
  const row = await crm.collection(table).get(id);
  await vi.waitFor(() => expect(crm.description.snapshot).toBeDefined());
  return { crm, entity: crm.collection(table).entity, row: row!, description: crm.description.snapshot, status: crm.status.snapshot };
}

describe('a merge', () => {
  it('is offered the record that has the same address, and counts what moves', async () => {
    const merge = new MergeController(await subjectOf('contact', 'con-amina'), () => {});
    await merge.findDuplicates();
    expect(merge.duplicates).toEqual([{ table: 'contact', id: 'con-twin', name: 'Amina Okonkwo', by: 'email' }]);
    await merge.choose('con-twin');
    expect(merge.moving).toEqual([{ table: 'ticket', count: 1 }]);
    merge.keep('other');
    expect(merge.moving!.map(({ table }) => table)).toEqual(expect.arrayContaining(['activityLink', 'deal', 'consent', 'affiliation']));
  });

  it('asks for each field that says two things, joins lists and fills what is empty', async () => {
    const merge = new MergeController(await subjectOf('contact', 'con-amina'), () => {});
    await merge.choose('con-twin');
    expect(Object.fromEntries(merge.fields.map(({ field, how }) => [field.name, how]))).toEqual({ name: 'choice', jobTitle: 'choice', emails: 'joined', tags: 'joined', salutation: 'filled' });
    expect(merge.merge).toEqual({ table: 'contact', intoId: 'con-amina', fromId: 'con-twin', take: [] });
    merge.take('jobTitle', 'other');
    expect(merge.merge!.take).toEqual(['jobTitle']);
    // What was chosen stays chosen when the other one is to stay.
    merge.take('name', 'own');
    merge.keep('other');
    expect(merge.merge).toEqual({ table: 'contact', intoId: 'con-twin', fromId: 'con-amina', take: ['name'] });
  });

  it('runs as one command that can be taken back', async () => {
    const merge = new MergeController(await subjectOf('contact', 'con-amina'), () => {});
    await merge.choose('con-twin');
    merge.take('jobTitle', 'other');
    expect(await merge.run(merge.merge!)).toEqual({ id: 'con-amina', moved: { ticket: 1 } });
    expect(backend.rows('contact').find(({ id }) => id === 'con-amina')).toMatchObject({ jobTitle: 'Purchasing', salutation: 'Dr.', name: 'Amina Okonkwo-Bauer' });
    await crm.run('unmerge', { table: 'contact', intoId: 'con-amina', fromId: 'con-twin' });
    expect(backend.rows('ticket').find(({ id }) => id === 'tic-twin')!['contactId']).toBe('con-twin');
    expect(backend.rows('contact').find(({ id }) => id === 'con-amina')!['jobTitle']).toBe('Head of procurement');
  });

  it('keeps why it was refused, and can be tried again', async () => {
    for (const [id, other] of [['con-amina', 'A'], ['con-twin', 'B']] as const) backend.write('externalId', { id: `ext-${id}`, table: 'contact', recordId: id, system: 'SAP', type: 'customer', externalId: other });
    const merge = new MergeController(await subjectOf('contact', 'con-amina'), () => {});
    await merge.choose('con-twin');
    expect(await merge.run(merge.merge!)).toBeUndefined();
    expect([merge.problem!.code, merge.isBusy]).toEqual(['external_ids_differ', false]);
    expect(backend.rows('contact').some(({ id }) => id === 'con-twin')).toBe(true);
  });

  it('counts nothing of tables that are not served', async () => {
    backend.faults.forbid('ticket');
    expect(await whatNames(crm, 'contact', 'con-twin')).toEqual([]);
  });
});

describe('what is offered', () => {
  const deeds = async (table: string, id: string, change: Partial<AnyRow> = {}): Promise<readonly string[]> => {
    const { description, entity, row } = await subjectOf(table, id);
    return offeredDeeds(description, entity, { ...row, ...change });
  };

  it('goes by the table, by whose it is, and by what was erased', async () => {
    expect(await deeds('contact', 'con-amina')).toEqual(['handOver', 'merge', 'export', 'erase']);
    expect(await deeds('account', 'acc-hanseatic')).toEqual(['handOver', 'giveBack', 'merge']);
    expect(await deeds('account', 'acc-hanseatic', { ownerId: null, kind: 'person' })).toEqual(['claim', 'handOver', 'merge', 'export', 'erase']);
    expect(await deeds('contact', 'con-amina', { erasedAt: '2026-01-01T00:00:00.000Z' })).toEqual([]);
    expect(await deeds('deal', 'deal-01')).toEqual(['handOver']);
  });

  it('goes by what the backend lets this sign-in do', async () => {
    const { description, entity, row } = await subjectOf('contact', 'con-amina');
    expect(offeredDeeds({ ...description!, commands: ['merge'] }, entity, row)).toEqual(['handOver', 'merge']);
    const own = description!.tables.contact!;
    const { commands: _, ...silent } = description!;
    expect(offeredDeeds({ ...silent, tables: { ...description!.tables, contact: { ...own, update: false } } }, entity, row)).toEqual([]);
    expect(offeredDeeds({ ...description!, commands: [], tables: { ...description!.tables, contact: { ...own, fields: { ownerId: 'read' } } } }, entity, row)).toEqual([]);
  });
});

describe('handing over', () => {
  it('gives one record, or also what is open and has the same owner; both can be taken back', async () => {
    const hand = new HandOverController(await subjectOf('account', 'acc-hanseatic'), () => {});
    await hand.load();
    expect(hand.others.map(({ id }) => id)).not.toContain('user-katarzyna');
    const before = backend.rows('deal').filter((row) => row['accountId'] === 'acc-hanseatic' && row['ownerId'] === 'user-katarzyna' && !row['closedAt']);
    expect(hand.openFigures.find(({ table }) => table === 'deal')?.count ?? 0).toBe(before.length);
    await hand.choose('user-joao', 'open');
    const changes = hand.write();
    await Promise.all(changes.map(({ synced }) => synced));
    expect(backend.rows('account').find(({ id }) => id === 'acc-hanseatic')!['ownerId']).toBe('user-joao');
    for (const { id } of before) expect(backend.rows('deal').find((row) => row.id === id)!['ownerId']).toBe('user-joao');
    await Promise.all(crm.batch(() => { for (const change of changes) change.undo(); }).map(({ synced }) => synced));
    expect(backend.rows('account').find(({ id }) => id === 'acc-hanseatic')!['ownerId']).toBe('user-katarzyna');
  });

  it('says how much all of a person would be before it is handed over', async () => {
    const hand = new HandOverController(await subjectOf('account', 'acc-hanseatic'), () => {});
    await hand.load();
    await hand.choose('user-joao', 'everything');
    const all = backend.rows('account').filter((row) => row['ownerId'] === 'user-katarzyna').length;
    expect(hand.preview!.find(({ table }) => table === 'account')).toEqual({ table: 'account', count: all });
    expect(backend.rows('account').find(({ id }) => id === 'acc-hanseatic')!['ownerId']).toBe('user-katarzyna');
    expect((await hand.transfer())!.moved['account']).toBe(all);
  });

  it('does not preview for nobody, and keeps why it was refused', async () => {
    const hand = new HandOverController(await subjectOf('account', 'acc-hanseatic'), () => {});
    await hand.load();
    await hand.choose('', 'everything');
    expect(hand.preview).toBeUndefined();
    await hand.choose('user-katarzyna', 'everything');
    expect(hand.problem!.code).toBe('same_record');
  });
});

describe('records that may be the same', () => {
  const found = async (values: Readonly<Record<string, unknown>>, by?: Parameters<typeof similarRecords>[4]): Promise<readonly string[]> => (await similarRecords(crm, 'contact', values, 'con-amina', by)).map(({ id, by: why }) => `${id} ${why}`);

  it('are those with the address, the number, or the name in the same company', async () => {
    expect(await found({ emails: [{ id: 'x', value: 'A.Okonkwo@hanseatic-kuehl.example' }] })).toEqual(['con-twin email']);
    expect(await found({ name: 'jonas brandt', accountId: 'acc-hanseatic' })).toEqual(['con-jonas name']);
    expect(await found({ name: 'Jonas Brandt', accountId: 'acc-polar' })).toEqual([]);
    expect(await found({ name: 'Jonas Brandt' })).toEqual([]);
  });

  it('are told by what the page chose', async () => {
    expect(await found({ emails: [{ id: 'x', value: 'a.okonkwo@hanseatic-kuehl.example' }] }, ['phone'])).toEqual([]);
    expect([similarByOf(undefined), similarByOf(''), similarByOf('phone, name')]).toEqual([undefined, [], ['phone', 'name']]);
  });
});
