import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { InboxController } from './inbox.controller.ts';

/** What is asked before a lead goes back to the pool: why. */
export function returnForm(w: VinculoElement): TemplateResult {
  return html`<label class="field"><span class="bold">${w.t('inbox.returnReason')}</span><input part="input" class="input" name="reason" required maxlength="500" autocomplete="off"></label>`;
}

/** Below the list: what was done last, how many leads one holds, and the keys. */
export function statusLine(w: VinculoElement, { pool }: InboxController, said: string): TemplateResult {
  return html`<p part="foot" class="foot wrap"><span class="grow">${said || w.t('inbox.keys')}</span>${pool ? html`<span class=${pool.held >= pool.limit ? 'warn' : nothing}>${w.t('inbox.held', pool)}</span>` : nothing}</p>`;
}
