import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import 'axe-core';
import './vinculo-list.ts';
import type { RecordList } from './list.ts';

// axe-core is no module: loaded, it hangs itself on the window.
const { axe } = window as unknown as { axe: typeof import('axe-core') };
const clients: Vinculo[] = [];
beforeEach(() => localStorage.clear());
afterEach(async () => { for (const crm of clients.splice(0)) await crm.close(); });

interface Shown { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly list: RecordList; readonly events: CustomEvent[] }
interface Options { table?: string; columns?: string; seed?: Seed; before?: (backend: MemoryBackend) => void; lang?: string; dir?: string; width?: number; ready?: string; readonly?: boolean; groupBy?: string }

async function show({ table = 'deal', columns = '', seed = {}, before, lang = 'en', dir = 'ltr', width = 1200, ready = '[data-id]', readonly = false, groupBy = '' }: Options = {}): Promise<Shown> {
  const backend = memoryBackend({ seed: { ...demoSeed(), ...seed } });
  before?.(backend);
  const crm = createClient({ adapter: backend.adapter('user-katarzyna') });
  clients.push(crm);
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-list .client=${crm} table=${table} columns=${columns} group-by=${groupBy} ?readonly=${readonly}></vinculo-list></div>`);
  box.style.setProperty('width', `${width}px`);
  const list = box.querySelector('vinculo-list')!;
  const events: CustomEvent[] = [];
  for (const name of ['record-open', 'view-change', 'selection-change', 'record-change', 'record-changed', 'record-remove', 'record-removed', 'record-export', 'error']) list.addEventListener(`vinculo-${name}`, (event) => events.push(event as CustomEvent));
  await waitUntil(() => list.renderRoot.querySelector(ready) !== null, `no ${ready}`);
  await waitUntil(() => list.renderRoot.querySelector('[data-menu=more]') !== null || !list.renderRoot.querySelector('.tools'), 'what comes after the first drawing');
  return { backend, crm, list, events };
}

const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
async function settle(list: RecordList): Promise<void> { for (let i = 0; i < 4; i++) { await frame(); await list.updateComplete; } }
const find = <T extends HTMLElement>(list: RecordList, selector: string): T => list.renderRoot.querySelector<T>(selector)!;
const all = (list: RecordList, selector: string): HTMLElement[] => [...list.renderRoot.querySelectorAll<HTMLElement>(selector)];
const cell = (list: RecordList, row: string, column: string): HTMLElement => find(list, `[data-row="${row}"][data-cell="${column}"]`);
const ids = (list: RecordList): string[] => all(list, '[data-id]').map((row) => row.dataset['id']!);
const active = (list: RecordList): HTMLElement => list.shadowRoot!.activeElement as HTMLElement;
const press = (list: RecordList, key: string, more: KeyboardEventInit = {}): boolean => active(list).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }));
const head = (list: RecordList, name: string): HTMLElement => find(list, `button.sort[data-cell="${name}"]`);
const named = (list: RecordList, selector: string, text: string): HTMLElement => all(list, selector).find((each) => each.textContent.trim().startsWith(text))!;

async function violations(list: RecordList): Promise<string[]> {
  await settle(list);
  await Promise.all(list.shadowRoot!.getAnimations().map((each) => each.finished));
  const found = await axe.run(list, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
  return found.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.failureSummary} ${node.html}`));
}

const people = (count: number): Seed => ({ contact: Array.from({ length: count }, (_, i) => ({ id: `c-${String(i).padStart(5, '0')}`, name: `Person ${String(i).padStart(5, '0')}`, tags: ['a'] })) });

for (const scheme of ['light', 'dark']) {
  for (const lang of ['en', 'zh-CN']) {
    it(`breaks no accessibility rule (${scheme}, ${lang})`, async () => {
      const { list } = await show({ lang });
      list.style.setProperty('color-scheme', scheme);
      find<HTMLInputElement>(list, `[data-cell=" pick"][data-row^="deal"]`).click();
      expect(await violations(list)).to.deep.equal([]);
    });
  }
}

