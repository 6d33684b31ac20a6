import { css, type CSSResult } from 'lit';

/** Initials on a ground whose hue comes from the name. Round for people, square for organisations. */
export const avatar: CSSResult = css`
  .avatar { --hue: 250; display: inline-grid; place-items: center; width: 24px; height: 24px; flex: none; border-radius: 50%; overflow: hidden; font: 600 10px/1 var(--v-font); white-space: nowrap; background: light-dark(oklch(0.925 0.028 var(--hue)), oklch(0.36 0.035 var(--hue))); color: light-dark(oklch(0.4 0.07 var(--hue)), oklch(0.88 0.04 var(--hue))); user-select: none; }
  .avatar.s20 { width: 20px; height: 20px; font-size: 9px; } .avatar.s32 { width: 32px; height: 32px; font-size: 12px; } .avatar.s48 { width: 48px; height: 48px; font-size: 16px; }
  .avatar.cjk { font-size: 11px; } .avatar.cjk.s32 { font-size: 12px; } .avatar.cjk.s48 { font-size: 16px; }
  .avatar.org { border-radius: var(--v-radius); } .avatar.org.s20 { border-radius: var(--v-radius-s); }
  .avatar.h1 { --hue: 20; } .avatar.h2 { --hue: 85; } .avatar.h3 { --hue: 155; } .avatar.h4 { --hue: 310; } .avatar.h5 { --hue: 200; }
  @media (forced-colors: active) { .avatar { border: 1px solid; } }
`;
