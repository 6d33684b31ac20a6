import type { VinculoError } from '@vinculo/sdk';
import type { TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import type { RecordState } from './record-source.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, notFoundState } from './states.ts';

/** What did not load, why, and the way to try again. */
export interface RecordFailure {
  readonly what: string;
  readonly error: VinculoError | undefined;
  readonly retry: () => void;
}

/** What a widget says in place of its record in its own words. */
interface InsteadWords {
  readonly none: string;
  readonly noneText: string;
  readonly unsupported: string;
  readonly forbidden: string;
}

/** What stands in place of a record where there is none to show. */
export function recordInstead(view: Localized, state: Exclude<RecordState, 'ready' | 'loading'>, { what, error, retry }: RecordFailure, { none, noneText, unsupported, forbidden }: InsteadWords): TemplateResult {
  switch (state) {
    case 'noClient': return noClientState(view);
    case 'noRecord': return emptyState(view, { title: none, text: noneText });
    case 'unknownTable': case 'unsupported': return emptyState(view, { title: unsupported });
    case 'forbidden': return forbiddenState(view, { title: forbidden });
    case 'missing': return notFoundState(view);
    case 'error': return errorState(view, { what, text: failureText(view, error), retry });
  }
}
