import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { changedFields, recordName, valueWord, type ChangeReader } from '../parts/change-words.ts';
import { ConflictChoices } from '../parts/conflict-choices.ts';
import { testHost, type TestHost } from '../parts/controller-host.fixture.ts';
import { message, type MessageArguments, type MessageKey } from '../messages/message.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { editableFields, editedPatch } from './edit-form.ts';
import { OutboxController } from './outbox.controller.ts';

addEnglish({ ...moreEnglish, ...moreLateEnglish });

const open: (() => unknown)[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((end) => end())); });

interface Bench { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly outbox: OutboxController; readonly host: TestHost; readonly reader: ChangeReader; readonly choices: ConflictChoices }

async function setUp(): Promise<Bench> {
  const backend = memoryBackend({ seed: demoSeed() });
  const crm = createClient({ adapter: backend.adapter() });
  const host = testHost(() => outbox.watch(crm));
  const outbox: OutboxController = new OutboxController(host, () => {});
  const choices = new ConflictChoices(host);
  host.connect();
  open.push(() => { host.disconnect(); return crm.close(); });
  await Promise.all([crm.deals.query().once(), crm.contacts.query().once(), crm.stages.query().once()]);
  const reader: ChangeReader = {
    crm, locale: 'en', viewer: { locale: 'en' }, nameOf: (table, id) => (table === 'stage' && id === 'pipe-new-proposal' ? 'Proposal' : table === 'deal' ? 'Cold store, second hall' : table === 'contact' && id === 'con-amina' ? 'Amina Okonkwo-Bauer' : undefined),
    t: <K extends MessageKey>(key: K, ...values: MessageArguments<K>) => message('en', key, ...values),
  };
  return { backend, crm, outbox, host, reader, choices };
}

describe('what waits', () => {
  it('is one row for what was written together, with why it waits', async () => {
    const { backend, crm, outbox, host } = await setUp();
    backend.faults.offline();
    crm.contacts.update('con-amina', { jobTitle: 'CEO' });
    crm.batch(() => {
      crm.contacts.update('con-jonas', { jobTitle: 'CTO' });
      crm.contacts.update('con-maria', { jobTitle: 'CFO' });
    });
    await host.soon(() => outbox.status?.connection === 'offline' && outbox.waiting.length === 2);
    expect(outbox.waiting.map(({ entries }) => entries.length)).toEqual([1, 2]);
    await host.soon(() => outbox.whyWaits(outbox.waiting[0]!.first).why === 'offline');
  });

  it('stands behind a new record that was refused', async () => {
    const { backend, crm, outbox, host, reader } = await setUp();
    backend.faults.refuse({ table: 'account' }, 'blocked', 'Not now.');
    const { id } = crm.accounts.create({ name: 'Nova AG' });
    await host.soon(() => outbox.parked.length === 1);
    crm.contacts.create({ name: 'Noor', accountId: id });
    await host.soon(() => outbox.waiting.length === 1);
    const { why, on } = outbox.whyWaits(outbox.waiting[0]!.first);
    expect([why, recordName(reader, on!)]).toEqual(['blocked', 'Nova AG']);
  });
});

describe('a change in words', () => {
  it('says fields before and after, stages by their names, and leaves out places in an order', async () => {
    const { backend, crm, outbox, host, reader } = await setUp();
    backend.faults.offline();
    crm.deals.update('deal-01', { stageId: 'pipe-new-proposal', probability: 35, rank: 'b01' });
    await host.soon(() => outbox.waiting.length === 1);
    const { first } = outbox.waiting[0]!;
    expect(changedFields(reader, first).map(({ label, after }) => [label, after])).toEqual(expect.arrayContaining([['Stage', 'Proposal'], ['Probability', '35\u202f%']]));
    expect(changedFields(reader, first).some(({ label }) => label.startsWith('Place'))).toBe(false);
    expect(recordName(reader, first)).toBe('Cold store, second hall');
  });
});

it('says in words how a ticket came and what it is, and of what kind an activity is', async () => {
  const { backend, crm, outbox, host, reader } = await setUp();
  const { rows: [ticket] } = await crm.tickets.query().once();
  backend.faults.offline();
  crm.tickets.update(ticket!.id, { type: 'incident', channel: 'sms' });
  await host.soon(() => outbox.waiting.length === 1);
  crm.activities.create({ kind: 'visit', subject: 'Look at the seal', at: '2026-03-02T09:00:00.000Z' });
  await host.soon(() => outbox.waiting.length === 2);
  const said = outbox.waiting.flatMap(({ first }) => changedFields(reader, first).map(({ label, after }) => `${label}: ${after}`));
  expect(said).toEqual(expect.arrayContaining(['Type: Incident', 'Channel: SMS', 'Kind: Visit']));
  expect([valueWord(reader, 'ticket', 'type', 'fault'), valueWord(reader, 'ticket', 'type', 'Seal'), valueWord(reader, 'contact', 'jobTitle', 'fault')]).toEqual(['Fault', 'Seal', 'fault']);
});

describe('what needs a decision', () => {
  it('is mended by other values, and only those that differ', async () => {
    const { backend, crm, outbox, host, reader } = await setUp();
    const mend = backend.faults.refuse({ table: 'contact' }, 'invalid', 'No.');
    crm.contacts.update('con-amina', { jobTitle: 'Boss', department: 'Sales' });
    await host.soon(() => outbox.parked.length === 1);
    const { first } = outbox.parked[0]!;
    expect(editableFields(reader, first).map(({ name }) => name).sort()).toEqual(['department', 'jobTitle']);
    const form = new FormData();
    form.set('jobTitle', 'Head');
    form.set('department', 'Sales');
    const patch = editedPatch(reader, first, form);
    expect(patch).toEqual({ jobTitle: 'Head' });
    mend();
    first.edit(patch);
    await host.soon(() => outbox.entries.length === 0);
    expect(backend.row('contact', 'con-amina')).toMatchObject({ jobTitle: 'Head', department: 'Sales' });
  });

  it('sends a conflict when each field was chosen for', async () => {
    const { backend, crm, outbox, host, choices } = await setUp();
    backend.faults.offline();
    crm.contacts.update('con-amina', { name: 'Amina O.' });
    await host.soon(() => outbox.status?.connection === 'offline');
    backend.update('contact', 'con-amina', { name: 'Amina B.' });
    backend.faults.online();
    crm.retry();
    await host.soon(() => outbox.parked[0]?.first.state === 'conflict');
    choices.choose(outbox.parked[0]!.first, 'name', 'theirs');
    await host.soon(() => outbox.entries.length === 0);
    expect(backend.row('contact', 'con-amina')!['name']).toBe('Amina B.');
  });

  it('lists what a restored backend lost apart, and sends it again', async () => {
    const { backend, crm, outbox, host } = await setUp();
    const restore = backend.backup();
    await crm.contacts.create({ name: 'Ana' }).synced;
    restore();
    await host.soon(() => outbox.lost.length === 1);
    expect(outbox.parked).toEqual([]);
    outbox.lost[0]!.first.retry();
    await host.soon(() => outbox.entries.length === 0);
    expect(backend.rows('contact').some((each) => each['name'] === 'Ana')).toBe(true);
  });
});
