/** A change of the outbox that a developer acts on. */
export interface OutboxActionDetail {
  /** `client#counter`, its idempotency key. */
  readonly key: string;
  readonly table: string;
  readonly id: string;
}
