import { css, type CSSResult } from 'lit';

/** A title, what stands beside it, and the rows words stand in. The rest of what text can be is in pieces.ts. */
export const words: CSSResult = css`
  .text-2 { color: var(--v-text-2); }
  .title { font: var(--v-title); }
  .row { display: flex; align-items: center; gap: var(--v-s2); min-width: 0; }
  .row.wrap { flex-wrap: wrap; } .grow { flex: 1; min-width: 0; }
  .hidden-text { position: absolute; width: 1px; height: 1px; margin: -1px 0; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
`;
