import type { TemplateResult } from 'lit';
import { formatAgo } from '../format/ago.ts';
import type { Viewer } from '../format/date.ts';
import { time } from './time.ts';

/** "2 days ago", with the exact time on hover, and on keyboard focus when `focusable`. */
export function timeAgo(viewer: Viewer, instant: string, { focusable = false }: { focusable?: boolean } = {}): TemplateResult {
  return time(viewer, instant, formatAgo(viewer, instant), focusable);
}
