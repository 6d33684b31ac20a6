import { css, type CSSResult } from 'lit';

export const forecastStyles: CSSResult = css`
  .forecast { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); border-block-end: 1px solid var(--v-line); flex: none; }
  .month { padding: var(--v-s2) var(--v-s3) 10px; display: grid; gap: 4px; min-width: 0; align-content: start; min-height: 72px; } .month + .month { border-inline-start: 1px solid var(--v-line); }
  .meter { display: block; width: 100%; height: 12px; } .meter:dir(rtl) { transform: scaleX(-1); }
  .meter .ground { fill: var(--v-hover); } .meter .piece { fill: var(--v-accent-fill); } .meter .won { fill: var(--v-good); } .meter .bestCase { opacity: .55; } .meter .pipeline { opacity: .25; } .meter .goal { fill: var(--v-text); }
  .keys-of { display: flex; flex-wrap: wrap; gap: 2px 12px; } .key { display: inline-flex; align-items: center; gap: var(--v-s1); white-space: nowrap; }
  .key::before { content: ''; width: 8px; height: 8px; border-radius: 2px; background: var(--v-accent-fill); } .key.won::before { background: var(--v-good); } .key.bestCase::before { opacity: .55; } .key.pipeline::before { opacity: .25; }
  .forecast-none { padding: var(--v-s2) var(--v-s3); border-block-end: 1px solid var(--v-line); }
  @container (width < 640px) { .forecast { grid-template-columns: minmax(0, 1fr); } .month + .month { display: none; } }
  @media (forced-colors: active) { .meter { forced-color-adjust: none; } .meter .ground { fill: GrayText; } .meter .piece { fill: Highlight; } .meter .goal { fill: CanvasText; } .key::before { forced-color-adjust: none; background: Highlight; } }
`;
