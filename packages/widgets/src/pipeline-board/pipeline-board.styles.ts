import { css, type CSSResult } from 'lit';

export const boardStyles: CSSResult = css`
  .board { position: relative; overflow: clip; display: flex; flex-direction: column; height: 100%; }
  [part='skeleton'], [part='skeleton'] > [aria-hidden] { display: contents; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: var(--v-s2); padding: var(--v-s2) var(--v-s3); border-block-end: 1px solid var(--v-line); flex: none; }
  .tools > .btn:first-child { max-width: 100%; min-width: 0; flex: 0 1 auto; } .pipeline-name { min-width: 0; padding-inline: var(--v-s1); }
  [part='summary'] { flex: 1 1 72px; min-width: 0; height: 1lh; display: flex; flex-wrap: wrap; overflow: hidden; } [part='summary'] > * { white-space: pre; }
  .find { width: 220px; }
  .find input::-webkit-search-cancel-button { appearance: none; }
  .bone-menu { width: 148px; } .bone-find { width: 220px; } .bone-new { width: 108px; }

  .lanes { display: flex; gap: var(--v-s2); padding: var(--v-s2); background: var(--v-sunken); flex: 1 1 var(--vinculo-board-height, 516px); min-height: 280px; overflow-x: auto; overflow-y: hidden; scrollbar-width: thin; }
  .lane { flex: 1 1 0; min-width: 204px; display: flex; flex-direction: column; position: relative; min-height: 0; }
  .lane > header { padding: var(--v-s1) var(--v-s1) var(--v-s2); display: grid; gap: 2px; flex: none; }
  .lane > header > .row { min-height: 24px; } .lane > header > .sums { min-height: 0; height: 20px; flex-wrap: wrap; align-content: flex-start; overflow: hidden; } .sum-of { flex: none; max-width: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .lane > header .clear { margin-inline: -4px; }
  .count.warn { color: var(--v-warn); }
  .lane-bones { height: 77px; padding: var(--v-s1); }
  .share { display: block; width: 100%; height: 3px; margin-block-start: 6px; border-radius: 2px; overflow: hidden; fill: var(--v-press); } .share .filled { fill: var(--v-accent-fill); }
  .share:dir(rtl) { transform: scaleX(-1); } .share-space { height: 3px; margin-block-start: 6px; }
  .stack { overflow-x: hidden; overflow-y: auto; overscroll-behavior-y: contain; flex: 1; min-height: 0; padding: 4px; margin: -4px; scrollbar-width: none; }
  .stack > *, .stack > .bone { margin-block-end: var(--v-s2); }
  .waiting { position: absolute; inset-block-start: 85px; inset-inline: 0; }
  .more { flex: none; padding: var(--v-s1); text-align: center; }

  .deal { position: relative; background: var(--v-raised); border: 1px solid var(--v-line); border-radius: var(--v-radius); padding: var(--v-s2) 10px; cursor: pointer; -webkit-touch-callout: none; user-select: none; }
  .deal > p + p { margin-block-start: 2px; } .deal > p + .sum { margin-block: 6px 4px; }
  .deal.movable { touch-action: pan-x pan-y; }
  .deal:focus-visible { outline: 2px solid transparent; box-shadow: var(--v-focus); border-radius: var(--v-radius); }
  .deal .what { font-weight: var(--v-bold); display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; padding: 3px; margin: -3px; }
  .deal .open { display: inline; padding: 0; border: 0; background: none; font-weight: inherit; text-align: start; cursor: pointer; }
  .deal .fine .icon { width: 14px; height: 14px; }
  .deal .bone { width: 20px; height: 20px; } .deal .sum { display: flex; align-items: center; gap: var(--v-s2); min-height: 20px; } .deal .sum > .end { display: flex; } .deal .sum > .bold { min-width: 0; overflow-wrap: anywhere; }
  .deal .foot-line { display: flex; align-items: center; gap: var(--v-s1); font: var(--v-small); color: var(--v-text-2); min-height: 20px; }
  .foot-line > :first-child:not(.end) { min-width: 0; } .foot-line .end { flex: none; font-weight: inherit; } .foot-line .end.bold { font-weight: var(--v-bold); }
  @media (hover: none) { .deal.movable .foot-line { padding-inline-end: 24px; } }
  .foot-line .icon { color: var(--v-text-3); } .foot-line :is(.warn, .bad) .icon { color: inherit; }

  .fold { flex: 0 0 36px; width: 36px; border: 1px solid var(--v-line); border-radius: var(--v-radius); background: var(--v-surface); display: flex; flex-direction: column; align-items: center; gap: var(--v-s2); padding: 10px 0; cursor: pointer; overflow: hidden; }
  .fold span { writing-mode: vertical-rl; white-space: nowrap; } .fold:hover { background: linear-gradient(var(--v-hover) 0 0), var(--v-surface); }
  .fold:focus-visible { border-radius: var(--v-radius); }

  .say { display: flex; align-items: center; gap: var(--v-s2); min-height: 36px; padding: 5px var(--v-s3); border-block-start: 1px solid var(--v-line); font: var(--v-small); color: var(--v-text-2); flex: none; }

  :host([density='compact']) .deal { padding-block: var(--v-s1); } :host([density='compact']) .deal > p + .sum { margin-block: 2px; }

  @container (width < 920px) {
    .tools .primary { margin-inline-start: auto; } .tools .find { width: auto; flex: 1 1 60%; order: 8; } .tools .mine { order: 9; }
  }
  @container (width < 640px) {
    .tools .wide { display: none; } .tools > :first-child { order: -2; } .tools .primary { order: -1; } .tools .find { flex-basis: 72px; min-width: 72px; }
    .lanes { scroll-snap-type: x mandatory; scroll-padding-inline: 8px; }
    .lane { flex: 0 0 calc(100% - 40px); max-width: 300px; scroll-snap-align: start; } .fold { scroll-snap-align: start; }
  }
`;
