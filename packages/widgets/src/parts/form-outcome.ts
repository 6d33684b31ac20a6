import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { icon } from './icon.ts';
import { unsyncedMark } from './unsynced.ts';

/** The head of what became of something that was sent. Focus comes to it. */
export function outcomeHead(mark: 'check' | 'offline' | 'warn', title: string, text: unknown): TemplateResult {
  return html`<div class="row top"><span part="mark" class="avatar s32 ${mark === 'check' ? 'h3' : 'h2'}">${icon(mark)}</span><div class="grow"><h3 id="outcome" part="title" class="title" tabindex="-1">${title}</h3><p class="text-2">${text}</p></div></div>`;
}

/** Puts an element in place of the mark that a text was given for a value, so that the value keeps its own direction. */
export function fill(text: string, value: TemplateResult): TemplateResult {
  const [before, after] = text.split('\u0000');
  return html`${before}${value}${after}`;
}

/** What can be done about something that is handed over and not with the server yet. */
interface Waiting {
  readonly isSignedOut: boolean;
  /** On disk: it survives the page. */
  readonly isKept: boolean;
  readonly canTakeBack: boolean;
  readonly takeBack: () => void;
  readonly startAnew: () => void;
}

export function waitingView(view: Localized, { isSignedOut, isKept, canTakeBack, takeBack, startAnew }: Waiting): TemplateResult {
  return html`<div part="waiting" class="form">
    ${outcomeHead('offline', view.t('form.notSentYet'), view.t(isSignedOut ? 'form.waitingSignIn' : isKept ? 'form.waitingKept' : 'form.waitingOpen'))}
    ${unsyncedMark(view, isKept ? 'unsynced' : 'memoryOnly')}
    <div class="row wrap"><button type="button" part="button" class="btn" aria-disabled=${canTakeBack ? nothing : 'true'} @click=${takeBack}>${view.t('form.takeBack')}</button><button type="button" part="button" class="btn quiet" @click=${startAnew}>${view.t('form.sendAnother')}</button></div></div>`;
}

/** It may have arrived or not: a person has to look, since a second one would be a second record. */
export function unknownView(view: Localized, { startAnew, sendAgain }: { readonly startAnew: () => void; readonly sendAgain: () => void }): TemplateResult {
  return html`<div part="unknown" class="form" role="alert">
    ${outcomeHead('warn', view.t('form.unknown'), view.t('form.unknownText'))}
    <div class="row wrap"><button type="button" part="button" class="btn" @click=${startAnew}>${view.t('form.arrived')}</button><button type="button" part="button" class="btn quiet" @click=${sendAgain}>${view.t('form.sendAgain')}</button></div></div>`;
}
