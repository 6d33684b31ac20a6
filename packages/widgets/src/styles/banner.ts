import { css, type CSSResult } from 'lit';

/** A line that says what is wrong, late or worth knowing, above or among the content. */
export const banner: CSSResult = css`
  .banner { display: flex; align-items: flex-start; gap: var(--v-s2); padding: var(--v-s2) var(--v-s3); border-radius: var(--v-radius); background: var(--v-hover); color: var(--v-text); }
  .banner > .icon { margin-block: 2px; }
  .banner.flush { padding: 14px var(--v-s4); border-radius: calc(var(--v-radius) - 1px) calc(var(--v-radius) - 1px) 0 0; }
  .banner.bad { background: var(--v-bad-soft); color: var(--v-text); } .banner.bad > .icon { color: var(--v-bad); }
  .banner.warn { background: var(--v-warn-soft); color: var(--v-text); } .banner.warn > .icon { color: var(--v-warn); }
  .banner.info { background: var(--v-info-soft); color: var(--v-text); } .banner.info > .icon { color: var(--v-info); }
  .banner.good { background: var(--v-good-soft); color: var(--v-text); } .banner.good > .icon { color: var(--v-good); }
  .banner .link { border: 0; padding: 0; background: none; color: var(--v-accent-text); cursor: pointer; }
  .banner .link:hover { text-decoration: underline; }
  @media (forced-colors: active) { .banner { border: 1px solid; } }
`;
