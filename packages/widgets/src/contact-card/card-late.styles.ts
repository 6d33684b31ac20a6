import { css, type CSSResult } from 'lit';

/** What fills the places of the card: links, buttons, what is edited, decided, or shown by the row. */
export const cardLateStyles: CSSResult = css`
  .head > .btn { margin-inline-end: calc(-1 * var(--v-s1)); }
  .who h3:has(.editing) { flex: 1 1 100%; }
  .link { display: inline; min-height: 24px; padding: 0; border: 0; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; }
  .link.plain { color: inherit; } .link.bold { font-weight: var(--v-bold); } .link.cut { display: block; }
  .actions .btn { min-width: 0; padding-inline: var(--v-s2); }
  .next > .icon { color: var(--v-accent-text); }
  .frame > .next:last-child { border-block-end: 0; }
  .fields > dt { color: var(--v-text-3); }
  .fields:not(:has(dd)) { display: none; }
  .entry + .field { margin-block-start: var(--v-s2); } .field + .entry { margin-block-start: var(--v-s1); }
  .entry.address { align-items: flex-start; padding-block: 2px; } address { font-style: normal; }
  .tools { position: absolute; inset-inline-end: calc(-1 * var(--v-s2)); inset-block-start: 0; display: flex; background: var(--v-surface); border-radius: var(--v-radius-s); opacity: 0; }
  .entry:is(:hover, :focus-within) > .tools { opacity: 1; }
  @media (hover: none) { .tools { position: static; margin-inline-start: auto; opacity: 1; } }
  :is(.head, .entry) a { display: inline-block; padding-block: 2px; }
  .head .editable:focus-visible { outline-offset: -2px; box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  .text { white-space: pre-line; } .line { display: block; } .fields .editable { margin-block: -2px; }
  .figure .num { white-space: normal; }
  .decisions { border-block-start: 1px solid var(--v-line); } .decisions > * + * { border-block-start: 1px solid var(--v-line); } .notice { padding: var(--v-s3) var(--v-s4); }
  .frame > .notice { border-block-start: 1px solid var(--v-line); }
  .brief { flex: none; max-width: 45%; }
  @container (width < 340px) { .actions .btn .icon { display: none; } }
  @container (width >= 640px) { .actions .btn { padding-inline: var(--v-s4); } }
`;
