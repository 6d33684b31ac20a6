/** Detail of `vinculo-notification-mark` and `-marked`: what is noted as read. */
export interface NotificationMarkDetail {
  readonly ids: readonly string[];
}

/** Detail of `vinculo-record-open`. */
export interface NotificationOpenDetail {
  readonly table: string;
  readonly id: string;
}
