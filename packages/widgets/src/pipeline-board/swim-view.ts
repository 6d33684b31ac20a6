import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../parts/icon.ts';
import type { BoardContext } from './context.ts';
import { laneHead, laneView, noFigures } from './lane-view.ts';
import type { SwimView } from './swim-rows.ts';
import { totalText } from './totals.ts';

/** Rows of lanes, one for each owner or team, under the heads of the stages. */
export function swimlanesView(on: BoardContext): TemplateResult {
  const { board } = on;
  return html`<div class="swim-heads">${board.stages.map((stage) => (board.folded(stage)
    ? html`<button type="button" class="fold" part="lane folded" aria-expanded="false" title=${on.t('board.unfold', { stage: stage.name })} @click=${() => board.fold(stage.id, false)}><span class="bold"><bdi>${stage.name}</bdi></span></button>`
    : html`<section class="lane" aria-label=${stage.name}>${laneHead(on, { stage }, board.figures.stages.get(stage.id) ?? noFigures)}</section>`))}</div>
    ${repeat(board.swims?.views ?? [], ({ swim }) => swim.id, (each) => swimView(on, each))}`;
}

function swimView(on: BoardContext, { swim, folded, lanes, figures }: SwimView): TemplateResult {
  const name = swim.name ?? on.t('board.nobody');
  const { open } = figures;
  return html`<section class="swim" part="swimlane" aria-label=${name}>
    <h3><button type="button" class="swim-head" part="swimlane-head" aria-expanded=${!folded} @click=${() => on.board.swims?.fold(swim.id, !folded)}>
      ${icon('chevron', folded ? 'chevron shut' : 'chevron')}<bdi class="bold cut">${name}</bdi>
      <span class="fine text-3 num">${on.t('board.summary', { count: open.count })}${on.board.showsSums && open.count > 0 ? html` · <bdi>${totalText(on, open.sum)}</bdi>` : nothing}</span>
    </button></h3>
    ${folded ? nothing : html`<div class="cells">${repeat(lanes, (lane) => lane.key, (lane) => laneView(on, lane))}</div>`}
  </section>`;
}
