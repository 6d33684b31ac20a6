import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { BoardContext } from './context.ts';
import { cardLines } from './deal-card.ts';
import type { Deal } from './lane-rows.ts';
import type { Moves } from './moves.ts';
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
export function gapAt(moves: Moves, { key, rows }: LaneView): number | undefined {
  const { carried } = moves;
  if (carried?.key !== key) return undefined;
  if (carried.deals.length === 1 && key === carried.fromKey && carried.place === carried.fromPlace) return undefined;
  return gapIndex(rows.rows, carried.place, (id) => moves.carries(id));
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
