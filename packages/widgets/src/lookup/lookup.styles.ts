import { css, type CSSResult } from 'lit';

export const lookupStyles: CSSResult = css`
  .tag { padding-inline-end: 0; } .tag > .clear { height: 24px; margin-block: -2px; }
`;
