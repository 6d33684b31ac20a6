import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import type { LiveSource } from '../base/live-controller.ts';
import { asSoonAs } from '../parts/as-soon-as.fixture.ts';
import './vinculo-ticket-form.ts';

// In a file of its own: what comes after the first drawing loads once per page, and this is about the time before.
let crm: Vinculo;
before(async () => {
  crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-katarzyna') });
  // What decides on the fields is known before, so that the first drawing has it.
  const asked: readonly LiveSource<{ readonly status: string }>[] = [crm.pipelines.query(), crm.stages.query(), crm.products.query()];
  for (const each of asked) each.subscribe(() => {});
  await waitUntil(() => asked.every(({ snapshot }) => snapshot.status === 'ready'), 'the data', { timeout: 5_000 });
});
after(() => crm.close());

it('draws its fields first, moves none of them when the rest came, and takes a file that was dropped before', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', '560px');
  const form = document.createElement('vinculo-ticket-form');
  form.client = crm;
  box.append(form);
  const all = (selector: string): HTMLElement[] => [...form.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const places = (): string[] => all('.field, .input, label, .btn').map((each) => each.getBoundingClientRect()).map(({ x, y, width, height }) => `${x} ${y} ${width} ${height}`);
  await asSoonAs(form.shadowRoot!, () => all('form').length > 0);
  expect(form.controller.sending.later === undefined, 'what comes after the first drawing').to.equal(true);
  const atFirst = places();
  all('#field-subject')[0]!.focus();
  await waitUntil(() => form.controller.sending.later, 'the rest to come', { timeout: 5_000 });
  await form.updateComplete;
  expect(places()).to.deep.equal(atFirst);
  expect(form.shadowRoot!.activeElement === all('#field-subject')[0], 'the focus stays').to.equal(true);
});

it('keeps a file that comes before it can be judged', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  const form = document.createElement('vinculo-ticket-form');
  form.client = crm;
  box.append(form);
  await waitUntil(() => form.shadowRoot!.querySelector('form'), 'the form to be drawn');
  expect(await form.controller.addFiles([new File(['x'], 'plan.png', { type: 'image/png' })])).to.equal(true);
  await form.updateComplete;
  expect(form.shadowRoot!.querySelector('[part="file"]')!.textContent).to.contain('plan.png');
});
