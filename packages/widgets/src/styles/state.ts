import { css, type CSSResult } from 'lit';

/** What stands in place of the content, or beside it, when it is not there, not fresh or not agreed. */
export const state: CSSResult = css`
  .bone { display: block; background: var(--v-hover); border-radius: var(--v-radius-s); height: 12px; margin-block: 4px; }
  .bone.line { width: 70%; } .bone.short { width: 44%; } .bone.long { width: 84%; } .bone.full { width: 100%; } .bone.label { width: 52px; }
  .bone.title { width: 62%; height: 16px; } .bone.control { height: var(--v-height); margin: 0; border-radius: var(--v-radius); }
  .bone.face { width: 48px; height: 48px; border-radius: 50%; margin: 0; flex: none; } .bone.face.s24 { width: 24px; height: 24px; } .bone.card { height: 118px; margin: 0; border-radius: var(--v-radius); }
  .state { display: grid; justify-items: start; gap: var(--v-s1); padding: var(--v-s4); }
  .state > .row:last-child:not(:first-child) { margin-block-start: var(--v-s2); }
  @media (forced-colors: active) { .bone { border: 1px solid GrayText; } }
`;
