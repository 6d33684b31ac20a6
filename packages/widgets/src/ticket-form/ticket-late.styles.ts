import { css, type CSSResult } from 'lit';

/** What may answer a request, the chosen files, and the customer's own requests. */
export const ticketLateStyles: CSSResult = css`
  .suggestions { display: grid; justify-items: start; gap: var(--v-s1); margin-block-start: var(--v-s1); padding: var(--v-s2) var(--v-s3) var(--v-s3); border: 1px solid var(--v-line); border-radius: var(--v-radius); background: var(--v-sunken); }
  .suggestions details { max-width: 100%; } .suggestions summary { min-height: 24px; padding-block: 2px; cursor: pointer; } .suggestions .words { margin-block: var(--v-s1); white-space: pre-line; overflow-wrap: anywhere; }
  .list { display: grid; gap: var(--v-s1); }
  .file { display: grid; grid-template-columns: 16px 1fr auto 24px; gap: 0 var(--v-s2); align-items: center; min-height: 36px; padding: var(--v-s1) var(--v-s2); border: 1px solid var(--v-line); border-radius: var(--v-radius); }
  .file.wrong { border-color: var(--v-bad); } .file.wrong .num { white-space: normal; }
  .file > .progress { grid-column: 2 / 4; margin-block: 3px 1px; }
  .files.dropping { border-radius: var(--v-radius); outline: 1px dashed var(--v-accent-line); outline-offset: 6px; background: var(--v-accent-soft); box-shadow: 0 0 0 6px var(--v-accent-soft); }
  .back { margin-block-end: var(--v-s1); } .icon.turned { transform: scaleX(-1); } .icon.turned:dir(rtl) { transform: none; }
  .own .more { padding: 0 var(--v-s4) var(--v-s2); } .own { margin-block-start: var(--v-s3); } .own .bar { min-height: 44px; padding-inline: var(--v-s5); }
  .own-row { display: flex; align-items: center; gap: var(--v-s2); width: 100%; min-height: 40px; padding: 6px var(--v-s5); border: 0; background: none; color: inherit; text-align: start; cursor: pointer; }
  .own-row:hover { background: var(--v-hover); } .own-row:focus-visible { box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  @container (width < 380px) { .own .bar { padding-inline: var(--v-s4); } .own-row { flex-wrap: wrap; padding-inline: var(--v-s4); } .own-row > .grow { flex-basis: 100%; } .file.wrong { grid-template-columns: 16px 1fr 24px; } .file.wrong > .num { grid-row: 2; grid-column: 2 / -1; } }
  @media (forced-colors: active) { .suggestions { border: 1px solid; } }
`;
