import type { VinculoError } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { formatWhen } from '../format/relative.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { tasksEnglish } from '../messages/en-tasks.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { NamesOnDemand } from '../parts/names-on-demand.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import type { FollowUpAnswer } from './follow-up.ts';
import type { QuickTask } from './quick-add.ts';
import type { ReminderDetail, TaskChangeDetail, TaskChangedDetail, TaskCreateDetail, TaskCreatedDetail, TaskOpenDetail } from './task-events.ts';
import { sectionView, type TasksView } from './task-view.ts';
import type { About, Activity } from './tasks.controller.ts';
import { dueOf, TasksController } from './tasks.controller.ts';
import { tasksStyles } from './tasks.styles.ts';

addEnglish(moreEnglish);
addEnglish(tasksEnglish);

type Parts = typeof import('./after-first-drawing.ts');

/** What came after the first drawing, and what it made. */
export interface Later extends Pick<Parts, 'doneFoot' | 'kindWord' | 'mayAskToNotify' | 'nothingToDo' | 'parkedChange' | 'parkedList' | 'remindersView' | 'offlineBanner' | 'tasksInstead' | 'tellOutside'> {
  readonly choices: InstanceType<Parts['ConflictChoices']>;
  readonly followUp: InstanceType<Parts['FollowUp']>;
  readonly quickAdd: InstanceType<Parts['QuickAdd']>;
  readonly reminders: InstanceType<Parts['Reminders']>;
  readonly rowMenus: InstanceType<Parts['RowMenus']>;
  readonly rows: InstanceType<Parts['RowKeys']>;
  readonly writing: InstanceType<Parts['TaskWriting']>;
}

/**
 * What one person, or a team, has to do: overdue, today, next, and what has no date. Each with its record; done, moved, handed over and reminded of where it
 * stands. Reminders of the signed-in person fire here.
 *
 * @example
 * <vinculo-provider endpoint="https://crm.example" token-url="/crm-token">
 *   <vinculo-tasks></vinculo-tasks>
 * </vinculo-provider>
 *
 * @fires {CustomEvent<TaskOpenDetail>} vinculo-record-open - A person wants to see a task or what it is about: `{ table, id }`.
 * @fires {CustomEvent<TaskChangeDetail>} vinculo-activity-complete - Before a task is marked as done: `{ id }`; cancelable. `-completed` after it, with `change`.
 * @fires {CustomEvent<TaskChangeDetail>} vinculo-activity-move - Before it is given another time: `{ id, dueAt }`; cancelable. `-moved` after it.
 * @fires {CustomEvent<TaskChangeDetail>} vinculo-activity-assign - Before it is given to someone: `{ id, ownerId }`; cancelable. `-assigned` after it.
 * @fires {CustomEvent<TaskChangeDetail>} vinculo-activity-remind - Before its reminder is set, put off or ended: `{ id, remindAt }`; cancelable. `-reminded` after it.
 * @fires {CustomEvent<TaskCreateDetail>} vinculo-activity-create - Before a task is added: `{ values }`; cancelable.
 * @fires {CustomEvent<TaskCreatedDetail>} vinculo-activity-created - After it was: `{ id, values, change }`.
 * @fires {CustomEvent<ReminderDetail>} vinculo-reminder-show - A reminder's time has come: `{ id, remindAt }`; cancel it to tell of it yourself.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The tasks could not be read.
 *
 * @slot actions - In the head, before the button for notifications.
 * @slot empty - Where nothing is to do, after the own words.
 *
 * @csspart tasks - The whole panel.
 * @csspart header - Its title, and actions.
 * @csspart quick-add - The line to write a task down.
 * @csspart reminders - Reminders whose time has come; `reminder` is each, `dismiss` its end.
 * @csspart follow-up - What came of a call, and the next step.
 * @csspart section - One of `overdue`, `today`, `next`, `undated`.
 * @csspart task - A row; `done` its check, `link` what can be followed, `actions` its menus.
 * @csspart decisions - Changes that were refused or are in conflict.
 * @csspart foot - What was done last, with its undo.
 * @csspart state - What stands in place of the list: `empty`, `error`, `forbidden`, `no-client`; `skeleton` while it loads.
 *
 * @cssstate loading - The tasks are on their way.
 * @cssstate stale - Shown from the cache, not as the backend holds them now.
 * @cssstate overdue - Something is overdue.
 */
