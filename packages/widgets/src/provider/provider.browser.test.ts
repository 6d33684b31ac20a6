import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixture, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import { VinculoElement } from '../base/vinculo-element.ts';
import type { Provider } from './vinculo-provider.ts';
import './vinculo-provider.ts';

class TryConsumer extends VinculoElement {
  override render(): TemplateResult { return html`${this.crm ? 'client' : 'none'} ${this.locale} ${this.t('board.new')}`; }
}
customElements.define('try-consumer', TryConsumer);

const open: Vinculo[] = [];
function client(): Vinculo {
  const crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter() });
  open.push(crm);
  return crm;
}
afterEach(async () => { await Promise.all(open.splice(0).map((crm) => crm.close())); });

const consumer = (inside: Element): TryConsumer => inside.querySelector<TryConsumer>('try-consumer')!;
const text = async (element: TryConsumer): Promise<string> => { await element.updateComplete; return element.shadowRoot!.textContent.trim(); };

it('gives its client to what stands inside, and says so', async () => {
  const crm = client();
  const element = fixtureSync<Provider>(html`<vinculo-provider lang="en"><try-consumer></try-consumer></vinculo-provider>`);
  const ready = oneEvent(element, 'vinculo-ready');
  element.client = crm;
  expect((await ready).detail.client).to.equal(crm);
  expect(consumer(element).crm).to.equal(crm);
  expect(await text(consumer(element))).to.equal('client en New deal');
  element.client = undefined;
  await element.updateComplete;
  expect(consumer(element).crm).to.equal(undefined);
});

it('leaves a client it was given open, wherever it is moved', async () => {
  const crm = client();
  const element = await fixture<Provider>(html`<vinculo-provider .client=${crm}><try-consumer></try-consumer></vinculo-provider>`);
  const box = fixtureSync<HTMLElement>(html`<div></div>`);
  box.append(element);
  await element.updateComplete;
  expect(consumer(element).crm).to.equal(crm);
  element.remove();
  await Promise.resolve();
  expect(() => crm.deals).not.to.throw();
  box.append(element);
  await element.updateComplete;
  await waitUntil(() => consumer(element).crm === crm);
});

it('takes no room and draws what is inside', async () => {
  const element = await fixture<Provider>(html`<vinculo-provider><p>inside</p></vinculo-provider>`);
  expect(getComputedStyle(element).display).to.equal('contents');
  expect(element.querySelector('p')!.getBoundingClientRect().height).to.be.greaterThan(0);
});

it('sets language and words for the widgets inside', async () => {
  const element = await fixture<Provider>(html`<vinculo-provider locale="zh_CN"><try-consumer></try-consumer></vinculo-provider>`);
  expect(element.lang).to.equal('zh-CN');
  await waitUntil(async () => (await text(consumer(element))).startsWith('none zh-CN'));
  element.locale = 'en';
  element.setAttribute('words', '{"en":{"deal":"opportunity"}}');
  await waitUntil(async () => (await text(consumer(element))) === 'none en New opportunity');
  element.words = { en: {} };
  await waitUntil(async () => (await text(consumer(element))) === 'none en New deal');
});

it('tells of a connection that fails', async () => {
  const backend = memoryBackend({ seed: demoSeed(Date.now()) });
  backend.faults.authFail();
  const crm = createClient({ adapter: backend.adapter() });
  open.push(crm);
  const element = fixtureSync<Provider>(html`<vinculo-provider></vinculo-provider>`);
  const failed = oneEvent(element, 'vinculo-error');
  element.client = crm;
  expect((await failed).detail.code).to.equal('auth');
});
