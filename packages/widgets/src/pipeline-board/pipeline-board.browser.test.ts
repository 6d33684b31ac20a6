import { createClient, RefusedError, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { axeFaults } from '../parts/axe-faults.fixture.ts';
import './vinculo-pipeline-board.ts';
import type { PipelineBoard } from './pipeline-board.ts';

const clients: Vinculo[] = [];
afterEach(async () => { for (const crm of clients.splice(0)) await crm.close(); });

interface Shown { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly board: PipelineBoard; readonly events: CustomEvent[] }

const rates = ['AED', 'CNY', 'GBP', 'NOK', 'USD', 'INR', 'JPY', 'KRW'].map((from) => ({ id: `rate-${from}`, from, to: 'EUR', on: '2026-01-01', rate: '0.5' }));

async function show({ seed = {}, conflicts = 'merge', before, lang = 'en', dir = 'ltr', width = 1280, ready = 'li[data-deal]' }: { seed?: Seed; before?: (backend: MemoryBackend) => void; lang?: string; dir?: string; width?: number; ready?: string; conflicts?: 'merge' | 'compare' } = {}): Promise<Shown> {
  const backend = memoryBackend({ seed: { ...demoSeed(), exchangeRate: rates, ...seed }, conflicts });
  before?.(backend);
  const crm = createClient({ adapter: backend.adapter('user-katarzyna') });
  clients.push(crm);
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-pipeline-board .client=${crm}></vinculo-pipeline-board></div>`);
  box.style.setProperty('width', `${width}px`);
  const board = box.querySelector('vinculo-pipeline-board')!;
  const events: CustomEvent[] = [];
  for (const name of ['deal-move', 'deal-moved', 'deal-create', 'deal-created', 'record-open', 'error', 'pipeline-change']) board.addEventListener(`vinculo-${name}`, (event) => events.push(event as CustomEvent));
  await waitUntil(() => board.renderRoot.querySelector(ready) !== null, `no ${ready}`, { timeout: 8000 });
  // The dialogs come after the first drawing, and dragging with them.
  if (board.renderRoot.querySelector('.deal')) await waitUntil(() => board.renderRoot.querySelector('dialog'), 'what comes after the first drawing');
  return { backend, crm, board, events };
}

const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
async function settle(board: PipelineBoard): Promise<void> { for (let i = 0; i < 4; i++) { await frame(); await board.updateComplete; } }
const find = <T extends HTMLElement>(board: PipelineBoard, selector: string): T => board.renderRoot.querySelector<T>(selector)!;
const card = (board: PipelineBoard, id: string): HTMLElement => find(board, `li[data-deal="${id}"]`);
const cardsIn = (board: PipelineBoard, stage: string): string[] => [...board.renderRoot.querySelectorAll<HTMLElement>(`[data-stage="pipe-new-${stage}"] li[data-deal]`)].map((each) => each.dataset['deal']!);
const said = (board: PipelineBoard): string => find(board, '[role=status]:not(.hidden-text)').textContent.trim();
const active = (board: PipelineBoard): HTMLElement | null => board.shadowRoot!.activeElement as HTMLElement | null;
const press = (board: PipelineBoard, key: string): boolean => active(board)!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
const point = (target: EventTarget, type: string, x: number, y: number, pointerType = 'mouse'): boolean => target.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, pointerId: 7, pointerType, isPrimary: true, button: 0, bubbles: true, composed: true, cancelable: true }));
const middle = (element: Element): [number, number] => { const rect = element.getBoundingClientRect(); return [rect.left + rect.width / 2, rect.top + rect.height / 2]; };

async function violations(board: PipelineBoard): Promise<string[]> {
  await settle(board);
  return axeFaults(board);
}

it('says that nothing comes next on one line, however long its words: a card does not grow when that is known', async () => {
  const { board } = await show({ lang: 'de', width: 1000 });
  await waitUntil(() => find(board, '[part=no-next-activity]') !== null, 'what comes next to be known', { timeout: 5_000 });
  card(board, find(board, '[part=no-next-activity]').closest('li')!.dataset['deal']!).focus();
  await settle(board);
  expect([...new Set([...board.renderRoot.querySelectorAll<HTMLElement>('.deal .foot-line')].map((each) => each.offsetHeight))]).to.deep.equal([20]);
  expect(find(board, '[part=no-next-activity]').title).to.equal(find(board, '[part=no-next-activity]').textContent.trim());
});

it('the menu of a card covers nothing that the card says', async () => {
  const { board } = await show();
  const [first] = board.renderRoot.querySelectorAll<HTMLElement>('li[data-deal]');
  first!.focus();
  await settle(board);
  const button = first!.querySelector('.card-menu button')!.getBoundingClientRect();
  expect(Math.min(button.width, button.height)).to.be.at.least(24);
  const texts = [...first!.querySelectorAll('.what, .foot-line > *, .sum > *')];
  expect(texts.length).to.be.at.least(3);
  for (const each of texts) {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    // What is cut off within its line may touch it.
    expect(right <= button.left + 0.5 || left >= button.right - 0.5 || bottom <= button.top + 0.5 || top >= button.bottom - 0.5, each.outerHTML).to.equal(true);
  }
});

for (const scheme of ['light', 'dark']) {
  for (const lang of ['en', 'zh-CN']) {
    it(`breaks no accessibility rule (${scheme}, ${lang})`, async () => {
      const { board } = await show({ lang });
      board.style.setProperty('color-scheme', scheme);
      expect(await violations(board)).to.deep.equal([]);
    });
  }
}

it('draws lanes with figures of all deals, cards with four lines, won and lost folded', async () => {
  const { board } = await show();
  await waitUntil(() => card(board, 'deal-06').querySelector('[part=no-next-activity]') !== null);
  expect([...board.renderRoot.querySelectorAll('.lane h3')].map((each) => each.textContent)).to.deep.equal(['Qualify', 'Discovery', 'Proposal', 'Negotiation', 'Contract']);
  expect(board.renderRoot.querySelectorAll('.fold').length).to.equal(2);
  expect(find(board, '.fold').getBoundingClientRect().width).to.equal(36);
  const lines = [...card(board, 'deal-01').querySelectorAll<HTMLElement>(':scope > p')];
  expect(lines.map((each) => each.getAttribute('part'))).to.deep.equal(['deal-name', 'deal-customer', 'deal-amount', 'deal-next']);
  expect(lines[2]!.textContent).to.contain('€184,500');
  expect(card(board, 'deal-10').querySelector('[part=rotting]')!.ariaLabel).to.contain('31 days in stage, more than 21');
  expect(new Set([...board.renderRoot.querySelectorAll('.lane > header')].map((each) => each.getBoundingClientRect().height)).size).to.equal(1);
  find(board, '.fold').click();
  await waitUntil(() => cardsIn(board, 'won').length === 2);
});

it('moves a card by the mouse: ghost, gap of its height, lifted card, one write', async () => {
  const { board, backend, events } = await show();
  const own = card(board, 'deal-05');
  const height = own.offsetHeight;
  point(own, 'pointerdown', ...middle(own));
  const [x, y] = middle(card(board, 'deal-10'));
  point(window, 'pointermove', x, y - 20);
  await settle(board);
  expect(card(board, 'deal-05').classList.contains('ghost')).to.equal(true);
  expect(find(board, '.gap').offsetHeight).to.equal(height);
  expect(find(board, '.lift').offsetWidth).to.equal(own.offsetWidth);
  // Said once the pointer rests.
  await waitUntil(() => said(board).includes('to Negotiation, place 2 of 5'));
  expect(board.matches(':state(carrying)')).to.equal(true);
  point(window, 'pointerup', x, y - 20);
  await settle(board);
  expect(cardsIn(board, 'negotiation')).to.deep.equal(['deal-01', 'deal-05', 'deal-10', 'deal-15', 'deal-17']);
  expect(board.renderRoot.querySelector('.gap, .lift, .ghost')).to.equal(null);
  expect(events.map((each) => each.type)).to.deep.equal(['vinculo-deal-move', 'vinculo-deal-moved']);
  await waitUntil(() => backend.row('deal', 'deal-05')!['stageId'] === 'pipe-new-negotiation');
  expect(active(board)).to.equal(card(board, 'deal-05'));
  find(board, '[part=undo]').click();
  await waitUntil(() => cardsIn(board, 'proposal').includes('deal-05'));
});

it('draws nothing anew when a card is picked up and at the steps of a drag, while the gap goes along, but what is said once the pointer rests', async () => {
  const { board } = await show();
  await settle(board);
  const own = card(board, 'deal-05');
  // A press that a person makes has focused it before.
  own.focus();
  await settle(board);
  let [drawn, last] = [0, said(board)];
  board.addController({ hostUpdated: () => { if (said(board) === last) drawn++; last = said(board); } });
  point(own, 'pointerdown', ...middle(own));
  const [x, y] = middle(card(board, 'deal-10'));
  point(window, 'pointermove', x, y - 20);
  await frame();
  expect(board.renderRoot.querySelectorAll('.ghost, .lift').length, 'the ghost and the lifted card').to.equal(2);
  const gaps: string[] = [];
  for (const stage of ['negotiation', 'discovery', 'won']) {
    const lane = find(board, `[data-stage="pipe-new-${stage}"]`);
    point(window, 'pointermove', ...middle(lane.querySelector('li[data-deal]') ?? lane));
    await frame();
    gaps.push(`${find(board, '.over').dataset['stage']!}: ${board.renderRoot.querySelectorAll('.gap').length} gap, ${lane.querySelectorAll('.gap').length} here`);
  }
  expect(gaps).to.deep.equal(['pipe-new-negotiation: 1 gap, 1 here', 'pipe-new-discovery: 1 gap, 1 here', 'pipe-new-won: 0 gap, 0 here']);
  expect(drawn, 'while the pointer moved').to.equal(0);
  point(window, 'pointercancel', 0, 0);
  await settle(board);
  expect(board.renderRoot.querySelector('.gap, .over')).to.equal(null);
});

it('lets a finger scroll, and picks up after it rested', async () => {
  const { board } = await show();
  const own = card(board, 'deal-05');
  const [x, y] = middle(own);
  point(own, 'pointerdown', x, y, 'touch');
  point(window, 'pointermove', x, y + 30, 'touch');
  point(window, 'pointerup', x, y + 30, 'touch');
  expect(board.matches(':state(carrying)')).to.equal(false);
  point(own, 'pointerdown', x, y, 'touch');
  await waitUntil(() => board.matches(':state(carrying)'));
  const touchmove = new TouchEvent('touchmove', { bubbles: true, cancelable: true });
  own.dispatchEvent(touchmove);
  expect(touchmove.defaultPrevented).to.equal(true);
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
  await settle(board);
  expect(said(board)).to.contain('is back in Proposal');
});

it('opens a card on a click, not on a drag', async () => {
  const { board, events } = await show();
  card(board, 'deal-05').click();
  expect(events.map((each) => each.detail)).to.deep.equal([{ table: 'deal', id: 'deal-05' }]);
});

for (const [dir, forward] of [['ltr', 'ArrowRight'], ['rtl', 'ArrowLeft']] as const) {
  it(`moves a card by keys, told at each step, and keeps the focus on it (${dir})`, async () => {
    const { board } = await show({ dir });
    card(board, 'deal-05').focus();
    press(board, ' ');
    await board.updateComplete;
    expect(said(board)).to.contain('to Proposal, place 2 of 5');
    press(board, forward);
    press(board, 'ArrowDown');
    await settle(board);
    expect(said(board)).to.contain('to Negotiation, place 3 of 5');
    expect(find(board, '.gap').textContent).to.contain('غرف');
    press(board, 'Enter');
    await settle(board);
    expect(cardsIn(board, 'negotiation')[2]).to.equal('deal-05');
    expect(active(board)).to.equal(card(board, 'deal-05'));
    press(board, ' ');
    press(board, forward);
    press(board, 'Escape');
    await settle(board);
    expect(cardsIn(board, 'negotiation')[2]).to.equal('deal-05');
    expect(said(board)).to.contain('is back in Negotiation');
  });
}

it('has one stop per lane for Tab, and the arrows go on from there', async () => {
  const { board } = await show();
  const stops = board.renderRoot.querySelectorAll('li[data-deal][tabindex="0"]');
  expect(stops.length).to.equal(5);
  card(board, 'deal-02').focus();
  press(board, 'ArrowDown');
  await settle(board);
  expect(active(board)).to.equal(card(board, 'deal-05'));
  press(board, 'ArrowRight');
  await settle(board);
  expect(active(board)!.closest('[data-stage]')!.getAttribute('data-stage')).to.equal('pipe-new-negotiation');
});

it('moves by a plain menu', async () => {
  const { board } = await show();
  card(board, 'deal-05').querySelector<HTMLElement>('[data-menu]')!.click();
  await waitUntil(() => board.renderRoot.querySelectorAll('[role=menuitem]').length > 0);
  const item = [...board.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')].find((each) => each.textContent.includes('Move to Discovery'))!;
  item.click();
  await waitUntil(() => cardsIn(board, 'discovery')[0] === 'deal-05');
  await settle(board);
  expect(active(board)).to.equal(card(board, 'deal-05'));
});

it('asks why a deal was lost, with a note for other; cancelling puts it back', async () => {
  const { board, backend } = await show();
  board.moveDeal('deal-05', 'pipe-new-lost');
  await waitUntil(() => board.shadowRoot!.querySelector('dialog')?.open);
  const dialog = find<HTMLDialogElement>(board, 'dialog');
  expect(await violations(board)).to.deep.equal([]);
  const submit = (): void => dialog.querySelector<HTMLElement>('[type=submit]')!.click();
  submit();
  expect(dialog.open).to.equal(true);
  const select = dialog.querySelector('select')!;
  select.value = 'other';
  select.dispatchEvent(new Event('change'));
  await board.updateComplete;
  submit();
  expect(dialog.open).to.equal(true);
  dialog.querySelector('textarea')!.value = 'Went silent';
  submit();
  await waitUntil(() => backend.row('deal', 'deal-05')!['lostReason'] === 'Went silent');
  board.moveDeal('deal-02', 'pipe-new-won');
  await settle(board);
  expect(dialog.querySelector<HTMLInputElement>('input[type=date]')!.value).to.match(/^\d{4}-\d\d-\d\d$/);
  dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
  await settle(board);
  expect(cardsIn(board, 'proposal')).to.include('deal-02');
});

it('adds a deal to a stage by its form', async () => {
  const { board, events } = await show();
  find(board, '[data-stage="pipe-new-proposal"] [part=add]').click();
  await settle(board);
  const dialog = find<HTMLDialogElement>(board, 'dialog');
  dialog.querySelector<HTMLInputElement>('#field-name')!.value = 'Ice machine';
  const amount = dialog.querySelector<HTMLInputElement>('#field-amount')!;
  const currency = dialog.querySelector<HTMLSelectElement>('[name="amount.currency"]')!;
  const choose = (code: string): void => {
    currency.value = code;
    currency.dispatchEvent(new Event('change', { bubbles: true }));
  };
  amount.value = '900.50';
  amount.dispatchEvent(new InputEvent('input', { bubbles: true }));
  // Half a yen is no amount, however late the currency is chosen.
  choose('JPY');
  expect(amount.validity.customError).to.equal(true);
  choose('EUR');
  expect(amount.validity.valid).to.equal(true);
  const account = dialog.querySelector<HTMLInputElement>('#field-account')!;
  account.value = 'Nobody';
  account.dispatchEvent(new Event('input'));
  expect(account.validity.customError).to.equal(true);
  account.value = 'Kaveri Foods Pvt Ltd';
  account.dispatchEvent(new Event('input'));
  await waitUntil(() => account.validity.valid);
  expect(await violations(board)).to.deep.equal([]);
  dialog.querySelector<HTMLElement>('[type=submit]')!.click();
  await waitUntil(() => events.some((each) => each.type === 'vinculo-deal-created'));
  const { values } = events.find((each) => each.type === 'vinculo-deal-create')!.detail as { values: object };
  expect(values).to.include({ name: 'Ice machine', accountId: 'acc-kaveri', stageId: 'pipe-new-proposal' });
  expect(values).to.have.deep.property('amount', { minor: 90_050, currency: 'EUR' });
});

it('tells two accounts of one name apart where a deal is added', async () => {
  const { board, backend, events } = await show();
  backend.write('account', { ...backend.row('account', 'acc-kaveri')!, id: 'acc-twin', addresses: [{ id: 'adr-1', city: 'Pune', country: 'IN' }], emails: [], website: null });
  backend.update('account', 'acc-kaveri', { addresses: [{ id: 'adr-2', city: 'Chennai', country: 'IN' }] });
  [...board.renderRoot.querySelectorAll<HTMLElement>('[part~=add], [part~="add-card"]')][0]!.click();
  const field = (): HTMLInputElement | null => board.renderRoot.querySelector<HTMLInputElement>('dialog[open] #field-account');
  await waitUntil(() => field() !== null, 'the form');
  const write = (text: string): void => { field()!.value = text; field()!.dispatchEvent(new Event('input')); };
  write('Kaveri Foods Pvt Ltd');
  const offered = (): string[] => [...board.renderRoot.querySelectorAll('dialog[open] datalist option')].map((each) => (each as HTMLOptionElement).value);
  await waitUntil(() => offered().includes('Kaveri Foods Pvt Ltd · Pune') && offered().includes('Kaveri Foods Pvt Ltd · Chennai'), 'both accounts');
  expect(field()!.validity.customError).to.equal(true);
  write('Kaveri Foods Pvt Ltd · Pune');
  expect(field()!.validity.valid).to.equal(true);
  board.renderRoot.querySelector<HTMLInputElement>('dialog[open] #field-name')!.value = 'Ice machine';
  board.renderRoot.querySelector<HTMLElement>('dialog[open] [type=submit]')!.click();
  await waitUntil(() => events.some((each) => each.type === 'vinculo-deal-created'), 'the deal');
  expect((events.find((each) => each.type === 'vinculo-deal-create')!.detail as { values: object }).values).to.include({ accountId: 'acc-twin' });
});

it('keeps the focus and a running drag when others move cards', async () => {
  const { board, backend } = await show();
  card(board, 'deal-05').focus();
  backend.update('deal', 'deal-02', { stageId: 'pipe-new-qualify' });
  await waitUntil(() => cardsIn(board, 'qualify').includes('deal-02'));
  await settle(board);
  expect(active(board)).to.equal(card(board, 'deal-05'));
  const own = card(board, 'deal-05');
  point(own, 'pointerdown', ...middle(own));
  point(window, 'pointermove', ...middle(card(board, 'deal-10')));
  await settle(board);
  backend.update('deal', 'deal-15', { stageId: 'pipe-new-qualify' });
  await waitUntil(() => cardsIn(board, 'qualify').includes('deal-15'));
  await settle(board);
  expect(board.renderRoot.querySelectorAll('.lift, .gap, .ghost').length).to.equal(3);
  point(window, 'pointercancel', 0, 0);
  backend.update('deal', 'deal-05', { stageId: 'pipe-new-discovery' });
  await waitUntil(() => cardsIn(board, 'discovery').includes('deal-05'));
  await settle(board);
  expect(active(board)).to.equal(card(board, 'deal-05'));
});

it('shows a refused move with its ways on, and both values of a conflict', async () => {
  const { board, backend, crm } = await show();
  const allow = backend.faults.refuse({ table: 'deal', id: 'deal-05' }, 'quote', 'It needs an approved quote first.');
  board.moveDeal('deal-05', 'pipe-new-negotiation');
  await waitUntil(() => board.renderRoot.querySelector('[part~=refused]') !== null);
  expect(find(board, '[part~=refused]').textContent).to.contain('approved quote first').and.to.contain('is back in Proposal');
  expect(await violations(board)).to.deep.equal([]);
  allow();
  [...board.renderRoot.querySelectorAll<HTMLElement>('[part~=refused] button')].find((each) => each.textContent.includes('Retry'))!.click();
  await waitUntil(() => cardsIn(board, 'negotiation').includes('deal-05'));
  const gate = backend.faults.hold('push');
  crm.deals.update('deal-01', { amount: { minor: 5_000_00, currency: 'EUR' } });
  await gate.arrived();
  backend.update('deal', 'deal-01', { amount: { minor: 7_000_00, currency: 'EUR' } });
  gate.release();
  await waitUntil(() => board.renderRoot.querySelector('[part~=conflict]') !== null);
  expect(find(board, '[part~=conflict]').textContent).to.contain('€5,000').and.to.contain('€7,000');
  expect(await violations(board)).to.deep.equal([]);
  find(board, '[part~=conflict] [value=theirs]').click();
  find(board, '[part~=conflict] [type=submit]').click();
  await waitUntil(() => crm.outbox.snapshot.length === 0);
  expect(card(board, 'deal-01').textContent).to.contain('€7,000');
});

it('a refused change that emptied a field is edited with it empty, and empties it when it is sent again', async () => {
  // Of few won this deal is a part of the sum that is seen.
  const { board, backend, crm } = await show({ seed: { exchangeRate: rates.map((each) => (each.from === 'KRW' ? { ...each, rate: '0.0005' } : each)) } });
  const sum = (): string => find(board, '[data-stage="pipe-new-proposal"] .sum-of').textContent.trim();
  const before = sum();
  const allow = backend.faults.refuse({ table: 'deal', id: 'deal-05' }, 'quote', 'It needs an approved quote first.');
  crm.deals.update('deal-05', { amount: null });
  await waitUntil(() => board.renderRoot.querySelector('[part~=refused]') !== null, 'the refusal', { timeout: 5_000 });
  expect(sum()).to.equal(before);
  allow();
  [...board.renderRoot.querySelectorAll<HTMLElement>('[part~=refused] button')].find((each) => each.textContent.includes('Edit'))!.click();
  await waitUntil(() => board.renderRoot.querySelector('dialog[open] [name=amount]') !== null, 'the form', { timeout: 5_000 });
  const amount = find<HTMLInputElement>(board, 'dialog[open] [name=amount]');
  expect([amount.value, amount.required]).to.deep.equal(['', false]);
  find(board, 'dialog[open] [type=submit]').click();
  await waitUntil(() => crm.outbox.snapshot.length === 0, 'nothing waits', { timeout: 5_000 });
  expect(backend.row('deal', 'deal-05')!['amount']).to.equal(null);
  await waitUntil(() => sum() !== before, 'the sum', { timeout: 5_000 });
});

it('asks about the whole deal where a backend names no field of a conflict', async () => {
  const { board, backend, crm } = await show({ conflicts: 'compare' });
  const gate = backend.faults.hold('push');
  crm.deals.remove('deal-01');
  await gate.arrived();
  backend.update('deal', 'deal-01', { amount: { minor: 7_000_00, currency: 'EUR' } });
  gate.release();
  await waitUntil(() => board.renderRoot.querySelector('[part~=conflict]') !== null);
  const { name } = backend.row('deal', 'deal-01')!;
  expect(find(board, '[part~=conflict]').textContent).to.contain(`\u2068${String(name)}\u2069 was changed by two people`).and.to.contain('Deletion');
  expect(await violations(board)).to.deep.equal([]);
  find(board, '[part~=conflict] [value=theirs]').click();
  find(board, '[part~=conflict] [type=submit]').click();
  await waitUntil(() => crm.outbox.snapshot.length === 0);
  expect(card(board, 'deal-01').textContent).to.contain('€7,000');
});

it('says what waits while offline, and marks the card', async () => {
  const { board, backend } = await show();
  backend.faults.offline();
  board.moveDeal('deal-05', 'pipe-new-negotiation');
  await waitUntil(() => board.renderRoot.querySelector('.banner.warn') !== null && card(board, 'deal-05').querySelector('[part=unsynced]') !== null);
  expect(find(board, '.banner.warn').textContent).to.contain('1 change waiting');
  expect(await violations(board)).to.deep.equal([]);
});

it('draws each state that has no cards', async () => {
  expect((await show({ seed: { deal: [] }, ready: '.state' })).board.renderRoot.textContent).to.contain('No deals in this pipeline yet');
  expect((await show({ before: (backend) => void backend.faults.forbid('deal'), ready: '[part~=forbidden]' })).board.renderRoot.querySelector('.lane')).to.equal(null);
  const failed = await show({ before: (backend) => backend.faults.offline(), ready: '[part~=error]' });
  failed.backend.faults.online();
  find(failed.board, '[part~=error] button').click();
  await waitUntil(() => failed.board.renderRoot.querySelector('li[data-deal]') !== null);
  const alone = await fixture<PipelineBoard>(html`<vinculo-pipeline-board lang="en"></vinculo-pipeline-board>`);
  await waitUntil(() => alone.renderRoot.textContent.includes('Not connected to a CRM'));
  const held = await show({ before: (backend) => void backend.faults.hold('pull'), ready: '[part=skeleton]' });
  expect(held.board.renderRoot.querySelectorAll('.lane').length).to.equal(5);
});

it('fits 320 px: one lane and a piece of the next', async () => {
  const { board } = await show({ width: 320 });
  await settle(board);
  const [first, second] = [...board.renderRoot.querySelectorAll('.lane')].map((each) => each.getBoundingClientRect());
  const edge = board.getBoundingClientRect().right;
  expect(first!.right).to.be.lessThan(edge);
  expect(second!.left).to.be.lessThan(edge);
  expect(second!.right).to.be.greaterThan(edge);
  expect(board.scrollWidth).to.be.at.most(320);
  const small = [...board.renderRoot.querySelectorAll<HTMLElement>('button')].filter((each) => each.offsetParent && !each.matches('.open') && (each.offsetWidth < 24 || each.offsetHeight < 24));
  expect(small.map((each) => each.outerHTML)).to.deep.equal([]);
});

it('speaks Chinese', async () => {
  const { board } = await show({ lang: 'zh-CN' });
  card(board, 'deal-05').focus();
  press(board, ' ');
  press(board, 'ArrowRight');
  await settle(board);
  expect(said(board)).to.contain('正在移动').and.to.contain('Negotiation，第2位，共5位');
});

it('draws a few of 10,000 deals, and goes on as one scrolls', async () => {
  const many = Array.from({ length: 10_000 }, (_, i) => ({ id: `m${i}`, name: `Deal ${i}`, pipelineId: 'pipe-new', stageId: 'pipe-new-qualify', rank: `b${String(i).padStart(5, '0')}1`, amount: { minor: 100, currency: 'EUR' } }));
  const { board } = await show({ seed: { deal: many } });
  await settle(board);
  expect(find(board, '[part=summary]').textContent).to.contain('10,000 open');
  const stack = find(board, '.stack');
  for (let i = 0; i < 12; i++) { stack.scrollTop = stack.scrollHeight; await settle(board); }
  expect(board.renderRoot.querySelectorAll('li[data-deal]').length).to.be.lessThan(40);
  expect(Number(stack.querySelector<HTMLElement>('li[data-deal]:last-of-type, li[data-deal]')!.dataset['index'])).to.be.greaterThan(300);
});

it('draws no card anew that shows what it showed', async () => {
  const { board } = await show();
  await settle(board);
  const text = board.t.bind(board);
  // A minute may end within one of them.
  const drawn: number[] = [];
  for (let i = 0; i < 2; i++) {
    let said = 0;
    Object.assign(board, { t: ((key, ...values) => { if (key === 'board.daysInStage' || key === 'board.rotting') said++; return text(key, ...values); }) satisfies PipelineBoard['t'] });
    board.requestUpdate();
    await settle(board);
    drawn.push(said);
  }
  expect(Math.min(...drawn)).to.equal(0);
});

it('has no style attribute in its templates', async () => {
  const { board } = await show();
  expect(board.renderRoot.querySelectorAll('[style]:not([data-gap], .gap, .lift, .menu)').length).to.equal(0);
});

it('is drawn in forced colors with borders', async () => {
  const { board } = await show();
  const rules = board.shadowRoot!.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).filter((rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.conditionText.includes('forced-colors'));
  expect(rules.some((rule) => rule.cssText.includes('.deal'))).to.equal(true);
});

it('takes only the deals of the signed-in person, and words', async () => {
  const { board } = await show();
  find(board, '[part=mine]').click();
  await waitUntil(() => find(board, '[part=summary]').textContent.includes('8 open'));
  expect(board.mine).to.equal(true);
  const input = find<HTMLInputElement>(board, '[part=search] input');
  input.value = 'retrofit';
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await waitUntil(() => cardsIn(board, 'proposal').join() === 'deal-02' && cardsIn(board, 'contract').length === 0);
});

const click = (target: Element, init: MouseEventInit = {}): boolean => target.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, ...init }));

it('chooses cards by Ctrl and Shift, drags them together, and takes the move back by Ctrl+Z', async () => {
  const { board, backend, events } = await show();
  click(card(board, 'deal-02'), { ctrlKey: true });
  click(card(board, 'deal-08'), { shiftKey: true });
  await settle(board);
  expect([...board.renderRoot.querySelectorAll('[part~=selected]')].map((each) => each.getAttribute('data-deal'))).to.deep.equal(['deal-02', 'deal-05', 'deal-08']);
  expect(find(board, '[part=selection]').textContent).to.contain('3 selected');
  expect(await violations(board)).to.deep.equal([]);
  const own = card(board, 'deal-05');
  point(own, 'pointerdown', ...middle(own));
  const [x, y] = middle(card(board, 'deal-10'));
  point(window, 'pointermove', x, y - 20);
  await settle(board);
  expect(board.renderRoot.querySelectorAll('.ghost').length).to.equal(3);
  expect(find(board, '.lift .count').textContent).to.equal('3');
  point(window, 'pointerup', x, y - 20);
  await waitUntil(() => ['deal-02', 'deal-05', 'deal-08'].every((id) => backend.row('deal', id)!['stageId'] === 'pipe-new-negotiation'));
  await settle(board);
  expect(cardsIn(board, 'negotiation').slice(0, 5)).to.deep.equal(['deal-01', 'deal-02', 'deal-05', 'deal-08', 'deal-10']);
  expect(events.filter((each) => each.type === 'vinculo-deal-moved').length).to.equal(3);
  expect(board.renderRoot.querySelector('[part~=selected]')).to.equal(null);
  card(board, 'deal-05').dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, composed: true, cancelable: true }));
  await waitUntil(() => ['deal-02', 'deal-05', 'deal-08'].every((id) => cardsIn(board, 'proposal').includes(id)));
  find(board, '[part=redo]').click();
  await waitUntil(() => ['deal-02', 'deal-05', 'deal-08'].every((id) => cardsIn(board, 'negotiation').includes(id)));
});

it('chooses cards by keys and by the menu, and moves them with Move to…', async () => {
  const { board } = await show();
  const own = card(board, 'deal-02');
  own.focus();
  const key = (init: KeyboardEventInit): boolean => active(board)!.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, cancelable: true, ...init }));
  key({ key: ' ', ctrlKey: true });
  key({ key: 'ArrowDown', shiftKey: true });
  await settle(board);
  expect(active(board)).to.equal(card(board, 'deal-05'));
  expect(card(board, 'deal-05').getAttribute('aria-label')).to.contain('selected');
  find(board, '[data-menu=move-chosen]').click();
  await waitUntil(() => board.renderRoot.querySelectorAll('[role=menuitem]').length > 0);
  [...board.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')].find((each) => each.textContent.includes('Discovery'))!.click();
  await waitUntil(() => cardsIn(board, 'discovery').slice(0, 2).join() === 'deal-02,deal-05');
  card(board, 'deal-01').focus();
  key({ key: 'a', ctrlKey: true });
  await settle(board);
  expect(board.renderRoot.querySelectorAll('[part~=selected]').length).to.equal(4);
  press(board, 'Escape');
  await settle(board);
  expect(board.renderRoot.querySelector('[part~=selected]')).to.equal(null);
});

for (const [lang, dir] of [['en', 'ltr'], ['zh-CN', 'ltr'], ['ar', 'rtl']] as const) {
  it(`shows the forecast by month against the target, rows by owner and chosen fields (${lang})`, async () => {
    const { board } = await show({ lang, dir });
    const month = new Date().toISOString().slice(0, 7);
    board.targets = { [month]: { minor: 26_000_000, currency: 'EUR' } };
    board.forecast = true;
    board.swimlanes = 'owner';
    board.cardFields = ['expectedClose', 'forecast'];
    await waitUntil(() => board.renderRoot.querySelectorAll('[part=forecast-month] .piece').length > 0 && board.renderRoot.querySelectorAll('[part=swimlane]').length === 3 && board.renderRoot.querySelectorAll('.cell li[data-deal]').length > 10, 'strip and rows', { timeout: 8000 });
    expect(board.renderRoot.querySelectorAll('[part=forecast-month]').length).to.equal(3);
    expect(board.renderRoot.querySelectorAll('.goal').length).to.equal(1);
    expect(card(board, 'deal-05').querySelectorAll('[part=card-field]').length).to.equal(2);
    expect(await violations(board)).to.deep.equal([]);
    board.style.setProperty('color-scheme', 'dark');
    expect(await violations(board)).to.deep.equal([]);
  });
}

it('drags a card into the row of another owner', async () => {
  const { board, backend } = await show();
  board.swimlanes = 'owner';
  await waitUntil(() => board.renderRoot.querySelectorAll('.cell li[data-deal]').length > 10);
  await settle(board);
  const own = card(board, 'deal-05');
  const { left, top } = find(board, '[part=swimlane]:nth-of-type(2) .cell').getBoundingClientRect();
  point(own, 'pointerdown', ...middle(own));
  point(window, 'pointermove', left + 40, top + 4);
  await settle(board);
  await waitUntil(() => said(board).includes('Katarzyna'));
  expect(board.renderRoot.querySelectorAll('.gap').length).to.equal(1);
  point(window, 'pointerup', left + 40, top + 4);
  await waitUntil(() => backend.row('deal', 'deal-05')!['ownerId'] === 'user-katarzyna');
});

it('shows leads, and makes a contact, an account and a deal of one', async () => {
  const { board, backend, events } = await show();
  board.addEventListener('vinculo-lead-converted', (event) => events.push(event as CustomEvent));
  board.of = 'lead';
  backend.update('stage', 'pipe-new-contract', { requiredFields: ['expectedClose', 'productId'] });
  await waitUntil(() => board.renderRoot.querySelector('li[data-deal=lead-1]') !== null);
  await settle(board);
  expect(find(board, '[part~=new]').textContent).to.contain('New lead');
  // Nothing is said of sums until a lead has an amount.
  expect([board.renderRoot.querySelector('.sums'), find(board, '[part=summary]').textContent]).to.deep.equal([null, '2 open']);
  backend.update('lead', 'lead-1', { amount: { minor: 900_000, currency: 'EUR' } });
  await waitUntil(() => board.renderRoot.querySelector('.sums')?.textContent.includes('€9,000'));
  expect(card(board, 'lead-1').textContent).to.contain('Universitetet i Tromsø');
  board.moveDeal('lead-1', 'pipe-lead-converted');
  await waitUntil(() => board.renderRoot.querySelector('dialog[open] #convert-stage option') !== null);
  expect(await violations(board)).to.deep.equal([]);
  const stage = find<HTMLSelectElement>(board, '#convert-stage');
  stage.value = 'pipe-new-contract';
  stage.dispatchEvent(new Event('change', { bubbles: true }));
  await settle(board);
  find<HTMLInputElement>(board, '#input-convert-expectedClose').value = '2027-03-01';
  const product = find<HTMLInputElement>(board, '#lookup-convert-productId');
  product.focus();
  product.value = 'heat';
  product.dispatchEvent(new Event('input', { bubbles: true }));
  const offers = (): HTMLElement[] => [...board.renderRoot.querySelectorAll<HTMLElement>('.found:popover-open [role=option]:not([aria-disabled])')];
  await waitUntil(() => offers().length > 0, 'the products');
  expect([getComputedStyle(offers()[0]!.parentElement!).listStyleType, await violations(board)]).to.deep.equal(['none', []]);
  offers()[0]!.click();
  await settle(board);
  backend.faults.failNext(new RefusedError('deal', 'new', 'rule', 'It needs an approval.'), 'run');
  find(board, 'dialog[open] [type=submit]').click();
  await waitUntil(() => board.renderRoot.querySelector('dialog[open] [role=alert]')?.textContent.includes('It needs an approval.'), 'the refusal');
  find(board, 'dialog[open] [type=submit]').click();
  await waitUntil(() => backend.row('lead', 'lead-1')!['convertedAt'] !== undefined && events.some((each) => each.type === 'vinculo-lead-converted'));
  const { dealId, contactId } = events.find((each) => each.type === 'vinculo-lead-converted')!.detail as { dealId: string; contactId: string };
  expect(backend.row('deal', dealId)).to.deep.include({ name: 'Universitetet i Tromsø', contactId, amount: { minor: 900_000, currency: 'EUR' }, stageId: 'pipe-new-contract', expectedClose: '2027-03-01' });
  expect(backend.row('product', String(backend.row('deal', dealId)!['productId']))?.['name']).to.match(/heat/i);
  await waitUntil(() => board.renderRoot.querySelector('dialog[open]') === null, 'the dialog to close');
});

it('changes how it looks, keeps that under a name, and brings it back', async () => {
  const { board, backend, events } = await show();
  board.addEventListener('vinculo-view-change', (event) => events.push(event as CustomEvent));
  const choose = async (text: string): Promise<void> => {
    find(board, '[data-menu=view]').click();
    await waitUntil(() => [...board.renderRoot.querySelectorAll('[role=menuitem]')].some((each) => each.textContent.includes(text)));
    [...board.renderRoot.querySelectorAll<HTMLElement>('[role=menuitem]')].find((each) => each.textContent.includes(text))!.click();
    await settle(board);
  };
  await choose('Change this view');
  expect(await violations(board)).to.deep.equal([]);
  const dialog = find<HTMLDialogElement>(board, 'dialog[open]');
  dialog.querySelector<HTMLSelectElement>('[name=sort]')!.value = '-amount';
  dialog.querySelector<HTMLInputElement>('[name=fields][value=expectedClose]')!.checked = true;
  dialog.querySelector<HTMLInputElement>('[name=name]')!.value = 'Big ones';
  dialog.querySelector<HTMLElement>('[type=submit]')!.click();
  await waitUntil(() => backend.rows('savedView').some((each) => each['name'] === 'Big ones'));
  await settle(board);
  expect(board.sort).to.equal('-amount');
  expect(board.renderRoot.querySelectorAll('[part=card-field]').length).to.be.greaterThan(3);
  await choose('All deals');
  expect(board.sort).to.equal(undefined);
  await choose('Big ones');
  expect(board.view).to.deep.include({ sort: '-amount', cardFields: ['expectedClose'] });
  expect(events.filter((each) => each.type === 'vinculo-view-change').length).to.equal(3);
});

it('fits 320 px with rows and forecast', async () => {
  const { board } = await show({ width: 320 });
  board.forecast = true;
  board.swimlanes = 'owner';
  await waitUntil(() => board.renderRoot.querySelector('.cell li[data-deal]') !== null && board.renderRoot.querySelector('[part=forecast-month]') !== null, 'strip and rows', { timeout: 8000 });
  await settle(board);
  expect(board.scrollWidth).to.be.at.most(320);
  const small = [...board.renderRoot.querySelectorAll<HTMLElement>('button')].filter((each) => each.offsetParent && !each.matches('.open') && (each.offsetWidth < 24 || each.offsetHeight < 24));
  expect(small.map((each) => each.outerHTML)).to.deep.equal([]);
});
