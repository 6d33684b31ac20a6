import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from './icon.ts';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad' | 'info';

/** A state in a word, with an icon where it is good, warns or is bad. */
export function badge(text: string, { tone = 'neutral', icon: name }: { tone?: Tone; icon?: IconName } = {}): TemplateResult {
  return html`<span part="badge" class="badge ${tone}">${name ? icon(name) : nothing}${text}</span>`;
}

/** A word somebody gave to a record. */
export function tag(text: string, { icon: name }: { icon?: IconName } = {}): TemplateResult {
  return html`<span part="tag" class="tag">${name ? icon(name) : nothing}<bdi>${text}</bdi></span>`;
}
