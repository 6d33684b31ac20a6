import { html, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';

/** A grey stand-in of one size: `line` 70 %, `short` 44 %, `long` 84 %, `full`, `label` 52 px, `title`, `control`, `face` 48 px, `card` 118 px. */
export type Bone = 'line' | 'short' | 'long' | 'full' | 'label' | 'title' | 'control' | 'face' | 'face s24' | 'card';

export function bone(kind: Bone): TemplateResult {
  return html`<span class="bone ${kind}"></span>`;
}

/** Content that is on its way: the widget's own layout filled with bones, said once to screen readers. */
export function skeleton(view: Localized, content: unknown): TemplateResult {
  return html`<div part="skeleton" aria-busy="true"><span class="hidden-text" role="status">${view.t('state.loading')}</span><div aria-hidden="true">${content}</div></div>`;
}
