import { css, type CSSResult } from 'lit';

/** What stands in place of the content, or beside it, when it is not there, not fresh or not agreed. */
export const state: CSSResult = css`
  .bone { display: block; background: var(--v-hover); border-radius: var(--v-radius-s); height: 12px; margin-block: 4px; }
  .bone.line { width: 70%; } .bone.short { width: 44%; } .bone.long { width: 84%; } .bone.full { width: 100%; } .bone.label { width: 52px; }
  .bone.title { width: 62%; height: 16px; } .bone.control { height: var(--v-height); margin: 0; border-radius: var(--v-radius); }
  .bone.face { width: 48px; height: 48px; border-radius: 50%; margin: 0; flex: none; } .bone.face.s24 { width: 24px; height: 24px; } .bone.card { height: 118px; margin: 0; border-radius: var(--v-radius); }
  .state { display: grid; justify-items: start; gap: var(--v-s1); padding: var(--v-s4); }
  .state > .row:last-child:not(:first-child) { margin-block-start: var(--v-s2); }
  .choices { display: grid; grid-template-columns: 1fr 1fr; gap: var(--v-s2); width: 100%; margin: var(--v-s2) 0 var(--v-s1); padding: 0; border: 0; min-width: 0; }
  .state:has([value='theirs']:checked) .if-mine, .state:not(:has([value='theirs']:checked)) .if-theirs { display: none; }
  .choice { position: relative; border: 1px solid var(--v-line-2); border-radius: var(--v-radius); padding: var(--v-s2) 10px; display: grid; gap: 2px; cursor: pointer; min-width: 0; }
  .choice:has(:checked) { border-color: var(--v-accent-text); box-shadow: inset 0 0 0 1px var(--v-accent-text); background: var(--v-accent-soft); }
  .choice:has(:focus-visible) { box-shadow: var(--v-focus); }
  .choice input { appearance: none; width: 14px; height: 14px; margin: 0; border-radius: 50%; border: 1.5px solid var(--v-control); flex: none; outline: none; } .choice input:checked { border: 4.5px solid var(--v-accent-fill); }
  @container (width < 340px) { .choices { grid-template-columns: 1fr; } }
  @media (forced-colors: active) { .bone { border: 1px solid GrayText; } .choice:has(:checked) { outline: 2px solid Highlight; } .choice input { appearance: auto; } }
`;
