import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { banner } from '../parts/banner.ts';
import type { Similar } from '../parts/similar-records.ts';
import { whySame } from '../parts/why-same.ts';
import type { RecordFormController } from './record-form.controller.ts';
import type { BesideSame } from './same-records.ts';

interface SummaryActions {
  label(name: string): string;
  focus(name: string): void;
  open(table: string, id: string): void;
  beside(found: Similar): BesideSame | undefined;
  /** Writes it all the same. */
  goOn(): void;
}

/** What has to be changed before it can be written, or which records may be the same. Focus comes here. */
export function formSummary(view: Localized, { problems, similar, isNew }: RecordFormController, { label, focus, open, beside, goOn }: SummaryActions): TemplateResult | typeof nothing {
  if (problems.size + similar.length === 0) return nothing;
  const wrong = problems.size === 0 ? nothing : banner(html`<span class="line bold">${view.t('fill.needsChange', { count: problems.size })}</span>${[...problems].map(([name, problem]) => html`<span class="line"><button type="button" class="link" @click=${() => focus(name)}>${view.t('fill.fieldProblem', { field: label(name), problem })}</button></span>`)}`, { tone: 'bad' });
  const other = (each: Similar): TemplateResult => {
    const more = beside(each);
    return html`<span class="line"><button type="button" class="link" @click=${() => open(each.table, each.id)}><bdi>${each.name}</bdi></button> <span class="text-2">${whySame(view, each)}</span>${more ? html` <button type="button" part="button" class="btn small" data-same=${each.id} @click=${more.run}>${more.label}</button>` : nothing}</span>`;
  };
  const same = similar.length === 0 ? nothing : banner(html`<span class="line bold">${view.t('fill.similar', { count: similar.length })}</span>${similar.map(other)}<button type="button" part="button" class="btn small" @click=${goOn}>${view.t(isNew ? 'fill.createAnyway' : 'fill.saveAnyway')}</button>`, { tone: 'warn' });
  return html`<div part="summary" class="summary" tabindex="-1">${wrong}${same}</div>`;
}
