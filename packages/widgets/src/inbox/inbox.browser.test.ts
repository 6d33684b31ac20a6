import { createClient, type AnyRow, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { one, press } from '../parts/shadow.fixture.ts';
import { axeFaults, layoutFaults } from '../parts/axe-faults.fixture.ts';
import './vinculo-inbox.ts';
import type { Inbox } from './inbox.ts';

let backend: MemoryBackend;
let crm: Vinculo;
afterEach(() => crm.close());

const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const ticket = (id: string, more: object): AnyRow => ({ id, number: `T-${id}`, subject: `About ${id}`, pipelineId: 'pipe-ticket', stageId: 'pipe-ticket-open', status: 'new', priority: 'normal', queueId: 'queue-service', ownerId: null, createdAt: at(-9), ...more });
const lead = (id: string, more: object = {}): AnyRow => ({ id, name: `Lead ${id}`, company: 'Nova AG', pipelineId: 'pipe-lead', stageId: 'pipe-lead-new', createdAt: at(-9), ...more });
const book = (): Seed => {
  const seed = demoSeed(Date.now());
  return {
    ...seed,
    pipeline: [...(seed['pipeline'] ?? []).filter(({ id }) => id !== 'pipe-lead'), { id: 'pipe-lead', name: 'Leads', table: 'lead' }],
    stage: [...(seed['stage'] ?? []), { id: 'pipe-lead-new', pipelineId: 'pipe-lead', name: 'New', category: 'open' }],
    ticket: [ticket('late', { firstReplyDue: at(-3), priority: 'urgent', contactId: 'con-priya', accountId: 'acc-kaveri' }), ticket('soon', { firstReplyDue: at(0.5), guestName: 'Sam' }), ticket('calm', { ownerId: 'user-shira' }), ticket('mine', { ownerId: 'user-katarzyna', resolutionDue: at(4), firstReplyAt: at(-5) })],
    lead: [lead('a'), lead('b', { ownerId: 'user-katarzyna' })],
  };
};

interface Options { lang?: string; dir?: string; width?: number; attributes?: Record<string, string>; before?: () => void; drawn?: string }

async function show({ lang = 'en', dir = 'ltr', width = 800, attributes = {}, before, drawn = '[data-menu^="assign-"]' }: Options = {}): Promise<Inbox> {
  backend = memoryBackend({ seed: book() });
  before?.();
  crm = createClient({ adapter: backend.adapter() });
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  const inbox = document.createElement('vinculo-inbox');
  for (const [name, value] of Object.entries(attributes)) inbox.setAttribute(name, value);
  inbox.client = crm;
  box.append(inbox);
  await waitUntil(() => inbox.shadowRoot?.querySelector(drawn), `no ${drawn}`, { timeout: 5000 });
  return inbox;
}

const row = (inbox: Inbox, id: string): HTMLElement => one(inbox, `[data-row="${id}"]`);
const rows = (inbox: Inbox): string[] => [...inbox.shadowRoot!.querySelectorAll<HTMLElement>('[data-row]')].map((each) => each.dataset['row']!);
const chip = (inbox: Inbox, word: string): HTMLElement => [...inbox.shadowRoot!.querySelectorAll<HTMLElement>('.chip')].find((each) => each.textContent.includes(word))!;

it('shows what is next first, with who asks and when it is due in words', async () => {
  const inbox = await show();
  expect(rows(inbox)).to.deep.equal(['late', 'soon']);
  await waitUntil(() => row(inbox, 'late').textContent.includes('Priya Raghunathan'));
  expect(row(inbox, 'late').textContent).to.contain('First answer overdue by 3\u00a0h').and.to.contain('Urgent');
  expect(row(inbox, 'soon').textContent).to.contain('First answer due in').and.to.contain('Sam');
  await waitUntil(() => chip(inbox, 'All open').textContent.includes('4'));
  chip(inbox, 'Mine').click();
  await waitUntil(() => rows(inbox).join() === 'mine');
  expect(inbox.view).to.equal('mine');
});

for (const scheme of ['light', 'dark']) {
  for (const [lang, dir] of [['en', 'ltr'], ['zh-CN', 'ltr'], ['ar', 'rtl']] as const) {
    it(`breaks no rule of accessibility or layout (${scheme}, ${lang})`, async () => {
      const inbox = await show({ lang, dir, width: 320, attributes: { view: 'all' } });
      inbox.style.setProperty('color-scheme', scheme);
      expect(await axeFaults(inbox)).to.deep.equal([]);
      expect(layoutFaults(inbox)).to.deep.equal([]);
    });
  }
}

it('is worked by keys: move, open, take', async () => {
  const inbox = await show();
  row(inbox, 'late').focus();
  press(row(inbox, 'late'), 'j');
  expect(inbox.shadowRoot!.activeElement).to.equal(row(inbox, 'soon'));
  const opened = oneEvent(inbox, 'vinculo-record-open');
  press(row(inbox, 'soon'), 'Enter');
  expect((await opened).detail).to.deep.equal({ table: 'ticket', id: 'soon' });
  const claimed = oneEvent(inbox, 'vinculo-ticket-claimed');
  press(row(inbox, 'soon'), 'c');
  await claimed;
  await waitUntil(() => backend.row('ticket', 'soon')!['ownerId'] === 'user-katarzyna');
  expect(one(inbox, '[part=foot]').textContent).to.contain('Yours now: About soon');
  expect(inbox.shadowRoot!.activeElement, 'the row keeps its place and the focus').to.equal(row(inbox, 'soon'));
  await waitUntil(() => row(inbox, 'soon').textContent.includes('Now with You'));
});

it('moves nothing under the pointer: what comes is counted, what goes is marked', async () => {
  const inbox = await show();
  one(inbox, 'ul.list').dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }));
  backend.write('ticket', ticket('first', { firstReplyDue: at(-9) }));
  backend.update('ticket', 'soon', { ownerId: 'user-shira' });
  await waitUntil(() => inbox.shadowRoot!.querySelector('.arrived'), 'the count', { timeout: 4000 });
  await waitUntil(() => row(inbox, 'soon').classList.contains('gone'));
  expect(rows(inbox)).to.deep.equal(['late', 'soon']);
  await waitUntil(() => row(inbox, 'soon').textContent.includes('Now with Shira Yosef'), 'who has it now');
  expect(one(inbox, '.arrived').textContent).to.contain('Show new (1)');
  one(inbox, '.arrived button').click();
  await waitUntil(() => rows(inbox).join() === 'first,late');
});

