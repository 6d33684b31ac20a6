import { css, type CSSResult } from 'lit';

/** Two values of one field, of which a person takes one. */
export const choice: CSSResult = css`
  .choices { display: grid; grid-template-columns: 1fr 1fr; gap: var(--v-s2); width: 100%; margin: var(--v-s2) 0 var(--v-s1); padding: 0; border: 0; min-width: 0; }
  .state:has([value='theirs']:checked) .if-mine, .state:not(:has([value='theirs']:checked)) .if-theirs { display: none; }
  .choice { position: relative; border: 1px solid var(--v-line-2); border-radius: var(--v-radius); padding: var(--v-s2) 10px; display: grid; gap: 2px; cursor: pointer; min-width: 0; }
  .choice > .bold { white-space: pre-line; overflow-wrap: anywhere; }
  .choice:has(:checked) { border-color: var(--v-accent-text); box-shadow: inset 0 0 0 1px var(--v-accent-text); background: var(--v-accent-soft); }
  .choice:has(:focus-visible) { box-shadow: var(--v-focus); }
  .choice input { appearance: none; width: 14px; height: 14px; margin: 0; border-radius: 50%; border: 1.5px solid var(--v-control); flex: none; outline: none; } .choice input:checked { border: 4.5px solid var(--v-accent-fill); }
  @container (width < 340px) { .choices { grid-template-columns: 1fr; } }
  @media (forced-colors: active) { .choice:has(:checked) { outline: 2px solid Highlight; } .choice input { appearance: auto; } }
`;
