import type { VinculoError } from '@vinculo/sdk';
import type { TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, notFoundState } from '../parts/states.ts';
import type { FormState } from './record-form.controller.ts';

/** What stands in place of the form where there is none to fill in. */
export function formInstead(view: Localized, state: Exclude<FormState, 'ready' | 'loading' | 'done'>, { what, error, retry }: { what: string; error: VinculoError | undefined; retry: () => void }): TemplateResult {
  switch (state) {
    case 'noClient': return noClientState(view);
    case 'unknownTable': case 'unsupported': return emptyState(view, { title: view.t('fill.unsupported') });
    case 'forbidden': case 'readOnly': return forbiddenState(view, { title: view.t('fill.mayNot') });
    case 'missing': return notFoundState(view);
    case 'error': return errorState(view, { what, text: failureText(view, error), retry });
  }
}
