import { html, nothing, type TemplateResult } from 'lit';
import { ownText, type OwnText } from '../format/own-text.ts';

/** The id of what helps with a field, for `aria-describedby`. */
export const helpId = (name: string): string => `help-${name}`;

/** What helps with a field, under its label. */
export function fieldHelp(locale: string, name: string, help: OwnText | undefined): TemplateResult | typeof nothing {
  return help ? html`<p id=${helpId(name)} part="help" class="fine text-3"><bdi>${ownText(locale, help)}</bdi></p>` : nothing;
}
