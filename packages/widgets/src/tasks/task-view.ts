import { html, nothing, type TemplateResult } from 'lit';
import type { Viewer } from '../format/date.ts';
import type { Localized } from '../messages/message.ts';
import { icon, type IconName } from '../parts/icon.ts';
import { bone } from '../parts/skeleton.ts';
import { timeWhen } from '../parts/time.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import type { Later } from './tasks.ts';
import { dueOf, type Activity, type Section, type TasksController } from './tasks.controller.ts';

/** What the list draws with. */
export interface TasksView extends Localized {
  readonly tasks: TasksController;
  readonly viewer: Viewer;
  /** What came after the first drawing. */
  readonly late: Later | undefined;
  readonly readonly: boolean;
  nameOf(table: string, id: string): string | undefined;
  open(table: string, id: string): void;
  complete(activity: Activity): void;
}

const icons: Readonly<Record<string, IconName>> = { call: 'phone', email: 'mail', message: 'chat', meeting: 'calendar', event: 'calendar', visit: 'person', note: 'note', letter: 'mail' };
const heads = { overdue: 'tasks.overdue', today: 'tasks.today', next: 'tasks.next', undated: 'tasks.undated' } as const;

/** Of what is no plain task; a check would look as if it were done. */
export function kindIcon(kind: string): IconName | undefined { return icons[kind]; }

export function sectionView(view: TasksView, { name, tasks, total }: Section): TemplateResult {
  const unsynced = view.tasks.unsynced;
  return html`<section part="section ${name}" aria-labelledby=${`head-${name}`}><h3 id=${`head-${name}`} class="day ${name === 'overdue' ? 'bad' : ''}">${name === 'overdue' ? icon('clock') : nothing}${view.t(heads[name])}${
    total === undefined ? nothing : html`<span class="count">${view.t('tasks.count', { count: total })}</span>`}</h3>
    <ul>${tasks.map((task) => row(view, task, name === 'overdue', unsynced.has(task.id)))}</ul></section>`;
}

function row(view: TasksView, task: Activity, isLate: boolean, isUnsynced: boolean): TemplateResult {
  const { t, tasks, viewer, late } = view;
  const due = dueOf(task);
  const kind = kindIcon(task.kind);
  const isReminding = task.remindAt && Date.parse(task.remindAt) > (viewer.now ?? new Date()).getTime();
  const owner = task.ownerId && task.ownerId !== tasks.me ? view.nameOf('user', task.ownerId) : undefined;
  const mayWrite = !view.readonly && tasks.may('update');
  return html`<li part="task" class="task" data-row=${task.id} tabindex="-1" aria-label=${task.subject}>
    ${mayWrite && tasks.may('update', 'done', 'at') ? html`<button type="button" part="done" class="btn square small check" aria-label=${t('tasks.doneNamed', { what: task.subject })} title=${t('tasks.doneNamed', { what: task.subject })} @click=${() => view.complete(task)}>${icon('check')}</button>` : html`<span class="check"></span>`}
    <div class="grow"><p class="row tight">${kind ? html`${icon(kind, 'text-3')}<span class="hidden-text">${late?.kindWord(view, task.kind) ?? nothing}</span>` : nothing}<button type="button" part="link" class="link plain bold" @click=${() => view.open('activity', task.id)}><bdi>${task.subject}</bdi></button></p>
      <p class="row wrap fine text-3 about">${due ? html`<span class=${isLate ? 'bad whole' : 'whole'}>${timeWhen(viewer, due, { focusable: true })}</span>` : nothing}${
        tasks.aboutOf(task).slice(0, 2).map(({ table, id }) => about(view, table, id))}${owner ? html`<span class="row tight">${icon('person', 'small')}<bdi>${owner}</bdi></span>` : nothing}${
        isReminding ? html`<span class="row tight" title=${t('tasks.remindsAt')}>${icon('clock', 'small')}<span class="hidden-text">${t('tasks.remindsAt')}</span>${timeWhen(viewer, task.remindAt)}</span>` : nothing}${isUnsynced ? unsyncedMark(view) : nothing}</p></div>
    ${mayWrite ? html`<div part="actions" class="row tight acts">${late ? late.rowMenus.render(task) : html`${bone('control')}`}</div>` : nothing}
  </li>`;
}

function about(view: TasksView, table: string, id: string): unknown {
  const name = view.nameOf(table, id);
  return name ? html`<button type="button" part="link" class="link" @click=${() => view.open(table, id)}><bdi>${name}</bdi></button>` : nothing;
}
