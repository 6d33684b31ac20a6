import { createClient, type AnyRow, type Vinculo, type VinculoError } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { testHost, type TestHost } from '../parts/controller-host.fixture.ts';
import { dueOf, InboxController, type InboxRow, type InboxSubject } from './inbox.controller.ts';
import { SteadyList } from './steady-rows.ts';

const open: (() => unknown)[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((end) => end())); });

const now = Date.now();
const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();
const ticket = (id: string, more: object): AnyRow => ({ id, subject: id, pipelineId: 'pipe-ticket', stageId: 'pipe-ticket-open', status: 'open', priority: 'normal', queueId: 'queue-service', ownerId: null, createdAt: at(-9), ...more });
const lead = (id: string, more: object = {}): AnyRow => ({ id, name: id, pipelineId: 'pipe-lead', stageId: 'pipe-lead-new', createdAt: at(-9), ...more });

const book: Seed = {
  ...demoSeed(now),
  pipeline: [{ id: 'pipe-ticket', name: 'Service', table: 'ticket' }, { id: 'pipe-lead', name: 'Leads', table: 'lead' }],
  stage: [{ id: 'pipe-ticket-open', pipelineId: 'pipe-ticket', name: 'Open', category: 'open' }, { id: 'pipe-lead-new', pipelineId: 'pipe-lead', name: 'New', category: 'open' }],
  queue: [{ id: 'queue-service', name: 'Service' }, { id: 'queue-sales', name: 'Sales' }],
  ticket: [
    ticket('calm', { createdAt: at(-20) }), ticket('solve', { firstReplyDue: at(-30), firstReplyAt: at(-31), resolutionDue: at(2) }), ticket('answer', { firstReplyDue: at(1), resolutionDue: at(20) }),
    ticket('late', { firstReplyDue: at(-3) }), ticket('sales', { queueId: 'queue-sales', priority: 'urgent' }), ticket('mine', { ownerId: 'user-katarzyna', resolutionDue: at(5) }), ticket('hers', { ownerId: 'user-shira' }), ticket('his', { ownerId: 'user-joao' }),
    ticket('over', { closedAt: at(-1) }),
  ],
  lead: [lead('old', { createdAt: at(-50) }), lead('new', { createdAt: at(-1) }), lead('held', { ownerId: 'user-shira' })],
};

interface Bench { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly inbox: InboxController; readonly host: TestHost; show(next: Partial<InboxSubject>): void }

async function setUp(subject: Partial<InboxSubject> = {}, { backend = memoryBackend({ seed: book }), user = 'user-katarzyna' } = {}): Promise<Bench> {
  const crm = createClient({ adapter: backend.adapter(user) });
  let current: InboxSubject = { crm, table: 'ticket', filter: 'unassigned', queueId: undefined, priority: undefined, ...subject };
  const host = testHost(() => inbox.watch(current));
  const inbox: InboxController = new InboxController(host, () => {});
  host.connect();
  open.push(() => { host.disconnect(); return crm.close(); });
  await host.soon(() => inbox.state === 'ready' && inbox.count('all') !== undefined && inbox.users.length > 0);
  return { backend, crm, inbox, host, show: (next) => { current = { ...current, ...next }; host.requestUpdate(); } };
}

const ids = (inbox: InboxController): string[] => inbox.rows.map(({ id }) => id);
const row = (inbox: InboxController, id: string): InboxRow => inbox.rows.find((each) => each.id === id)!;

