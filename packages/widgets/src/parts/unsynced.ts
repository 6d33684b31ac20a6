import { html, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { icon } from './icon.ts';

/** Beside a record whose change is not with the backend yet. */
export function unsyncedMark(view: Localized, kind: 'unsynced' | 'saving' | 'memoryOnly' = 'unsynced'): TemplateResult {
  return html`<span part="unsynced" class="row tight whole fine text-3">${icon(kind === 'saving' ? 'clock' : 'offline', 'small')}${view.t(`state.${kind}`)}</span>`;
}
