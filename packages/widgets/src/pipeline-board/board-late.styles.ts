import { css, type CSSResult } from 'lit';

/** What is carried, the menu of a card, what was said, what waits for a person, what is asked, where there are no lanes. */
export const boardLateStyles: CSSResult = css`
  .deal:hover { border-color: var(--v-line-2); }
  .card-menu { position: absolute; inset-block-start: var(--v-s1); inset-inline-end: var(--v-s1); opacity: 0; }
  .card-menu .btn { width: 28px; height: 28px; background: var(--v-raised); }
  .card-menu .btn:hover { background: linear-gradient(var(--v-hover) 0 0), var(--v-raised); }
  .deal:is(:hover, :focus-within) > .card-menu, .card-menu:has(:popover-open) { opacity: 1; }
  @media (hover: none) { .card-menu { opacity: 1; } }
  .deal.ghost { background: none; border: 1px dashed var(--v-line-2); } .deal.ghost, .deal.ghost :is(*, .icon) { color: var(--v-text-3); font-weight: 400; } .deal.ghost .avatar { background: none; border: 1px dashed var(--v-line-2); }
  .deal.lift { position: absolute; inset-block-start: 0; left: 0; z-index: 3; pointer-events: none; background: var(--v-float); border-color: transparent; box-shadow: var(--v-shadow), 0 0 0 1.5px var(--v-accent-text); }
  .gap { display: grid; align-content: center; padding-inline: 10px; border: 1px dashed var(--v-accent-line); background: var(--v-accent-soft); border-radius: var(--v-radius); color: var(--v-accent-text); }
  .carrying, .carrying .deal { cursor: grabbing; }
  .fold.over { border: 1px dashed var(--v-accent-line); background: linear-gradient(var(--v-accent-soft) 0 0), var(--v-surface); }
  .say.bad { color: var(--v-bad); } .say > .end { flex: none; }
  .link { border: 0; padding: 0 var(--v-s1); min-height: 24px; background: none; color: var(--v-accent-text); cursor: pointer; } .link:hover { text-decoration: underline; }
  .parked, .notices { border-block-end: 1px solid var(--v-line); flex: none; } .parked-more { padding: 0 var(--v-s4) var(--v-s3); }
  .notices { display: grid; gap: var(--v-s1); padding: var(--v-s2); }
  .nothing { flex: 1; } .money { display: grid; grid-template-columns: 1fr 92px; gap: var(--v-s2); }
  .nothing ::slotted(*) { margin: 0 var(--v-s4) var(--v-s4); }
  @container (width < 640px) { .lanes.carrying { scroll-snap-type: none; } .keys { display: none; } }
  @media (forced-colors: active) {
    .deal, .fold { border: 1px solid; } .deal.ghost, .gap { border-style: dashed; } .deal.lift { outline: 2px solid Highlight; }
    .share { forced-color-adjust: none; fill: GrayText; } .share .filled { fill: Highlight; }
  }
`;
