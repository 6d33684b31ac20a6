import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { axeFaults as faults } from '../parts/axe-faults.fixture.ts';
import { all, one, press, text } from '../parts/shadow.fixture.ts';
import type { RecordChangeDetail } from './record-events.ts';
import { recordLateStyles } from './record-late.styles.ts';
import type { RecordPanel } from './vinculo-record.ts';
import './vinculo-record.ts';

let backend: MemoryBackend;
let crm: Vinculo;
beforeEach(() => {
  backend = memoryBackend({ seed: demoSeed(Date.now()) });
  crm = createClient({ adapter: backend.adapter() });
});
afterEach(() => crm.close());

interface Options { table?: string; id?: string; lang?: string; dir?: string; width?: number; scheme?: string; set?: Partial<RecordPanel> }

async function show({ table = 'deal', id = 'deal-02', lang = 'en', dir = 'ltr', width = 440, scheme = 'light', set = {} }: Options = {}): Promise<RecordPanel> {
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  box.style.setProperty('background', 'Canvas');
  const panel = document.createElement('vinculo-record');
  Object.assign(panel, { table, recordId: id, client: crm, ...set });
  box.append(panel);
  await panel.updateComplete;
  return panel;
}

async function ready(options?: Options): Promise<RecordPanel> {
  const panel = await show(options);
  await until(panel, () => !panel.matches(':state(loading)') && panel.shadowRoot!.querySelector('[part="fields"]') !== null);
  return panel;
}

const until = (panel: RecordPanel, holds: () => boolean, what = 'the panel to be drawn'): Promise<void> => waitUntil(() => holds(), `${what}: ${panel.shadowRoot?.textContent?.replace(/\s+/g, ' ').slice(0, 600)}`, { timeout: 5_000 });

async function edit(panel: RecordPanel, key: string): Promise<HTMLElement> {
  one(panel, `[data-edit="${key}"]`).click();
  await panel.updateComplete;
  return one(panel, '[data-editing]').querySelector<HTMLElement>('input, select, textarea')!;
}

async function write(panel: RecordPanel, key: string, value: string): Promise<void> {
  const input = await edit(panel, key) as HTMLInputElement;
  input.value = value;
  press(input, 'Enter');
  await panel.updateComplete;
}

