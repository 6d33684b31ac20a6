import { css, type CSSResult } from 'lit';

/** Inputs of declared fields that are more than one control, and values that stand with a pencil. Comes after button, field and menu. */
export const declaredFieldStyles: CSSResult = css`
  .control { flex: 1; min-width: 0; }
  .linked { display: flex; align-items: center; gap: var(--v-s2); min-height: 24px; } .linked > .clear { opacity: 0; } .linked:is(:hover, :focus-within) > .clear { opacity: 1; } .linked a { display: inline-block; padding-block: 2px; }
  @media (hover: none) { .linked > .clear { opacity: 1; } }
  .line { display: block; min-height: 20px; } .line + .line { margin-block-start: var(--v-s1); } .line > .fine { display: inline-block; max-width: 100%; }
  .money { display: grid; grid-template-columns: 1fr auto; gap: var(--v-s1); } .money > select { width: auto; }
  .lookup { cursor: text; } .lookup > .clear { margin-block: -2px; margin-inline-end: -6px; }
  .menu.found { max-width: min(480px, calc(100vw - 16px)); margin: 0; list-style: none; }
  .menu.found [role='option'].active { background: var(--v-hover); box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  .items { display: grid; gap: var(--v-s2); } .item { position: relative; display: grid; grid-template-columns: 1fr 1fr; gap: var(--v-s1); align-items: center; padding-inline-end: calc(24px + var(--v-s1)); } .item > .wide { grid-column: 1 / 3; } .item > .clear { position: absolute; inset-inline-end: 0; inset-block-start: calc((var(--v-height) - 24px) / 2); } .items > .add { justify-self: start; margin-inline-start: calc(-1 * var(--v-s2)); }
  @container (width >= 480px) { .item.pair { grid-template-columns: 1fr minmax(90px, 30%); } .item.pair > .wide { grid-column: 1; } }
  .editing:has(.items) { align-items: flex-start; }
  .of-product { display: block; margin-block-start: var(--v-s2); }
  @media (forced-colors: active) { .menu.found [role='option'].active { outline: 2px solid Highlight; } }
`;
