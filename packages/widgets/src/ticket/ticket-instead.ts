import type { VinculoElement } from '../base/vinculo-element.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, notFoundState } from '../parts/states.ts';
import type { TicketRecord, TicketState } from './ticket-record.ts';

/** What stands in place of a ticket where there is none to show. */
export function ticketInstead(w: VinculoElement, record: TicketRecord, state: Exclude<TicketState, 'ready' | 'loading'>): unknown {
  switch (state) {
    case 'noClient': return noClientState(w);
    case 'noRecord': return emptyState(w, { title: w.t('desk.noRecord'), text: w.t('desk.noRecordText') });
    case 'unsupported': return emptyState(w, { title: w.t('desk.unsupported') });
    case 'forbidden': return forbiddenState(w, { title: w.t('desk.forbidden') });
    case 'missing': return notFoundState(w);
    case 'error': return errorState(w, { what: w.t('desk.ticket'), text: failureText(w, record.error), retry: () => record.retry() });
  }
}
