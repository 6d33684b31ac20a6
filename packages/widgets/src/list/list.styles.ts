import { css, type CSSResult } from 'lit';

export const listStyles: CSSResult = css`
  .list { display: flex; flex-direction: column; height: 100%; overflow: clip; --row: 36px; }
  :host([density='compact']) .list { --row: 28px; }
  [part='skeleton'], [part='skeleton'] > [aria-hidden] { display: contents; }
  .tools { display: flex; flex-wrap: wrap; align-items: center; gap: var(--v-s2); padding: var(--v-s2) var(--v-s3); min-height: 48px; border-block-end: 1px solid var(--v-line); flex: none; }
  .tools .name { min-width: 0; max-width: 100%; padding-inline: var(--v-s1); } .find { width: 220px; } .find input::-webkit-search-cancel-button { appearance: none; }
  .more-room { width: 108px; height: var(--v-height); }
  .bones-box { flex: 1 1 var(--vinculo-list-height, 516px); min-height: 200px; overflow: hidden; padding-block-start: var(--row); --columns: 40px 2fr repeat(4, 1fr); }
  .bones-box .line { min-width: 0; }

  .scroll { flex: 1 1 var(--vinculo-list-height, 516px); min-height: 200px; overflow: auto; overscroll-behavior: contain; scrollbar-width: thin; }
  .grid { min-width: var(--least); }
  .line { display: grid; grid-template-columns: var(--columns); min-height: var(--row); border-block-end: 1px solid var(--v-line); scroll-margin-block-start: var(--row); }
  .head { position: sticky; inset-block-start: 0; z-index: 3; background: var(--v-surface); } .head .line { background: var(--v-sunken); }
  .cell { position: relative; display: flex; align-items: center; gap: var(--v-s2); min-width: 0; padding: 2px var(--v-s2); scroll-margin-block-start: calc(var(--row) + 4px); }
  .cell.n { justify-content: flex-end; text-align: end; }
  .cell.pick { padding: 0; position: sticky; inset-inline-start: 0; z-index: 1; background: inherit; } .head .cell.pick { z-index: 2; }
  .cell.title-cell { position: sticky; inset-inline-start: 40px; z-index: 1; background: inherit; }
  .body .line { background: var(--v-surface); } .body .line:hover { background: linear-gradient(var(--v-hover) 0 0), var(--v-surface); } .body .line.picked { background: linear-gradient(var(--v-accent-soft) 0 0), var(--v-surface); }
  .cell:focus-visible { outline: 2px solid transparent; box-shadow: inset 0 0 0 2px var(--v-accent-text); border-radius: var(--v-radius-s); }
  .box { display: grid; place-items: center; width: 40px; min-height: 100%; cursor: pointer; } .box input { width: 16px; height: 16px; margin: 0; accent-color: var(--v-accent-fill); }
  .box input:focus-visible { outline: 2px solid transparent; box-shadow: var(--v-focus); border-radius: 3px; }
  .sort { display: flex; align-items: center; gap: var(--v-s1); min-width: 0; max-width: 100%; min-height: 24px; padding: 0 2px; border: 0; background: none; font: var(--v-small); color: var(--v-text-2); text-align: start; cursor: pointer; }
  .sort.still { cursor: default; } button.sort:hover { color: var(--v-text); } .icon.up { transform: rotate(180deg); } .sort .icon { flex: none; color: var(--v-accent-text); } .place::before { content: attr(data-place); }
  .open { display: inline-flex; min-width: 0; max-width: 100%; padding: 2px 0; min-height: 24px; align-items: center; border: 0; background: none; color: var(--v-text); font: var(--v-base); font-weight: var(--v-bold); text-align: start; cursor: pointer; }
  .open:hover { text-decoration: underline; } .open.plain { font-weight: 400; color: var(--v-accent-text); }
  .tags { display: flex; gap: var(--v-s1); overflow: hidden; min-width: 0; } .tags .tag { white-space: nowrap; }
  .bones { background: var(--v-surface); } .bones .bone { margin: 0; } .bones .cell { position: static; }
  .only-narrow { display: none; }

  @container (width < 900px) { .tools .find { width: auto; flex: 1 1 40%; order: 8; } .tools .mine { order: 9; } .tools .wide { flex-basis: 0; } }
  @container (width < 560px) {
    .only-narrow { display: inline-flex; } .tools .wide { display: none; } .tools { gap: 6px; } .tools [part='count'] { margin-inline-end: auto; } .tools .find { flex: 1 1 100px; } .tools .mine { padding-inline: var(--v-s2); }
    .grid { min-width: 0; } .head { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .body .line { grid-template-columns: 40px minmax(0, 1fr); padding-block: var(--v-s2); row-gap: 2px; }
    .body .cell { position: static; grid-column: 2; padding: 1px var(--v-s3) 1px 0; padding-inline: 0 var(--v-s3); min-height: 24px; justify-content: flex-start; text-align: start; }
    .body .cell:empty { display: none; }
    .body .cell[data-label]::before { content: attr(data-label); flex: 0 0 38%; max-width: 132px; font: var(--v-small); color: var(--v-text-3); }
    .body .cell.edited { position: relative; min-height: 36px; } .body .cell.pick { grid-column: 1; grid-row: 1; } .body .cell.title-cell { grid-column: 2; grid-row: 1; }
    .body .line.bones .cell:nth-child(n + 4) { display: none; }
  }
  @media (forced-colors: active) { .body .line.picked { outline: 2px solid Highlight; outline-offset: -2px; } .cell:focus-visible { outline: 2px solid Highlight; outline-offset: -2px; } }
`;
