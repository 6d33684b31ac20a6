import { css, type CSSResult } from 'lit';

export const listLateStyles: CSSResult = css`
  .tools h2.name { display: flex; } .tools h2.name > .btn { max-width: 100%; min-width: 0; padding-inline: var(--v-s1); color: var(--v-text); }
  .picked-bar { display: flex; flex-wrap: wrap; align-items: center; gap: var(--v-s2); padding: var(--v-s2) var(--v-s3); border-block-end: 1px solid var(--v-line); flex: none; background: var(--v-accent-soft); }
  .parked { border-block-end: 1px solid var(--v-line); flex: none; } .parked-more { padding: 0 var(--v-s4) var(--v-s3); }
  .summary { border-radius: 0; flex: none; max-height: 40%; overflow: auto; } .summary .whys { margin-block: var(--v-s1) var(--v-s2); display: grid; gap: 2px; } .summary:not(.warn) { background: var(--v-good-soft); } .summary:not(.warn) > .icon { color: var(--v-good); }
  .body .line.group { grid-template-columns: minmax(0, 1fr); background: var(--v-sunken); } .group-name { position: sticky; inset-inline-start: 0; display: flex; align-items: center; gap: var(--v-s2); width: 100%; min-width: 0; padding: 0 var(--v-s3); } .group .sums { column-gap: var(--v-s4); row-gap: 0; }
  @container (width < 560px) { .group-name { flex-wrap: wrap; row-gap: 0; } .group-name > .cut { white-space: normal; } .group .sums { flex: 1 0 100%; margin-inline-start: 0; } .group .sums .num { white-space: normal; } }
  .grip { position: absolute; inset-block: 6px; inset-inline-end: 0; width: 8px; cursor: col-resize; touch-action: none; border-inline-end: 1px solid var(--v-line-2); } .grip:hover { border-inline-end: 2px solid var(--v-accent-text); }
  .pencil { margin-inline-start: auto; } .cell.n .pencil { order: -1; margin-inline: 0 auto; } .cell:not(:focus-within):not(:hover) .pencil { opacity: 0; }
`;
