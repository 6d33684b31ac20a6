import { html, type TemplateResult } from 'lit';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad' | 'info';

/** A state in a word. */
export function badge(text: string, { tone = 'neutral' }: { tone?: Tone } = {}): TemplateResult {
  return html`<span part="badge" class="badge ${tone}">${text}</span>`;
}

/** A word somebody gave to a record. */
export function tag(text: string): TemplateResult {
  return html`<span part="tag" class="tag"><bdi>${text}</bdi></span>`;
}