it('breaks no accessibility rule as cards, with groups and in its dialogs', async () => {
  const { list } = await show({ width: 320, groupBy: 'forecast' });
  expect(await violations(list)).to.deep.equal([]);
  find(list, '[part=filter-button]').click();
  await waitUntil(() => find(list, 'dialog[open] .rule'));
  expect(await violations(list)).to.deep.equal([]);
});

it('draws columns by the declaration, names in place of ids, and how many there are', async () => {
  const { list } = await show();
  expect(all(list, '[role=columnheader]').map((each) => each.textContent.trim())).to.deep.equal(['', 'Name', 'Stage', 'Account', 'Contact', 'Amount', 'Probability', 'Expected close']);
  expect(find(list, '[part=count]').textContent).to.match(/\d+ records/);
  await waitUntil(() => cell(list, 'deal-01', 'stageId').textContent.includes('Negotiation'));
  expect(cell(list, 'deal-01', 'amount').textContent).to.contain('€184,500');
  expect(find(list, '[role=grid]').getAttribute('aria-rowcount')).to.equal(String(Number(find(list, '[part=count]').textContent.split(' ')[0]) + 1));
});

it('sorts by a head, downwards at the second press, and by several with Shift', async () => {
  const { list, events } = await show({ columns: 'name probability expectedClose' });
  const headOf = (name: string): Element => head(list, name).closest('[role=columnheader]')!;
  head(list, 'probability').click();
  await settle(list);
  expect(headOf('probability').getAttribute('aria-sort')).to.equal('ascending');
  head(list, 'probability').click();
  await settle(list);
  expect(headOf('probability').getAttribute('aria-sort')).to.equal('descending');
  head(list, 'name').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, shiftKey: true }));
  await settle(list);
  expect(list.sort).to.equal('-probability name');
  expect(headOf('name').hasAttribute('aria-sort')).to.equal(false);
  expect(head(list, 'name').getAttribute('aria-label')).to.contain('number 2');
  expect(events.filter(({ type }) => type === 'vinculo-view-change').at(-1)!.detail.sort).to.equal('-probability name');
  expect(find(list, '[aria-live]').textContent).to.contain('Probability, descending');
});

it('searches as one types, and offers all again where nothing matches', async () => {
  const { list } = await show();
  const input = find<HTMLInputElement>(list, 'input[type=search]');
  input.value = 'no deal is called so';
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await waitUntil(() => find(list, '[part~=empty]') !== null);
  named(list, '[part~=empty] button', 'Show all').click();
  await waitUntil(() => ids(list).length > 3);
  expect(list.search).to.equal('');
});

it('scrolls ten thousand rows with some fifty in the page, and goes to the last by a key', async () => {
  const { list } = await show({ table: 'contact', columns: 'name tags', seed: people(10_000) });
  expect(find(list, '[part=count]').textContent).to.equal('10,000 records');
  const scroll = find(list, '.scroll');
  scroll.scrollTop = 180_000;
  await waitUntil(() => ids(list).includes('c-05000'), 'the rows in the middle');
  expect(ids(list).length).to.be.lessThan(90);
  scroll.scrollTop = 0;
  await waitUntil(() => ids(list).includes('c-00000'));
  cell(list, 'c-00000', 'name').focus();
  press(list, 'End', { ctrlKey: true });
  await waitUntil(() => active(list)?.dataset['row'] === 'c-09999', 'the focus on the last row');
});

it('keeps the focus on its row while another part of the list is in sight', async () => {
  const { list } = await show({ table: 'contact', columns: 'name tags', seed: people(3000) });
  cell(list, 'c-00003', 'name').focus();
  find(list, '.scroll').scrollTop = 60_000;
  await waitUntil(() => ids(list).includes('c-01670'));
  expect(active(list).dataset['row']).to.equal('c-00003');
  press(list, 'ArrowDown');
  await waitUntil(() => active(list)?.dataset['row'] === 'c-00004');
});

