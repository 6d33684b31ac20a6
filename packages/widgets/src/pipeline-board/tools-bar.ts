import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { BoardContext } from './context.ts';
import { totalNote, totalText } from './totals.ts';

/** What the bar sets on its element. */
export interface ToolsActions {
  readonly mine: boolean;
  readonly search: string;
  readonly setMine: (on: boolean) => void;
  readonly setSearch: (text: string) => void;
  readonly choosePipeline: (id: string) => void;
  /** Undefined where the page has no list to switch to. */
  readonly layout: 'board' | 'list' | undefined;
  readonly setLayout: (layout: 'board' | 'list') => void;
}

/** Pipeline, figures, search, own deals, a new one. */
export function toolsBar(on: BoardContext, { mine, search, setMine, setSearch, choosePipeline, layout, setLayout }: ToolsActions): TemplateResult {
  const { board } = on;
  const { pipeline, pipelines } = board;
  const first = board.stages.find((each) => each.category === 'open');
  const input = (event: Event): void => setSearch((event.currentTarget as HTMLInputElement).value);
  return html`<div class="tools" part="tools">
    ${pipelines.length > 1 ? pipelineMenu(on, choosePipeline) : html`<h2 class="bold cut pipeline-name"><bdi>${pipeline?.name ?? ''}</bdi></h2>`}
    ${summary(on)}
    <slot name="tools"></slot>
    ${layout ? html`<span class="segments" part="layout" role="group" aria-label=${on.t('board.layout')}>${(['board', 'list'] as const).map((each) => html`<button type="button" class="btn ${each === layout ? 'on' : ''}" aria-pressed=${each === layout} @click=${() => setLayout(each)}>${on.t(`board.layout.${each}`)}</button>`)}</span>` : nothing}
    ${layout === 'list' ? nothing : on.late?.views.menu() ?? html`<span class="btn wide">${on.t('board.filter')}</span><span class="btn">${on.t('board.view')}${icon('chevron', 'chevron')}</span>`}
    ${layout === 'list' ? nothing : html`<label class="input find" part="search">${icon('search')}<input type="search" .value=${search} placeholder=${on.t('board.find')} aria-label=${on.t('board.search')} @input=${input}></label>`}
    ${layout !== 'list' && board.userId && board.has('ownerId') ? html`<button type="button" class="btn mine" part="mine" aria-pressed=${mine} @click=${() => setMine(!mine)}>${icon('person')}${on.t('board.mine')}</button>` : nothing}
    ${board.may('create') && first ? html`<button type="button" class="btn primary" part="new primary-button" @click=${() => on.addDeal(first.id)}>${icon('plus')}${on.t('board.new')}</button>` : nothing}
  </div>`;
}

/** The pipelines to choose from; the menu's button alone, and still, until menus came. */
function pipelineMenu({ board, late, t }: BoardContext, choosePipeline: (id: string) => void): TemplateResult {
  const { pipeline, pipelines } = board;
  const name = pipeline?.name ?? '';
  const button = html`<bdi class="cut">${name}</bdi>`;
  if (!late) return html`<span class="btn">${button}${icon('chevron', 'chevron')}</span>`;
  return late.menus.render({ id: 'pipeline', button, name: t('board.switch', { pipeline: name }), items: pipelines.map((each) => ({ value: each.id, label: each.name })), value: pipeline?.id ?? null, choose: choosePipeline });
}

/** What is open, said when it was counted. Amounts without room go out of sight whole, for a cut one would be another number. */
function summary(on: BoardContext): TemplateResult {
  const { board } = on;
  if (!board.isCounted) return html`<span class="fine wide" part="summary"></span>`;
  const { open } = board.figures;
  const note = totalNote(on, open.sum);
  const isSummed = board.showsSums && open.count > 0;
  const sum = isSummed ? ` · ${open.sum.convertedOn ? '≈ ' : ''}${totalText(on, open.sum)}` : '';
  const weighted = isSummed && open.weighted.amounts.length === 1 ? ` · ${on.t('board.weighted', { amount: totalText(on, open.weighted, { estimate: true }) })}` : '';
  const count = on.t('board.summary', { count: open.count });
  return html`<span class="fine text-3 num wide" part="summary" title=${[`${count}${sum}${weighted}`, note].filter(Boolean).join('\n')}><span>${count}</span><span>${sum}</span><span>${weighted}</span>${note ? html`<span class="hidden-text"> · ${note}</span>` : nothing}</span>`;
}
