import { css, type CSSResult } from 'lit';

/** Badges: a state, with its word. */
export const badge: CSSResult = css`
  .badge { display: inline-flex; align-items: center; gap: var(--v-s1); min-height: 20px; max-width: 100%; padding: 0 6px; border-radius: var(--v-radius-s); background: var(--v-hover); color: var(--v-text-2); font: var(--v-small); flex: none; }
  .badge.accent { background: var(--v-accent-soft); color: var(--v-accent-text); }
  @media (forced-colors: active) { .badge { border: 1px solid; } }
`;
