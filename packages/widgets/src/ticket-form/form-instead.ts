import { html, nothing, type TemplateResult } from 'lit';
import { gap } from '../format/cjk.ts';
import type { Localized } from '../messages/message.ts';
import { banner } from '../parts/banner.ts';
import { emptyState, errorState, failureText, noClientState } from '../parts/states.ts';
import type { TicketFormController } from './ticket-form.controller.ts';

/** What stands in place of a form where there is none to show. */
export function formInstead(view: Localized, controller: TicketFormController): TemplateResult | typeof nothing {
  switch (controller.phase) {
    case 'no-client': return noClientState(view);
    case 'error': return errorState(view, { what: view.t('form.form'), text: failureText(view, controller.data.error), retry: () => controller.retry() });
    case 'unavailable': return html`<slot name="unavailable">${emptyState(view, { title: view.t('form.unavailable'), text: view.t('form.unavailableText') })}</slot>`;
    default: return nothing;
  }
}

/** Above the form: that it can be filled in all the same. */
export function awayBanner(view: Localized): TemplateResult {
  return banner(html`<span class="bold">${view.t('state.offline')}</span>${gap(view.locale)}${view.t('form.offline')}`, { tone: 'warn', icon: 'offline', flush: true });
}
