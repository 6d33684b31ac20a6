import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { axeFaults } from '../parts/axe-faults.fixture.ts';
import type { FilterRule } from '../filters/filter-rules.ts';
import './vinculo-pipeline-board.ts';
import type { PipelineBoard } from './pipeline-board.ts';

const clients: Vinculo[] = [];
afterEach(async () => { for (const crm of clients.splice(0)) await crm.close(); });

interface Shown { readonly backend: MemoryBackend; readonly board: PipelineBoard; readonly views: unknown[] }

const late: FilterRule = { field: 'ownerId', op: 'is', values: ['user-joao'] };

async function show({ filters = [], seed = {}, lang = 'en', dir = 'ltr', width = 1280, of = 'deal' }: { filters?: readonly FilterRule[]; seed?: Seed; lang?: string; dir?: string; width?: number; of?: 'deal' | 'lead' } = {}): Promise<Shown> {
  const backend = memoryBackend({ seed: { ...demoSeed(), ...seed } });
  const crm = createClient({ adapter: backend.adapter('user-katarzyna') });
  clients.push(crm);
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-pipeline-board .client=${crm} .filters=${filters} of=${of}></vinculo-pipeline-board></div>`);
  box.style.setProperty('width', `${width}px`);
  const board = box.querySelector('vinculo-pipeline-board')!;
  const views: unknown[] = [];
  board.addEventListener('vinculo-view-change', (event) => views.push((event as CustomEvent).detail));
  await waitUntil(() => board.renderRoot.querySelector('.lane > header') !== null && board.renderRoot.querySelector('dialog') !== null, 'the board', { timeout: 8000 });
  return { backend, board, views };
}

const find = <T extends HTMLElement>(board: PipelineBoard, selector: string): T => board.renderRoot.querySelector<T>(selector)!;
const owners = (board: PipelineBoard, backend: MemoryBackend): string[] => [...new Set([...board.renderRoot.querySelectorAll<HTMLElement>('li[data-deal]')].map((each) => String(backend.row('deal', each.dataset['deal']!)!['ownerId'])))];
const summary = (board: PipelineBoard): string => find(board, '[part=summary]').textContent.trim();
const focused = (board: PipelineBoard): Element | null => board.shadowRoot!.activeElement;
const openOf = (backend: MemoryBackend, owner: string): number => backend.rows('deal').filter((row) => row['ownerId'] === owner && row['pipelineId'] === 'pipe-new' && !/won|lost/.test(String(row['stageId']))).length;

async function violations(board: PipelineBoard): Promise<string[]> {
  await board.updateComplete;
  return axeFaults(board);
}

/** Asks for one more condition on a field that is chosen from a list of fields. */
async function ask(board: PipelineBoard, name: string): Promise<HTMLElement> {
  await waitUntil(() => find(board, 'dialog[open] .condition') !== null, 'the dialog', { timeout: 8000 });
  const field = find<HTMLSelectElement>(board, 'dialog[open] .condition select');
  field.value = name;
  field.dispatchEvent(new Event('change'));
  await board.updateComplete;
  return find(board, 'dialog[open] .condition');
}

it('filters by a field of the cards: chips, lanes and figures of all that match; the chip goes by its cross, and the focus stays', async () => {
  const { board, backend, views } = await show();
  await waitUntil(() => summary(board) !== '');
  const before = summary(board);
  find(board, '[part=filter-button]').click();
  await ask(board, 'forecast');
  const options = [...board.renderRoot.querySelectorAll<HTMLInputElement>('dialog[open] .options input')];
  expect(options.map((each) => each.value)).to.deep.equal(['committed', 'bestCase', 'pipeline', 'omitted']);
  expect(await violations(board)).to.deep.equal([]);
  options[0]!.click();
  find<HTMLFormElement>(board, 'dialog[open] form').requestSubmit();
  await waitUntil(() => find(board, '[part=chip]')?.textContent.trim() === 'Forecast: Committed', 'the chip');
  expect(board.filters).to.deep.equal([{ field: 'forecast', op: 'is', values: ['committed'] }]);
  expect(views).to.deep.equal([board.view]);
  await waitUntil(() => summary(board) !== before);
  const committed = backend.rows('deal').filter((row) => row['forecast'] === 'committed' && row['pipelineId'] === 'pipe-new' && !/won|lost/.test(String(row['stageId'])));
  expect(committed.length).to.be.greaterThan(0);
  expect(summary(board)).to.contain(`${committed.length} open`);
  await waitUntil(() => board.renderRoot.querySelectorAll('li[data-deal]').length === committed.length);
  expect(find(board, '[part=filter-button]').textContent).to.contain('1');
  find(board, '[part=chip] .clear').click();
  await waitUntil(() => summary(board) === before && find(board, '[part=chip]') === null);
  await waitUntil(() => focused(board) === find(board, '[part=filter-button]'));
});

it('begins filtered, shows a view that has filters, and keeps them with a view', async () => {
  const { board, backend } = await show({ filters: [late] });
  await waitUntil(() => find(board, '[part=chip]')?.textContent.includes('João') === true, 'the name in the chip', { timeout: 8000 });
  expect(owners(board, backend)).to.deep.equal(['user-joao']);
  expect(summary(board)).to.contain(`${openOf(backend, 'user-joao')} open`);
  find(board, '[data-menu=view]').click();
  await waitUntil(() => board.renderRoot.querySelector('[role=menuitem]') !== null);
  [...board.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')].find((each) => each.textContent.includes('Change this view'))!.click();
  await waitUntil(() => find(board, 'dialog[open] #view-name') !== null);
  find<HTMLInputElement>(board, '#view-name').value = 'Of João';
  find<HTMLFormElement>(board, 'dialog[open] form').requestSubmit();
  await waitUntil(() => backend.rows('savedView').some((row) => row['name'] === 'Of João'));
  expect(backend.rows('savedView').find((row) => row['name'] === 'Of João')!['view']).to.deep.include({ filters: [late] });
  board.setView({});
  await waitUntil(() => find(board, '[part=chip]') === null && owners(board, backend).length === 3);
  find(board, '[data-menu=view]').click();
  await waitUntil(() => [...board.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')].some((each) => each.textContent.includes('Of João')));
  [...board.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')].find((each) => each.textContent.includes('Of João'))!.click();
  await waitUntil(() => owners(board, backend).join() === 'user-joao' && find(board, '[part=chip]') !== null);
});

it('keeps every record that a condition names, and adds and takes out one', async () => {
  const two: FilterRule = { field: 'ownerId', op: 'is', values: ['user-joao', 'user-misaki'] };
  const { board, backend } = await show({ filters: [two] });
  await waitUntil(() => owners(board, backend).length === 2, 'the deals of two', { timeout: 8000 });
  const boxes = (): HTMLInputElement[] => [...board.renderRoot.querySelectorAll<HTMLInputElement>('dialog[open] [role=combobox]')];
  const open = async (count: number): Promise<void> => {
    await waitUntil(() => find(board, '[part=chip] .chip-text') !== null, 'the chip', { timeout: 8000 });
    find(board, '[part=chip] .chip-text').click();
    await waitUntil(() => boxes().length === count, 'the dialog', { timeout: 8000 });
  };
  const apply = (): void => find<HTMLFormElement>(board, 'dialog[open] form').requestSubmit();
  await open(2);
  expect(await violations(board)).to.deep.equal([]);
  apply();
  await waitUntil(() => find(board, 'dialog[open]') === null);
  expect(board.filters).to.deep.equal([two]);
  await open(2);
  [...board.renderRoot.querySelectorAll<HTMLElement>('dialog[open] .alternatives button')].find((each) => each.textContent.includes('Or another'))!.click();
  await waitUntil(() => boxes().length === 3 && focused(board) === boxes()[2], 'one more, with the focus');
  const [first, , third] = boxes();
  third!.value = 'Katarzyna';
  third!.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await waitUntil(() => find(board, 'dialog[open] [role=option]')?.textContent.includes('Katarzyna') === true, 'who is found', { timeout: 8000 });
  find(board, 'dialog[open] [role=option]').dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, cancelable: true }));
  find(board, 'dialog[open] [role=option]').click();
  await waitUntil(() => boxes()[2]!.value.includes('Katarzyna'), 'the choice');
  // One that is emptied goes.
  first!.focus();
  first!.value = '';
  first!.dispatchEvent(new InputEvent('input', { bubbles: true }));
  first!.blur();
  await waitUntil(() => board.renderRoot.querySelector('[role=option]') === null);
  apply();
  await waitUntil(() => find(board, 'dialog[open]') === null);
  expect(board.filters).to.deep.equal([{ field: 'ownerId', op: 'is', values: ['user-misaki', 'user-katarzyna'] }]);
});

it('does not ask what cannot be asked, and says when nothing matches', async () => {
  const junk = [{ field: 'nothing', op: 'is', values: ['x'] }, { field: 'amount', op: 'atLeast', values: [{ big: true }] }, null] as unknown as readonly FilterRule[];
  const { board } = await show({ filters: junk });
  await waitUntil(() => board.renderRoot.querySelectorAll('li[data-deal]').length > 0);
  expect(find(board, '[part=chip]')).to.equal(null);
  board.filters = [{ field: 'source', op: 'is', values: ['nowhere'] }];
  await waitUntil(() => find(board, '[role=status]:not(.hidden-text)').textContent.includes('No deals match'));
  find(board, '[part=filters] > .btn').click();
  await waitUntil(() => board.renderRoot.querySelectorAll('li[data-deal]').length > 0);
  expect(board.filters).to.deep.equal([]);
});

it('asks about the fields of leads on a board of leads', async () => {
  const { board } = await show({ of: 'lead' });
  find(board, '[part=filter-button]').click();
  await waitUntil(() => find(board, 'dialog[open] .condition') !== null, 'the dialog', { timeout: 8000 });
  const names = [...find<HTMLSelectElement>(board, 'dialog[open] .condition select').options].map((each) => each.value);
  expect(names).to.include('company');
  expect(names).not.to.include('expectedClose');
});

for (const [lang, dir, scheme] of [['en', 'ltr', 'dark'], ['zh-CN', 'ltr', 'light'], ['ar', 'rtl', 'light']] as const) {
  it(`is asked for in the menu on a phone, runs out of nothing there and breaks no rule (${lang}, ${scheme})`, async () => {
    const { board, backend } = await show({ lang, dir, width: 320, filters: [late, { field: 'expectedClose', op: 'next', values: [900] }] });
    board.style.setProperty('color-scheme', scheme);
    await waitUntil(() => board.renderRoot.querySelectorAll('[part=chip]').length === 2 && owners(board, backend).join() === 'user-joao', 'the chips', { timeout: 8000 });
    expect(find(board, '[part=filter-button]').getClientRects().length).to.equal(0);
    const frame = find(board, '[part=frame]').getBoundingClientRect();
    for (const chip of board.renderRoot.querySelectorAll('[part=chip]')) {
      const rect = chip.getBoundingClientRect();
      expect(rect.left).to.be.at.least(frame.left);
      expect(rect.right).to.be.at.most(frame.right);
    }
    expect(await violations(board)).to.deep.equal([]);
    find(board, '[data-menu=view]').click();
    await waitUntil(() => board.renderRoot.querySelector('[role=menuitem]') !== null);
    const items = [...board.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')];
    items[1]!.click();
    await waitUntil(() => board.renderRoot.querySelectorAll('dialog[open] .condition').length === 2, 'the dialog');
    expect(await violations(board)).to.deep.equal([]);
    expect(find(board, 'dialog[open]').scrollWidth).to.be.at.most(find(board, 'dialog[open]').clientWidth);
  });
}
