import { html, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { bone, skeleton } from '../parts/skeleton.ts';

/** The panel before its record is there. */
export function recordSkeleton(view: Localized): TemplateResult {
  const rows = ['line', 'short', 'short', 'line', 'short', 'short', 'line', 'short'] as const;
  return skeleton(view, html`<div class="kind">${bone('label')}</div>
    <div class="head">${bone('title')}${bone('full')}${bone('control')}</div>
    <div class="fields">${rows.map((kind) => html`<span>${bone('label')}</span><span>${bone(kind)}</span>`)}</div>`);
}
