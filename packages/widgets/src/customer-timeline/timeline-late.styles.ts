import { css, type CSSResult } from 'lit';

/** What is looked for, foreign text, the composer, what was done last, what waits for a person, changes of fields, a note that is being rewritten. */
export const timelineLateStyles: CSSResult = css`
  .ev.wait > .dot { background: var(--v-surface); outline: 1px dashed var(--v-control); outline-offset: -1px; }
  .open { cursor: pointer; border-radius: var(--v-radius-s); } .open.bold { font-weight: var(--v-bold); } .open.link { color: var(--v-accent-text); }
  .expand.link { padding: 0; border: 0; min-height: 24px; margin-block: -2px; background: none; color: var(--v-accent-text); font: inherit; cursor: pointer; }
  /* What cannot be broken ends at its edge, as in the sentences above. */
  :where(.it > p) { overflow: clip; overflow-clip-margin: 12px; }
  .new::before, .new::after { content: ''; height: 1px; background: var(--v-accent-line); flex: 1; }
  .finder { display: grid; gap: var(--v-s2); padding: var(--v-s2) var(--v-s4) var(--v-s3); border-block-end: 1px solid var(--v-line); }
  .filter-row { display: flex; flex-wrap: wrap; gap: var(--v-s2) var(--v-s3); } .filter-row .field { flex: 1 1 132px; } .filter-row .field:first-child { flex: 2 1 220px; }
  .filter-row .fine { font-weight: 400; } .filter-row select.input, .compose select.input { appearance: auto; }
  .ev[data-target] { background: var(--v-accent-soft); }
  .extras { gap: var(--v-s1) var(--v-s2); margin-block-start: var(--v-s1); } .extras .tag { max-width: 100%; min-height: 24px; } .extras .file { cursor: pointer; background: none; font: var(--v-small); } .extras audio { max-width: 100%; height: 32px; }
  .note { padding: var(--v-s2) var(--v-s4) 0; } .note:has(> .banner) { padding-block-end: var(--v-s2); }
  .ev:focus-visible { outline: 2px solid transparent; box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  .edit { align-self: flex-start; margin-block: -2px; opacity: 0; } .ev:is(:hover, :focus-within) .edit, .ev:focus .edit { opacity: 1; } @media (hover: none) { .edit { opacity: 1; } }
  .open:hover { text-decoration: underline; }
  .foreign { white-space: normal; overflow-x: auto; } .foreign :is(p, ul, ol, table, blockquote) { margin-block: 0 var(--v-s2); } .foreign, .foreign :is(p, div, li, td, th, blockquote) { unicode-bidi: plaintext; } .foreign :is(ul, ol) { list-style: revert; padding-inline-start: var(--v-s5); } .foreign a { text-decoration: underline; } .foreign img { max-width: 100%; height: auto; }
  .expand:hover { text-decoration: underline; }
  .foot .quiet { color: var(--v-accent-text); }
  .foot .btn { margin-inline-start: -8px; }
  @media (forced-colors: active) { .ev > .dot { border: 1px solid; } .ev::before { background: CanvasText; } .new::before, .new::after { background: Highlight; } .ev:focus-visible { outline-color: Highlight; } .ev.wait > .dot { border-style: dashed; outline: 0; } }
  .compose { margin: var(--v-s4) var(--v-s4) var(--v-s3); border: 1px solid var(--v-control); border-radius: var(--v-radius); background: var(--v-surface); }
  .compose:has(.text:focus-visible) { box-shadow: var(--v-focus); } .compose.dropping { outline: 1px dashed var(--v-accent-line); outline-offset: 3px; }
  .tabs { display: flex; gap: var(--v-s2); padding: 0 var(--v-s2); border-block-end: 1px solid var(--v-line); overflow-x: auto; scrollbar-width: none; }
  .tabs > button { position: relative; padding: 7px var(--v-s1) 9px; border: 0; margin-block-end: -1px; background: none; color: var(--v-text-2); display: inline-flex; gap: 6px; align-items: center; white-space: nowrap; cursor: pointer; flex: none; }
  .tabs > button:hover { color: var(--v-text); }
  .tabs > button:focus-visible { box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  .tabs > [aria-selected='true'] { color: var(--v-text); font-weight: var(--v-bold); }
  .tabs > [aria-selected='true']::after { content: ''; position: absolute; inset-inline: var(--v-s1); inset-block-end: 0; height: 2px; background: var(--v-accent-text); }
  .panel { display: grid; }
  .compose .text { display: block; width: 100%; min-height: 44px; padding: 10px var(--v-s3); border: 0; outline: none; background: none; color: var(--v-text); font: var(--v-base); resize: none; field-sizing: content; max-height: 240px; }
  .compose .text::placeholder { color: var(--v-text-3); opacity: 1; }
  .compose .more { display: flex; flex-wrap: wrap; gap: var(--v-s2) var(--v-s3); padding: 0 var(--v-s3); }
  .compose .field { flex: 0 1 200px; } .compose .field:has([type='datetime-local']) { flex-basis: 232px; } .compose .field:has([type='number']) { flex-basis: 96px; } .compose .field.wide { padding: var(--v-s2) var(--v-s3) 0; }
  .compose .field > .fine { font-weight: 400; }
  .compose .next { display: flex; flex-wrap: wrap; gap: var(--v-s2) var(--v-s3); flex: 1 1 100%; } .compose .next .wide { flex: 1 1 100%; padding: 0; }
  .receivers { display: flex; flex-wrap: wrap; gap: var(--v-s1) var(--v-s4); border: 0; margin: 0; padding: 0 var(--v-s3); min-width: 0; max-height: 136px; overflow-y: auto; } .receivers legend { padding: var(--v-s2) 0 0; } .receivers label { min-height: 24px; }
  .finding { padding: var(--v-s2) var(--v-s3) 0; max-width: 464px; } .finding .field > label { font-weight: 400; }
  .compose .files { display: flex; flex-wrap: wrap; gap: var(--v-s1); padding: var(--v-s2) var(--v-s3) 0; list-style: none; } .chosen-file { padding-inline-end: 0; max-width: 100%; } .chosen-file.wrong { border-color: var(--v-bad); }
  .compose .problem { padding: var(--v-s2) var(--v-s3) 0; }
  .tools { display: flex; flex-wrap: wrap; gap: var(--v-s1); padding: var(--v-s2); align-items: center; }
  .undo { margin: 0 var(--v-s4) var(--v-s3); } .undo .link { white-space: nowrap; } .undo .clear { margin-block: -2px; }
  .changes { display: grid; gap: var(--v-s1); padding-block-start: var(--v-s1); } .changes > div { display: grid; grid-template-columns: 124px minmax(0, 1fr); gap: 0 var(--v-s3); }
  .changes del { color: var(--v-text-3); text-decoration: none; } .changes ins { text-decoration: none; } .changes .icon { display: inline-block; vertical-align: -2px; color: var(--v-text-3); margin-inline: 2px; }
  .editing { align-items: flex-start; } .editing textarea { flex: 1; }
  .parked { border-block-end: 1px solid var(--v-line); } .notices { display: grid; gap: var(--v-s2); padding: 0 var(--v-s4) var(--v-s3); }
  @container (width < 480px) {
    .chips { mask-image: linear-gradient(to left, transparent, #000 32px); } .chips:dir(rtl) { mask-image: linear-gradient(to right, transparent, #000 32px); }
    .tabs .icon { display: none; } .tools .primary { flex: 1; } .changes > div { grid-template-columns: 1fr; } .compose .field { flex: 1 1 100%; }
  }
  @media (forced-colors: active) { .tabs > [aria-selected='true']::after { background: Highlight; } .tabs > button:focus-visible { outline-color: Highlight; } }
`;
