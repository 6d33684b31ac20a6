import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState } from '../parts/states.ts';
import type { BoardContext } from './context.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** What stands in place of a board where there is none to show. */
export function boardInstead(w: VinculoElement, { state, error }: BoardController): TemplateResult | typeof nothing {
  switch (state) {
    case 'no-client': return noClientState(w);
    case 'forbidden': return forbiddenState(w, { title: w.t('board.forbidden') });
    case 'unsupported': return emptyState(w, { title: w.t('board.unsupported') });
    case 'error': return errorState(w, { what: w.t('board.title'), text: failureText(w, error), retry: () => w.crm?.retry() });
    case 'no-pipeline': return emptyState(w, { title: w.t('board.noPipeline'), text: w.t('board.noPipelineText') });
    default: return nothing;
  }
}

/** In place of the lanes of a pipeline without deals. */
export function emptyBoard(on: BoardContext): TemplateResult {
  const first = on.board.stages.find((each) => each.category === 'open');
  const actions = first && on.board.may('create') ? [{ label: on.t('board.new'), icon: 'plus' as const, run: () => on.addDeal(first.id) }] : [];
  return html`<div class="nothing">${emptyState(on, { title: on.t('board.empty'), text: on.t('board.emptyText'), actions })}<slot name="empty"></slot></div>`;
}
