import { css, type CSSResult } from 'lit';

/** Decisions and what was done, around the queue. */
export const inboxLateStyles: CSSResult = css`
  .decisions { border-block-end: 1px solid var(--v-line); } .decisions > * + * { border-block-start: 1px solid var(--v-line); }
  .notices { display: grid; gap: 1px; } .notices > .banner { border-radius: 0; }
  @container (width < 420px) { .notices > .banner, .notices > li > .banner { flex-wrap: wrap; } .notices .banner > .grow { flex-basis: 70%; } }
`;