describe('what it shows', () => {
  it('shows a deal by its declaration: name, amount, stages, fields, lines', async () => {
    const panel = await ready();
    await until(panel, () => all(panel, '[part~="stages"] li').length > 0 && all(panel, '[part~="lines"]').length > 0);
    expect(text(panel, '[part="bar"]')).to.contain('Deal');
    expect(text(panel, '[part="name"]')).to.contain('Retrofit of two cold rooms');
    expect(text(panel, '[part="amount"]')).to.contain('€74,500');
    expect(all(panel, '[part~="stages"] li').map((each) => each.textContent.trim())).to.deep.equal(['Qualify', 'Discovery', 'Proposal', 'Negotiation', 'Contract']);
    expect(text(panel, '[aria-current="step"]')).to.equal('Proposal');
    expect(text(panel, '.moves')).to.contain('Move to Negotiation').and.to.contain('Lost').and.to.contain('5 days in stage');
    expect(all(panel, '[part="label"]').map((each) => each.textContent).slice(0, 5)).to.deep.equal(['Account', 'Contact', 'Probability', 'Expected close', 'Started']);
    expect(text(panel, '[part="value probability"]')).to.contain('50').and.to.contain('as its stage');
    await until(panel, () => text(panel, '[part="value accountId"]').includes('Hanseatic'));
    expect(text(panel, '[part~="lines"]')).to.contain('Lines · 2').and.to.contain('Heat pump HP-160').and.to.match(/2\s×/).and.to.contain('€31,500.00');
    expect(all(panel, '[style]').filter((each) => !each.matches('[popover]')), 'no style attribute').to.deep.equal([]);
  });

  it('lists who belongs to it, by what the declarations say', async () => {
    const panel = await ready({ id: 'deal-01' });
    await until(panel, () => all(panel, '[part~="dealParty"]').length > 0 && text(panel, '[part~="dealParty"]').includes('Jonas'));
    expect(text(panel, '[part~="dealParty"]')).to.contain('People · 3').and.to.contain('Amina Okonkwo-Bauer').and.to.contain('Decision-maker');
    const opened = oneEvent(panel, 'vinculo-record-open');
    all(panel, '[part~="dealParty"] [part="link"]').find((each) => each.textContent.includes('Amina'))!.click();
    expect((await opened).detail).to.deep.equal({ table: 'contact', id: 'con-amina' });
  });

  it('shows the rest of a long list and of the history, and the first of the list again', async () => {
    for (let n = 1; n <= 9; n++) backend.write('order', { id: `order-${n}`, number: `SO-${n}`, contactId: 'con-jonas', orderedAt: `2026-01-0${n}T09:00:00.000Z` });
    for (let n = 10; n < 44; n++) backend.write('historyEntry', { id: `history-${n}`, table: 'contact', recordId: 'con-jonas', op: 'update', before: { jobTitle: `Title ${n - 1}` }, after: { jobTitle: `Title ${n}` }, byId: 'user-joao', at: `2026-01-01T09:${n}:00.000Z` });
    const panel = await ready({ table: 'contact', id: 'con-jonas', set: { lists: ['order'] } });
    const rows = (): number => all(panel, '[part~="order"] [part="row"]').length;
    await until(panel, () => rows() === 5);
    const more = one<HTMLButtonElement>(panel, '[part~="order"] [part="more-rows"]');
    expect(more.textContent).to.contain('more');
    expect(more.ariaExpanded).to.equal('false');
    more.focus();
    more.click();
    await until(panel, () => rows() > 8);
    expect(panel.shadowRoot!.activeElement).to.equal(more);
    expect(more.textContent.trim()).to.equal('Fewer');
    expect(more.ariaExpanded).to.equal('true');
    more.click();
    await until(panel, () => rows() === 5);
    one(panel, '[part="history-button"]').click();
    await until(panel, () => all(panel, '[part="history-entry"]').length === 30);
    one(panel, '[part="history"] [part="more-rows"]').click();
    await until(panel, () => all(panel, '[part="history-entry"]').length >= 34);
    expect(all(panel, '[part="history"] [part="more-rows"]').length).to.equal(0);
  });

  it('adds a person to a deal', async () => {
    const panel = await ready();
    await until(panel, () => all(panel, '[part~="dealParty"] [part="add"]').length > 0);
    one(panel, '[part~="dealParty"] [part="add"]').click();
    await until(panel, () => all(panel, 'dialog[open] [role="combobox"]').length > 0);
    one<HTMLSelectElement>(panel, 'dialog[open] select').value = 'user';
    one(panel, 'dialog[open] .primary').click();
    await panel.updateComplete;
    expect(text(panel, 'dialog[open] .message')).to.contain('Contact');
    const input = one<HTMLInputElement>(panel, 'dialog[open] [role="combobox"]');
    input.value = 'jonas';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await until(panel, () => all(panel, '.found [role="option"][id]').some((each) => each.textContent.includes('Jonas')));
    press(input, 'Enter');
    await panel.updateComplete;
    one(panel, 'dialog[open] .primary').click();
    await until(panel, () => text(panel, '[part~="dealParty"]').includes('Jonas Brandt'));
    await waitUntil(() => backend.rows('dealParty').some((row) => row['dealId'] === 'deal-02' && row['contactId'] === 'con-jonas' && row['role'] === 'user'));
  });

  it('adds the first class and the first team member of a customer that has none', async () => {
    for (const row of backend.rows('classification')) backend.remove('classification', row.id);
    const panel = await ready({ table: 'account', id: 'acc-hanseatic' });
    await until(panel, () => all(panel, '[data-menu="add-first"]').length > 0);
    expect(all(panel, '[part~="classification"]')).to.deep.equal([]);
    one(panel, '[data-menu="add-first"]').click();
    const items = (): HTMLElement[] => all(panel, '[role="menuitem"]');
    await until(panel, () => items().length > 0);
    expect(items().map((each) => each.textContent.trim())).to.include.members(['Classification', 'Team member']);
    items().find((each) => each.textContent.trim() === 'Classification')!.click();
    await until(panel, () => all(panel, 'dialog[open] #input-added-scheme').length > 0);
    one<HTMLInputElement>(panel, 'dialog[open] #input-added-scheme').value = 'ABC';
    one<HTMLInputElement>(panel, 'dialog[open] #input-added-value').value = 'A';
    one(panel, 'dialog[open] .primary').click();
    await until(panel, () => all(panel, '[part~="classification"] [part="row"]').length === 1);
    await waitUntil(() => backend.rows('classification').some((row) => row['recordId'] === 'acc-hanseatic' && row['table'] === 'account' && row['value'] === 'A'));
  });

  it('adds a deal to a company: for that company, in the first stage, of whoever adds it', async () => {
    const panel = await ready({ table: 'account', id: 'acc-hanseatic' });
    await until(panel, () => all(panel, '[part~="deal"] [part="add"]').length > 0);
    one(panel, '[part~="deal"] [part="add"]').click();
    await until(panel, () => all(panel, 'dialog[open] #input-added-name').length > 0);
    expect(text(panel, 'dialog[open] h2')).to.equal('Add Deal');
    expect(all(panel, 'dialog[open] label').some((each) => /Stage|Pipeline|Account/.test(each.textContent)), 'asks nothing that is known').to.equal(false);
    one(panel, 'dialog[open] .primary').click();
    await panel.updateComplete;
    expect(text(panel, 'dialog[open] .message')).to.contain('Name');
    one<HTMLInputElement>(panel, 'dialog[open] #input-added-name').value = 'Spare pumps';
    one(panel, 'dialog[open] .primary').click();
    await until(panel, () => text(panel, '[part~="deal"]').includes('Spare pumps'));
    await waitUntil(() => backend.rows('deal').some((row) => row['name'] === 'Spare pumps'), 'the deal to be sent');
    const made = backend.rows('deal').find((row) => row['name'] === 'Spare pumps')!;
    const [pipeline] = backend.rows('pipeline').filter((row) => row['table'] === 'deal' && row['active'] !== false).sort((a, b) => (String(a['rank']) < String(b['rank']) ? -1 : 1));
    const [stage] = backend.rows('stage').filter((row) => row['pipelineId'] === pipeline!.id && row['category'] === 'open').sort((a, b) => (String(a['rank']) < String(b['rank']) ? -1 : 1));
    expect([made['accountId'], made['pipelineId'], made['stageId'], made['ownerId']]).to.deep.equal(['acc-hanseatic', pipeline!.id, stage!.id, backend.rows('user')[0]!.id]);
  });

  it('adds a ticket to a person, of the company they are of', async () => {
    const panel = await ready({ table: 'contact', id: 'con-amina' });
    await until(panel, () => all(panel, '[part~="ticket"] [part="add"]').length > 0);
    one(panel, '[part~="ticket"] [part="add"]').click();
    await until(panel, () => all(panel, 'dialog[open] #input-added-subject').length > 0);
    one<HTMLInputElement>(panel, 'dialog[open] #input-added-subject').value = 'Valve sticks';
    one(panel, 'dialog[open] .primary').click();
    await waitUntil(() => backend.rows('ticket').some((row) => row['subject'] === 'Valve sticks'), 'the ticket to be sent');
    const made = backend.rows('ticket').find((row) => row['subject'] === 'Valve sticks')!;
    expect([made['contactId'], made['accountId']]).to.deep.equal(['con-amina', backend.rows('contact').find(({ id }) => id === 'con-amina')!['accountId']]);
  });

  it('keeps what was typed where the page holds a new record back', async () => {
    const panel = await ready({ table: 'contact', id: 'con-amina' });
    await until(panel, () => all(panel, '[part~="ticket"] [part="add"]').length > 0);
    one(panel, '[part~="ticket"] [part="add"]').click();
    await until(panel, () => all(panel, 'dialog[open] #input-added-subject').length > 0);
    panel.addEventListener('vinculo-record-create', (event) => event.preventDefault(), { once: true });
    one<HTMLInputElement>(panel, 'dialog[open] #input-added-subject').value = 'Valve sticks';
    one(panel, 'dialog[open] .primary').click();
    await panel.updateComplete;
    expect(one<HTMLInputElement>(panel, 'dialog[open] #input-added-subject').value).to.equal('Valve sticks');
    expect(backend.rows('ticket').some((row) => row['subject'] === 'Valve sticks')).to.equal(false);
    one(panel, 'dialog[open] .primary').click();
    await waitUntil(() => backend.rows('ticket').some((row) => row['subject'] === 'Valve sticks'), 'the ticket to be sent');
    expect(all(panel, 'dialog[open]')).to.deep.equal([]);
  });

  it('plans a next step with a deal, which its customer has too', async () => {
    const panel = await ready({ id: 'deal-02' });
    await until(panel, () => all(panel, '[part~="activityLink"] [part="add"]').length > 0);
    const asked = oneEvent(panel, 'vinculo-record-create');
    one(panel, '[part~="activityLink"] [part="add"]').click();
    await until(panel, () => all(panel, 'dialog[open] #input-added-subject').length > 0);
    one<HTMLSelectElement>(panel, 'dialog[open] #input-added-kind').value = 'call';
    one<HTMLInputElement>(panel, 'dialog[open] #input-added-subject').value = 'Ask for the drawings';
    one<HTMLInputElement>(panel, 'dialog[open] #input-added-dueAt').value = '2030-02-03T10:30';
    one(panel, 'dialog[open] .primary').click();
    expect((await asked).detail).to.deep.include({ table: 'activity' });
    await until(panel, () => text(panel, '[part~="activityLink"]').includes('Ask for the drawings'));
    await waitUntil(() => backend.rows('activity').some((row) => row['subject'] === 'Ask for the drawings'), 'the activity to be sent');
    const made = backend.rows('activity').find((row) => row['subject'] === 'Ask for the drawings')!;
    expect([made['kind'], made['done'], made['dueAt'], made['ownerId']]).to.deep.equal(['call', false, new Date('2030-02-03T10:30').toISOString(), backend.rows('user')[0]!.id]);
    const links = backend.rows('activityLink').filter(({ activityId }) => activityId === made.id);
    const deal = backend.rows('deal').find(({ id }) => id === 'deal-02')!;
    expect(links.map(({ table, recordId, open }) => [table, recordId, open])).to.deep.include.members([['deal', 'deal-02', true], ['account', deal['accountId'], true]]);
  });

  it('writes a year without the signs of a large number, and says of what was just written that it is now', async () => {
    backend.update('account', 'acc-hanseatic', { yearFounded: 1974, employees: 1974 });
    const panel = await ready({ table: 'account', id: 'acc-hanseatic' });
    await until(panel, () => all(panel, '[part="value yearFounded"]').length > 0);
    expect(text(panel, '[part="value yearFounded"]')).to.contain('1974');
    expect(text(panel, '[part="value employees"]')).to.contain('1,974');
    expect(text(panel, '[part="foot"]')).not.to.contain('in ');
  });

  it('shows a record of any other entity', async () => {
    const panel = await ready({ table: 'account', id: 'acc-hanseatic' });
    expect(text(panel, '[part="bar"]')).to.contain('Account');
    expect(text(panel, '[part="name"]')).to.contain('Hanseatic Kühltechnik GmbH');
    await until(panel, () => all(panel, '[part~="deal"]').length > 0);
    expect(text(panel, '[part~="deal"]')).to.contain('Deals ·');
    expect(all(panel, '[part="amount"]'), 'its revenue is no amount of the account').to.deep.equal([]);
    expect(text(panel, '[part="panel"]')).not.to.contain('People');
    const ticket = await ready({ table: 'ticket', id: backend.rows('ticket')[0]!.id });
    expect(text(ticket, '[part="bar"]')).to.contain(String(backend.rows('ticket')[0]!['number'] ?? 'Ticket'));
  });

  it('draws the fields the host names, and those only the backend knows', async () => {
    backend.restrict('deal', { custom: [{ name: 'erp', kind: 'text', label: { en: 'ERP number', 'zh-Hans': 'ERP 编号' } }], fields: { nextStep: 'hidden', source: 'masked', competitorId: 'read' } });
    backend.update('deal', 'deal-02', { custom: { erp: 'K-77' }, source: 'trade fair' });
    const panel = await ready({ set: { fields: ['competitorId', 'erp', 'nextStep', 'source', 'forecast'] } });
    expect(all(panel, '[part="label"]').map((each) => each.textContent)).to.deep.equal(['Competitor', 'ERP number', 'Source', 'Forecast']);
    expect(text(panel, '[part="value competitorId"]')).to.equal('Not set');
    expect(all(panel, '[data-edit="competitorId"], [data-edit="source"]')).to.deep.equal([]);
    expect(text(panel, '[part="value source"]')).to.contain('•••').and.to.contain('partly hidden').and.not.to.contain('trade');
    await write(panel, 'erp', 'K-78');
    await waitUntil(() => (backend.row('deal', 'deal-02')!.custom as { erp?: string }).erp === 'K-78');
  });

  it('keeps fields without a value behind a button', async () => {
    const panel = await ready();
    expect(all(panel, '[part="value nextStep"]')).to.deep.equal([]);
    one(panel, '[part="more"]').click();
    await panel.updateComplete;
    expect(text(panel, '[part="value nextStep"]')).to.contain('Not set');
    expect(one(panel, '[part="more"]').getAttribute('aria-expanded')).to.equal('true');
  });
});

