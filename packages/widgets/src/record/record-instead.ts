import type { VinculoError } from '@vinculo/sdk';
import type { TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, notFoundState } from '../parts/states.ts';
import type { RecordState } from './record-source.ts';

/** What stands in place of the record where there is none to show. */
export function recordInstead(view: Localized, state: Exclude<RecordState, 'ready' | 'loading'>, { what, error, retry }: { what: string; error: VinculoError | undefined; retry: () => void }): TemplateResult {
  switch (state) {
    case 'noClient': return noClientState(view);
    case 'noRecord': return emptyState(view, { title: view.t('record.none'), text: view.t('record.noneText') });
    case 'unknownTable': case 'unsupported': return emptyState(view, { title: view.t('record.unsupported') });
    case 'forbidden': return forbiddenState(view, { title: view.t('record.forbidden') });
    case 'missing': return notFoundState(view);
    case 'error': return errorState(view, { what, text: failureText(view, error), retry });
  }
}
