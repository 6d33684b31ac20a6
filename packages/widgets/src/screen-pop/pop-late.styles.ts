import { css, type CSSResult } from 'lit';

/** What is going on with the caller, and what is kept of the call. */
export const popLateStyles: CSSResult = css`
  .going { display: grid; grid-template-columns: minmax(90px, max-content) 1fr; gap: var(--v-s1) var(--v-s3); } .going > dt { color: var(--v-text-3); } .going > * { min-width: 0; padding-block: 2px; }
  .going li { display: flex; align-items: baseline; gap: var(--v-s2); min-height: 24px; min-width: 0; } .going li > :is(.link, .typed) { min-width: 0; } .going .link { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .call { display: grid; gap: var(--v-s3); padding: var(--v-s4); border-block-start: 1px solid var(--v-line); background: var(--v-sunken); }
  @container (width < 340px) { .going { grid-template-columns: 1fr; } .going > dd { margin-block-end: var(--v-s1); } }
`;
