import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { isVinculoError } from '../base/known-error.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { safeUrl } from '../base/safe-url.ts';
import { formatBytes } from '../format/number.ts';
import { badge } from '../parts/badge.ts';
import { icon } from '../parts/icon.ts';
import { saveFile } from '../parts/save-file.ts';
import { BatchedSource } from './batched-source.ts';
import type { TimelineHost } from './timeline-editing.ts';
import { sendingOf } from './timeline-items.ts';
import type { Attachment, TimelineItem } from './timeline-types.ts';
import type { Trouble } from './trouble.ts';
import type { ViewContext } from './view-context.ts';

/** What goes with an item beside its words: files, a recording, what became of a mail. */
export class ItemExtras implements ReactiveController {
  readonly #host: TimelineHost;
  readonly #trouble: Trouble;
  readonly #files: BatchedSource<Attachment>;
  /** Recordings that are played, by the id of their content: addresses that hold it in memory. */
  readonly #played = new Map<string, string>();
  #of: string | undefined;
  #ids: { readonly of: readonly unknown[]; readonly list: readonly string[] } = { of: [], list: [] };
  #byRecord: { readonly rows: readonly Attachment[]; readonly of: ReadonlyMap<string, readonly Attachment[]> } = { rows: [], of: new Map() };

  constructor(host: TimelineHost, trouble: Trouble) {
    this.#host = host;
    this.#trouble = trouble;
    host.w.addController(this);
    this.#files = new BatchedSource<Attachment>(host.w);
  }

  hostDisconnected(): void { this.#forget(); }

  /** Called before each drawing. */
  watch(): void {
    const { controller } = this.#host;
    const { crm, subject } = controller.request ?? {};
    if (subject?.id !== this.#of) {
      this.#of = subject?.id;
      this.#forget();
    }
    const isServed = controller.description.value?.tables['attachment'] !== undefined;
    const rows = controller.sources.activities.rows;
    if (rows !== this.#ids.of) this.#ids = { of: rows, list: rows.map(({ id }) => id) };
    this.#files.watchIds([isServed ? crm : undefined, subject?.table, subject?.id], this.#ids.list, (ids) => () => crm!.attachments.query({ where: { table: 'activity', recordId: { in: ids } } }));
    const files = this.#files.rows;
    if (files === this.#byRecord.rows) return;
    const of = new Map<string, Attachment[]>();
    for (const file of files) of.set(file.recordId, [...(of.get(file.recordId) ?? []), file]);
    this.#byRecord = { rows: files, of };
  }

  render({ w, viewer }: ViewContext, item: TimelineItem): TemplateResult | typeof nothing {
    if (item.type !== 'activity') return nothing;
    const { activity } = item;
    const files = this.#byRecord.of.get(activity.id) ?? [];
    const sending = sendingOf(activity);
    const state = sending === 'waiting' ? badge(w.t('timeline.mailWaiting'), { tone: 'info' }) : sending === 'failed' ? badge(w.t('timeline.mailFailed'), { tone: 'bad' }) : undefined;
    const told = activity.details?.['recording'];
    const recording = typeof told === 'string' ? safeUrl(told) : undefined;
    if (files.length === 0 && !state && recording === undefined) return nothing;
    return html`<div class="row wrap extras">${state}${recording === undefined ? nothing : html`<a part="recording" class="tag" href=${recording} target="_blank" rel="noopener noreferrer">${icon('phone')}${w.t('timeline.recording')}</a>`}${files.map((file) => this.#file(w, viewer.locale, file))}</div>`;
  }

  #file(w: VinculoElement, locale: string, file: Attachment): TemplateResult {
    const { name, type, bytes, blobId } = file;
    const url = this.#played.get(blobId);
    if (url !== undefined) return html`<audio part="recording" controls src=${url} aria-label=${name}></audio>`;
    const isSound = type?.startsWith('audio/') === true;
    const label = isSound ? w.t('timeline.play', { name }) : w.t('action.saveField', { field: name });
    return html`<button type="button" part="file" class="tag file" title=${label} @click=${() => void (isSound ? this.#play(file) : this.#save(file))}>${icon(isSound ? 'phone' : 'clip')}<bdi class="cut">${name}</bdi>${typeof bytes === 'number' ? html`<span class="text-3 num">${formatBytes(locale, bytes)}</span>` : nothing}</button>`;
  }

  /** Lets go of what was loaded to be played. */
  #forget(): void {
    for (const url of this.#played.values()) URL.revokeObjectURL(url);
    this.#played.clear();
    this.#trouble.tell(undefined);
  }

  async #save({ blobId, name }: Attachment): Promise<void> {
    const content = await this.#content(blobId, name);
    if (content) saveFile(this.#host.w.ownerDocument, new Blob([content], { type: 'application/octet-stream' }), name);
  }

  async #play({ blobId, name, type }: Attachment): Promise<void> {
    const content = await this.#content(blobId, name);
    if (!content) return;
    if (!this.#host.w.isConnected) return;
    this.#played.set(blobId, URL.createObjectURL(new Blob([content], { type: type ?? 'audio/mpeg' })));
    this.#host.w.requestUpdate();
  }

  async #content(blobId: string, name: string): Promise<Blob | undefined> {
    const { w, emit } = this.#host;
    try {
      const content = await w.crm!.download(blobId);
      this.#trouble.tell(undefined);
      return content;
    } catch (error) {
      if (!isVinculoError(error)) throw error;
      emit('vinculo-error', error);
      this.#trouble.tell(w.t('desk.fileNotSaved', { name }));
      return undefined;
    }
  }
}
