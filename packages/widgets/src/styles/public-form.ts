import { css, type CSSResult } from 'lit';

/** A form of a public page: its fields, two beside each other where there is room, and buttons that look like links. */
export const publicForm: CSSResult = css`
  .form { display: grid; gap: var(--v-s4); padding: var(--v-s5); }
  .two { display: grid; grid-template-columns: 1fr 1fr; gap: var(--v-s3); align-items: start; }
  .field label { font-weight: var(--v-bold); } .field .optional { margin-inline-start: var(--v-s1); font-weight: 400; color: var(--v-text-3); }
  :host(:is(:lang(zh), :lang(ja))) .field .optional { margin: 0; }
  .select { position: relative; min-width: 0; } .select > .icon { position: absolute; inset-inline-end: 10px; inset-block-start: calc(50% - 6px); pointer-events: none; }
  select.input { appearance: none; padding-inline-end: 30px; text-overflow: ellipsis; } select.input option { background: Canvas; color: CanvasText; }
  .link { border: 0; padding: 0; min-height: 24px; background: none; color: var(--v-accent-text); text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; }
  .link.fine { color: var(--v-text-2); }
  @container (width < 380px) {
    .two { grid-template-columns: 1fr; gap: var(--v-s4); } .form { padding: var(--v-s4); }
  }
`;