for (const [dir, forward] of [['ltr', 'ArrowRight'], ['rtl', 'ArrowLeft']] as const) {
  it(`is one stop for Tab, and the arrows go on from cell to cell (${dir})`, async () => {
    const { list } = await show({ dir, columns: 'name amount probability' });
    expect(all(list, '[data-cell][tabindex="0"]').length).to.equal(1);
    const [first, second] = ids(list) as [string, string];
    cell(list, first, 'name').focus();
    press(list, forward);
    await settle(list);
    expect(active(list)).to.equal(cell(list, first, 'amount'));
    press(list, 'ArrowDown');
    await settle(list);
    expect(active(list)).to.equal(cell(list, second, 'amount'));
    press(list, 'Home');
    await settle(list);
    expect(active(list).dataset['cell']).to.equal(' pick');
    press(list, 'ArrowUp');
    await settle(list);
    press(list, 'ArrowUp');
    await settle(list);
    expect(active(list).closest('[role=columnheader]')).to.not.equal(null);
    expect(all(list, '[data-cell][tabindex="0"]').length).to.equal(1);
  });
}

it('opens a record by its name and by Enter, and the record it names by a press', async () => {
  const { list, events } = await show();
  find(list, '[data-id="deal-01"] [part=open]').click();
  cell(list, 'deal-02', 'name').focus();
  press(list, 'Enter');
  await waitUntil(() => cell(list, 'deal-01', 'accountId').querySelector('.open'));
  cell(list, 'deal-01', 'accountId').querySelector<HTMLElement>('.open')!.click();
  expect(events.map(({ detail }) => detail)).to.deep.include.members([{ table: 'deal', id: 'deal-01' }, { table: 'deal', id: 'deal-02' }]);
  expect(events.at(-1)!.detail.table).to.equal('account');
});

it('edits a cell where it stands: Enter opens and saves, Escape leaves it, the focus stays', async () => {
  const { list, backend, events } = await show({ columns: 'name probability nextStep' });
  cell(list, 'deal-01', 'nextStep').focus();
  press(list, 'Enter');
  await waitUntil(() => active(list)?.matches('input'), 'the editor');
  (active(list) as HTMLInputElement).value = 'Send the drawings';
  press(list, 'Enter');
  await waitUntil(() => backend.row('deal', 'deal-01')!['nextStep'] === 'Send the drawings');
  await settle(list);
  expect(active(list)).to.equal(cell(list, 'deal-01', 'nextStep'));
  expect(events.map(({ type }) => type)).to.deep.equal(['vinculo-record-change', 'vinculo-record-changed']);
  press(list, 'F2');
  await waitUntil(() => active(list)?.matches('input'));
  (active(list) as HTMLInputElement).value = 'Something else';
  press(list, 'Escape');
  await settle(list);
  expect(cell(list, 'deal-01', 'nextStep').textContent).to.contain('Send the drawings');
  list.addEventListener('vinculo-record-change', (event) => event.preventDefault(), { once: true });
  press(list, 'F2');
  await waitUntil(() => active(list)?.matches('input'));
  (active(list) as HTMLInputElement).value = 'Not allowed';
  press(list, 'Enter');
  await settle(list);
  expect(cell(list, 'deal-01', 'nextStep').textContent).to.contain('Send the drawings');
});

it('a stage is chosen among those of the record’s own process', async () => {
  const { list, backend } = await show({ columns: 'name stageId' });
  cell(list, 'deal-01', 'stageId').focus();
  press(list, 'Enter');
  await waitUntil(() => active(list)?.matches('select'), 'the list of stages');
  const select = active(list) as HTMLSelectElement;
  expect([...select.options].map((each) => each.text).filter(Boolean)).to.include.members(['Qualify', 'Discovery', 'Proposal', 'Negotiation', 'Contract']);
  select.value = 'pipe-new-proposal';
  press(list, 'Enter');
  await waitUntil(() => backend.row('deal', 'deal-01')!['stageId'] === 'pipe-new-proposal');
});

