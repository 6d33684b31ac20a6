import { html, type TemplateResult } from 'lit';
import type { VinculoError } from '@vinculo/sdk';
import type { Localized } from '../messages/message.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, notFoundState } from '../parts/states.ts';
import type { CardState } from './contact-card.controller.ts';

/** What stands in place of the record while there is none to show. */
export function cardPlaceholder(view: Localized, state: Exclude<CardState, 'ready'>, { compact, what, error, retry }: { compact: boolean; what: string; error: VinculoError | undefined; retry: () => void }): TemplateResult {
  switch (state) {
    case 'noClient': return noClientState(view);
    case 'noRecord': return emptyState(view, { title: view.t('card.noRecord'), text: view.t('card.noRecordText') });
    case 'unsupported': return emptyState(view, { title: view.t('card.unsupported') });
    case 'forbidden': return forbiddenState(view);
    case 'missing': return notFoundState(view);
    case 'error': return errorState(view, { what, text: failureText(view, error), retry });
    case 'loading': return skeleton(view, compact ? miniBones() : fullBones());
  }
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
