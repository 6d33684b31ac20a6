import type { Vinculo, VinculoError } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatBytes, formatPercent } from '../format/number.ts';
import { withFiles, withoutFile, type ChosenFile, type FileRules } from './chosen-files.ts';
import { icon } from './icon.ts';
import { uploadBar } from './upload-bar.ts';
import { filesToSend, uploadFiles } from './upload-files.ts';

/** Of one message: what the server and most mail boxes take. */
const rules: FileRules = { accept: '', maxBytes: 10_000_000, maxFiles: 10 };

/** The files that go with a message: chosen, dropped or pasted, stored one after the other when it is sent. */
export class ComposerFiles {
  list: readonly ChosenFile[] = [];
  readonly #host: VinculoElement;

  constructor(host: VinculoElement) { this.#host = host; }

  add(files: readonly File[]): void {
    this.list = withFiles(this.list, files, rules);
    this.#host.requestUpdate();
  }

  clear(): void { this.list = []; }

  /** One that is refused keeps the message back. */
  get areWrong(): boolean { return this.list.some(({ state }) => state === 'refused'); }

  /** How many are still to be stored. */
  get unsent(): number { return filesToSend(this.list); }

  /** Stores what is not stored yet. Answers why one was not; undefined when all are. */
  upload(crm: Vinculo): Promise<VinculoError | undefined> {
    return uploadFiles(crm, {
      list: () => this.list,
      change: (key, change) => {
        this.list = this.list.map((each) => (each.key === key ? { ...each, ...change } : each));
        this.#host.requestUpdate();
      },
    });
  }

  button(): TemplateResult {
    const label = this.#host.t('desk.attach');
    const pick = (event: Event): void => ((event.currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
    const picked = (event: Event): void => {
      const input = event.currentTarget as HTMLInputElement;
      this.add([...(input.files ?? [])]);
      // Else the same file could not be chosen again after it was taken out.
      input.value = '';
    };
    return html`<button type="button" part="add-files" class="btn quiet small square" aria-label=${label} title=${label} @click=${pick}>${icon('clip')}</button><input type="file" hidden multiple tabindex="-1" aria-hidden="true" @change=${picked}>`;
  }

  render(): TemplateResult | typeof nothing {
    if (this.list.length === 0) return nothing;
    return html`<ul part="files" class="files chosen">${repeat(this.list, ({ key }) => key, (file) => this.#file(file))}</ul>`;
  }

  #file({ key, name, bytes, state, refusal, percent }: ChosenFile): TemplateResult {
    const { locale } = this.#host;
    const t = this.#host.t.bind(this.#host);
    const bad = state === 'refused' || state === 'failed';
    const note = state === 'failed' ? t('desk.fileFailed') : refusal === 'size' ? t('desk.fileTooLarge', { size: formatBytes(locale, rules.maxBytes) }) : refusal === 'empty' ? t('desk.fileEmpty') : refusal === 'count' ? t('desk.filesTooMany', { count: rules.maxFiles }) : state === 'uploading' ? `${t('desk.uploading')}${percent === undefined ? '' : ` ${formatPercent(locale, percent)}`}` : formatBytes(locale, bytes);
    const label = t('desk.removeFile', { name });
    const remove = (): void => {
      this.list = withoutFile(this.list, key, rules);
      this.#host.requestUpdate();
      this.#host.renderRoot.querySelector<HTMLElement>('.compose [part="add-files"]')?.focus();
    };
    return html`<li class="tag chosen-file ${bad ? 'wrong' : ''}">${icon(bad ? 'warn' : 'clip', bad ? 'bad' : '')}<bdi class="cut" title=${name}>${name}</bdi><span class="num ${bad ? 'bad' : 'text-3'}">${note}</span><button type="button" class="clear" aria-label=${label} title=${label} @click=${remove}>${icon('x', 'small')}</button>${state === 'uploading' ? uploadBar(`${t('desk.uploading')}: ${name}`, percent) : nothing}</li>`;
  }
}
