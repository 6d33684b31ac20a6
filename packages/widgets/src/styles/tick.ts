import { css, type CSSResult } from 'lit';

/** A box to tick, before its words. */
export const tick: CSSResult = css`
  .tick { display: grid; grid-template-columns: 24px 1fr; gap: 0 var(--v-s2); } .field.tick > label { padding-block: 2px; font-weight: 400; }
  .tick input { width: 20px; height: 20px; margin: 2px; accent-color: var(--v-accent-fill); } .tick input:focus-visible { outline: 2px solid transparent; box-shadow: var(--v-focus); }
  .tick > :is(.message, .fine) { grid-column: 2; }
`;