it('edits nothing where it is read only', async () => {
  const { list } = await show({ readonly: true, columns: 'name nextStep' });
  cell(list, 'deal-01', 'nextStep').focus();
  press(list, 'F2');
  await settle(list);
  expect(active(list)).to.equal(cell(list, 'deal-01', 'nextStep'));
  expect(find(list, '[part=edit]')).to.equal(null);
  find<HTMLElement>(list, '[data-cell=" pick"][data-row="deal-01"]').click();
  await settle(list);
  expect(find(list, '[part=change]')).to.equal(null);
});

it('picks one, a range with Shift, and all that match', async () => {
  const { list, events } = await show({ table: 'contact', columns: 'name', seed: people(500) });
  const box = (i: number): HTMLElement => find(list, `[data-cell=" pick"][data-row="c-${String(i).padStart(5, '0')}"]`);
  box(2).click();
  box(6).dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, shiftKey: true }));
  await waitUntil(() => find(list, '[part=picked]')?.textContent.includes('5 selected'));
  expect(find(list, '[data-id="c-00004"]').getAttribute('aria-selected')).to.equal('true');
  named(list, '[part=picked] button', 'Select all 500').click();
  await waitUntil(() => find(list, '[part=picked]').textContent.includes('500 selected'));
  cell(list, 'c-00003', 'name').focus();
  press(list, ' ');
  await waitUntil(() => find(list, '[part=picked]').textContent.includes('499 selected'));
  expect(events.at(-1)!.detail).to.deep.equal({ all: true, ids: ['c-00003'] });
  press(list, 'Escape');
  await waitUntil(() => find(list, '[part=picked]') === null);
});

async function changeTags(list: RecordList, tags: string): Promise<void> {
  find(list, '[part=change]').click();
  await waitUntil(() => find(list, 'dialog[open] #change-field'));
  const field = find<HTMLSelectElement>(list, '#change-field');
  field.value = 'tags';
  field.dispatchEvent(new Event('change'));
  await waitUntil(() => find(list, 'dialog[open] #change-mode') && find(list, 'dialog[open] #input-change'));
  find<HTMLInputElement>(list, '#input-change').value = tags;
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
}

it('changes a field of all picked, also of those never in sight, says what was refused and why, and takes it back', async () => {
  const { list, backend } = await show({ table: 'contact', columns: 'name tags', seed: people(300), before: (each) => void each.faults.refuse({ table: 'contact', id: 'c-00250' }, 'locked', 'The record is locked.') });
  find<HTMLElement>(list, '[data-cell=" pick"][data-row=" head"]').click();
  await settle(list);
  await changeTags(list, 'fair');
  await waitUntil(() => find(list, '[part=summary]')?.textContent.includes('299 records changed'), 'the summary', { timeout: 8000 });
  await waitUntil(() => find(list, '[part=summary]').textContent.includes('The record is locked.'));
  expect(backend.row('contact', 'c-00007')!['tags']).to.deep.equal(['a', 'fair']);
  expect(backend.row('contact', 'c-00250')!['tags']).to.deep.equal(['a']);
  expect(find(list, '[part=parked]')).to.equal(null);
  find(list, '[part=undo]').click();
  await waitUntil(() => backend.rows('contact').every((row) => (row['tags'] as string[]).length === 1), 'all as before', { timeout: 8000 });
});

it('asks again for a value that is missing', async () => {
  const { list } = await show({ table: 'contact', columns: 'name tags' });
  find<HTMLElement>(list, '[data-cell=" pick"]:not([data-row=" head"])').click();
  await settle(list);
  await changeTags(list, '  ');
  await waitUntil(() => find(list, 'dialog[open] #change-problem') !== null);
});

it('deletes what is picked once it was asked, and brings it back', async () => {
  const { list, backend } = await show({ table: 'contact', columns: 'name', seed: people(20) });
  find<HTMLElement>(list, '[data-cell=" pick"][data-row="c-00001"]').click();
  await settle(list);
  find(list, '[part=remove]').click();
  await waitUntil(() => find(list, 'dialog[open]'));
  expect(find(list, 'dialog[open]').textContent).to.contain('Delete 1 record?');
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
  await waitUntil(() => backend.row('contact', 'c-00001') === undefined);
  await waitUntil(() => find(list, '[part=undo]') !== null && !find<HTMLButtonElement>(list, '[part=undo]').disabled);
  find(list, '[part=undo]').click();
  await waitUntil(() => backend.row('contact', 'c-00001') !== undefined);
});

