import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState } from '../parts/states.ts';
import type { Done } from './task-writing.ts';
import type { TasksController } from './tasks.controller.ts';

/** What stands in place of the list where there is none to show. */
export function tasksInstead(w: VinculoElement, { state, error }: TasksController): TemplateResult | typeof nothing {
  switch (state) {
    case 'noClient': return noClientState(w);
    case 'noUser': return emptyState(w, { title: w.t('tasks.noUser'), text: w.t('tasks.noUserText') });
    case 'forbidden': return forbiddenState(w, { title: w.t('tasks.forbidden') });
    case 'unsupported': return emptyState(w, { title: w.t('tasks.unsupported') });
    case 'error': return errorState(w, { what: w.t('tasks.title'), text: failureText(w, error), retry: () => w.crm?.retry() });
    default: return nothing;
  }
}

/** In place of the sections where nothing is to do. */
export function nothingToDo(w: VinculoElement, add: (() => void) | undefined): TemplateResult {
  return emptyState(w, { title: w.t('tasks.empty'), text: w.t('tasks.emptyText'), actions: add ? [{ label: w.t('tasks.add'), icon: 'plus', run: add }] : [] });
}

const done = { completed: 'tasks.completed', moved: 'tasks.moved', assigned: 'tasks.assigned', created: 'tasks.created' } as const;

/** What was done last, and the way back. */
export function doneFoot(w: VinculoElement, { what, activity }: Done, undo: () => void): TemplateResult {
  return html`<p part="foot" class="foot"><span class="grow">${w.t(done[what], { what: activity.subject })}</span><button type="button" part="undo" class="btn small quiet" @click=${undo}>${w.t('action.undo')}</button></p>`;
}