export class Tasks extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, tasksStyles];

  /** Whose tasks; those of the signed-in person when not given. */
  @property({ attribute: 'user-id' }) userId?: string;
  /** Those of everybody in a team, before `user-id`. */
  @property({ attribute: 'team-id' }) teamId?: string;
  /** Nothing can be changed or added. */
  @property({ type: Boolean, reflect: true }) readonly = false;
  /** `compact` makes controls 28 px high; else they are 32 px. */
  @property({ reflect: true }) density?: 'compact';

  readonly #internals: ElementInternals = this.attachInternals();
  readonly #clock = new Clock(this);
  readonly #announcer = new Announcer(this);
  readonly #names = new NamesOnDemand(this);
  readonly #tasks = new TasksController(this, (error) => this.emit<VinculoError>('vinculo-error', error));
  readonly #late = new LatePart<Later>(this, async () => {
    const part = this.dress(await this.later(import('./after-first-drawing.ts')));
    const { ConflictChoices, FollowUp, QuickAdd, Reminders, RowKeys, RowMenus, TaskWriting } = part;
    return {
      ...part, choices: new ConflictChoices(this), writing: new TaskWriting(this, () => this.crm!),
      followUp: new FollowUp(this, (of, answer) => this.#follow(of, answer)), quickAdd: new QuickAdd(this, (task) => this.#add(task, [])),
      reminders: new Reminders(this, (task) => this.#remindOf(task)), rows: new RowKeys(this, (key, id) => this.#key(key, id)),
      rowMenus: new RowMenus(this, this.#tasks, { move: (task, dueAt) => this.#move(task, dueAt), assign: (task, ownerId) => this.#assign(task, ownerId), remind: (task, at) => this.#remind(task, at), say: (text) => this.#announcer.say(text), failed: (error) => void this.emit<VinculoError>('vinculo-error', error) }),
    };
  });

  /** Puts the focus where a task is written down. */
  add(): void { void this.#startAdding(); }

  async #startAdding(): Promise<void> {
    try {
      const { quickAdd } = await this.#late.load();
      await this.updateComplete;
      quickAdd.focus();
    } catch {
      // It did not load: the list says so, and offers to try again.
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('density') && this.density !== undefined && this.density !== 'compact') this.warn(`density="${String(this.density)}" is not known; use "compact" or leave it out`);
    if (this.userId && this.teamId) this.warn('it has a user-id and a team-id; the team is shown');
    this.#tasks.watch({ crm: this.crm, userId: this.userId || undefined, teamId: this.teamId || undefined });
    this.#names.watch(this.crm);
    // Reminders are those of who sits here, whoever's tasks are shown.
    this.#late.part?.reminders.watch(this.crm, this.#tasks.me);
  }

  override render(): TemplateResult {
    const whose = this.teamId ? this.#names.nameOf('team', this.teamId) : this.userId && this.userId !== this.#tasks.me ? this.#names.nameOf('user', this.userId) : undefined;
    return html`<section part="tasks" class="frame" aria-label=${this.t('tasks.title')}>
      <header part="header" class="bar" tabindex="-1" data-fallback><h2 class="bold">${this.t('tasks.title')}</h2>${whose ? html`<bdi class="text-2 cut">${whose}</bdi>` : nothing}<span class="grow"></span><slot name="actions"></slot>${this.#notifyButton()}</header>
      ${this.#content()}</section>${this.#announcer.render()}`;
  }

  #notifyButton(): TemplateResult | typeof nothing {
    if (!this.#late.part?.mayAskToNotify() || this.#tasks.state !== 'ready') return nothing;
    const ask = (): void => void Notification.requestPermission().then(() => this.requestUpdate());
    return html`<button type="button" part="notify" class="btn small quiet" title=${this.t('tasks.notifyText')} @click=${ask}>${this.t('tasks.notify')}</button>`;
  }

  #content(): unknown {
    const { state } = this.#tasks;
    const late = this.#late.part;
    if (!late) return this.#late.isCutOff ? cutOff(this, () => void this.#late.load().catch(() => {})) : state === 'ready' ? this.#list() : this.#bones();
    if (state === 'loading' || (state === 'noClient' && !this.isAlone)) return this.#bones();
    if (state !== 'ready') return late.tasksInstead(this, this.#tasks);
    const view = this.#view;
    const mayAdd = !this.readonly && this.#tasks.may('create');
    return html`${late.offlineBanner(this, this.#tasks.status)}
      ${late.remindersView(view, late.reminders.due, (task) => this.#remind(task, null))}
      ${mayAdd ? late.quickAdd.render() : nothing}${late.followUp.render()}
      ${late.parkedList(this.#tasks.parked.map((entry) => late.parkedChange({ ...view, crm: this.crm }, late.choices, entry, { retry: (each) => each.retry(), discard: (each) => each.discard(), open: view.open })))}
      ${this.#list()}${late.rowMenus.dialog()}${this.#foot(late)}`;
  }

  #list(): unknown {
    const late = this.#late.part;
    const sections = this.#tasks.sections(this.#clock.now);
    if (sections.length === 0 && late) return html`${late.nothingToDo(this, this.readonly || !this.#tasks.may('create') ? undefined : () => this.add())}<slot name="empty"></slot>`;
    return html`${late || this.readonly ? nothing : html`<div class="ghost-quick" aria-hidden="true">${bone('control')}</div>`}
      <div class="list" @keydown=${late?.rows.keydown} @focusin=${late?.rows.focusin}>${sections.map((section) => sectionView(this.#view, section))}</div>
      ${this.#tasks.hasMore ? html`<p class="foot"><button type="button" part="more" class="btn small" @click=${() => this.#tasks.more()}>${this.t('tasks.more')}</button></p>` : nothing}`;
  }

  #bones(): TemplateResult {
    const row = html`<div class="ghost">${bone('face')}<div>${bone('line')}${bone('short')}</div></div>`;
    return skeleton(this, html`${this.readonly ? nothing : html`<div class="ghost-quick">${bone('control')}</div>`}<div class="ghost-day">${bone('label')}</div>${row}${row}${row}`);
  }

  #foot(late: Later): TemplateResult | typeof nothing {
    const { writing } = late;
    const { last } = writing;
    if (!last) return nothing;
    const undo = (): void => {
      writing.undo();
      this.#announcer.say(this.t('tasks.undone'));
      this.renderRoot.querySelector<HTMLElement>('[data-row][tabindex="0"], [data-fallback]')?.focus();
    };
    return late.doneFoot(this, last, undo);
  }

  protected override updated(): void {
    const set = (name: string, on: boolean): void => void (on ? this.#internals.states.add(name) : this.#internals.states.delete(name));
    const { state } = this.#tasks;
    set('loading', state === 'loading' || (state === 'noClient' && !this.isAlone));
    set('stale', this.#tasks.isStale);
    set('overdue', state === 'ready' && this.#tasks.sections(this.#clock.now)[0]?.name === 'overdue');
  }

  get #view(): TasksView {
    return {
      locale: this.locale, t: this.t.bind(this), viewer: { locale: this.locale, now: this.#clock.now }, tasks: this.#tasks, late: this.#late.part, readonly: this.readonly, nameOf: this.#names.nameOf,
      open: (table, id) => void this.emit<TaskOpenDetail>('vinculo-record-open', { table, id }),
      complete: (task) => void this.#complete(task),
    };
  }

  // ---- keys --------------------------------------------------------------------------------------------------------

  #key(key: string, id: string): boolean {
    const task = this.#tasks.find(id);
    if (!task) return false;
    const press = (menu: string): boolean => {
      const found = this.renderRoot.querySelector<HTMLElement>(`[data-menu="${CSS.escape(`${menu}-${id}`)}"]`);
      found?.click();
      return found !== null;
    };
    switch (key) {
      case 'Enter': this.emit<TaskOpenDetail>('vinculo-record-open', { table: 'activity', id }); return true;
      case 'd': case ' ': if (!this.readonly && this.#tasks.may('update', 'done', 'at')) void this.#complete(task); return true;
      case 'm': return press('move');
      case 'r': return press('remind');
      case 'a': return press('assign');
      case 'n': this.add(); return true;
      default: return false;
    }
  }

  // ---- writes: told before, done, told after -----------------------------------------------------------------------

  async #complete(task: Activity): Promise<void> {
    const { writing, followUp } = await this.#late.load();
    if (!this.emit<TaskChangeDetail>('vinculo-activity-complete', { id: task.id }, { cancelable: true })) return;
    const change = writing.complete(task, new Date().toISOString());
    this.emit<TaskChangedDetail>('vinculo-activity-completed', { id: task.id, change });
    this.#announcer.say(this.t('tasks.completed', { what: task.subject }));
    if (this.#tasks.may('create')) followUp.ask(task);
  }

  #move(task: Activity, dueAt: string): void {
    if (!this.emit<TaskChangeDetail>('vinculo-activity-move', { id: task.id, dueAt }, { cancelable: true })) return;
    const change = this.#late.part!.writing.move(task, dueAt);
    this.emit<TaskChangedDetail>('vinculo-activity-moved', { id: task.id, dueAt, change });
    this.#announcer.say(this.t('tasks.moved', { what: task.subject }));
  }

  #assign(task: Activity, ownerId: string): void {
    if (!this.emit<TaskChangeDetail>('vinculo-activity-assign', { id: task.id, ownerId }, { cancelable: true })) return;
    const change = this.#late.part!.writing.assign(task, ownerId);
    this.emit<TaskChangedDetail>('vinculo-activity-assigned', { id: task.id, ownerId, change });
    this.#announcer.say(this.t('tasks.assigned', { what: task.subject }));
  }

  #remind({ id, subject }: Activity, remindAt: string | null): void {
    if (!this.emit<TaskChangeDetail>('vinculo-activity-remind', { id, remindAt }, { cancelable: true })) return;
    const change = this.#late.part!.writing.remind(id, remindAt);
    this.emit<TaskChangedDetail>('vinculo-activity-reminded', { id, remindAt, change });
    this.#announcer.say(remindAt ? this.t('tasks.reminderSet', { what: subject, time: formatWhen({ locale: this.locale }, remindAt) }) : this.t('tasks.reminderGone', { what: subject }));
  }

  #add(task: QuickTask, about: readonly About[]): boolean {
    const ownerId = this.teamId ? this.#tasks.me : (this.userId ?? this.#tasks.me);
    if (!ownerId) return false;
    const values = { ...task, ownerId };
    if (!this.emit<TaskCreateDetail>('vinculo-activity-create', { values }, { cancelable: true })) return false;
    const change = this.#late.part!.writing.create({ ...values, about }, new Date().toISOString());
    this.emit<TaskCreatedDetail>('vinculo-activity-created', { id: change.id, values, change });
    this.#announcer.say(this.t('tasks.created', { what: task.subject }));
    return true;
  }

  #follow(of: Activity, { text, subject, dueAt }: FollowUpAnswer): void {
    if (text) this.#late.part!.writing.addText(of, text);
    if (subject) this.#add({ kind: 'task', subject, ...(dueAt ? { dueAt } : {}) }, this.#tasks.aboutOf(of));
  }

  #remindOf(task: Activity): void {
    if (!this.emit<ReminderDetail>('vinculo-reminder-show', { id: task.id, remindAt: task.remindAt! }, { cancelable: true })) return;
    const due = dueOf(task);
    const when = due ? formatWhen({ locale: this.locale }, due) : '';
    this.#announcer.say(this.t('tasks.reminderOf', { what: task.subject, time: when }));
    void this.#late.part?.tellOutside(task, when, this.locale, () => this.emit<TaskOpenDetail>('vinculo-record-open', { table: 'activity', id: task.id }));
  }
}
