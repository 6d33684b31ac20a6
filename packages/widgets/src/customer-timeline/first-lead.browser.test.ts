import { createClient, type Vinculo } from '@vinculo/sdk';
import { memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { asSoonAs } from '../parts/as-soon-as.fixture.ts';
import { at, book } from './timeline.fixture.ts';

// In a file of its own: what comes after the first drawing loads once per page, and this is about the time before.
let crm: Vinculo;
before(() => {
  const seed = book((rows) => {
    rows['activity']!.push({ id: 'rang', kind: 'call', subject: 'Budget', at: at(-1), done: true, direction: 'out', ownerId: 'user-katarzyna' });
    rows['activityLink']!.push({ id: 'rang-l', activityId: 'rang', table: 'lead', recordId: 'lead-1', role: 'regarding', at: at(-1), kind: 'call', open: false });
    rows['stageChange']!.push({ id: 'moved', table: 'lead', recordId: 'lead-1', fromStageId: 'pipe-lead-new', toStageId: 'pipe-lead-contacted', at: at(-2), byId: 'user-katarzyna' });
    rows['touch'] = [{ id: 'search', table: 'lead', recordId: 'lead-1', source: 'google', medium: 'cpc', campaignName: 'spring', at: at(-3) }, { id: 'bare', table: 'lead', recordId: 'lead-1', at: at(-4) }];
  });
  crm = createClient({ adapter: memoryBackend({ seed }).adapter('user-katarzyna') });
});
after(() => crm.close());

it('draws how a lead came before the words for it are there, and moves nothing when they came', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', '816px');
  const timeline = document.createElement('vinculo-customer-timeline');
  timeline.setAttribute('lead-id', 'lead-1');
  timeline.lastVisit = null;
  timeline.client = crm;
  box.append(timeline);
  const root = (): ShadowRoot => timeline.shadowRoot!;
  const places = (): string[] => [...root().querySelectorAll<HTMLElement>('.ev')].map((item) => `${item.dataset['key']} ${item.getBoundingClientRect().top}`);
  await asSoonAs(root(), () => root().querySelector('.ev') !== null);
  expect(root().querySelectorAll('[part="composer"]').length).to.equal(0);
  const atFirst = places();
  expect(atFirst.map((place) => place.split(' ').slice(0, 2).join(' '))).to.deep.equal(['activity rang', 'move moved', 'touch search', 'touch bare']);
  await waitUntil(() => root().querySelector('[part="composer"]') && !root().querySelector('.bone'), 'the composer to come', { timeout: 5_000 });
  expect(root().textContent).to.contain('Came through google');
  expect(places()).to.deep.equal(atFirst);
});
