import { css, type CSSResult } from 'lit';

/** A queue in rows: what and who, when it is due, whose it is, and what may be done. */
export const inboxStyles: CSSResult = css`
  .filters { border-block-end: 1px solid var(--v-line); gap: 6px; } .ghost-menu { width: 180px; } .filters .btn { max-width: 200px; }
  .item { display: grid; grid-template-columns: minmax(0, 1fr) minmax(140px, auto) 124px; align-items: start; gap: var(--v-s1) var(--v-s4); padding: 10px var(--v-s4); min-height: 65px; } .item + .item { border-block-start: 1px solid var(--v-line); }
  :host([readonly]) .item { grid-template-columns: minmax(0, 1fr) minmax(140px, auto); }
  .item:hover { background: var(--v-hover); } .item:focus-visible { outline: 2px solid transparent; box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  .item > .grow { display: grid; gap: 2px; } .top-line { gap: 2px 6px; }
  .item.gone { background: var(--v-sunken); } .item.gone .link { color: var(--v-text-3); font-weight: 400; }
  .about { gap: 0 var(--v-s3); } .side { display: grid; justify-items: end; gap: var(--v-s1); min-width: 0; } .owner { max-width: 160px; }
  .acts { justify-content: flex-end; flex-wrap: wrap; row-gap: var(--v-s1); } .acts > .bone { width: 116px; height: 28px; }
  .link { display: inline; min-height: 24px; padding: 0; border: 0; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; } .link.plain { color: inherit; } .link.bold { font-weight: var(--v-bold); }
  .arrived { position: sticky; inset-block-start: var(--vinculo-sticky-top, 0px); z-index: 2; display: flex; justify-content: center; padding: var(--v-s2); background: var(--v-accent-soft); border-block-end: 1px solid var(--v-line); }
  .ghost { display: grid; gap: var(--v-s1); padding: 10px var(--v-s4); min-height: 65px; } .ghost + .ghost { border-block-start: 1px solid var(--v-line); }
  @container (width < 560px) { .item, :host([readonly]) .item { grid-template-columns: minmax(0, 1fr) auto; } .item > .grow { grid-column: 1 / -1; } .side { justify-items: start; } }
  @media (forced-colors: active) { .item:focus-visible { outline-color: Highlight; outline-offset: -2px; } }
`;
