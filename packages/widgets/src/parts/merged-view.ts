import type { OutboxEntry } from '@vinculo/sdk';
import { html, type TemplateResult } from 'lit';
import { isolated } from '../format/isolated.ts';
import type { Localized } from '../messages/message.ts';
import { banner } from './banner.ts';
import { refusedState } from './decision-states.ts';

/** Another record than the one that was asked for is shown, since both are one by now. */
export function mergedNotice(view: Localized, name: string): TemplateResult {
  return html`<div part="merged" class="notice">${banner(view.t('state.merged', { name: isolated(name) }), { tone: 'info', icon: 'person' })}</div>`;
}

/** An edit of the record that was merged away: `text` says what it wanted. */
export function lateEditState(view: Localized, entry: OutboxEntry, { text, carryOver }: { readonly text: string; readonly carryOver: () => void }): TemplateResult {
  return refusedState(view, { title: view.t('state.lateEdit'), text, open: { label: view.t('state.carryOver'), run: carryOver }, discard: () => entry.discard() });
}
