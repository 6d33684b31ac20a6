import { css, type CSSResult } from 'lit';

/** What the dialogs of deeds are laid out by. Comes after menu, field, choice and banner. */
export const deedStyles: CSSResult = css`
  .dialog { container-type: inline-size; } .dialog .actions { padding: 0; }
  .offers { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--v-s1); margin: 0; padding: 0; list-style: none; } .offer { width: 100%; justify-content: flex-start; text-align: start; } .offer > .fine { min-width: 0; max-width: 50%; overflow: hidden; text-overflow: ellipsis; }
  .choices.one { grid-template-columns: 1fr; } .choices > legend { padding: 0; margin-block-end: var(--v-s1); width: 100%; }
  .choice > .row { align-items: center; min-width: 0; } .choice > .row.top { align-items: flex-start; } .choice > .row.top > input { margin-block-start: 3px; } .choice bdi { overflow-wrap: anywhere; min-width: 0; text-align: match-parent; } .choice .text { white-space: pre-line; max-height: 8em; overflow: auto; }
  .merge-fields { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--v-s3); padding-block: var(--v-s3); border-block: 1px solid var(--v-line); }
  .merge-fields .choices { margin: 0; } .settled { display: grid; grid-template-columns: minmax(80px, 30%) 1fr; gap: var(--v-s2); } .settled > span { overflow-wrap: anywhere; }
  .moving { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--v-s1); } .consequences { display: grid; gap: var(--v-s2); }
  .notice .row { margin-block-start: var(--v-s1); }
`;