it('filters by a condition of a field’s kind, shows it as a chip, and takes it off', async () => {
  const { list } = await show({ columns: 'name stageId amount' });
  const before = find(list, '[part=count]').textContent;
  find(list, '[part=filter-button]').click();
  await waitUntil(() => find(list, 'dialog[open] .rule'));
  const field = find<HTMLSelectElement>(list, '.rule select');
  field.value = 'stageId';
  field.dispatchEvent(new Event('change'));
  await waitUntil(() => find(list, 'input[value="pipe-new-proposal"]'));
  find<HTMLInputElement>(list, 'input[value="pipe-new-proposal"]').click();
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
  await waitUntil(() => find(list, '[part=chip]')?.textContent.includes('Proposal'), 'the chip');
  expect(list.filters).to.deep.equal([{ field: 'stageId', op: 'is', values: ['pipe-new-proposal'] }]);
  await waitUntil(() => find(list, '[part=count]').textContent !== before);
  find(list, '[part=chip] .clear').click();
  await waitUntil(() => find(list, '[part=count]').textContent === before);
});

it('keeps a view under a name, and shows it again', async () => {
  const { list, backend } = await show();
  list.show({ sort: '-amount', filters: [{ field: 'forecast', op: 'is', values: ['committed'] }] });
  await waitUntil(() => find(list, '[data-menu=views]'));
  find(list, '[data-menu=views]').click();
  await waitUntil(() => named(list, '[role=menuitem]', 'Save as a view'));
  named(list, '[role=menuitem]', 'Save as a view').click();
  await waitUntil(() => find(list, 'dialog[open] #view-name'));
  find<HTMLInputElement>(list, '#view-name').value = 'Committed';
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
  await waitUntil(() => backend.rows('savedView').some((row) => row['name'] === 'Committed'));
  expect(find(list, '[data-menu=views]').textContent).to.contain('Committed');
  find(list, '[data-menu=views]').click();
  await waitUntil(() => named(list, '[role=menuitem]', 'All: Deals'));
  named(list, '[role=menuitem]', 'All: Deals').click();
  await settle(list);
  expect([list.sort, list.filters]).to.deep.equal(['', []]);
  list.viewId = backend.rows('savedView').find((row) => row['name'] === 'Committed')!.id;
  await waitUntil(() => list.sort === '-amount' && list.filters.length === 1);
});

it('chooses, moves and widens columns, and keeps that in this browser', async () => {
  const { list } = await show({ columns: 'name amount' });
  find(list, '[data-menu=more]').click();
  await waitUntil(() => named(list, '[role=menuitem]', 'Columns'));
  named(list, '[role=menuitem]', 'Columns').click();
  await waitUntil(() => find(list, 'dialog[open] [data-column=probability]'));
  find(list, '[data-column=probability] input[type=checkbox]').click();
  find<HTMLButtonElement>(list, '[data-column=amount] button').click();
  await settle(list);
  const width = find<HTMLInputElement>(list, '[data-column=amount] .width');
  width.value = '222';
  width.dispatchEvent(new Event('change'));
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
  await settle(list);
  expect(all(list, '[role=columnheader] [data-cell]').map((each) => each.dataset['cell'])).to.deep.equal([' pick', 'amount', 'name', 'probability']);
  expect(Math.round(head(list, 'amount').closest('[role=columnheader]')!.getBoundingClientRect().width)).to.equal(222);
  const again = await show({ columns: 'name amount' });
  expect(again.list.view.columns[0]).to.deep.equal({ name: 'amount', width: 222 });
});

