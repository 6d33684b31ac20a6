import { css, type CSSResult } from 'lit';

export const screenPopStyles: CSSResult = css`
  .pop { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--v-s3); padding: var(--v-s4); }
  .who { display: flex; align-items: center; gap: var(--v-s3); min-width: 0; } .who > .grow { min-width: 0; overflow-wrap: anywhere; }
  .link { display: inline-block; min-height: 24px; max-width: 100%; padding: 0; border: 0; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; } .link.title { color: inherit; }
  .matches { display: grid; grid-template-columns: minmax(0, 1fr); margin-inline: calc(-1 * var(--v-s4)); } .match { display: flex; align-items: center; gap: var(--v-s3); width: 100%; min-height: 48px; padding: var(--v-s2) var(--v-s4); border: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
  .match:hover { background: var(--v-hover); } .match:focus-visible { outline: 2px solid transparent; box-shadow: inset 0 0 0 2px var(--v-accent-text); } .match > .grow { min-width: 0; } .match .cut { display: block; }
`;
