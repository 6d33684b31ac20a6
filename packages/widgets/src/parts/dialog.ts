import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { fits } from './own-checks.ts';

/**
 * One modal dialog of a widget, as the browser makes it: focus stays inside, Escape cancels, focus returns.
 * @example readonly #lost = new Dialog(this);
 * this.#lost.open(); ... ${this.#lost.render({ title, body, confirm: this.t('action.save'), done: (form) => ..., cancelled: () => ... })}
 */
export class Dialog implements ReactiveController {
  #host: VinculoElement;
  #isOpen = false;
  readonly #id: string = `dialog-${++count}`;

  constructor(host: VinculoElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void { this.#isOpen = false; }

  /** Whether it is shown; the body need be given only then. */
  get isOpen(): boolean { return this.#isOpen; }

  open(): void {
    // What asks may have come late.
    if (!this.#host.isConnected) return;
    this.#isOpen = true;
    this.#host.requestUpdate();
  }

  close(): void {
    this.#isOpen = false;
    this.#element()?.close();
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const element = this.#element();
    if (this.#isOpen && element && !element.open) element.showModal();
  }

  /**
   * `done` gets the fields of the body by name, once they are valid; `cancelled` is called for Escape and the cancel button. `check` may look at the form
   * before: false leaves the dialog open.
   */
  render({ title, body, confirm, check, done, cancelled }: { title: string; body: unknown; confirm: string; check?: (form: HTMLFormElement) => boolean; done: (fields: FormData) => void; cancelled?: () => void }): TemplateResult {
    const cancel = (event: Event): void => {
      event.preventDefault();
      this.close();
      cancelled?.();
    };
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      // A form's target inside its own submit listener is the form.
      const form = event.currentTarget as HTMLFormElement;
      if (!fits(this.#host, form) || check?.(form) === false) return;
      const fields = new FormData(form);
      this.close();
      done(fields);
    };
    return html`<dialog id=${this.#id} part="dialog" class="dialog" aria-labelledby=${`${this.#id}-title`} @cancel=${cancel}>${this.#isOpen ? html`<form novalidate @submit=${submit}>
      <h2 id=${`${this.#id}-title`} class="title">${title}</h2>${body}
      <div class="actions"><button type="button" part="button" class="btn" @click=${cancel}>${this.#host.t('action.cancel')}</button><button type="submit" part="button primary-button" class="btn primary">${confirm}</button></div>
    </form>` : nothing}</dialog>`;
  }

  #element(): HTMLDialogElement | null { return this.#host.renderRoot.querySelector<HTMLDialogElement>(`#${this.#id}`); }
}

let count = 0;
