import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatPercent } from '../format/number.ts';
import { icon } from '../parts/icon.ts';
import { bone } from '../parts/skeleton.ts';
import type { BoardContext } from './context.ts';
import { dealCard } from './deal-card.ts';
import type { StageFigures } from './figures.ts';
import type { Deal } from './lane-rows.ts';
import type { LaneView } from './pipeline-board.controller.ts';
import { totalShown, totalText } from './totals.ts';

/** Cards of a lane in the first drawing, as many as the virtual list begins with: those in sight of a board of the usual height. */
const atFirst = 6;

export const noFigures: StageFigures = { count: 0, sum: { amounts: [], more: 0 }, weighted: { amounts: [], more: 0 }, share: 0, shareOf: 'amount' };

export function laneView(on: BoardContext, lane: LaneView): unknown {
  const figures = on.board.figures.stages.get(lane.stage.id) ?? noFigures;
  if (lane.swim) return swimCell(on, lane);
  if (lane.folded) return foldedLane(on, lane, figures);
  const { board, late, stops } = on;
  const { key, stage, rows } = lane;
  // A lane of which nothing is other than before is not gone through card by card: a move touches two of them.
  return guard([
    key, stage, rows, rows.result, rows.answers, rows.more, figures, stops.turns, board.may('create'), board.foldsEmpty(stage), board.showsSums,
    late, late?.lists.of(key).turns, late?.selection.ids, late?.menus.open,
    on.locale, on.now, on.mayMove, on.options, on.marked, on.cardFields, on.words,
  ], () => openLane(on, lane, figures));
}

/** Won and lost: 36 px with name, count and sum. Cards may be dropped on it. */
function foldedLane(on: BoardContext, { stage }: LaneView, figures: StageFigures): TemplateResult {
  return html`<button type="button" class="fold" part="lane folded" data-stage=${stage.id} data-lane=${stage.id} aria-expanded="false" title=${on.t('board.unfold', { stage: stage.name })} @click=${() => on.board.fold(stage.id, false)}>
    ${stageIcon(stage.category)}<span class="bold"><bdi>${stage.name}</bdi></span>
    <span class="fine text-3 num">${figures.count}${figures.count > 0 && figures.sum.amounts.length > 0 && on.board.showsSums ? html` · <bdi>${totalText(on, figures.sum)}</bdi>` : nothing}</span>
  </button>`;
}

function stageIcon(category: string): TemplateResult | typeof nothing {
  return category === 'won' ? icon('check', 'good') : category === 'lost' ? icon('x', 'text-3') : nothing;
}

function openLane(on: BoardContext, lane: LaneView, figures: StageFigures): TemplateResult {
  const { stage, key } = lane;
  return html`<section class="lane" part="lane" data-stage=${stage.id} data-lane=${key} aria-label=${stage.name}>
    ${laneHead(on, lane, figures)}
    ${laneCards(on, lane, figures.count)}
  </section>`;
}

/** The cards of one stage in a swimlane; of a folded stage a narrow place to drop them on. */
function swimCell(on: BoardContext, lane: LaneView): TemplateResult {
  const { stage, swim, key, folded } = lane;
  const count = on.board.countIn(key);
  const name = on.t('board.stageOf', { stage: stage.name, name: swim!.name ?? on.t('board.nobody') });
  if (folded) return html`<div class="cell fold" part="lane folded" data-stage=${stage.id} data-lane=${key}><span class="fine text-3 num">${on.t('board.count', { count })}</span></div>`;
  return html`<div class="cell lane" part="lane" role="group" data-stage=${stage.id} data-lane=${key} aria-label=${name}>${laneCards(on, lane, count)}</div>`;
}

