import type { TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { recordInstead, type RecordFailure } from '../parts/record-instead.ts';
import type { RecordState } from '../parts/record-source.ts';

/** What stands in place of the record where there is none to show. */
export function panelInstead(view: Localized, state: Exclude<RecordState, 'ready' | 'loading'>, failure: RecordFailure): TemplateResult {
  return recordInstead(view, state, failure, { none: view.t('record.none'), noneText: view.t('record.noneText'), unsupported: view.t('record.unsupported'), forbidden: view.t('record.forbidden') });
}
