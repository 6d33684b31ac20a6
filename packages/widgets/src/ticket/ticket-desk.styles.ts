import { css, type CSSResult } from 'lit';
import { banner } from '../styles/banner.ts';
import { choice } from '../styles/choice.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { progress } from '../styles/progress.ts';

/** What fills the places of the ticket: menus, the composer, what stands beside it, what is decided, closed and rated. */
const ticketDeskStyles: CSSResult = css`
  .controls .btn { max-width: 100%; min-width: 0; } .btn.owner { max-width: 220px; } .still { min-height: 28px; padding-inline: var(--v-s2); }
  .state-dot { width: 8px; height: 8px; border-radius: 50%; background: var(--v-text-3); flex: none; } .state-dot.info { background: var(--v-info); } .state-dot.accent { background: var(--v-accent-text); } .state-dot.warn { background: var(--v-warn); } .state-dot.good { background: var(--v-good); }
  .badge.exact { cursor: default; }
  .msg .btn.more { width: 24px; height: 24px; padding: 0; }
  .compose { margin: 0 var(--v-s4) var(--v-s4); border: 1px solid var(--v-control); border-radius: var(--v-radius); background: var(--v-surface); }
  .compose:has(.text:focus-visible) { box-shadow: var(--v-focus); } .compose.note { background: linear-gradient(var(--v-warn-soft) 0 0), var(--v-surface); }
  .compose.dropping { outline: 1px dashed var(--v-accent-line); outline-offset: 3px; }
  .tabs { display: flex; gap: var(--v-s4); padding: 0 var(--v-s3); border-block-end: 1px solid var(--v-line); }
  .tabs > button { position: relative; display: inline-flex; align-items: center; justify-content: center; gap: 6px; min-width: 24px; padding: 7px 0 9px; border: 0; margin-block-end: -1px; background: none; color: var(--v-text-2); white-space: nowrap; cursor: pointer; } .tabs > button:hover { color: var(--v-text); }
  .tabs > button:focus-visible { box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  .tabs > [aria-selected='true'] { color: var(--v-text); font-weight: var(--v-bold); } .tabs > [aria-selected='true']::after { content: ''; position: absolute; inset-inline: 0; inset-block-end: 0; height: 2px; background: var(--v-accent-text); }
  .tabs .dot { width: 6px; height: 6px; border-radius: 50%; background: var(--v-accent-text); }
  .compose .text { display: block; width: 100%; min-height: 60px; max-height: 320px; padding: 10px var(--v-s3); border: 0; outline: none; background: none; color: var(--v-text); font: var(--v-base); resize: none; field-sizing: content; }
  .compose .text::placeholder { color: var(--v-text-3); opacity: 1; }
  .compose .unfilled, .compose .files { padding: 0 var(--v-s3) var(--v-s2); } .compose .unfilled .badge { border: 0; min-height: 24px; cursor: pointer; } .hint-line, .compose .problem { padding: 0 var(--v-s3); }
  .compose { position: relative; } .there { position: absolute; inset-block-start: 7px; inset-inline-end: var(--v-s3); max-width: 60%; }
  .compose .meanwhile { margin: 0 var(--v-s3) var(--v-s2); }
  .chosen-file { padding-inline-end: 0; } .chosen-file.wrong { border-color: var(--v-bad); }
  .macro { display: grid; gap: var(--v-s1); margin: 0 var(--v-s3) var(--v-s2); padding: var(--v-s2) var(--v-s3); border-radius: var(--v-radius); background: var(--v-info-soft); } .macro ul { display: grid; gap: 2px; margin: 0; padding-inline-start: 18px; list-style: disc; } .macro li { overflow-wrap: anywhere; }
  .copies { display: flex; flex-wrap: wrap; align-items: center; gap: var(--v-s1) 6px; padding: 0 var(--v-s3) var(--v-s1); } .copies .tag { padding-inline-end: 0; } .copy-input { flex: 1 1 180px; min-width: 0; height: 24px; padding: 0 var(--v-s2); border: 1px solid var(--v-control); border-radius: var(--v-radius-s); background: var(--v-surface); font: var(--v-small); } .copy-input:focus-visible { outline: 2px solid transparent; box-shadow: var(--v-focus); } .copy-input[aria-invalid] { border-color: var(--v-bad); }
  .tools { display: flex; flex-wrap: wrap; gap: var(--v-s1); padding: var(--v-s2); align-items: center; }
  .tools > .split, .tools > .primary { margin-inline-start: auto; } .split { display: inline-flex; max-width: 100%; } .split > .btn:first-child { border-start-end-radius: 0; border-end-end-radius: 0; min-width: 0; flex: 0 1 auto; overflow: hidden; text-overflow: ellipsis; } .split > .btn.square { border-start-start-radius: 0; border-end-start-radius: 0; border-inline-start: 1px solid var(--v-on-accent); } .split .icon.chevron { color: inherit; }
  .replies { width: 320px; padding: var(--v-s2); } .replies .input { margin-block-end: var(--v-s1); } .replies .hint { white-space: normal; } .replies .none { padding: var(--v-s2); }
  .aside h4 { font-weight: 400; }
  .sla, .pairs { display: grid; grid-template-columns: minmax(72px, max-content) minmax(0, 1fr); gap: var(--v-s1) var(--v-s3); align-items: center; } .sla > dd, .pairs > dd { min-width: 0; min-height: 24px; display: flex; align-items: center; justify-content: flex-end; text-align: end; } .sla > dt, .pairs > dt { color: var(--v-text-3); }
  .pairs .btn { margin-inline-end: calc(-1 * var(--v-s2)); height: 24px; max-width: 100%; color: var(--v-text); overflow: hidden; } .pairs .btn bdi { overflow: hidden; text-overflow: ellipsis; }
  .link.plain { color: inherit; } .link.bold { font-weight: var(--v-bold); } .link.cut { display: block; max-width: 100%; } .part a { min-height: 24px; line-height: 24px; }
  .reach { display: grid; grid-template-columns: minmax(0, 1fr); justify-items: start; } .reach > a { max-width: 100%; }
  .order { row-gap: 0; } .stars { color: var(--v-accent-text); }
  .decisions { border-block-end: 1px solid var(--v-line); } .decisions > * + * { border-block-start: 1px solid var(--v-line); } .notice { padding: var(--v-s3) var(--v-s4); }
  .closing { display: flex; flex-direction: column; gap: var(--v-s4); margin: 0 var(--v-s4) var(--v-s4); padding: var(--v-s3) var(--v-s4); border: 1px solid var(--v-line); border-radius: var(--v-radius); } .closing.row { flex-direction: row; }
  .rating { display: grid; gap: var(--v-s3); justify-items: start; } .rating fieldset { border: 0; margin: 0; padding: 0; min-width: 0; display: grid; gap: var(--v-s2); } .rating legend { padding: 0; margin-block-end: var(--v-s2); } .rating .field { width: 100%; }
  .grade { position: relative; display: grid; place-items: center; width: 40px; height: 32px; border: 1px solid var(--v-line-2); border-radius: var(--v-radius); cursor: pointer; } .grade:hover { background: var(--v-hover); } .grade input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer; }
  .grade:has(:checked) { background: var(--v-accent-soft); border-color: var(--v-accent-text); color: var(--v-accent-text); font-weight: var(--v-bold); } .grade:has(:focus-visible) { box-shadow: var(--v-focus); } .ends { max-width: 232px; }
  .line { display: block; }
  .check input { width: 16px; height: 16px; accent-color: var(--v-accent-fill); }
  .dialog select.input { appearance: auto; } .dialog textarea.input { min-height: 72px; }
  .foot .btn { margin-inline-start: auto; }
  @container (width < 480px) { .there { position: static; max-width: none; padding: 7px var(--v-s3) 0; } .compose, .closing { margin-inline: var(--v-s3); } .tools .split, .tools > .primary { flex: 1 1 100%; } .split > .btn:first-child { flex: 1; } .head { position: relative; } .head > .row:first-child { padding-inline-end: 28px; } .head .btn[data-menu='more'] { position: absolute; inset-block-start: var(--v-s2); inset-inline-end: var(--v-s3); } .head .end { display: none; } }
  @media (forced-colors: active) { .state-dot, .tabs .dot { border: 1px solid; } .tabs > [aria-selected='true']::after { background: Highlight; } .compose { border: 1px solid; } .grade:has(:checked) { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
`;

export const sheets: readonly CSSResult[] = [field, banner, choice, menu, progress, ticketDeskStyles];