describe('editing', () => {
  it('writes a field of each kind by its own input, once', async () => {
    const panel = await ready();
    const changes: RecordChangeDetail[] = [];
    panel.addEventListener('vinculo-record-change', (event) => changes.push((event as CustomEvent<RecordChangeDetail>).detail));
    await write(panel, 'name', 'Retrofit of three cold rooms');
    await write(panel, 'amount', '80000.5');
    await write(panel, 'expectedClose', '2027-01-31');
    await write(panel, 'forecast', 'bestCase');
    await write(panel, 'probability', '60');
    expect(changes.map(({ patch }) => patch)).to.deep.equal([
      { name: 'Retrofit of three cold rooms' }, { amount: { minor: 8_000_050, currency: 'EUR' } }, { expectedClose: '2027-01-31' }, { forecast: 'bestCase' }, { probability: 60 },
    ]);
    await waitUntil(() => backend.row('deal', 'deal-02')!['probability'] === 60);
    expect(backend.row('deal', 'deal-02')).to.include({ name: 'Retrofit of three cold rooms', expectedClose: '2027-01-31', forecast: 'bestCase' });
  });

  it('writes nothing when nothing changed, or the host cancels', async () => {
    const panel = await ready();
    let asked = 0;
    panel.addEventListener('vinculo-record-change', (event) => { asked += 1; event.preventDefault(); });
    press(await edit(panel, 'amount'), 'Enter');
    await panel.updateComplete;
    expect(asked).to.equal(0);
    await write(panel, 'amount', '1');
    expect(asked).to.equal(1);
    expect(text(panel, '[part="amount"]')).to.contain('€74,500');
  });

  it('says what is wrong, and keeps what was typed', async () => {
    const panel = await ready();
    await write(panel, 'name', '');
    expect(text(panel, '[role="alert"]')).to.equal('Fill in Name');
    const input = one<HTMLInputElement>(panel, '[data-editing] input');
    expect(panel.shadowRoot!.activeElement).to.equal(input);
    expect(input.getAttribute('aria-invalid')).to.equal('true');
    press(input, 'Escape');
    await panel.updateComplete;
    expect((panel.shadowRoot!.activeElement as HTMLElement).dataset['edit']).to.equal('name');
    await write(panel, 'amount', '1.234');
    expect(text(panel, '[role="alert"]')).to.contain('Amount cannot hold this');
  });

  it('chooses a record by what is typed, with the keyboard alone', async () => {
    const panel = await ready();
    const input = await edit(panel, 'contactId') as HTMLInputElement;
    expect(input.getAttribute('role')).to.equal('combobox');
    input.value = 'ingrid';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await until(panel, () => all(panel, '.found [role="option"]').some((each) => each.textContent.includes('Ingrid')), 'Ingrid to be found');
    expect(input.getAttribute('aria-activedescendant')).to.be.a('string');
    press(input, 'Enter');
    await panel.updateComplete;
    expect(input.value).to.contain('Ingrid');
    press(input, 'Enter');
    await waitUntil(() => backend.row('deal', 'deal-02')!['contactId'] === 'con-ingrid');
  });

  it('edits items one by one: of two numbers one changes, one goes, one comes', async () => {
    const panel = await ready({ table: 'contact', id: 'con-amina' });
    await edit(panel, 'phones');
    const inputs = (): HTMLInputElement[] => all<HTMLInputElement>(panel, '[data-items="phones"] .wide');
    expect(inputs().length).to.equal(2);
    one(panel, '[data-items="phones"] [part="remove"]').click();
    await panel.updateComplete;
    one(panel, '[data-items="phones"] [part="add"]').click();
    await panel.updateComplete;
    const added = inputs()[1]!;
    expect(panel.shadowRoot!.activeElement).to.equal(added);
    added.value = '+49 30 901820';
    added.dispatchEvent(new InputEvent('input', { bubbles: true }));
    press(added, 'Enter');
    await waitUntil(() => (backend.row('contact', 'con-amina')!['phones'] as unknown[]).length === 2 && JSON.stringify(backend.row('contact', 'con-amina')!['phones']).includes('+4930901820'));
  });

  it('adds a line of a product that is found, at its price', async () => {
    const panel = await ready({ id: 'deal-01' });
    backend.write('product', { id: 'prod-valve', name: 'Valve V-9', code: 'V9', active: true, unit: 'pc', taxPercent: '19', price: { minor: 12_350, currency: 'EUR' } });
    backend.write('product', { id: 'prod-old', name: 'Valve V-1', active: false });
    await until(panel, () => all(panel, '[data-edit="lines"]').length > 0);
    await edit(panel, 'lines');
    const input = one<HTMLInputElement>(panel, '#lookup-lines-product');
    input.focus();
    input.value = 'valve';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await until(panel, () => all(panel, '.found [role="option"][id]').length > 0);
    expect(all(panel, '.found [role="option"][id]').map((each) => each.textContent.trim()).join()).to.contain('Valve V-9').and.not.contain('V-1');
    expect(await faults(panel)).to.deep.equal([]);
    press(input, 'Enter');
    await until(panel, () => all(panel, '[name="lines.0.name"]').length > 0 && one<HTMLInputElement>(panel, '[name="lines.0.name"]').value === 'Valve V-9');
    expect(all(panel, '[data-items="lines"] > .item').length, 'no empty line before it').to.equal(1);
    one(panel, '[part="save"]').click();
    await waitUntil(() => Array.isArray(backend.row('deal', 'deal-01')!['lines']) && (backend.row('deal', 'deal-01')!['lines'] as unknown[]).length === 1, 'the line to be sent');
    const [line] = backend.row('deal', 'deal-01')!['lines'] as { id: string }[];
    expect(line).to.deep.equal({ id: line!.id, productId: 'prod-valve', name: 'Valve V-9', quantity: '1', unit: 'pc', unitPrice: '123.50', currency: 'EUR', taxPercent: '19' });
  });

  it('takes an amount as it is typed in the language of the panel, and keeps what is none', async () => {
    const panel = await ready({ lang: 'de' });
    await edit(panel, 'amount');
    const input = one<HTMLInputElement>(panel, '#input-amount');
    expect(input.value).to.equal('74500');
    input.value = 'abc';
    press(input, 'Enter');
    await until(panel, () => all(panel, '[data-editing] [role="alert"], [data-editing] .message').length > 0 || panel.shadowRoot!.querySelector('[aria-invalid="true"]') !== null);
    expect(backend.row('deal', 'deal-02')!['amount']).to.deep.equal({ minor: 7_450_000, currency: 'EUR' });
    one<HTMLInputElement>(panel, '#input-amount').value = '12.500,50';
    press(one(panel, '#input-amount'), 'Enter');
    await waitUntil(() => JSON.stringify(backend.row('deal', 'deal-02')!['amount']) === '{"minor":1250050,"currency":"EUR"}');
    await edit(panel, 'amount');
    expect(one<HTMLInputElement>(panel, '#input-amount').value).to.equal('12500,50');
  });

  it('takes the last edit back', async () => {
    const panel = await ready();
    await write(panel, 'forecast', 'committed');
    await until(panel, () => all(panel, '[part="undo"]').length > 0);
    expect(text(panel, '[part="foot"]')).to.contain('Forecast changed');
    await waitUntil(() => backend.row('deal', 'deal-02')!['forecast'] === 'committed');
    one(panel, '[part="undo"]').click();
    await waitUntil(() => backend.row('deal', 'deal-02')!['forecast'] === 'pipeline');
  });

  it('only reads where nothing may be written', async () => {
    const panel = await ready({ set: { readonly: true } });
    await until(panel, () => all(panel, '[part~="stages"] li').length > 0);
    expect(all(panel, '[data-edit], [part~="move"], [data-menu]')).to.deep.equal([]);
    backend.restrict('deal', { update: false, remove: false });
    const other = await ready();
    await until(other, () => all(other, '[part~="stages"] li').length > 0 && all(other, '[data-edit]').length === 0);
  });
});

