import { createClient, type AnyRow, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { one, press } from '../parts/shadow.fixture.ts';
import { axeFaults, layoutFaults } from '../parts/axe-faults.fixture.ts';
import './vinculo-tasks.ts';
import type { Tasks } from './tasks.ts';

const hour = 3_600_000;
let backend: MemoryBackend;
let crm: Vinculo;
afterEach(() => crm.close());

const at = (hours: number): string => new Date(Date.now() + hours * hour).toISOString();
const task = (id: string, more: object): AnyRow => ({ id, kind: 'task', subject: id, at: at(-200), done: false, ownerId: 'user-katarzyna', ...more });
const link = (activityId: string, table: string, recordId: string): AnyRow => ({ id: `${activityId}-${table}`, activityId, table, recordId, role: 'regarding', at: at(0), kind: 'task', open: true });
const book = (): Seed => ({
  ...demoSeed(Date.now()),
  activity: [task('Send the drawings', { dueAt: at(-26) }), task('Call Amina', { kind: 'call', dueAt: at(-1) }), task('Visit the plant', { kind: 'visit', dueAt: at(60) }), task('Ask for the floor plan', {})],
  activityLink: [link('Call Amina', 'contact', 'con-amina'), link('Call Amina', 'deal', 'deal-01'), link('Send the drawings', 'account', 'acc-hanseatic')],
});

interface Options { seed?: Seed; lang?: string; dir?: string; width?: number; attributes?: Record<string, string>; before?: () => void; drawn?: string }

async function show({ seed = book(), lang = 'en', dir = 'ltr', width = 640, attributes = {}, before, drawn = '[data-menu^="move-"]' }: Options = {}): Promise<Tasks> {
  backend = memoryBackend({ seed });
  before?.();
  crm = createClient({ adapter: backend.adapter() });
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  const tasks = document.createElement('vinculo-tasks');
  for (const [name, value] of Object.entries(attributes)) tasks.setAttribute(name, value);
  tasks.client = crm;
  box.append(tasks);
  await waitUntil(() => tasks.shadowRoot?.querySelector(drawn), `no ${drawn}`, { timeout: 5000 });
  return tasks;
}

const row = (tasks: Tasks, id: string): HTMLElement => one(tasks, `[data-row="${id}"]`);
const rows = (tasks: Tasks): string[] => [...tasks.shadowRoot!.querySelectorAll<HTMLElement>('[data-row]')].map((each) => each.dataset['row']!);
const gone = (tasks: Tasks, id: string): Promise<void> => waitUntil(() => !rows(tasks).includes(id), `${id} is still there`);

it('shows what is to do by time, with its record', async () => {
  const tasks = await show();
  await waitUntil(() => row(tasks, 'Call Amina').textContent.includes('Amina Okonkwo-Bauer'), 'the record’s name');
  expect([...tasks.shadowRoot!.querySelectorAll('.day')].map((each) => each.textContent.replace(/\s+/g, ''))).to.deep.equal(['Overdue2', 'Next1', 'Nodate1']);
  expect(tasks.matches(':state(overdue)')).to.equal(true);
  const opened = oneEvent(tasks, 'vinculo-record-open');
  row(tasks, 'Call Amina').querySelectorAll<HTMLElement>('.link')[1]!.click();
  expect((await opened).detail).to.deep.equal({ table: 'contact', id: 'con-amina' });
});

for (const scheme of ['light', 'dark']) {
  for (const [lang, dir] of [['en', 'ltr'], ['zh-CN', 'ltr'], ['ar', 'rtl']] as const) {
    it(`breaks no rule of accessibility or layout (${scheme}, ${lang})`, async () => {
      const tasks = await show({ lang, dir, width: 320 });
      tasks.style.setProperty('color-scheme', scheme);
      one<HTMLInputElement>(tasks, '.quick [name=subject]').focus();
      await tasks.updateComplete;
      expect(await axeFaults(tasks)).to.deep.equal([]);
      expect(layoutFaults(tasks)).to.deep.equal([]);
    });
  }
}

it('speaks Chinese', async () => {
  const tasks = await show({ lang: 'zh-CN' });
  expect(tasks.shadowRoot!.querySelector('.day')!.textContent).to.contain('已逾期');
});

it('marks a task as done and takes it back', async () => {
  const tasks = await show();
  const events: string[] = [];
  for (const name of ['vinculo-activity-complete', 'vinculo-activity-completed']) tasks.addEventListener(name, (event) => events.push(event.type));
  one(tasks, '[data-row="Send the drawings"] [part=done]').click();
  await gone(tasks, 'Send the drawings');
  expect(events).to.deep.equal(['vinculo-activity-complete', 'vinculo-activity-completed']);
  expect(tasks.shadowRoot!.querySelector('.follow-up'), 'a task asks nothing').to.equal(null);
  one(tasks, '[part=undo]').click();
  await waitUntil(() => rows(tasks).includes('Send the drawings'));
  tasks.addEventListener('vinculo-activity-complete', (event) => event.preventDefault());
  one(tasks, '[data-row="Send the drawings"] [part=done]').click();
  await tasks.updateComplete;
  expect(rows(tasks)).to.contain('Send the drawings');
});

it('asks after a call what came of it and what is next, for the same records', async () => {
  const tasks = await show();
  one(tasks, '[data-row="Call Amina"] [part=done]').click();
  await waitUntil(() => tasks.shadowRoot!.querySelector('.follow-up'));
  await waitUntil(() => tasks.shadowRoot!.activeElement?.getAttribute('name') === 'text', 'the focus where one writes');
  one<HTMLTextAreaElement>(tasks, '.follow-up [name=text]').value = 'Wants two parts';
  one<HTMLInputElement>(tasks, '.follow-up [name=subject]').value = 'Split the order';
  one<HTMLFormElement>(tasks, '.follow-up').requestSubmit();
  await waitUntil(() => backend.rows('activity').some((each) => each['subject'] === 'Split the order'));
  const made = backend.rows('activity').find((each) => each['subject'] === 'Split the order')!;
  await waitUntil(() => backend.rows('activityLink').filter((each) => each['activityId'] === made.id).length === 2, 'its links');
  await waitUntil(() => backend.row('activity', 'Call Amina')!['body'] === 'Wants two parts');
  expect(backend.row('activity', 'Call Amina')!['done']).to.equal(true);
});

it('is worked by keys alone', async () => {
  const tasks = await show();
  const [first, second] = rows(tasks);
  row(tasks, first!).focus();
  press(row(tasks, first!), 'j');
  expect(tasks.shadowRoot!.activeElement).to.equal(row(tasks, second!));
  expect(row(tasks, first!).tabIndex).to.equal(-1);
  press(row(tasks, second!), 'k');
  const opened = oneEvent(tasks, 'vinculo-record-open');
  press(row(tasks, first!), 'Enter');
  expect((await opened).detail.table).to.equal('activity');
  press(row(tasks, first!), 'm');
  await waitUntil(() => tasks.shadowRoot!.querySelector('[role=menuitem]:focus'), 'the menu has the focus');
  press(tasks.shadowRoot!.activeElement!, 'Enter');
  await waitUntil(() => Date.parse(String(backend.row('activity', first!)!['dueAt'])) > Date.now(), 'it was moved to tomorrow');
  await waitUntil(() => tasks.shadowRoot!.activeElement !== null, 'the focus is kept');
  const before = rows(tasks)[0]!;
  row(tasks, before).focus();
  press(row(tasks, before), 'd');
  await gone(tasks, before);
});

it('adds a task by keyboard and is ready for the next', async () => {
  const tasks = await show();
  tasks.add();
  await waitUntil(() => tasks.shadowRoot!.activeElement?.getAttribute('name') === 'subject');
  const input = one<HTMLInputElement>(tasks, '.quick [name=subject]');
  one<HTMLFormElement>(tasks, '.quick').requestSubmit();
  await waitUntil(() => input.getAttribute('aria-invalid') === 'true', 'an empty one is none');
  input.value = 'Call Amina tomorrow';
  one<HTMLSelectElement>(tasks, '.quick [name=kind]').value = 'call';
  one<HTMLInputElement>(tasks, '.quick [name=day]').value = '2099-03-01';
  one<HTMLInputElement>(tasks, '.quick [name=time]').value = '10:30';
  one<HTMLSelectElement>(tasks, '.quick [name=remind]').value = '10';
  one<HTMLFormElement>(tasks, '.quick').requestSubmit();
  await waitUntil(() => backend.rows('activity').some((each) => each['subject'] === 'Call Amina tomorrow'));
  const due = new Date('2099-03-01T10:30');
  expect(backend.rows('activity').find((each) => each['subject'] === 'Call Amina tomorrow')).to.include({ kind: 'call', dueAt: due.toISOString(), remindAt: new Date(due.getTime() - 600_000).toISOString(), ownerId: 'user-katarzyna', done: false });
  await waitUntil(() => input.value === '' && tasks.shadowRoot!.activeElement === input);
});

it('hands a task over', async () => {
  const tasks = await show();
  one(tasks, '[data-menu="assign-Send the drawings"]').click();
  await waitUntil(() => tasks.shadowRoot!.querySelector('[role=option]'));
  [...tasks.shadowRoot!.querySelectorAll<HTMLElement>('[role=option]')].find((each) => each.textContent.includes('Shira'))!.click();
  await gone(tasks, 'Send the drawings');
  await waitUntil(() => backend.row('activity', 'Send the drawings')!['ownerId'] === 'user-shira');
  expect(one(tasks, '[part=foot]').textContent).to.contain('Handed over: Send the drawings');
});

it('hands a task over to one of many colleagues, who is found by name', async () => {
  const seed = book();
  const many = Array.from({ length: 320 }, (_, i) => ({ id: `user-${i}`, name: `Colleague ${i}`, active: true }));
  const tasks = await show({ seed: { ...seed, user: [...(seed['user'] ?? []), ...many, { id: 'user-zenobia', name: 'Zenobia Last', active: true }, { id: 'user-gone', name: 'Zenobia Gone', active: false }] } });
  one(tasks, '[data-menu="assign-Send the drawings"]').click();
  await waitUntil(() => tasks.shadowRoot!.querySelector('[role=option]'));
  const options = [...tasks.shadowRoot!.querySelectorAll<HTMLElement>('[role=option]')];
  expect(options.length, 'a menu and no telephone book').to.equal(13);
  options.at(-1)!.click();
  await waitUntil(() => tasks.shadowRoot!.querySelector('dialog[open] [role=combobox]'), 'the dialog');
  one(tasks, 'dialog[open] .primary').click();
  await waitUntil(() => tasks.shadowRoot!.querySelector('dialog[open] [role=alert]'), 'what is missing');
  const input = one<HTMLInputElement>(tasks, 'dialog[open] [role=combobox]');
  input.value = 'zenobia';
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  const found = (): string[] => [...tasks.shadowRoot!.querySelectorAll('.found [role=option][id]')].map((each) => each.textContent.trim());
  await waitUntil(() => found().length > 0, 'somebody found');
  expect(found().join()).to.contain('Zenobia Last').and.not.contain('Zenobia Gone');
  expect(await axeFaults(tasks)).to.deep.equal([]);
  press(input, 'Enter');
  await tasks.updateComplete;
  one(tasks, 'dialog[open] .primary').click();
  await waitUntil(() => backend.row('activity', 'Send the drawings')!['ownerId'] === 'user-zenobia');
});

describe('reminders', () => {
  const withReminder = (ms: number): Seed => ({ ...book(), activity: [task('Call Amina', { kind: 'call', dueAt: at(3), remindAt: new Date(Date.now() + ms).toISOString() })] });
  const shown = (tasks: Tasks): number => tasks.shadowRoot!.querySelectorAll('[part=reminder]').length;

  it('fire in time, are told once, and come back when put off', async () => {
    const told: string[] = [];
    document.addEventListener('vinculo-reminder-show', (event) => told.push((event as CustomEvent<{ id: string }>).detail.id));
    const tasks = await show({ seed: withReminder(900) });
    await waitUntil(() => shown(tasks) === 1, 'the reminder', { timeout: 4000 });
    await tasks.updateComplete;
    tasks.requestUpdate();
    await tasks.updateComplete;
    expect(told).to.deep.equal(['Call Amina']);
    one(tasks, '[data-menu^="snooze-"]').click();
    await waitUntil(() => tasks.shadowRoot!.querySelector('[role=menuitem]'));
    one(tasks, '[role=menuitem]').click();
    await waitUntil(() => shown(tasks) === 0, 'it is put off');
    const again = Date.parse(String(backend.row('activity', 'Call Amina')!['remindAt']));
    expect(again - Date.now()).to.be.within(590_000, 601_000);
  });

  it('that came while the page was closed are shown, and dismissed everywhere', async () => {
    const tasks = await show({ seed: withReminder(-hour) });
    await waitUntil(() => shown(tasks) === 1);
    const other = document.createElement('vinculo-tasks');
    other.client = crm;
    tasks.after(other);
    await waitUntil(() => other.shadowRoot?.querySelector('[part=reminder]'), 'in another tab too');
    one(tasks, '[part=dismiss]').click();
    await waitUntil(() => shown(tasks) === 0 && shown(other) === 0);
    await waitUntil(() => backend.row('activity', 'Call Amina')!['remindAt'] === null);
    expect(rows(tasks)).to.contain('Call Amina');
  });

  it('come when the page wakes by a clock that was set', async () => {
    const tasks = await show({ seed: withReminder(2 * hour) });
    expect(shown(tasks)).to.equal(0);
    const { now } = Date;
    const RealDate = Date;
    const later = 3 * hour;
    // A machine that slept: the clock is ahead when the page is looked at again.
    window.Date = class extends RealDate { constructor(...args: unknown[]) { super(...((args.length === 0 ? [now() + later] : args) as [number])); } static override now(): number { return now() + later; } } as typeof Date;
    try {
      document.dispatchEvent(new Event('visibilitychange'));
      await tasks.updateComplete;
      expect(shown(tasks)).to.equal(1);
    } finally {
      window.Date = RealDate;
    }
  });
});

describe('states', () => {
  it('of nothing to do says how to go on', async () => {
    const tasks = await show({ seed: { ...book(), activity: [] }, drawn: '[part~=empty]' });
    one(tasks, '[part~=empty] button').click();
    await waitUntil(() => tasks.shadowRoot!.activeElement?.getAttribute('name') === 'subject');
    expect(tasks.matches(':state(overdue)')).to.equal(false);
  });
  it('of what may not be seen', async () => {
    const tasks = await show({ before: () => void backend.faults.forbid('activity'), drawn: '[part~=forbidden]' });
    expect(tasks.shadowRoot!.textContent).to.contain('You cannot see these tasks');
  });
  it('without a client', async () => {
    const box = fixtureSync<HTMLElement>(html`<div lang="en"><vinculo-tasks></vinculo-tasks></div>`);
    const tasks = box.querySelector('vinculo-tasks')!;
    await waitUntil(() => tasks.shadowRoot?.querySelector('[part~=no-client]'), 'no client', { timeout: 3000 });
    expect(tasks.shadowRoot!.querySelector('[part~=skeleton]')).to.equal(null);
  });
  it('of a change that was refused, with the ways on', async () => {
    const tasks = await show();
    backend.faults.refuse({ table: 'activity' }, 'closed', 'The month is closed.');
    one(tasks, '[data-row="Send the drawings"] [part=done]').click();
    await waitUntil(() => tasks.shadowRoot!.querySelector('[part~=refused]')?.textContent.includes('The month is closed.'));
    expect(await axeFaults(tasks)).to.deep.equal([]);
  });
  it('offline, with what waits', async () => {
    const tasks = await show();
    backend.faults.offline();
    one(tasks, '[data-row="Send the drawings"] [part=done]').click();
    await waitUntil(() => tasks.shadowRoot!.querySelector('.banner.warn')?.textContent.includes('1 change waiting'), 'the banner', { timeout: 5000 });
    expect(rows(tasks)).not.to.contain('Send the drawings');
  });
  it('read-only has no controls that write', async () => {
    const tasks = await show({ attributes: { readonly: '' }, drawn: '[data-row]' });
    await waitUntil(() => tasks.shadowRoot!.querySelector('.list'));
    expect(tasks.shadowRoot!.querySelector('[part=done], .quick, [data-menu]')).to.equal(null);
  });
});
