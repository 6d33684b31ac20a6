import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { press } from '../parts/shadow.fixture.ts';
import { axeFaults as faults } from '../parts/axe-faults.fixture.ts';
import type { ContactCard } from './vinculo-contact-card.ts';
import './vinculo-contact-card.ts';

let backend: MemoryBackend;
let crm: Vinculo;
beforeEach(() => {
  backend = memoryBackend({ seed: demoSeed(Date.now()) });
  crm = createClient({ adapter: backend.adapter() });
});
afterEach(() => crm.close());

interface Options { inside?: unknown; id?: string; lang?: string; dir?: string; scheme?: string }

async function show({ inside = html`<a href="#amina">Amina</a>`, id = 'con-amina', lang = 'en', dir = 'ltr', scheme = 'light' }: Options = {}): Promise<ContactCard> {
  const box = fixtureSync<HTMLElement>(html`<p lang=${lang} dir=${dir}>Written by <vinculo-contact-card mode="hover" contact-id=${id} .client=${crm}>${inside}</vinculo-contact-card>, <a id="after" href="#after">after</a></p>`);
  box.style.setProperty('color-scheme', scheme);
  box.style.setProperty('background', 'Canvas');
  const card = box.querySelector('vinculo-contact-card')!;
  await waitUntil(() => card.shadowRoot?.querySelector('[part="popover"]'), 'its drawing to be loaded', { timeout: 5_000 });
  return card;
}

const box = (card: ContactCard): HTMLElement => card.shadowRoot!.querySelector<HTMLElement>('[part="popover"]')!;
const isOpen = (card: ContactCard): boolean => box(card).matches(':popover-open');
const opened = (card: ContactCard): Promise<void> => waitUntil(() => isOpen(card) && box(card).querySelector('[part~="name"]'), 'the card to be open', { timeout: 5_000 });
const closed = (card: ContactCard): Promise<void> => waitUntil(() => !isOpen(card), 'the card to be closed', { timeout: 5_000 });
const point = (card: ContactCard, type: string, pointerType = 'mouse'): boolean => card.dispatchEvent(new PointerEvent(type, { pointerType, bubbles: type === 'pointerdown', composed: true }));

it('asks for nothing before it is opened', async () => {
  const card = await show();
  expect(card.matches(':state(loading)')).to.equal(false);
  expect(box(card).childElementCount).to.equal(0);
  expect(getComputedStyle(card).display).to.equal('inline');
});

it('opens while a pointer rests on it, stays while one points at the card, and closes after', async () => {
  const card = await show();
  point(card, 'pointerenter');
  await opened(card);
  const text = box(card).textContent.replace(/\s+/g, ' ');
  for (const said of ['Amina Okonkwo-Bauer', 'Head of procurement', 'Hanseatic Kühltechnik GmbH', '+49 171 3920042', 'a.okonkwo@hanseatic-kuehl.example', 'Katarzyna Wójcik']) expect(text).to.contain(said);
  point(card, 'pointerleave');
  point(card, 'pointerenter');
  // Longer than one may be away from it.
  const until = performance.now() + 400;
  await waitUntil(() => performance.now() > until, 'the time to pass', { timeout: 2_000 });
  expect(isOpen(card)).to.equal(true);
  point(card, 'pointerleave');
  await closed(card);
});

it('opens nothing for a pointer that passes', async () => {
  const card = await show();
  point(card, 'pointerenter');
  point(card, 'pointerleave');
  const until = performance.now() + 500;
  await waitUntil(() => performance.now() > until, 'the time to pass', { timeout: 2_000 });
  expect(isOpen(card)).to.equal(false);
});

it('closes on Escape wherever focus is, and when one presses elsewhere', async () => {
  const card = await show();
  point(card, 'pointerenter');
  await opened(card);
  press(document.body, 'Escape');
  await closed(card);
  point(card, 'pointerenter');
  await opened(card);
  document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
  await closed(card);
  expect(box(card).childElementCount).to.equal(0);
});

it('is opened by keys where what stands in it is no link, and gives focus back', async () => {
  const card = await show({ inside: html`<b>Amina</b>` });
  const anchor = card.shadowRoot!.querySelector<HTMLElement>('[part="anchor"]')!;
  await waitUntil(() => anchor.tabIndex === 0, 'it to take focus');
  expect(anchor.getAttribute('role')).to.equal('button');
  anchor.focus();
  press(anchor, 'Enter');
  await opened(card);
  expect(anchor.getAttribute('aria-expanded')).to.equal('true');
  const name = box(card).querySelector<HTMLElement>('[part~="name"]')!;
  name.focus();
  press(name, 'Escape');
  await closed(card);
  expect(card.shadowRoot!.activeElement).to.equal(anchor);
});

it('stays while focus is in it, and goes with it', async () => {
  const card = await show();
  point(card, 'pointerenter');
  await opened(card);
  box(card).querySelector<HTMLElement>('[part~="name"]')!.focus();
  point(card, 'pointerleave');
  const until = performance.now() + 400;
  await waitUntil(() => performance.now() > until, 'the time to pass', { timeout: 2_000 });
  expect(isOpen(card)).to.equal(true);
  document.querySelector<HTMLElement>('#after')!.focus();
  await closed(card);
});

it('opens at the first tap on a link, which the second tap follows', async () => {
  const card = await show();
  const link = card.querySelector('a')!;
  const tap = (): MouseEvent => {
    link.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch', bubbles: true, composed: true }));
    const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
    link.dispatchEvent(click);
    return click;
  };
  expect(tap().defaultPrevented).to.equal(true);
  await opened(card);
  expect(tap().defaultPrevented).to.equal(false);
});

it('leads to the record', async () => {
  const card = await show();
  point(card, 'pointerenter');
  await opened(card);
  const open = oneEvent(card, 'vinculo-record-open');
  box(card).querySelector<HTMLElement>('[part~="name"]')!.click();
  expect(((await open) as CustomEvent<unknown>).detail).to.deep.equal({ table: 'contact', id: 'con-amina' });
  await closed(card);
});

it('says what is amiss in the card', async () => {
  const card = await show({ id: 'con-nobody' });
  point(card, 'pointerenter');
  await waitUntil(() => box(card).querySelector('[part~="not-found"]'), 'the state', { timeout: 5_000 });
  expect(isOpen(card)).to.equal(true);
});

for (const look of [{ lang: 'en' }, { lang: 'en', scheme: 'dark' }, { lang: 'zh-CN', id: 'con-zhang' }, { lang: 'ar', dir: 'rtl', id: 'con-layla' }]) {
  it(`is accessible (${Object.values(look).join(' ')})`, async () => {
    const card = await show(look);
    point(card, 'pointerenter');
    await opened(card);
    await waitUntil(() => !box(card).querySelector('.bone'), 'all of it', { timeout: 5_000 });
    expect(await faults(card)).to.deep.equal([]);
    expect(box(card).getBoundingClientRect().right).to.be.at.most(innerWidth);
  });
}
