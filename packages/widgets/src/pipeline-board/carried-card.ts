import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { BoardContext } from './context.ts';
import { cardLines } from './deal-card.ts';
import type { Deal } from './lane-rows.ts';
import type { LaneView } from './pipeline-board.controller.ts';

/** Where the gap stands among the drawn cards, which hold the ghosts of the carried ones too: before the card that comes after it, but above a ghost that stands there. */
export function gapIndex(rows: readonly Deal[], place: number, isGhost: (id: string) => boolean): number {
  let index = 0;
  for (let others = 0; index < rows.length; index++) {
    if (others === place) return index;
    if (!isGhost(rows[index]!.id)) others++;
  }
  return index;
}

/** Where the gap for the carried cards stands in a lane; undefined where there is none, or it would be where the card is. */
export function gapAt({ board: { moves } }: BoardContext, { key, rows }: LaneView): number | undefined {
  const carried = moves?.carried;
  if (!moves || carried?.key !== key) return undefined;
  if (carried.deals.length === 1 && key === carried.fromKey && carried.place === carried.fromPlace) return undefined;
  return gapIndex(rows.rows, carried.place, (id) => moves.carries(id));
}

/** The room where the carried cards will be. */
export function gapView(on: BoardContext): TemplateResult {
  const carried = on.board.moves?.carried;
  return html`<li class="gap" part="gap" aria-hidden="true" ${ref(on.late!.drag.gap)}>${carried?.by === 'keys' ? html`<bdi class="bold clamp">${carried.deals.length > 1 ? on.t('board.cards', { count: carried.deals.length }) : carried.deal.name}</bdi>` : nothing}</li>`;
}

/** The card under the pointer, and how many go with it. */
export function liftedCard(on: BoardContext): TemplateResult | typeof nothing {
  const carried = on.board.moves?.carried;
  const stage = carried && on.board.stageOf(carried.deal.stageId);
  const lane = carried && on.board.lane(carried.fromKey);
  if (carried?.by !== 'pointer' || !stage || !lane) return nothing;
  const { length } = carried.deals;
  return html`<div class="deal lift ${length > 1 ? 'several' : ''}" part="card lifted" aria-hidden="true" @wheel=${on.late!.drag.wheel} ${ref(on.late!.drag.lift)}>${cardLines(on, carried.deal, stage, lane, undefined)}${length > 1 ? html`<span class="count whole">${on.t('board.count', { count: length })}</span>` : nothing}</div>`;
}
