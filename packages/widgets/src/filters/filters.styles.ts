import { css, type CSSResult } from 'lit';

/** The row of chips, and the dialog in which conditions are made. Comes after button, field and menu. */
export const filterStyles: CSSResult = css`
  .chips { display: flex; flex-wrap: wrap; align-items: center; gap: var(--v-s2); padding: var(--v-s2) var(--v-s3); border-block-end: 1px solid var(--v-line); flex: none; }
  .chips .chip { padding-inline: 0 2px; max-width: 100%; cursor: default; } .chip-text { min-width: 0; min-height: 26px; padding-inline: 10px 0; border: 0; border-radius: 14px; background: none; color: inherit; font: inherit; cursor: pointer; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } .chips .clear { border-radius: 50%; color: inherit; }
  .conditions { display: grid; gap: var(--v-s3); max-height: 50vh; overflow: auto; padding: 4px; margin: -4px; }
  .condition { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 24px; gap: var(--v-s1) var(--v-s2); align-items: center; } .condition .value { grid-column: 1 / -1; }
  .condition .options { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 2px var(--v-s2); margin: 0; padding: var(--v-s2); border: 1px solid var(--v-line-2); border-radius: var(--v-radius); max-height: 168px; overflow: auto; grid-auto-rows: max-content; } .days { white-space: nowrap; } .days .input { width: 88px; } .options .row { min-height: 24px; }
  .alternatives { display: grid; gap: var(--v-s1); justify-items: start; } .alternatives > :is(.input, .money) { width: 100%; }
  .condition .money { display: flex; gap: var(--v-s2); } .condition .money .input:last-child { width: auto; flex: none; }
  .conditions:focus-visible, .options:focus-visible { outline: 2px solid transparent; box-shadow: var(--v-focus); border-radius: var(--v-radius); }
  .condition input[type='checkbox'] { width: 16px; height: 16px; accent-color: var(--v-accent-fill); flex: none; }
`;
