import { css, type CSSResult } from 'lit';

export const contactCardStyles: CSSResult = css`
  .head { display: flex; align-items: flex-start; gap: var(--v-s3); padding: var(--v-s4) var(--v-s4) var(--v-s3); }
  .head > .btn { margin-inline-end: calc(-1 * var(--v-s1)); }
  .room { flex: none; width: 28px; margin-inline-end: calc(-1 * var(--v-s1)); } .still { display: flex; align-items: center; gap: var(--v-s2); width: 100%; min-height: 24px; margin-inline: -6px; padding: 2px 6px; } .firm { min-height: 24px; padding-block: 2px; }
  .head :is(.editable, .still) { padding-block: 0; } .who { column-gap: var(--v-s2); row-gap: 0; }
  .who h3 { min-width: 0; } .who :is(.editable, .still) { width: auto; } @media (hover: hover) { .who :is(.editable, .still) > .icon { display: none; } } .who h3:has(.editing) { flex: 1 1 100%; }
  .link { display: inline; min-height: 24px; padding: 0; border: 0; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; }
  .link.plain { color: inherit; } .link.bold { font-weight: var(--v-bold); } .link.cut { display: block; }

  .actions { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: var(--v-s2); padding: 0 var(--v-s4) var(--v-s4); }
  .actions .btn { min-width: 0; padding-inline: var(--v-s2); }

  .next { display: flex; align-items: center; gap: var(--v-s3); min-height: 61px; padding: 10px var(--v-s4); background: var(--v-sunken); border-block: 1px solid var(--v-line); }
  .next > .icon { color: var(--v-accent-text); }
  .frame > .next:last-child { border-block-end: 0; }

  .fields { display: grid; grid-template-columns: 80px 1fr; gap: var(--v-s1) var(--v-s3); padding: var(--v-s3) var(--v-s4); }
  .fields > dt { color: var(--v-text-3); padding-block: 2px; } .fields > dd { min-width: 0; padding-block: 2px; }
  .fields:not(:has(dd)) { display: none; }
  .entry { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--v-s2); min-height: 24px; margin-block: -2px; } .entry + .entry { margin-block-start: 2px; }
  .entry.address { align-items: flex-start; padding-block: 2px; } address { font-style: normal; }
  .tools { position: absolute; inset-inline-end: calc(-1 * var(--v-s2)); inset-block-start: 0; display: flex; background: var(--v-surface); border-radius: var(--v-radius-s); opacity: 0; }
  .entry:is(:hover, :focus-within) > .tools { opacity: 1; }
  @media (hover: none) { .tools { position: static; margin-inline-start: auto; opacity: 1; } }
  :is(.head, .entry) a { display: inline-block; padding-block: 2px; }
  .text { white-space: pre-line; }

  .summary { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; border-block-start: 1px solid var(--v-line); }
  .figure { display: grid; gap: 2px; align-content: start; min-width: 0; padding: 10px var(--v-s3) var(--v-s3); } .figure:first-child { padding-inline-start: var(--v-s4); }
  .figure + .figure { border-inline-start: 1px solid var(--v-line); }
  .figure .num { white-space: normal; }

  .decisions { border-block-start: 1px solid var(--v-line); } .decisions > * + * { border-block-start: 1px solid var(--v-line); } .notice { padding: var(--v-s3) var(--v-s4); }

  :host([mode='compact']) .frame { border: 0; border-radius: 0; }
  :host([mode='compact']:not(:first-child)) .frame { border-block-start: 1px solid var(--v-line); }
  .mini { display: flex; align-items: center; gap: var(--v-s3); padding: 10px var(--v-s3); min-height: 56px; } .bone.s32 { width: 32px; height: 32px; }
  .brief { flex: none; max-width: 45%; }

  @container (width < 340px) {
    .fields { grid-template-columns: 76px 1fr; }
    .summary { grid-auto-flow: row; }
    .figure { grid-template-columns: 1fr auto; align-items: baseline; padding: var(--v-s2) var(--v-s4); } .figure > dt { grid-row: 1 / span 3; }
    .figure > dd { grid-column: 2; text-align: end; }
    .figure + .figure { border-inline-start: 0; border-block-start: 1px solid var(--v-line); }
    .actions .btn .icon { display: none; }
  }
  @container (width >= 640px) {
    .actions { grid-auto-columns: max-content; } .actions .btn { padding-inline: var(--v-s4); }
    .fields { grid-template-columns: 100px 1fr 100px 1fr; }
  }
`;
