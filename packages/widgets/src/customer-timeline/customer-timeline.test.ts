import { createClient, type Vinculo } from '@vinculo/sdk';
import { memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChosenSpan } from './chosen-span.ts';
import { TimelineController, type TimelineView } from './customer-timeline.controller.ts';
import { groups } from './kinds.ts';
import { TimelineCircle } from './timeline-circle.ts';
import { TimelineCounts, type Counted } from './timeline-counts.ts';
import { sendingOf } from './timeline-items.ts';
import type { ActivityItem, Group, Order, TimelineSubject } from './timeline-types.ts';
import { TimelineWriting } from './timeline-writing.ts';

const now = '2026-11-22T12:00:00.000Z';
const at = (hours: number): string => new Date(Date.parse(now) + hours * 3_600_000).toISOString();

const people: Seed = {
  user: [{ id: 'ana', name: 'Ana' }, { id: 'ben', name: 'Ben' }],
  pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }],
  stage: [{ id: 's1', pipelineId: 'p', name: 'Qualify', category: 'open', rank: 'a' }, { id: 's2', pipelineId: 'p', name: 'Proposal', category: 'open', rank: 'b' }],
  account: [{ id: 'acme', name: 'Acme' }, { id: 'beta', name: 'Beta' }],
  contact: [{ id: 'amina', name: 'Amina', accountId: 'acme' }, { id: 'jonas', name: 'Jonas', accountId: null }, { id: 'zoe', name: 'Zoe', accountId: 'beta' }],
  affiliation: [{ id: 'f1', contactId: 'jonas', accountId: 'acme', primary: false }, { id: 'f2', contactId: 'zoe', accountId: 'acme', to: '2020-01-01', primary: false }],
  deal: [{ id: 'd1', name: 'Cold store', pipelineId: 'p', stageId: 's1', accountId: 'acme', contactId: 'amina', rank: 'a' }],
};

type Line = readonly [id: string, kind: string, hours: number, links: readonly string[], more?: { readonly done?: boolean; readonly [field: string]: unknown }];

function seedOf(lines: readonly Line[], more: Seed = {}): Seed {
  return {
    ...people, ...more,
    activity: lines.map(([id, kind, hours, , own]) => ({ id, kind, subject: id, at: at(hours), done: true, ownerId: 'ana', ...own })),
    activityLink: lines.flatMap(([id, kind, hours, links, own]) => links.map((link) => {
      const [table, recordId] = link.split(':') as [string, string];
      return { id: `${id} ${link}`, activityId: id, table, recordId, role: 'regarding', at: at(hours), kind, open: own?.done === false };
    })),
  };
}

