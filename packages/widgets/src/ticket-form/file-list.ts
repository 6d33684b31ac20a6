import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatBytes, formatPercent } from '../format/number.ts';
import { icon } from '../parts/icon.ts';
import type { ChosenFile, FileRefusal } from '../parts/chosen-files.ts';
import { uploadBar } from '../parts/upload-bar.ts';
import { defaultAccept, type FormView } from './field-words.ts';

export function refusalText(view: FormView, refusal: FileRefusal): string {
  const { accept, maxBytes, maxFiles } = view.fileRules;
  switch (refusal) {
    case 'type': return view.t(accept === defaultAccept ? 'form.fileType' : 'form.fileTypeOther');
    case 'size': return view.t('form.fileSize', { size: formatBytes(view.locale, maxBytes) });
    case 'empty': return view.t('form.fileEmpty');
    case 'count': return view.t('form.fileCount', { count: maxFiles });
  }
}

/** The chosen files, each with its size or why it is not taken. */
export function fileList(view: FormView, files: readonly ChosenFile[]): TemplateResult {
  return html`<ul part="files" class="list">${repeat(files, (each) => each.key, (each) => fileView(view, each))}</ul>`;
}

function fileView(view: FormView, file: ChosenFile): TemplateResult {
  const { locale, controller } = view;
  const isBad = file.state === 'refused' || file.state === 'failed';
  const size = formatBytes(locale, file.bytes);
  const note = file.state === 'refused' ? refusalText(view, file.refusal!) : file.state === 'failed' ? view.t('form.fileFailed') : file.state === 'uploading' ? `${view.t('form.uploading')} · ${file.percent === undefined ? size : formatPercent(locale, file.percent)}` : size;
  const remove = view.t('form.removeFile', { name: file.name });
  return html`<li part="file" class="file ${isBad ? 'wrong' : ''}">${icon(isBad ? 'warn' : 'clip', isBad ? 'bad' : 'text-3')}<bdi class="cut" title=${file.name}>${file.name}</bdi><span class="fine num ${isBad ? 'bad' : 'text-3'}"><bdi>${note}</bdi></span><button type="button" part="remove-file" class="clear" aria-label=${remove} title=${remove} @click=${(event: Event) => { moveFocus(event); controller.removeFile(file.key); }}>${icon('x')}</button>${
    file.state === 'uploading' ? uploadBar(view.t('value.named', { label: view.t('form.uploading'), value: file.name }), file.percent) : nothing}</li>`;
}

/** The button goes with its file: focus goes to the next file's, else to the one that adds files. */
function moveFocus(event: Event): void {
  const row = (event.currentTarget as HTMLElement).closest('li');
  const beside = (row?.nextElementSibling ?? row?.previousElementSibling)?.querySelector('button') ?? row?.closest('.files')?.querySelector<HTMLElement>('#field-attachments');
  beside?.focus();
}
