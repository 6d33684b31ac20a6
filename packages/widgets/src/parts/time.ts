import { html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatInstant, type Viewer } from '../format/date.ts';
import { formatWhen } from '../format/relative.ts';

/** An instant or a date in words, with the exact time on hover, and on keyboard focus when `focusable`. */
export function time(viewer: Viewer, at: string, text: string, focusable: boolean): TemplateResult {
  const exact = at.length === 10 ? formatDate(viewer.locale, at, 'full') : formatInstant(viewer, at);
  return html`<time part="time" class=${focusable ? 'exact' : ''} datetime=${at} title=${exact} data-exact=${exact} tabindex=${focusable ? '0' : nothing}>${text}</time>`;
}

/** "Tomorrow, 10:30", of an instant or a date, with the exact time on hover, and on keyboard focus when `focusable`. */
export function timeWhen(viewer: Viewer, when: string, { focusable = false }: { focusable?: boolean } = {}): TemplateResult {
  return time(viewer, when, formatWhen(viewer, when), focusable);
}