function laneCards(on: BoardContext, lane: LaneView, count: number): TemplateResult {
  const { stage, rows, key } = lane;
  const list = on.late?.lists.of(key);
  let [from, to] = [Infinity, -1];
  const draw = (row: Deal, index: number): unknown => {
    [from, to] = [Math.min(from, index), Math.max(to, index)];
    return dealCard(on, row, stage, rows, key, index, count);
  };
  const drawn = list ? list.items(rows.rows, draw) : repeat(rows.rows.slice(0, atFirst), ({ id }) => id, draw);
  // What is drawn decides what is asked for; the answer comes with a later drawing.
  queueMicrotask(() => { if (to >= 0) rows.drawn(on.board.crm, from, to); });
  return html`<ul class="stack" part="cards" role="list" ${list?.box() ?? nothing}>${drawn}</ul>
    ${rows.result === undefined ? html`<div class="waiting" aria-hidden="true">${bone('card')}</div>` : rows.more ? html`<p class="fine text-3 more">${on.t('board.shown', { count: rows.rows.length, total: count })}</p>` : nothing}`;
}

/** Name, count, probability; sum and weighted sum; share of the pipeline. As high in every lane: a weighted sum without room goes out of sight whole, for a cut one would be another number. */
export function laneHead(on: BoardContext, lane: Pick<LaneView, 'stage'>, figures: StageFigures): unknown {
  const { board } = on;
  return guard([lane.stage, figures, on.locale, on.words, board.may('create'), board.foldsEmpty(lane.stage), board.showsSums], () => headOf(on, lane, figures));
}

function headOf(on: BoardContext, { stage }: Pick<LaneView, 'stage'>, figures: StageFigures): TemplateResult {
  const limit = stage.workLimit ?? 0;
  const full = limit > 0 && figures.count > limit;
  const open = stage.category === 'open';
  const share = on.t(figures.shareOf === 'amount' ? 'board.share' : 'board.shareCount', { percent: formatPercent(on.locale, Math.round(figures.share)) });
  return html`<header part="lane-head">
    <div class="row">
      ${stageIcon(stage.category)}<h3 class="cut"><bdi>${stage.name}</bdi></h3>
      <span class="count whole ${full ? 'warn row tight' : ''}" title=${full ? on.t('board.overLimit', { limit }) : on.t('count.deals', { count: figures.count })}>${full ? icon('warn', 'small') : nothing}<span aria-hidden="true">${on.t('board.count', { count: figures.count })}</span><span class="hidden-text">${on.t('count.deals', { count: figures.count })}${full ? `, ${on.t('board.overLimit', { limit })}` : ''}</span></span>
      ${open && typeof stage.probability === 'number' ? html`<span class="fine text-3 end num" title=${on.t('board.stageProbability')}>${formatPercent(on.locale, stage.probability)}</span>` : html`<span class="end"></span>`}
      ${open && !on.board.foldsEmpty(stage) ? nothing : html`<button type="button" class="clear" aria-expanded="true" aria-label=${on.t('board.fold', { stage: stage.name })} title=${on.t('board.fold', { stage: stage.name })} @click=${() => on.board.fold(stage.id, true)}>${icon('x')}</button>`}
      ${open && on.board.may('create') ? html`<button type="button" part="add" class="clear" aria-label=${on.t('board.addTo', { stage: stage.name })} title=${on.t('board.addTo', { stage: stage.name })} @click=${() => on.addDeal(stage.id)}>${icon('plus')}</button>` : nothing}
    </div>
    ${on.board.showsSums ? html`<div class="row sums num">${totalShown(on, figures.sum, 'bold sum-of')}${open && figures.weighted.amounts.length === 1 ? html`<span class="fine text-3 end whole" title=${on.t('board.weightedHint')}>${on.t('board.weighted', { amount: totalText(on, figures.weighted, { estimate: true, narrow: true }) })}</span>` : nothing}</div>` : nothing}
    ${open ? html`<svg class="share" part="share" role="img" aria-label=${share} preserveAspectRatio="none"><title>${share}</title><rect width="100%" height="3" rx="1.5"/><rect class="filled" width=${`${figures.share}%`} height="3" rx="1.5"/></svg>` : html`<div class="share-space"></div>`}
  </header>`;
}
