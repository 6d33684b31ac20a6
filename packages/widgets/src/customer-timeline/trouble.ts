import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { banner } from '../parts/banner.ts';
import { icon } from '../parts/icon.ts';

/** What did not go through, until it is dismissed or something else is done. */
export class Trouble {
  readonly #w: VinculoElement;
  #text: string | undefined;

  constructor(w: VinculoElement) {
    this.#w = w;
  }

  tell(text: string | undefined): void {
    if (text === this.#text) return;
    this.#text = text;
    this.#w.requestUpdate();
  }

  render(): TemplateResult | typeof nothing {
    if (this.#text === undefined) return nothing;
    return html`<div class="undo">${banner(html`<bdi>${this.#text}</bdi>`, { tone: 'bad', action: html`<button type="button" part="dismiss" class="clear" aria-label=${this.#w.t('action.close')} @click=${() => this.tell(undefined)}>${icon('x', 'small')}</button>` })}</div>`;
  }
}
