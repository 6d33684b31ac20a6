import type { Vinculo } from '@vinculo/sdk';
import { html, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { FormStage } from '../parts/form-stage.ts';
import { icon } from '../parts/icon.ts';

/** What the form uses of a `<vinculo-ticket>`. */
interface Ticket {
  client: Vinculo;
  ticketId: string;
  reply(): void;
}

/** A request that is looked at in place of the form, and the way back. */
export class OpenedRequest {
  readonly #form: VinculoElement & { readonly stage: FormStage };
  #shown: (Partial<Ticket> & HTMLElement) | undefined;

  constructor(form: VinculoElement & { readonly stage: FormStage }) { this.#form = form; }

  /** The page has the ticket as a widget, under the prefix that this form has: else it hears of the event alone. `writing`: with the cursor where one adds something. */
  async show(id: string, writing: boolean): Promise<void> {
    const form = this.#form;
    const tag = form.localName.replace(/-form$/, '');
    if (!customElements.get(tag)) return;
    const made: Partial<Ticket> & HTMLElement = document.createElement(tag);
    if (form.crm) made.client = form.crm;
    made.ticketId = id;
    made.setAttribute('part', 'ticket');
    this.#shown = made;
    form.requestUpdate();
    await form.updateComplete;
    if (writing) made.reply?.();
    else form.renderRoot.querySelector<HTMLElement>('.back')?.focus();
  }

  /** Back to the form, or to what became of it. */
  async close(): Promise<void> {
    const form = this.#form;
    const id = this.#shown?.ticketId;
    this.#shown = undefined;
    form.requestUpdate();
    await form.updateComplete;
    const from = form.renderRoot.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(id ?? '')}"]`) ?? form.renderRoot.querySelector<HTMLElement>('#outcome');
    if (from) from.focus();
    else form.stage.focusFirst();
  }

  /** Undefined where the form is shown. */
  render(): TemplateResult | undefined {
    return this.#shown && html`<p><button type="button" part="back" class="btn quiet back" @click=${() => void this.close()}>${icon('arrow', 'turned')}${this.#form.t('ticket.back')}</button></p>${this.#shown}`;
  }
}
