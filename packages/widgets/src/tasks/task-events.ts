import type { PendingChange } from '@vinculo/sdk';

/** Detail of `vinculo-activity-complete`, `-move`, `-assign` and `-remind`: the activity, and what it is given. */
export interface TaskChangeDetail {
  readonly id: string;
  /** Of a move: the new time. */
  readonly dueAt?: string;
  /** Of an assignment: whose it becomes. */
  readonly ownerId?: string;
  /** Of a reminder: when; null ends it. */
  readonly remindAt?: string | null;
}

/** Detail of the same in the past tense; `change.synced` is fulfilled when the backend has it. */
export interface TaskChangedDetail extends TaskChangeDetail {
  readonly change: PendingChange;
}

/** Detail of `vinculo-activity-create`. */
export interface TaskCreateDetail {
  readonly values: Readonly<Record<string, unknown>>;
}

/** Detail of `vinculo-activity-created`. */
export interface TaskCreatedDetail extends TaskCreateDetail {
  readonly id: string;
  readonly change: PendingChange;
}

/** Detail of `vinculo-reminder-show`: a reminder whose time has come. */
export interface ReminderDetail {
  readonly id: string;
  readonly remindAt: string;
}

/** Detail of `vinculo-record-open`. */
export interface TaskOpenDetail {
  readonly table: string;
  readonly id: string;
}
