import { css, type CSSResult } from 'lit';

/** What a panel is furnished with: controls and links, small, bold and cut text, icons, bars, a foot, rows of a list, tags (what somebody wrote) and counts. */
export const pieces: CSSResult = css`
  :where(button, input, textarea, select) { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
  :where(a) { color: var(--v-accent-text); text-decoration: none; }
  :where(a):hover { text-decoration: underline; }
  .fine { font: var(--v-small); font-weight: inherit; } .text-3 { color: var(--v-text-3); } .bold { font-weight: var(--v-bold); } .big { font: var(--v-big); }
  .num, .typed, time { font-variant-numeric: tabular-nums; } .num { white-space: nowrap; }
  .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  .cut:dir(rtl) > bdi:only-child:dir(ltr), .cut:dir(ltr) > bdi:only-child:dir(rtl) { display: inline-block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; }
  :where(bdi) { text-align: -webkit-match-parent; text-align: match-parent; }
  .row.tight { gap: var(--v-s1); } .row.top { align-items: flex-start; } .end { margin-inline-start: auto; } .whole { flex: none; max-width: 100%; }
  .icon { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; display: block; }
  .icon.small, .fine .icon, .badge .icon, .tag .icon { width: 14px; height: 14px; } .icon.chevron { width: 12px; height: 12px; color: var(--v-text-3); }
  .icon.flip:dir(rtl) { transform: scaleX(-1); }
  .bar { display: flex; align-items: center; gap: var(--v-s2); padding: var(--v-s2) var(--v-s4); min-height: 48px; } .bar.wrap { flex-wrap: wrap; }
  .bar > .quiet:first-child { margin-inline-start: calc(-1 * var(--v-s3)); }
  .rule { border-block-start: 1px solid var(--v-line); }
  .foot { display: flex; align-items: center; gap: var(--v-s2); min-height: 36px; padding: var(--v-s2) var(--v-s4); border-block-start: 1px solid var(--v-line); font: var(--v-small); color: var(--v-text-3); }
  .listed { display: flex; align-items: center; gap: var(--v-s2); padding: 6px var(--v-s4); min-height: 32px; }
  .tag { display: inline-flex; align-items: center; gap: var(--v-s1); min-height: 20px; padding: 1px 6px; border: 1px solid var(--v-line-2); border-radius: var(--v-radius-s); font: var(--v-small); color: var(--v-text-2); flex: none; max-width: 100%; }
  .count { font: var(--v-small); color: var(--v-text-3); font-variant-numeric: tabular-nums; }
  .clamp { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
`;
