import { css, type CSSResult } from 'lit';

/** What has to be changed in a form of a public page, and what became of what was sent. */
export const publicFormLate: CSSResult = css`
  .summary { border-radius: var(--v-radius); } .summary:focus { outline: 2px solid transparent; box-shadow: var(--v-focus); }
  .summary .state { background: var(--v-bad-soft); border-radius: var(--v-radius); padding: var(--v-s3); }
  .summary .line { display: block; }
  .summary .link { min-height: 20px; padding-block: 2px; }
  #outcome:focus { outline: none; box-shadow: none; }
  .steps { display: grid; gap: var(--v-s3); counter-reset: step; }
  ::slotted([slot='step']) { display: grid; grid-template-columns: 24px 1fr; gap: 0 var(--v-s3); counter-increment: step; list-style: none; }
  ::slotted([slot='step'])::before { content: counter(step); display: grid; place-items: center; width: 24px; height: 24px; border-radius: 50%; border: 1px solid var(--v-line-2); font: 600 12px/1 var(--v-font); color: var(--v-text-2); }
  @media (forced-colors: active) { .summary { border: 1px solid; } }
`;
