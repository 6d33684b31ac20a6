import { css, type CSSResult } from 'lit';

/** What waits for a person, and what they should know. */
export const outboxLateStyles: CSSResult = css`
  .decisions > * + * { border-block-start: 1px solid var(--v-line); }
  .beside { display: grid; gap: 2px; padding: 0 var(--v-s4) var(--v-s3); }
  .notices { display: grid; gap: var(--v-s2); padding: var(--v-s3) var(--v-s4); }
  .decisions .changed { width: 100%; }
  textarea.input { min-height: 62px; }
  @container (width < 420px) { .notices > .banner, .notices > li > .banner { flex-wrap: wrap; } .notices .banner > .grow { flex-basis: 70%; } }
`;
