import type { ValidationError } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Announcer } from '../parts/announcer.ts';
import { banner } from '../parts/banner.ts';
import { Editables } from '../parts/editable.ts';
import { icon } from '../parts/icon.ts';
import { calendarFile, type CalendarEvent } from '../parts/calendar-file.ts';
import { saveFile } from '../parts/save-file.ts';
import { detailsWith } from './attendee-changes.ts';
import { AttendeeEditing } from './attendee-editing.ts';
import type { Attendees } from './attendees.ts';
import type { Typed } from './composer-draft.ts';
import { Composer } from './composer.ts';
import type { TimelineController } from './customer-timeline.controller.ts';
import { Mover } from './mover.ts';
import type { ActivityDraft, ActivityItem } from './timeline-types.ts';
import { isMeeting, meetingOf, TimelineWriting } from './timeline-writing.ts';
import type { Trouble } from './trouble.ts';

/** The element, as what writes sees it. */
export interface TimelineHost {
  readonly w: VinculoElement;
  readonly controller: TimelineController;
  readonly announcer: Announcer;
  readonly emit: (name: `vinculo-${string}`, detail: unknown, options?: { readonly cancelable?: boolean }) => boolean;
  /** Where the focus goes after the next drawing. */
  readonly focus: (selector: string) => void;
}

/** What a person can do in a timeline: write and plan, finish, move, rewrite, take the last of it back. */
export class TimelineEditing {
  readonly #host: TimelineHost;
  readonly #writing: TimelineWriting;
  readonly #composer: Composer;
  readonly #mover: Mover;
  readonly #fields: Editables;
  readonly #attendees: Attendees;
  readonly #attending: AttendeeEditing;
  readonly #trouble: Trouble;

