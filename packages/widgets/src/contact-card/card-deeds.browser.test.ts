import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { press } from '../parts/shadow.fixture.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { axeFaults as faults } from '../parts/axe-faults.fixture.ts';
import type { MergedDetail } from '../deeds/deed-events.ts';
import './vinculo-contact-card.ts';

let backend: MemoryBackend;
let crm: Vinculo;
beforeEach(() => {
  backend = memoryBackend({ seed: demoSeed(Date.now()) });
  backend.write('contact', { id: 'con-twin', name: 'Amina Okonkwo', jobTitle: 'Purchasing', ownerId: 'user-joao', accountId: 'acc-hanseatic', tags: ['vip'], emails: [{ id: 'm-twin', value: 'amina@twin.example', label: 'work' }, { id: 'm-2', value: 'a.okonkwo@hanseatic-kuehl.example', label: 'work' }] });
  crm = createClient({ adapter: backend.adapter() });
});
afterEach(() => crm.close());

interface Options { table?: string; id?: string; lang?: string; dir?: string; width?: number; scheme?: string; duplicates?: string }

async function ready({ table = 'contact', id = 'con-amina', lang = 'en', dir = 'ltr', width = 420, scheme = 'light', duplicates }: Options = {}): Promise<VinculoElement> {
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  const element = document.createElement('vinculo-contact-card');
  element.setAttribute(`${table}-id`, id);
  if (duplicates !== undefined) element.setAttribute('duplicates', duplicates);
  element.client = crm;
  box.append(element);
  await waitUntil(() => element.shadowRoot?.querySelector('[data-menu="more"]') && !element.matches(':state(loading)'), 'it to be drawn', { timeout: 5_000 });
  return element;
}

const find = <T extends HTMLElement = HTMLElement>(element: Element, selector: string): T | null => element.shadowRoot!.querySelector<T>(selector);
async function soon<T extends HTMLElement = HTMLElement>(element: Element, selector: string): Promise<T> {
  await waitUntil(() => find(element, selector), `${selector} to be there`, { timeout: 5_000 });
  return find<T>(element, selector)!;
}
const text = (element: Element | null): string => (element?.textContent ?? '').replace(/[\u2068\u2069]/g, '').replace(/\s+/g, ' ').trim();

async function items(element: VinculoElement): Promise<HTMLElement[]> {
  find(element, '[data-menu="more"]')!.click();
  await soon(element, '#menu-more [role="menuitem"]');
  return [...element.shadowRoot!.querySelectorAll<HTMLElement>('#menu-more [role="menuitem"]')];
}
async function choose(element: VinculoElement, label: string): Promise<void> {
  const list = await items(element);
  const item = list.find((each) => text(each) === label);
  if (!item) throw new Error(`the menu has no “${label}”: ${list.map(text).join(' | ')}`);
  item.click();
  await element.updateComplete;
}
const submit = (dialog: HTMLElement): void => dialog.querySelector('form')!.requestSubmit();