describe('stages', () => {
  it('moves on with one press', async () => {
    const panel = await ready();
    await until(panel, () => all(panel, '[part~="move"]').length > 0);
    const changed = oneEvent(panel, 'vinculo-record-changed');
    one(panel, '[part~="move"].primary').click();
    expect(((await changed).detail as RecordChangeDetail).patch).to.deep.equal({ stageId: 'pipe-new-negotiation' });
    await until(panel, () => text(panel, '[aria-current="step"]') === 'Negotiation');
    await waitUntil(() => backend.row('deal', 'deal-02')!['stageId'] === 'pipe-new-negotiation');
  });

  it('asks why a deal was lost, and writes it with the move', async () => {
    const panel = await ready();
    await until(panel, () => all(panel, '[part~="move"]').length > 1);
    all(panel, '[part~="move"]').find((each) => each.textContent === 'Lost')!.click();
    await until(panel, () => all(panel, 'dialog[open] select').length > 0);
    one(panel, 'dialog[open] .primary').click();
    await panel.updateComplete;
    expect(text(panel, 'dialog[open] .message')).to.contain('Lost reason');
    const select = one<HTMLSelectElement>(panel, 'dialog[open] select');
    expect(panel.shadowRoot!.activeElement).to.equal(select);
    select.value = 'price';
    one(panel, 'dialog[open] .primary').click();
    await waitUntil(() => backend.row('deal', 'deal-02')!['lostReason'] === 'price');
    expect(backend.row('deal', 'deal-02')!['stageId']).to.equal('pipe-new-lost');
  });

  it('asks for what a stage requires and the deal lacks', async () => {
    backend.update('deal', 'deal-01', { expectedClose: null });
    const panel = await ready({ id: 'deal-01' });
    await until(panel, () => all(panel, '[part~="move"]').length > 0);
    one(panel, '[part~="move"].primary').click();
    await until(panel, () => all(panel, 'dialog[open] input').length > 0);
    const input = one<HTMLInputElement>(panel, 'dialog[open] input');
    input.value = '2027-03-01';
    one(panel, 'dialog[open] .primary').click();
    await waitUntil(() => backend.row('deal', 'deal-01')!['stageId'] === 'pipe-new-contract');
    expect(backend.row('deal', 'deal-01')!['expectedClose']).to.equal('2027-03-01');
  });
});

