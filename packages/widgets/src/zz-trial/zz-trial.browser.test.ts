import { expect, fixture, html } from '@open-wc/testing';
import { customElement, property } from 'lit/decorators.js';
import { LitElement } from 'lit';
import { ZzTrial } from './zz-trial.ts';

@customElement('zz-inner')
class ZzInner extends LitElement {
  @property({ type: Number }) n = 1;
}

describe('trial', () => {
  it('draws', async () => {
    const element = await fixture<ZzTrial>(html`<zz-trial name="Ann"></zz-trial>`);
    expect(element).to.be.instanceOf(ZzTrial);
    expect(element.shadowRoot?.textContent).to.contain('Hello Ann');
    expect(getComputedStyle(element).color).to.equal('rgb(1, 2, 3)');
    element.name = 'Bob';
    await element.updateComplete;
    expect(element.shadowRoot?.textContent).to.contain('Hello Bob');
    await expect(element).to.be.accessible();
    expect(new ZzInner().n).to.equal(1);
  });
});