it('puts rows together, with how many there are and their sums', async () => {
  const { list } = await show({ groupBy: 'forecast', columns: 'name amount' });
  await waitUntil(() => find(list, '[part=group]') !== null, 'heads of groups');
  expect(find(list, '[part=group]').textContent).to.match(/Forecast\s*\S.*\d+ records?/s);
  const order = all(list, '.body > *').map((each) => each.getAttribute('part'));
  expect(order[0]).to.equal('group');
  expect(order.filter((each) => each === 'row').length).to.equal(Number(find(list, '[part=count]').textContent.split(' ')[0]));
});

it('is cards at 320 px, without a sideways scroll, and sorts by a menu', async () => {
  for (const lang of ['en', 'zh-CN']) {
    const { list } = await show({ width: 320, lang });
    await settle(list);
    const scroll = find(list, '.scroll');
    expect(scroll.scrollWidth).to.be.at.most(scroll.clientWidth);
    expect(find(list, '[data-menu=sort]').getBoundingClientRect().width).to.be.greaterThan(20);
    for (const each of all(list, '.tools > *, .body .cell, .chips > *')) {
      const { left, right, width } = each.getBoundingClientRect();
      if (width > 0) expect(left >= list.getBoundingClientRect().left - 1 && right <= list.getBoundingClientRect().right + 1, each.outerHTML.slice(0, 80)).to.equal(true);
    }
  }
});

it('shows both values of a conflict, and why a change was refused', async () => {
  const { list, crm, backend } = await show({ columns: 'name amount' });
  const gate = backend.faults.hold('push');
  crm.deals.update('deal-02', { amount: { minor: 76_000_00, currency: 'EUR' } });
  await gate.arrived();
  backend.update('deal', 'deal-02', { amount: { minor: 72_900_00, currency: 'EUR' } });
  gate.release();
  await waitUntil(() => find(list, '[part~=conflict]')?.textContent.includes('€72,900'));
  find<HTMLFormElement>(list, '[part~=conflict]').requestSubmit();
  await waitUntil(() => find(list, '[part=parked]') === null);
  backend.faults.refuse({ table: 'deal', id: 'deal-03' }, 'locked', 'The deal is locked.');
  crm.deals.update('deal-03', { nextStep: 'x' });
  await waitUntil(() => find(list, '[part~=refused]')?.textContent.includes('The deal is locked.'));
});

it('draws each state', async () => {
  const empty = await show({ table: 'contact', seed: { contact: [] }, ready: '[part~=empty]' });
  expect(empty.list.shadowRoot!.textContent).to.contain('Nothing here yet');
  const forbidden = await show({ before: (backend) => void backend.faults.forbid('deal'), ready: '[part~=forbidden]' });
  expect(forbidden.list.shadowRoot!.textContent).to.contain('You cannot see these records');
  await show({ before: (backend) => backend.faults.offline(), ready: '[part~=error]' });
  await show({ table: 'nonsense', ready: '[part~=empty]' });
  const { list, backend, crm } = await show();
  backend.faults.offline();
  crm.deals.update('deal-01', { nextStep: 'x' });
  await waitUntil(() => find(list, '.banner.warn') && find(list, '[data-id="deal-01"] [part=unsynced]'));
  const alone = await fixture<RecordList>(html`<vinculo-list table="deal"></vinculo-list>`);
  await waitUntil(() => find(alone, '[part~=no-client]') !== null);
});

it('a name that is no field is left out, and nothing is thrown', async () => {
  const { list } = await show({ columns: 'name nonsense amount', groupBy: 'nothing' });
  expect(all(list, '[role=columnheader]').length).to.equal(3);
});

it('keeps hostile values as text', async () => {
  const name = '<img src=x onerror=window.hit=1>\u202e"\'';
  const { list } = await show({ table: 'contact', columns: 'name jobTitle tags', seed: { contact: [{ id: 'x', name, jobTitle: name, tags: [name] }] } });
  expect(find(list, '.body').querySelector('img')).to.equal(null);
  expect(cell(list, 'x', 'jobTitle').textContent.trim()).to.equal(name);
});
