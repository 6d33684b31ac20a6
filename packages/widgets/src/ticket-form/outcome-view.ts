import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { refusedState } from '../parts/decision-states.ts';
import { fill, outcomeHead, unknownView, waitingView } from '../parts/form-outcome.ts';
import type { TicketFormController } from './ticket-form.controller.ts';

/** What drawing the end of it needs of the element. */
export interface OutcomeView extends Localized {
  readonly controller: TicketFormController;
  /** The page gave steps to tell of. */
  readonly hasSteps: boolean;
  /** Opens the ticket; `writing`: where one adds something to it. */
  follow(writing?: boolean): void;
}

/** The server has it: its number, what happens next, and how to go on. */
export function sentView(view: OutcomeView): TemplateResult {
  const { controller } = view;
  const { request, refusal } = controller;
  const number = request?.row?.['number'];
  const email = controller.data.requester?.email ?? controller.answers.of('guestEmail');
  // The number and the address stand in elements of their own inside a sentence of the language.
  const numbered = typeof number === 'string' && number ? fill(view.t('ticket.number', { number: '\u0000' }), html`<bdi dir="ltr" part="number" class="bold num">${number}</bdi>`) : nothing;
  const answer = email ? fill(view.t('form.answerTo', { email: '\u0000' }), html`<bdi dir="ltr">${email}</bdi>`) : nothing;
  const both = numbered !== nothing && answer !== nothing ? ' · ' : '';
  return html`<div part="sent" class="form">
    ${outcomeHead('check', view.t('ticket.received'), html`${numbered}${both}${answer}`)}
    ${refusal === undefined ? nothing : html`<div class="summary">${refusedState(view, { title: view.t('form.partRefused'), text: refusal, retry: () => controller.settleParts('retry'), discard: () => controller.settleParts('discard') })}</div>`}
    ${stepsView(view)}
    <div class="row wrap"><slot name="sent-actions"><button type="button" part="button primary-button" class="btn primary" @click=${() => view.follow()}>${view.t('ticket.follow')}</button><button type="button" part="button" class="btn" @click=${() => view.follow(true)}>${view.t('ticket.addSomething')}</button></slot><button type="button" part="button" class="btn quiet" @click=${() => controller.startAnew()}>${view.t('form.sendAnother')}</button></div></div>`;
}

function stepsView({ hasSteps }: OutcomeView): TemplateResult {
  return hasSteps ? html`<ol part="steps" class="steps"><slot name="step"></slot></ol>` : html``;
}

/** Handed over, not with the server yet. */
export function requestWaiting(view: OutcomeView): TemplateResult {
  const { controller } = view;
  return waitingView(view, {
    isSignedOut: controller.data.status?.connection === 'signed-out', isKept: controller.request?.durable ?? false, canTakeBack: controller.canTakeBack,
    takeBack: () => controller.takeBack(), startAnew: () => controller.startAnew(),
  });
}

/** It may have arrived or not. */
export function requestUnknown(view: OutcomeView): TemplateResult {
  const { controller } = view;
  return unknownView(view, { startAnew: () => controller.startAnew(), sendAgain: () => void controller.sendAgain() });
}
