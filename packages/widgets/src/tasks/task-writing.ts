import type { PendingChange, Vinculo } from '@vinculo/sdk';
import { activityLinkValues } from '@vinculo/sdk/schema';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { completeActivity } from '../parts/complete-activity.ts';
import { moveActivity } from '../parts/move-activity.ts';
import type { About, Activity } from './tasks.controller.ts';

/** A task as it is written down. Without `dueAt` it has no date. */
export interface TaskDraft {
  readonly kind: string;
  readonly subject: string;
  readonly dueAt?: string;
  readonly remindAt?: string;
  readonly ownerId: string;
  readonly about: readonly About[];
}

/** The last thing done, until it is taken back, dismissed or another one is done. */
export interface Done {
  readonly what: 'completed' | 'moved' | 'assigned' | 'created';
  readonly activity: Pick<Activity, 'kind' | 'subject'>;
  readonly changes: readonly PendingChange[];
}

/** The fields that a new task is made of. `now` is an ISO instant. */
function taskValues({ kind, subject, dueAt, remindAt, ownerId }: TaskDraft, now: string): { kind: string; subject: string; at: string; done: false; ownerId: string; dueAt?: string; remindAt?: string } {
  return { kind, subject, at: dueAt ?? now, done: false, ownerId, ...(dueAt ? { dueAt } : {}), ...(remindAt ? { remindAt } : {}) };
}

/** What is written in a list of tasks, and the way back from the last of it. Draws nothing. */
export class TaskWriting implements ReactiveController {
  last: Done | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #crm: () => Vinculo;

  constructor(host: ReactiveControllerHost, crm: () => Vinculo) {
    this.#host = host;
    this.#crm = crm;
    host.addController(this);
  }

  hostDisconnected(): void { this.last = undefined; }

  complete(activity: Activity, now: string): PendingChange { return this.#keep('completed', activity, [completeActivity(this.#crm(), activity, now)]); }
  move(activity: Activity, due: string): PendingChange { return this.#keep('moved', activity, [moveActivity(this.#crm(), activity, due)]); }
  assign(activity: Activity, ownerId: string): PendingChange { return this.#keep('assigned', activity, [this.#crm().activities.update(activity.id, { ownerId })]); }
  /** What came of a call, below what was planned for it. */
  addText({ id, body }: Activity, text: string): PendingChange { return this.#crm().activities.update(id, { body: body ? `${body}\n\n${text}` : text }); }
  /** Sets a reminder for later, or ends it. No undo: it can be set again where it stands. */
  remind(id: string, remindAt: string | null): PendingChange { return this.#crm().activities.update(id, { remindAt }); }

  /** A new task and its links to what it is about, as one group. The first change is the activity's. */
  create(draft: TaskDraft, now: string): PendingChange {
    const crm = this.#crm();
    const values = taskValues(draft, now);
    const changes = crm.batch(() => {
      const { id } = crm.activities.create(values);
      for (const { table, id: recordId } of draft.about) crm.activityLinks.create({ activityId: id, table, recordId, ...activityLinkValues(values) });
    });
    return this.#keep('created', draft, changes);
  }

  undo(): void {
    const { last } = this;
    this.forget();
    // A link goes before the activity it names.
    if (last) this.#crm().batch(() => { for (const change of [...last.changes].reverse()) change.undo(); });
  }

  forget(): void {
    this.last = undefined;
    this.#host.requestUpdate();
  }

  #keep(what: Done['what'], { kind, subject }: Done['activity'], changes: readonly PendingChange[]): PendingChange {
    const done: Done = { what, activity: { kind, subject }, changes };
    this.last = done;
    this.#host.requestUpdate();
    // A change that is refused or meets a conflict is no longer there to be undone; the outbox tells of it.
    Promise.all(changes.map(({ synced }) => synced)).catch(() => { if (this.last === done) this.forget(); });
    return changes[0]!;
  }
}
