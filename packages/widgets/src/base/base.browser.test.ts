import { ContextProvider } from '@lit/context';
import type { Vinculo } from '@vinculo/sdk';
import { expect, fixture, fixtureSync, html } from '@open-wc/testing';
import { LitElement, type TemplateResult } from 'lit';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { clientContext } from './client-context.ts';
import { define, version } from './define.ts';
import { LiveController } from './live-controller.ts';
import { VinculoElement } from './vinculo-element.ts';

addEnglish({ ...moreEnglish, ...moreLateEnglish });

class TryElement extends VinculoElement {
  rows: LiveController<string[]> = new LiveController<string[]>(this);
  ask(cancelable: boolean): boolean { return this.emit('vinculo-try-ask', { n: 1 }, { cancelable }); }
  override render(): TemplateResult { return html`${this.locale} ${this.t('action.save')} ${this.rows.value?.join() ?? ''}`; }
}
class TryProvider extends LitElement {
  provider: ContextProvider<typeof clientContext> = new ContextProvider(this, { context: clientContext });
}
define('try-element', TryElement);
const text = (element: Element): string => element.shadowRoot!.textContent.trim().replace(/\s+/g, ' ');
// Only the locale of a client matters to the base element.
const client = (locale: string): Vinculo => ({ locale }) as Vinculo;

it('takes its language from itself, the nearest ancestor, then the page', async () => {
  const box = fixtureSync(html`<div lang="zh-CN"><vinculo-try-element></vinculo-try-element></div>`);
  const element = box.querySelector<TryElement>('vinculo-try-element')!;
  await element.updateComplete;
  expect(text(element)).to.equal('zh-CN 保存');
  element.setAttribute('locale', 'en-GB');
  await element.updateComplete;
  await element.updateComplete;
  expect(text(element)).to.equal('en-GB Save');
  expect(element.lang).to.equal('en-GB');
});

it('finds a provider that is defined after it, and the own client wins', async () => {
  const box = fixtureSync(html`<try-late-provider><vinculo-try-element></vinculo-try-element></try-late-provider>`);
  const element = box.querySelector<TryElement>('vinculo-try-element')!;
  await element.updateComplete;
  expect(element.crm).to.equal(undefined);
  customElements.define('try-late-provider', TryProvider);
  const given = client('en');
  (box as TryProvider).provider.setValue(given);
  expect(element.crm).to.equal(given);
  element.client = client('de');
  expect(element.crm).to.equal(element.client);
});

it('raises events that cross shadow roots and that a host can cancel', async () => {
  const element = await fixture<TryElement>(html`<vinculo-try-element></vinculo-try-element>`);
  const cancel = (event: Event): void => event.preventDefault();
  document.addEventListener('vinculo-try-ask', cancel, { once: true });
  expect(element.ask(true)).to.equal(false);
  expect(element.ask(true)).to.equal(true);
});

it('registers once; another version answers to a tag with its version', () => {
  expect(define('try-element', TryElement)).to.equal('vinculo-try-element');
  customElements.define('vinculo-try-foreign', class extends HTMLElement {});
  expect(define('try-foreign', TryElement)).to.equal(`vinculo-${version.replaceAll('.', '-')}-try-foreign`);
  expect(define('try-element', TryElement, { prefix: 'acme' })).to.equal('acme-try-element');
  expect(document.createElement('acme-try-element')).to.be.instanceOf(TryElement);
});

it('follows a live query, changes it with the key and lets go when out of the page', async () => {
  const element = await fixture<TryElement>(html`<vinculo-try-element lang="en"></vinculo-try-element>`);
  const listeners = new Set<(value: string[]) => void>();
  const source = (first: string[]): { snapshot: string[]; subscribe(next: (value: string[]) => void): { unsubscribe(): void } } => ({
    snapshot: first,
    subscribe: (next) => { listeners.add(next); return { unsubscribe: () => listeners.delete(next) }; },
  });
  const own = source(['one']);
  element.rows.watch('a', () => own);
  own.snapshot = ['one', 'two'];
  expect(element.rows.value, 'also before it is told').to.deep.equal(['one', 'two']);
  for (const each of listeners) each(own.snapshot);
  await element.updateComplete;
  expect(text(element)).to.contain('one,two');
  element.rows.watch('a', () => source(['never']));
  expect(element.rows.value).to.deep.equal(['one', 'two']);
  element.rows.watch('b', () => source(['three']));
  expect(element.rows.value).to.deep.equal(['three']);
  expect(listeners.size).to.equal(1);
  element.remove();
  expect(listeners.size).to.equal(0);
});
