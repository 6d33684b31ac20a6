import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatBytes } from '../format/number.ts';
import { icon } from '../parts/icon.ts';
import type { ChosenFile } from './chosen-files.ts';
import { labelOf, refusalText, type FormView } from './field-words.ts';
import type { FormField } from './form-fields.ts';

/** The files of the request: a list, a button, and the place to drop them. */
export function filesField(view: FormView, field: FormField, message: TemplateResult | typeof nothing): TemplateResult {
  const { controller, fileRules } = view;
  const { files } = controller.answers;
  const isBusy = controller.phase === 'sending';
  const hint = view.t(field.required ? 'form.filesRequired' : 'form.filesOptional', { count: fileRules.maxFiles, size: formatBytes(view.locale, fileRules.maxBytes) });
  const pick = (event: Event): void => ((event.currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
  const picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    controller.addFiles([...(input.files ?? [])]);
    // Else the same file could not be chosen again after it was taken out.
    input.value = '';
    view.changed(event);
  };
  return html`<div part="field field-attachments" class="field files ${view.isDropping ? 'dropping' : ''}" role="group" aria-labelledby="label-attachments">
    <span><span id="label-attachments" class="bold">${labelOf(view, 'attachments')}</span><span id="hint-attachments" class="optional">${hint}</span></span>
    ${files.length > 0 ? html`<ul part="files" class="list">${repeat(files, (each) => each.key, (each) => fileView(view, each))}</ul>` : nothing}
    <div><button type="button" id="field-attachments" part="button add-files" class="btn small" aria-describedby=${message === nothing ? 'hint-attachments' : 'hint-attachments problem-attachments'} ?disabled=${isBusy} @click=${pick}>${icon('plus')}${view.isDropping ? view.t('form.dropHere') : view.t('ticket.addFiles')}</button><input type="file" hidden multiple tabindex="-1" aria-hidden="true" accept=${fileRules.accept} @change=${picked}></div>${message}</div>`;
}

function fileView(view: FormView, file: ChosenFile): TemplateResult {
  const { locale, controller } = view;
  const isBad = file.state === 'refused' || file.state === 'failed';
  const size = formatBytes(locale, file.bytes);
  const note = file.state === 'refused' ? refusalText(view, file.refusal!) : file.state === 'failed' ? view.t('form.fileFailed') : file.state === 'uploading' ? `${view.t('form.uploading')} · ${size}` : size;
  const remove = view.t('form.removeFile', { name: file.name });
  return html`<li part="file" class="file ${isBad ? 'wrong' : ''}">${icon(isBad ? 'warn' : 'clip', isBad ? 'bad' : 'text-3')}<bdi class="cut" title=${file.name}>${file.name}</bdi><span class="fine num ${isBad ? 'bad' : 'text-3'}"><bdi>${note}</bdi></span><button type="button" part="remove-file" class="clear" aria-label=${remove} title=${remove} @click=${(event: Event) => { moveFocus(event); controller.removeFile(file.key); }}>${icon('x')}</button>${
    file.state === 'uploading' ? html`<span class="progress" role="progressbar" aria-label=${`${view.t('form.uploading')}: ${file.name}`}><i></i></span>` : nothing}</li>`;
}

/** The button goes with its file: focus goes to the next file's, else to the one that adds files. */
function moveFocus(event: Event): void {
  const row = (event.currentTarget as HTMLElement).closest('li');
  const beside = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button') ?? row?.closest('.files')?.querySelector<HTMLElement>('#field-attachments');
  beside?.focus();
}
