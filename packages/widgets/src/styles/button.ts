import { css, type CSSResult } from 'lit';

/** Buttons, a group of buttons of which one is chosen, filter chips. */
export const button: CSSResult = css`
  .btn { display: inline-flex; align-items: center; justify-content: center; gap: 6px; height: var(--v-height); padding: 0 var(--v-s3); border: 1px solid var(--v-line-2); border-radius: var(--v-radius); background: var(--v-surface); color: var(--v-text); font: var(--v-base); text-decoration: none; white-space: nowrap; cursor: pointer; flex: none; transition: background var(--v-motion); }
  .btn:hover { background: linear-gradient(var(--v-hover) 0 0), var(--v-surface); text-decoration: none; }
  .btn:active { background: linear-gradient(var(--v-press) 0 0), var(--v-surface); }
  .btn:focus-visible { border-radius: var(--v-radius); }
  .btn.primary { background: var(--v-accent-fill); border-color: transparent; color: var(--v-on-accent); }
  .btn.primary:hover { background: color-mix(in oklab, var(--v-accent-fill) 90%, var(--v-text)); }
  .btn.quiet { border-color: transparent; background: none; color: var(--v-text-2); }
  .btn.quiet:hover { background: var(--v-hover); }
  .btn.square { width: var(--v-height); padding: 0; }
  .btn.small { height: 28px; padding: 0 var(--v-s2); } .btn.small.square { width: 28px; padding: 0; }
  .btn.on, .btn[aria-pressed='true'] { background: var(--v-accent-soft); border-color: var(--v-accent-line); color: var(--v-accent-text); }
  .btn:disabled, .btn[aria-disabled='true'] { color: var(--v-text-3); background: var(--v-sunken); border-color: var(--v-line); cursor: not-allowed; }
  .segments { display: inline-flex; flex: none; border: 1px solid var(--v-line-2); border-radius: var(--v-radius); }
  .segments .btn { border: 0; border-radius: 0; height: calc(var(--v-height) - 2px); color: var(--v-text-2); }
  .segments .btn:first-child { border-start-start-radius: 5px; border-end-start-radius: 5px; } .segments .btn:last-child { border-start-end-radius: 5px; border-end-end-radius: 5px; }
  .segments .btn + .btn { border-inline-start: 1px solid var(--v-line-2); }
  .segments .btn:is(.on, [aria-pressed='true']) { color: var(--v-accent-text); }
  .segments .btn:focus-visible { position: relative; z-index: 1; }
  .chip { display: inline-flex; align-items: center; gap: 6px; height: 28px; padding: 0 10px; border: 1px solid var(--v-line-2); border-radius: 14px; background: var(--v-surface); color: var(--v-text-2); font: var(--v-base); white-space: nowrap; cursor: pointer; flex: none; }
  .chip:hover { background: linear-gradient(var(--v-hover) 0 0), var(--v-surface); } .chip:focus-visible { border-radius: 14px; }
  .chip:is(.on, [aria-pressed='true']) { background: var(--v-accent-soft); border-color: var(--v-accent-line); color: var(--v-accent-text); } .chip:is(.on, [aria-pressed='true']) .count { color: inherit; }
  .clear { display: inline-grid; place-items: center; width: 24px; height: 24px; border: 0; background: none; color: var(--v-text-3); border-radius: var(--v-radius-s); padding: 0; cursor: pointer; flex: none; }
  .clear:hover { background: var(--v-hover); color: var(--v-text); }
  @media (forced-colors: active) { .btn, .chip { border: 1px solid; } .btn:is(.on, [aria-pressed='true']), .chip:is(.on, [aria-pressed='true']) { forced-color-adjust: none; border-color: Highlight; background: Highlight; color: HighlightText; } }
`;