  constructor(host: TimelineHost, attendees: Attendees, trouble: Trouble) {
    this.#host = host;
    this.#trouble = trouble;
    this.#attendees = attendees;
    this.#writing = new TimelineWriting(host.w, host.controller, (error) => host.emit('vinculo-error', error));
    this.#composer = new Composer(host.w, host.controller, {
      allow: (draft) => host.emit('vinculo-activity-create', { draft }, { cancelable: true }),
      save: (draft) => this.#create(draft),
      failed: (error) => host.emit('vinculo-error', error),
      say: (text) => host.announcer.say(text),
    });
    this.#mover = new Mover(host.w, (item, due) => this.#move(item, due));
    this.#fields = new Editables(host.w);
    this.#attending = new AttendeeEditing(host.w, host.controller, (text) => host.announcer.say(text), (item, attendees) => void this.#attend(item, attendees));
  }

  composer(): TemplateResult { return this.#composer.render(); }

  /** Opens the composer on one kind, with a text where one is given. */
  start(kind: ActivityDraft['kind'], text?: string): void { this.#composer.start(kind, text); }

  /** Opens the composer with all that was typed once. */
  startAgain(kind: ActivityDraft['kind'], typed: Typed): void { this.#composer.again(kind, typed); }

  /** Called before each drawing. */
  watch(): void { this.#attending.watch(); }

  /** Once per widget. */
  dialog(): TemplateResult { return html`${this.#mover.dialog()}${this.#attending.dialog()}`; }

  /** The last thing done here and the way back, or that it did not go through. */
  outcome(): unknown { return html`${this.#trouble.render()}${this.#undo()}`; }

  #undo(): unknown {
    const { w, controller, announcer, focus } = this.#host;
    const { last } = this.#writing;
    if (!last) return nothing;
    const undo = (): void => {
      this.#writing.undo();
      announcer.say(w.t('timeline.undone'));
      focus(controller.may('create') ? '.tabs [aria-selected="true"]' : '.chip');
    };
    const dismiss = (): void => {
      this.#writing.forget();
      focus('.chip');
    };
    return html`<div class="undo">${banner(html`<bdi>${w.t(`timeline.${last.what}`, { what: last.subject })}</bdi>`, { icon: 'check', action: html`${last.meeting ? html`<button type="button" part="calendar" class="link" @click=${() => this.#saveMeeting(last.meeting!)}>${w.t('timeline.toCalendar')}</button>` : nothing}<button type="button" part="undo" class="link" @click=${undo}>${w.t('action.undo')}</button><button type="button" part="dismiss" class="clear" aria-label=${w.t('action.close')} @click=${dismiss}>${icon('x', 'small')}</button>` })}</div>`;
  }

  /** What can be done with something still to do. */
  actions(item: ActivityItem, now: Date): TemplateResult {
    const { w } = this.#host;
    return html`<button type="button" part="button done" class="btn small" aria-label=${w.t('timeline.doneNamed', { what: item.activity.subject })} @click=${() => this.#complete(item)}>${icon('check')}${w.t('action.done')}</button>${this.#mover.button(item, now)}${isMeeting(item.activity) ? html`${this.#attending.button(item)}<button type="button" part="button calendar" class="btn small square quiet" aria-label=${w.t('timeline.toCalendar')} title=${w.t('timeline.toCalendar')} @click=${() => this.#saveMeeting({ ...meetingOf(item.activity), ...this.#attendees.invited(item) })}>${icon('calendar')}</button>` : nothing}`;
  }

  #saveMeeting(meeting: CalendarEvent): void {
    const { ownerDocument } = this.#host.w;
    saveFile(ownerDocument, new Blob([calendarFile(meeting, new Date().toISOString())], { type: 'text/calendar' }), `${meeting.title.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim().slice(0, 60) || 'meeting'}.ics`);
  }

  /** The pencil of an own note. */
  pencil({ activity }: ActivityItem): TemplateResult | typeof nothing {
    const { w } = this.#host;
    if (!this.#writing.mayEdit(activity)) return nothing;
    const key = `note ${activity.id}`;
    return html`<button type="button" part="edit" class="clear edit" data-edit=${key} aria-label=${w.t('action.editField', { field: w.t('timeline.note') })} title=${w.t('action.edit')} @click=${() => this.#fields.edit(key)}>${icon('pencil', 'small')}</button>`;
  }

  /** A note that is being rewritten; undefined while it is not. */
  editor({ activity }: ActivityItem): TemplateResult | undefined {
    const { w, emit } = this.#host;
    const key = `note ${activity.id}`;
    if (this.#fields.editing !== key) return undefined;
    const save = (text: string): string | undefined => {
      if (!text.trim()) return w.t('timeline.needText');
      const patch = { body: text };
      if (!emit('vinculo-activity-update', { id: activity.id, patch }, { cancelable: true })) return undefined;
      const taken = this.#attempt(() => {
        const change = this.#writing.edit(activity, text);
        emit('vinculo-activity-updated', { id: activity.id, patch, change });
      });
      return taken ? undefined : w.t('state.refusedChange');
    };
    return this.#fields.render({ key, label: w.t('timeline.note'), value: activity.body ?? activity.subject, type: 'multiline', save });
  }

  /** Runs a write; what does not fit is told to the host and stands above the list. */
  #attempt(write: () => void): boolean {
    try {
      write();
      this.#trouble.tell(undefined);
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'validation') throw error;
      this.#trouble.tell((error as ValidationError).message);
      this.#host.emit('vinculo-error', error);
      return false;
    }
  }

  #create(draft: ActivityDraft): boolean {
    const { w, announcer, emit } = this.#host;
    return this.#attempt(() => {
      const change = this.#writing.create(draft);
      announcer.say(w.t(draft.sendTo ? 'timeline.mailQueued' : 'timeline.created', { what: draft.subject }));
      emit('vinculo-activity-created', { id: change.id, draft, change });
    });
  }

  #complete(item: ActivityItem): void {
    const { w, announcer, emit, focus } = this.#host;
    const { id, subject } = item.activity;
    if (!emit('vinculo-activity-complete', { id }, { cancelable: true })) return;
    this.#attempt(() => {
      const change = this.#writing.complete(item, new Date().toISOString());
      announcer.say(w.t('timeline.completed', { what: subject }));
      focus('[part="undo"]');
      emit('vinculo-activity-completed', { id, change });
    });
  }

  #move(item: ActivityItem, due: string): void {
    const { w, announcer, emit, focus } = this.#host;
    const { id, subject } = item.activity;
    const patch = { dueAt: due };
    if (!emit('vinculo-activity-update', { id, patch }, { cancelable: true })) return;
    this.#attempt(() => {
      const change = this.#writing.move(item, due);
      announcer.say(w.t('timeline.moved', { what: subject }));
      focus('[part="undo"]');
      emit('vinculo-activity-updated', { id, patch, change });
    });
  }

  /** Its links are asked for anew: a timeline holds those of its own people alone. Without a connection these are what is known. */
  async #attend(item: ActivityItem, attendees: readonly string[]): Promise<void> {
    const { w, announcer, emit, focus } = this.#host;
    const { activity } = item;
    const patch = { details: detailsWith(activity, attendees) };
    if (!w.crm || !emit('vinculo-activity-update', { id: activity.id, patch }, { cancelable: true })) return;
    const links = await w.crm.activityLinks.query({ where: { activityId: activity.id } }).once().then(({ rows }) => rows, () => item.links);
    this.#attempt(() => {
      const change = this.#writing.attend({ activity, links, attendees });
      announcer.say(w.t('timeline.edited', { what: activity.subject }));
      focus('[part="undo"]');
      emit('vinculo-activity-updated', { id: activity.id, patch, change });
    });
  }
}