describe('a queue of tickets', () => {
  it('has what is due next first, then what has no clock, the oldest first', async () => {
    const { inbox, host } = await setUp();
    await host.soon(() => ids(inbox).length === 5);
    expect(ids(inbox)).toEqual(['late', 'answer', 'solve', 'calm', 'sales']);
    expect(dueOf(row(inbox, 'solve'))).toEqual({ at: at(2), what: 'resolution' });
  });

  it('counts each view, and each queue', async () => {
    const { inbox, host, show } = await setUp();
    expect((['unassigned', 'mine', 'team', 'all'] as const).map((each) => inbox.count(each))).toEqual([5, 1, 2, 8]);
    await host.soon(() => inbox.countOfQueue('queue-sales') === 1);
    show({ queueId: 'queue-sales' });
    await host.soon(() => inbox.count('all') === 1 && ids(inbox).join() === 'sales');
    show({ queueId: undefined, priority: 'urgent', filter: 'all' });
    await host.soon(() => ids(inbox).join() === 'sales');
    show({ priority: undefined, filter: 'team' });
    await host.soon(() => ids(inbox).sort().join() === 'hers,mine');
  });

  it('tells who took what another had taken meanwhile', async () => {
    const first = await setUp();
    const second = await setUp({}, { backend: first.backend, user: 'user-shira' });
    first.backend.faults.offline();
    await first.inbox.claim(row(first.inbox, 'calm'));
    await second.inbox.claim(row(second.inbox, 'calm'));
    first.backend.faults.online();
    first.crm.retry();
    second.crm.retry();
    await first.host.soon(() => first.inbox.notices.length + second.inbox.notices.length === 1);
    expect([...first.inbox.notices, ...second.inbox.notices][0]!.fields.map(({ field }) => field)).toEqual(['ownerId']);
  });
});

it('gives a ticket to one of two people, and tells the other who has it', async () => {
  const first = await setUp();
  const second = await setUp({}, { backend: first.backend, user: 'user-shira' });
  const [mine, theirs] = [row(first.inbox, 'calm'), row(second.inbox, 'calm')];
  const answers = await Promise.allSettled([first.inbox.claim(mine), second.inbox.claim(theirs)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(answers.find((each) => each.status === 'rejected')!.reason).toMatchObject({ code: 'already_claimed', problems: [{ field: 'ownerId' }] });
  expect(first.backend.row('ticket', 'calm')!['ownerId']).toBe(answers[0].status === 'fulfilled' ? first.inbox.me : second.inbox.me);
});

describe('the pool of leads', () => {
  it('has the newest first, and gives one to one person', async () => {
    const { backend, inbox, host } = await setUp({ table: 'lead' });
    await host.soon(() => ids(inbox).join() === 'new,old');
    const other = await setUp({ table: 'lead' }, { backend, user: 'user-joao' });
    const wanted = row(other.inbox, 'new');
    expect(await inbox.claim(row(inbox, 'new'))).toMatchObject({ held: 1, limit: 200 });
    const error = await other.inbox.claim(wanted).catch((reason: VinculoError) => reason);
    expect(error).toMatchObject({ code: 'already_claimed' });
    await host.soon(() => inbox.pool?.held === 1 && inbox.pool.limit === 200);
  });

  it('takes one back, with why', async () => {
    const { backend, inbox, host, show } = await setUp({ table: 'lead' });
    await inbox.claim(row(inbox, 'old'));
    show({ filter: 'mine' });
    await host.soon(() => ids(inbox).join() === 'old');
    await inbox.giveBack(row(inbox, 'old'), 'No answer');
    expect(backend.row('lead', 'old')).toMatchObject({ ownerId: null, poolReason: 'No answer' });
  });

  it('says how many one may hold', async () => {
    const backend = memoryBackend({ seed: { ...book, user: [{ id: 'user-katarzyna', name: 'K', active: true, poolLimit: 0 }] } });
    const { inbox, host } = await setUp({ table: 'lead' }, { backend });
    await host.soon(() => inbox.pool?.limit === 0);
    await expect(inbox.claim(row(inbox, 'new'))).rejects.toMatchObject({ code: 'pool_limit' });
  });
});

describe('a list one points at', () => {
  const rows = (...names: string[]): InboxRow[] => names.map((id) => ({ id }));
  it('keeps its rows in place, marks what left and counts what came', () => {
    const list = new SteadyList();
    list.of(rows('a', 'b', 'c'), 'k', false);
    const held = list.of(rows('z', 'c', 'a'), 'k', true);
    expect(held.rows.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect([[...held.gone], held.arrived]).toEqual([['b'], 1]);
    expect(list.of(rows('z', 'c', 'a'), 'k', false).rows.map(({ id }) => id)).toEqual(['z', 'c', 'a']);
  });
  it('shows what it is on demand, and where it is another list', () => {
    const list = new SteadyList();
    list.of(rows('a'), 'k', false);
    list.release();
    expect(list.of(rows('b'), 'k', true).rows).toEqual(rows('b'));
    expect(list.of(rows('c'), 'other', true).rows).toEqual(rows('c'));
  });
});
