import { css, type CSSResult } from 'lit';

/** The outbox: what waits, in rows. */
export const outboxStyles: CSSResult = css`
  .head { display: flex; gap: var(--v-s2); align-items: baseline; padding: var(--v-s2) var(--v-s4); background: var(--v-sunken); border-block: 1px solid var(--v-line); font-weight: var(--v-bold); } .head > .count { font-weight: 400; }
  .change { display: flex; align-items: flex-start; gap: var(--v-s3); padding: 10px var(--v-s4) var(--v-s3); } .change + .change { border-block-start: 1px solid var(--v-line); }
  .change > .mark { margin-block-start: 2px; color: var(--v-text-3); } .change > .grow { display: grid; gap: 2px; }
  .name { row-gap: 0; min-height: 24px; }
  .link { display: inline; min-height: 24px; padding: 0; border: 0; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; } .link.bold { font-weight: var(--v-bold); }
  .changed { display: grid; gap: 2px; } .pair { display: grid; grid-template-columns: 120px minmax(0, 1fr); gap: 0 var(--v-s3); }
  .pair > dd { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 6px; min-width: 0; } .pair .icon { align-self: center; color: var(--v-text-3); }
  .ghost { display: grid; gap: var(--v-s1); padding: 10px var(--v-s4) var(--v-s3); border-block-start: 1px solid var(--v-line); }
  @container (width < 420px) { .pair { grid-template-columns: minmax(0, 1fr); } .change > .mark { display: none; } .change { flex-wrap: wrap; } .change > .grow { flex-basis: 100%; } }
`;
