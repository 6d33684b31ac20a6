import { createClient, type Description, type Vinculo, type VinculoError } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TicketController } from './ticket.controller.ts';
import { TicketRecord } from './ticket-record.ts';

const now = Date.UTC(2026, 10, 19, 13, 30);
const priya: Description['user'] = { id: 'u-priya', name: 'Priya', role: 'customer', contactId: 'con-priya' };
const open: (() => unknown)[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((end) => end())); });

interface Bench {
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
  readonly record: TicketRecord;
  readonly desk: TicketController;
  readonly failures: VinculoError[];
  soon(holds: () => boolean): Promise<void>;
}

/** Record and controller on a host that is nothing but a redraw. */
function setUp(id = 'tick-1', { as, before }: { as?: Description['user']; before?: (backend: MemoryBackend) => void } = {}): Bench {
  const backend = memoryBackend({ seed: demoSeed(now) });
  before?.(backend);
  const adapter = backend.adapter();
  const crm = createClient({ adapter: as ? { ...adapter, describe: async (signal) => ({ ...(await adapter.describe(signal)), user: as }) } : adapter });
  const controllers: ReactiveController[] = [];
  const failures: VinculoError[] = [];
  let asked = false;
  const host: ReactiveControllerHost = {
    addController: (each) => void controllers.push(each), removeController: () => {}, updateComplete: Promise.resolve(true),
    requestUpdate() {
      if (asked) return;
      asked = true;
      queueMicrotask(() => { asked = false; watch(); });
    },
  };
  const record = new TicketRecord(host, (error) => failures.push(error));
  const desk = new TicketController(host, record);
  const watch = (): void => { record.watch(crm, id); desk.watch(); };
  for (const each of controllers) each.hostConnected?.();
  watch();
  open.push(() => { for (const each of controllers) each.hostDisconnected?.(); return crm.close(); });
  return { backend, crm, record, desk, failures, soon: (holds) => vi.waitFor(() => { watch(); if (!holds()) throw new Error('not yet'); }, { interval: 5 }) };
}

describe('what it gathers', () => {
  it('has the conversation in its order, with who wrote what, and its files', async () => {
    const { record, soon } = setUp();
    await soon(() => record.state === 'ready');
    expect(record.messages.map(({ id }) => id)).toEqual(['msg-1', 'msg-2', 'msg-3']);
    expect(record.messages.map((message) => record.author(message))).toEqual([{ side: 'customer', name: 'Priya Raghunathan' }, { side: 'staff', name: 'Shira Yosef' }, { side: 'staff', name: 'Shira Yosef' }]);
    expect(record.files(record.messages[0]!).map(({ name }) => name)).toEqual(['display-E4.jpg']);
    expect(record.earlier).toBe(0);
  });

  it('has what stands around it', async () => {
    const { record, desk, backend, soon } = setUp();
    backend.write('ticket', { ...backend.row('ticket', 'tick-1')!, id: 'tick-x', number: 'T-1', subject: 'Door seal' });
    await soon(() => record.state === 'ready' && desk.account !== undefined && desk.others.rows.length === 1 && desk.people.length > 3 && desk.stages.length === 3);
    expect(desk.account!.name).toContain('Kaveri');
    expect(desk.others.rows[0]!.subject).toBe('Door seal');
    expect(desk.orders.rows.length).toBeGreaterThan(0);
    expect(desk.replies(false).map(({ name }) => name)).toEqual(['Part sent, visit planned']);
    expect(desk.replies(true)).toEqual([]);
  });

  it('asks for nothing that is only the desk’s, where a customer looks', async () => {
    const { record, desk, soon } = setUp('tick-1', { as: priya });
    await soon(() => record.state === 'ready');
    expect(record.who).toBe('customer');
    expect([desk.others.rows, desk.people, desk.queues, desk.replies(false)]).toEqual([[], [], [], []]);
  });

  it('says that a ticket is not there, and why one cannot be read', async () => {
    const { record, soon } = setUp('tick-none');
    await soon(() => record.state === 'missing');
    const other = setUp('tick-1', { before: (backend) => backend.faults.offline() });
    await other.soon(() => other.record.state === 'error');
    expect(other.failures.map(({ code }) => code)).toEqual(['offline']);
  });
});

