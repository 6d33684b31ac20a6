import { html, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { bone, skeleton } from '../parts/skeleton.ts';

function days(): TemplateResult {
  const row = html`<div class="ghost">${bone('face')}<div>${bone('short')}${bone('long')}</div></div>`;
  const day = html`<div class="ghost-day">${bone('label')}</div>${row}${row}${row}`;
  return html`${day}${day}`;
}

/** The room of the closed composer. */
export function composerRoom(): TemplateResult {
  return html`<div class="ghost-compose" aria-hidden="true">${bone('short')}</div>`;
}

/** The composer, the chips and two days, in their sizes. */
export function timelineSkeleton(view: Localized): TemplateResult {
  return skeleton(view, html`${composerRoom()}<div class="ghost-filters">${bone('control')}${bone('control')}${bone('control')}</div>${days()}`);
}

/** The days alone, while another filter is answered. */
export function listSkeleton(view: Localized): TemplateResult {
  return skeleton(view, days());
}
