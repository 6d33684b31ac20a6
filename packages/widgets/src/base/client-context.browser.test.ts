import { ContextConsumer, ContextProvider } from '@lit/context';
import type { Vinculo } from '@vinculo/sdk';
import { expect, fixtureSync, html } from '@open-wc/testing';
import { LitElement } from 'lit';
import { ClientConsumer, clientContext, ClientProvider } from './client-context.ts';

class Asking extends LitElement {
  readonly #own = new ClientConsumer(this, () => { this.answers += 1; });
  answers = 0;
  get found(): Vinculo | undefined { return this.#own.value; }
}
class ForeignAsking extends LitElement {
  readonly #foreign = new ContextConsumer(this, { context: clientContext, subscribe: true });
  get found(): Vinculo | undefined { return this.#foreign.value; }
}
class Giving extends LitElement {
  readonly provider: ClientProvider = new ClientProvider(this);
}
class ForeignGiving extends LitElement {
  readonly provider: ContextProvider<typeof clientContext> = new ContextProvider(this, { context: clientContext });
}
customElements.define('try-asking', Asking);
customElements.define('try-foreign-asking', ForeignAsking);
customElements.define('try-giving', Giving);
customElements.define('try-foreign-giving', ForeignGiving);

// Only which one it is matters here.
const client = (locale: string): Vinculo => ({ locale }) as Vinculo;
const found = (inside: ParentNode): (Vinculo | undefined)[] => [...inside.querySelectorAll<Asking | ForeignAsking>('try-asking, try-foreign-asking')].map((each) => each.found);

it('gives a client, and each later one, to all who speak the protocol, through shadow roots', () => {
  const box = fixtureSync<Giving>(html`<try-giving><try-asking></try-asking><try-foreign-asking></try-foreign-asking><div></div></try-giving>`);
  const host = box.querySelector('div')!;
  host.attachShadow({ mode: 'open' }).innerHTML = '<try-asking></try-asking>';
  const [first, second] = [client('en'), client('de')];
  box.provider.give(first);
  expect(found(box)).to.deep.equal([first, first]);
  box.provider.give(second);
  expect(found(box)).to.deep.equal([second, second]);
  expect(found(host.shadowRoot!)).to.deep.equal([second]);
});

it('asks a provider of another library, and goes on with what that gives', () => {
  const box = fixtureSync<ForeignGiving>(html`<try-foreign-giving><try-asking></try-asking></try-foreign-giving>`);
  const given = client('en');
  box.provider.setValue(given);
  expect(found(box)).to.deep.equal([given]);
});

it('tells nobody any more who left, and asks again where it comes back', () => {
  const box = fixtureSync<HTMLElement>(html`<div><try-giving></try-giving><try-giving></try-giving></div>`);
  const [left, right] = [...box.querySelectorAll<Giving>('try-giving')] as [Giving, Giving];
  const asking = document.createElement('try-asking') as Asking;
  left.append(asking);
  left.provider.give(client('en'));
  asking.remove();
  const told = asking.answers;
  left.provider.give(client('fr'));
  expect(asking.answers).to.equal(told);
  const other = client('de');
  right.provider.give(other);
  right.append(asking);
  expect(asking.found).to.equal(other);
  left.provider.give(client('es'));
  expect(asking.found).to.equal(other);
});

it('goes over to a nearer provider that comes later, whoever wrote it, and is told nothing more by the one further out', () => {
  for (const tag of ['own', 'foreign'] as const) {
    const name = `try-later-${tag}`;
    const box = fixtureSync<Giving>(html`<try-giving></try-giving>`);
    box.innerHTML = `<try-asking></try-asking><${name}><try-asking></try-asking><try-foreign-asking></try-foreign-asking></${name}>`;
    const [outer, nearer] = [client('en'), client('de')];
    box.provider.give(outer);
    expect(found(box)).to.deep.equal([outer, outer, outer]);
    customElements.define(name, tag === 'own' ? class extends Giving {} : class extends ForeignGiving {});
    const inner = box.querySelector(name) as Giving | ForeignGiving;
    if (inner.provider instanceof ClientProvider) inner.provider.give(nearer);
    else inner.provider.setValue(nearer);
    expect(found(box), tag).to.deep.equal([outer, nearer, nearer]);
    box.provider.give(client('fr'));
    expect(found(box).slice(1), tag).to.deep.equal([nearer, nearer]);
  }
});
