import type { Present } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { icon } from './icon.ts';

/** "Li Wei is replying": colleagues who are at a record too. Who writes comes before who only looks. */
export function othersLine(w: Localized, others: readonly Present[]): TemplateResult | typeof nothing {
  const writing = others.filter(({ doing }) => doing === 'writing');
  const shown = writing.length > 0 ? writing : others;
  if (shown.length === 0) return nothing;
  const names = new Intl.ListFormat(w.locale, { type: 'conjunction' }).format(shown.map(({ name }) => name));
  return html`<span part="others ${writing.length > 0 ? 'replying' : ''}" class="fine row tight others ${writing.length > 0 ? 'warn' : 'text-3'}">${icon(writing.length > 0 ? 'pencil' : 'person', 'small')}<bdi class="cut">${w.t(writing.length > 0 ? 'others.replying' : 'others.looking', { names, count: shown.length })}</bdi></span>`;
}
