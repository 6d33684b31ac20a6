import { BackendError, createClient, ForbiddenError, RefusedError, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { LeadConversion } from '../parts/convert-form.ts';
import { axeFaults } from '../parts/axe-faults.fixture.ts';
import { all, one, text } from '../parts/shadow.fixture.ts';
import type { RecordPanel } from './vinculo-record.ts';
import './vinculo-record.ts';

let backend: MemoryBackend;
let crm: Vinculo;
let panel: RecordPanel;
let converted: LeadConversion[];
beforeEach(async () => {
  backend = memoryBackend({ seed: demoSeed(Date.now()) });
  crm = createClient({ adapter: backend.adapter() });
  converted = [];
  panel = document.createElement('vinculo-record');
  Object.assign(panel, { table: 'lead', recordId: 'lead-1', client: crm });
  panel.addEventListener('vinculo-lead-converted', (event) => converted.push((event as CustomEvent<LeadConversion>).detail));
  fixtureSync<HTMLElement>(html`<div lang="en"></div>`).append(panel);
  await until(() => all(panel, '[part~="move"]').length > 0 && all(panel, '[data-menu="more"]').length > 0, 'the lead');
});
afterEach(() => crm.close());

const until = (holds: () => boolean, what: string): Promise<void> => waitUntil(holds, `${what}: ${panel.shadowRoot?.textContent?.replace(/\s+/g, ' ').slice(0, 600)}`, { timeout: 8_000 });
const items = (): HTMLElement[] => all(panel, '[role="menuitem"]');
const submit = (): HTMLButtonElement => one<HTMLButtonElement>(panel, 'dialog[open] [type="submit"]');
const alert = (): string => all(panel, 'dialog[open] [role="alert"]').map((each) => each.textContent).join(' ');
const isOpen = (): boolean => all(panel, 'dialog[open]').length > 0;

async function menu(name: string): Promise<readonly HTMLElement[]> {
  one(panel, `[data-menu="${name}"]`).click();
  await until(() => items().length > 0, 'the menu');
  return items();
}

async function open(): Promise<void> {
  (await menu('more')).find((each) => each.textContent.includes('Convert'))!.click();
  await until(() => all(panel, 'dialog[open] #convert-stage option').length > 0, 'the question');
}

it('converts a lead by its menu, asks the amount of its deal, and leads to what it became', async () => {
  await open();
  expect(await axeFaults(panel)).to.deep.equal([]);
  one<HTMLInputElement>(panel, '#convert-name').value = 'Cold rooms';
  one<HTMLInputElement>(panel, '#input-convert-amount').value = 'many';
  submit().click();
  await panel.updateComplete;
  expect(text(panel, '#problem-convert-amount')).to.contain('cannot hold this');
  one<HTMLInputElement>(panel, '#input-convert-amount').value = '12,500';
  submit().click();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
  const lead = backend.row('lead', 'lead-1')!;
  const deal = backend.row('deal', String(lead['convertedDealId']))!;
  expect(deal).to.deep.include({ name: 'Cold rooms', amount: { minor: 1_250_000, currency: 'EUR' }, contactId: lead['convertedContactId'] });
  expect(converted[0]).to.include({ leadId: 'lead-1', dealId: deal.id, contactId: lead['convertedContactId'], accountId: lead['convertedAccountId'] });
  await until(() => text(panel, '[part~="convertedDealId"]').includes('Cold rooms') && text(panel, '[part~="convertedAccountId"]').includes('Tromsø') && text(panel, '[part~="convertedContactId"]').includes('Håkon Lie'), 'what it became');
  expect((await menu('more')).some((each) => each.textContent.includes('Convert')), 'not twice').to.equal(false);
  const opened = oneEvent(panel, 'vinculo-record-open');
  one(panel, '[part~="convertedDealId"] [part="link"]').click();
  expect((await opened).detail).to.deep.equal({ table: 'deal', id: deal.id });
});

async function choose(stage: string): Promise<void> {
  const select = one<HTMLSelectElement>(panel, '#convert-stage');
  select.value = stage;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await panel.updateComplete;
}

it('asks what the stage of the deal requires, and keeps what was typed when another stage is chosen', async () => {
  backend.update('stage', 'pipe-new-contract', { requiredFields: ['amount', 'expectedClose', 'nextStep'] });
  await open();
  expect(all(panel, '#input-convert-expectedClose').length, 'not asked in the first stage').to.equal(0);
  one<HTMLInputElement>(panel, '#convert-name').value = 'Cold rooms';
  await choose('pipe-new-contract');
  expect(await axeFaults(panel)).to.deep.equal([]);
  submit().click();
  await panel.updateComplete;
  expect(['amount', 'expectedClose', 'nextStep'].map((name) => text(panel, `#problem-convert-${name}`))).to.deep.equal(['Fill in Amount', 'Fill in Expected close', 'Fill in Next step']);
  expect(panel.shadowRoot!.activeElement?.id).to.equal('input-convert-amount');
  one<HTMLInputElement>(panel, '#input-convert-amount').value = '900';
  one<HTMLInputElement>(panel, '#input-convert-expectedClose').value = '2027-03-01';
  one<HTMLInputElement>(panel, '#input-convert-nextStep').value = 'Send the offer';
  await choose('pipe-new-qualify');
  expect([all(panel, '#input-convert-nextStep').length, one<HTMLInputElement>(panel, '#convert-name').value, one<HTMLInputElement>(panel, '#input-convert-amount').value]).to.deep.equal([0, 'Cold rooms', '900']);
  await choose('pipe-new-contract');
  one<HTMLInputElement>(panel, '#input-convert-expectedClose').value = '2027-03-01';
  one<HTMLInputElement>(panel, '#input-convert-nextStep').value = 'Send the offer';
  submit().click();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
  expect(converted[0]!.deal).to.deep.equal({ name: 'Cold rooms', pipelineId: 'pipe-new', stageId: 'pipe-new-contract', amount: { minor: 90_000, currency: 'EUR' }, values: { expectedClose: '2027-03-01', nextStep: 'Send the offer' } });
  expect(backend.row('deal', String(backend.row('lead', 'lead-1')!['convertedDealId']))).to.deep.include({ expectedClose: '2027-03-01', nextStep: 'Send the offer', stageId: 'pipe-new-contract' });
});

it('opens the deal without an amount where that of the lead was emptied', async () => {
  backend.update('lead', 'lead-1', { amount: { minor: 70_000, currency: 'EUR' } });
  await until(() => panel.shadowRoot!.textContent.includes('700'), 'the amount');
  await open();
  expect(one<HTMLInputElement>(panel, '#input-convert-amount').value).to.equal('700');
  one<HTMLInputElement>(panel, '#input-convert-amount').value = '';
  submit().click();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
  expect(backend.row('deal', String(backend.row('lead', 'lead-1')!['convertedDealId']))!['amount'] ?? null).to.equal(null);
});

it('asks an account where the stage requires one and the lead names none', async () => {
  backend.update('lead', 'lead-1', { company: null });
  backend.update('stage', 'pipe-new-contract', { requiredFields: ['accountId'] });
  await until(() => !text(panel, '[part~="company"]').includes('Troms'), 'the lead without a company');
  await open();
  await choose('pipe-new-contract');
  const box = one<HTMLInputElement>(panel, '#lookup-convert-accountId');
  box.focus();
  box.value = 'Hansea';
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await until(() => all(panel, '.found [role="option"]:not([aria-disabled])').some((each) => each.textContent.includes('Hanse')), 'the account');
  expect(one(panel, '.found').getBoundingClientRect().height, 'the list is dressed').to.be.greaterThan(20);
  all(panel, '.found [role="option"]').find((each) => each.textContent.includes('Hanse'))!.click();
  await panel.updateComplete;
  submit().click();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
  expect(converted[0]!.accountId).to.equal('acc-hanseatic');
  expect(backend.row('deal', String(backend.row('lead', 'lead-1')!['convertedDealId']))!['accountId']).to.equal('acc-hanseatic');
});

it('asks what the backend requires in the stage and this page did not know of, with its answer in words', async () => {
  await open();
  one<HTMLInputElement>(panel, '#convert-name').value = 'Cold rooms';
  backend.faults.failNext(new RefusedError('deal', 'new', 'move_refused', 'Qualify needs Expected close', [{ field: 'expectedClose', reason: 'required_in_stage', message: 'Qualify needs Expected close' }]), 'run');
  submit().click();
  await until(() => all(panel, '#input-convert-expectedClose').length > 0, 'the field');
  await until(() => panel.shadowRoot!.activeElement?.id === 'input-convert-expectedClose', 'the focus');
  expect(alert()).to.contain('\u2068Qualify\u2069 needs Expected close. Fill in what is marked, or choose another stage.').and.to.contain('Fill in Expected close');
  expect(one<HTMLInputElement>(panel, '#convert-name').value).to.equal('Cold rooms');
  await choose('pipe-new-discovery');
  expect([alert(), all(panel, '#input-convert-expectedClose').length], 'what was said of another stage is over').to.deep.equal(['', 0]);
  submit().click();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
});

for (const [what, error, words] of [
  ['a field that may not be filled in', new RefusedError('deal', '', 'forbidden', 'x', [{ field: 'forecast', reason: 'readonly', message: 'x' }]), 'You may not fill in Forecast. Choose another stage'],
  ['a field that cannot be asked', new RefusedError('deal', '', 'move_refused', 'x', [{ field: 'ownerId', reason: 'required_in_stage', message: 'x' }]), 'You may not fill in Owner. Choose another stage'],
  ['a value that does not fit', new RefusedError('', '', 'validation', 'x', [{ field: 'deal.amount.minor', reason: 'invalid', message: 'x' }]), 'Amount cannot hold what was entered. Correct what is marked.'],
  ['a record that went', new RefusedError('deal', '', 'missing_reference', 'x', [{ field: 'contactId', reason: 'missing_reference', message: 'x' }]), 'no longer shared with you. Choose another one.'],
  ['a stage that went', new RefusedError('deal', '', 'move_refused', 'x', [{ field: 'stageId', reason: 'unknown_stage', message: 'x' }]), 'That stage is no longer there. Choose another one.'],
  ['an erased lead', new RefusedError('lead', 'lead-1', 'erased', 'x'), 'The personal data was erased'],
  ['a lead that may not be changed', new ForbiddenError('x'), 'You may not do this. Ask the owner'],
] as const) {
  it(`says in words what to do where the backend refuses ${what}`, async () => {
    await open();
    one<HTMLInputElement>(panel, '#convert-name').value = 'Cold rooms';
    backend.faults.failNext(error, 'run');
    submit().click();
    await until(() => alert().includes(words), words);
    expect([one<HTMLInputElement>(panel, '#convert-name').value, submit().ariaDisabled]).to.deep.equal(['Cold rooms', null]);
  });
}

it('asks before a lead is won, and writes nothing where that is cancelled or held back by the page', async () => {
  const win = async (): Promise<void> => {
    (await menu('stages')).find((each) => each.textContent.includes('Converted'))!.click();
    await until(() => all(panel, 'dialog[open] #convert-stage option').length > 0, 'the question');
  };
  await win();
  one(panel, 'dialog[open] [type="button"]').click();
  await until(() => !isOpen(), 'the dialog to close');
  panel.addEventListener('vinculo-lead-convert', (event) => event.preventDefault(), { once: true });
  await win();
  submit().click();
  await until(() => !isOpen(), 'the dialog to close');
  expect([backend.row('lead', 'lead-1')!['stageId'], backend.faults.calls.filter(({ method }) => method === 'push').length, converted.length]).to.deep.equal(['pipe-lead-new', 0, 0]);
  await win();
  submit().click();
  await until(() => converted.length === 1, 'the end');
  expect(backend.row('lead', 'lead-1')!['stageId']).to.equal('pipe-lead-converted');
});

it('stays open until the answer came, and converts once however often it is pressed', async () => {
  await open();
  const deals = backend.rows('deal').length;
  const gate = backend.faults.hold('run');
  submit().click();
  submit().click();
  await gate.arrived();
  await panel.updateComplete;
  expect([isOpen(), submit().ariaDisabled, text(panel, 'dialog[open] [role="status"]')]).to.deep.equal([true, 'true', 'Converting \u2068Håkon Lie\u2069']);
  submit().click();
  one(panel, 'dialog[open] [type="button"]').click();
  await panel.updateComplete;
  expect(isOpen(), 'what was sent cannot be cancelled').to.equal(true);
  gate.release();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
  expect(backend.rows('deal').length).to.equal(deals + 1);
});

it('tells a refusal in the dialog, and keeps what was typed', async () => {
  await open();
  one<HTMLInputElement>(panel, '#convert-name').value = 'Cold rooms';
  one<HTMLInputElement>(panel, '#input-convert-amount').value = '900';
  backend.faults.failNext(new RefusedError('deal', 'new', 'rule', 'Deals above 500 need an approval.'), 'run');
  submit().click();
  await until(() => all(panel, 'dialog[open] [role="alert"]').length > 0, 'the refusal');
  expect(text(panel, 'dialog[open] [role="alert"]')).to.contain('was not converted').and.to.contain('need an approval');
  expect([one<HTMLInputElement>(panel, '#convert-name').value, one<HTMLInputElement>(panel, '#input-convert-amount').value, submit().ariaDisabled]).to.deep.equal(['Cold rooms', '900', null]);
  submit().click();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
});

it('takes a lead for converted whose answer was lost', async () => {
  await open();
  const deals = backend.rows('deal').length;
  backend.faults.loseNextAnswer();
  submit().click();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
  const lead = backend.row('lead', 'lead-1')!;
  expect(converted[0]).to.include({ leadId: 'lead-1', dealId: lead['convertedDealId'], contactId: lead['convertedContactId'] });
  expect(backend.rows('deal').length).to.equal(deals + 1);
});

it('says that it does not know where the backend failed, and can be sent again', async () => {
  await open();
  backend.faults.failNext(new BackendError('It is down.'), 'run');
  submit().click();
  await until(() => alert().includes('It is not known whether'), 'the doubt');
  expect(converted.length).to.equal(0);
  submit().click();
  await until(() => converted.length === 1 && !isOpen(), 'the end');
});

it('tells of a lead that somebody else converted meanwhile', async () => {
  await open();
  const gate = backend.faults.hold('pull');
  await backend.adapter('user-joao').run!('convertLead', { leadId: 'lead-1', deal: null }, 'other');
  submit().click();
  await until(() => alert().includes('has been converted already'), 'the refusal');
  expect(converted.length).to.equal(0);
  gate.release();
});

it('offers no conversion where the panel is for reading, or without a connection', async () => {
  panel.readonly = true;
  await panel.updateComplete;
  expect(all(panel, '[data-menu="more"]').length).to.equal(0);
  panel.readonly = false;
  backend.faults.offline();
  crm.retry();
  await until(() => all(panel, '[part="banner"]').length > 0, 'to be offline');
  expect((await menu('more')).some((each) => each.textContent.includes('Convert'))).to.equal(false);
});
