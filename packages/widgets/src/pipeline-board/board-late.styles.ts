import { css, type CSSResult } from 'lit';

/** What is carried, the menu of a card, what was said, what waits for a person, what is asked, where there are no lanes. */
export const boardLateStyles: CSSResult = css`
  .deal:hover { border-color: var(--v-line-2); }
  .card-menu { position: absolute; inset-block-end: 6px; inset-inline-end: var(--v-s1); } :host([density='compact']) .card-menu { inset-block-end: 2px; }
  .card-menu .btn { width: 28px; height: 24px; background: var(--v-raised); }
  .card-menu .btn:hover { background: linear-gradient(var(--v-hover) 0 0), var(--v-raised); }
  /* In its place and drawn with nothing: what is moved away is scrolled to, and opacity is a layer for itself, on each card. */
  @media (hover: hover) { .deal:not(:hover, :focus-visible) > .card-menu:not(:focus-within, :has(:popover-open)) .btn { color: transparent; background: none; border-color: transparent; forced-color-adjust: none; } }
  .deal.movable:not(.ghost):is(:hover, :focus-visible) .foot-line { padding-inline-end: 24px; }
  /* What is carried says so by itself: a rule for the cards around it would have all of them styled anew, twice in each move. */
  .by-keys .card-menu, .deal.ghost > .card-menu { visibility: hidden; }
  .deal.ghost { cursor: grabbing; background: none; border: 1px dashed var(--v-line-2); } .deal.ghost, .deal.ghost :is(*, .icon) { color: var(--v-text-3); } .deal.ghost .avatar { background: none; border: 1px dashed var(--v-line-2); }
  .lifting { position: absolute; inset: 0; z-index: 3; contain: strict; pointer-events: none; }
  .deal.lift { will-change: translate; position: absolute; inset-block-start: 0; left: 0; background: var(--v-float); border-color: transparent; box-shadow: var(--v-shadow), 0 0 0 1.5px var(--v-accent-text); }
  .gap { display: grid; align-content: center; padding-inline: 10px; border: 1px dashed var(--v-accent-line); background: var(--v-accent-soft); border-radius: var(--v-radius); color: var(--v-accent-text); }
  .deal.chosen { border-color: var(--v-accent-text); box-shadow: inset 0 0 0 1px var(--v-accent-text); background: linear-gradient(var(--v-accent-soft) 0 0), var(--v-raised); }
  .deal.lift.several { box-shadow: var(--v-shadow), 0 0 0 1.5px var(--v-accent-text), 4px 4px 0 1px var(--v-float), 4px 4px 0 2.5px var(--v-accent-text); } .lift > .count { position: absolute; inset-block-start: -8px; inset-inline-end: -8px; padding-inline: 6px; border-radius: 10px; background: var(--v-accent-fill); color: var(--v-on-accent); }
  .lanes.swimming { display: block; overflow: auto; padding-block-start: 0; } .swim-heads, .cells { display: flex; gap: var(--v-s2); }
  .swim-heads { position: sticky; inset-block-start: 0; z-index: 2; background: var(--v-sunken); padding-block-start: var(--v-s2); } .swim-heads > .lane { min-height: 0; } .swim-heads > .fold { height: auto; max-height: 92px; }
  .swim-heads > .lane, .cells > .lane { flex: 1 0 204px; min-width: 204px; } .cells > .fold { cursor: default; }
  .swim-head { display: flex; align-items: center; gap: var(--v-s2); width: 100%; min-height: 32px; padding: 0 var(--v-s1); border: 0; background: none; cursor: pointer; text-align: start; font: inherit; position: sticky; inset-inline-start: 0; } .swim-head:hover { background: var(--v-hover); } .swim-head .shut { rotate: -90deg; } .swim-head .shut:dir(rtl) { rotate: 90deg; }
  .cells { padding-block-end: var(--v-s2); } .cells > .lane { max-height: 300px; min-height: 64px; }
  .lane.over > .stack:empty, .cell.over { outline: 1px dashed var(--v-accent-line); }
  .as-list { flex: 1 1 var(--vinculo-board-height, 516px); min-height: 280px; display: flex; } .as-list > * { flex: 1; min-width: 0; }
  .as-list > *::part(frame) { border: 0; border-radius: 0; box-shadow: none; } .say.silent { min-height: 0; padding: 0; border: 0; }
  .view-fields { border: 0; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 2px var(--v-s2); max-height: 220px; overflow-y: auto; } .view-fields legend { grid-column: 1 / -1; padding: 0; } .view-fields .row { min-height: 24px; }
  .fold.over { border: 1px dashed var(--v-accent-line); background: linear-gradient(var(--v-accent-soft) 0 0), var(--v-surface); }
  .say.bad { color: var(--v-bad); } .say > .end { flex: none; }
  .link { border: 0; padding: 0 var(--v-s1); min-height: 24px; background: none; color: var(--v-accent-text); cursor: pointer; } .link:hover { text-decoration: underline; }
  .parked, .notices { border-block-end: 1px solid var(--v-line); flex: none; } .parked-more { padding: 0 var(--v-s4) var(--v-s3); }
  .notices { display: grid; gap: var(--v-s1); padding: var(--v-s2); }
  .nothing { flex: 1; } .money { display: grid; grid-template-columns: 1fr 92px; gap: var(--v-s2); }
  .nothing ::slotted(*) { margin: 0 var(--v-s4) var(--v-s4); }
  @container (width < 640px) { .lanes.carrying { scroll-snap-type: none; } .keys { display: none; } }
  /* A clip on each card is a piece of its own to put together in each frame of a drag: what cannot reach beyond its edge has none. */
  .deal :is(.icon, .avatar) { overflow: visible; }
  @media (forced-colors: active) {
    .deal, .fold { border: 1px solid; } .deal.chosen { outline: 2px solid Highlight; } .deal.ghost, .gap { border-style: dashed; } .deal.lift { outline: 2px solid Highlight; }
    .share { forced-color-adjust: none; fill: GrayText; } .share .filled { fill: Highlight; }
  }
`;
