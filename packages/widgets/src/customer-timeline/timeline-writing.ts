import type { PendingChange, Vinculo } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CalendarEvent } from '../parts/calendar-file.ts';
import { completeActivity } from '../parts/complete-activity.ts';
import { moveActivity } from '../parts/move-activity.ts';
import { createActivity, editNote } from './activity-commands.ts';
import { changeAttendees, type AttendeeChange } from './attendee-changes.ts';
import { invitation } from './attendees.ts';
import type { TimelineController } from './customer-timeline.controller.ts';
import type { Activity, ActivityDraft, ActivityItem, TimelineSubject } from './timeline-types.ts';

interface Done {
  readonly changes: readonly PendingChange[];
  readonly what: 'created' | 'completed' | 'moved' | 'edited';
  readonly subject: string;
  /** Whose timeline it was done in. */
  readonly about: TimelineSubject;
  /** A meeting that was planned, for a calendar. */
  readonly meeting?: CalendarEvent;
}

/** What has its place in a calendar. */
export function isMeeting({ kind }: { readonly kind: string }): boolean {
  return kind === 'meeting' || kind === 'visit' || kind === 'event';
}

/** A meeting as a calendar takes it. */
export function meetingOf({ id, subject, body, place, at, endsAt, remindAt }: Pick<Activity, 'id' | 'subject' | 'body' | 'place' | 'at' | 'endsAt' | 'remindAt'>): CalendarEvent {
  return { uid: `${id}@vinculo`, title: subject, start: at, ...(body ? { text: body } : {}), ...(place ? { place } : {}), ...(endsAt ? { end: endsAt } : {}), ...(remindAt ? { remindAt } : {}) };
}

/** What is written in one customer's timeline, and the way back from the last of it. Draws nothing. */
export class TimelineWriting implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #of: TimelineController;
  readonly #failed: (error: unknown) => void;
  #last: Done | undefined;

  /** `failed` is told every write that was refused. */
  constructor(host: ReactiveControllerHost, of: TimelineController, failed: (error: unknown) => void) {
    this.#host = host;
    this.#of = of;
    this.#failed = failed;
    host.addController(this);
  }

  hostDisconnected(): void { this.#last = undefined; }

  /** What was done in another timeline is not taken back here. */
  hostUpdate(): void {
    const { subject } = this.#of.request ?? {};
    if (this.#last && (this.#last.about.table !== subject?.table || this.#last.about.id !== subject.id)) this.#last = undefined;
  }

  /** The last thing done here that can be taken back. */
  get last(): Done | undefined { return this.#last; }

  /** Takes back the last thing done here. */
  undo(): void {
    const { crm } = this.#of.request ?? {};
    const last = this.#last;
    this.#last = undefined;
    this.#host.requestUpdate();
    // A link goes before the activity it names, a change before the create it builds on.
    if (crm && last) crm.batch(() => { for (const change of [...last.changes].reverse()) change.undo(); });
  }

  forget(): void {
    this.#last = undefined;
    this.#host.requestUpdate();
  }

  /** Writes an activity about the subject. Answers the activity's own change. @throws ValidationError */
  create(draft: ActivityDraft): PendingChange {
    const { crm, subject } = this.#ends();
    const changes = createActivity(crm, { subject, record: this.#of.sources.record.rows[0], ownerId: this.#of.me ?? null }, draft);
    const meeting = isMeeting(draft) && !draft.done ? { ...meetingOf({ ...draft, id: changes[0]!.id }), ...invitation(this.#of, this.#of.me, draft.attendees ?? []) } : undefined;
    const change = this.#keep(changes, 'created', draft.subject, meeting);
    // A mail cannot be held back once it is asked for.
    if (draft.sendTo) this.forget();
    return change;
  }

  complete(item: ActivityItem, now: string): PendingChange {
    const { crm } = this.#ends();
    return this.#keep([completeActivity(crm, item.activity, now)], 'completed', item.activity.subject);
  }

  /** Sets a new time for something still to do. */
  move(item: ActivityItem, due: string): PendingChange {
    const { crm } = this.#ends();
    return this.#keep([moveActivity(crm, item.activity, due)], 'moved', item.activity.subject);
  }

  /** Names who takes part in a meeting. */
  attend(change: AttendeeChange): PendingChange {
    const { crm } = this.#ends();
    return this.#keep(changeAttendees(crm, change), 'edited', change.activity.subject);
  }

  /** Rewrites an own note. @throws ValidationError */
  edit(activity: Activity, text: string): PendingChange {
    const { crm } = this.#ends();
    return this.#keep([editNote(crm, activity, text)], 'edited', activity.subject);
  }

  /** Whether the viewer may rewrite it where it stands. */
  mayEdit({ kind, ownerId, createdBy }: Activity): boolean {
    const { me } = this.#of;
    return kind === 'note' && me != null && (ownerId ?? createdBy) === me && this.#of.may('update');
  }

  #ends(): { crm: Vinculo; subject: TimelineSubject } {
    const { crm, subject } = this.#of.request ?? {};
    if (!crm || !subject) throw new TypeError('The timeline has no client or no record yet; wait until it shows one before writing.');
    return { crm, subject };
  }

  // The first change of a group is the activity's.
  #keep(changes: readonly PendingChange[], what: Done['what'], subject: string, meeting?: CalendarEvent): PendingChange {
    this.#last = { changes, what, subject, about: this.#ends().subject, ...(meeting ? { meeting } : {}) };
    this.#host.requestUpdate();
    for (const change of changes) {
      change.synced.catch((error: unknown) => {
        const { code } = error as { readonly code?: string };
        if (this.#last?.changes === changes) this.forget();
        // What is taken back before it was sent is no failure, and a group fails once.
        if (code !== 'discarded' && code !== 'group_failed') this.#failed(error);
      });
    }
    return changes[0]!;
  }
}
