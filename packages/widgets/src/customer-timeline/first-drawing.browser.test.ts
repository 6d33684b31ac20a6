import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { asSoonAs } from '../parts/as-soon-as.fixture.ts';
import './vinculo-customer-timeline.ts';

// In a file of its own: what comes after the first drawing loads once per page, and this is about the time before.
let crm: Vinculo;
before(() => { crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-katarzyna') }); });
after(() => crm.close());

it('draws the list before what writes is there, and does not move it when that came', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', '816px');
  const timeline = document.createElement('vinculo-customer-timeline');
  timeline.setAttribute('contact-id', 'con-amina');
  timeline.client = crm;
  // Said before there is a composer, and not lost.
  timeline.compose('call', 'They want the drawings');
  box.append(timeline);
  const root = (): ShadowRoot => timeline.shadowRoot!;
  const places = (): string[] => [...root().querySelectorAll<HTMLElement>('.ev')].map((item) => `${item.dataset['key']} ${item.getBoundingClientRect().top}`);
  await asSoonAs(root(), () => root().querySelector('.ev') !== null);
  expect(root().querySelectorAll('[part="composer"]').length).to.equal(0);
  const atFirst = places();
  await waitUntil(() => root().querySelector('[part="composer"]') && !root().querySelector('.bone'), 'the composer to come', { timeout: 5_000 });
  await waitUntil(() => root().querySelector<HTMLTextAreaElement>('.compose textarea')?.value === 'They want the drawings');
  root().querySelector<HTMLElement>('.compose .quiet')!.click();
  await waitUntil(() => !root().querySelector('.compose .quiet'));
  expect(places()).to.deep.equal(atFirst);
});
