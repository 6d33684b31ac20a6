import { memoryBackend, type Seed } from '@vinculo/sdk/testing';
import { describe, expect, it, vi } from 'vitest';
import { attendeeRefs } from './attendees.ts';
import { sendingOf } from './timeline-items.ts';
import type { ActivityItem } from './timeline-types.ts';
import { amina, at, keys, type Line, now, ready, seedOf, type Seen, setUp } from './timeline-stage.fixture.ts';

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

  it('links what is written about a lead to it, and to the customer that it became', async () => {
    const leads: Seed = {
      pipeline: [{ id: 'pl', name: 'Leads', table: 'lead' }], stage: [{ id: 'new', pipelineId: 'pl', name: 'New', category: 'open', rank: 'a' }],
      lead: [{ id: 'l', name: 'Lena', pipelineId: 'pl', stageId: 'new' }, { id: 'was', name: 'Amina', pipelineId: 'pl', stageId: 'new', convertedAccountId: 'acme', convertedContactId: 'amina' }],
    };
    const linksOf = async (id: string): Promise<readonly (readonly [unknown, unknown])[]> => {
      const { backend, controller, until, writing } = setUp(seedOf([], leads), { table: 'lead', id });
      await until((v) => ready(v) && controller.me !== undefined);
      writing.create(note);
      await until((v) => keys(v).length === 1 && !v.days[0]!.items[0]!.unsynced);
      return backend.rows('activityLink').map((link) => [link['table'], link['recordId']] as const);
    };
    expect(await linksOf('l')).toEqual([['lead', 'l']]);
    expect(await linksOf('was')).toEqual([['lead', 'was'], ['account', 'acme'], ['contact', 'amina']]);
  });

  const task: Line = ['draw', 'task', -20, ['contact:amina', 'deal:d1'], { done: false, dueAt: at(-20) }];
  const late = (v: Seen): ActivityItem | undefined => v.overdue[0];

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

  it('writes a mail to an address that no record has about whom it is written, in copy', async () => {
    const { backend, controller, until, writing } = setUp(seedOf([]), amina);
    await until((v) => ready(v) && controller.me === 'ana');
    writing.create({ kind: 'email', subject: 'Your pump', body: 'Shall I send it?', at: at(-1), done: false, direction: 'out', sendTo: [], addresses: ['new@home.test'], cc: ['boss@home.test'] });
    await until((v) => keys(v).length === 1 && !v.days[0]!.items[0]!.unsynced);
    expect(backend.rows('activity')).toMatchObject([{ details: { send: true, to: ['new@home.test'], cc: ['boss@home.test'] } }]);
    expect(backend.rows('activityLink')).toMatchObject([{ table: 'contact', recordId: 'amina', role: 'regarding' }]);
  });

  it('links a meeting to the customers who take part, and names colleagues in it', async () => {
    const { backend, controller, until, writing } = setUp(seedOf([], { user: [{ id: 'ana', name: 'Ana', email: 'ana@staff.test' }, { id: 'ben', name: 'Ben' }] }), { table: 'deal', id: 'd1' });
    await until((v) => ready(v) && controller.me === 'ana');
    const attendees = [{ table: 'contact', id: 'amina', name: 'Amina', address: 'amina@acme.test' }, { table: 'contact', id: 'zoe', name: 'Zoe' }, { table: 'user', id: 'ben', name: 'Ben' }] as const;
    writing.create({ kind: 'meeting', subject: 'Walk', body: null, at: at(24), done: false, attendees });
    expect(writing.last?.meeting).toMatchObject({ title: 'Walk', organizer: { name: 'Ana', address: 'ana@staff.test' }, attendees: [{ name: 'Amina', address: 'amina@acme.test' }] });
    const view = await until((v) => v.upcoming.length === 1 && !v.upcoming[0]!.unsynced);
    expect(backend.rows('activityLink').map((link) => [link['table'], link['recordId'], link['role']].join(' ')).toSorted()).toEqual(['account acme regarding', 'contact amina attendee', 'contact zoe attendee', 'deal d1 regarding']);
    expect(attendeeRefs(view.upcoming[0]!.activity.details)).toEqual(attendees.map(({ table, id }) => ({ table, id })));
    writing.undo();
    await until((v) => v.upcoming.length === 0);
    await vi.waitFor(() => expect(backend.rows('activityLink')).toEqual([]));
  });

  it('changes who takes part in a meeting later, with the links of customers, and takes that back', async () => {
    const { backend, crm, controller, until, writing } = setUp(seedOf([]), { table: 'deal', id: 'd1' });
    await until((v) => ready(v) && controller.me !== undefined);
    const links = (): string[] => backend.rows('activityLink').map((link) => [link['table'], link['recordId'], link['role']].join(' ')).toSorted();
    writing.create({ kind: 'meeting', subject: 'Walk', body: null, at: at(24), done: false, attendees: [{ table: 'contact', id: 'zoe', name: 'Zoe' }] });
    const view = await until((v) => v.upcoming.length === 1 && !v.upcoming[0]!.unsynced);
    const { activity } = view.upcoming[0]!;
    const change = async (attendees: readonly string[]): Promise<void> => {
      const { rows } = await crm.activityLinks.query({ where: { activityId: activity.id } }).once();
      await writing.attend({ activity, links: rows, attendees }).synced;
    };
    // Amina is the deal's contact already: she takes part from now on.
    await change(['contact/amina', 'user/ben']);
    await vi.waitFor(() => expect(links()).toEqual(['account acme regarding', 'contact amina attendee', 'deal d1 regarding']));
    expect(backend.row('activity', activity.id)!['details']).toEqual({ attendees: ['contact/amina', 'user/ben'] });
    writing.undo();
    await vi.waitFor(() => expect(links()).toEqual(['account acme regarding', 'contact amina regarding', 'contact zoe attendee', 'deal d1 regarding']));
    expect(backend.row('activity', activity.id)!['details']).toEqual({ attendees: ['contact/zoe'] });
  });

  it('keeps the last link of a meeting that everybody was taken out of', async () => {
    const { backend, crm, controller, until, writing } = setUp(seedOf([]), amina);
    await until((v) => ready(v) && controller.me !== undefined);
    writing.create({ kind: 'meeting', subject: 'Walk', body: null, at: at(24), done: false, attendees: [{ table: 'contact', id: 'amina', name: 'Amina' }] });
    const view = await until((v) => v.upcoming.length === 1 && !v.upcoming[0]!.unsynced);
    const { activity } = view.upcoming[0]!;
    const { rows } = await crm.activityLinks.query({ where: { activityId: activity.id } }).once();
    expect(rows).toMatchObject([{ recordId: 'amina', role: 'attendee' }]);
    await writing.attend({ activity, links: rows, attendees: [] }).synced;
    await vi.waitFor(() => expect(backend.rows('activityLink')).toMatchObject([{ recordId: 'amina', role: 'regarding' }]));
    expect(backend.row('activity', activity.id)!['details']).toEqual({});
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
