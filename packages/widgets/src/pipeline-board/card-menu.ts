import { html, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { BoardContext, Later } from './context.ts';
import type { Deal } from './lane-rows.ts';

/** The small menu of a card. */
export function cardMenu(on: BoardContext, { menus, cards }: Later, row: Deal, tab: 0 | -1): TemplateResult {
  const { board } = on;
  return html`<span class="card-menu">${menus.render({
    id: `move-${row.id}`, button: icon('more'), name: on.t('board.moveTo'), className: 'square quiet', tab,
    items: [
      { value: '', label: on.t('action.open') },
      ...board.stages.filter((each) => each.id !== row.stageId).map((each) => ({ value: each.id, label: on.t('board.moveToStage', { stage: each.name }), icon: 'arrow' as const })),
    ],
    choose: (value) => (value ? cards.moveTo(row.id, value) : on.openDeal(row.id)),
  })}</span>`;
}
