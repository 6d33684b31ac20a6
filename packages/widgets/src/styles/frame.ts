import { css, type CSSResult } from 'lit';

/** The panel a widget stands in, its bars and its foot. */
export const frame: CSSResult = css`
  .frame { border: 1px solid var(--v-line); border-radius: var(--v-radius); background: var(--v-surface); }
  .bar { display: flex; align-items: center; gap: var(--v-s2); padding: var(--v-s2) var(--v-s4); min-height: 48px; } .bar.wrap { flex-wrap: wrap; }
  .bar > .quiet:first-child { margin-inline-start: calc(-1 * var(--v-s3)); }
  .rule { border-block-start: 1px solid var(--v-line); }
  .foot { display: flex; align-items: center; gap: var(--v-s2); min-height: 36px; padding: var(--v-s2) var(--v-s4); border-block-start: 1px solid var(--v-line); font: var(--v-small); color: var(--v-text-3); }
  .listed { display: flex; align-items: center; gap: var(--v-s2); padding: 6px var(--v-s4); min-height: 32px; }
  @media (forced-colors: active) { .frame { border: 1px solid; } }
`;
