import { html, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';

/** In place of what comes later, when nothing can be had from where the page has its scripts. */
export function cutOff(view: Localized, retry: () => void): TemplateResult {
  return html`<div part="state error" class="state" role="alert"><p>${view.t('state.cutOff')}</p><button type="button" part="button" class="btn" @click=${retry}>${view.t('action.tryAgain')}</button></div>`;
}
