import { css, type CSSResult } from 'lit';

/** What every widget's root starts from: nothing of the page's text styles comes in. Resets have no specificity, so any class beats them. */
export const reset: CSSResult = css`
  :host {
    display: block; position: relative; container-type: inline-size;
    font: var(--v-base); font-variant: normal; font-stretch: normal; color: var(--v-text);
    text-align: start; text-indent: 0; text-transform: none; text-shadow: none; letter-spacing: normal; word-spacing: normal;
    white-space: normal; word-break: normal; overflow-wrap: anywhere; hyphens: manual; cursor: auto; visibility: visible;
    -webkit-text-size-adjust: 100%; -webkit-font-smoothing: auto;
  }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  :where(h2, h3, h4, p, ul, ol, dl, dd, figure) { margin: 0; padding: 0; }
  :where(h2, h3, h4) { font: inherit; font-weight: var(--v-bold); }
  :where(ul, ol) { list-style: none; }
  :where(button, input, textarea, select) { font: inherit; color: inherit; letter-spacing: inherit; margin: 0; }
  :where(a) { color: var(--v-accent-text); text-decoration: none; }
  :where(a):hover { text-decoration: underline; }
  :where(a, button, summary, [tabindex]):focus-visible { outline: 2px solid transparent; border-radius: var(--v-radius-s); box-shadow: var(--v-focus); }
`;
