import { html, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { MenuItem } from '../parts/menu.ts';
import type { BoardContext, Later } from './context.ts';
import type { Deal } from './lane-rows.ts';
import type { Selection } from './selection.ts';

/** Items that are no stage: no id looks like them. */
const [chooses, converts] = [' choose', ' convert'];

/** The small menu of a card. */
export function cardMenu(on: BoardContext, { menus, cards, selection }: Later, row: Deal, tab: 0 | -1): TemplateResult {
  return html`<span class="card-menu">${menus.render({
    id: `move-${row.id}`, button: icon('more'), name: on.t('board.moveTo'), className: 'square quiet', tab,
    items: () => itemsOf(on, selection, row),
    choose: (value) => {
      if (value === '') on.openDeal(row.id);
      else if (value === chooses) selection.toggle(row.id);
      else if (value === converts) on.convertLead(row);
      else cards.moveTo(row.id, value);
    },
  })}</span>`;
}

function itemsOf(on: BoardContext, selection: Selection, row: Deal): readonly MenuItem[] {
  const { board } = on;
  const isChosen = selection.has(row.id);
  const count = isChosen ? selection.rows.length : 1;
  return [
    { value: '', label: on.t('action.open') },
    { value: chooses, label: on.t(isChosen ? 'board.unselect' : 'board.select'), icon: 'check' },
    ...(board.table === 'lead' && !(row as { readonly convertedAt?: string | null }).convertedAt ? [{ value: converts, label: on.t('board.convert'), icon: 'person' as const }] : []),
    ...board.stages.filter((each) => count > 1 || each.id !== row.stageId).map((each) => ({
      value: each.id, label: count > 1 ? on.t('board.moveCountTo', { count, stage: each.name }) : on.t('board.moveToStage', { stage: each.name }), icon: 'arrow' as const,
    })),
  ];
}
