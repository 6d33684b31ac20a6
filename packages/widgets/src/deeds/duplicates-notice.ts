import type { Vinculo } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Localized } from '../messages/message.ts';
import { banner } from '../parts/banner.ts';
import { icon } from '../parts/icon.ts';
import { comparable, similarRecords, type Similar, type SimilarBy } from '../parts/similar-records.ts';
import { whySame } from '../parts/why-same.ts';
import type { LateDeeds } from './late-deeds.ts';

/** The widget that tells of them. */
export interface DuplicatesHost {
  readonly element: VinculoElement;
  readonly say: (text: string) => void;
  readonly crm: () => Vinculo | undefined;
  /** By what records are held to be the same. */
  readonly by: () => readonly SimilarBy[];
}

/** The record that is shown, and what can be done with it. */
interface DuplicatesView extends Localized {
  readonly deeds: Pick<LateDeeds, 'offered' | 'ask'>;
  open(table: string, id: string): void;
}

interface Changed {
  readonly id: string;
  readonly name?: unknown;
  readonly accountId?: unknown;
  readonly company?: unknown;
}

/** Fields of which a new value may be somebody else's already. */
const telling: ReadonlySet<string> = new Set(['name', 'emails', 'phones', 'accountId', 'company']);
/** A name is judged with its company, and the other way round. */
const naming: ReadonlySet<string> = new Set(['name', 'accountId', 'company']);

/** Looks, once a telling field was changed here, whether another record says the same; a person decides what comes of it. */
export class DuplicatesNotice {
  readonly #host: DuplicatesHost;
  #found: { readonly id: string; readonly list: readonly Similar[] } | undefined;

  constructor(host: DuplicatesHost) {
    this.#host = host;
  }

  async look(table: string, record: Changed, patch: Readonly<Record<string, unknown>>): Promise<void> {
    const { element, say } = this.#host;
    const crm = this.#host.crm();
    const by = this.#host.by();
    const fields = Object.keys(patch).filter((field) => telling.has(field));
    if (!crm || !comparable.has(table) || fields.length === 0 || by.length === 0) return;
    const values = fields.some((field) => naming.has(field)) ? { name: record.name, accountId: record.accountId, company: record.company, ...patch } : patch;
    try {
      const list = await similarRecords(crm, table, values, record.id, by);
      this.#found = list.length > 0 ? { id: record.id, list } : undefined;
    } catch {
      // They are looked for where they can be; offline the change is kept all the same.
      this.#found = undefined;
    }
    if (this.#found) say(element.t('deed.similar', { count: this.#found.list.length }));
    element.requestUpdate();
  }

  /** Nothing for another record than the one that was changed. */
  render(view: DuplicatesView, table: string, id: string): TemplateResult | typeof nothing {
    if (this.#found?.id !== id) return nothing;
    const { t, deeds } = view;
    const canMerge = deeds.offered.includes('merge');
    const close = (): void => { this.#found = undefined; this.#host.element.requestUpdate(); };
    const line = (each: Similar): TemplateResult => html`<span class="line"><button type="button" part="link" class="link" @click=${() => view.open(each.table, each.id)}><bdi>${each.name}</bdi></button> <span class="text-2">${whySame(view, each)}</span>${
      canMerge && each.table === table ? html` <button type="button" part="button" class="btn small" data-compare=${each.id} @click=${() => { close(); void deeds.ask('merge', each.id); }}>${t('deed.compare')}</button>` : nothing}</span>`;
    return html`<div part="duplicates" class="notice">${banner(html`<span class="line bold">${t('deed.similar', { count: this.#found.list.length })}</span>${this.#found.list.map(line)}`, {
      tone: 'warn', action: html`<button type="button" class="clear" aria-label=${t('action.close')} @click=${close}>${icon('x', 'small')}</button>`,
    })}</div>`;
  }
}
