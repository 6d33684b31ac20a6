import { html, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { bone, skeleton } from '../parts/skeleton.ts';

/** The head, three messages, the composer and the side, in their sizes. */
export function ticketSkeleton(view: Localized): TemplateResult {
  const message = html`<div class="msg">${bone('face s24')}<div>${bone('short')}</div><div class="body">${bone('long')}${bone('line')}</div></div>`;
  return skeleton(view, html`<div class="tk"><div class="head"><div class="row">${bone('label')}<div class="grow">${bone('title')}</div></div>${controlBones()}</div>
    <div class="main"><div class="conv">${message}${message}${message}</div>${composerBones()}</div><div class="aside">${sideBones()}</div></div>`);
}

/** What stands under the subject, till it is loaded. */
export function controlBones(): TemplateResult {
  return html`<div class="row wrap controls" aria-hidden="true">${[0, 1, 2].map(() => bone('control'))}</div>`;
}

/** The room of the composer. */
export function composerBones(): TemplateResult {
  return html`<div class="ghost" aria-hidden="true">${bone('short')}</div>`;
}

/** The room of what stands beside the conversation. */
export function sideBones(): TemplateResult {
  const section = html`<div class="part">${bone('label')}${bone('line')}${bone('long')}</div>`;
  return html`<div aria-hidden="true">${section}${section}${section}</div>`;
}