describe('what it writes', () => {
  it('writes an answer and what it sets together', async () => {
    const { record, desk, backend, soon } = setUp();
    await soon(() => record.state === 'ready');
    const id = desk.send({ body: 'On its way.', internal: false, files: [], patch: { status: 'pending' } });
    expect(typeof id).toBe('string');
    await vi.waitFor(() => expect(backend.row('ticketMessage', String(id))).toMatchObject({ body: 'On its way.', internal: false, ticketId: 'tick-1', fromUserId: record.description!.user.id }));
    expect(backend.row('ticket', 'tick-1')!['status']).toBe('pending');
  });

  it('writes a customer’s words in their name', async () => {
    const { record, desk, backend, soon } = setUp('tick-1', { as: priya });
    await soon(() => record.state === 'ready');
    const id = desk.send({ body: 'It happened again.', internal: false, files: [], patch: {} });
    await vi.waitFor(() => expect(backend.row('ticketMessage', String(id))).toMatchObject({ fromContactId: 'con-priya', channel: 'form' }));
  });

  it('puts files beside the message that they came with', async () => {
    const { crm, record, desk, backend, soon } = setUp();
    await soon(() => record.state === 'ready');
    const blobId = await crm.upload(new Blob(['x']), 'plan.pdf');
    const id = String(desk.send({ body: 'The plan.', internal: false, files: [{ key: 1, name: 'plan.pdf', type: 'application/pdf', bytes: 1, blobId, state: 'uploaded' }], patch: {} }));
    await vi.waitFor(() => expect(backend.row('ticketMessage', id)).toBeDefined());
    const [attached] = backend.row('ticketMessage', id)!['attachmentIds'] as string[];
    expect(backend.row('attachment', attached!)).toMatchObject({ table: 'ticket', recordId: 'tick-1', name: 'plan.pdf' });
  });

  it('tells a refused answer as one, with the reason of whatever was judged', async () => {
    const { record, desk, backend, soon } = setUp('tick-1', { before: (each) => each.faults.refuse({ table: 'ticketMessage' }, 'no_contract', 'No contract.') });
    await soon(() => record.state === 'ready');
    desk.send({ body: 'Tomorrow.', internal: false, files: [], patch: { status: 'pending' } });
    await soon(() => desk.refused.length === 1 && desk.waiting.length === 0);
    expect(desk.refused[0]!.change.table).toBe('ticketMessage');
    expect(desk.reasonOf(desk.refused[0]!)!.message).toBe('No contract.');
    expect(backend.row('ticket', 'tick-1')!['status']).toBe('open');
  });

  it('takes the last change back', async () => {
    const { record, desk, backend, soon } = setUp();
    await soon(() => record.state === 'ready');
    desk.save({ priority: 'urgent' });
    await soon(() => backend.row('ticket', 'tick-1')!['priority'] === 'urgent');
    expect(desk.lastChange!.fields).toEqual(['priority']);
    desk.undo();
    await soon(() => backend.row('ticket', 'tick-1')!['priority'] === 'high');
    expect(desk.lastChange).toBeUndefined();
  });

  it('sends an answer in copy to those of the ticket, and a note or a customer’s words to nobody', async () => {
    const { record, desk, backend, soon } = setUp();
    backend.update('ticket', 'tick-1', { cc: ['boss@home.test'] });
    await soon(() => record.state === 'ready' && record.ticket!.cc?.length === 1);
    const [reply, note] = [desk.send({ body: 'On its way.', internal: false, files: [], patch: {} }), desk.send({ body: 'He is kind.', internal: true, files: [], patch: {} })].map(String);
    await soon(() => backend.row('ticketMessage', note!) !== undefined);
    expect(backend.row('ticketMessage', reply!)!['cc']).toEqual(['boss@home.test']);
    expect(backend.row('ticketMessage', note!)!['cc'] ?? null).toBeNull();
  });

  it('does what a macro says as one group, and takes it back as one', async () => {
    const { record, desk, backend, soon } = setUp();
    await soon(() => record.state === 'ready');
    const before = backend.row('ticket', 'tick-1')!;
    desk.apply({ priority: 'urgent', tags: ['leak'] }, 'Asked the factory.');
    await soon(() => backend.row('ticket', 'tick-1')!['priority'] === 'urgent' && desk.waiting.length === 0);
    const changes = backend.faults.calls.filter(({ method }) => method === 'push').flatMap(({ changes: sent }) => sent ?? []);
    expect(new Set(changes.map(({ group }) => group)).size).toBe(1);
    expect(changes.map(({ table }) => table).toSorted()).toEqual(['ticket', 'ticketMessage']);
    expect(backend.rows('ticketMessage').filter(({ body }) => body === 'Asked the factory.')).toMatchObject([{ internal: true, ticketId: 'tick-1' }]);
    expect(desk.lastChange!.fields).toEqual(['priority', 'tags']);
    desk.undo();
    await soon(() => backend.row('ticket', 'tick-1')!['priority'] === before['priority'] && backend.rows('ticketMessage').every(({ body }) => body !== 'Asked the factory.'));
    expect(backend.row('ticket', 'tick-1')!['tags'] ?? []).toEqual(before['tags'] ?? []);
  });

  it('takes back a macro that still waits, all of it', async () => {
    const { record, desk, backend, soon } = setUp();
    await soon(() => record.state === 'ready');
    backend.faults.offline();
    desk.apply({ priority: 'urgent' }, 'Asked the factory.');
    await soon(() => desk.waiting.length === 2);
    desk.undo();
    await soon(() => desk.waiting.length === 0);
    expect(record.ticket!.priority).toBe('high');
  });

  it('answers what is wrong with a value', async () => {
    const { record, desk, soon } = setUp();
    await soon(() => record.state === 'ready');
    expect(desk.save({ subject: '' })).toMatchObject({ field: 'subject' });
  });
});
