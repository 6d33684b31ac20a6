import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState } from '../parts/states.ts';
import type { ListContext } from './context.ts';
import type { ListController } from './list.controller.ts';

const nameOf = (w: VinculoElement, { entity }: ListController): string => (entity ? formatLabel(w.locale, entity.pluralLabel) : w.t('list.records'));

/** What stands in place of a list where there is none to show. */
export function listInstead(w: VinculoElement, list: ListController): TemplateResult | typeof nothing {
  switch (list.state) {
    case 'no-client': return noClientState(w);
    case 'forbidden': return forbiddenState(w, { title: w.t('list.forbidden') });
    case 'unsupported': return emptyState(w, { title: w.t('list.unsupported') });
    case 'error': return errorState(w, { what: nameOf(w, list), text: failureText(w, list.error), retry: () => w.crm?.retry() });
    default: return nothing;
  }
}

/** In place of rows that there are none of: of this entity, or of what is asked for. */
export function emptyList(w: VinculoElement, on: ListContext, state: 'empty' | 'no-match'): TemplateResult {
  if (state === 'no-match') return emptyState(w, { title: w.t('list.noMatch'), actions: [{ label: w.t('list.showAll'), run: () => on.late!.showAll() }] });
  return html`${emptyState(w, { title: w.t('state.emptyDefault'), text: w.t('list.emptyText') })}<slot name="empty"></slot>`;
}
