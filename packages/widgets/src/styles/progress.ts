import { css, type CSSResult } from 'lit';

/** How far something is: a line that fills, or runs to and fro where nobody knows. */
export const progress: CSSResult = css`
  .progress { display: block; appearance: none; width: 100%; height: 3px; border: 0; border-radius: 2px; background: var(--v-press); overflow: hidden; }
  .progress::-webkit-progress-bar { background: none; } .progress::-webkit-progress-value { border-radius: 2px; background: var(--v-accent-fill); transition: inline-size .2s; } .progress::-moz-progress-bar { border-radius: 2px; background: var(--v-accent-fill); }
  .progress i { display: block; width: 40%; height: 100%; border-radius: 2px; background: var(--v-accent-fill); animation: run 1.2s linear infinite alternate; }
  .chosen-file { position: relative; } .chosen-file > .progress { position: absolute; inset-inline: 2px; inset-block-end: 1px; width: auto; }
  @keyframes run { from { margin-inline-start: 0; } to { margin-inline-start: 60%; } }
  @media (prefers-reduced-motion: reduce) { .progress i { width: 100%; animation: none; opacity: .5; } .progress::-webkit-progress-value { transition: none; } }
  @media (forced-colors: active) { .progress { border: 1px solid; } .progress i { background: Highlight; } .progress::-webkit-progress-value { background: Highlight; } .progress::-moz-progress-bar { background: Highlight; } }
`;
