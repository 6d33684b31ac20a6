import { css, type CSSResult } from 'lit';

/** Where everything in the ticket has its place. What fills the places is in ticket-desk.styles.ts. */
export const ticketStyles: CSSResult = css`
  .tk { display: grid; grid-template-columns: minmax(0, 1fr) 264px; grid-template-rows: auto 1fr; }
  .tk > .aside { border-inline-start: 1px solid var(--v-line); min-width: 0; }
  .tk > .main { min-width: 0; display: flex; flex-direction: column; }
  .tk.alone { grid-template-columns: minmax(0, 1fr); } .tk.alone > .aside { border: 0; }
  .head { grid-column: 1 / -1; display: grid; gap: var(--v-s2); padding: var(--v-s3) var(--v-s4); border-block-end: 1px solid var(--v-line); }
  .head h3 { min-width: 0; overflow-wrap: anywhere; } .head > .row:first-child { align-items: baseline; }
  .controls { min-height: 28px; } .controls > .bone.control { width: 92px; height: 28px; }
  .conv { display: grid; gap: var(--v-s5); padding: var(--v-s4); flex: 1; align-content: start; }
  .msg { display: grid; grid-template-columns: 24px minmax(0, 1fr); gap: var(--v-s1) var(--v-s3); }
  .msg > .says { flex-wrap: wrap; row-gap: 0; min-height: 24px; }
  .msg > .body { grid-column: 2; min-width: 0; } .msg > .body > * + * { margin-block-start: var(--v-s2); }
  .msg.note > .body { background: var(--v-warn-soft); border-radius: var(--v-radius); padding: var(--v-s2) var(--v-s3); }
  .words { white-space: pre-line; overflow-wrap: anywhere; }
  .foreign { overflow-x: auto; } .foreign :is(p, ul, ol, table, blockquote) { margin-block: 0 var(--v-s2); } .foreign, .foreign :is(p, div, li, td, th, blockquote) { unicode-bidi: plaintext; } .foreign :is(ul, ol) { list-style: revert; padding-inline-start: var(--v-s5); } .foreign a { text-decoration: underline; } .foreign img { max-width: 100%; height: auto; }
  .files { display: flex; flex-wrap: wrap; gap: var(--v-s2); } .files > li { min-width: 0; }
  .tag.file { min-height: 24px; background: none; cursor: pointer; } .tag.file:hover { background: var(--v-hover); color: var(--v-text); }
  .earlier { justify-self: start; margin-inline-start: 28px; }
  .link { border: 0; padding: 0; min-height: 24px; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; }
  .part { display: grid; gap: var(--v-s2); padding: var(--v-s3) var(--v-s4); } .part + .part { border-block-start: 1px solid var(--v-line); }
  .ghost { margin: 0 var(--v-s4) var(--v-s4); height: 130px; padding: var(--v-s3); border: 1px solid var(--v-line); border-radius: var(--v-radius); }
  :host([density='compact']) .conv { gap: var(--v-s3); padding-block: var(--v-s3); } :host([density='compact']) .head { padding-block: var(--v-s2); }
  @container (width < 620px) {
    .tk { grid-template-columns: minmax(0, 1fr); grid-template-rows: none; } .tk > .aside { border-inline-start: 0; border-block-start: 1px solid var(--v-line); }
    .head .title { flex-basis: 100%; } .head > .row:first-child { flex-wrap: wrap; row-gap: 0; }
  }
  @container (width < 480px) { .via { display: none; } .msg { column-gap: var(--v-s2); } .conv { padding-inline: var(--v-s3); } .msg.note > .body { margin-inline-start: -32px; } }
  @media (forced-colors: active) { .msg.note > .body { border: 1px dashed; } }
`;
