import { html, nothing, type TemplateResult } from 'lit';
import { banner } from '../parts/banner.ts';
import { icon } from '../parts/icon.ts';
import { similarBy, similarByOf, similarRecords, type Similar } from '../parts/similar-records.ts';
import { whySame } from '../parts/why-same.ts';
import type { CardHost, CardView } from './card-view.ts';

/** Fields of which a new value may be somebody else's already. */
const telling: ReadonlySet<string> = new Set(['name', 'emails', 'phones', 'accountId']);

/** Looks, once a telling field was changed here, whether another record says the same; a person decides what comes of it. */
export class CardDuplicates {
  readonly #host: CardHost;
  #found: { readonly id: string; readonly list: readonly Similar[] } | undefined;

  constructor(host: CardHost) {
    this.#host = host;
  }

  async look({ table, record }: CardView, patch: Readonly<Record<string, unknown>>): Promise<void> {
    const { crm } = this.#host.record.subject;
    const fields = Object.keys(patch).filter((field) => telling.has(field));
    const by = similarByOf(this.#host.duplicates()) ?? similarBy;
    if (!crm || fields.length === 0 || by.length === 0) return;
    // A name is judged with its company, and the other way round.
    const values = fields.some((field) => field === 'name' || field === 'accountId') ? { name: record.name, accountId: record.accountId, ...patch } : patch;
    try {
      const list = await similarRecords(crm, table, values, record.id, by);
      this.#found = list.length > 0 ? { id: record.id, list } : undefined;
    } catch {
      // They are looked for where they can be; offline the change is kept all the same.
      this.#found = undefined;
    }
    if (this.#found) this.#host.late?.announcer.say(this.#host.element.t('deed.similar', { count: this.#found.list.length }));
    this.#host.element.requestUpdate();
  }

  render(view: CardView): TemplateResult | typeof nothing {
    if (this.#found?.id !== view.record.id) return nothing;
    const { t, deeds } = view;
    const canMerge = deeds.offered.includes('merge');
    const close = (): void => { this.#found = undefined; this.#host.element.requestUpdate(); };
    const line = (each: Similar): TemplateResult => html`<span class="line"><button type="button" part="link" class="link" @click=${() => view.open(each.table, each.id)}><bdi>${each.name}</bdi></button> <span class="text-2">${whySame(view, each)}</span>${
      canMerge && each.table === view.table ? html` <button type="button" part="button" class="btn small" data-compare=${each.id} @click=${() => { close(); void deeds.ask('merge', each.id); }}>${t('deed.compare')}</button>` : nothing}</span>`;
    return html`<div part="duplicates" class="notice">${banner(html`<span class="line bold">${t('deed.similar', { count: this.#found.list.length })}</span>${this.#found.list.map(line)}`, {
      tone: 'warn', action: html`<button type="button" class="clear" aria-label=${t('action.close')} @click=${close}>${icon('x', 'small')}</button>`,
    })}</div>`;
  }
}
