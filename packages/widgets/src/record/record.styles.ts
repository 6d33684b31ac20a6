import { css, type CSSResult } from 'lit';

/** Where everything in the panel has its place. What fills the places is in record-late.styles.ts. */
export const recordStyles: CSSResult = css`
  .frame:focus { outline: none; }
  .kind { display: flex; align-items: center; gap: var(--v-s2); min-height: 44px; padding: var(--v-s2) var(--v-s4); border-block-end: 1px solid var(--v-line); } .kind > span { min-width: 0; } .kind > .end { flex: none; }
  .head { display: grid; gap: var(--v-s3); padding: var(--v-s3) var(--v-s4) var(--v-s4); }
  .fields { display: grid; grid-template-columns: 124px 1fr; gap: 0 var(--v-s3); align-items: start; padding: var(--v-s2) var(--v-s4); }
  .fields > * { min-width: 0; min-height: 32px; padding-block: 6px; }
  @container (width < 340px) { .fields { grid-template-columns: 96px 1fr; } }
`;
