import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { afterEach, expect, it } from 'vitest';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { deskLateEnglish } from '../messages/en-desk-late.ts';
import { addEnglish, message } from '../messages/message.ts';
import { testHost } from '../parts/controller-host.fixture.ts';
import { macroPlan, type MacroPlan } from './reply-macro.ts';
import { TicketController } from './ticket.controller.ts';
import { TicketRecord } from './ticket-record.ts';
import type { SavedReply } from './ticket-rows.ts';

addEnglish(deskLateEnglish);

const open: (() => Promise<void>)[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((end) => end())); });

/** What a reply with these changes would do to the demo's first ticket. */
async function plan(changes: unknown, before: (backend: MemoryBackend) => void = () => {}): Promise<MacroPlan | undefined> {
  const backend = memoryBackend({ seed: demoSeed(Date.UTC(2026, 10, 19, 13, 30)) });
  before(backend);
  const crm: Vinculo = createClient({ adapter: backend.adapter() });
  const host = testHost(() => {
    record.watch(crm, 'tick-1');
    controller.watch();
  });
  const record = new TicketRecord(host, () => {});
  const controller = new TicketController(host, record);
  host.connect();
  open.push(() => { host.disconnect(); return crm.close(); });
  await host.soon(() => record.state === 'ready' && controller.stages.length > 0 && controller.people.length > 0);
  const element = { locale: 'en', t: message.bind(undefined, 'en') } as unknown as VinculoElement; // all that a plan asks of it
  const reply = { id: 'r', name: 'Escalate', body: '', changes } as unknown as SavedReply; // of whatever is stored
  return macroPlan(reply, { element, record, emit: () => true, warn: () => {} }, controller, { ticket: { ...record.ticket }, contact: { name: 'Priya' }, account: undefined, order: undefined, agent: 'Shira Yosef' });
}

it('says what it changes, with what is there now, and leaves out what is so already', async () => {
  const found = await plan({ status: 'resolved', priority: 'urgent', owner: null, addTags: ['leak', 'leak'], note: 'Told {name} by {agent}, {unknown}.' });
  expect(found!.status).toBe('resolved');
  expect(found!.patch).toEqual({ priority: 'urgent', ownerId: null, tags: expect.arrayContaining(['leak']) as unknown });
  expect(found!.note).toBe('Told Priya by Shira Yosef, {unknown}.');
  expect(found!.lines).toHaveLength(5);
  expect(found!.lines[0]).toBe('Status: Open → Resolved');
  expect(found!.lines[1]).toBe('Priority: High → Urgent');
  expect(found!.lines.at(-1)).toContain('Told Priya');
  expect(await plan({ status: 'open', priority: 'high', addTags: [] })).toBeUndefined();
});

it('takes nothing that is none of the ticket’s values, whatever is stored', async () => {
  for (const nonsense of [null, {}, { status: 7, priority: 'sky', owner: 5, queueId: 'nowhere', addTags: 'x', removeTags: [3], note: { a: 1 } }, [1], { note: '   ' }]) expect(await plan(nonsense)).toBeUndefined();
});

it('changes only what this sign-in may', async () => {
  const found = await plan({ priority: 'urgent', owner: null, note: 'x' }, (backend) => backend.restrict('ticket', { fields: { ownerId: 'read' } }));
  expect(found!.patch).toEqual({ priority: 'urgent' });
  expect(await plan({ priority: 'urgent' }, (backend) => backend.restrict('ticket', { update: false }))).toBeUndefined();
});