describe('history and deletion', () => {
  it('says who changed what', async () => {
    const panel = await ready();
    await write(panel, 'forecast', 'committed');
    await waitUntil(() => backend.rows('historyEntry').length > 0);
    one(panel, '[part="history-button"]').click();
    await until(panel, () => all(panel, '[part="history-entry"]').length === 1 && text(panel, '[part="history"]').includes('Katarzyna'));
    expect(text(panel, '[part="history"]')).to.contain('Forecast').and.to.contain('Pipeline').and.to.contain('Committed').and.to.contain('test');
  });

  it('keeps its moves in a row when a dialog about the whole record came', async () => {
    const panel = await ready();
    const item = (): HTMLElement | undefined => all(panel, '#menu-more [role="menuitem"]').find((each) => each.textContent.includes('Hand over'));
    one(panel, '[data-menu="more"]').click();
    await until(panel, () => item() !== undefined, 'what is done with a whole record');
    item()!.click();
    await until(panel, () => all(panel, 'dialog[open]').length > 0, 'the dialog');
    expect(getComputedStyle(one(panel, '.moves')).display).to.equal('flex');
  });

  it('merges with another record, and takes it back', async () => {
    backend.write('account', { id: 'acc-twin', name: 'Hanseatic Kühltechnik', industry: 'Cooling', kind: 'organisation' });
    const panel = await ready({ table: 'account', id: 'acc-hanseatic' });
    one(panel, '[data-menu="more"]').click();
    await until(panel, () => all(panel, '#menu-more [role="menuitem"]').length > 0);
    all(panel, '#menu-more [role="menuitem"]').find((each) => each.textContent.includes('Merge'))!.click();
    await until(panel, () => all(panel, '[data-lookup="merge"]').length > 0);
    const input = one<HTMLInputElement>(panel, '[data-lookup="merge"]');
    input.value = 'Hanseatic';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await until(panel, () => all(panel, '#found-merge [part~="menu-item"]').length > 0);
    one(panel, '#found-merge [part~="menu-item"]').click();
    await until(panel, () => all(panel, '[part="merge-fields"]').length > 0);
    one(panel, 'dialog[open] .primary').click();
    await until(panel, () => all(panel, '[part="told"] [part~="button"]').length > 0);
    expect(backend.row('account', 'acc-twin')).to.equal(undefined);
    one(panel, '[part="told"] [part~="button"]').click();
    await waitUntil(() => backend.row('account', 'acc-twin'));
  });

  it('deletes after a question, and takes it back', async () => {
    const panel = await ready({ id: 'deal-22' });
    one(panel, '[data-menu="more"]').click();
    await until(panel, () => all(panel, '[role="menuitem"]').length > 0);
    all(panel, '[role="menuitem"]').at(-1)!.click();
    await until(panel, () => all(panel, 'dialog[open]').length > 0);
    expect(text(panel, 'dialog[open]')).to.contain('Lab climate chambers');
    one(panel, 'dialog[open] .primary').click();
    await until(panel, () => all(panel, '[part~="empty"]').length > 0);
    await waitUntil(() => backend.row('deal', 'deal-22') === undefined);
    one(panel, '[part~="empty"] button').click();
    await waitUntil(() => backend.row('deal', 'deal-22') !== undefined);
    await until(panel, () => all(panel, '[part="fields"]').length > 0);
  });
});

