import { html, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { icon } from './icon.ts';
import { toClipboard } from './to-clipboard.ts';

/** Copy buttons of one widget; the one just used says so for two seconds, to the eye and to screen readers; longer where the browser refused. */
export class CopyButtons implements ReactiveController {
  #host: VinculoElement;
  /** What was copied last, and whether it went. */
  #last: { readonly text: string; readonly went: boolean } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: VinculoElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void { clearTimeout(this.#timer); this.#last = undefined; }

  /** `what` names the text for the button's label: "Copy email". */
  button(text: string, what: string): TemplateResult {
    const went = this.#last?.text === text ? this.#last.went : undefined;
    const label = went === undefined ? this.#host.t('action.copy', { what }) : this.#host.t(went ? 'action.copied' : 'action.copyFailed');
    return html`<button type="button" part="copy" class="clear ${went === undefined ? '' : went ? 'good' : 'bad'}" aria-label=${label} title=${label} @click=${() => this.#copy(text)}>${icon(went === undefined ? 'note' : went ? 'check' : 'warn', 'small')}</button><span class="${went === false ? 'fine bad' : 'hidden-text'}" role="status">${went === undefined ? '' : label}</span>`;
  }

  async #copy(text: string): Promise<void> {
    const went = await toClipboard(text);
    this.#last = { text, went };
    this.#host.requestUpdate();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#last = undefined; this.#host.requestUpdate(); }, went ? 2_000 : 6_000);
  }
}
