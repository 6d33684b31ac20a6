import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { fill, formSent } from '../parts/form-outcome.ts';
import type { TicketFormController } from './ticket-form.controller.ts';

/** What drawing the end of it needs of the element. */
interface OutcomeView extends Localized {
  readonly controller: TicketFormController;
  openTicket(id: string, writing?: boolean): void;
}

/** The server has it: its number, what happens next, and how to go on. */
export function sentView(view: OutcomeView & HTMLElement): TemplateResult {
  const { controller } = view;
  const row = controller.sending.sent?.group?.row;
  const number = row?.['number'];
  const email = controller.data.requester?.email ?? controller.answers.of('guestEmail');
  // The number and the address stand in elements of their own inside a sentence of the language.
  const numbered = typeof number === 'string' && number ? fill(view.t('ticket.number', { number: '\u0000' }), html`<bdi dir="ltr" part="number" class="bold num">${number}</bdi>`) : nothing;
  const answer = email ? fill(view.t('form.answerTo', { email: '\u0000' }), html`<bdi dir="ltr">${email}</bdi>`) : nothing;
  const both = numbered !== nothing && answer !== nothing ? ' · ' : '';
  const follow = (writing: boolean): void => view.openTicket(row?.id ?? '', writing);
  return formSent(view, controller, {
    title: view.t('ticket.received'), text: html`${numbered}${both}${answer}`,
    ways: html`<slot name="sent-actions"><button type="button" part="button primary-button" class="btn primary" @click=${() => follow(false)}>${view.t('ticket.follow')}</button><button type="button" part="button" class="btn" @click=${() => follow(true)}>${view.t('ticket.addSomething')}</button></slot>`,
  });
}
