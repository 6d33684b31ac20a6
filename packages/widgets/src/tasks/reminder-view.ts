import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../parts/icon.ts';
import { timeWhen } from '../parts/time.ts';
import { dueOf, type Activity } from './tasks.controller.ts';
import { kindIcon, type TasksView } from './task-view.ts';
import { tellOnce } from './reminders.ts';

/** Milliseconds by which a page that is looked at comes before the others. */
const precedence = 1500;

/** Reminders whose time has come, above the list, until each is answered. */
export function remindersView(view: TasksView, due: readonly Activity[], dismiss: (task: Activity) => void): TemplateResult | typeof nothing {
  if (due.length === 0) return nothing;
  const { t, viewer, late } = view;
  return html`<ul part="reminders" class="reminders" aria-label=${t('tasks.reminders')}>${repeat(due, ({ id }) => id, (task) => {
    const when = dueOf(task);
    return html`<li part="reminder" class="banner info wrap">${icon(kindIcon(task.kind) ?? 'clock')}<span class="grow"><button type="button" class="link plain bold" @click=${() => view.open('activity', task.id)}><bdi>${task.subject}</bdi></button><span class="fine text-2 about">${
      when ? timeWhen(viewer, when) : nothing}${view.tasks.aboutOf(task).slice(0, 1).map(({ table, id }) => html` <bdi>${view.nameOf(table, id) ?? ''}</bdi>`)}</span></span>
      <span class="row tight wrap">${view.readonly ? nothing : html`<button type="button" part="button" class="btn small" aria-label=${t('tasks.doneNamed', { what: task.subject })} @click=${() => view.complete(task)}>${t('action.done')}</button>${late?.rowMenus.snooze(task)}`}<button
        type="button" part="dismiss" class="btn small square quiet" aria-label=${t('tasks.dismissNamed', { what: task.subject })} @click=${() => dismiss(task)}>${icon('x')}</button></span></li>`;
  })}</ul>`;
}

/** Whether this browser can be asked to tell reminders outside the page, and was not asked yet. */
export function mayAskToNotify(): boolean {
  return typeof Notification !== 'undefined' && Notification.permission === 'default';
}

/** Tells a reminder outside the page, where the person allowed it and is not looking; of several tabs one does. */
export async function tellOutside(task: Activity, text: string, lang: string, open: () => void): Promise<void> {
  // A page that is looked at shows it, and has then told it for the others too: it speaks first.
  const isLookedAt = document.hasFocus();
  if (!isLookedAt) await new Promise((done) => setTimeout(done, precedence));
  if (!(await tellOnce(task)) || isLookedAt || typeof Notification === 'undefined' || Notification.permission !== 'granted') return;
  try {
    const notification = new Notification(task.subject, { body: text, tag: `vinculo-${task.id}`, lang });
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
      open();
    });
  } catch {
    // Some phones let only service workers notify; the page shows it all the same.
  }
}
