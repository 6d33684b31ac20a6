import { html, nothing, type TemplateResult } from 'lit';
import type { BoardContext } from './context.ts';
import { cardLines } from './deal-card.ts';
import type { LaneView } from './pipeline-board.controller.ts';

/** Where the gap stands among the drawn items, which hold the carried card's ghost too: at its own place in the lane, if it is of that lane. */
export function gapIndex(place: number, ghostAt: number | undefined): number {
  return ghostAt === undefined || place <= ghostAt ? place : place + 1;
}

/** Where the gap for the carried card stands among a lane's cards; undefined where there is none, or it would be where the card is. */
export function gapAt({ board: { moves } }: BoardContext, { stage }: LaneView): number | undefined {
  const carried = moves?.carried;
  if (carried?.stageId !== stage.id) return undefined;
  const home = stage.id === carried.deal.stageId;
  if (home && carried.place === carried.fromPlace) return undefined;
  return gapIndex(carried.place, home ? carried.fromPlace : undefined);
}

/** The room where the carried card will be. */
export function gapView({ board: { moves } }: BoardContext): TemplateResult {
  const carried = moves?.carried;
  return html`<li class="gap" part="gap" aria-hidden="true">${carried?.by === 'keys' ? html`<bdi class="bold clamp">${carried.deal.name}</bdi>` : nothing}</li>`;
}

/** The card under the pointer. */
export function liftedCard(on: BoardContext): TemplateResult | typeof nothing {
  const carried = on.board.moves?.carried;
  const stage = carried && on.board.stageOf(carried.deal.stageId);
  const lane = carried && on.board.lane(carried.deal.stageId);
  if (carried?.by !== 'pointer' || !stage || !lane) return nothing;
  return html`<div class="deal lift" part="card lifted" aria-hidden="true">${cardLines(on, carried.deal, stage, lane, undefined)}</div>`;
}