describe('follows the page', () => {
  it('shows what is opened anywhere, goes back, and closes', async () => {
    const panel = await ready({ id: 'deal-01', set: { follow: true, closable: true } });
    document.body.dispatchEvent(new CustomEvent('vinculo-record-open', { detail: { table: 'deal', id: 'deal-02' }, bubbles: true, composed: true }));
    await until(panel, () => all(panel, '[part="name"]').length > 0 && text(panel, '[part="name"]').includes('Retrofit'));
    one(panel, '[part="back"]').click();
    await until(panel, () => text(panel, '[part="name"]').includes('Cold store'));
    one(panel, '[part="close"]').click();
    expect(panel.hidden).to.equal(true);
    document.body.dispatchEvent(new CustomEvent('vinculo-record-open', { detail: { table: 'contact', id: 'con-amina' }, bubbles: true, composed: true }));
    expect(panel.hidden).to.equal(false);
    await until(panel, () => text(panel, '[part="name"]').includes('Amina'));
    expect(all(panel, '[part="back"]')).to.deep.equal([]);
  });

  it('does not listen without follow', async () => {
    const panel = await ready({ id: 'deal-01' });
    document.body.dispatchEvent(new CustomEvent('vinculo-record-open', { detail: { table: 'deal', id: 'deal-02' }, bubbles: true, composed: true }));
    expect(panel.recordId).to.equal('deal-01');
  });
});

