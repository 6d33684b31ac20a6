import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { banner } from '../parts/banner.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, notFoundState } from '../parts/states.ts';
import type { TimelineController, TimelineView } from './customer-timeline.controller.ts';
import type { Narrowing } from './narrowing.ts';
import { plainText } from './sentence.ts';

/** What stands in place of a timeline where there is none to show. */
export function timelineInstead(w: VinculoElement, { state, error }: TimelineView, retry: () => void): unknown {
  switch (state) {
    case 'noClient': return noClientState(w);
    case 'noSubject': return emptyState(w, { title: w.t('timeline.noSubject'), text: w.t('timeline.noSubjectText') });
    case 'forbidden': return forbiddenState(w);
    case 'unsupported': return emptyState(w, { title: w.t('record.unsupported') });
    case 'notFound': return notFoundState(w);
    case 'error': return errorState(w, { what: w.t('timeline.what'), text: failureText(w, error), retry });
    default: return nothing;
  }
}

/** Above the list: which of its sources did not load. */
export function failedSources(w: VinculoElement, { failed }: TimelineView, retry: () => void): unknown {
  if (failed.length === 0) return nothing;
  const name = (table: string): string => plainText(w, table === 'order' ? 'timeline.orders' : table === 'ticket' ? 'timeline.tickets' : table === 'ticketMessage' ? 'timeline.messages' : table === 'touch' ? 'timeline.touches' : 'timeline.changes');
  return html`<div class="note">${banner(failed.map((table) => w.t('timeline.partFailed', { what: name(table) })).join(' '), { tone: 'warn', action: html`<button type="button" class="link" @click=${retry}>${w.t('action.tryAgain')}</button>` })}</div>`;
}

/** In place of the list where nothing is in it. */
export function nothingListed(w: VinculoElement, { more }: TimelineView, controller: TimelineController, narrowing: Narrowing, showAll: () => void): TemplateResult {
  const { text: search } = narrowing;
  const { from, to } = narrowing.dates;
  const again = { actions: [{ label: w.t('timeline.showAll'), run: () => narrowing.clear() }] };
  if (search) return html`<div class="note">${emptyState(w, { title: w.t('timeline.noMatch', { text: search }), ...(more ? { text: w.t('timeline.searchHint') } : again) })}</div>`;
  if (narrowing.isActive || from || to) return emptyState(w, { title: w.t('timeline.noneFound'), ...again });
  if (controller.chosen.size > 0) return emptyState(w, { title: w.t('timeline.noneOfKind'), actions: [{ label: w.t('timeline.showAll'), run: showAll }] });
  const first = controller.may('create') ? { text: w.t('timeline.emptyText') } : {};
  return html`<slot name="empty">${emptyState(w, { title: w.t('timeline.empty'), ...first })}</slot>`;
}
