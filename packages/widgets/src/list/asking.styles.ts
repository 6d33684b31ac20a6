import { css, type CSSResult } from 'lit';

export const listAskingStyles: CSSResult = css`
  .body .cell.edited { z-index: 3; overflow: visible; } .edited .editing { position: absolute; inset-block: 1px; inset-inline-start: 0; min-width: max(100%, 240px); padding-inline: 4px; background: var(--v-float); border-radius: var(--v-radius); box-shadow: var(--v-shadow); } .cell.n.edited .editing { inset-inline: auto 0; } .edited .editing > :first-child { flex: 1; } .edited .input { min-height: 28px; padding-block: 2px; } .edited .money { display: flex; min-width: 0; }
  .edited .problem { position: absolute; inset-block-start: 100%; inset-inline-start: 0; z-index: 4; display: flex; gap: var(--v-s1); padding: var(--v-s1) var(--v-s2); border-radius: var(--v-radius-s); background: var(--v-float); box-shadow: var(--v-shadow); font: var(--v-small); white-space: nowrap; }
  .money { display: flex; gap: var(--v-s2); } .money .input:last-child { width: auto; flex: none; }
  .choose-columns { display: grid; max-height: 46vh; overflow: auto; padding: 4px; margin: -4px; } .choose-columns > .row { min-height: 32px; } .choose-columns .width { width: 76px; min-height: 26px; padding-block: 1px; }
  .choose-columns:focus-visible { outline: 2px solid transparent; box-shadow: var(--v-focus); border-radius: var(--v-radius); }
  .dialog input[type='checkbox'] { width: 16px; height: 16px; accent-color: var(--v-accent-fill); flex: none; }
`;
