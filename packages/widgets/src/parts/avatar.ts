import { html, type TemplateResult } from 'lit';
import { isCjk } from '../format/cjk.ts';
import { initials } from '../format/initials.ts';

export type AvatarSize = 20 | 24 | 32 | 48;

/** One of six hues, the same for a name on every page. */
export function hueOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x9e3779b1);
  // The upper bits: the lower ones hardly mix, and a few colleagues would share a hue.
  return Math.floor(((hash >>> 0) / 2 ** 32) * 6);
}

/** What was found of the names on a page: cutting a name into what its readers take for letters is slow, and lists say the same few again and again. */
const found = new Map<string, string>();
const mostFound = 500;

/** Initials of a name; decoration beside the written name. One glyph for Chinese, Japanese and Korean names up to 24 px, two from 32 px. */
export function avatar(name: string, { size = 24, kind = 'person', culture }: { size?: AvatarSize; kind?: 'person' | 'organisation'; culture?: string | null } = {}): TemplateResult {
  const cjk = isCjk(name);
  const glyphCount = cjk && size < 32 ? 1 : 2;
  const key = `${glyphCount} ${kind} ${culture ?? ''} ${name}`;
  let text = found.get(key);
  if (text === undefined) {
    if (found.size >= mostFound) found.clear();
    found.set(key, (text = initials(name, { glyphCount, kind, culture })));
  }
  return html`<span part="avatar" class="avatar s${size} h${hueOf(name)} ${cjk ? 'cjk' : ''} ${kind === 'organisation' ? 'org' : ''}" aria-hidden="true">${text}</span>`;
}
