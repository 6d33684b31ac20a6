import { css, type CSSResult } from 'lit';

/** Where everything in the card has its place. What fills the places is in card-late.styles.ts. */
export const contactCardStyles: CSSResult = css`
  .head { display: flex; align-items: flex-start; gap: var(--v-s3); padding: var(--v-s4) var(--v-s4) var(--v-s3); }
  .room { flex: none; width: 28px; margin-inline-end: calc(-1 * var(--v-s1)); } .still { display: flex; align-items: center; gap: var(--v-s2); width: 100%; min-height: 24px; margin-inline: -6px; padding: 2px 6px; } .firm { min-height: 24px; padding-block: 2px; }
  .head :is(.editable, .still) { padding-block: 0; } .who { column-gap: var(--v-s2); row-gap: 0; }
  .who h3 { min-width: 0; } .who :is(.editable, .still) { width: auto; } .pen { flex: none; width: 14px; } @media (hover: hover) { .who :is(.editable > .icon, .pen) { display: none; } }

  .actions { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: var(--v-s2); padding: 0 var(--v-s4) var(--v-s4); }

  .next { display: flex; align-items: center; gap: var(--v-s3); min-height: 61px; padding: 9px var(--v-s4); background: var(--v-sunken); border-block: 1px solid var(--v-line); }

  .fields { display: grid; grid-template-columns: minmax(80px, max-content) 1fr; gap: var(--v-s1) var(--v-s3); padding: var(--v-s3) var(--v-s4); }
  .fields > * { min-width: 0; padding-block: 2px; } .fields > dt { max-width: 112px; hyphens: auto; overflow-x: clip; }
  .entry { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 0 var(--v-s2); min-height: 24px; margin-block: -2px; } .entry + .entry { margin-block-start: 2px; }

  .summary { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; border-block-start: 1px solid var(--v-line); }
  .figure { display: grid; gap: 2px; align-content: start; min-width: 0; padding: 10px var(--v-s3) var(--v-s3); } .figure:first-child { padding-inline-start: var(--v-s4); }
  .figure + .figure { border-inline-start: 1px solid var(--v-line); }

  :host([mode='hover']) { display: inline; container-type: normal; }
  :host([mode='compact']) .frame { border: 0; border-radius: 0; }
  :host([mode='compact']:not(:first-child)) .frame { border-block-start: 1px solid var(--v-line); }
  .mini { display: flex; align-items: center; gap: var(--v-s3); padding: 10px var(--v-s3); min-height: 56px; } .bone.s32 { width: 32px; height: 32px; }

  @container (width < 340px) {
    .fields { grid-template-columns: minmax(76px, max-content) 1fr; }
    .summary { grid-auto-flow: row; }
    .figure { grid-template-columns: 1fr auto; align-items: baseline; padding: var(--v-s2) var(--v-s4); } .figure > dt { grid-row: 1 / span 3; }
    .figure > dd { grid-column: 2; text-align: end; }
    .figure + .figure { border-inline-start: 0; border-block-start: 1px solid var(--v-line); }
  }
  @container (width >= 640px) {
    .actions { grid-auto-columns: max-content; } .fields { grid-template-columns: minmax(100px, max-content) 1fr minmax(100px, max-content) 1fr; }
  }
`;
