/** Detail of `vinculo-change-retry`, `-retried`, `-discard` and `-discarded`: the record of the change, and its key. */
export interface OutboxChangeDetail {
  readonly key: string;
  readonly table: string;
  readonly id: string;
}

/** Detail of `vinculo-change-edit` and `-edited`: also the values it is sent again with. */
export interface OutboxEditDetail extends OutboxChangeDetail {
  readonly patch: Readonly<Record<string, unknown>>;
}

/** Detail of `vinculo-record-open`. */
export interface OutboxOpenDetail {
  readonly table: string;
  readonly id: string;
}
