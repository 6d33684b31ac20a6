import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { banner } from '../parts/banner.ts';
import { icon } from '../parts/icon.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState } from '../parts/states.ts';
import type { InboxController } from './inbox.controller.ts';

/** What stands in place of the queue where there is none to show. */
export function inboxInstead(w: VinculoElement, { state, error, subject }: InboxController): TemplateResult | typeof nothing {
  const what = w.t(subject.table === 'ticket' ? 'inbox.titleTickets' : 'inbox.titleLeads');
  switch (state) {
    case 'noClient': return noClientState(w);
    case 'forbidden': return forbiddenState(w, { title: w.t('inbox.forbidden') });
    case 'unsupported': return emptyState(w, { title: w.t('inbox.unsupported') });
    case 'error': return errorState(w, { what, text: failureText(w, error), retry: () => w.crm?.retry() });
    default: return nothing;
  }
}

/** Where nothing is in the chosen part of the queue: what to do next. */
export function emptyInbox(w: VinculoElement, { subject }: InboxController, showAll: () => void): TemplateResult {
  const isNarrow = subject.filter !== 'all' || subject.queueId !== undefined || subject.priority !== undefined;
  return emptyState(w, { title: w.t(subject.filter === 'unassigned' ? 'inbox.emptyUnassigned' : 'inbox.empty'), text: w.t(isNarrow ? 'inbox.emptyNarrow' : 'inbox.emptyText'), actions: isNarrow ? [{ label: w.t('inbox.showAll'), run: showAll }] : [] });
}

/** Why something could not be taken or given back, until it is read. */
export function failureBanner(w: VinculoElement, text: string, close: () => void): TemplateResult {
  return banner(html`<bdi>${text}</bdi>`, { tone: 'bad', flush: true, action: html`<button type="button" class="clear" aria-label=${w.t('action.close')} @click=${close}>${icon('x', 'small')}</button>` });
}

/** Why a claim or a return did not go, in words. The refusals that people meet have their own. */
export function whyNot(w: VinculoElement, error: unknown, inbox: InboxController): string {
  const { code, message, problems } = error as { readonly code?: string; readonly message?: string; readonly problems?: readonly { readonly message: string }[] };
  switch (code) {
    case 'already_claimed': return w.t('inbox.alreadyClaimed', { name: problems?.[0]?.message ?? w.t('state.conflictSomeone') });
    case 'pool_limit': return w.t('inbox.poolLimit', inbox.pool ?? { held: '?', limit: '?' });
    case 'in_pool': return w.t('inbox.inPool');
    case 'offline': return w.t('inbox.needsConnection');
    case 'unsupported': return w.t('inbox.noClaim');
    default: return message ?? String(error);
  }
}
