import { css, type CSSResult } from 'lit';

/** A bell with a count, and the list it opens. */
export const notificationsStyles: CSSResult = css`
  :host { display: inline-block; container-type: normal !important; }
  .bell { position: relative; }
  .bell > .number { position: absolute; inset-block-start: -6px; inset-inline-end: -6px; min-width: 18px; height: 18px; padding: 0 4px; border-radius: 9px; background: var(--v-bad); color: var(--v-surface); font: 600 11px/18px var(--v-font); text-align: center; }
  .panel { position: fixed; inset: auto; margin: 0; width: min(380px, calc(100vw - 16px)); max-height: min(520px, calc(100vh - 16px)); overflow-y: auto; padding: 0; border: 1px solid transparent; border-radius: var(--v-radius); background: var(--v-float); color: var(--v-text); box-shadow: var(--v-shadow); font: var(--v-base); }
  .panel > .bar { position: sticky; inset-block-start: 0; z-index: 1; background: var(--v-float); border-block-end: 1px solid var(--v-line); }
  .note { display: flex; align-items: flex-start; gap: var(--v-s2); padding: 10px var(--v-s4); } .note + .note { border-block-start: 1px solid var(--v-line); } .note.unread { background: var(--v-accent-soft); }
  .note > .icon { margin-block-start: 2px; color: var(--v-text-3); } .note.alarm > .icon { color: var(--v-bad); } .note > .grow { display: grid; gap: 2px; }
  .link { min-height: 24px; padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; } .unread .link { font-weight: var(--v-bold); }
  .ghost { padding: 10px var(--v-s4); }
  @media (forced-colors: active) { .panel { border-color: CanvasText; } .bell > .number { border: 1px solid; } .note.unread { border-inline-start: 3px solid Highlight; } }
`;
