import { css, type CSSResult } from 'lit';

/** What floats: menus, pickers and dialogs. */
export const menu: CSSResult = css`
  .menu { position: fixed; inset: auto; margin: 0; min-width: 160px; max-width: min(360px, calc(100vw - 16px)); max-height: min(360px, calc(100vh - 16px)); overflow-y: auto; padding: var(--v-s1); border: 1px solid transparent; border-radius: var(--v-radius); background: var(--v-float); color: var(--v-text); box-shadow: var(--v-shadow); }
  .menu [role='option'], .menu [role^='menuitem'] { display: flex; align-items: center; gap: var(--v-s2); width: 100%; min-height: 32px; padding: 6px var(--v-s2); border: 0; border-radius: var(--v-radius-s); background: none; color: inherit; font: var(--v-base); text-align: start; cursor: pointer; }
  .menu :is([role='option'], [role^='menuitem']):is(:hover, :focus, .active) { background: var(--v-hover); outline: 2px solid transparent; outline-offset: -2px; }
  .menu :is([role='option'], [role^='menuitem']):focus-visible { box-shadow: inset 0 0 0 2px var(--v-accent-text); }
  .menu [aria-disabled='true'] { color: var(--v-text-3); cursor: not-allowed; }
  .menu .mark { width: 16px; flex: none; } .menu .hint { display: block; font: var(--v-small); color: var(--v-text-2); }
  .menu [role='separator'] { height: 1px; margin: var(--v-s1) calc(-1 * var(--v-s1)); background: var(--v-line); }
  .dialog { width: min(420px, calc(100vw - 32px)); max-height: calc(100vh - 32px); padding: 0; border: 1px solid transparent; border-radius: var(--v-radius); background: var(--v-float); color: var(--v-text); box-shadow: var(--v-shadow); font: var(--v-base); }
  .dialog::backdrop { background: rgb(0 0 0 / .4); }
  .dialog > form { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--v-s4); overflow-wrap: anywhere; padding: var(--v-s5); }
  .dialog .actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--v-s2); }
  @media (forced-colors: active) { .menu, .dialog { border-color: CanvasText; } }
`;
