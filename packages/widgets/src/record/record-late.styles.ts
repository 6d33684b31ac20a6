import { css, type CSSResult } from 'lit';

/** What fills the places of the panel: stages, values, lists, history. */
export const recordLateStyles: CSSResult = css`
  .head .title { min-width: 0; } .head h3.title { flex: 1 1 180px; } .head .amount { flex: none; max-width: 100%; } .amount:has(.editing) { flex: 1 1 240px; font: var(--v-base); }
  .head .num { white-space: normal; } .head .editable { width: calc(100% + 12px); padding-block: 0; } @media (hover: hover) { .head .editable > .icon { display: none; } }
  .path { display: flex; gap: 2px; }
  .path > li { flex: 1; min-width: 0; display: grid; gap: var(--v-s1); font: var(--v-small); color: var(--v-text-3); }
  .path > li::before { content: ''; height: 4px; border-radius: 2px; background: var(--v-press); }
  .path > .done::before { background: color-mix(in oklab, var(--v-accent-fill) 45%, transparent); } .path > .now::before { background: var(--v-accent-fill); } .path > .now { color: var(--v-text); font-weight: var(--v-bold); }
  .moves { min-height: 28px; } .moves .btn { max-width: 100%; }
  .link { display: inline; min-height: 24px; padding: 0; border: 0; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; }
  .link.plain { color: inherit; } .link.cut { display: block; max-width: 100%; }
  .fields > dt { color: var(--v-text-3); }
  .fields > dd:has(.editable, .linked, .editing, .link) { padding-block: 4px; }
  dl.fields:not(:has(dd)) { display: none; }
  .more { padding: 0 var(--v-s3) var(--v-s2); } .more.rule { padding-block-start: var(--v-s2); } .icon.up { transform: scaleY(-1); } .icon.backward { transform: scaleX(-1); } .icon.backward:dir(rtl) { transform: none; }
  .related { padding-block: var(--v-s2); } .related .listed > :not(.grow, .avatar, .btn) { flex: 0 1 auto; min-width: 0; max-width: 45%; white-space: normal; text-align: end; } .related .editor { padding: 0 var(--v-s4) var(--v-s2); }
  .text { white-space: pre-line; }
  .decisions { border-block-start: 1px solid var(--v-line); } .decisions > * + * { border-block-start: 1px solid var(--v-line); } .notice { padding: var(--v-s3) var(--v-s4); }
  .foot .link { font: inherit; }
  .history { padding: var(--v-s3) var(--v-s4); } .history ol { display: grid; gap: var(--v-s3); }
  .changes { display: grid; gap: 2px; margin-block-start: var(--v-s1); padding-inline-start: 28px; }
  .change { display: grid; grid-template-columns: 116px 1fr; gap: var(--v-s2); font: var(--v-small); } .change del { color: var(--v-text-3); } .change ins { text-decoration: none; } .change .icon { display: inline-block; vertical-align: -3px; margin-inline-end: var(--v-s1); color: var(--v-text-3); }
  @container (width < 400px) { .fields > dd:has(.editing) { grid-column: 1 / -1; } }
  @container (width < 340px) { .path > li:not(.now) > span { display: none; } .path > li.now { flex: 2.2; } .change { grid-template-columns: 1fr; gap: 0; } .changes { padding-inline-start: 0; } }
  @media (forced-colors: active) { .path > li::before { border: 1px solid CanvasText; forced-color-adjust: none; } .path > .now::before { background: Highlight; } .path > .done::before { background: GrayText; } }
`;
