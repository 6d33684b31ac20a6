import { css, type CSSResult } from 'lit';

/** The room of the form before it is there. */
export const recordFormStyles: CSSResult = css`
  .room { display: grid; grid-template-columns: 1fr 1fr; gap: var(--v-s3) var(--v-s4); padding: var(--v-s4); } .room > :first-child { grid-column: 1 / -1; }
  @container (width < 480px) { .room { grid-template-columns: 1fr; } }
`;
