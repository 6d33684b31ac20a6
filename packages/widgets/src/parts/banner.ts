import { html, nothing, type TemplateResult } from 'lit';
import type { Tone } from './badge.ts';
import { icon, type IconName } from './icon.ts';

const icons: Readonly<Record<Tone, IconName>> = { neutral: 'note', accent: 'note', info: 'note', good: 'check', warn: 'warn', bad: 'warn' };

/** A line above or among the content. `flush` fits the top of a frame; `role` is alert for what is bad, else status. */
export function banner(content: unknown, { tone = 'neutral', icon: name = icons[tone], flush = false, action }: { tone?: Tone; icon?: IconName; flush?: boolean; action?: unknown } = {}): TemplateResult {
  return html`<div part="banner" class="banner ${tone} ${flush ? 'flush' : ''}" role=${tone === 'bad' ? 'alert' : 'status'}>${icon(name)}<span class="grow">${content}</span>${action ?? nothing}</div>`;
}