class Host implements ReactiveControllerHost {
  readonly #controllers: ReactiveController[] = [];
  #pending: Promise<boolean> | undefined;
  draw: () => void = () => {};
  #isConnected = false;
  addController(controller: ReactiveController): void {
    this.#controllers.push(controller);
    if (this.#isConnected) controller.hostConnected?.();
  }
  removeController(): void {}
  requestUpdate(): void { this.#pending ??= Promise.resolve().then(() => { this.#pending = undefined; this.draw(); return true; }); }
  get updateComplete(): Promise<boolean> { return this.#pending ?? Promise.resolve(true); }
  connect(): void {
    this.#isConnected = true;
    for (const each of [...this.#controllers]) each.hostConnected?.();
  }
  disconnect(): void { for (const each of this.#controllers) each.hostDisconnected?.(); }
}

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const end of ends.splice(0)) await end(); });

/** The list and what there is beside it. */
type Seen = TimelineView & Counted & { readonly isCounted: boolean };

interface Stage {
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
  readonly controller: TimelineController;
  readonly writing: TimelineWriting;
  readonly errors: unknown[];
  readonly view: () => Seen;
  readonly until: (holds: (view: Seen) => boolean) => Promise<Seen>;
}

interface Options {
  readonly kinds?: readonly Group[];
  readonly backend?: MemoryBackend;
  readonly user?: string;
  readonly whole?: boolean;
  readonly order?: Order;
  readonly pageSize?: number;
}

function setUp(seed: Seed, subject: TimelineSubject, { kinds = groups, backend = memoryBackend({ seed }), user = 'ana', whole = subject.table === 'account', order = 'newest', pageSize = 10 }: Options = {}): Stage {
  const crm = createClient({ adapter: backend.adapter(user) });
  const host = new Host();
  const errors: unknown[] = [];
  const controller = new TimelineController(host);
  const writing = new TimelineWriting(host, controller, (error) => errors.push(error));
  const request = { crm, subject, whole, order, allowed: new Set(kinds), pageSize, today: '2026-11-22' };
  controller.sources.finder = new TimelineCircle(host);
  const counts = new TimelineCounts(host, controller);
  let drawn: Seen | undefined;
  let told: (() => void)[] = [];
  host.draw = () => {
    controller.watch(request);
    counts.watch();
    const view = controller.view(now);
    drawn = { ...view, ...counts.of(view), isCounted: counts.isKnown };
    const waiting = told;
    told = [];
    for (const each of waiting) each();
  };
  host.draw();
  host.connect();
  ends.push(() => host.disconnect(), () => crm.close());
  const until = async (holds: (view: Seen) => boolean): Promise<Seen> => {
    while (!holds(drawn!)) await new Promise<void>((resolve) => told.push(resolve));
    return drawn!;
  };
  return { backend, crm, controller, writing, errors, view: () => drawn!, until };
}

const ready = (view: Seen): boolean => view.state === 'ready' && !view.growing;
/** How many there are is asked of the backend apart from the list. */
const counted = (view: Seen): boolean => ready(view) && view.isCounted && view.total !== undefined && view.chips.every(({ count }) => count !== undefined);
const keys = (view: Seen): string[] => view.days.flatMap((day) => day.items).map((item) => item.key);
const amina: TimelineSubject = { table: 'contact', id: 'amina' };
const acme: TimelineSubject = { table: 'account', id: 'acme' };

describe('whose items', () => {
  const lines: readonly Line[] = [
    ['own', 'call', -1, ['contact:amina']], ['firm', 'call', -2, ['account:acme']], ['colleague', 'note', -3, ['contact:jonas']], ['dealt', 'note', -4, ['deal:d1']], ['asked', 'call', -5, ['ticket:t']],
    ['past', 'call', -6, ['contact:zoe']], ['both', 'meeting', -7, ['contact:amina', 'deal:d1', 'account:acme']],
  ];
  const more: Seed = {
    // Its customer is only to be known by its contact.
    ticket: [{ id: 't', number: 'T-1', subject: 'Seal', contactId: 'amina', pipelineId: 'p', stageId: 's1', status: 'new', priority: 'normal', createdAt: at(-8) }],
    order: [{ id: 'o', number: '10', kind: 'order', contactId: 'jonas', orderedAt: at(-9) }],
    stageChange: [{ id: 'm', table: 'deal', recordId: 'd1', fromStageId: 's1', toStageId: 's2', at: at(-10) }],
    historyEntry: [{ id: 'h', table: 'contact', recordId: 'jonas', op: 'update', before: { jobTitle: 'A' }, after: { jobTitle: 'B' }, byId: 'ben', at: at(-11) }],
  };
  const everything = ['activity own', 'activity firm', 'activity colleague', 'activity dealt', 'activity asked', 'activity both', 'ticket t', 'order o', 'move m', 'changes h'];

  it.each<readonly [string, TimelineSubject]>([['an account', acme], ['one of its contacts', amina], ['one of its deals', { table: 'deal', id: 'd1' }], ['one of its tickets', { table: 'ticket', id: 't' }]])('of the whole customer are the same on the timeline of %s, each once', async (_, subject) => {
    const { until } = setUp(seedOf(lines, more), subject, { whole: true, pageSize: 50 });
    const view = await until((v) => counted(v) && keys(v).length >= everything.length);
    expect(keys(view)).toEqual(everything);
    expect(Object.fromEntries(view.chips.map(({ group, count }) => [group, count]))).toEqual({ calls: 3, notes: 2, meetings: 1, orders: 1, tickets: 1, changes: 2 });
  });

  it('of one record are its own alone', async () => {
    const account = setUp(seedOf(lines, more), acme, { whole: false });
    expect(keys(await account.until((v) => counted(v) && keys(v).includes('activity both')))).toEqual(['activity firm', 'activity both', 'move m']);
    const contact = setUp(seedOf(lines, more), amina);
    expect(keys(await contact.until((v) => counted(v) && keys(v).includes('move m') && keys(v).includes('ticket t')))).toEqual(['activity own', 'activity both', 'ticket t', 'move m']);
  });

  it('of one record name the colleagues whom they concern too', async () => {
    const { until } = setUp(seedOf([['meeting', 'meeting', -1, ['contact:amina', 'contact:jonas', 'contact:zoe', 'account:acme']]]), amina);
    const links = (v: Seen): string[] => (v.days[0]?.items[0] as ActivityItem | undefined)?.links.map(({ recordId }) => recordId).toSorted() ?? [];
    // Zoe is of another customer: to find her link a cache would have to be read whole.
    expect(links(await until((v) => links(v).length === 3))).toEqual(['acme', 'amina', 'jonas']);
  });

  it('of a ticket have its messages among them', async () => {
    const { until } = setUp(seedOf([['call', 'call', -2, ['ticket:t']]], { ...more, ticketMessage: [{ id: 'm1', ticketId: 't', body: 'It leaks', at: at(-3), fromContactId: 'jonas' }, { id: 'm2', ticketId: 't', body: 'Ask the plant', internal: true, at: at(-1), fromUserId: 'ben' }, { id: 'm3', ticketId: 'other', body: 'x', at: at(-1) }] }), { table: 'ticket', id: 't' });
    const view = await until((v) => counted(v) && keys(v).length === 3);
    expect(keys(view)).toEqual(['message m2', 'activity call', 'message m1']);
    expect(Object.fromEntries(view.chips.map(({ group, count }) => [group, count]))).toEqual({ calls: 1, messages: 2 });
  });
});

describe('order and dates', () => {
  const lines = Array.from({ length: 25 }, (_, i): Line => [`a${String(i).padStart(2, '0')}`, 'call', -1 - i, ['contact:amina']]);

  it('oldest first shows the beginning, and what is later page by page', async () => {
    const orders = [{ id: 'o', number: '1', kind: 'order', contactId: 'amina', orderedAt: at(-20.5) }];
    const { controller, until } = setUp(seedOf(lines, { order: orders }), amina, { order: 'oldest' });
    const first = await until((v) => counted(v) && keys(v).length === 11);
    expect(keys(first)).toEqual(['activity a24', 'activity a23', 'activity a22', 'activity a21', 'activity a20', 'order o', ...['19', '18', '17', '16', '15'].map((n) => `activity a${n}`)]);
    expect(first.more).toBe(true);
    controller.loadMore();
    controller.loadMore();
    expect(keys(await until((v) => ready(v) && !v.more)).at(-1)).toBe('activity a00');
  });

  it('chosen dates let through what lies between them, with its counts', async () => {
    const { controller, until } = setUp(seedOf(lines), amina);
    await until((v) => counted(v) && keys(v).length === 10);
    controller.between({ from: at(-8), to: at(-4) });
    const view = await until((v) => counted(v) && keys(v).length === 5 && v.total !== 25);
    expect(keys(view)).toEqual(['03', '04', '05', '06', '07'].map((n) => `activity a${n}`));
    expect(view).toMatchObject({ total: 5, more: false });
  });

  it('a list that begins further back goes on from there, and comes back', async () => {
    const { controller, until } = setUp(seedOf(lines), amina);
    await until((v) => ready(v) && keys(v).length === 10);
    const span = new ChosenSpan(controller);
    span.beginAt(at(-16));
    expect(keys(await until((v) => ready(v) && keys(v)[0] === 'activity a15'))).toHaveLength(10);
    span.beginAt(undefined);
    await until((v) => ready(v) && keys(v)[0] === 'activity a00');
  });

  it('goes beyond what a backend answers at once', async () => {
    const many = Array.from({ length: 1200 }, (_, i): Line => [`b${String(i).padStart(4, '0')}`, 'call', -1 - i, ['contact:amina']]);
    const { controller, until } = setUp(seedOf(many), amina, { pageSize: 50 });
    await until((v) => ready(v) && keys(v).length === 50);
    while (controller.limit < 1200) controller.loadMore();
    const view = await until((v) => ready(v) && keys(v).length === 1200);
    expect(keys(view)).toEqual(many.map(([id]) => `activity ${id}`));
    expect(view.more).toBe(false);
  });

  it('is the same object until something changed', async () => {
    const { controller, until } = setUp(seedOf(lines), amina);
    await until((v) => counted(v) && keys(v).length === 10);
    const view = controller.view(now);
    expect(controller.view(now)).toBe(view);
    controller.choose('calls');
    expect(controller.view(now)).not.toBe(view);
  });
});

describe('what is shown', () => {
  it('merges activities, orders, tickets, moves and changes by time', async () => {
    const { until } = setUp(seedOf([['call', 'call', -1, ['contact:amina']], ['mail', 'email', -5, ['contact:amina']], ['foreign', 'call', -2, ['contact:zoe']]], {
      order: [{ id: 'o', number: '10', kind: 'order', contactId: 'amina', orderedAt: at(-2) }],
      ticket: [{ id: 't', number: 'T-1', subject: 'Seal', contactId: 'amina', pipelineId: 'p', stageId: 's1', status: 'new', priority: 'normal', createdAt: at(-3) }],
      stageChange: [{ id: 'm', table: 'deal', recordId: 'd1', fromStageId: 's1', toStageId: 's2', at: at(-4) }, { id: 'born', table: 'ticket', recordId: 't', fromStageId: null, toStageId: 's1', at: at(-3) }],
      historyEntry: [{ id: 'h', table: 'contact', recordId: 'amina', op: 'update', before: { jobTitle: 'A' }, after: { jobTitle: 'B' }, byId: 'ben', at: at(-6) }],
    }), amina);
    const view = await until((v) => counted(v) && keys(v).length === 6);
    expect(keys(view)).toEqual(['activity call', 'order o', 'ticket t', 'move m', 'activity mail', 'changes h']);
    expect(Object.fromEntries(view.chips.map(({ group, count }) => [group, count]))).toEqual({ calls: 1, email: 1, orders: 1, tickets: 1, changes: 2 });
    expect(view).toMatchObject({ total: 6, more: false });
  });

  it('shows nothing older than the oldest loaded of a source that has more, and all of it page by page', async () => {
    const lines = Array.from({ length: 25 }, (_, i): Line => [`a${String(i).padStart(2, '0')}`, 'call', -1 - i, ['contact:amina']]);
    const orders = Array.from({ length: 4 }, (_, i) => ({ id: `o${i}`, number: `${i}`, kind: 'order', contactId: 'amina', orderedAt: at(-5.5 - i * 6) }));
    const { controller, until } = setUp(seedOf(lines, { order: orders }), amina);
    const first = await until(counted);
    // Ten calls reach back ten hours: the orders of 11.5 hours ago and before have to wait for the calls between.
    expect(keys(first)).toHaveLength(11);
    expect(keys(first).filter((key) => key.startsWith('order'))).toEqual(['order o0']);
    expect(first).toMatchObject({ more: true, total: 29, earlier: 18, backTo: at(-25) });
    controller.loadMore();
    const shown: string[][] = [];
    const second = await until((v) => { shown.push(keys(v)); return ready(v) && keys(v).length > 11; });
    // Nothing that was shown went away while the wider window was on its way.
    for (const each of shown) expect(each.slice(0, 11)).toEqual(keys(first));
    expect(keys(second)).toHaveLength(23);
    controller.loadMore();
    const third = await until((v) => ready(v) && !v.more);
    expect(keys(third)).toHaveLength(29);
    expect(third).toMatchObject({ earlier: undefined, backTo: undefined });
  });

  it('of an account holds what its present people did too, each activity once', async () => {
    const { until } = setUp(seedOf([
      ['both', 'call', -1, ['account:acme', 'contact:amina', 'contact:jonas']], ['hers', 'email', -2, ['contact:amina']], ['his', 'note', -3, ['contact:jonas']],
      ['former', 'call', -4, ['contact:zoe']], ['other', 'call', -5, ['account:beta']],
    ]), acme);
    const view = await until((v) => counted(v) && keys(v).length === 3 && v.chips.length === 3);
    expect(keys(view)).toEqual(['activity both', 'activity hers', 'activity his']);
    expect(view.chips).toEqual([{ group: 'calls', count: 1 }, { group: 'email', count: 1 }, { group: 'notes', count: 1 }]);
  });

  it('puts late and planned things above, however old they are', async () => {
    const many = Array.from({ length: 30 }, (_, i): Line => [`c${i}`, 'call', -1 - i, ['contact:amina']]);
    const { until } = setUp(seedOf([...many, ['late', 'task', -2000, ['contact:amina'], { done: false, dueAt: at(-2000) }], ['next', 'meeting', 20, ['contact:amina'], { done: false }]]), amina);
    const view = await until(ready);
    expect([view.overdue.map((i) => i.activity.id), view.upcoming.map((i) => i.activity.id)]).toEqual([['late'], ['next']]);
  });

  it('asks only for the kinds whose chips are pressed, and counts all', async () => {
    const lines = Array.from({ length: 40 }, (_, i): Line => [`a${i}`, i % 4 === 0 ? 'email' : 'inspection', -1 - i, ['contact:amina']]);
    const { controller, until } = setUp(seedOf(lines), amina);
    await until((v) => ready(v) && v.total === 40);
    controller.choose('email');
    const mails = await until((v) => ready(v) && keys(v).length === 10 && !v.more);
    expect(mails).toMatchObject({ earlier: undefined, chips: [{ group: 'email', count: 10 }, { group: 'other', count: 30 }] });
    controller.choose('other');
    controller.choose('email');
    const others = await until((v) => ready(v) && v.days[0]?.items[0]?.key === 'activity a1' && v.more);
    expect(others.earlier).toBe(20);
  });

  it('lets through only the groups the host names', async () => {
    const { until } = setUp(seedOf([['c', 'call', -1, ['contact:amina']], ['n', 'note', -2, ['contact:amina']]], { order: [{ id: 'o', number: '1', kind: 'order', contactId: 'amina', orderedAt: at(-3) }] }), amina, { kinds: ['notes', 'orders'] });
    const view = await until((v) => ready(v) && keys(v).length === 2);
    expect(keys(view)).toEqual(['activity n', 'order o']);
    expect(view.chips.map((chip) => chip.group)).toEqual(['notes', 'orders']);
  });

  it('reads only this customer’s window of a hundred thousand activities', async () => {
    const { backend, until } = setUp(seedOf([...Array.from({ length: 300 }, (_, i): Line => [`x${i}`, 'call', -i, ['contact:zoe']]), ['own', 'call', -1, ['contact:amina']]]), amina);
    await until((v) => ready(v) && keys(v).length === 1);
    const asked = backend.faults.calls.filter(({ method, table }) => table === 'activity' || table === 'activityLink' ? method === 'pull' : false);
    expect(asked).toEqual([]);
  });
});

describe('states', () => {
  it('knows that a record is gone', async () => {
    expect((await setUp(seedOf([]), { table: 'contact', id: 'nobody' }).until((v) => v.state !== 'loading')).state).toBe('notFound');
  });

  it('is forbidden where activities are', async () => {
    const backend = memoryBackend({ seed: seedOf([['c', 'call', -1, ['contact:amina']]]) });
    backend.faults.forbid('activityLink');
    expect((await setUp({}, amina, { backend }).until((v) => v.state !== 'loading')).state).toBe('forbidden');
  });

  it('says when it did not load, and loads on retry', async () => {
    const backend = memoryBackend({ seed: seedOf([['c', 'call', -1, ['contact:amina']]]) });
    backend.faults.offline();
    const { controller, until } = setUp({}, amina, { backend });
    const failed = await until((v) => v.state === 'error');
    expect(failed.error?.code).toBe('offline');
    backend.faults.online();
    controller.retry();
    expect(keys(await until((v) => ready(v) && keys(v).length > 0))).toEqual(['activity c']);
  });

  it('leaves out what the backend does not hold', async () => {
    const backend = memoryBackend({ seed: seedOf([['c', 'call', -1, ['contact:amina']]], { order: [{ id: 'o', number: '1', kind: 'order', contactId: 'amina', orderedAt: at(-3) }] }) });
    backend.faults.forbid('order');
    const view = await setUp({}, amina, { backend }).until((v) => ready(v) && keys(v).length === 1);
    expect(view).toMatchObject({ failed: [], more: false, chips: [{ group: 'calls' }] });
  });
});

describe('what is done', () => {
  const note = { kind: 'note', subject: 'Hello', body: 'Hello', at: at(0), done: true } as const;

  it('writes an activity and its link as one group, shown at once and marked until the backend has it', async () => {
    const { backend, controller, until, writing } = setUp(seedOf([['c', 'call', -1, ['contact:amina']]]), amina);
    await until((v) => ready(v) && keys(v).length === 1 && controller.me === 'ana');
    const gate = backend.faults.hold('push');
    const { id } = writing.create(note);
    const waiting = await until((v) => keys(v).length === 2);
    expect(waiting.days[0]!.items[0]).toMatchObject({ key: `activity ${id}`, activity: { ownerId: 'ana', body: 'Hello' } });
    expect(waiting.days[0]!.items[0]!.unsynced).toBeDefined();
    gate.release();
    await until((v) => keys(v).length === 2 && v.days[0]!.items[0]!.unsynced === undefined);
    const push = backend.faults.calls.find((call) => call.method === 'push');
    expect(push!.changes!.map((change) => [change.table, change.group !== undefined])).toEqual([['activity', true], ['activityLink', true]]);
    expect(backend.rows('activityLink').find((link) => link['activityId'] === id)).toMatchObject({ table: 'contact', recordId: 'amina', kind: 'note', open: false, at: at(0) });
  });

  it('links what is written about a deal to its customer too', async () => {
    const { backend, controller, until, writing } = setUp(seedOf([]), { table: 'deal', id: 'd1' });
    await until((v) => ready(v) && controller.me !== undefined);
    const { id } = writing.create({ kind: 'task', subject: 'Draw', body: null, at: at(24), dueAt: at(24), done: false });
    await until((v) => v.upcoming.length === 1 && !v.upcoming[0]!.unsynced);
    expect(backend.rows('activityLink').filter((link) => link['activityId'] === id).map((link) => [link['table'], link['recordId'], link['open']])).toEqual([['deal', 'd1', true], ['account', 'acme', true], ['contact', 'amina', true]]);
  });

  const task: Line = ['draw', 'task', -20, ['contact:amina', 'deal:d1'], { done: false, dueAt: at(-20) }];
  const late = (v: TimelineView): ActivityItem | undefined => v.overdue[0];

  it('completes a task in all its links, and takes that back', async () => {
    const { backend, until, writing } = setUp(seedOf([task]), amina);
    const view = await until((v) => ready(v) && late(v) !== undefined);
    writing.complete(late(view)!, now);
    await until((v) => v.overdue.length === 0 && v.days[0]?.items[0]?.unsynced === undefined && keys(v).length === 1);
    expect(backend.row('activity', 'draw')).toMatchObject({ done: true, at: now });
    expect(backend.rows('activityLink').map((link) => [link['open'], link['at']])).toEqual([[false, now], [false, now]]);
    expect(writing.last).toMatchObject({ what: 'completed', subject: 'draw' });
    writing.undo();
    await until((v) => v.overdue.length === 1 && !v.overdue[0]!.unsynced);
    expect(backend.row('activity', 'draw')).toMatchObject({ done: false, at: at(-20) });
    expect(backend.rows('activityLink').map((link) => link['open'])).toEqual([true, true]);
  });

  it('gives a new time and keeps the length', async () => {
    const { backend, until, writing } = setUp(seedOf([['meet', 'meeting', -20, ['contact:amina'], { done: false, endsAt: at(-19) }]]), amina);
    const view = await until((v) => ready(v) && late(v)?.links.length === 1);
    writing.move(late(view)!, at(48));
    await until((v) => v.upcoming.length === 1 && !v.upcoming[0]!.unsynced);
    expect(backend.row('activity', 'meet')).toMatchObject({ at: at(48), dueAt: at(48), endsAt: at(49), done: false });
  });

  it('completes and moves while offline: each is one write, and stands in its place at once', async () => {
    const other: Line = ['meet', 'meeting', -10, ['contact:amina'], { done: false, endsAt: at(-9) }];
    const { backend, crm, controller, until, writing } = setUp(seedOf([task, other]), amina);
    const view = await until((v) => ready(v) && v.overdue.length === 2);
    backend.faults.offline();
    crm.retry();
    await until(() => controller.status.value?.connection === 'offline');
    const [draw, meet] = view.overdue as readonly [ActivityItem, ActivityItem];
    writing.complete(draw, now);
    writing.move(meet, at(48));
    const offline = await until((v) => v.overdue.length === 0 && v.upcoming.length === 1 && keys(v).length === 1);
    expect(offline.days[0]!.items[0]).toMatchObject({ key: 'activity draw', at: now, unsynced: 'unsynced' });
    expect(crm.outbox.snapshot.map(({ change }) => [change.table, change.id])).toEqual([['activity', 'draw'], ['activity', 'meet']]);
    backend.faults.online();
    crm.retry();
    await until((v) => v.upcoming.length === 1 && v.upcoming[0]!.links[0]!.at === at(48));
  });

  it('writes a call with its next step and its files as one group, and takes all of it back', async () => {
    const { backend, crm, controller, until, writing } = setUp(seedOf([]), amina);
    await until((v) => ready(v) && controller.me === 'ana');
    writing.create({
      kind: 'call', subject: 'Quote', body: 'Quote', at: now, done: true, direction: 'in', outcome: 'missed', files: [{ name: 'a.mp3', type: 'audio/mpeg', bytes: 3, blobId: 'blob' }],
      followUp: { kind: 'task', subject: 'Call back', body: null, at: at(24), dueAt: at(24), remindAt: at(23), done: false },
    });
    const groups = new Set(crm.outbox.snapshot.map(({ change }) => change.group));
    expect([crm.outbox.snapshot.length, groups.size]).toEqual([5, 1]);
    const view = await until((v) => keys(v).length === 1 && v.upcoming.length === 1 && !v.upcoming[0]!.unsynced);
    expect(view.upcoming[0]!.activity).toMatchObject({ subject: 'Call back', remindAt: at(23) });
    expect(backend.rows('activity').find((row) => row['kind'] === 'call')).toMatchObject({ outcome: 'missed', direction: 'in' });
    expect(backend.rows('attachment')).toMatchObject([{ table: 'activity', name: 'a.mp3', blobId: 'blob' }]);
    writing.undo();
    await until((v) => keys(v).length === 0 && v.upcoming.length === 0);
    await vi.waitFor(() => expect(backend.rows('activity')).toHaveLength(0));
  });

  it('asks for a mail to be sent, and shows it as happened, not as late', async () => {
    const { backend, controller, until, writing } = setUp(seedOf([]), { table: 'deal', id: 'd1' });
    await until((v) => ready(v) && controller.me === 'ana');
    writing.create({ kind: 'email', subject: 'Your pump', body: 'Shall I send it?', at: at(-1), done: false, direction: 'out', sendTo: [{ table: 'contact', id: 'amina' }] });
    expect(writing.last).toBeUndefined();
    const view = await until((v) => keys(v).length === 1 && !v.days[0]!.items[0]!.unsynced);
    expect([view.overdue, view.upcoming]).toEqual([[], []]);
    expect(backend.rows('activity')).toMatchObject([{ kind: 'email', direction: 'out', done: false, details: { send: true } }]);
    expect(backend.rows('activityLink').map((link) => [link['table'], link['recordId'], link['role']].join(' ')).toSorted()).toEqual(['account acme regarding', 'contact amina to', 'deal d1 regarding']);
    expect(sendingOf((view.days[0]!.items[0] as ActivityItem).activity)).toBe('waiting');
    const { id } = backend.rows('activity')[0]!;
    backend.update('activity', id, { outcome: 'No address' });
    await until((v) => sendingOf((v.days[0]!.items[0] as ActivityItem).activity) === 'failed');
    backend.update('activity', id, { done: true, outcome: 'Sent' });
    await until((v) => sendingOf((v.days[0]!.items[0] as ActivityItem).activity) === 'sent');
  });

  it('lets only its author rewrite a note', async () => {
    const { backend, controller, until, writing } = setUp(seedOf([['mine', 'note', -1, ['contact:amina'], { body: 'mine' }], ['his', 'note', -2, ['contact:amina'], { ownerId: 'ben' }]]), amina);
    const view = await until((v) => ready(v) && keys(v).length === 2 && controller.me === 'ana');
    const [mine, his] = view.days.flatMap((day) => day.items) as [ActivityItem, ActivityItem];
    expect([writing.mayEdit(mine.activity), writing.mayEdit(his.activity)]).toEqual([true, false]);
    writing.edit(mine.activity, 'mine, and more\nof it');
    await until((v) => (v.days[0]!.items[0] as ActivityItem).activity.subject === 'mine, and more' && !v.days[0]!.items[0]!.unsynced);
    expect(backend.row('activity', 'mine')).toMatchObject({ body: 'mine, and more\nof it' });
  });

  it('keeps the list and the new note while offline, and sends it afterwards', async () => {
    const { backend, crm, controller, until, writing } = setUp(seedOf([['c', 'call', -1, ['contact:amina']], ['late', 'task', -9, ['contact:amina'], { done: false, dueAt: at(-9) }]]), amina);
    await until((v) => ready(v) && keys(v).length === 1 && v.overdue.length === 1 && controller.me === 'ana');
    backend.faults.offline();
    crm.retry();
    await until(() => controller.status.value?.connection === 'offline');
    writing.create(note);
    const offline = await until((v) => keys(v).length === 2 && controller.sources.activities.value?.status === 'stale');
    expect(offline.overdue).toHaveLength(1);
    expect(offline.days[0]!.items[0]!.unsynced).toBe('unsynced');
    backend.faults.online();
    crm.retry();
    await until((v) => keys(v).length === 2 && v.days[0]!.items[0]!.unsynced === undefined);
    expect(backend.rows('activity')).toHaveLength(3);
  });

  it('tells of a refusal once, with the change kept in the outbox', async () => {
    const { backend, crm, controller, errors, until, writing } = setUp(seedOf([]), amina);
    await until((v) => ready(v) && controller.me === 'ana');
    backend.faults.refuse({ table: 'activity' }, 'closed', 'No notes today.');
    writing.create(note);
    await until(() => controller.outbox.value?.some((entry) => entry.state === 'refused') === true && errors.length > 0);
    expect(errors).toMatchObject([{ code: 'closed' }]);
    expect(writing.last).toBeUndefined();
    expect(crm.outbox.snapshot).toHaveLength(2);
  });

  it('shows what another user writes', async () => {
    const backend = memoryBackend({ seed: seedOf([['c', 'call', -1, ['contact:amina']]]) });
    const one = setUp({}, amina, { backend });
    const two = setUp({}, amina, { backend, user: 'ben' });
    await Promise.all([one.until((v) => ready(v) && one.controller.me !== undefined), two.until((v) => ready(v) && keys(v).length === 1)]);
    one.writing.create(note);
    expect((await two.until((v) => keys(v).length === 2)).days[0]!.items[0]).toMatchObject({ activity: { subject: 'Hello', ownerId: 'ana' } });
    backend.update('activity', 'c', { subject: 'Renamed' });
    await two.until((v) => (v.days.at(-1)!.items.at(-1) as ActivityItem).activity.subject === 'Renamed');
  });
});
