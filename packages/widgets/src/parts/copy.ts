import { html, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { warnOnce } from '../base/warn.ts';
import { icon } from './icon.ts';

/** Copy buttons of one widget; the one just used says so for two seconds, to the eye and to screen readers. */
export class CopyButtons implements ReactiveController {
  #host: VinculoElement;
  #copied: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: VinculoElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void { clearTimeout(this.#timer); this.#copied = undefined; }

  /** `what` names the text for the button's label: "Copy email". */
  button(text: string, what: string): TemplateResult {
    const done = this.#copied === text;
    const label = done ? this.#host.t('action.copied') : this.#host.t('action.copy', { what });
    return html`<button type="button" part="copy" class="clear ${done ? 'good' : ''}" aria-label=${label} title=${label} @click=${() => this.#copy(text)}>${icon(done ? 'check' : 'note', 'small')}</button><span class="hidden-text" role="status">${done ? label : ''}</span>`;
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      warnOnce('copy', `the page may not write to the clipboard (${String(error)})`);
      return;
    }
    this.#copied = text;
    this.#host.requestUpdate();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#copied = undefined; this.#host.requestUpdate(); }, 2_000);
  }
}
