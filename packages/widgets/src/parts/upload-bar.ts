import { html, type TemplateResult } from 'lit';

/** How far an upload is; without a number only that it goes on. */
export function uploadBar(label: string, percent: number | undefined): TemplateResult {
  return percent === undefined
    ? html`<span class="progress" role="progressbar" aria-label=${label}><i></i></span>`
    : html`<progress part="progress" class="progress" max="100" value=${percent} aria-label=${label}></progress>`;
}
