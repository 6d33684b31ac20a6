import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { asSoonAs } from '../parts/as-soon-as.fixture.ts';
import './vinculo-customer-timeline.ts';

// In a file of its own: the search loads once per page, and this is about a press before it is there.
let crm: Vinculo;
before(() => { crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-katarzyna') }); });
after(() => crm.close());

it('a search that is asked for before it is loaded opens when it came', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  const timeline = document.createElement('vinculo-customer-timeline');
  timeline.setAttribute('contact-id', 'con-amina');
  timeline.client = crm;
  box.append(timeline);
  const one = (selector: string): HTMLElement | null => timeline.shadowRoot!.querySelector<HTMLElement>(selector);
  await asSoonAs(timeline.shadowRoot!, () => one('[part="search-button"]') !== null);
  expect(one('[part="composer"]') === null).to.equal(true);
  one('[part="search-button"]')!.click();
  await waitUntil(() => one('[part="search"]'), 'the search to open', { timeout: 5_000 });
  await timeline.updateComplete;
  expect(timeline.shadowRoot!.activeElement === one('[part="search"]'), 'the focus is in it').to.equal(true);
});
