import { css, type CSSResult } from 'lit';

/** Text: size, tone, weight, cutting, and the rows words stand in. */
export const words: CSSResult = css`
  .fine { font: var(--v-small); font-weight: inherit; } .text-2 { color: var(--v-text-2); } .text-3 { color: var(--v-text-3); }
  .bold { font-weight: var(--v-bold); } .title { font: var(--v-title); } .big { font: var(--v-big); }
  .num, time { font-variant-numeric: tabular-nums; } .num { white-space: nowrap; }
  .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  .row { display: flex; align-items: center; gap: var(--v-s2); min-width: 0; }
  .row.tight { gap: var(--v-s1); } .row.wrap { flex-wrap: wrap; } .row.top { align-items: flex-start; }
  .end { margin-inline-start: auto; } .grow { flex: 1; min-width: 0; } .whole { flex: none; max-width: 100%; }
  .hidden-text { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
`;
