import { css, type CSSResult } from 'lit';

/** The panel a widget stands in. */
export const frame: CSSResult = css`
  .frame { border: 1px solid var(--v-line); border-radius: var(--v-radius); background: var(--v-surface); }
  @media (forced-colors: active) { .frame { border: 1px solid; } }
`;
