import { css, html, LitElement, type CSSResult, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { newId } from '@vinculo/sdk/schema';

export class ZzTrial extends LitElement {
  static override styles: CSSResult = css`:host { color: rgb(1, 2, 3) }`;
  @property() name = 'x';
  override render(): TemplateResult {
    return html`<button>Hello ${this.name} ${typeof newId}</button>`;
  }
}
customElements.define('zz-trial', ZzTrial);
