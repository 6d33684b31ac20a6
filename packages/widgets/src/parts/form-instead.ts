import type { Status, VinculoError } from '@vinculo/sdk';
import { html, type TemplateResult } from 'lit';
import { gap } from '../format/cjk.ts';
import type { Localized } from '../messages/message.ts';
import { banner } from './banner.ts';
import { emptyState, errorState, failureText, noClientState } from './states.ts';

/** What stands in place of a public form where there is none to show. The page may say itself how else to reach it (slot `unavailable`). */
export function formInstead(view: Localized, phase: 'no-client' | 'error' | 'unavailable', { error, retry }: { readonly error: VinculoError | undefined; readonly retry: () => void }): TemplateResult {
  switch (phase) {
    case 'no-client': return noClientState(view);
    case 'error': return errorState(view, { what: view.t('form.form'), text: failureText(view, error), retry });
    case 'unavailable': return html`<slot name="unavailable">${emptyState(view, { title: view.t('form.unavailable'), text: view.t('form.unavailableText') })}</slot>`;
  }
}

/** Above the form, where the backend does not answer as it should: that it can be filled in all the same, and when it is sent. */
export function awayBanner(view: Localized, connection: Status['connection'] | undefined): TemplateResult {
  const text = connection === 'signed-out' ? view.t('form.waitingSignIn') : html`<span class="bold">${view.t(connection === 'refused' ? 'state.badAnswer' : 'state.offline')}</span>${gap(view.locale)}${view.t('form.offline')}`;
  return banner(text, { tone: 'warn', icon: connection === 'signed-out' || connection === 'refused' ? 'warn' : 'offline', flush: true });
}