describe('merging', () => {
  it('offers what may be the same, lets one choose field by field, says what moves, and is taken back', async () => {
    const card = await ready();
    await choose(card, 'Merge with another…');
    const offer = await soon(card, '[part="duplicates"] button');
    expect(text(offer)).to.contain('Amina Okonkwo').and.to.contain('same email');
    offer.click();
    await soon(card, '[part="merge-fields"]');
    await waitUntil(() => /Consents: 3/.test(text(find(card, '[part="moves"]'))) || /hangs on/.test(text(find(card, '[part="moves"]'))), 'the counts', { timeout: 5_000 });
    const job = find(card, '[data-field="jobTitle"]')!;
    expect(text(job)).to.contain('Head of procurement').and.to.contain('Purchasing');
    job.querySelector<HTMLInputElement>('input[value="other"]')!.click();
    const merged = oneEvent(card, 'vinculo-contact-merged');
    submit(find(card, 'dialog[open]')!);
    const { detail } = (await merged) as CustomEvent<MergedDetail>;
    expect(detail).to.deep.include({ table: 'contact', intoId: 'con-amina', fromId: 'con-twin', take: ['jobTitle'] });
    expect(find(card, 'dialog[open]')).to.equal(null);
    const told = await soon(card, '[part="told"]');
    expect(text(told)).to.contain('Amina Okonkwo is part of Amina Okonkwo-Bauer now.');
    expect(backend.rows('contact').some(({ id }) => id === 'con-twin')).to.equal(false);
    const back = oneEvent(card, 'vinculo-contact-unmerged');
    told.querySelector<HTMLElement>('[part~="button"]')!.click();
    await back;
    expect(backend.rows('contact').some(({ id }) => id === 'con-twin')).to.equal(true);
    expect(text(find(card, '[part="told"]'))).to.contain('The merge was undone.');
  });

  it('goes on with the record that stays where the one shown went into it', async () => {
    const card = await ready();
    await choose(card, 'Merge with another…');
    (await soon(card, '[part="duplicates"] button')).click();
    (await soon<HTMLInputElement>(card, 'input[name="stays"][value="other"]')).click();
    await card.updateComplete;
    expect(text(find(card, '[part="moves"]'))).to.contain('Moves to Amina Okonkwo');
    const merged = oneEvent(card, 'vinculo-contact-merged');
    submit(find(card, 'dialog[open]')!);
    await merged;
    await waitUntil(() => text(find(card, '[part="name"]')).endsWith('Amina Okonkwo'), 'the one that stays', { timeout: 5_000 });
    expect(find(card, '[part="told"]'), 'what came of it is still said').to.not.equal(null);
  });

  it('stays open and says why when it is refused, and a page can keep it back', async () => {
    for (const [id, other] of [['con-amina', 'A'], ['con-twin', 'B']] as const) backend.write('externalId', { id: `ext-${id}`, table: 'contact', recordId: id, system: 'SAP', type: 'customer', externalId: other });
    const card = await ready();
    await choose(card, 'Merge with another…');
    (await soon(card, '[part="duplicates"] button')).click();
    await soon(card, 'input[name="stays"]');
    submit(find(card, 'dialog[open]')!);
    expect(text(await soon(card, 'dialog [role="alert"]'))).to.contain('Another system keeps them as two.');
    expect(find(card, 'dialog[open]')).to.not.equal(null);
    card.addEventListener('vinculo-contact-merge', (event) => event.preventDefault());
    submit(find(card, 'dialog[open]')!);
    await waitUntil(() => !find(card, 'dialog[open]'), 'the dialog to close');
    expect(backend.rows('contact').some(({ id }) => id === 'con-twin')).to.equal(true);
  });

  it('says what is missing when no other record was chosen', async () => {
    const card = await ready();
    await choose(card, 'Merge with another…');
    await soon(card, '[part="duplicates"] button');
    submit(find(card, 'dialog[open]')!);
    expect(text(await soon(card, '#merge-needs'))).to.equal('Choose the other one first');
    expect(card.shadowRoot!.activeElement).to.equal(find(card, '[data-lookup="merge"]'));
  });

  it('says offline that it needs a connection', async () => {
    const card = await ready();
    backend.faults.offline();
    find(card, '[data-edit="jobTitle"]')!.click();
    await card.updateComplete;
    const input = find<HTMLInputElement>(card, '[data-editing]')!;
    input.value = 'Buyer';
    press(input, 'Enter');
    await soon(card, '[part="banner"]');
    await choose(card, 'Merge with another…');
    expect(text(await soon(card, 'dialog[open]'))).to.contain('This needs the connection.');
  });

  for (const look of [{ lang: 'en' }, { lang: 'en', scheme: 'dark' }, { lang: 'zh-CN', width: 320 }, { lang: 'ar', dir: 'rtl', width: 320 }]) {
    it(`is accessible and fits (${Object.values(look).join(' ')})`, async () => {
      const card = await ready(look);
      const entries = await items(card);
      const merge = entries.find((each) => /Merge|合并|دمج/.test(text(each)));
      merge!.click();
      (await soon(card, '[part="duplicates"] button')).click();
      await soon(card, '[part="merge-fields"]');
      await waitUntil(() => !find(card, 'dialog .bone'), 'the counts', { timeout: 5_000 });
      const dialog = find(card, 'dialog[open]')!;
      expect(dialog.scrollWidth, 'nothing wider than the dialog').to.be.at.most(dialog.clientWidth);
      expect(await faults(card)).to.deep.equal([]);
    });
  }
});

