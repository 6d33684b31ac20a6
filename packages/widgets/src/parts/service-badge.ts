import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant, type Viewer } from '../format/date.ts';
import { formatDuration } from '../format/duration.ts';
import type { ServiceClock } from '../format/service-clock.ts';
import type { Localized } from '../messages/message.ts';
import { icon } from './icon.ts';

/** So near that somebody should look now. */
const soon = 4 * 3_600_000;

function words(w: Localized, { state, span }: ServiceClock): string {
  const minutes = Math.floor(span / 60_000) * 60_000;
  const duration = formatDuration(w.locale, minutes);
  switch (state) {
    case 'due': return w.t('time.dueIn', { duration });
    case 'overdue': return w.t('time.overdueBy', { duration });
    case 'met': return w.t('time.metIn', { duration });
    case 'failed': return minutes === 0 ? w.t('time.failed') : w.t('time.failedBy', { duration });
    case 'paused': return w.t('time.paused');
  }
}

/** A promise of a ticket in words and colour, with the exact time on hover and focus. `estimate`: the server cannot be asked, so it says that it may be otherwise by now. */
export function serviceBadge(w: Localized, viewer: Viewer, clock: ServiceClock, { estimate = false }: { estimate?: boolean } = {}): TemplateResult {
  const { state, at, span } = clock;
  const tone = state === 'met' ? 'good' : state === 'overdue' || state === 'failed' ? 'bad' : state === 'due' && span < soon ? 'warn' : '';
  const exact = formatInstant(viewer, at);
  const running = state === 'due' || state === 'overdue' || state === 'paused';
  return html`<span part="service-time" class="badge exact ${tone}" tabindex="0" title=${exact} data-exact=${exact} data-state=${state}>${icon(state === 'met' ? 'check' : state === 'failed' ? 'x' : 'clock')}${words(w, clock)}${estimate && running ? html` <span>${w.t('time.estimate')}</span>` : nothing}</span>`;
}
