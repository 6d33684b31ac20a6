import { css, type CSSResult } from 'lit';

export const ticketFormStyles: CSSResult = css`
  .select { position: relative; min-width: 0; } .select > .icon { position: absolute; inset-inline-end: 10px; inset-block-start: calc(50% - 6px); pointer-events: none; }
  select.input { appearance: none; padding-inline-end: 30px; text-overflow: ellipsis; } select.input option { background: Canvas; color: CanvasText; }
`;
