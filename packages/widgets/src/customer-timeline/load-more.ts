import { html, nothing, type TemplateResult } from 'lit';
import { dayOf, formatDate } from '../format/date.ts';
import type { Localized } from '../messages/message.ts';
import type { TimelineView } from './customer-timeline.controller.ts';

/** How many earlier items there are, back to when, as the button that shows them. */
export function loadMore(w: Localized, { earlier, backTo, growing, shown }: TimelineView, search: string | undefined, load: () => void): TemplateResult {
  const label = earlier === undefined ? w.t('timeline.loadMore')
    : backTo === undefined ? w.t('timeline.earlierOnly', { count: earlier })
    : w.t('timeline.earlier', { count: earlier, month: formatDate(w.locale, dayOf(new Date(backTo)), 'month') });
  return html`<div class="foot bottom">${search ? html`<span>${w.t('timeline.searched', { count: shown })}</span>` : nothing}<button type="button" part="load-more" class="btn quiet small" aria-disabled=${growing ? 'true' : nothing} @click=${() => { if (!growing) load(); }}>${label}</button></div>`;
}
