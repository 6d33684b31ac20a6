import { css, type CSSResult } from 'lit';

/** Badges (a state, with its word), tags (what somebody wrote) and counts. */
export const badge: CSSResult = css`
  .tag { display: inline-flex; align-items: center; gap: var(--v-s1); min-height: 20px; padding: 1px 6px; border: 1px solid var(--v-line-2); border-radius: var(--v-radius-s); font: var(--v-small); color: var(--v-text-2); flex: none; max-width: 100%; }
  .badge { display: inline-flex; align-items: center; gap: var(--v-s1); height: 20px; padding: 0 6px; border-radius: var(--v-radius-s); background: var(--v-hover); color: var(--v-text-2); font: var(--v-small); white-space: nowrap; flex: none; }
  .badge.good { background: var(--v-good-soft); color: var(--v-good); } .badge.warn { background: var(--v-warn-soft); color: var(--v-warn); }
  .badge.bad { background: var(--v-bad-soft); color: var(--v-bad); } .badge.info { background: var(--v-info-soft); color: var(--v-info); }
  .badge.accent { background: var(--v-accent-soft); color: var(--v-accent-text); }
  .badge .icon, .tag .icon { width: 14px; height: 14px; }
  .count { font: var(--v-small); color: var(--v-text-3); font-variant-numeric: tabular-nums; }
  @media (forced-colors: active) { .badge { border: 1px solid; } }
`;
