import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { asSoonAs } from '../parts/as-soon-as.fixture.ts';
import './vinculo-contact-card.ts';

// In a file of its own: the drawing of the whole card loads once per page, and this is about the time before.
let crm: Vinculo;
before(async () => {
  crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter() });
  // Who it is is known before, so that the first drawing has it.
  const asked = crm.contacts.query({ include: ['accountId'] });
  asked.subscribe(() => {});
  await waitUntil(() => asked.snapshot.status === 'ready', 'the data', { timeout: 5_000 });
});
after(() => crm.close());

it('shows who it is while the rest is on its way, and does not move it when that came', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', '400px');
  const card = document.createElement('vinculo-contact-card');
  card.setAttribute('contact-id', 'con-amina');
  card.client = crm;
  box.append(card);
  const places = (): Record<string, string> => Object.fromEntries(['Amina Okonkwo-Bauer', 'Head of procurement', 'Hanseatic Kühltechnik GmbH'].map((said) => {
    const shown = [...card.shadowRoot!.querySelectorAll('.head bdi')].find((each) => each.textContent === said);
    const { x, y } = shown!.getBoundingClientRect();
    return [said, `${x} ${y}`];
  }));
  const tops = (): number[] => ['.actions', '.next', '.fields'].map((each) => card.shadowRoot!.querySelector(each)!.getBoundingClientRect().top);
  await asSoonAs(card.shadowRoot!, () => card.shadowRoot!.querySelector('[part="name"]') !== null);
  expect(card.matches(':state(loading)')).to.equal(true);
  expect(card.shadowRoot!.querySelectorAll('[part="skeleton"]').length).to.equal(1);
  const atFirst = places();
  const topsAtFirst = tops();
  await waitUntil(() => !card.matches(':state(loading)') && card.shadowRoot!.querySelector('[data-edit="name"]'), 'the whole card to be drawn', { timeout: 5_000 });
  expect(places()).to.deep.equal(atFirst);
  expect(tops()).to.deep.equal(topsAtFirst);
});
