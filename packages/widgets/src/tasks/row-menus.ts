import { VinculoError } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { dayOf, formatDate, formatTime } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import { entityOf } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import { icon } from '../parts/icon.ts';
import { instantOf, localInput, morningIn } from '../parts/local-input.ts';
import { Menus } from '../parts/menu.ts';
import { nearPeople } from '../parts/near-people.ts';
import type { PersonDialog } from '../parts/person-dialog.ts';
import { dueOf, type Activity, type TasksController } from './tasks.controller.ts';

/** What the menus of a row do. */
export interface RowActions {
  readonly move: (task: Activity, due: string) => void;
  readonly assign: (task: Activity, ownerId: string) => void;
  readonly remind: (task: Activity, at: string | null) => void;
  readonly say: (text: string) => void;
  readonly failed: (error: VinculoError) => void;
}

/** In the list of colleagues: one who is not in it. */
const another = '';

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

/** Move, remind and assign, at the end of each row. */
export class RowMenus {
  readonly #w: VinculoElement;
  readonly #tasks: TasksController;
  readonly #actions: RowActions;
  readonly #menus: Menus;
  readonly #dialog: Dialog;
  #picked: Activity | undefined;
  #person: PersonDialog | undefined;

  constructor(w: VinculoElement, tasks: TasksController, actions: RowActions) {
    this.#w = w;
    this.#tasks = tasks;
    this.#actions = actions;
    this.#menus = new Menus(w);
    this.#dialog = new Dialog(w);
  }

  render(task: Activity): TemplateResult {
    return html`${this.#move(task)}${this.#remind(task)}${this.#assign(task)}`;
  }

  #move(task: Activity): unknown {
    if (!this.#tasks.may('update', 'dueAt', 'at')) return nothing;
    const w = this.#w;
    const hint = (days: number): string => formatDate(w.locale, dayOf(new Date(morningIn(days, new Date()))), 'weekday');
    return this.#menus.render({
      id: `move-${task.id}`, button: w.t('action.move'), name: w.t('tasks.moveNamed', { what: task.subject }), className: 'small',
      items: [
        { value: '1', label: w.t('tasks.tomorrow'), hint: hint(1) }, { value: '3', label: w.t('tasks.inThreeDays'), hint: hint(3) },
        { value: '7', label: w.t('tasks.nextWeek'), hint: hint(7) }, { value: 'pick', label: w.t('tasks.pickTime') },
      ],
      choose: (value) => {
        if (value !== 'pick') { this.#actions.move(task, morningIn(Number(value), new Date())); return; }
        this.#picked = task;
        this.#dialog.open();
      },
    });
  }

  #remind(task: Activity): unknown {
    if (!this.#tasks.may('update', 'remindAt')) return nothing;
    const w = this.#w;
    const due = dueOf(task);
    const isAhead = due !== undefined && due > new Date().toISOString();
    return this.#menus.render({
      id: `remind-${task.id}`, button: icon('clock'), name: w.t('tasks.remindNamed', { what: task.subject }), className: 'small square quiet',
      items: [
        ...(isAhead ? [{ value: 'due', label: w.t('tasks.remindDue') }] : []),
        { value: '60', label: w.t('tasks.inHour') }, { value: 'tomorrow', label: w.t('tasks.tomorrow'), hint: this.#morning() }, ...(task.remindAt ? [{ value: 'none', label: w.t('tasks.remindNone') }] : []),
      ],
      choose: (value) => this.#actions.remind(task, value === 'none' ? null : value === 'due' ? due! : value === 'tomorrow' ? morningIn(1, new Date()) : inMinutes(Number(value))),
    });
  }

  /** Nine in the morning, as the viewer's language writes a time. */
  #morning(): string {
    return formatTime({ locale: this.#w.locale }, morningIn(1, new Date()));
  }

  #assign(task: Activity): unknown {
    const { users } = this.#tasks;
    if (users.length === 0 || !this.#tasks.may('update', 'ownerId')) return nothing;
    const near = nearPeople(users, task.ownerId, users.find(({ id }) => id === this.#tasks.me)?.teamId);
    return this.#menus.render({
      id: `assign-${task.id}`, button: icon('person'), name: this.#w.t('tasks.assignNamed', { what: task.subject }), className: 'small square quiet', chevron: false,
      value: task.ownerId ?? null, items: [...near.map(({ id, name }) => ({ value: id, label: name })), ...(near.length < users.length ? [{ value: another, label: this.#w.t('tasks.otherPerson') }] : [])],
      choose: (ownerId) => {
        if (ownerId === another) void this.#lookUp(task);
        else if (ownerId !== task.ownerId) this.#actions.assign(task, ownerId);
      },
    });
  }

  async #lookUp(task: Activity): Promise<void> {
    const w = this.#w;
    const { say, failed, assign } = this.#actions;
    const owner = entityOf(w.crm, 'activity')?.fields['ownerId'];
    if (!owner) return;
    try {
      const part = w.dress(await w.later(import('../parts/person-dialog.ts')));
      this.#person ??= new part.PersonDialog(w, say);
      this.#person.ask({ title: w.t('tasks.assignNamed', { what: task.subject }), label: formatLabel(w.locale, owner.label), confirm: w.t('action.save'), done: ({ id }) => { if (id !== task.ownerId) assign(task, id); } });
    } catch (cause) {
      failed(new VinculoError('load', 'The dialog that finds a colleague could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause }));
      say(w.t('state.cutOff'));
    }
  }

  /** For a reminder that is shown: when to show it again. */
  snooze(task: Activity): TemplateResult {
    const w = this.#w;
    return this.#menus.render({
      id: `snooze-${task.id}`, button: w.t('tasks.snooze'), name: w.t('tasks.snoozeNamed', { what: task.subject }), className: 'small', chevron: true,
      items: [{ value: '10', label: w.t('tasks.inTenMinutes') }, { value: '60', label: w.t('tasks.inHour') }, { value: 'tomorrow', label: w.t('tasks.tomorrow'), hint: this.#morning() }],
      choose: (value) => this.#actions.remind(task, value === 'tomorrow' ? morningIn(1, new Date()) : inMinutes(Number(value))),
    });
  }

  /** Once per widget. */
  dialog(): TemplateResult {
    const task = this.#picked;
    const due = task && dueOf(task);
    const start = due && Date.parse(due) > Date.now() ? new Date(due) : new Date(morningIn(1, new Date()));
    return html`${this.#person?.render() ?? nothing}${this.#dialog.render({
      title: task ? this.#w.t('tasks.moveNamed', { what: task.subject }) : '', confirm: this.#w.t('action.save'),
      body: html`<label class="field"><span class="bold">${this.#w.t('tasks.newTime')}</span><input part="input" class="input" type="datetime-local" name="when" required .defaultValue=${localInput(start)}></label>`,
      done: (form) => {
        const at = instantOf(String(form.get('when')));
        if (task && at) this.#actions.move(task, at);
      },
    })}`;
  }
}
