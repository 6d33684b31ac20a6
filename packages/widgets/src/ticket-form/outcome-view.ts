import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { icon } from '../parts/icon.ts';
import { refusedState } from '../parts/decision-states.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import type { TicketFormController } from './ticket-form.controller.ts';

/** What drawing the end of it needs of the element. */
export interface OutcomeView extends Localized {
  readonly controller: TicketFormController;
  /** The page gave steps to tell of. */
  readonly hasSteps: boolean;
  /** Opens the ticket; `writing`: where one adds something to it. */
  follow(writing?: boolean): void;
}

const head = (mark: TemplateResult, title: string, text: unknown): TemplateResult =>
  html`<div class="row top">${mark}<div class="grow"><h3 id="outcome" part="title" class="title" tabindex="-1">${title}</h3><p class="text-2">${text}</p></div></div>`;

const face = (name: 'check' | 'offline' | 'warn', hue: string): TemplateResult => html`<span part="mark" class="avatar s32 ${hue}">${icon(name)}</span>`;

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
    ${head(face('check', 'h3'), view.t('ticket.received'), html`${numbered}${both}${answer}`)}
    ${refusal === undefined ? nothing : html`<div class="summary">${refusedState(view, { title: view.t('form.partRefused'), text: refusal, retry: () => controller.settleParts('retry'), discard: () => controller.settleParts('discard') })}</div>`}
    ${stepsView(view)}
    <div class="row wrap"><slot name="sent-actions"><button type="button" part="button primary-button" class="btn primary" @click=${() => view.follow()}>${view.t('ticket.follow')}</button><button type="button" part="button" class="btn" @click=${() => view.follow(true)}>${view.t('ticket.addSomething')}</button></slot><button type="button" part="button" class="btn quiet" @click=${() => controller.startAnew()}>${view.t('form.sendAnother')}</button></div></div>`;
}

function stepsView({ hasSteps }: OutcomeView): TemplateResult {
  return hasSteps ? html`<ol part="steps" class="steps"><slot name="step"></slot></ol>` : html``;
}

function fill(text: string, value: TemplateResult): TemplateResult {
  const [before, after] = text.split('\u0000');
  return html`${before}${value}${after}`;
}

/** Handed over, not with the server yet. */
export function waitingView(view: OutcomeView): TemplateResult {
  const { controller } = view;
  const { request, data } = controller;
  const isKept = request?.durable ?? false;
  const text = data.status?.connection === 'signed-out' ? 'form.waitingSignIn' : isKept ? 'form.waitingKept' : 'form.waitingOpen';
  return html`<div part="waiting" class="form">
    ${head(face('offline', 'h2'), view.t('form.notSentYet'), view.t(text))}
    ${unsyncedMark(view, isKept ? 'unsynced' : 'memoryOnly')}
    <div class="row wrap"><button type="button" part="button" class="btn" aria-disabled=${controller.canTakeBack ? nothing : 'true'} @click=${() => controller.takeBack()}>${view.t('form.takeBack')}</button><button type="button" part="button" class="btn quiet" @click=${() => controller.startAnew()}>${view.t('form.sendAnother')}</button></div></div>`;
}

/** It may have arrived or not: a person has to look, since a second one would be a second ticket. */
export function unknownView(view: OutcomeView): TemplateResult {
  const { controller } = view;
  return html`<div part="unknown" class="form" role="alert">
    ${head(face('warn', 'h2'), view.t('form.unknown'), view.t('form.unknownText'))}
    <div class="row wrap"><button type="button" part="button" class="btn" @click=${() => controller.startAnew()}>${view.t('form.arrived')}</button><button type="button" part="button" class="btn quiet" @click=${() => void controller.sendAgain()}>${view.t('form.sendAgain')}</button></div></div>`;
}
