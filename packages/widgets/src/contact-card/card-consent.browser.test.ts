import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { axeFaults as faults } from '../parts/axe-faults.fixture.ts';
import type { ConsentDetail } from './card-events.ts';
import type { ContactCard } from './contact-card.ts';
import './vinculo-contact-card.ts';

let backend: MemoryBackend;
let crm: Vinculo | undefined;
beforeEach(() => { backend = memoryBackend({ seed: demoSeed(Date.now()) }); });
afterEach(() => crm?.close());

async function ready({ own = false, ownId = 'con-amina', scheme = 'light', width = 420 } = {}): Promise<ContactCard> {
  const adapter = backend.adapter();
  crm = createClient({ adapter: own ? { ...adapter, describe: async (signal) => ({ ...(await adapter.describe(signal)), user: { id: null, name: 'Amina', role: 'customer', contactId: ownId } }) } : adapter });
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  const card = document.createElement('vinculo-contact-card');
  Object.assign(card, { contactId: 'con-amina', client: crm });
  box.append(card);
  await waitUntil(() => find(card, '[data-menu="more"]') && !card.matches(':state(loading)'), 'it to be drawn', { timeout: 5_000 });
  return card;
}

const find = <T extends HTMLElement = HTMLElement>(card: Element, selector: string): T | null => card.shadowRoot!.querySelector<T>(selector);
async function soon<T extends HTMLElement = HTMLElement>(card: Element, selector: string): Promise<T> {
  await waitUntil(() => find(card, selector), `${selector} to be there`, { timeout: 5_000 });
  return find<T>(card, selector)!;
}
async function add(card: ContactCard): Promise<void> {
  find(card, '[data-menu="more"]')!.click();
  await soon(card, '#menu-more [role="menuitem"]');
  const items = [...card.shadowRoot!.querySelectorAll<HTMLElement>('#menu-more [role="menuitem"]')];
  const item = items.find((each) => each.textContent.includes('Add consent'));
  if (!item) throw new Error(`the menu has no consent: ${items.map((each) => each.textContent.trim()).join(' | ')}`);
  item.click();
  await soon(card, 'dialog[open] form');
}
const newest = (): unknown => {
  const [row] = backend.rows('consent').filter((each) => each['contactId'] === 'con-amina').sort((a, b) => String(b['at']).localeCompare(String(a['at'])));
  return row;
};
async function fill(card: ContactCard, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const control = find<HTMLInputElement | HTMLSelectElement>(card, `dialog[open] [name="${name}"]`)!;
    if (control instanceof HTMLInputElement && control.type === 'radio') find<HTMLInputElement>(card, `dialog[open] [name="${name}"][value="${value}"]`)!.checked = true;
    else control.value = value;
    control.dispatchEvent(new Event('change', { bubbles: true }));
  }
  await card.updateComplete;
}
const said = (card: ContactCard): string => find(card, '[part~="consent"]')!.textContent.replace(/\s+/g, ' ');

describe('consent', () => {
  it('is ended where it stands: one row more, which counts', async () => {
    const card = await ready();
    expect(said(card)).to.contain('Email offers');
    find(card, '[part~="consent"] [part="edit"]')!.click();
    await soon(card, 'dialog[open] form');
    // What was given is asked to be ended.
    expect(find<HTMLInputElement>(card, 'dialog[open] [value="no"]')!.checked).to.equal(true);
    const before = backend.rows('consent').length;
    await fill(card, { source: 'on the phone' });
    find<HTMLFormElement>(card, 'dialog[open] form')!.requestSubmit();
    await waitUntil(() => backend.rows('consent').length === before + 1);
    expect(newest()).to.include({ purpose: 'offers', channel: 'email', state: 'withdrawn', source: 'on the phone', contactId: 'con-amina' });
    await waitUntil(() => (said(card).match(/withdrawn/g) ?? []).length === 2);
  });

  it('is added from the menu, unless the page holds it back', async () => {
    const card = await ready();
    const asked: ConsentDetail[] = [];
    const before = backend.rows('consent').length;
    for (const goesOn of [false, true]) {
      card.addEventListener('vinculo-consent-create', (event) => { asked.push((event as CustomEvent<ConsentDetail>).detail); if (!goesOn) event.preventDefault(); }, { once: true });
      await add(card);
      await fill(card, { purpose: 'newsletter', channel: 'email', answer: 'yes' });
      find<HTMLFormElement>(card, 'dialog[open] form')!.requestSubmit();
      await waitUntil(() => asked.length > 0 && !find(card, 'dialog[open]'));
      if (!goesOn) expect(backend.rows('consent').length).to.equal(before);
    }
    await waitUntil(() => backend.rows('consent').length === before + 1);
    expect(newest()).to.include({ purpose: 'newsletter', channel: 'email', state: 'given' });
    await waitUntil(() => said(card).includes('Email newsletter'));
  });

  it('of one’s own by email is asked for, and says so; what was never given is refused', async () => {
    const card = await ready({ own: true });
    await add(card);
    // Nobody agrees by leaving what is there.
    expect(find(card, 'dialog[open] [name="answer"]:checked')).to.equal(null);
    find<HTMLFormElement>(card, 'dialog[open] form')!.requestSubmit();
    expect(find<HTMLInputElement>(card, 'dialog[open] [name="answer"]')!.validity.valueMissing).to.equal(true);
    expect(find(card, 'dialog[open]')!.textContent).to.contain('mail with a link');
    expect(find(card, 'dialog[open] [name="source"]')).to.equal(null);
    await fill(card, { purpose: 'newsletter', channel: 'email', answer: 'yes' });
    find<HTMLFormElement>(card, 'dialog[open] form')!.requestSubmit();
    await waitUntil(() => (newest() as { state: string }).state === 'asked');
    await add(card);
    await fill(card, { purpose: 'newsletter', channel: 'sms', answer: 'no' });
    expect(find(card, 'dialog[open]')!.textContent).not.to.contain('mail with a link');
    find<HTMLFormElement>(card, 'dialog[open] form')!.requestSubmit();
    await waitUntil(() => (newest() as { state: string }).state === 'refused');
  });

  it('is only read where it may not be noted', async () => {
    backend.restrict('consent', { create: false });
    const card = await ready();
    expect(find(card, '[part~="consent"] [part="edit"]')).to.equal(null);
  });

  it('of somebody else is nothing that a customer notes', async () => {
    const card = await ready({ own: true, ownId: 'con-jonas' });
    expect(said(card)).to.contain('Email offers');
    expect(find(card, '[part~="consent"] [part="edit"]')).to.equal(null);
  });

  it('is asked of nobody else who came to be shown while the dialog was loaded', async () => {
    const card = await ready();
    find(card, '[part~="consent"] [part="edit"]')!.click();
    card.contactId = 'con-jonas';
    await waitUntil(() => card.shadowRoot!.textContent.includes('Jonas Brandt') && !card.matches(':state(loading)'), 'the other one', { timeout: 5_000 });
    await card.updateComplete;
    expect(find(card, 'dialog[open] form')).to.equal(null);
  });

  for (const scheme of ['light', 'dark']) {
    it(`is asked without a fault axe knows, ${scheme}, at 320 px`, async () => {
      const card = await ready({ scheme, width: 320 });
      find(card, '[part~="consent"] [part="edit"]')!.click();
      await soon(card, 'dialog[open] form');
      expect(await faults(card)).to.deep.equal([]);
    });
  }
});
