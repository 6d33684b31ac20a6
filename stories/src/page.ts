import { html, type TemplateResult } from 'lit';
import './page.css';

/** The page that a story stands in. Where the toolbar says otherwise, `.storybook/preview.ts` writes it over these. */
export interface PageArgs {
  lang: string;
  dir: 'ltr' | 'rtl';
  scheme: 'light' | 'dark';
  /** px, with its padding. */
  width: number;
  /** A theme of the package, by its class; none where it is empty. */
  theme: '' | 'fiori' | 'bootstrap';
}

/** A host page around a widget. Below 480 px it has no padding, as on a phone. */
export function page({ lang, dir, scheme, width, theme }: PageArgs, content: TemplateResult | readonly TemplateResult[]): TemplateResult {
  return html`<div class="page ${scheme} ${theme && `vinculo-${theme}`} ${width < 480 ? 'bare' : ''}" lang=${lang} dir=${dir} style=${`width: ${width}px`}>${content}</div>`;
}