describe('states', () => {
  it('stands in bones of its size until the record is there', async () => {
    const line = backend.faults.hold('pull');
    const panel = await show();
    expect(all(panel, '[part="skeleton"]').length).to.equal(1);
    expect(panel.matches(':state(loading)')).to.equal(true);
    // What comes later takes no bone away.
    await until(panel, () => panel.shadowRoot!.adoptedStyleSheets.includes(recordLateStyles.styleSheet!));
    expect(one(panel, '[part="skeleton"] .fields').offsetHeight).to.be.above(200);
    line.release();
    await until(panel, () => all(panel, '[part="fields"]').length > 0);
  });

  it('says that nothing was chosen, what is not there, and what nobody knows', async () => {
    const none = await show({ id: '' });
    await until(none, () => all(none, '[part~="empty"]').length > 0);
    const gone = await show({ id: 'deal-none' });
    await until(gone, () => all(gone, '[part~="not-found"]').length > 0);
    const strange = await show({ table: 'spaceship', id: 'x' });
    await until(strange, () => all(strange, '[part~="empty"]').length > 0);
    expect(text(strange, '[part~="empty"]')).to.contain('No such records');
  });

  it('says that a record may not be seen', async () => {
    backend.faults.forbid('deal');
    const panel = await show();
    await until(panel, () => all(panel, '[part~="forbidden"]').length > 0);
    expect(text(panel, '[part~="forbidden"]')).to.contain('You cannot see this record');
  });

  it('says that it did not load, and tries again', async () => {
    backend.faults.offline();
    const panel = await show();
    await until(panel, () => all(panel, '[part~="error"]').length > 0);
    expect(text(panel, '[part~="error"]')).to.contain('Deal did not load');
    backend.faults.online();
    one(panel, '[part~="error"] button').click();
    await until(panel, () => all(panel, '[part="fields"]').length > 0);
  });

  it('shows a refused change with its reason, and lets it be written again', async () => {
    const panel = await ready();
    const allow = backend.faults.refuse({ table: 'deal', id: 'deal-02' }, 'rule', 'Not above 70,000');
    await write(panel, 'amount', '90000');
    await until(panel, () => all(panel, '[part~="refused"]').length > 0);
    expect(text(panel, '[part~="refused"]')).to.contain('Not above 70,000').and.to.contain('€90,000');
    all(panel, '[part~="refused"] button').find((each) => each.textContent.trim() === 'Edit')!.click();
    await until(panel, () => all(panel, '[data-editing] input').length > 0);
    const input = one<HTMLInputElement>(panel, '[data-editing] input');
    expect(input.value).to.equal('90000');
    allow();
    input.value = '60000';
    press(input, 'Enter');
    await waitUntil(() => (backend.row('deal', 'deal-02')!['amount'] as { minor: number }).minor === 6_000_000);
    await until(panel, () => all(panel, '[part~="refused"]').length === 0);
  });

  it('shows both values of a conflict, with who, and keeps the one that is chosen', async () => {
    const panel = await ready();
    backend.faults.offline();
    await write(panel, 'amount', '90000');
    backend.update('deal', 'deal-02', { amount: { minor: 5_000_000, currency: 'EUR' }, updatedBy: 'user-joao' });
    backend.faults.online();
    crm.retry();
    await until(panel, () => all(panel, '[part~="conflict"]').length > 0 && text(panel, '[part~="conflict"]').includes('João'));
    expect(text(panel, '[part~="conflict"]')).to.contain('€90,000').and.to.contain('€50,000').and.to.contain('Before: “\u2068€74,500');
    one<HTMLInputElement>(panel, '[part~="conflict"] [value="theirs"]').click();
    one(panel, '[part~="conflict"] [type="submit"]').click();
    await until(panel, () => all(panel, '[part~="conflict"]').length === 0 && text(panel, '[part="amount"]').includes('€50,000'));
  });

  it('asks about the whole record where a backend names no field of a conflict', async () => {
    await crm.close();
    backend = memoryBackend({ seed: demoSeed(Date.now()), conflicts: 'compare' });
    crm = createClient({ adapter: backend.adapter() });
    const panel = await ready();
    const gate = backend.faults.hold('push');
    crm.deals.remove('deal-02');
    await gate.arrived();
    backend.update('deal', 'deal-02', { amount: { minor: 5_000_000, currency: 'EUR' }, updatedBy: 'user-joao' });
    gate.release();
    await until(panel, () => all(panel, '[part~="conflict"]').length > 0 && text(panel, '[part~="conflict"]').includes('João'), 'the conflict');
    expect(text(panel, '[part~="conflict"]')).to.contain('Retrofit of two cold rooms').and.to.contain('was changed by two people').and.to.contain('Deletion');
    one(panel, '[part~="conflict"] [type="submit"]').click();
    await waitUntil(() => backend.row('deal', 'deal-02') === undefined, 'the deletion to win');
  });
});

