import { css, type CSSResult } from 'lit';

/**
 * What every widget's root starts from: nothing of the page's text styles comes in. Important, since else a page's `* { ... }` would win over
 * `:host`; what a page may set it sets by tokens. `display` is left to the page. Resets have no specificity, so any class beats them.
 */
export const reset: CSSResult = css`
  :host {
    display: block; position: relative; container-type: inline-size !important;
    font: var(--v-base) !important; font-variant: normal !important; font-stretch: normal !important; color: var(--v-text) !important;
    text-align: start !important; text-indent: 0 !important; text-transform: none !important; text-shadow: none !important; text-decoration: none !important;
    letter-spacing: normal !important; word-spacing: normal !important; white-space: normal !important; word-break: normal !important; overflow-wrap: anywhere !important;
    hyphens: manual !important; list-style: none !important; cursor: auto !important;
    -webkit-text-size-adjust: 100% !important; -webkit-font-smoothing: auto !important;
  }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  :where(h2, h3, h4, p, ul, ol, dl, dd, figure) { margin: 0; padding: 0; }
  :where(h2, h3, h4) { font: inherit; font-weight: var(--v-bold); }
  :where(ul, ol) { list-style: none; }
  /* What cannot be broken ends at its edge: a letter with a hundred marks stands one beside the other where no font has them. */
  :where(.entry, .tag, .choice, .says, .editable) { min-width: 0; overflow: clip; overflow-clip-margin: 12px; }
`;
