import { css, type CSSResult } from 'lit';

/** Text: size, tone, weight, cutting, and the rows words stand in. */
export const words: CSSResult = css`
  .icon { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; display: block; }
  .icon.small { width: 14px; height: 14px; } .icon.chevron { width: 12px; height: 12px; color: var(--v-text-3); }
  .icon.flip:dir(rtl) { transform: scaleX(-1); }
  .fine { font: var(--v-small); font-weight: inherit; } .text-2 { color: var(--v-text-2); } .text-3 { color: var(--v-text-3); }
  .fine .icon { width: 14px; height: 14px; }
  .bold { font-weight: var(--v-bold); } .title { font: var(--v-title); } .big { font: var(--v-big); }
  .num, time { font-variant-numeric: tabular-nums; } .num { white-space: nowrap; }
  .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  .clamp { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
  .good { color: var(--v-good); } .warn { color: var(--v-warn); } .bad { color: var(--v-bad); } .info { color: var(--v-info); }
  .row { display: flex; align-items: center; gap: var(--v-s2); min-width: 0; }
  .row.tight { gap: var(--v-s1); } .row.wrap { flex-wrap: wrap; } .row.top { align-items: flex-start; }
  .end { margin-inline-start: auto; } .grow { flex: 1; min-width: 0; } .whole { flex: none; max-width: 100%; }
  .exact { position: relative; border-radius: var(--v-radius-s); } .exact:focus-visible { outline: 2px solid transparent; box-shadow: var(--v-focus); }
  .exact:focus-visible::after { content: attr(data-exact); position: absolute; inset-block-end: calc(100% + 6px); inset-inline-end: 0; z-index: 4; padding: var(--v-s1) var(--v-s2); border-radius: var(--v-radius-s); background: var(--v-float); color: var(--v-text); box-shadow: var(--v-shadow); font: var(--v-small); white-space: nowrap; }
  .hidden-text { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0; }
`;
