import type { InboxTable } from './inbox.controller.ts';

/** Detail of `vinculo-<table>-claim`, `-assign` and `-return`, and of the same in the past tense. */
export interface InboxChangeDetail {
  readonly table: InboxTable;
  readonly id: string;
  /** Of an assignment: whose it becomes. */
  readonly ownerId?: string;
  /** Of a return to the pool: why. */
  readonly reason?: string;
}

/** Detail of `vinculo-record-open`. */
export interface InboxOpenDetail {
  readonly table: string;
  readonly id: string;
}

/** Detail of `vinculo-inbox-filter`: what is shown now. */
export interface InboxFilterDetail {
  readonly view: 'mine' | 'unassigned' | 'team' | 'all';
  readonly queueId: string | undefined;
  readonly priority: string | undefined;
}
