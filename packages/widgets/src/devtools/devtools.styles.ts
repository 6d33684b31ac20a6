import { css, type CSSResult } from 'lit';

export const devtoolsStyles: CSSResult = css`
  .head { flex-wrap: wrap; padding-block-end: var(--v-s1); }
  .head h2 { margin-inline-end: auto; }
  code { font: 12px/18px ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }

  .tabs { display: flex; gap: var(--v-s1); padding: 0 var(--v-s2); border-block-end: 1px solid var(--v-line); overflow-x: auto; scrollbar-width: thin; }
  .tab { display: inline-flex; align-items: center; gap: 6px; height: 36px; padding: 0 var(--v-s2); border: 0; border-block-end: 2px solid transparent; background: none; color: var(--v-text-2); font: var(--v-base); white-space: nowrap; cursor: pointer; flex: none; }
  .tab:hover { color: var(--v-text); }
  .tab[aria-selected='true'] { border-color: var(--v-accent-text); color: var(--v-accent-text); font-weight: var(--v-bold); } .tab[aria-selected='true'] .count { color: inherit; }
  .tab:focus-visible { outline: 2px solid transparent; border-radius: var(--v-radius-s); box-shadow: inset 0 0 0 2px var(--v-accent-text); }

  .panel { overflow: auto; max-height: var(--vinculo-devtools-height, 420px); }
  .panel:focus-visible { outline: 2px solid transparent; box-shadow: inset 0 0 0 2px var(--v-accent-text); }

  table { width: 100%; border-collapse: collapse; }
  thead th { position: sticky; inset-block-start: 0; z-index: 1; background: var(--v-surface); box-shadow: inset 0 -1px var(--v-line); color: var(--v-text-3); font: var(--v-small); white-space: nowrap; }
  th, td { padding: var(--v-s2); text-align: start; vertical-align: top; font-weight: normal; }
  tr > :first-child { padding-inline-start: var(--v-s4); } tr > :last-child { padding-inline-end: var(--v-s4); }
  tbody tr + tr > * { border-block-start: 1px solid var(--v-line); }
  tbody th { min-width: 200px; }
  tbody th > code, tbody th > .row > code { font-weight: var(--v-bold); }
  .n { text-align: end; font-variant-numeric: tabular-nums; } td.n > div { display: grid; justify-items: end; white-space: nowrap; }
  td > div > .fine { display: inline-block; }
  .asked { display: grid; gap: 2px; color: var(--v-text-2); }
  .acts { display: flex; justify-content: flex-end; gap: var(--v-s1); margin-block: -4px; }
  .cursor { display: block; max-width: 160px; max-height: 36px; overflow: hidden; }

  .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr)); gap: var(--v-s5) var(--v-s6); padding: var(--v-s4); }
  dl { display: grid; grid-template-columns: 112px 1fr; gap: var(--v-s1) var(--v-s3); align-items: baseline; margin-block-start: var(--v-s2); }
  dt { color: var(--v-text-3); } dd { min-width: 0; } dd > .fine { display: block; }
  ul { display: grid; gap: var(--v-s1); }

  @container (width < 560px) {
    table, tbody, tr { display: block; }
    thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    tbody tr { padding: var(--v-s2) var(--v-s4); } tbody tr + tr { border-block-start: 1px solid var(--v-line); } tbody tr + tr > * { border: 0; }
    tr > th, tr > td, tr > :first-child, tr > :last-child { display: block; min-width: 0; padding: 2px 0; }
    td { display: grid; grid-template-columns: 112px minmax(0, 1fr); gap: var(--v-s3); } td.n { text-align: start; } tr > td, tr > td:last-child { display: grid; }
    td::before { content: attr(data-label); color: var(--v-text-3); } td:not([data-label]) { grid-template-columns: 1fr; padding-block-start: var(--v-s1); } td:not([data-label])::before { content: none; }
    td.n > div { display: flex; flex-wrap: wrap; column-gap: var(--v-s2); align-items: baseline; }
    .acts { flex-wrap: wrap; justify-content: flex-start; margin: 0; } .acts > .quiet:first-child { margin-inline-start: calc(-1 * var(--v-s2)); }
    .cursor { max-width: none; }
    .tabs { flex-wrap: wrap; }
  }
  @container (width < 400px) {
    .head h2 { flex: 1 1 100%; } .head > :is(.badge, .fine) { margin-inline-end: auto; }
  }
  @media (forced-colors: active) { thead th { border-block-end: 1px solid; } .tab { border-color: Canvas; } .tab[aria-selected='true'] { forced-color-adjust: none; border-color: Highlight; color: Highlight; } }
`;