describe('for everyone', () => {
  for (const scheme of ['light', 'dark']) {
    it(`has no fault axe knows, ${scheme}`, async () => {
      const panel = await ready({ id: 'deal-01', scheme });
      await until(panel, () => all(panel, '[part~="dealParty"]').length > 0 && all(panel, '[part~="move"]').length > 0);
      expect(await faults(panel)).to.deep.equal([]);
      await edit(panel, 'accountId');
      expect(await faults(panel)).to.deep.equal([]);
    });
  }

  it('speaks Chinese', async () => {
    const panel = await ready({ lang: 'zh-CN' });
    await until(panel, () => all(panel, '[part~="move"]').length > 0);
    expect(text(panel, '[part="bar"]')).to.contain('商机');
    expect(text(panel, '.moves')).to.contain('已在此阶段5天');
    expect(all(panel, '[part="label"]').map((each) => each.textContent)).to.include('预计成交日期');
    expect(await faults(panel)).to.deep.equal([]);
  });

  it('says in words of the viewer of what sort a number and an activity are', async () => {
    backend.update('contact', 'con-amina', { phones: [{ id: 'a', raw: '+49 40 1234567', label: 'mobile' }, { id: 'b', raw: '+49 40 1234568', label: 'Lager 3' }] });
    const contact = await ready({ table: 'contact', id: 'con-amina', lang: 'zh-CN' });
    expect(text(contact, '[part~="phones"]')).to.contain('手机').and.to.contain('Lager 3').and.not.to.contain('mobile');
    expect(text(contact, '[part~="locale"] bdi')).to.equal('德语');
    expect(text(contact, '[part~="socials"]')).to.contain('微信');
    await edit(contact, 'phones');
    const labels = (): HTMLInputElement[] => all<HTMLInputElement>(contact, '[data-items="phones"] input:not(.wide)');
    expect(labels().map(({ value }) => value)).to.deep.equal(['手机', 'Lager 3']);
    labels()[1]!.value = '办公';
    labels()[1]!.dispatchEvent(new InputEvent('input', { bubbles: true }));
    press(labels()[1]!, 'Enter');
    await waitUntil(() => (backend.row('contact', 'con-amina')!['phones'] as { label: string }[]).map(({ label }) => label).join() === 'mobile,work');
    const ticket = await ready({ table: 'ticket', id: 'tick-1', lang: 'zh-CN' });
    expect(text(ticket, '[part~="channel"] bdi')).to.equal('表单');
    contact.remove();
    const activity = backend.rows('activity').find((row) => row['kind'] === 'call')!;
    const panel = await ready({ table: 'activity', id: activity.id, lang: 'zh-CN' });
    await until(panel, () => text(panel, 'dd[part~="kind"]').endsWith('通话'), 'the word for a call');
  });

  it('tells, once a name was changed to one that is there already, of the other, and leads to the comparison', async () => {
    const name = String(backend.row('account', 'acc-hanseatic')!['name']);
    backend.write('account', { id: 'acc-twin', name: 'Somebody else', kind: 'organisation' });
    const panel = await ready({ table: 'account', id: 'acc-twin' });
    await write(panel, 'name', name);
    await until(panel, () => all(panel, '[part~="duplicates"]').length > 0, 'the notice');
    expect(text(panel, '[part~="duplicates"]')).to.contain(name).and.to.contain('same name');
    expect(await faults(panel)).to.deep.equal([]);
    one(panel, '[data-compare="acc-hanseatic"]').click();
    await until(panel, () => all(panel, 'dialog[open] [part="merge-sides"]').length > 0, 'the comparison');
  });

  it('writes an amount on one line, also where it is not set', async () => {
    for (const amount of [{ minor: 1_380_000, currency: 'USD' }, null]) {
      backend.update('deal', 'deal-02', { amount });
      const panel = await ready({ width: 700 });
      expect(one(panel, '[part="amount"]').clientHeight).to.be.lessThan(30);
      panel.remove();
    }
  });

  it('shows whatever stands in its fields as text, and stays within its width', async () => {
    const hostile = ['<img src=x onerror="window.hurt = true">', '\u202Egnp.exe', 'W'.repeat(400), '{{constructor.constructor("window.hurt = true")()}}', '𠮷'.repeat(60), '\u0000\uFFFE\u200B'];
    for (const value of hostile) {
      backend.update('deal', 'deal-02', { name: value, nextStep: value, source: value, description: value, tags: [value], lines: [{ id: 'l', name: value, quantity: value, unitPrice: value, currency: 'EUR' }], forecast: value, amount: { minor: 1, currency: 'ZZZ' } });
      const panel = await ready({ width: 320 });
      await until(panel, () => all(panel, '[part~="move"]').length > 0);
      expect(one(panel, '[part="name"]').textContent, value).to.contain(value);
      expect(all(panel, 'img, script, [onerror]')).to.deep.equal([]);
      expect(panel.scrollWidth, value.slice(0, 20)).to.be.at.most(panel.clientWidth);
      panel.remove();
    }
    expect('hurt' in window).to.equal(false);
  });

  for (const dir of ['ltr', 'rtl']) {
    it(`stays within 320 px, ${dir}`, async () => {
      const panel = await ready({ width: 320, dir, id: 'deal-01' });
      await until(panel, () => all(panel, '[part~="dealParty"]').length > 0 && all(panel, '[part~="move"]').length > 0);
      expect(panel.scrollWidth).to.be.at.most(panel.clientWidth);
      for (const field of ['amount', 'accountId', 'expectedClose']) {
        await edit(panel, field);
        expect(panel.scrollWidth, field).to.be.at.most(panel.clientWidth);
        expect(one(panel, '.editing').offsetWidth, field).to.be.at.most(288);
      }
    });
  }
});

describe('a record that is merged away while it is shown', () => {
  it('goes on with the one that stayed, offers an edit that came too late there, and comes back when the merge is taken back', async () => {
    backend.write('lead', { id: 'lead-twin', name: 'H. Lie', company: 'UiT', pipelineId: 'pipe-lead', stageId: 'pipe-lead-new', tags: ['fair'] });
    const other = createClient({ adapter: backend.adapter('user-joao') });
    const panel = await ready({ table: 'lead', id: 'lead-twin' });
    const gate = backend.faults.hold('push');
    await write(panel, 'company', 'University of Tromsø');
    await gate.arrived();
    await other.run('merge', { table: 'lead', intoId: 'lead-1', fromId: 'lead-twin' });
    gate.release();
    await until(panel, () => all(panel, '[part="merged"]').length > 0 && text(panel, '[part="name"]').includes('Håkon Lie') && all(panel, '[part~="refused"]').length > 0);
    expect(text(panel, '[part~="refused"]')).to.contain('University of Tromsø');
    one(panel, '[part~="refused"] button').click();
    await until(panel, () => backend.row('lead', 'lead-1')!['company'] === 'University of Tromsø' && all(panel, '[part~="refused"]').length === 0, 'the edit at the one that stayed');
    await other.run('unmerge', { table: 'lead', intoId: 'lead-1', fromId: 'lead-twin' });
    await until(panel, () => text(panel, '[part="name"]').includes('H. Lie') && all(panel, '[part="merged"]').length === 0);
    await other.close();
  });
});
