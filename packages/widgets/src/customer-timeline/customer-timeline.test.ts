import { BackendError } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import { memoryBackend, type Seed } from '@vinculo/sdk/testing';
import { describe, expect, it } from 'vitest';
import { ChosenSpan } from './chosen-span.ts';
import type { ActivityItem, TimelineSubject } from './timeline-types.ts';
import { acme, amina, at, counted, keys, type Line, now, ready, seedOf, type Seen, setUp } from './timeline-stage.fixture.ts';

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

  const visits: Seed = { touch: [{ id: 'v1', table: 'contact', recordId: 'amina', source: 'google', at: at(-0.5) }, { id: 'v2', table: 'contact', recordId: 'jonas', source: 'fair', at: at(-20) }, { id: 'v3', table: 'contact', recordId: 'zoe', at: at(-1) }] };

  it('have how people came among them, of a contact and of a whole customer', async () => {
    const contact = setUp(seedOf([['own', 'call', -1, ['contact:amina']], ['looked', 'webVisit', -2, ['contact:amina']]], visits), amina);
    const view = await contact.until((v) => counted(v) && keys(v).length === 3);
    expect(keys(view)).toEqual(['touch v1', 'activity own', 'activity looked']);
    expect(view.chips).toEqual([{ group: 'calls', count: 1 }, { group: 'other', count: 2 }]);
    const account = setUp(seedOf([['own', 'call', -1, ['contact:amina']]], visits), acme, { kinds: ['other'] });
    expect(keys(await account.until((v) => counted(v) && keys(v).length > 0))).toEqual(['touch v1', 'touch v2']);
  });

  it('of a lead are those of the contact it becomes, too', async () => {
    const lead: TimelineSubject = { table: 'lead', id: 'l' };
    const { crm, backend, until } = setUp(seedOf([['rang', 'call', -1, ['lead:l']], ['other', 'call', -1, ['lead:l2']]], {
      pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }, { id: 'pl', name: 'Leads', table: 'lead' }],
      stage: [{ id: 'new', pipelineId: 'pl', name: 'New', category: 'open', rank: 'a' }, { id: 'won', pipelineId: 'pl', name: 'Converted', category: 'won', rank: 'b' }],
      lead: [{ id: 'l', name: 'Lena', pipelineId: 'pl', stageId: 'new' }, { id: 'l2', name: 'Otto', pipelineId: 'pl', stageId: 'new' }],
      touch: [{ id: 'v', table: 'lead', recordId: 'l', source: 'fair', at: at(-2) }],
    }), lead);
    expect(keys(await until((v) => counted(v) && keys(v).length === 2))).toEqual(['activity rang', 'touch v']);
    const { contactId } = await crm.run('convertLead', { leadId: 'l', deal: null });
    // It entered the stage of what was won.
    expect(keys(await until((v) => counted(v) && keys(v).length >= 3)).some((key) => key.startsWith('move'))).toBe(true);
    const after = setUp({}, { table: 'contact', id: contactId }, { backend });
    expect(keys(await after.until((v) => counted(v) && keys(v).length === 2)).map((key) => key.split(' ')[0])).toEqual(['activity', 'touch']);
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
    const states = new Set<string>();
    while (controller.limit < 1200) {
      controller.loadMore();
      // What is shown stays while more of it is asked for.
      await until((v) => { states.add(v.state); return ready(v) && keys(v).length === Math.min(1200, controller.limit); });
    }
    expect([...states]).toEqual(['ready']);
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

  it('names a source that did not load, and shows the others', async () => {
    const backend = memoryBackend({ seed: seedOf([['c', 'call', -1, ['contact:amina']]]) });
    const adapter = (user?: string): Adapter => {
      const whole = backend.adapter(user);
      return { ...whole, query: (request, signal) => (request.table === 'order' ? Promise.reject(new BackendError('No orders today.')) : whole.query!(request, signal)) };
    };
    const view = await setUp({}, amina, { backend: { ...backend, adapter } }).until((v) => ready(v) && keys(v).length === 1 && v.failed.length > 0);
    expect(view.failed).toEqual(['order']);
  });

  it('leaves out what the backend does not hold', async () => {
    const backend = memoryBackend({ seed: seedOf([['c', 'call', -1, ['contact:amina']]], { order: [{ id: 'o', number: '1', kind: 'order', contactId: 'amina', orderedAt: at(-3) }] }) });
    backend.faults.forbid('order');
    const view = await setUp({}, amina, { backend }).until((v) => ready(v) && keys(v).length === 1);
    expect(view).toMatchObject({ failed: [], more: false, chips: [{ group: 'calls' }] });
  });
});
