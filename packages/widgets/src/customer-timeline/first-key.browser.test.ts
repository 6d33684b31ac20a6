import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { asSoonAs } from '../parts/as-soon-as.fixture.ts';
import './vinculo-customer-timeline.ts';

// In a file of its own: keys load once per page, and this is about one that is pressed before they are there.
let crm: Vinculo;
before(() => { crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-katarzyna') }); });
after(() => crm.close());

it('an arrow that is pressed before keys are loaded goes on to the next item', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  const timeline = document.createElement('vinculo-customer-timeline');
  timeline.setAttribute('contact-id', 'con-amina');
  timeline.client = crm;
  box.append(timeline);
  const items = (): HTMLElement[] => [...timeline.shadowRoot!.querySelectorAll<HTMLElement>('.ev')];
  await asSoonAs(timeline.shadowRoot!, () => items().length > 1);
  expect(timeline.shadowRoot!.querySelectorAll('[part="composer"]').length).to.equal(0);
  items()[0]!.focus();
  items()[0]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, composed: true, cancelable: true }));
  await waitUntil(() => timeline.shadowRoot!.activeElement === items()[1], 'the second item to have the focus', { timeout: 5_000 });
  expect(items()[1]!.tabIndex).to.equal(0);
});