describe('whose it is', () => {
  it('hands over with what is open, and takes that back', async () => {
    const card = await ready({ table: 'account', id: 'acc-hanseatic' });
    await choose(card, 'Hand over…');
    const select = await soon<HTMLSelectElement>(card, '#hand-to');
    select.value = 'user-joao';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    const assigned = oneEvent(card, 'vinculo-account-assigned');
    submit(find(card, 'dialog[open]')!);
    await assigned;
    await waitUntil(() => backend.rows('account').find(({ id }) => id === 'acc-hanseatic')!['ownerId'] === 'user-joao', 'the new owner');
    (await soon(card, '[part="told"] [part~="button"]')).click();
    await waitUntil(() => backend.rows('account').find(({ id }) => id === 'acc-hanseatic')!['ownerId'] === 'user-katarzyna', 'the owner of before');
    expect(text(find(card, '[part="told"]'))).to.equal('Taken back');
  });

  it('returns an account to the pool with a reason, and takes it from there', async () => {
    backend.update('account', 'acc-hanseatic', { ownerId: 'user-katarzyna' });
    const card = await ready({ table: 'account', id: 'acc-hanseatic' });
    await choose(card, 'Return to the pool…');
    const why = await soon<HTMLTextAreaElement>(card, '#give-back-why');
    why.value = 'No answer for a month';
    const returned = oneEvent(card, 'vinculo-account-returned');
    submit(find(card, 'dialog[open]')!);
    await returned;
    const claim = await soon(card, '[part~="claim"]');
    expect(text(claim.closest('dd'))).to.contain('In the pool').and.to.contain('No answer for a month');
    const claimed = oneEvent(card, 'vinculo-account-claimed');
    claim.click();
    await claimed;
    await waitUntil(() => !find(card, '[part~="claim"]'), 'it to be owned');
  });

  it('is taken from the pool where that was chosen: no other account that came to be shown meanwhile', async () => {
    for (const id of ['acc-hanseatic', 'acc-kaveri']) backend.update('account', id, { ownerId: null });
    const card = await ready({ table: 'account', id: 'acc-hanseatic' });
    const later = card.later.bind(card);
    let came: (() => void) | undefined;
    Object.assign(card, { later: async (part: Promise<unknown>) => {
      const is = await later(part);
      await new Promise<void>((go) => { came = go; });
      return is;
    } });
    let claims = 0;
    card.addEventListener('vinculo-account-claim', () => claims++);
    (await soon(card, '[part~="claim"]')).click();
    await waitUntil(() => came, 'the part that asks', { timeout: 5_000 });
    card.setAttribute('account-id', 'acc-kaveri');
    await waitUntil(() => text(find(card, '[part~="name"]')).includes('Kaveri') && find(card, '[part~="claim"]'), 'the other account', { timeout: 5_000 });
    came!();
    await new Promise((done) => requestAnimationFrame(done));
    expect(claims).to.equal(0);
  });

  it('tells who else works with a customer', async () => {
    const card = await ready({ table: 'account', id: 'acc-hanseatic' });
    const deal = backend.rows('deal').find((row) => row['accountId'] === 'acc-hanseatic' && !row['closedAt'])!;
    backend.update('deal', deal.id, { ownerId: 'user-joao' });
    const others = await soon(card, '[part="others"]');
    await waitUntil(() => text(find(card, '[part="others"]')).includes('João'), 'his name');
    expect(text(others)).to.contain('with this customer too');
  });
});

describe('personal data', () => {
  it('is saved as a file, unless the page takes it', async () => {
    const card = await ready();
    card.addEventListener('vinculo-contact-exported', (event) => event.preventDefault());
    await choose(card, 'Export personal data…');
    const exported = oneEvent(card, 'vinculo-contact-exported');
    submit(await soon(card, 'dialog[open]'));
    const { detail } = (await exported) as CustomEvent<{ readonly document: { readonly records: Readonly<Record<string, readonly unknown[]>> } }>;
    expect(detail.document.records['contact']).to.have.length(1);
    expect(text(await soon(card, '[part="told"]'))).to.match(/\d+ records were saved/);
  });

  it('is erased only once the name was written, and then nothing can be written any more', async () => {
    const card = await ready();
    await choose(card, 'Erase personal data…');
    const input = await soon<HTMLInputElement>(card, '#erase-name');
    input.value = 'Amina';
    submit(find(card, 'dialog[open]')!);
    expect(text(await soon(card, '#erase-wrong'))).to.equal('This is not the name.');
    input.value = 'amina okonkwo-bauer';
    const erased = oneEvent(card, 'vinculo-contact-erased');
    submit(find(card, 'dialog[open]')!);
    await erased;
    await soon(card, '[part="erased"]');
    expect(find(card, '[data-edit]')).to.equal(null);
    const left = (await items(card)).map(text);
    expect(left).to.include('Open');
    for (const gone of ['Erase personal data…', 'Merge with another…', 'Hand over…', 'Add phone']) expect(left).to.not.include(gone);
  });
});

describe('duplicates of what was changed', () => {
  async function changeEmail(card: VinculoElement, value: string): Promise<void> {
    find(card, '[data-edit="emails.m-a.okonkwo@hanseatic-kuehl.example"]')!.click();
    await card.updateComplete;
    const input = find<HTMLInputElement>(card, '[data-editing]')!;
    input.value = value;
    press(input, 'Enter');
    await card.updateComplete;
  }

  it('are told after an address was changed, and lead to the comparison', async () => {
    const card = await ready();
    await changeEmail(card, 'amina@twin.example');
    const notice = await soon(card, '[part="duplicates"]');
    expect(text(notice)).to.contain('This may be kept twice').and.to.contain('Amina Okonkwo').and.to.contain('same email');
    find(card, '[data-compare="con-twin"]')!.click();
    await soon(card, 'dialog[open] [part="merge-fields"]');
  });

  it('are not looked for where the page does not want it', async () => {
    const card = await ready({ duplicates: 'phone' });
    await changeEmail(card, 'amina@twin.example');
    await waitUntil(() => (backend.rows('contact').find(({ id }) => id === 'con-amina')!['emails'] as readonly { readonly value: string }[]).some(({ value }) => value === 'amina@twin.example'), 'the change');
    expect(find(card, '[part="duplicates"]')).to.equal(null);
  });
});

describe('what is offered', () => {
  it('is only what the sign-in may do', async () => {
    backend.restrict('contact', { fields: { ownerId: 'read' } });
    const card = await ready();
    const offered = (await items(card)).map(text);
    expect(offered).to.include('Merge with another…');
    expect(offered).to.not.include('Hand over…');
  });
});