it('takes a lead from the pool, with limits said, and tells who was faster', async () => {
  const inbox = await show({ attributes: { of: 'lead' } });
  expect(one(inbox, '[part=foot]').textContent).to.contain('You hold 1 of 200');
  backend.update('lead', 'a', { ownerId: 'user-shira' });
  // The press comes before the news: the list still shows the lead.
  one(inbox, '[part=claim]').click();
  await waitUntil(() => inbox.shadowRoot!.querySelector('.banner.bad')?.textContent.includes('Shira Yosef has it already.'));
  backend.write('lead', lead('c'));
  await waitUntil(() => inbox.shadowRoot!.querySelector('[data-row="c"] [part=claim]'), 'the new lead', { timeout: 4000 });
  one(inbox, '[data-row="c"] [part=claim]').click();
  await waitUntil(() => one(inbox, '[part=foot]').textContent.includes('You hold 2 of 200'));
  expect(backend.row('lead', 'c')!['ownerId']).to.equal('user-katarzyna');
});

it('gives a lead back, and asks why', async () => {
  const inbox = await show({ attributes: { of: 'lead', view: 'mine' } });
  one(inbox, '[part=return]').click();
  await waitUntil(() => inbox.shadowRoot!.querySelector('dialog[open] [name=reason]'));
  one<HTMLInputElement>(inbox, '[name=reason]').value = 'No answer for a month';
  one<HTMLFormElement>(inbox, 'dialog form').requestSubmit();
  await waitUntil(() => backend.row('lead', 'b')!['poolReason'] === 'No answer for a month');
  expect(backend.row('lead', 'b')!['ownerId']).to.equal(null);
});

it('can be told not to', async () => {
  const inbox = await show();
  inbox.addEventListener('vinculo-ticket-claim', (event) => event.preventDefault());
  one(inbox, '[part=claim]').click();
  await inbox.updateComplete;
  expect(backend.row('ticket', 'late')!['ownerId']).to.equal(null);
});

describe('states', () => {
  it('of an empty queue says what to do', async () => {
    const inbox = await show({ before: () => { for (const { id } of backend.rows('ticket')) backend.update('ticket', id, { ownerId: 'user-shira' }); }, drawn: '[part~=empty]' });
    one(inbox, '[part~=empty] button').click();
    await waitUntil(() => rows(inbox).length === 4);
    expect(inbox.view).to.equal('all');
  });
  it('of a backend that does not answer', async () => {
    const inbox = await show({ before: () => backend.faults.offline(), drawn: '[part~=error]' });
    backend.faults.online();
    one(inbox, '[part~=error] button').click();
    await waitUntil(() => rows(inbox).length === 2, 'the rows', { timeout: 4000 });
    expect(inbox.shadowRoot!.querySelector('[part~=error]')).to.equal(null);
  });
  it('offline says that times are estimates', async () => {
    const inbox = await show();
    backend.faults.offline();
    one(inbox, '[part=claim]').click();
    await waitUntil(() => inbox.shadowRoot!.querySelector('.banner.warn'), 'the banner', { timeout: 5000 });
    await waitUntil(() => [...inbox.shadowRoot!.querySelectorAll('time')].some((each) => each.textContent.includes('(estimate)')));
    expect(one(inbox, '.banner.warn').textContent).to.contain('1 change waiting');
  });
  it('of a refused change, with the ways on', async () => {
    const inbox = await show();
    backend.faults.refuse({ table: 'ticket' }, 'closed', 'The desk is closed.');
    one(inbox, '[data-menu="assign-late"]').click();
    await waitUntil(() => inbox.shadowRoot!.querySelector('#menu-assign-late [part="menu-item"]'));
    [...inbox.shadowRoot!.querySelectorAll<HTMLElement>('#menu-assign-late [part="menu-item"]')].at(-1)!.click();
    await waitUntil(() => inbox.shadowRoot!.querySelector('[part~=refused]')?.textContent.includes('The desk is closed.'));
    expect(one(inbox, '[part~=refused]').textContent).to.contain('About late');
  });
  it('without a client', async () => {
    const box = fixtureSync<HTMLElement>(html`<div lang="en"><vinculo-inbox></vinculo-inbox></div>`);
    const inbox = box.querySelector('vinculo-inbox')!;
    await waitUntil(() => inbox.shadowRoot?.querySelector('[part~=no-client]'), 'no client', { timeout: 3000 });
    expect(inbox.shadowRoot!.querySelector('[part~=skeleton]')).to.equal(null);
  });
  it('read-only has no controls that write', async () => {
    const inbox = await show({ attributes: { readonly: '' }, drawn: '[part=foot]' });
    expect(inbox.shadowRoot!.querySelector('[part=claim], [data-menu^="assign-"]')).to.equal(null);
  });
});
