import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { refusedState } from './decision-states.ts';
import type { StagedController } from './form-stage.ts';
import { icon } from './icon.ts';
import { unsyncedMark } from './unsynced.ts';

/** The head of what became of something that was sent. Focus comes to it. */
function outcomeHead(mark: 'check' | 'offline' | 'warn', title: string, text: unknown): TemplateResult {
  return html`<div class="row top"><span part="mark" class="avatar s32 ${mark === 'check' ? 'h3' : 'h2'}">${icon(mark)}</span><div class="grow"><h3 id="outcome" part="title" class="title" tabindex="-1">${title}</h3><p class="text-2">${text}</p></div></div>`;
}

/** Puts an element in place of the mark that a text was given for a value, so that the value keeps its own direction. */
export function fill(text: string, value: TemplateResult): TemplateResult {
  const [before, after] = text.split('\u0000');
  return html`${before}${value}${after}`;
}

/** The server has it: what happens next, as the page says it in its steps, and the ways on. */
export function formSent(view: Localized & HTMLElement, { sending: { sent } }: StagedController, { title, text, ways }: { readonly title: string; readonly text: unknown; readonly ways: unknown }): TemplateResult {
  const refusal = sent?.refusal;
  return html`<div part="sent" class="form">
    ${outcomeHead('check', title, text)}
    ${refusal === undefined ? nothing : html`<div class="summary">${refusedState(view, { title: view.t('form.partRefused'), text: refusal, retry: () => sent?.settleParts('retry'), discard: () => sent?.settleParts('discard') })}</div>`}
    ${view.querySelector(':scope > [slot="step"]') ? html`<ol part="steps" class="steps"><slot name="step"></slot></ol>` : nothing}
    <div class="row wrap">${ways}<button type="button" part="button" class="btn quiet" @click=${() => sent?.startAnew()}>${view.t('form.sendAnother')}</button></div></div>`;
}

/** Handed over, not with the server yet. */
export function formWaiting(view: Localized, { intake: { status }, sending: { sent } }: StagedController): TemplateResult {
  const isKept = sent?.group?.durable ?? false;
  return html`<div part="waiting" class="form">
    ${outcomeHead('offline', view.t('form.notSentYet'), view.t(status?.connection === 'signed-out' ? 'form.waitingSignIn' : isKept ? 'form.waitingKept' : 'form.waitingOpen'))}
    ${unsyncedMark(view, isKept ? 'unsynced' : 'memoryOnly')}
    <div class="row wrap"><button type="button" part="button" class="btn" aria-disabled=${sent?.canTakeBack ? nothing : 'true'} @click=${() => sent?.takeBack()}>${view.t('form.takeBack')}</button><button type="button" part="button" class="btn quiet" @click=${() => sent?.startAnew()}>${view.t('form.sendAnother')}</button></div></div>`;
}

/** It may have arrived or not: a person has to look, since a second one would be a second record. */
export function formUnknown(view: Localized, { sending: { sent } }: StagedController): TemplateResult {
  return html`<div part="unknown" class="form" role="alert">
    ${outcomeHead('warn', view.t('form.unknown'), view.t('form.unknownText'))}
    <div class="row wrap"><button type="button" part="button" class="btn" @click=${() => sent?.startAnew()}>${view.t('form.arrived')}</button><button type="button" part="button" class="btn quiet" @click=${() => void sent?.sendAgain()}>${view.t('form.sendAgain')}</button></div></div>`;
}
