import { html, nothing, type TemplateResult } from 'lit';
import { formatBytes } from '../format/number.ts';
import { icon } from '../parts/icon.ts';
import { labelOf, type FormView } from './field-words.ts';
import type { FormField } from './form-fields.ts';

/** The files of the request: a list, a button, and the place to drop them. */
export function filesField(view: FormView, field: FormField, message: TemplateResult | typeof nothing): TemplateResult {
  const { controller, fileRules } = view;
  const { files } = controller.answers;
  const isBusy = view.stage.isBusy;
  const hint = view.t(field.required ? 'form.filesRequired' : 'form.filesOptional', { count: fileRules.maxFiles, size: formatBytes(view.locale, fileRules.maxBytes) });
  const pick = (event: Event): void => ((event.currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
  const picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    void controller.addFiles([...(input.files ?? [])]);
    // Else the same file could not be chosen again after it was taken out.
    input.value = '';
    view.stage.changed(event);
  };
  return html`<div part="field field-attachments" class="field files ${view.drop.isOver ? 'dropping' : ''}" role="group" aria-labelledby="label-attachments">
    <span><span id="label-attachments" class="bold">${labelOf(view, 'attachments')}</span><span id="hint-attachments" class="optional">${hint}</span></span>
    ${files.length > 0 ? controller.sending.later?.fileList(view, files) : nothing}
    <div><button type="button" id="field-attachments" part="button add-files" class="btn small" aria-describedby=${message === nothing ? 'hint-attachments' : 'hint-attachments problem-attachments'} ?disabled=${isBusy} @click=${pick}>${icon('plus')}${view.drop.isOver ? view.t('form.dropHere') : view.t('ticket.addFiles')}</button><input type="file" hidden multiple tabindex="-1" aria-hidden="true" accept=${fileRules.accept} @change=${picked}></div>${message}</div>`;
}
