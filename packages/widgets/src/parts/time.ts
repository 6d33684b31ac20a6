import { html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatInstant, type Viewer } from '../format/date.ts';
import { formatAgo } from '../format/ago.ts';
import { formatWhen } from '../format/relative.ts';

function time(viewer: Viewer, at: string, text: string, focusable: boolean): TemplateResult {
  const exact = at.length === 10 ? formatDate(viewer.locale, at, 'full') : formatInstant(viewer, at);
  return html`<time part="time" class=${focusable ? 'exact' : ''} datetime=${at} title=${exact} data-exact=${exact} tabindex=${focusable ? '0' : nothing}>${text}</time>`;
}

/** "2 days ago", with the exact time on hover, and on keyboard focus when `focusable`. */
export function timeAgo(viewer: Viewer, instant: string, { focusable = false }: { focusable?: boolean } = {}): TemplateResult {
  return time(viewer, instant, formatAgo(viewer, instant), focusable);
}

/** "Tomorrow, 10:30", of an instant or a date, with the exact time on hover, and on keyboard focus when `focusable`. */
export function timeWhen(viewer: Viewer, when: string, { focusable = false }: { focusable?: boolean } = {}): TemplateResult {
  return time(viewer, when, formatWhen(viewer, when), focusable);
}
