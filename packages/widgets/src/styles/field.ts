import { css, type CSSResult } from 'lit';

/** What one types into, with its label and its message; a value edited where it stands. */
export const field: CSSResult = css`
  .input { display: flex; align-items: center; gap: var(--v-s2); width: 100%; min-width: 0; min-height: var(--v-height); padding: 5px 10px; border: 1px solid var(--v-control); border-radius: var(--v-radius); background: var(--v-surface); color: var(--v-text); font: var(--v-base); }
  .input .icon { color: var(--v-text-3); }
  textarea.input, .input.area { align-items: flex-start; min-height: 84px; resize: vertical; field-sizing: content; }
  .input > input { flex: 1; min-width: 0; border: 0; padding: 0; background: none; outline: none; }
  .input:focus-visible, .input:has(> input:focus-visible) { outline: 2px solid transparent; box-shadow: var(--v-focus); }
  .input:is([type='email'], [type='url']) { direction: ltr; text-align: -webkit-match-parent; text-align: match-parent; }
  .input::placeholder, .input > input::placeholder { color: var(--v-text-3); opacity: 1; }
  .input:read-only:is(input, textarea), .input.readonly { background: var(--v-sunken); border-color: var(--v-line-2); color: var(--v-text-2); }
  .input:is(.wrong, [aria-invalid='true'], :has(> [aria-invalid='true'])) { border-color: var(--v-bad); box-shadow: inset 0 0 0 1px var(--v-bad); }
  .input:is(.wrong, [aria-invalid='true']):focus-visible { box-shadow: var(--v-focus); }
  .field { display: grid; gap: var(--v-s1); min-width: 0; } .field > label { font-weight: var(--v-bold); }
  .field .message { display: flex; gap: var(--v-s1); font: var(--v-small); }
  .field .message .icon { width: 14px; height: 14px; margin-block-start: 1px; }
  .editable { display: flex; align-items: center; gap: var(--v-s2); width: 100%; min-height: 24px; margin-inline: -6px; padding: 2px 6px; border: 0; border-radius: var(--v-radius-s); background: none; color: inherit; font: inherit; text-align: start; cursor: text; }
  .editable:hover { background: var(--v-hover); }
  .editable > .icon { margin-inline-start: auto; color: var(--v-text-3); opacity: 0; } .editable:is(:hover, :focus-visible) > .icon { opacity: 1; }
  @media (hover: none) { .editable > .icon { opacity: 1; } }
  .editing { display: flex; align-items: center; gap: var(--v-s1); min-width: 0; }
`;
