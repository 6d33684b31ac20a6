import { css, type CSSResult } from 'lit';

export const formLateStyles: CSSResult = css`
  .fill { display: grid; gap: var(--v-s4); padding: var(--v-s4); }
  .notice { padding: var(--v-s4) var(--v-s4) 0; } .fill .title { outline: none; }
  .grid { display: grid; grid-template-columns: 1fr 1fr; gap: var(--v-s3) var(--v-s4); align-items: start; } .grid > .wide { grid-column: 1 / -1; }
  .summary, .outcome { outline: none; } .summary:focus-visible, .outcome:focus-visible { border-radius: var(--v-radius); box-shadow: var(--v-focus); }
  .summary { display: grid; gap: var(--v-s2); } .summary .btn { margin-block-start: var(--v-s2); } .summary .line > .btn { margin-block-start: 0; }
  .link { display: inline; min-height: 24px; padding: 0; border: 0; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; }
  @container (width < 480px) { .grid { grid-template-columns: 1fr; } }
  .from-file { position: relative; margin-inline-start: calc(-1 * var(--v-s2)); cursor: pointer; } .from-file:focus-within { box-shadow: var(--v-focus); }
`;
