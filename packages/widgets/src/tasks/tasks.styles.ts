import { css, type CSSResult } from 'lit';

/** The list of tasks: sections by time, and rows. */
export const tasksStyles: CSSResult = css`
  .quick, .ghost-quick { padding: var(--v-s3) var(--v-s4); } .ghost-quick { min-height: 56px; }
  .day { position: sticky; inset-block-start: var(--vinculo-sticky-top, 0px); z-index: 2; display: flex; gap: var(--v-s2); align-items: center; padding: var(--v-s2) var(--v-s4); background: var(--v-sunken); border-block: 1px solid var(--v-line); font-weight: var(--v-bold); } .day > .count { font-weight: 400; }
  .task { display: flex; align-items: flex-start; gap: var(--v-s3); padding: var(--v-s2) var(--v-s4); min-height: 57px; } .task + .task { border-block-start: 1px solid var(--v-line); }
  .task:focus-visible { outline: 2px solid transparent; box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  .task > .grow { display: grid; gap: 2px; padding-block: 2px; } .task > .grow > .row > .icon { flex: none; }
  .check { flex: none; width: 28px; height: 28px; } .btn.check { border-radius: 50%; color: transparent; } .btn.check:is(:hover, :focus-visible) { color: var(--v-good); }
  @media (hover: none) { .btn.check { color: var(--v-text-3); } }
  .acts { flex: none; } .acts > .bone { width: 132px; height: 28px; }
  .about { gap: 0 var(--v-s3); }
  .link { display: inline; min-height: 24px; padding: 0; border: 0; background: none; color: var(--v-accent-text); font: inherit; text-align: start; cursor: pointer; } .link:hover { text-decoration: underline; } .link.plain { color: inherit; } .link.bold { font-weight: var(--v-bold); }
  .ghost { display: grid; grid-template-columns: 28px 1fr; gap: 0 var(--v-s3); padding: var(--v-s2) var(--v-s4); min-height: 57px; } .ghost .bone.face { width: 28px; height: 28px; }
  .ghost-day { height: 38px; background: var(--v-sunken); border-block: 1px solid var(--v-line); padding: var(--v-s2) var(--v-s4); }
  @container (width < 480px) { .task { flex-wrap: wrap; } .task > .grow { flex-basis: calc(100% - 52px); } .acts { margin-inline-start: 40px; } }
  @media (forced-colors: active) { .btn.check { color: ButtonText; } .task:focus-visible { outline-color: Highlight; outline-offset: -2px; } }
`;
