import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { fits } from './own-checks.ts';

/** What becomes of the fields. */
type Answered = { readonly done: (fields: FormData) => void; readonly send?: never } | { readonly done?: never; readonly send: (fields: FormData) => Promise<boolean> };

/**
 * One modal dialog of a widget, as the browser makes it: focus stays inside, Escape cancels, focus returns.
 * @example readonly #lost = new Dialog(this);
 * this.#lost.open(); ... ${this.#lost.render({ title, body, confirm: this.t('action.save'), done: (form) => ..., cancelled: () => ... })}
 */
export class Dialog implements ReactiveController {
  #host: VinculoElement;
  #isOpen = false;
  #isBusy = false;
  /** Another one whenever it opens: what was sent from an earlier one does not close it. */
  #opening: object | undefined;
  readonly #id: string = `dialog-${++count}`;

  constructor(host: VinculoElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void { this.#isOpen = this.#isBusy = false; this.#opening = undefined; }

  /** Whether it is shown; the body need be given only then. */
  get isOpen(): boolean { return this.#isOpen; }

  open(): void {
    // What asks may have come late.
    if (!this.#host.isConnected) return;
    this.#isOpen = true;
    this.#isBusy = false;
    this.#opening = {};
    this.#host.requestUpdate();
  }

  close(): void {
    this.#isOpen = this.#isBusy = false;
    this.#opening = undefined;
    this.#element()?.close();
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const element = this.#element();
    if (this.#isOpen && element && !element.open) element.showModal();
  }

  /**
   * `done` gets the fields of the body by name, once they are valid and the dialog closed; `send` gets them while it stays open, and closes it by true: until
   * it has answered nothing is sent twice or cancelled. `cancelled` is called for Escape and the cancel button. `check` may look at the form before: false
   * leaves the dialog open.
   */
  render({ title, body, confirm, check, done, send, cancelled }: { title: string; body: unknown; confirm: string; check?: (form: HTMLFormElement) => boolean; cancelled?: () => void } & Answered): TemplateResult {
    const cancel = (event: Event): void => {
      event.preventDefault();
      if (this.#isBusy) return;
      this.close();
      cancelled?.();
    };
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      // A form's target inside its own submit listener is the form.
      const form = event.currentTarget as HTMLFormElement;
      if (this.#isBusy || !fits(this.#host, form) || check?.(form) === false) return;
      const fields = new FormData(form);
      if (send) return void this.#send(send(fields));
      this.close();
      done(fields);
    };
    return html`<dialog id=${this.#id} part="dialog" class="dialog" aria-labelledby=${`${this.#id}-title`} @cancel=${cancel}>${this.#isOpen ? html`<form novalidate aria-busy=${this.#isBusy ? 'true' : nothing} @submit=${submit}>
      <h2 id=${`${this.#id}-title`} class="title">${title}</h2>${body}
      <div class="actions"><button type="button" part="button" class="btn" aria-disabled=${this.#isBusy ? 'true' : nothing} @click=${cancel}>${this.#host.t('action.cancel')}</button><button type="submit" part="button primary-button" class="btn primary" aria-disabled=${this.#isBusy ? 'true' : nothing}>${confirm}</button></div>
    </form>` : nothing}</dialog>`;
  }

  async #send(going: Promise<boolean>): Promise<void> {
    const opening = this.#opening;
    this.#isBusy = true;
    this.#host.requestUpdate();
    let closes = false;
    try {
      closes = await going;
    } finally {
      if (opening === this.#opening) {
        this.#isBusy = false;
        if (closes) this.close();
        this.#host.requestUpdate();
      }
    }
  }

  #element(): HTMLDialogElement | null { return this.#host.renderRoot.querySelector<HTMLDialogElement>(`#${this.#id}`); }
}

let count = 0;
