import type { TemplateResult } from 'lit';
import type { VinculoError } from '@vinculo/sdk';
import type { Localized } from '../messages/message.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, notFoundState } from '../parts/states.ts';
import type { CardState } from './card-record.ts';

/** What stands in place of the record where there is none to show. */
export function cardInstead(view: Localized, state: Exclude<CardState, 'ready' | 'loading'>, { what, error, retry }: { what: string; error: VinculoError | undefined; retry: () => void }): TemplateResult {
  switch (state) {
    case 'noClient': return noClientState(view);
    case 'noRecord': return emptyState(view, { title: view.t('card.noRecord'), text: view.t('card.noRecordText') });
    case 'unsupported': return emptyState(view, { title: view.t('card.unsupported') });
    case 'forbidden': return forbiddenState(view);
    case 'missing': return notFoundState(view);
    case 'error': return errorState(view, { what, text: failureText(view, error), retry });
  }
}
