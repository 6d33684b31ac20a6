import type { TemplateResult, nothing } from 'lit';
import { formAmiss } from '../parts/form-amiss.ts';
import { labelOf, type FormView } from './field-words.ts';
import type { FieldName } from './form-fields.ts';
import { problemText } from './problem-text.ts';

/** What has to be changed before it can be sent, or why it was not taken. */
export function summaryView(view: FormView): TemplateResult | typeof nothing {
  return formAmiss(view, {
    // All problems are of its fields: of those that are asked beside them, or its own.
    first: 'subject', label: (field) => labelOf(view, view.controller.fields.find((each) => each.name === field)?.further ?? (field as FieldName)), problem: (each) => problemText(view, each), withoutFiles: () => void view.controller.submit({ withoutFiles: true }),
  });
}
