import type { TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { recordInstead, type RecordFailure } from '../parts/record-instead.ts';
import type { RecordState } from '../parts/record-source.ts';

/** What stands in place of the record where there is none to show. */
export function cardInstead(view: Localized, state: Exclude<RecordState, 'ready' | 'loading'>, failure: RecordFailure): TemplateResult {
  return recordInstead(view, state, failure, { none: view.t('card.noRecord'), noneText: view.t('card.noRecordText'), unsupported: view.t('card.unsupported'), forbidden: view.t('state.forbidden') });
}
