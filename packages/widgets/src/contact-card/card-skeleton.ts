import { html, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { bone, skeleton } from '../parts/skeleton.ts';

/** The card's own layout, while the record is on its way. */
export function cardSkeleton(view: Localized, compact: boolean): TemplateResult {
  return skeleton(view, compact ? miniBones() : fullBones());
}

function miniBones(): TemplateResult {
  return html`<div class="mini"><span class="bone face s32"></span><div class="grow">${bone('line')}${bone('short')}</div></div>`;
}

function fullBones(): TemplateResult {
  return html`<div class="head">${bone('face')}<div class="grow">${bone('title')}${bone('short')}${bone('line')}</div></div>${bodyBones()}`;
}

/** Everything below the head. */
export function bodyBones(): TemplateResult {
  const row = (kinds: readonly ('line' | 'long' | 'short')[]): TemplateResult => html`<dt>${bone('label')}</dt><dd>${kinds.map((kind) => html`<div class="entry">${bone(kind)}</div>`)}</dd>`;
  return html`<div class="actions">${bone('control')}${bone('control')}${bone('control')}</div>
    <div class="next">${bone('face s24')}<div class="grow">${bone('line')}${bone('short')}</div></div>
    <dl class="fields">${row(['line', 'short'])}${row(['long', 'line'])}${row(['short'])}${row(['line'])}${row(['line', 'line'])}${row(['long'])}</dl>
    <dl class="summary">${[0, 1, 2].map(() => html`<div class="figure"><dt>${bone('line')}</dt><dd>${bone('long')}</dd><dd>${bone('short')}</dd></div>`)}</dl>`;
}
